#include "app/cli/score_print.h"
#include "app/cli/text_table.h"
#include "geo/classify.h"

#include <fmt/format.h>

#include <cmath>

namespace cli {

namespace {

std::string figure(double value, int decimals) {
    return std::isnan(value) ? std::string() : fmt::format("{:.{}f}", value, decimals);
}

std::string percent(double part) {
    return std::isnan(part) ? std::string() : fmt::format("{:.1f} %", 100 * part);
}

std::string with_error(double value, double error) {
    return std::isnan(value) ? std::string() : fmt::format("{:.2f} ± {:.2f}", value, error);
}

void print_headline(const geo::LevelRobustness& of) {
    const auto label = geo::labels(of.level->values.measurements);
    const auto& draws = of.asked.draws;
    fmt::print("\n{}: what places and classes at {} hang on: {} draws of weights, {}, seed {}\n",
               of.level->areas->level, label[of.measurement], with_separators(static_cast<double>(of.asked.count)),
               draws.method == geo::WeightDraws::Method::dirichlet
                   ? fmt::format("Dirichlet with concentration {}", draws.concentration)
                   : fmt::format("uniform within {} of each", percent(draws.spread)),
               draws.seed);
    fmt::print("Our own analysis of weights and choices, not the measurement error of {}.\n",
               of.published ? "what is published" : "the Leefbaarometer or of the indicators");
}

void print_choices(const geo::LevelRobustness& of) {
    if (of.choices.empty()) return;
    TextTable table(
        {{"one other choice"}, {""}, {"places moved", true}, {"the most", true}, {"other class", true}, {""}});
    for (const auto& choice : of.choices) {
        const auto* kind = choice.kind == geo::ChoiceEffect::Kind::left_out ? "without" : geo::name_of(choice.kind);
        table.add({kind, choice.choice, figure(choice.mean_shift, 1),
                   std::isnan(choice.most_shift) ? "" : with_separators(choice.most_shift), percent(choice.other_class),
                   choice.refusal.text()});
    }
    fmt::print("\n{}", table.text());
}

void print_factors(const geo::LevelRobustness& of) {
    if (of.factors.empty()) return;
    TextTable table({{"all at once"}, {""}, {"first order", true}, {"total order", true}});
    for (const auto& factor : of.factors)
        table.add({factor.factor, factor.of.empty() ? "" : "within " + factor.of,
                   with_error(factor.share.first, factor.share.first_error),
                   with_error(factor.share.total, factor.share.total_error)});
    fmt::print("\n{}part of the variance of the average shift of ranks; ± a standard error, of {} samples\n",
               table.text(), of.asked.samples);
}

void print_claim(const geo::ClaimAnswer& answer) {
    const auto& claim = answer.claim;
    const auto said = claim.kind == geo::Claim::Kind::weaker
                          ? fmt::format("{} is weaker than {}", claim.area, claim.other)
                          : fmt::format("{} has improved since {}", claim.area, claim.other);
    if (std::isnan(answer.difference)) {
        fmt::print("\n{}: {}\n", said, answer.refusal.text());
        return;
    }
    fmt::print("\n{}: {}, by {:+.4f}; so in {} of the draws\n", said,
               answer.difference == 0 ? "neither"
               : answer.holds         ? "so"
                                      : "not so",
               answer.difference, percent(answer.supported));
    if (!answer.refusal.empty()) {
        fmt::print("{}\n", answer.refusal.text());
        return;
    }
    if (answer.difference == 0) return;
    if (!answer.moved) {
        fmt::print("no weights whatever turn it: all indicators point the same way\n");
        return;
    }
    fmt::print("it turns when {} of the weight is moved:", percent(*answer.moved));
    for (const auto& share : answer.shares) {
        if (share.before != share.after)
            fmt::print("  {} {} -> {}", share.part, percent(share.before), percent(share.after));
    }
    fmt::print("\n");
}

void print_areas(const geo::LevelRobustness& of) {
    const auto& a = *of.level;
    const auto label = geo::labels(a.values.measurements)[of.measurement];
    TextTable table({{a.areas->level},
                     {"name"},
                     {a.values.dimensions[a.total] + " " + label, true},
                     {"class", true},
                     {"rank", true},
                     {fmt::format("{:g} % of ranks", 100 * of.asked.coverage), true},
                     {"other class", true},
                     {"to class limit", true}});
    for (std::size_t area = 0; area < of.drawn.rank.size(); ++area) {
        if (of.drawn.rank[area] == 0) continue;
        const auto code = a.classes.column(a.total, of.measurement)[area];
        table.add({a.areas->code[area], a.areas->name[area],
                   figure(a.values.values.column(a.total, of.measurement)[area], 3),
                   geo::is_class(code) ? fmt::format("{}", code) : "-", with_separators(of.drawn.rank[area]),
                   fmt::format("{} – {}", with_separators(of.drawn.rank_low[area]),
                               with_separators(of.drawn.rank_high[area])),
                   percent(of.drawn.class_differs[area]),
                   std::isnan(of.to_limit[area]) ? "" : fmt::format("{:+.3f}", of.to_limit[area])});
    }
    fmt::print("\n{}\n", table.text());
}

}  // namespace

void print_robustness(const geo::LevelRobustness& of, bool areas) {
    if (!of.refusal.empty()) return;  // the report says why
    print_headline(of);
    print_choices(of);
    print_factors(of);
    for (const auto& answer : of.claims) print_claim(answer);
    if (areas) print_areas(of);
}

}  // namespace cli
