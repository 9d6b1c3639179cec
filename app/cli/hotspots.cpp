#include "app/cli/options.h"
#include "app/cli/output_file.h"
#include "app/cli/score_command.h"
#include "app/cli/score_print.h"
#include "app/cli/verbs.h"
#include "geo/error.h"
#include "geo/spatial/neighbour_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

namespace {

struct HotspotsCommand {
    ScoreCommand score;
    geo::HotspotsAsked asked;
    std::string method;
    std::string neighbours;
    std::string weights;
    std::string divisor;
    std::string alternative;
    std::string inference;
    std::string adjustment;
    std::string displacement;  // level
    std::string ring_rule = "band:500";
    double tolerance = geo::NeighbourRule::usual_tolerance;
    std::string save_neighbours;
};

template <typename Kind>
std::string list(const geo::Words<Kind>& words) {
    std::vector<std::string_view> out;
    for (const auto& [word, kind] : words) out.push_back(word);
    return fmt::format("{}", fmt::join(out, ", "));
}

template <typename Kind>
CLI::Validator one_of(const geo::Words<Kind>& words) {
    std::vector<std::string> names;
    for (const auto& [word, kind] : words) names.emplace_back(word);
    return CLI::IsMember(names);
}

/// Leaves what was not named as it is.
template <typename Kind, typename Into>
void take(const geo::Words<Kind>& words, const std::string& word, Into& into) {
    if (!word.empty()) into = geo::kind_of(words, word);
}

/// "links:FILE" and "weights:FILE" name a file; all else is a rule.
void read_rule(HotspotsCommand& command) {
    auto& asked = command.asked;
    const auto& text = command.neighbours;
    if (!text.empty()) {
        const auto colon = text.find(':');
        const auto kind = text.substr(0, colon);
        const bool file = kind == "links" || kind == "weights";
        if (file && (colon == std::string::npos || colon + 1 == text.size()))
            geo::fail("--neighbours {}: name the file too, {}:FILE", text, kind);
        if (file) command.score.input.load.neighbours = text.substr(colon + 1);
        asked.neighbours = geo::neighbour_rule(file ? kind : text);
    }
    if (command.tolerance == geo::NeighbourRule::usual_tolerance) return;
    using Kind = geo::NeighbourRule::Kind;
    if (!asked.neighbours && command.score.cells)
        geo::fail("--tolerance is of borders, and cells have a band of neighbours: name --neighbours queen or rook");
    if (!asked.neighbours) asked.neighbours = geo::NeighbourRule{};
    if (asked.neighbours->kind != Kind::queen && asked.neighbours->kind != Kind::rook)
        geo::fail("--tolerance is of --neighbours queen and rook: others do not look at borders");
    asked.neighbours->tolerance = command.tolerance;
}

bool is_gwt(const std::string& file) {
    const auto extension = extension_of(file);
    if (extension != ".gal" && extension != ".gwt")
        geo::fail("--save-neighbours {}: let its name end in .gal or .gwt", file);
    return extension == ".gwt";
}

void save(const HotspotsCommand& command, const model::Run& run) {
    const auto& file = command.save_neighbours;
    if (run.hotspots.size() != 1) {
        std::vector<std::string> levels;
        for (const auto& level : run.levels) levels.push_back(level.areas->level);
        geo::fail("--save-neighbours holds those of one level; choose it with --only: {}", fmt::join(levels, ", "));
    }
    const auto& of = run.hotspots.front();
    const auto& areas = *of.level->areas;
    const auto text = is_gwt(file) ? geo::to_gwt(*of.neighbours, areas.code, areas.level, "code")
                                   : geo::to_gal(*of.neighbours, areas.code, areas.level, "code");
    write_whole(file, text, existing(command.score.overwrite));
    if (!command.score.input.quiet) std::fprintf(stderr, "written: %s\n", file.c_str());
}

void run(HotspotsCommand& command) {
    auto& asked = command.asked;
    take(geo::local_method_words(), command.method, asked.method);
    take(geo::weight_style_words(), command.weights, asked.style);
    take(geo::inference_words(), command.inference, asked.inference);
    take(geo::adjustment_words(), command.adjustment, asked.adjustment);
    if (!command.divisor.empty()) asked.divisor = *geo::kind_of(geo::divisor_words(), command.divisor);
    if (!command.alternative.empty()) asked.alternative = *geo::kind_of(geo::alternative_words(), command.alternative);
    read_rule(command);
    if (!command.save_neighbours.empty()) {
        static_cast<void>(is_gwt(command.save_neighbours));
        check_output(command.save_neighbours, read_by(command.score.input.load), command.score.overwrite);
        command.score.beside = {command.save_neighbours};
        command.score.made = [&](const model::Run& made) { save(command, made); };
    }
    command.score.hotspots = asked;
    if (!command.displacement.empty()) {
        geo::DisplacementAsked around;
        around.level = command.displacement;
        around.change = asked.on;
        around.ring = geo::ring_rule(command.ring_rule);
        around.seed = asked.seed;
        command.score.displacement = around;
    }
    run_score(
        command.score,
        [&](const model::Run& told) {
            for (const auto& level : told.hotspots) print_hotspots(level, command.score.output.empty());
            for (const auto& of : told.over_time) print_over_time(of);
            if (told.displacement) print_displacement(*told.displacement);
        },
        true);
}

}  // namespace

