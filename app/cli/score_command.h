#pragma once

#include "app/cli/input.h"
#include "app/model/run.h"
#include "geo/analysis.h"
#include "geo/assess.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// What `score`, `compose`, `robustness` and `hotspots` were asked for.
struct ScoreCommand {
    Input input;
    geo::AssessOptions assess;
    geo::AnalysisOptions analysis;
    std::vector<std::string> levels;
    std::string output;
    CLI::Option* output_option = nullptr;
    std::string format;
    std::string language;
    bool overwrite = false;
    bool cells = false;
    bool redact = false;
    bool index_stages = false;  // of an own index
    std::optional<geo::RobustnessAsked> robustness;
    std::optional<geo::HotspotsAsked> hotspots;
    std::optional<geo::DisplacementAsked> displacement;
    std::function<void(const model::Run&)> made;  // what to do once the figures are there, before they are given out
    std::vector<std::string> beside;              // files that `made` writes
    std::vector<std::string> words;               // of the command line
};

/// \pre the command lives as long as the app
void add_score_options(CLI::App& verb, ScoreCommand& command);

/// Reads, scores, and prints or writes. \param first prints what comes before the tables of scores, not of JSON; where
/// it says so, in their place
void run_score(ScoreCommand& command, const std::function<void(const model::Run&)>& first = {}, bool alone = false);

}  // namespace cli
