#include "app/cli/options.h"

#include "geo/error.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace cli {

void add_scoring_options(CLI::App& verb, Input& input, geo::AssessOptions& assess) {
    const auto* scoring = "How to score";
    verb.add_option("--weight", input.load.hints.weight,
                    "What each cell counts for: dwellings (default), inhabitants, households, cells, or a column")
        ->group(scoring)
        ->option_text("WEIGHT");
    verb.add_option_function<std::string>(
            "--membership",
            [&assess](const std::string& rule) {
                assess.membership = rule == "share" ? geo::Membership::share : geo::Membership::centroid;
            },
            "How cells belong to areas: centroid, to those that hold their centre (default); share, for the part of "
            "them that lies inside")
        ->group(scoring)
        ->option_text("RULE")
        ->check(CLI::IsMember({"centroid", "share"}));
    verb.add_flag("--own-scores", assess.own_scores, "Classify the areas' own scores, not what their cells add up to")
        ->group(scoring);
    verb.add_option("--scheme", assess.scheme,
                    "Classes of columns given by --value or --index: quantile (default), equal, fixed")
        ->group(scoring)
        ->option_text("SCHEME")
        ->check(CLI::IsMember({"quantile", "equal", "fixed"}));
    verb.add_option("--classes", assess.classes, "Number of classes (default 5)")
        ->group(scoring)
        ->option_text("N")
        ->check(CLI::Range(2, 100));
    verb.add_option("--limits", assess.limits, "Class limits of --scheme fixed, ascending")
        ->group(scoring)
        ->option_text("L,L,...")
        ->delimiter(',')
        ->check(finite_number());
    for (const auto* name : {"--scheme", "--classes", "--limits"})
        verb.get_option(name)->each([&input](const std::string&) { input.classes_chosen = true; });
}

void check_scoring(const Input& input, geo::AssessOptions& assess) {
    if (input.classes_chosen && input.load.hints.values.empty() && !input.load.index)
        throw CLI::RequiresError("--scheme, --classes and --limits", "--value or --index");
    if (assess.scheme == "fixed" && assess.limits.empty()) geo::fail("--scheme fixed needs --limits");
    if (!std::is_sorted(assess.limits.begin(), assess.limits.end(), std::less_equal<>())) {
        geo::fail("--limits: each limit must be above the one before it");
    }
    assess.weight = input.load.hints.weight;
    assess.threads = input.load.threads;
}

namespace {

/// CLI::Range lets nan through: it is not outside.
CLI::Validator number(double least, double most, std::string kind) {
    return {[least, most, kind = std::move(kind)](const std::string& text) {
                double value = 0;
                const bool read = CLI::detail::lexical_cast(text, value);
                return read && value >= least && value <= most ? std::string() : text + " is no " + kind;
            },
            "NUMBER"};
}

}  // namespace

CLI::Validator within(double least, double most) {
    return number(least, most, fmt::format("number from {} to {}", least, most));
}

CLI::Validator not_negative() {
    return number(0, 1e12, "number from 0 on");
}

CLI::Validator any_number() {
    constexpr auto infinite = std::numeric_limits<double>::infinity();
    return number(-infinite, infinite, "number");
}

CLI::Validator finite_number() {
    constexpr auto largest = std::numeric_limits<double>::max();
    return number(-largest, largest, "finite number");
}

CLI::Validator seed_number() {
    return CLI::Validator(
        [](const std::string& text) {
            constexpr std::size_t most_digits = 18;
            const bool whole = !text.empty() && text.size() <= most_digits &&
                               text.find_first_not_of("0123456789") == std::string::npos;
            return whole ? std::string() : text + " is no whole number of at most 18 digits";
        },
        "NUMBER");
}

void add_language_option(CLI::App& verb, std::string& language, const std::string& group) {
    verb.add_option("--language", language, "nl or en (default: the locale's)")
        ->group(group)
        ->option_text("LANGUAGE")
        ->check(CLI::IsMember({"nl", "en"}));
}

model::Language language_of(const std::string& name) {
    if (name.empty()) return model::language_of_locale();
    return name == "nl" ? model::Language::dutch : model::Language::english;
}

}  // namespace cli
