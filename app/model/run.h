#pragma once

#include "app/model/scene.h"
#include "app/model/state.h"
#include "app/model/text.h"
#include "geo/analysis.h"
#include "geo/assess.h"
#include "geo/dataset.h"
#include "geo/displacement.h"
#include "geo/hotspots_over_time.h"
#include "geo/index_robustness.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace model {

/// What of the window was exported.
struct ViewOptions {
    std::string choices;                            // JSON, as a session holds them; of everything what was drawn
    Exporting::What what = Exporting::What::shown;  // never automatic
};

/// What `score` was asked for, or an export of the window: all that the figures depend on but the bytes of the files.
struct RunOptions {
    std::optional<ViewOptions> view = {};  // of the window; then of what follows the reading only `cells` counts
    std::vector<std::string> inputs;
    std::map<std::string, std::vector<std::string>> folders = {};  // of a repeat: see geo::LoadOptions; not recorded
    Reading reading;
    std::vector<std::string> levels;  // these only; empty: all
    bool cells = false;               // the classified cells too, as a level
    bool all_class_shares = false;
    bool index_stages = false;  // tell all that an own index was made of
    std::optional<geo::RobustnessAsked> robustness = {};
    std::optional<geo::HotspotsAsked> hotspots = {};
    std::optional<geo::DisplacementAsked> displacement = {};
    geo::AnalysisOptions analysis;          // its threads and across come from elsewhere
    Language language = Language::english;  // of what describes the output
};

/// How its files are read and scored.
[[nodiscard]] SceneOptions scene_options(const RunOptions& options, unsigned threads);

/// What came of it.
struct Run {
    geo::Dataset dataset;
    std::vector<geo::Assessment> levels;
    std::vector<geo::Analysis> analyses;           // [levels]
    std::deque<geo::Assessment> others;            // levels that areas are compared with and that are not given out
    geo::References references;                    // that the analyses refer to
    std::vector<geo::LevelRobustness> robustness;  // [levels], where it was asked for
    std::vector<geo::LevelHotspots> hotspots;      // likewise
    std::vector<geo::HotspotsOverTime> over_time;  // of those of them that were asked for over time
    std::optional<geo::LevelDisplacement> displacement;
    geo::Report report;  // of loading, scoring and analysing

    Run() = default;
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
};

/// Reads, scores and analyses. \param progress of reading, may be empty \throws Error
[[nodiscard]] std::unique_ptr<const Run> run(const RunOptions& options, unsigned threads,
                                             const std::function<void(double, const std::string&)>& progress = {});

/// What a GeoPackage of it holds: layers, tables and what describes them, but for its metadata.
struct RunOutput {
    std::vector<geo::OutputTable> tables;  // refer to the run
    geo::Accompaniment with;
};
[[nodiscard]] RunOutput output_of(const Run& run, const RunOptions& options, unsigned threads);

}  // namespace model
