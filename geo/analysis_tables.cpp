#include "geo/analysis.h"
#include "geo/row_builder.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace geo {

namespace {

void add_split(RowBuilder& rows, const ChangeSplit& split, bool parts) {
    rows.number("before", split.before);
    rows.number("after", split.after);
    rows.number("change", split.change());
    rows.number("within", parts ? split.within : missing);
    rows.number("weights", parts ? split.weights : missing);
    rows.number("entry", parts ? split.entry : missing);
    rows.number("exit", parts ? split.exit : missing);
}

void add_key(RowBuilder& rows, const Assessment& a, std::size_t area) {
    rows.text("level", a.areas->level);
    rows.text("code", a.areas->code[area]);
}

void add_pair(RowBuilder& rows, const Analysis& level, std::size_t area, const std::vector<std::string>& label) {
    const auto& change = *level.changes[area];
    add_key(rows, *level.level, area);
    rows.text("from", label[change.from]);
    rows.text("to", label[change.to]);
    rows.whole("comparable", change.comparable ? 1 : 0);
}

std::string quantile_name(double q) {
    auto name = fmt::format("q{:g}", std::round(1e6 * q) / 1e4);  // q10, q2_5
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

}  // namespace

OutputTable statistics_table(const std::vector<Analysis>& levels) {
    RowBuilder rows;
    for (const auto& level : levels) {
        const auto& a = *level.level;
        const auto label = labels(a.values.measurements);
        for (std::size_t m = 0; !level.statistics.empty() && m < label.size(); ++m) {
            const auto little = thin(a, m, level.options.min_weight);
            for (std::size_t d = 0; d < a.values.dimensions.size(); ++d) {
                for (std::size_t area = 0; area < a.areas->size(); ++area) {
                    const auto& s = level.statistics[d][m][area];
                    if (s.n == 0 && !(s.weight_without_value > 0)) continue;
                    add_key(rows, a, area);
                    rows.text("measurement", label[m]);
                    rows.text("dimension", a.values.dimensions[d]);
                    rows.whole("n", s.n);
                    rows.number("weight", s.weight);
                    rows.number("weight_without_score", s.weight_without_value);
                    rows.number("mean", s.mean);
                    rows.number("standard_deviation", s.standard_deviation);
                    rows.number("least", s.least);
                    for (std::size_t q = 0; q < s.quantiles.size(); ++q)
                        rows.number(quantile_name(level.options.quantiles[q]), s.quantiles[q]);
                    rows.number("most", s.most);
                    const auto k = level.threshold;
                    const bool has = k > 0 && k < a.tables[d][m].classes();
                    rows.whole("up_to_class", has ? static_cast<double>(k) : missing);
                    rows.number("share_up_to", has ? share_up_to(s.class_weight, k) : missing);
                    rows.whole("thin", little[area] ? 1 : 0);
                }
            }
        }
    }
    std::map<std::string, std::string> terms;
    if (!levels.empty()) {
        for (const auto q : levels.front().options.quantiles) terms[quantile_name(q)] = "quantile";
    }
    return std::move(rows).table("statistics", terms);
}

OutputTable change_table(const std::vector<Analysis>& levels) {
    RowBuilder rows;
    for (const auto& level : levels) {
        const auto& a = *level.level;
        const auto label = labels(a.values.measurements);
        for (std::size_t area = 0; area < level.changes.size(); ++area) {
            if (!level.changes[area]) continue;
            const auto& change = *level.changes[area];
            const auto add = [&](const DimensionChange& of, std::uint8_t code) {
                add_pair(rows, level, area, label);
                rows.text("dimension", of.dimension);
                add_split(rows, of.split, change.split);
                rows.whole("class", is_class(code) ? code : missing);
            };
            add(change.total, change.change_class);
            for (const auto& part : change.parts) add(part, no_class);
        }
    }
    return std::move(rows).table("change", {{"class", "class_of_change"}});
}

OutputTable share_change_table(const std::vector<Analysis>& levels) {
    RowBuilder rows;
    for (const auto& level : levels) {
        const auto label = labels(level.level->values.measurements);
        for (std::size_t area = 0; area < level.shares.size(); ++area) {
            if (!level.shares[area]) continue;
            const auto& share = *level.shares[area];
            add_pair(rows, level, area, label);
            rows.whole("up_to_class", static_cast<double>(share.threshold));
            add_split(rows, share.split, true);
            rows.number("weight_before", share.split.weight_before);
            rows.number("weight_after", share.split.weight_after);
            rows.number("limit_margin", share.margin);
            rows.number("least", share.limit.least);
            rows.number("most", share.limit.most);
            rows.number("vanishing", share.limit.vanishing());
        }
    }
    return std::move(rows).table("share_change", {{"least", "share_least"}, {"most", "share_most"}});
}

OutputTable transitions_table(const std::vector<Analysis>& levels) {
    RowBuilder rows;
    for (const auto& level : levels) {
        const auto label = labels(level.level->values.measurements);
        for (std::size_t area = 0; area < level.shares.size(); ++area) {
            if (!level.shares[area]) continue;
            const auto& moved = level.shares[area]->moved;
            for (std::size_t from = 1; from <= moved.classes; ++from) {
                for (std::size_t to = 1; to <= moved.classes; ++to) {
                    const auto i = moved.at(from, to);
                    if (!(moved.part[i] > 0)) continue;
                    add_pair(rows, level, area, label);
                    rows.whole("class_from", static_cast<double>(from));
                    rows.whole("class_to", static_cast<double>(to));
                    rows.number("part", moved.part[i]);
                    rows.number("weight_before", moved.weight_before[i]);
                    rows.number("weight_after", moved.weight_after[i]);
                }
            }
        }
    }
    return std::move(rows).table("transitions");
}

OutputTable gap_table(const std::vector<Analysis>& levels) {
    RowBuilder rows;
    for (const auto& level : levels) {
        const auto& a = *level.level;
        const auto label = labels(a.values.measurements);
        for (std::size_t m = 0; m < level.gaps.size(); ++m) {
            for (std::size_t area = 0; area < level.gaps[m].size(); ++area) {
                if (!level.gaps[m][area]) continue;
                const auto& gap = *level.gaps[m][area];
                const auto reference = gap.reference.level == nullptr ? std::string("fixed") : gap.reference.code();
                const auto add = [&](const std::string& dimension, double value, double other) {
                    add_key(rows, a, area);
                    rows.text("measurement", label[m]);
                    rows.text("reference", reference);
                    rows.text("dimension", dimension);
                    rows.number("value", value);
                    rows.number("reference_value", other);
                    rows.number("difference", value - other);
                };
                add(a.values.dimensions[a.total], gap.area, gap.other);
                for (const auto& part : gap.parts) add(part.dimension, part.area, part.reference);
            }
        }
    }
    return std::move(rows).table("gap");
}

void add_columns(OutputTable& wide, const Analysis& level) {
    const auto& a = *level.level;
    const auto label = labels(a.values.measurements);
    const auto areas = a.areas->size();
    const auto add = [&](std::string name, Column::Type type, Meaning meaning, auto&& value_of) {
        std::vector<double> values(areas);
        for (std::size_t area = 0; area < areas; ++area) values[area] = value_of(area);
        keep_free(wide, name);
        wide.columns.push_back({number_column(std::move(name), std::move(values), type), std::move(meaning)});
    };
    const auto& total = a.values.dimensions[a.total];
    for (std::size_t m = 0; m < label.size(); ++m) {
        if (!level.statistics.empty() && level.threshold > 0) {
            const auto& s = level.statistics[a.total][m];
            add(fmt::format("share_up_to_{}_{}", level.threshold, label[m]), Column::Type::real,
                {.term = "share_up_to_of", .measurement = label[m]},
                [&](std::size_t area) { return share_up_to(s[area].class_weight, level.threshold); });
        }
        if (!level.gaps.empty()) {
            add("gap_" + label[m], Column::Type::real, {.term = "gap_of", .dimension = total, .measurement = label[m]},
                [&](std::size_t area) { return level.gaps[m][area] ? level.gaps[m][area]->difference() : missing; });
        }
        if (level.options.min_weight > 0 && a.aggregated) {
            const auto little = thin(a, m, level.options.min_weight);
            add("thin_" + label[m], Column::Type::integer, {.term = "thin_of", .measurement = label[m]},
                [&](std::size_t area) { return little[area] ? 1.0 : 0.0; });
        }
    }
    const auto told =
        std::find_if(level.changes.begin(), level.changes.end(), [](const auto& c) { return c.has_value(); });
    if (told == level.changes.end()) return;
    const auto pair =
        fmt::format("{}_{}{}", label[(*told)->from], label[(*told)->to], (*told)->comparable ? "" : "_not_comparable");
    Meaning meaning{
        .term = "change_of", .dimension = total, .measurement = label[(*told)->to], .from = label[(*told)->from]};
    add("change_" + pair, Column::Type::real, meaning,
        [&](std::size_t area) { return level.changes[area] ? level.changes[area]->total.split.change() : missing; });
    if (!(*told)->comparable) return;
    meaning.term = "class_change_of";
    meaning.classes = change_classes(a, (*told)->to);
    add("class_change_" + pair, Column::Type::integer, std::move(meaning), [&](std::size_t area) {
        const auto& change = level.changes[area];
        return change && is_class(change->change_class) ? double(change->change_class) : missing;
    });
}

std::vector<OutputTable> analysis_tables(const std::vector<Analysis>& levels) {
    std::vector<OutputTable> out;
    for (auto* make : {statistics_table, change_table, share_change_table, transitions_table, gap_table}) {
        auto table = make(levels);
        if (table.rows() > 0) out.push_back(std::move(table));
    }
    return out;
}

}  // namespace geo
