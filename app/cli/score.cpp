#include "app/cli/demo_files.h"
#include "app/cli/input.h"
#include "app/cli/notes.h"
#include "app/cli/options.h"
#include "app/cli/output_file.h"
#include "app/cli/score_command.h"
#include "app/cli/score_print.h"
#include "app/cli/verbs.h"
#include "app/model/provenance.h"
#include "app/model/run.h"
#include "app/model/scene.h"
#include "geo/clock.h"
#include "geo/error.h"
#include "geo/output.h"
#include "geo/vector/formats.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace cli {

namespace {

geo::Format format_of(const ScoreCommand& command) {
    return geo::format_of(command.output, command.format);
}

bool holds_one_table(geo::Format format) {
    return geo::facts(format).holds == geo::FormatFacts::Holds::one_table;
}

/// Before anything is read. \throws Error where the output cannot be written, or not hold what is asked for
void check_result(ScoreCommand& command) {
    if (command.output.empty()) geo::fail("--output: the name is empty");
    const auto format = format_of(command);
    if (holds_one_table(format) &&
        (command.analysis.any() || command.robustness || command.hotspots || command.index_stages))
        geo::fail(
            "{}: a CSV file holds the table of scores only; --statistics, --from, --against, --stages, robustness and "
            "hotspots make tables of their own: write a GeoPackage (.gpkg) or a spreadsheet (.xlsx, .ods), or print "
            "all with --json",
            command.output);
    geo::check_one_level(command.output, format, command.levels);
    check_output(command.output, read_by(command.input.load), command.overwrite);
    for (auto& file : geo::files_of(command.output, format)) {
        if (file != command.output) check_output(file, read_by(command.input.load), command.overwrite);
    }
}

std::vector<geo::Sentence> write_result(const ScoreCommand& command, geo::Format format, const model::Run& run,
                                        const model::RunOptions& options) {
    const geo::Watch watch{.existing = existing(command.overwrite)};
    if (holds_one_table(format)) {
        std::vector<const geo::Assessment*> all;
        for (const auto& a : run.levels) all.push_back(&a);
        const geo::OutputTable scores[] = {geo::scores_table(all)};
        return geo::write_format(command.output, format, scores, run.dataset.crs, {}, watch);
    }
    auto output = model::output_of(run, options, command.assess.threads);
    output.with.now = geo::time_now();
    if (format == geo::Format::geopackage) {
        output.with.metadata = model::to_json(model::provenance_of(
            model::view_of(run), options,
            {LEEFBEELD_VERSION, command.words, command.output, command.redact, output.with.now, command.beside}));
        output.with.metadata_uri = model::provenance_uri;
    }
    return geo::write_format(command.output, format, output.tables, run.dataset.crs, output.with, watch);
}

void write(const ScoreCommand& command, const model::Run& run, const model::RunOptions& options) {
    const auto notes = write_result(command, format_of(command), run, options);
    if (command.input.quiet) return;
    for (const auto& note : notes) std::fprintf(stderr, "%s\n", note.text().c_str());
    std::fprintf(stderr, "written: %s\n", command.output.c_str());
}

model::RunOptions options_of(ScoreCommand& command) {
    auto& load = command.input.load;
    if (load.inputs.empty()) load.inputs = mount_demo();
    read_bbox(command.input);
    show_progress(command.input);
    model::SceneOptions scene;
    scene.load = load;
    scene.assess = command.assess;
    model::RunOptions out;
    out.inputs = load.inputs;
    out.reading = model::reading_of(scene);
    out.levels = command.levels;
    out.cells = command.cells;
    out.all_class_shares = command.assess.all_class_shares;
    out.index_stages = command.index_stages;
    out.robustness = command.robustness;
    out.hotspots = command.hotspots;
    out.displacement = command.displacement;
    out.analysis = command.analysis;
    out.language = language_of(command.language);
    return out;
}

std::string format_names(const char* between) {
    std::vector<std::string_view> out;
    for (const auto& format : geo::formats()) out.push_back(format.name);
    return fmt::format("{}", fmt::join(out, between));
}

CLI::Validator one_of_formats() {
    std::vector<std::string> names;
    for (const auto& format : geo::formats()) names.emplace_back(format.name);
    return CLI::IsMember(names, CLI::ignore_case);
}

}  // namespace

