#include "geo/hotspot_tables.h"

#include "geo/hotspot_classes.h"
#include "geo/members.h"
#include "geo/row_builder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace geo {

namespace {

/// Of one measurement of a level.
struct Key {
    const LevelHotspots& of;
    const HotspotsAt& at;
    std::vector<std::string> label;

    [[nodiscard]] std::string measurement() const { return label[at.measurement]; }
    [[nodiscard]] std::string from() const { return at.from ? label[*at.from] : std::string(); }
    [[nodiscard]] const std::string& dimension() const {
        return of.level->values.dimensions[subject_of(*of.level, of.asked).dimension];
    }

    void add(RowBuilder& rows) const {
        rows.text("level", of.level->areas->level);
        rows.text("measurement", measurement());
        rows.text("from", from());
        rows.text("dimension", dimension());
    }
};

template <typename Use>
void for_each_measurement(const std::vector<LevelHotspots>& levels, Use&& use) {
    for (const auto& of : levels) {
        if (!of.refusal.empty()) continue;
        for (const auto& at : of.at) use(Key{of, at, labels(of.level->values.measurements)});
    }
}

double of(std::size_t count) {
    return static_cast<double>(count);
}

}  // namespace

bool is_low(Outcome outcome) {
    return outcome == Outcome::low_low || outcome == Outcome::low;
}

bool is_high(Outcome outcome) {
    return outcome == Outcome::high_high || outcome == Outcome::high;
}

Sentence caution_of(const LevelHotspots& level) {
    if (!level.concentration && *level.asked.inference == Inference::analytical)
        return Sentence(
            "analytical p-values lean on the normal curve, which sums over a few neighbours with skewed values do not "
            "follow: they find more than there is; adaptive permutations do not");
    if (!level.concentration) return {};
    return Sentence(
        "concentration, no significance: the scores of neighbouring cells are made from what lies within 300 to 1,000 "
        "m "
        "of them, so they are alike whatever is there; that there is no pattern was never the question");
}

Sentence too_few_permutations(const LevelHotspots& level, const HotspotsAt& at) {
    const auto alpha = level.asked.alpha;
    // Under the false discovery rate many areas as extreme can be what one alone cannot.
    const bool together = *level.asked.adjustment == Adjustment::fdr && at.smallest_p <= alpha;
    if (!at.refusal.empty() || at.smallest_adjusted_p <= alpha) return {};
    if (together)
        return Sentence(
            "with {} permutations an area alone cannot be significant at {:g} %: the smallest adjusted p is {:.3g}",
            at.most_permutations, 100 * alpha, at.smallest_adjusted_p);
    return Sentence("with {} permutations nothing can be significant at {:g} %: the smallest p is {:.3g}",
                    at.most_permutations, 100 * alpha,
                    *level.asked.adjustment == Adjustment::fdr ? at.smallest_p : at.smallest_adjusted_p);
}

namespace {

/// All that a reader of a measurement's outcomes must know.
Sentence all_cautions(const LevelHotspots& level, const HotspotsAt& at) {
    if (!at.refusal.empty()) return at.refusal;
    const auto caution = caution_of(level);
    const auto few = too_few_permutations(level, at);
    if (caution.empty() || few.empty()) return caution.empty() ? few : caution;
    return Sentence("{}; {}", caution, few);
}

}  // namespace

OutputTable hotspots_table(const std::vector<LevelHotspots>& levels) {
    RowBuilder rows;
    for_each_measurement(levels, [&](const Key& key) {
        const auto& at = key.at;
        const auto& areas = *key.of.level->areas;
        for (std::size_t row = 0; row < areas.size(); ++row) {
            rows.text("level", areas.level);
            rows.text("code", areas.code[row]);
            rows.text("measurement", key.measurement());
            rows.text("from", key.from());
            rows.text("dimension", key.dimension());
            rows.number("value", at.values[row]);
            rows.whole("neighbours", at.neighbours[row]);
            rows.number("lag", at.local.lag[row]);
            rows.number("statistic", at.local.statistic[row]);
            rows.number("expectation", at.local.expectation[row]);
            rows.number("variance", at.local.variance[row]);
            rows.number("z", at.local.z[row]);
            rows.number("effect", at.local.effect[row]);
            rows.number("p", at.p[row]);
            rows.number("adjusted_p", at.adjusted_p[row]);
            rows.whole("permutations", at.permutations.empty() ? missing : of(at.permutations[row]));
            rows.text("outcome", std::string(word_of(outcome_words(), at.outcomes[row])));
        }
    });
    return std::move(rows).table("hotspots");
}