void add_hotspots(CLI::App& app, const std::vector<std::string>& words) {
    auto command = std::make_shared<HotspotsCommand>();
    command->score.words = words;
    auto& asked = command->asked;
    auto* verb = app.add_subcommand("hotspots", "Find where low and high values come together, and where that changes");
    add_score_options(*verb, command->score);
    const auto* what = "What to look at";
    verb->add_option("--on", asked.on,
                     "Dimension (default: the total), or the change between two measurements: change:2018-2024, of "
                     "another dimension change:2018-2024:won")
        ->group(what)
        ->option_text("WHAT");
    verb->add_option("--at", asked.measurement, "Measurement (default: the last)")
        ->group(what)
        ->option_text("MEASUREMENT");
    auto* over_time = verb->add_flag("--over-time", asked.over_time,
                                     "At that measurement and all before it that are comparable with it")
                          ->group(what);
    verb->add_option("--among", asked.among, "Over time: transitions between classes of these areas only, by code")
        ->group(what)
        ->option_text("CODE,...")
        ->delimiter(',')
        ->needs(over_time);
    auto* displacement =
        verb->add_option("--displacement", command->displacement,
                         "Compare the change in the areas of this level with that around them, and with areas like "
                         "them elsewhere: did decline move? Needs --on change:FROM-TO")
            ->group(what)
            ->option_text("LEVEL");
    verb->add_option("--ring", command->ring_rule,
                     "What lies around: band:METRES, centre to centre, or queen:ORDER (default band:500)")
        ->group(what)
        ->option_text("RULE")
        ->needs(displacement);
    const auto* how = "How to find them";
    verb->add_option("--method", command->method,
                     fmt::format("{} (default: moran; of cells gi-star)", list(geo::local_method_words())))
        ->group(how)
        ->option_text("METHOD")
        ->check(one_of(geo::local_method_words()));
    verb->add_option("--with", asked.with, "Of bivariate-moran: the dimension whose neighbours are looked at")
        ->group(how)
        ->option_text("DIMENSION");
    verb->add_option(
            "--neighbours", command->neighbours,
            "queen (default), rook: areas that share a vertex, an edge; queen:2, neighbours of neighbours too; "
            "knn:6, the nearest by centroid; band:1000, all within so many metres (default of cells); "
            "kernel:triangular:1000, weighted by distance (epanechnikov, quartic, gaussian); links:FILE, "
            "weights:FILE, from a GAL or GWT file by code")
        ->group(how)
        ->option_text("RULE");
    verb->add_option("--tolerance", command->tolerance,
                     "Vertices no further apart than this are one, in metres (default 0.001)")
        ->group(how)
        ->option_text("METRES")
        ->check(not_negative());
    verb->add_option("--weights-style", command->weights,
                     "row: those of an area sum to 1 (default); binary: each neighbour counts 1 (default of gi-star)")
        ->group(how)
        ->option_text("STYLE")
        ->check(one_of(geo::weight_style_words()));
    verb->add_option("--divisor", command->divisor, "Of the variance: n (default) or n-1")
        ->group(how)
        ->option_text("DIVISOR")
        ->check(one_of(geo::divisor_words()));
    verb->add_option("--save-neighbours", command->save_neighbours, "Write them too, as GAL or GWT")
        ->group(how)
        ->option_text("FILE");
    const auto* test = "What counts as significant";
    verb->add_option("--p", command->inference,
                     "Where p-values come from: analytical (default of cells); permutation, --permutations of each "
                     "area; adaptive, more the smaller p is (default)")
        ->group(test)
        ->option_text("WHENCE")
        ->check(one_of(geo::inference_words()));
    verb->add_option("--permutations", asked.permutations,
                     "Of each area (default 999); adaptive: the most (default: as many as the adjustment needs)")
        ->group(test)
        ->option_text("N")
        ->check(CLI::Range(std::size_t{1}, geo::most_permutations));
    verb->add_option("--seed", asked.seed, "Seed of the random numbers (default 1)")
        ->group(test)
        ->option_text("N")
        ->check(seed_number());
    verb->add_option("--alternative", command->alternative,
                     fmt::format("{} (default two-sided)", list(geo::alternative_words())))
        ->group(test)
        ->option_text("SIDE")
        ->check(one_of(geo::alternative_words()));
    verb->add_option("--alpha", asked.alpha, "Significance level (default 0.05)")
        ->group(test)
        ->option_text("P")
        ->check(within(1e-12, 1 - 1e-12));
    verb->add_option("--adjust", command->adjustment,
                     "For many tests: fdr, false discovery rate (default); bonferroni; none (default of --p "
                     "permutation, whose p-values cannot carry it)")
        ->group(test)
        ->option_text("HOW")
        ->check(one_of(geo::adjustment_words()));
    verb->add_option(
            "--least-effect", asked.least_effect,
            "Low and high only where the mean of the neighbours lies so many standard deviations from that of "
            "all (default 0; of cells 1, our own choice: with so many neighbours any difference is significant)")
        ->group(test)
        ->option_text("SD")
        ->check(within(0, geo::most_effect));
    verb->callback([command] { run(*command); });
}

}  // namespace cli
