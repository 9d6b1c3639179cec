#include "app/model/run.h"

#include "app/model/data_dictionary.h"
#include "geo/error.h"
#include "geo/index_tables.h"
#include "geo/output.h"

#include <algorithm>
#include <iterator>

#include <fmt/ranges.h>

namespace model {

SceneOptions scene_options(const RunOptions& options, unsigned threads) {
    SceneOptions out;
    out.load.inputs = options.inputs;
    out.load.folders = options.folders;
    read_so(out, options.reading);
    out.load.threads = out.assess.threads = threads;
    out.assess.all_class_shares = options.all_class_shares;
    out.load.index_stages = options.index_stages || options.robustness;
    return out;
}

namespace {

/// A level that lacks what was asked for is passed over, unless all do.
void tell_robustness(Run& run, const geo::RobustnessAsked& asked, unsigned threads,
                     const std::function<void(double, const std::string&)>& progress) {
    for (const auto& level : run.levels) {
        geo::RobustnessRun how;
        how.threads = threads;
        if (progress) how.progress = [&](double part) { progress(part, level.areas->level); };
        try {
            run.robustness.push_back(geo::robustness_of(run.dataset, level, asked, how));
        } catch (const geo::Error& error) {
            auto& none = run.robustness.emplace_back();
            none.level = &level;
            none.asked = asked;
            none.refusal = error.sentence();
        }
    }
    const auto refused = [](const auto& of) { return !of.refusal.empty(); };
    if (std::all_of(run.robustness.begin(), run.robustness.end(), refused))
        throw geo::Error(run.robustness.front().refusal);
}

}  // namespace

std::unique_ptr<const Run> run(const RunOptions& options, unsigned threads,
                               const std::function<void(double, const std::string&)>& progress) {
    auto how = scene_options(options, threads);
    how.load.progress = progress;
    auto out = std::make_unique<Run>();
    out->dataset = geo::load(how.load);
    auto& dataset = out->dataset;
    if (options.cells) {
        if (dataset.cells.scores.empty())
            geo::fail("{}: no scored cells, so --cells has nothing to give", fmt::join(options.inputs, ", "));
        dataset.levels.push_back(geo::cells_as_areas(dataset.cells));
    }
    if (dataset.levels.empty()) {
        geo::fail("{}: no areas; add a file with their borders{}", fmt::join(options.inputs, ", "),
                  dataset.cells.scores.empty() ? geo::Sentence()
                                               : geo::Sentence(", or add --cells to have the cells themselves"));
    }
    std::vector<const geo::Areas*> wanted;  // in the order asked for
    for (const auto& name : options.levels) {
        const auto* areas = &dataset.level(name);
        if (std::find(wanted.begin(), wanted.end(), areas) == wanted.end()) wanted.push_back(areas);
    }
    for (const auto& areas : dataset.levels) {
        if (options.levels.empty()) wanted.push_back(&areas);
    }
    for (const auto* areas : wanted) out->levels.push_back(geo::assess(dataset, *areas, how.assess));
    auto analysis = options.analysis;
    analysis.across = options.reading.across_editions;
    analysis.threads = threads;
    // Areas are compared with those of all levels, whichever are given out; made only where something is compared.
    std::vector<const geo::Assessment*> known;
    for (const auto& level : out->levels) known.push_back(&level);
    for (const auto& areas : dataset.levels) {
        const auto given = [&](const auto& level) { return level.areas == &areas; };
        if (analysis.against.empty() || areas.level == "cells" ||
            std::any_of(out->levels.begin(), out->levels.end(), given))
            continue;
        try {
            out->others.push_back(geo::assess(dataset, areas, how.assess));
            known.push_back(&out->others.back());
        } catch (const geo::Error&) {  // one that cannot be scored cannot be compared with
        }
    }
    if (!analysis.against.empty()) out->references = geo::References(dataset, std::move(known), how.assess);
    for (const auto& level : out->levels) out->analyses.push_back(geo::analyse(level, out->references, analysis));
    if (options.robustness) tell_robustness(*out, *options.robustness, threads, progress);
    // What no level can have was asked for by mistake; what one lacks is noted.
    const auto& analyses = out->analyses;
    if (!analyses.empty() &&
        std::all_of(analyses.begin(), analyses.end(), [](const auto& a) { return !a.refusal.empty(); }))
        throw geo::Error(analyses.front().refusal);
    out->report = dataset.report;
    const auto add = [&](const geo::Report& more) {
        out->report.notes.insert(out->report.notes.end(), more.notes.begin(), more.notes.end());
    };
    for (const auto& level : out->levels) add(level.report);
    for (const auto& a : analyses) add(a.report);
    for (const auto& of : out->robustness) {
        if (!of.refusal.empty())
            out->report.count(geo::Note::Kind::unmatched, of.level->areas->level, {},
                              geo::Sentence("level without rank intervals: {}", of.refusal), 1);
    }
    return out;
}

RunOutput output_of(const Run& run, const RunOptions& options, unsigned threads) {
    RunOutput out;
    out.tables = geo::output_tables(run.levels, threads);
    for (std::size_t l = 0; l < run.analyses.size(); ++l) geo::add_columns(out.tables[l], run.analyses[l]);
    auto further = geo::analysis_tables(run.analyses);
    std::move(further.begin(), further.end(), std::back_inserter(out.tables));
    for (std::size_t l = 0; l < run.robustness.size(); ++l) geo::add_columns(out.tables[l], run.robustness[l]);
    for (auto& tables : {geo::index_tables(run.dataset, options.index_stages), geo::robustness_tables(run.robustness)})
        out.tables.insert(out.tables.end(), tables.begin(), tables.end());
    out.with.code_lists = describe(out.tables, options.language);
    out.with.styles = layer_styles(out.tables, options.language);
    return out;
}

}  // namespace model