OutputTable hotspot_methods_table(const std::vector<LevelHotspots>& levels) {
    RowBuilder rows;
    for_each_measurement(levels, [&](const Key& key) {
        const auto& asked = key.of.asked;
        const auto& at = key.at;
        const bool analytical = *asked.inference == Inference::analytical;
        key.add(rows);
        rows.text("method", std::string(word_of(local_method_words(), *asked.method)));
        rows.text("with_dimension", asked.with);
        rows.text("neighbour_rule", to_text(*asked.neighbours));
        const bool touch =
            asked.neighbours->kind == NeighbourRule::Kind::queen || asked.neighbours->kind == NeighbourRule::Kind::rook;
        rows.number("tolerance", touch && !key.of.concentration ? asked.neighbours->tolerance : missing);
        rows.text("weights_style", std::string(word_of(weight_style_words(), *asked.style)));
        rows.whole("with_self", *asked.method == LocalMethod::gi_star ? 1 : 0);
        rows.text("divisor", std::string(word_of(divisor_words(), asked.divisor)));
        rows.text("alternative", std::string(word_of(alternative_words(), asked.alternative)));
        rows.text("inference", std::string(word_of(inference_words(), *asked.inference)));
        rows.whole("permutations", analytical ? missing : of(at.most_permutations));
        rows.sentence("sampling", analytical
                                      ? Sentence()
                                      : Sentence("complete draws of each row without replacement, its own value kept"));
        rows.text("seed", analytical ? "" : std::to_string(asked.seed));
        rows.number("alpha", asked.alpha);
        rows.number("least_effect", *asked.least_effect);
        rows.text("adjustment", std::string(word_of(adjustment_words(), *asked.adjustment)));
        rows.whole("n", of(at.local.n));
        rows.whole("links", of(at.links));
        rows.whole("least_neighbours", of(key.of.facts.least));
        rows.whole("most_neighbours", of(key.of.facts.most));
        rows.whole("components", of(key.of.facts.components));
        rows.whole("islands",
                   of(static_cast<std::size_t>(std::count(at.outcomes.begin(), at.outcomes.end(), Outcome::island))));
        rows.whole("tests", of(at.tests));
        rows.number("smallest_p", at.smallest_p);
        rows.number("smallest_adjusted_p", at.smallest_adjusted_p);
        rows.text("reading", key.of.concentration ? "concentration" : "test");
        rows.sentence("caution", all_cautions(key.of, at));
    });
    return std::move(rows).table("hotspot_methods", {{"n", "rows_with_value"}, {"method", "hotspot_method"}});
}

OutputTable hotspots_global_table(const std::vector<LevelHotspots>& levels) {
    RowBuilder rows;
    for_each_measurement(levels, [&](const Key& key) {
        for (std::size_t i = 0; i < key.at.global.size(); ++i) {
            const auto& global = key.at.global[i];
            key.add(rows);
            rows.text("statistic_name", std::string(global_method_words()[i].first));
            rows.whole("n", of(global.n));
            rows.number("statistic", global.value);
            rows.number("expectation", global.expectation);
            rows.number("variance", global.variance);
            rows.number("z", global.z);
            rows.number("p", global.p);
            rows.number("permutation_p", global.permutation_p);
            rows.whole("permutations", of(global.permutations));
        }
    });
    return std::move(rows).table("hotspots_global", {{"n", "rows_with_neighbour"}});
}

std::vector<ConcentrationShare> concentration_shares(const HotspotsAt& cells, const Assessment& of_cells,
                                                     const Assessment& level) {
    const auto& when = level.values.measurements;
    const auto at = std::find(when.begin(), when.end(), of_cells.values.measurements[cells.measurement]);
    if (!level.aggregated || level.units.level != of_cells.areas->level || at == when.end()) return {};
    const auto weights = level.units.weights[static_cast<std::size_t>(at - when.begin())].values;
    const MembersByArea members(level.members);
    std::vector<ConcentrationShare> out(members.size());
    for (std::size_t area = 0; area < out.size(); ++area) {
        double low = 0;
        double high = 0;
        auto& share = out[area];
        members[area].for_each([&](std::uint32_t cell, double part) {
            const auto outcome = cells.outcomes[cell];
            if (outcome == Outcome::no_value) return;
            const auto weight = weight_in(part, weights[cell]);
            share.weight += weight;
            low += is_low(outcome) ? weight : 0;
            high += is_high(outcome) ? weight : 0;
        });
        if (share.weight > 0) share = {low / share.weight, high / share.weight, share.weight};
    }
    return out;
}

OutputTable concentration_shares_table(const std::vector<LevelHotspots>& cells, const std::vector<Assessment>& levels) {
    RowBuilder rows;
    for_each_measurement(cells, [&](const Key& key) {
        if (!key.of.concentration) return;
        for (const auto& level : levels) {
            const auto shares = concentration_shares(key.at, *key.of.level, level);
            for (std::size_t area = 0; area < shares.size(); ++area) {
                rows.text("level", level.areas->level);
                rows.text("code", level.areas->code[area]);
                rows.text("measurement", key.measurement());
                rows.text("from", key.from());
                rows.text("dimension", key.dimension());
                rows.number("low_share", shares[area].low);
                rows.number("high_share", shares[area].high);
                rows.number("weight", shares[area].weight);
            }
        }
    });
    return std::move(rows).table("concentration_shares");
}

std::vector<OutputTable> hotspot_tables(const std::vector<LevelHotspots>& levels) {
    std::vector<OutputTable> out;
    for (auto* make : {hotspots_table, hotspot_methods_table, hotspots_global_table}) {
        if (auto table = make(levels); table.rows() > 0) out.push_back(std::move(table));
    }
    return out;
}

void add_columns(OutputTable& wide, const LevelHotspots& level) {
    if (!level.refusal.empty()) return;
    const auto label = labels(level.level->values.measurements);
    for (const auto& at : level.at) {
        const auto from = at.from ? label[*at.from] : std::string();
        const auto when = from.empty() ? label[at.measurement] : from + '_' + label[at.measurement];
        const Meaning about{
            .dimension = Key{level, at, label}.dimension(), .measurement = label[at.measurement], .from = from};
        add_class_columns(wide, "hotspot", when, about, outcome_classes(level), outcome_bytes(level, at));
        const auto add = [&](const std::string& what, const std::vector<double>& values) {
            auto name = what + '_' + when;
            keep_free(wide, name);
            auto meaning = about;
            meaning.term = what + "_of";
            wide.columns.emplace_back(number_column(std::move(name), values), std::move(meaning));
        };
        add("hotspot_z", at.local.z);
        add("hotspot_p", at.adjusted_p);
    }
}

}  // namespace geo
