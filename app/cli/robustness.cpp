#include "app/cli/options.h"
#include "app/cli/score_command.h"
#include "app/cli/score_print.h"
#include "app/cli/verbs.h"
#include "geo/error.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace cli {

namespace {

constexpr std::size_t least_samples = 16;  // of fewer, errors are larger than what they are of

struct RobustnessCommand {
    ScoreCommand score;
    geo::RobustnessAsked asked;
    CLI::Option* spread = nullptr;
    std::vector<std::string> weaker;    // "A,B"
    std::vector<std::string> improved;  // "A,2018"
};

geo::Claim claim_of(const std::string& text, geo::Claim::Kind kind) {
    const auto comma = text.find(',');
    const auto* option = kind == geo::Claim::Kind::weaker ? "--weaker" : "--improved";
    const auto* form = kind == geo::Claim::Kind::weaker ? "the codes of two areas, A,B: A is weaker than B"
                                                        : "the code of an area and the measurement it improved since";
    if (comma == 0 || comma == std::string::npos || comma + 1 == text.size() ||
        text.find(',', comma + 1) != std::string::npos)
        geo::fail("{} {}: it takes {}", option, text, form);
    return {kind, text.substr(0, comma), text.substr(comma + 1)};
}

void run(RobustnessCommand& command) {
    auto& asked = command.asked;
    if (command.spread->count() > 0) asked.draws.method = geo::WeightDraws::Method::uniform;
    for (const auto& text : command.weaker) asked.claims.push_back(claim_of(text, geo::Claim::Kind::weaker));
    for (const auto& text : command.improved) asked.claims.push_back(claim_of(text, geo::Claim::Kind::improved));
    command.score.robustness = asked;
    run_score(
        command.score,
        [&](const model::Run& done) {
            for (const auto& level : done.robustness) print_robustness(level, command.score.output.empty());
        },
        true);
}

}  // namespace

void add_robustness(CLI::App& app, const std::vector<std::string>& words) {
    auto command = std::make_shared<RobustnessCommand>();
    command->score.words = words;
    auto& asked = command->asked;
    auto* verb = app.add_subcommand(
        "robustness", "Tell which conclusions from an index hold whatever its weights and choices (our own analysis)");
    add_score_options(*verb, command->score);
    const auto* group = "What to vary";
    verb->add_option("--at", asked.measurement, "Measurement to tell of (default: the last)")
        ->group(group)
        ->option_text("MEASUREMENT");
    verb->add_option("--draws", asked.count, "Draws of weights (default 1000)")
        ->group(group)
        ->option_text("N")
        ->check(CLI::Range(1, 100000));
    auto* concentration =
        verb->add_option(
                "--concentration", asked.draws.concentration,
                "Weights are drawn around those given, Dirichlet with this concentration (default 100): a share "
                "s varies by sqrt(s (1 - s) / (1 + C))")
            ->group(group)
            ->option_text("C")
            ->check(within(1e-3, 1e9));
    command->spread = verb->add_option("--spread", asked.draws.spread,
                                       "... or uniformly, each within this part of it (0.25: a quarter up or down)")
                          ->group(group)
                          ->option_text("PART")
                          ->check(within(0, 1))
                          ->excludes(concentration);
    verb->add_option("--seed", asked.draws.seed, "Seed of the random numbers (default 1)")
        ->check(seed_number())
        ->group(group)
        ->option_text("N");
    verb->add_option("--coverage", asked.coverage, "Of the intervals of ranks (default 0.9)")
        ->group(group)
        ->option_text("PART")
        ->check(within(0.001, 0.999));
    verb->add_option("--samples", asked.samples,
                     "Rows of the samples that the effects of all factors at once are told from (default 256; 0: not)")
        ->group(group)
        ->option_text("N")
        ->check(CLI::Validator(
            [](const std::string& text) {
                std::size_t rows = 0;
                const bool read = CLI::detail::lexical_cast(text, rows);
                return read && (rows == 0 || (rows >= least_samples && rows <= 10000))
                           ? std::string()
                           : fmt::format("{} is neither 0 nor {} to 10000", text, least_samples);
            },
            "NUMBER"));
    verb->add_option("--weaker", command->weaker,
                     "Tell what turns 'A is weaker than B', by the codes of areas (repeatable)")
        ->group(group)
        ->option_text("A,B")
        ->allow_extra_args(false);
    verb->add_option("--improved", command->improved,
                     "Tell what turns 'A has improved since that measurement' (repeatable)")
        ->group(group)
        ->option_text("A,MEASUREMENT")
        ->allow_extra_args(false);
    verb->callback([command] { run(*command); });
}

}  // namespace cli
