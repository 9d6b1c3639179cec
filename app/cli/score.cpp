#include "app/cli/explanation_json.h"
#include "app/cli/input.h"
#include "app/cli/json.h"
#include "app/cli/notes.h"
#include "app/cli/options.h"
#include "app/cli/output_file.h"
#include "app/cli/text_table.h"
#include "app/cli/verbs.h"
#include "app/model/text.h"
#include "geo/analysis.h"
#include "geo/assess.h"
#include "geo/error.h"
#include "geo/output.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <memory>
#include <optional>

namespace cli {

namespace {

struct ScoreCommand {
    Input input;
    geo::AssessOptions assess;
    geo::AnalysisOptions analysis;
    std::vector<std::string> levels;
    std::string output;
    CLI::Option* output_option = nullptr;
    std::string format;
    bool overwrite = false;
    bool cells = false;
};

std::string format_of(const ScoreCommand& command) {
    if (!command.format.empty()) return command.format;
    const auto extension = extension_of(command.output);
    if (extension == ".gpkg") return "GPKG";
    if (extension == ".csv") return "CSV";
    geo::fail("{}: write .gpkg or .csv, or name the format with --of", command.output);
}

std::string signed_value(double value) {
    return std::isnan(value) ? "" : fmt::format("{:+.3f}", value);
}

/// Class and its name, or why there is none.
std::string class_text(const geo::Assessment& a, std::size_t m, std::size_t area) {
    const auto code = a.classes.column(a.total, m)[area];
    if (!geo::is_class(code)) return fmt::format("- ({})", geo::no_data_name(code));
    return fmt::format("{} {}", code, a.tables[a.total][m].labels_en[code - 1u]);
}

void print_headline(const geo::Assessment& a) {
    const auto label = geo::labels(a.values.measurements);
    const auto breaks = geo::series_breaks(a.values.measurements);
    std::string series;
    for (std::size_t m = 0; m < label.size(); ++m) series += (m == 0 ? "" : breaks[m] ? " | " : " ") + label[m];
    fmt::print("{}: {} areas; measurements {}{}\n", a.areas->level, with_separators(double(a.areas->size())), series,
               std::find(breaks.begin(), breaks.end(), true) == breaks.end()
                   ? ""
                   : "   (|: series break, not comparable across it)");
    std::string edition;
    for (const auto& m : a.values.measurements) {
        if (!m.edition.empty() && edition.find(m.edition) == std::string::npos)
            edition += (edition.empty() ? "" : ", ") + m.edition;
    }
    if (!edition.empty()) fmt::print("{} edition; values are deviations from the edition's fixed reference\n", edition);
    if (!a.aggregated) {
        fmt::print("scores of the areas themselves: no weights, no number of cells\n");
        return;
    }
    std::string use;
    for (std::size_t m = 0; m < label.size(); ++m) {
        use += fmt::format("{}{}{}", m == 0 ? "" : ", ", label[m],
                           a.weights[m].date != 0 && a.weights[m].date != a.values.measurements[m].date
                               ? fmt::format(" by {}", a.weights[m].date)
                               : "");
    }
    fmt::print("weighted means of grid cells, by {} ({})\n", a.weights.front().name, use);
}

std::string weight_heading(const geo::WeightUse& weight) {
    return weight.date != 0 ? fmt::format("{} {}", weight.name, weight.date) : weight.name;
}

/// What was asked for beside means and classes, as further columns of the table.
class FurtherColumns {
public:
    FurtherColumns(const geo::Analysis& analysis, std::size_t measurement)
        : analysis_(analysis),
          m_(measurement),
          label_(geo::labels(analysis.level->values.measurements)),
          classes_(geo::change_classes(*analysis.level, measurement)) {}