void add_score_options(CLI::App& verb_of, ScoreCommand& of) {
    auto* verb = &verb_of;
    auto* command = &of;
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
    auto* statistics =
        verb->add_flag("--statistics", analysis.statistics,
                       "Spread, quantiles, share up to a class, weight without a score: table 'statistics'")
            ->group(further);
    verb->add_option("--quantiles", analysis.quantiles,
                     "Quantiles of --statistics, each from 0 to 1 (default 0.1,0.25,0.5,0.75,0.9)")
        ->group(further)
        ->option_text("Q,Q,...")
        ->delimiter(',')
        ->check(within(0, 1))
        ->needs(statistics);
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
        ->check(not_negative())
        ->needs(from);
    verb->add_option("--min-weight", analysis.min_weight, "Flag areas with less weight than this behind their score")
        ->group(further)
        ->option_text("WEIGHT")
        ->check(not_negative());
    const auto* result = "Result";
    command->output_option =
        verb->add_option("-o,--output", command->output,
                         "By its ending: GeoPackage (.gpkg), CSV (.csv), spreadsheet (.xlsx, .ods), or of one "
                         "level FlatGeobuf (.fgb), GeoJSON (.geojson), shapefile (.shp); without "
                         "it a table is printed")
            ->group(result)
            ->option_text("FILE");
    verb->add_option("--of", command->format,
                     "Format of the output whatever its name: " + format_names(", ") +
                         " (CSV-NL: semicolons and decimal commas, as a Dutch Excel opens it)")
        ->group(result)
        ->option_text("FORMAT")
        ->check(one_of_formats());
    verb->add_flag("--overwrite", command->overwrite, "Replace the output if it exists")->group(result);
    verb->add_flag("--all-class-shares", command->assess.all_class_shares,
                   "Shares per class of every dimension, not of the total only")
        ->group(result);
    add_language_option(*verb, command->language, result);
    verb->add_flag("--redact-paths", command->redact,
                   "Leave folders of this machine out of what the GeoPackage says of how it was made")
        ->group(result);
    verb->add_flag("--json", command->input.json, "Print everything as JSON")->group(result);
}

void run_score(ScoreCommand& command, const std::function<void(const model::Run&)>& first, bool alone) {
    if (command.output_option->count() > 0) check_result(command);
    check_scoring(command.input, command.assess);
    const auto options = options_of(command);
    const auto done = model::run(options, command.assess.threads, command.input.load.progress);
    if (command.made) command.made(*done);
    if (!command.input.quiet && !command.input.json) {
        for (const auto& line : note_lines(done->report, Notes::brief)) std::fprintf(stderr, "%s\n", line.c_str());
    }
    if (!command.output.empty()) write(command, *done, options);
    const auto& levels = done->levels;
    if (command.input.json) {
        print_json(*done);
        return;
    }
    if (first) first(*done);
    for (std::size_t l = 0; l < levels.size(); ++l) {
        if (command.output.empty() && !alone) print_table(levels[l], done->analyses[l]);
    }
    if (!command.output.empty()) return;
    const bool official = std::all_of(levels.begin(), levels.end(), [](const auto& a) {
        return geo::is_known_dimension(a.values.dimensions[a.total]);
    });
    fmt::print("{}\n",
               model::text(model::Language::english, official ? "disclaimer.leefbaarometer" : "disclaimer.other"));
}

void add_score(CLI::App& app, const std::vector<std::string>& words) {
    auto command = std::make_shared<ScoreCommand>();
    command->words = words;
    auto* verb = app.add_subcommand("score", "Aggregate cells to areas, classify, and print or write the result");
    add_score_options(*verb, *command);
    verb->callback([command] { run_score(*command); });
}

}  // namespace cli
