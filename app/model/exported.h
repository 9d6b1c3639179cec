#pragma once

#include "app/model/derive.h"
#include "app/model/run.h"
#include "app/model/state.h"
#include "geo/sentence.h"
#include "geo/vector/write.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace model {

/// Rows of the scene, to be written: what to write is settled at once, writing it may take its time.
struct Export {
    std::shared_ptr<const Scene> scene;
    std::shared_ptr<const DrawnLayer> drawn;  // of a selection: whose layer it is; of everything: one layer more
    Exporting exporting;                      // what: never automatic
    Choices choices;
    Language language = Language::english;
    const Layer* layer = nullptr;     // of everything: the first one
    std::vector<std::uint32_t> rows;  // ascending; of everything none

    // Of what is shown; none of everything, nor of areas that were drawn.
    std::vector<double> values;         // [rows]
    std::vector<std::uint8_t> classes;  // [rows]
    std::vector<std::string> labels;    // [rows] of the classes
    geo::ClassTable table;
    std::string title;  // "Own index, 2024"
    std::string notes;  // what the legend says of it

    [[nodiscard]] bool empty() const {
        return layer == nullptr || (rows.empty() && exporting.what != Exporting::What::everything);
    }
};

/// What State::exporting asks for: of areas that were drawn, selected and scored, these. Empty without a scene.
[[nodiscard]] Export export_of(const State& state, const Derived& derived, const Results& results);

/// As a file holds them, with what describes it but for its metadata. Of what is shown or selected: a layer with code,
/// name, value_shown, class_shown, label_shown, no_data_shown, what_shown and all that `score` gives of a row; then the
/// tables of `score`, of these rows.
struct ExportTables {
    std::vector<geo::OutputTable> tables;
    geo::Accompaniment with;
    std::deque<geo::Polygons> polygons;  // that tables refer to, where they are not the scene's
};
/// \param layer_only as CSV has it: neither tables nor borders
[[nodiscard]] std::unique_ptr<ExportTables> export_tables(const Export& what, bool layer_only);

/// What it will hold. Cost: that of finding which columns have a value.
[[nodiscard]] std::vector<ExportEntry> preview_of(const Export& what);

/// In the format that the ending says; in place only when whole. CSV holds the layer, or of everything the table of
/// scores. Of everything areas that were drawn and wait for their figures are given them first. \param program its
/// version \return what people must know of the file, a sentence each \throws Error where it cannot be written, or for
/// another ending \throws geo::WritingStopped
std::vector<geo::Sentence> write_export(const Export& what, const std::string& path, const std::string& program,
                                        const geo::Watch& watch = {});

/// What a file with these levels tells of reading and scoring them.
[[nodiscard]] geo::Report report_of(const Scene& scene, const std::vector<const geo::Assessment*>& levels);

/// What such a file of the window holds, made again from what it says of itself. \pre options.view \throws Error
struct Repeated {
    std::shared_ptr<const Scene> scene;
    std::shared_ptr<const DrawnLayer> drawn;          // whose areas were exported too, if so
    std::vector<const geo::Assessment*> assessments;  // of scene or drawn
    std::unique_ptr<ExportTables> output;
};
[[nodiscard]] Repeated repeated(const RunOptions& options, unsigned threads);

}  // namespace model
