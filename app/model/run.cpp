#include "app/model/run.h"

#include "app/model/data_dictionary.h"
#include "geo/error.h"
#include "geo/hotspot_tables.h"
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

/// Tells something of every level. One that lacks what was asked for is passed over, unless all do.
template <typename Told, typename Asked, typename How>
std::vector<Told> tell(const Run& run, const Asked& asked, unsigned threads,
                       const std::function<void(double, const std::string&)>& progress,
                       Told (*of)(const geo::Dataset&, const geo::Assessment&, const Asked&, const How&)) {
    std::vector<Told> out;
    for (const auto& level : run.levels) {
        How how;
        how.threads = threads;
        if (progress) how.progress = [&](double part) { progress(part, level.areas->level); };
        try {
            out.push_back(of(run.dataset, level, asked, how));
        } catch (const geo::Error& error) {
            auto& none = out.emplace_back();
            none.level = &level;
            none.asked = asked;
            none.refusal = error.sentence();
        }
    }
    const auto refused = [](const Told& told) { return !told.refusal.empty(); };
    if (std::all_of(out.begin(), out.end(), refused)) throw geo::Error(out.front().refusal);
    return out;
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
    if (options.robustness) out->robustness = tell(*out, *options.robustness, threads, progress, geo::robustness_of);
    if (options.hotspots) out->hotspots = tell(*out, *options.hotspots, threads, progress, geo::hotspots_of);
    for (const auto& of : out->hotspots) {
        if (of.asked.over_time && of.refusal.empty()) out->over_time.push_back(geo::over_time(of));
    }
    if (options.hotspots) {
        for (const auto& code : options.hotspots->among) {
            const auto has = [&](const geo::Assessment& level) {
                const auto& codes = level.areas->code;
                return std::find(codes.begin(), codes.end(), code) != codes.end();
            };
            if (std::none_of(out->levels.begin(), out->levels.end(), has))
                geo::fail("no area that is scored has the code '{}'", code);
        }
    }
    if (options.displacement) {
        const auto& name = options.displacement->level;
        const auto level = std::find_if(out->levels.begin(), out->levels.end(),
                                        [&](const auto& one) { return one.areas->level == name; });
        if (level == out->levels.end()) {
            static_cast<void>(dataset.level(name));
            geo::fail("displacement around level '{}' is asked for, which is left out", name);
        }
        out->displacement = geo::displacement_of(dataset, *level, *options.displacement, {.threads = threads});
    }
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
    for (const auto& of : out->hotspots) {
        add(of.report);
        if (!of.refusal.empty())
            out->report.count(geo::Note::Kind::unmatched, of.level->areas->level, {},
                              geo::Sentence("level without hotspots: {}", of.refusal), 1);
        for (const auto& at : of.at) {
            if (!at.refusal.empty()) out->report.decided(of.level->areas->level, {}, at.refusal);
        }
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
    for (std::size_t l = 0; l < run.hotspots.size(); ++l) geo::add_columns(out.tables[l], run.hotspots[l]);
    for (const auto& of : run.over_time)
        geo::add_columns(out.tables[static_cast<std::size_t>(of.of - run.hotspots.data())], of);
    for (auto& tables : {geo::index_tables(run.dataset, options.index_stages), geo::robustness_tables(run.robustness),
                         geo::hotspot_tables(run.hotspots), geo::over_time_tables(run.over_time)})
        out.tables.insert(out.tables.end(), tables.begin(), tables.end());
    if (auto shares = geo::concentration_shares_table(run.hotspots, run.levels); shares.rows() > 0)
        out.tables.push_back(std::move(shares));
    if (run.displacement) {
        for (auto* make : {geo::displacement_table, geo::placebos_table}) {
            if (auto table = make(*run.displacement); table.rows() > 0) out.tables.push_back(std::move(table));
        }
    }
    out.with.code_lists = describe(out.tables, options.language);
    out.with.styles = layer_styles(out.tables, options.language);
    return out;
}

}  // namespace model
