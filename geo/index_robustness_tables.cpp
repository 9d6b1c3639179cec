#include "geo/index_robustness.h"
#include "geo/output_table.h"
#include "geo/row_builder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace geo {

namespace {

std::string label_of(const LevelRobustness& of) {
    return labels(of.level->values.measurements)[of.measurement];
}

void add_key(RowBuilder& rows, const LevelRobustness& of) {
    rows.text("level", of.level->areas->level);
    rows.text("measurement", label_of(of));
}

double place(std::uint32_t rank) {
    return rank == 0 ? missing : static_cast<double>(rank);
}

/// How the weights were drawn.
OutputTable draws_table(const std::vector<LevelRobustness>& levels) {
    RowBuilder rows;
    for (const auto& of : levels) {
        if (!of.refusal.empty()) continue;
        const auto& draws = of.asked.draws;
        const bool dirichlet = draws.method == WeightDraws::Method::dirichlet;
        add_key(rows, of);
        rows.whole("draws", static_cast<double>(of.asked.count));
        rows.text("method", dirichlet ? "dirichlet" : "uniform");
        rows.number("concentration", dirichlet ? draws.concentration : missing);
        rows.number("spread", dirichlet ? missing : draws.spread);
        rows.number("coverage", of.asked.coverage);
        rows.text("seed", std::to_string(draws.seed));
        rows.text("class_shares_of", labels(of.level->values.measurements)[of.reference]);
        rows.text("index", of.published ? "published" : "own");
    }
    return std::move(rows).table("robustness_draws");
}

}  // namespace

const char* name_of(ChoiceEffect::Kind kind) {
    if (kind == ChoiceEffect::Kind::left_out) return "left_out";
    return kind == ChoiceEffect::Kind::normalisation ? "normalisation" : "aggregation";
}

OutputTable robustness_table(const std::vector<LevelRobustness>& levels) {
    RowBuilder rows;
    for (const auto& of : levels) {
        const auto& drawn = of.drawn;
        for (std::size_t area = 0; of.refusal.empty() && area < drawn.rank.size(); ++area) {
            if (drawn.rank[area] == 0) continue;
            rows.text("level", of.level->areas->level);
            rows.text("code", of.level->areas->code[area]);
            rows.text("measurement", label_of(of));
            rows.whole("rank", place(drawn.rank[area]));
            rows.whole("rank_low", place(drawn.rank_low[area]));
            rows.whole("rank_high", place(drawn.rank_high[area]));
            rows.number("class_differs", drawn.class_differs[area]);
            rows.number("to_limit", of.to_limit[area]);
        }
    }
    return std::move(rows).table("robustness");
}

OutputTable robustness_choices_table(const std::vector<LevelRobustness>& levels) {
    RowBuilder rows;
    for (const auto& of : levels) {
        for (const auto& choice : of.choices) {
            add_key(rows, of);
            rows.text("choice_kind", name_of(choice.kind));
            rows.text("choice", choice.choice);
            rows.number("mean_shift", choice.mean_shift);
            rows.whole("most_shift", choice.most_shift);
            rows.number("other_class", choice.other_class);
            rows.sentence("why_not", choice.refusal);
        }
    }
    return std::move(rows).table("robustness_choices");
}

OutputTable sensitivity_table(const std::vector<LevelRobustness>& levels) {
    RowBuilder rows;
    for (const auto& of : levels) {
        for (const auto& factor : of.factors) {
            add_key(rows, of);
            rows.text("factor", factor.factor);
            rows.text("of", factor.of);
            rows.number("first_order", factor.share.first);
            rows.number("first_order_error", factor.share.first_error);
            rows.number("total_order", factor.share.total);
            rows.number("total_order_error", factor.share.total_error);
            rows.whole("samples", static_cast<double>(of.asked.samples));
        }
    }
    return std::move(rows).table("sensitivity", {{"of", "factor_of"}});
}

OutputTable conclusions_table(const std::vector<LevelRobustness>& levels) {
    RowBuilder rows;
    for (const auto& of : levels) {
        for (const auto& answer : of.claims) {
            const auto add = [&](const std::string& part, double before, double after) {
                add_key(rows, of);
                rows.text("conclusion", answer.claim.kind == Claim::Kind::weaker ? "weaker" : "improved");
                rows.text("area", answer.claim.area);
                rows.text("other", answer.claim.other);
                rows.whole("holds", answer.holds ? 1 : 0);
                rows.number("difference", answer.difference);
                rows.number("supported", answer.supported);
                rows.number("moved", answer.moved.value_or(missing));
                rows.text("part", part);
                rows.number("share_before", before);
                rows.number("share_after", after);
                rows.sentence("why_not", answer.refusal);
            };
            for (const auto& share : answer.shares) add(share.part, share.before, share.after);
            if (answer.shares.empty()) add({}, missing, missing);
        }
    }
    return std::move(rows).table("conclusions", {{"difference", "difference_of_totals"}, {"part", "index_part"}});
}

std::vector<OutputTable> robustness_tables(const std::vector<LevelRobustness>& levels) {
    std::vector<OutputTable> out;
    for (auto* make : {draws_table, robustness_table, robustness_choices_table, sensitivity_table, conclusions_table}) {
        if (auto table = make(levels); table.rows() > 0) out.push_back(std::move(table));
    }
    return out;
}

void add_columns(OutputTable& wide, const LevelRobustness& of) {
    if (!of.refusal.empty()) return;
    const auto label = label_of(of);
    const auto& drawn = of.drawn;
    const auto add = [&](const std::string& what, Column::Type type, auto&& value_of) {
        std::vector<double> values(drawn.rank.size());
        for (std::size_t area = 0; area < values.size(); ++area)
            values[area] = drawn.rank[area] == 0 ? missing : value_of(area);
        auto name = fmt::format("{}_{}", what, label);
        keep_free(wide, name);
        wide.columns.emplace_back(number_column(std::move(name), std::move(values), type),
                                  Meaning{.term = what + "_of", .measurement = label});
    };
    add("rank", Column::Type::integer, [&](std::size_t area) { return place(drawn.rank[area]); });
    add("rank_low", Column::Type::integer, [&](std::size_t area) { return place(drawn.rank_low[area]); });
    add("rank_high", Column::Type::integer, [&](std::size_t area) { return place(drawn.rank_high[area]); });
    add("class_differs", Column::Type::real, [&](std::size_t area) { return drawn.class_differs[area]; });
    add("to_limit", Column::Type::real, [&](std::size_t area) { return of.to_limit[area]; });
}

}  // namespace geo
