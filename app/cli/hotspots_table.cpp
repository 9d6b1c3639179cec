#include "app/cli/score_print.h"
#include "app/cli/text_table.h"
#include "app/model/text.h"
#include "geo/hotspot_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace cli {

namespace {

std::string figure(double value, int decimals) {
    return std::isnan(value) ? std::string() : fmt::format("{:.{}f}", value, decimals);
}

std::string small(double p) {
    return model::p_text(model::Language::english, p);
}

std::string count(std::size_t number) {
    return with_separators(static_cast<double>(number));
}

/// "high_low" -> "high low".
std::string in_words(const geo::LevelHotspots& of, geo::Outcome outcome) {
    if (of.concentration && outcome == geo::Outcome::not_significant) return "no concentration";
    if (outcome == geo::Outcome::untested) return "cannot be told";
    std::string out(geo::word_of(geo::outcome_words(), outcome));
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

std::string how_found(const geo::LevelHotspots& of) {
    const auto& asked = of.asked;
    auto out = fmt::format("{}{}, {} neighbours{}, {} weights, variance by {}",
                           word_of(geo::local_method_words(), *asked.method),
                           asked.with.empty() ? "" : " with " + asked.with, to_text(*asked.neighbours),
                           *asked.method == geo::LocalMethod::gi_star ? " and the area itself" : "",
                           *asked.style == geo::WeightStyle::row ? "row-standardised" : "binary",
                           word_of(geo::divisor_words(), asked.divisor));
    return out;
}

void print_test(const geo::LevelHotspots& of, const geo::HotspotsAt& at) {
    const auto& asked = of.asked;
    const auto adjustment = word_of(geo::adjustment_words(), *asked.adjustment);
    fmt::print("p {}, {}, alpha {:g}, {}", word_of(geo::inference_words(), *asked.inference),
               word_of(geo::alternative_words(), asked.alternative), asked.alpha,
               adjustment == "none" ? std::string("not adjusted for the number of tests")
                                    : fmt::format("adjusted by {} for {} tests", adjustment, count(at.tests)));
    if (*asked.inference != geo::Inference::analytical) {
        fmt::print(
            "; {}{} permutations of each, seed {}: smallest p {}{}",
            *asked.inference == geo::Inference::adaptive ? "up to " : "", count(at.most_permutations), asked.seed,
            small(at.smallest_p),
            adjustment == "none" ? "" : fmt::format(", adjusted {} for an area alone", small(at.smallest_adjusted_p)));
    }
    fmt::print("\n");
    if (*asked.least_effect > 0)
        fmt::print(
            "low and high where the mean of the neighbours lies {:g} standard deviations or more from that of all\n",
            *asked.least_effect);
    if (const auto few = geo::too_few_permutations(of, at); !few.empty()) fmt::print("{}\n", few.text());
    if (adjustment == "none" && !of.concentration)
        fmt::print("of {} tests that are not adjusted, about {} are significant by chance alone\n", count(at.tests),
                   with_separators(std::round(asked.alpha * static_cast<double>(at.tests))));
}

void print_global(const geo::LevelHotspots& of, const geo::HotspotsAt& at) {
    TextTable table({{of.asked.with.empty() ? "all together" : "all together, without " + of.asked.with},
                     {"value", true},
                     {"expected", true},
                     {"z", true},
                     {"p", true},
                     {"by permutation", true}});
    for (std::size_t i = 0; i < at.global.size(); ++i) {
        const auto& global = at.global[i];
        if (std::isnan(global.value)) continue;
        table.add({std::string(geo::global_method_words()[i].first), fmt::format("{:.4f}", global.value),
                   fmt::format("{:.4f}", global.expectation), figure(global.z, 2), small(global.p),
                   small(global.permutation_p)});
    }
    fmt::print("\n{}", table.text());
}

void print_outcomes(const geo::LevelHotspots& of, const geo::HotspotsAt& at) {
    TextTable table({{"outcome"}, {"areas", true}});
    for (const auto& [word, outcome] : geo::outcome_words()) {
        const auto number = static_cast<std::size_t>(std::count(at.outcomes.begin(), at.outcomes.end(), outcome));
        if (number > 0) table.add({in_words(of, outcome), count(number)});
    }
    fmt::print("\n{}", table.text());
}

void print_areas(const geo::LevelHotspots& of, const geo::HotspotsAt& at) {
    const auto& areas = *of.level->areas;
    TextTable table(
        {{areas.level}, {"name"}, {"value", true}, {"neighbours", true}, {"z", true}, {"p", true}, {"outcome"}});
    bool any = false;
    for (std::size_t row = 0; row < at.outcomes.size(); ++row) {
        const auto outcome = at.outcomes[row];
        if (outcome == geo::Outcome::no_value || outcome == geo::Outcome::island || outcome == geo::Outcome::untested ||
            outcome == geo::Outcome::not_significant)
            continue;
        any = true;
        table.add({areas.code[row], areas.name.empty() ? "" : areas.name[row], figure(at.values[row], 3),
                   count(at.neighbours[row]), figure(at.local.z[row], 2), small(at.adjusted_p[row]),
                   in_words(of, outcome)});
    }
    if (any) fmt::print("\n{}", table.text());
}

}  // namespace

void print_hotspots(const geo::LevelHotspots& of, bool areas) {
    if (!of.refusal.empty()) return;  // the report says why
    const auto label = geo::labels(of.level->values.measurements);
    const auto subject = geo::subject_of(*of.level, of.asked);
    const auto& dimension = of.level->values.dimensions[subject.dimension];
    for (const auto& at : of.at) {
        const auto when =
            at.from ? fmt::format("change of {} from {} to {}", dimension, label[*at.from], label[at.measurement])
                    : fmt::format("{} at {}", dimension, label[at.measurement]);
        fmt::print("\n{}: where low and high values come together: {}\n", of.level->areas->level, when);
        fmt::print(
            "{}; of all {} rows {} to {} each, in {} {}; {} links between rows with a value, {:.1f} of each on "
            "average\n",
            how_found(of), count(of.neighbours->size()), count(of.facts.least), count(of.facts.most),
            count(of.facts.components), of.facts.components == 1 ? "part" : "parts", count(at.links),
            at.local.n == 0 ? 0.0 : static_cast<double>(at.links) / static_cast<double>(at.local.n));
        if (!at.refusal.empty()) {
            fmt::print("{}\n", at.refusal.text());
            continue;
        }
        print_test(of, at);
        if (const auto caution = geo::caution_of(of); !caution.empty()) fmt::print("{}\n", caution.text());
        print_global(of, at);
        print_outcomes(of, at);
        if (areas && !of.concentration && &at == &of.at.back()) print_areas(of, at);
    }
    fmt::print("\n");
}

void print_over_time(const geo::HotspotsOverTime& of) {
    const auto label = geo::labels(of.of->level->values.measurements);
    std::vector<std::string> when;
    for (const auto m : of.measurements) when.push_back(label[m]);
    fmt::print("{}: over time, at {} (categories are our own)\n", of.of->level->areas->level, fmt::join(when, ", "));
    if (const auto few = geo::too_few_for_a_trend(of); !few.empty()) fmt::print("{}\n", few.text());
    TextTable table({{"category"}, {"low", true}, {"high", true}, {""}});
    const auto categories = geo::hotspot_categories();
    for (std::size_t i = 0; i < categories.all().size(); ++i) {
        const auto number = [&](const std::vector<std::size_t>& all) {
            return count(static_cast<std::size_t>(std::count(all.begin(), all.end(), i)));
        };
        const auto& category = categories.all()[i];
        table.add({category.label_en, number(of.low), number(of.high), category.about_en});
    }
    // The last measurement decides on both alike.
    const auto unknown =
        count(static_cast<std::size_t>(std::count(of.low.begin(), of.low.end(), geo::Categories::unknown)));
    table.add({"None", unknown, unknown, "No value at the last measurement, an island, or nothing that can be told."});
    fmt::print("\n{}", table.text());
    if (!of.transitions.counts) return;
    const auto& counts = *of.transitions.counts;
    const auto classes = of.transitions.classes.classes();
    std::vector<TextTable::Heading> headings{{"from class"}};
    for (std::size_t to = 1; to <= classes; ++to) headings.push_back({fmt::format("to {}", to), true});
    headings.push_back({"steps", true});
    TextTable transitions(headings);
    const auto& all = counts.all;
    for (std::size_t from = 1; from <= classes; ++from) {
        std::vector<std::string> row{fmt::format("{} {}", from, of.transitions.classes.labels_en[from - 1])};
        for (std::size_t to = 1; to <= classes; ++to) row.push_back(figure(all.probability(from, to), 3));
        row.push_back(with_separators(all.from(from)));
        transitions.add(std::move(row));
    }
    fmt::print("\nfrom one measurement to the next, part of the {} areas told of:\n{}", count(of.transitions.rows),
               transitions.text());
    fmt::print(
        "by the class of the neighbours' mean before: likelihood ratio {:.1f}, chi-square {:.1f}, {:g} degrees of "
        "freedom, p {} and {} (too small, for neighbours are no independent places)\n",
        counts.likelihood_ratio, counts.chi_square, counts.degrees_of_freedom, small(counts.p_likelihood_ratio),
        small(counts.p_chi_square));
}

void print_displacement(const geo::LevelDisplacement& of) {
    const auto& areas = *of.level->areas;
    const auto label = geo::labels(of.level->values.measurements);
    fmt::print("\n{}: change of {} from {} to {} inside and around ({}), beside areas like it elsewhere (seed {})\n",
               areas.level, of.level->values.dimensions[of.dimension], label[of.from], label[of.to],
               to_text(of.asked.ring), of.asked.seed);
    TextTable table(
        {{areas.level}, {"name"}, {"inside", true}, {"around", true}, {"placebos", true}, {"p around", true}});
    for (const auto& area : of.areas)
        table.add({areas.code[area.area], areas.name.empty() ? "" : areas.name[area.area],
                   std::isnan(area.inside.split.change()) ? "" : fmt::format("{:+.4f}", area.inside.split.change()),
                   std::isnan(area.ring.split.change()) ? "" : fmt::format("{:+.4f}", area.ring.split.change()),
                   count(area.placebos.size()), improved(area) ? small(area.p_of(area.ring_part)) : ""});
    fmt::print("\n{}\n", table.text());
    for (const auto& area : of.areas) fmt::print("{}: {}\n", areas.code[area.area], words_of(of, area).text());
    fmt::print("{}\n\n", geo::displacement_caution(of).text());
}

}  // namespace cli
