#pragma once

#include "app/model/derive.h"
#include "app/model/state.h"
#include "geo/vector/write.h"

#include <memory>
#include <string>
#include <vector>

namespace model {

/// Rows of the level shown, to be written: what to write is settled at once, writing it may take its time.
struct Export {
    std::shared_ptr<const Scene> scene;
    const Layer* layer = nullptr;
    std::vector<std::uint32_t> rows;  // ascending
    std::vector<double> values;       // [rows] of what is shown
    std::vector<std::uint8_t> classes;
    std::vector<std::string> labels;  // of the classes
};

/// What is selected at the level shown, or else what the filter leaves. Nothing without a scene.
[[nodiscard]] Export export_of(const Choices& choices, const Derived& derived, const Results& results);

/// As a file holds them: a layer with code, name, value_shown, class_shown, label_shown and all that `score` gives of a
/// row; then the tables of `score`, of these rows.
struct ExportTables {
    std::vector<geo::OutputTable> tables;
    geo::Polygons polygons;  // [rows] of the layer; tables refer to it
};
/// \param layer_only as CSV has it: neither tables nor borders
[[nodiscard]] std::unique_ptr<ExportTables> export_tables(const Export& what, bool layer_only);

/// To a GeoPackage or CSV, by the ending; in place only when whole. \throws Error where it cannot be written, or for
/// another ending
void write_export(const Export& what, const std::string& path);

}  // namespace model
