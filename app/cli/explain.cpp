#include "geo/explain.h"
#include "app/cli/explanation_json.h"
#include "app/cli/input.h"
#include "app/cli/json.h"
#include "app/cli/notes.h"
#include "app/cli/options.h"
#include "app/cli/text_table.h"
#include "app/cli/verbs.h"
#include "app/model/explanation.h"
#include "geo/area_set.h"
#include "geo/error.h"
#include "geo/text_fold.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <deque>
#include <memory>
#include <optional>

namespace cli {

namespace {

struct ExplainCommand {
    Input input;
    geo::AssessOptions assess;
    std::string area;
    std::string against;  // empty: fixed, or all where scores have no fixed one
    std::string from;
    std::string to;
    std::optional<int> threshold;
    double margin = geo::usual_limit_margin;
    double min_weight = 0;
    std::string language;
};

/// The measurement of a label; an unknown one names the option that asked for it.
std::size_t measurement_named(const geo::Assessment& a, const std::string& label, const char* option) {
    try {
        return geo::measurement_of(a, label);
    } catch (const geo::Error& error) {
        geo::fail("{} {}: {}", option, label, error.sentence());
    }
}

/// What one may have meant: areas of that name, else what codes look like here.
[[noreturn]] void fail_unknown(const geo::Dataset& dataset, const std::string& name) {
    std::vector<std::string> called;
    std::vector<std::string> levels;
    const auto wanted = geo::folded_words(name);
    for (const auto& areas : dataset.levels) {
        for (std::size_t area = 0; area < areas.size(); ++area) {
            if (called.size() < 5 && !wanted.empty() && geo::folded_words(areas.name[area]) == wanted)
                called.push_back(fmt::format("{} ({})", areas.code[area], areas.level));
        }
        if (areas.size() > 0) levels.push_back(fmt::format("{} ('{}' …)", areas.level, areas.code.front()));
    }
    if (!called.empty())
        geo::fail("no area has the code '{}', but that is the name of {}; name its code", name,
                  fmt::join(called, ", "));
    geo::fail("no area has the code '{}'; the levels read are {}", name,
              levels.empty() ? "none" : fmt::format("{}", fmt::join(levels, ", ")));
}

/// The one area of that name. \throws Error where there is none, or several
geo::Reference area_named(const geo::Dataset& dataset, const geo::References& references, const std::string& name) {
    const auto found = references.areas_of(name == "nl" ? geo::everything_level : name);
    const auto why = references.refusal_of(name == "nl" ? geo::everything_level : name);
    if (found.empty() && !why.empty()) geo::fail("'{}' cannot be explained: {}", name, why);
    if (found.empty()) fail_unknown(dataset, name);
    if (found.size() == 1) return found.front();
    std::vector<std::string> levels;
    for (const auto& area : found) levels.push_back(area.level->areas->level);
    geo::fail("the code '{}' is in {} levels ({}); name one: --area {}:{}", name, found.size(), fmt::join(levels, ", "),
              levels.front(), name);
}

void print_json(const ExplainCommand& command, const geo::Explanation& e, const model::Explained& words,
                const geo::Report& report) {
    const auto& a = *e.level;
    const auto m = e.measurement;
    const auto labels = geo::labels(a.values.measurements);
    const auto language = language_of(command.language);
    Json out{{"program", "leefbeeld " LEEFBEELD_VERSION},
             {"level", a.areas->level},
             {"code", a.areas->code[e.area]},
             {"name", a.areas->name[e.area]},
             {"measurement", labels[m]},
             {"edition", a.values.measurements[m].edition},
             {"model_version", a.values.measurements[m].model_version},
             {"from", a.aggregated ? a.units.level : "own scores"}};
    if (a.aggregated) {
        out["membership"] = geo::name_of(command.assess.membership);
        out["weight"] = a.weights[m].name;
        out["weight_year"] = a.weights[m].date != 0 ? Json(a.weights[m].date) : Json(nullptr);
    }
    const auto code = a.classes.column(a.total, m)[e.area];
    out["class"] = code;
    out["class_label"] = a.tables[a.total][m].labels_en[code - 1u];
    if (e.statistics) out["statistics"] = statistics_json(*e.statistics, a.tables[a.total][m], geo::usual_quantiles);
    out["gap"] = gap_json(e.gap, model::reference_name(e.gap.reference, a.values.measurements[m], language));
    if (e.change) out["change"] = change_json(*e.change, e.change_classes, labels);
    if (e.share) out["share"] = share_json(*e.share);
    auto& sentences = out["sentences"] = Json::array();
    for (const auto& section : words.sections) {
        for (const auto& sentence : section.sentences) sentences.push_back(sentence);
    }
    out["caveats"] = words.caveats;
    out["report"] = to_json(report);
    fmt::print("{}\n", out.dump(1));
}

void print_text(const model::Explained& words) {
    fmt::print("{}\n{}\n", words.title, words.basis);
    for (const auto& section : words.sections) {
        fmt::print("\n{}\n", section.heading);
        for (const auto& sentence : section.sentences) fmt::print("{}\n", sentence);
        if (section.figures.rows.empty()) continue;
        std::vector<TextTable::Heading> headings;
        for (const auto& heading : section.figures.headings) headings.push_back({heading.text, heading.number});
        TextTable table(headings);
        for (const auto& row : section.figures.rows) table.add(row);
        fmt::print("{}", table.text());
        if (!section.check.empty()) fmt::print("{}\n", section.check);
    }
    fmt::print("\n");
    for (const auto& caveat : words.caveats) fmt::print("{}\n", caveat);
}

void run(ExplainCommand& command) {
    check_scoring(command.input, command.assess);
    const bool demo = command.input.load.inputs.empty();
    const auto dataset = read(command.input);
    if (dataset.levels.empty() && dataset.cells.scores.empty())
        geo::fail("{}: neither areas nor scores", fmt::join(command.input.load.inputs, ", "));
    std::deque<geo::Assessment> levels;  // stays where it is
    std::vector<const geo::Assessment*> known;
    geo::Sentence refusal;
    for (const auto& areas : dataset.levels) {
        try {
            levels.push_back(geo::assess(dataset, areas, command.assess));
            known.push_back(&levels.back());
        } catch (const geo::Error& error) {
            const bool asked = std::any_of(areas.code.begin(), areas.code.end(), [&](const auto& code) {
                return command.area == code || command.area == areas.level + ":" + code;
            });
            if (asked || dataset.levels.size() == 1) throw;
            if (refusal.empty()) refusal = error.sentence();
        }
    }
    if (known.empty() && !refusal.empty()) throw geo::Error(refusal);
    const geo::References references(dataset, std::move(known), command.assess);
    const auto area = area_named(dataset, references, command.area);
    const auto& a = *area.level;
    geo::ExplainOptions options;
    options.measurement =
        command.to.empty() ? a.values.measurements.size() - 1 : measurement_named(a, command.to, "--to");
    const auto earliest = geo::earliest_comparable(a, area.area, options.measurement);
    if (!command.from.empty()) {
        options.from = measurement_named(a, command.from, "--from");
    } else if (earliest != options.measurement) {
        options.from = earliest;
    }
    options.threshold = geo::threshold_of(a, command.threshold);
    options.limit_margin = command.margin;
    options.across = command.input.load.across_editions;
    const auto against = !command.against.empty() ? command.against : geo::has_fixed_reference(a) ? "fixed" : "all";
    const auto reference = references.find(against, a, area.area);
    if (reference.level == &a && reference.area == area.area)
        geo::fail("'{}' cannot be compared with itself; name another reference with --against", command.area);
    const auto explanation = geo::explain(a, area.area, reference, options);
    const auto language = language_of(command.language);
    auto words = model::explained(explanation, {command.assess.membership, command.min_weight}, language);
    if (demo) words.caveats.emplace_back(model::text(language, "source.demo"));  // an invented place
    auto report = dataset.report;
    report.notes.insert(report.notes.end(), a.report.notes.begin(), a.report.notes.end());
    if (command.input.json) {
        print_json(command, explanation, words, report);
        return;
    }
    if (!command.input.quiet) {
        for (const auto& line : note_lines(report, Notes::brief)) std::fprintf(stderr, "%s\n", line.c_str());
    }
    print_text(words);
}

}  // namespace

void add_explain(CLI::App& app) {
    auto command = std::make_shared<ExplainCommand>();
    auto* verb = app.add_subcommand(
        "explain", "Tell why an area stands where it stands and why it changed: sentence, table, check sum");
    add_input_options(*verb, command->input);
    add_scoring_options(*verb, command->input, command->assess);
    const auto* what = "What to explain";
    verb->add_option(
            "--area", command->area,
            "Code of the area, of any level or set; LEVEL:CODE where two levels have it; all: all that was read")
        ->group(what)
        ->option_text("CODE")
        ->required();
    verb->add_option(
            "--against", command->against,
            "What to compare it with: fixed, the edition's reference (default, else all); all (or nl), all that was "
            "read; gemeente, its municipality; or the code of an area")
        ->group(what)
        ->option_text("REFERENCE");
    verb->add_option("--from", command->from,
                     "Earlier measurement of the change (default: the earliest that is comparable)")
        ->group(what)
        ->option_text("MEASUREMENT");
    verb->add_option("--to", command->to, "Measurement of the state and later one of the change (default: the last)")
        ->group(what)
        ->option_text("MEASUREMENT");
    verb->add_option("--threshold", command->threshold, "Tell the share in classes 1 to K (default 4: weak or lower)")
        ->group(what)
        ->option_text("K");
    verb->add_option("--limit-margin", command->margin,
                     "How far class limits are moved to see what hangs on them, in points of the score (default 0.01, "
                     "our own choice)")
        ->group(what)
        ->option_text("POINTS")
        ->check(not_negative());
    verb->add_option("--min-weight", command->min_weight, "Flag an area with less weight than this behind it")
        ->group(what)
        ->option_text("WEIGHT")
        ->check(not_negative());
    verb->add_option("--language,--lang", command->language, "nl or en (default: the locale's)")
        ->group(what)
        ->option_text("LANGUAGE")
        ->check(CLI::IsMember({"nl", "en"}));
    verb->add_flag("--json", command->input.json, "Print everything as JSON, figures in full");
    verb->callback([command] { run(*command); });
}

}  // namespace cli
