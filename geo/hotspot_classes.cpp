#include "geo/hotspot_classes.h"

#include "geo/assets.h"
#include "geo/csv.h"
#include "geo/error.h"
#include "geo/spatial/emergence.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace geo {

namespace {

struct OutcomeRow {
    std::string statistic;
    Outcome outcome;
    std::string label_nl;
    std::string label_en;
};

const std::vector<OutcomeRow>& outcome_rows() {
    static const auto read = [] {
        std::vector<OutcomeRow> out;
        const auto* name = "hotspot_outcomes.csv";
        for (auto& row : parse_small_csv(asset(name), name, {"statistic", "outcome", "label_nl", "label_en"})) {
            const auto outcome = kind_of(outcome_words(), row[1]);
            if (!outcome) fail("{}: '{}' is no outcome", name, row[1]);
            out.push_back({row[0], *outcome, row[2], row[3]});
        }
        return out;
    }();
    return read;
}

std::string_view statistic_of(const LevelHotspots& level) {
    switch (*level.asked.method) {
        case LocalMethod::moran:
        case LocalMethod::bivariate_moran:
            return "moran";
        case LocalMethod::geary:
            return "geary";
        case LocalMethod::gi:
        case LocalMethod::gi_star:
            break;
    }
    return level.concentration ? "cells" : "gi";
}

/// As many classes as there are labels; what no limit decides has them only in order.
void add_limits(ClassTable& table) {
    for (std::size_t k = 1; k < table.labels_en.size(); ++k) table.limits.push_back(static_cast<double>(k) + 0.5);
}

}  // namespace

ClassTable outcome_classes(const LevelHotspots& level) {
    const auto statistic = statistic_of(level);
    ClassTable out;
    out.scheme = fmt::format("hotspot_{}", statistic);
    for (const auto& row : outcome_rows()) {
        if (row.statistic != statistic) continue;
        out.labels_nl.push_back(row.label_nl);
        out.labels_en.push_back(row.label_en);
    }
    add_limits(out);
    return out;
}

std::vector<std::uint8_t> outcome_bytes(const LevelHotspots& level, const HotspotsAt& at) {
    const auto statistic = statistic_of(level);
    std::vector<std::uint8_t> byte(outcome_words().size(), no_class);
    std::uint8_t next = 1;
    for (const auto& row : outcome_rows()) {
        if (row.statistic == statistic) byte[static_cast<std::size_t>(row.outcome)] = next++;
    }
    byte[static_cast<std::size_t>(Outcome::no_value)] = no_data_missing;
    byte[static_cast<std::size_t>(Outcome::island)] = no_data_island;
    byte[static_cast<std::size_t>(Outcome::untested)] = no_data_untested;
    std::vector<std::uint8_t> out;
    out.reserve(at.outcomes.size());
    for (const auto outcome : at.outcomes) out.push_back(byte[static_cast<std::size_t>(outcome)]);
    const auto dimension = subject_of(*level.level, level.asked).dimension;
    for (const auto& when : {std::optional(at.measurement), at.from}) {
        if (!when) continue;
        const auto classes = level.level->classes.column(dimension, *when);
        for (std::size_t row = 0; row < out.size(); ++row) {
            const bool reason = !is_class(classes[row]) && classes[row] != no_class;
            if (out[row] == no_data_missing && reason) out[row] = classes[row];
        }
    }
    return out;
}

ClassTable category_classes(bool high) {
    ClassTable out;
    out.scheme = high ? "hotspot_high_over_time" : "hotspot_low_over_time";
    const auto categories = hotspot_categories();
    for (const auto& category : categories.all()) {
        out.labels_nl.push_back(category.label_nl);
        out.labels_en.push_back(category.label_en);
    }
    add_limits(out);
    return out;
}

std::vector<std::uint8_t> category_bytes(const std::vector<std::size_t>& categories,
                                         const std::vector<std::uint8_t>& last) {
    std::vector<std::uint8_t> out;
    out.reserve(categories.size());
    for (std::size_t row = 0; row < categories.size(); ++row)
        out.push_back(categories[row] == Categories::unknown ? last[row]
                                                             : static_cast<std::uint8_t>(categories[row] + 1));
    return out;
}

void add_class_columns(OutputTable& wide, const std::string& name, const std::string& when, const Meaning& about,
                       ClassTable classes, const std::vector<std::uint8_t>& bytes) {
    std::vector<double> numbers;
    std::vector<std::string> reasons;
    for (const auto byte : bytes) {
        numbers.push_back(is_class(byte) ? byte : missing);
        reasons.emplace_back(no_data_name(byte));
    }
    const auto column = name + '_' + when;
    const auto reason = name + "_reason_" + when;
    const bool any = std::any_of(bytes.begin(), bytes.end(), [](auto byte) { return !is_class(byte); });
    keep_free(wide, column);
    if (any) keep_free(wide, reason);
    auto meaning = about;
    meaning.term = name + "_of";
    meaning.classes = std::move(classes);
    if (any) meaning.no_data = reason;
    wide.columns.emplace_back(number_column(column, std::move(numbers), Column::Type::integer), std::move(meaning));
    if (!any) return;
    auto why = about;
    why.term = "hotspot_reason_of";
    wide.columns.emplace_back(text_column(reason, reasons), std::move(why));
}

}  // namespace geo