    void add_headings(std::vector<TextTable::Heading>& headings) const {
        const auto& options = analysis_.options;
        if (!analysis_.statistics.empty()) {
            headings.push_back({"sd " + label_[m_], true});
            headings.push_back({fmt::format("classes 1-{} {}", options.threshold, label_[m_]), true});
        }
        if (!analysis_.gaps.empty())
            headings.push_back({fmt::format("gap to {} {}", options.against, label_[m_]), true});
        if (!analysis_.changes.empty()) {
            headings.push_back(
                {fmt::format("change {}-{}", options.from, options.to.empty() ? label_[m_] : options.to), true});
            headings.push_back({"class of change (own)"});
        }
        if (options.min_weight > 0) headings.push_back({"little weight"});
    }
    void add(std::size_t area, std::vector<std::string>& row) const {
        const auto& a = *analysis_.level;
        if (!analysis_.statistics.empty()) {
            const auto& s = analysis_.statistics[a.total][m_][area];
            const double share = geo::share_up_to(s.class_weight, analysis_.options.threshold);
            row.push_back(std::isnan(s.standard_deviation) ? "" : fmt::format("{:.3f}", s.standard_deviation));
            row.push_back(std::isnan(share) ? "" : fmt::format("{:.1f} %", 100 * share));
        }
        if (!analysis_.gaps.empty()) {
            const auto& gap = analysis_.gaps[m_][area];
            row.push_back(gap ? signed_value(gap->difference()) : "");
        }
        if (!analysis_.changes.empty()) {
            const auto& change = analysis_.changes[area];
            row.push_back(change ? signed_value(change->total.split.change()) : "");
            const bool classified = change && geo::is_class(change->change_class);
            row.push_back(classified ? classes_->labels_en[change->change_class - 1u] : "");
        }
        if (analysis_.options.min_weight > 0)
            row.push_back(geo::thin(a, m_, analysis_.options.min_weight)[area] ? "yes" : "");
    }

private:
    const geo::Analysis& analysis_;
    std::size_t m_;
    std::vector<std::string> label_;
    std::optional<geo::ClassTable> classes_;
};

void print_table(const geo::Assessment& a, const geo::Analysis& analysis) {
    print_headline(a);
    const auto label = geo::labels(a.values.measurements);
    const auto last = label.size() - 1;
    std::vector<TextTable::Heading> headings{{a.areas->level}, {"name"}};
    if (a.aggregated) headings.insert(headings.end(), {{weight_heading(a.weights[last]), true}, {"cells", true}});
    const auto& total = a.values.dimensions[a.total];
    for (const auto& l : label) headings.push_back({total + " " + l, true});
    headings.push_back({"class " + label[last]});
    for (std::size_t d = 0; d < a.values.dimensions.size(); ++d) {
        if (d != a.total && a.values.dimensions[d] != "lbm")
            headings.push_back({a.values.dimensions[d] + " " + label[last], true});
    }
    const FurtherColumns further(analysis, last);
    further.add_headings(headings);
    TextTable table(headings);
    for (std::size_t area = 0; area < a.areas->size(); ++area) {
        std::vector<std::string> row{a.areas->code[area], a.areas->name[area]};
        if (a.aggregated) {
            row.push_back(with_separators(a.weight.column(a.total, last)[area]));
            row.push_back(with_separators(a.n.column(a.total, last)[area]));
        }
        for (std::size_t m = 0; m < label.size(); ++m)
            row.push_back(signed_value(a.values.values.column(a.total, m)[area]));
        row.push_back(class_text(a, last, area));
        for (std::size_t d = 0; d < a.values.dimensions.size(); ++d) {
            if (d != a.total && a.values.dimensions[d] != "lbm")
                row.push_back(signed_value(a.values.values.column(d, last)[area]));
        }
        further.add(area, row);
        table.add(std::move(row));
    }
    fmt::print("\n{}\n", table.text());
}

Json areas_json(const geo::Assessment& a, const geo::Analysis& analysis) {
    const auto label = geo::labels(a.values.measurements);
    const auto told = std::find_if(analysis.changes.begin(), analysis.changes.end(),
                                   [](const auto& change) { return change.has_value(); });
    const auto classes = told == analysis.changes.end() ? std::nullopt : geo::change_classes(a, (*told)->to);
    auto areas = Json::array();
    for (std::size_t area = 0; area < a.areas->size(); ++area) {
        Json entry{{"code", a.areas->code[area]}, {"name", a.areas->name[area]}};
        auto& measurements = entry["measurements"] = Json::object();
        for (std::size_t m = 0; m < label.size(); ++m) {
            auto& at = measurements[label[m]] = Json::object();
            for (std::size_t d = 0; d < a.values.dimensions.size(); ++d)
                at[a.values.dimensions[d]] = json_number(a.values.values.column(d, m)[area]);
            for (std::size_t c = 0; c < a.class_dimensions.size(); ++c) {
                const auto code = a.classes.column(c, m)[area];
                const auto& dimension = a.class_dimensions[c];
                if (dimension == "lbm") continue;
                at[dimension == "afw"         ? "class"
                   : dimension == "class_dev" ? dimension
                                              : "class_" + dimension] =
                    geo::is_class(code) ? Json(code) : Json(nullptr);
            }
            const auto why = geo::no_data_name(a.classes.column(a.total, m)[area]);
            if (!why.empty()) at["no_data"] = why;
            if (!a.aggregated) continue;
            const double weight = a.weight.column(a.total, m)[area];
            at["weight"] = weight;
            at["n"] = a.n.column(a.total, m)[area];
            auto& shares = at["class_shares"] = Json::array();
            const auto total_share = static_cast<std::size_t>(
                std::find(a.share_dimensions.begin(), a.share_dimensions.end(), a.total) - a.share_dimensions.begin());
            for (std::size_t k = 0; weight > 0 && k < a.tables[a.total][m].classes(); ++k) {
                shares.push_back(a.class_weight[k].column(total_share, m)[area] / weight);
            }
            if (!analysis.statistics.empty())
                at["statistics"] = statistics_json(analysis.statistics[a.total][m][area], a.tables[a.total][m],
                                                   analysis.options.quantiles);
        }
        if (!analysis.gaps.empty()) {
            auto& gaps = entry["gaps"] = Json::object();
            for (std::size_t m = 0; m < label.size(); ++m) {
                if (const auto& gap = analysis.gaps[m][area])
                    gaps[label[m]] = gap_json(*gap, gap->reference.level == nullptr ? "fixed" : gap->reference.code());
            }
        }
        if (!analysis.changes.empty() && analysis.changes[area]) {
            const auto& change = *analysis.changes[area];
            entry["change"] = change_json(change, classes, label);
            if (!analysis.shares.empty()) entry["share_change"] = share_json(*analysis.shares[area]);
        }
        areas.push_back(std::move(entry));
    }
    return areas;
}

void print_json(const geo::Dataset& dataset, const std::vector<geo::Assessment>& levels,
                const std::vector<geo::Analysis>& analyses) {
    Json out{{"program", "leefbeeld " LEEFBEELD_VERSION},
             {"crs", dataset.crs.id.empty() ? dataset.crs.name : dataset.crs.id}};
    auto& list = out["levels"] = Json::array();
    for (std::size_t l = 0; l < levels.size(); ++l) {
        const auto& a = levels[l];
        const auto label = geo::labels(a.values.measurements);
        const auto breaks = geo::series_breaks(a.values.measurements);
        Json level{{"level", a.areas->level}, {"from", a.aggregated ? "cells" : "own scores"}};
        auto& measurements = level["measurements"] = Json::array();
        for (std::size_t m = 0; m < label.size(); ++m) {
            const auto& measurement = a.values.measurements[m];
            Json entry{{"label", label[m]},
                       {"reference_year", measurement.date},
                       {"model_version", measurement.model_version},
                       {"edition", measurement.edition},
                       {"series_break", bool(breaks[m])}};
            if (a.aggregated) entry["weight"] = a.weights[m].name;
            if (a.aggregated && a.weights[m].date != 0) entry["weight_year"] = a.weights[m].date;
            measurements.push_back(std::move(entry));
        }
        level["areas"] = areas_json(a, analyses[l]);
        level["report"] = to_json(a.report);
        list.push_back(std::move(level));
    }
    out["report"] = to_json(dataset.report);
    fmt::print("{}\n", out.dump(1));
}

void write(const ScoreCommand& command, const geo::Dataset& dataset, const std::vector<geo::Assessment>& levels,
           const std::vector<geo::Analysis>& analyses) {
    if (format_of(command) == "CSV") {
        std::vector<const geo::Assessment*> all;
        for (const auto& a : levels) all.push_back(&a);
        geo::write_csv(command.output, geo::scores_table(all));
    } else {
        auto tables = geo::output_tables(levels, command.assess.threads);
        for (std::size_t l = 0; l < analyses.size(); ++l) geo::add_columns(tables[l], analyses[l]);
        auto further = geo::analysis_tables(analyses);
        std::move(further.begin(), further.end(), std::back_inserter(tables));
        geo::write_geopackage(command.output, tables, dataset.crs);
    }
    if (!command.input.quiet) std::fprintf(stderr, "written: %s\n", command.output.c_str());
}

void run(ScoreCommand& command) {
    if (command.output_option->count() > 0) {
        if (command.output.empty()) geo::fail("--output: the name is empty");
        if (format_of(command) == "CSV" && command.analysis.any())
            geo::fail(
                "{}: a CSV file holds the table of scores only; --statistics, --from and --against make tables of "
                "their own: write a GeoPackage (.gpkg), or print all with --json",
                command.output);
        check_output(command.output, command.input.load.inputs, command.overwrite);
    }
    check_scoring(command.input, command.assess);
    auto dataset = read(command.input);
    if (command.cells) {
        if (dataset.cells.scores.empty())
            geo::fail("{}: no scored cells, so --cells has nothing to give",
                      fmt::join(command.input.load.inputs, ", "));
        dataset.levels.push_back(geo::cells_as_areas(dataset.cells));
    }
    if (dataset.levels.empty()) {
        geo::fail("{}: no areas; add a file with their borders{}", fmt::join(command.input.load.inputs, ", "),
                  dataset.cells.scores.empty() ? "" : ", or add --cells to have the cells themselves");
    }
    std::vector<geo::Assessment> levels;
    for (const auto& areas : dataset.levels) {
        const auto& wanted = command.levels;
        if (wanted.empty() || std::find(wanted.begin(), wanted.end(), areas.level) != wanted.end()) {
            levels.push_back(geo::assess(dataset, areas, command.assess));
        }
    }
    for (const auto& name : command.levels) static_cast<void>(dataset.level(name));
    auto analysis = command.analysis;
    analysis.across = command.input.load.across_editions;
    analysis.threads = command.assess.threads;
    std::vector<const geo::Assessment*> known;
    for (const auto& level : levels) known.push_back(&level);
    // Levels to compare with are made only where something is compared.
    const auto references =
        analysis.against.empty() ? geo::References() : geo::References(dataset, std::move(known), command.assess);
    std::vector<geo::Analysis> analyses;
    for (const auto& level : levels) analyses.push_back(geo::analyse(level, references, analysis));
    if (!command.input.quiet && !command.input.json) {
        auto report = dataset.report;
        for (const auto& a : levels)
            report.notes.insert(report.notes.end(), a.report.notes.begin(), a.report.notes.end());
        for (const auto& a : analyses)
            report.notes.insert(report.notes.end(), a.report.notes.begin(), a.report.notes.end());
        for (const auto& line : note_lines(report, Notes::brief)) std::fprintf(stderr, "%s\n", line.c_str());
    }
    if (!command.output.empty()) write(command, dataset, levels, analyses);
    if (command.input.json) {
        print_json(dataset, levels, analyses);
        return;
    }
    for (std::size_t l = 0; l < levels.size(); ++l) {
        if (command.output.empty()) print_table(levels[l], analyses[l]);
    }
    if (!command.output.empty()) return;
    const bool official = std::all_of(levels.begin(), levels.end(), [](const auto& a) {
        return geo::is_known_dimension(a.values.dimensions[a.total]);
    });
    fmt::print("{}\n",
               model::text(model::Language::english, official ? "disclaimer.leefbaarometer" : "disclaimer.other"));
}

}  // namespace

void add_score(CLI::App& app) {
    auto command = std::make_shared<ScoreCommand>();
    auto* verb = app.add_subcommand("score", "Aggregate cells to areas, classify, and print or write the result");
    add_input_options(*verb, command->input);
    add_scoring_options(*verb, command->input, command->assess);
    const auto* scoring = "How to score";
    verb->add_option("--only", command->levels, "Score this level only (repeatable)")
        ->group(scoring)
        ->option_text("LEVEL")
        ->allow_extra_args(false);
    verb->add_flag("--cells", command->cells, "Give the classified cells themselves too, as level 'cells'")
        ->group(scoring);
    const auto* further = "What else to tell";
    auto& analysis = command->analysis;
    verb->add_flag("--statistics", analysis.statistics,
                   "Spread, quantiles, share up to a class, weight without a score: table 'statistics'")
        ->group(further);
    verb->add_option("--quantiles", analysis.quantiles,
                     "Quantiles of --statistics, each from 0 to 1 (default 0.1,0.25,0.5,0.75,0.9)")
        ->group(further)
        ->option_text("Q,Q,...")
        ->delimiter(',')
        ->check(CLI::Range(0.0, 1.0));
    auto* from = verb->add_option("--from", analysis.from,
                                  "Change from this measurement: tables 'change', 'share_change', 'transitions'")
                     ->group(further)
                     ->option_text("MEASUREMENT");
    verb->add_option("--to", analysis.to, "... to this one (default: the last)")
        ->group(further)
        ->option_text("MEASUREMENT")
        ->needs(from);
    verb->add_option("--against", analysis.against,
                     "Gap to a reference (fixed, all, gemeente, or the code of an area): table 'gap'")
        ->group(further)
        ->option_text("REFERENCE");
    verb->add_option("--threshold", analysis.threshold, "Tell the share in classes 1 to K (default 4: weak or lower)")
        ->group(further)
        ->option_text("K");
    verb->add_option("--limit-margin", analysis.limit_margin,
                     "How far class limits are moved to see what hangs on them, in points of the score (default 0.01, "
                     "our own choice)")
        ->group(further)
        ->option_text("POINTS")
        ->check(CLI::NonNegativeNumber);
    verb->add_option("--min-weight", analysis.min_weight, "Flag areas with less weight than this behind their score")
        ->group(further)
        ->option_text("WEIGHT")
        ->check(CLI::NonNegativeNumber);
    const auto* result = "Result";
    command->output_option = verb->add_option("-o,--output", command->output,
                                              "GeoPackage (.gpkg) or CSV (.csv); without it a table is printed")
                                 ->group(result)
                                 ->option_text("FILE");
    verb->add_option("--of", command->format, "Format of the output whatever its name: GPKG, CSV")
        ->group(result)
        ->option_text("FORMAT")
        ->check(CLI::IsMember({"GPKG", "CSV"}));
    verb->add_flag("--overwrite", command->overwrite, "Replace the output if it exists")->group(result);
    verb->add_flag("--all-class-shares", command->assess.all_class_shares,
                   "Shares per class of every dimension, not of the total only")
        ->group(result);
    verb->add_flag("--json", command->input.json, "Print everything as JSON")->group(result);
    verb->callback([command] { run(*command); });
}

}  // namespace cli
