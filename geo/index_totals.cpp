#include "geo/index_totals.h"

#include "geo/score.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace geo {

IndexTotals::IndexTotals(const Assessment& level, Table normalised, const std::set<std::size_t>& needed)
    : level_(level),
      normalised_(std::move(normalised)),
      units_(level.values.measurements.size()),
      areas_(units_.size()),
      means_(units_.size()) {
    for (const auto m : needed) prepare(m);
}

void IndexTotals::operator()(const Aggregator& by, std::size_t measurement, std::span<double> out) const {
    if (!level_.aggregated) return by.total(units_[measurement], out);
    if (by.linear() && !areas_[measurement].empty()) return by.total(areas_[measurement], out);
    std::vector<double> unit(normalised_.rows);
    by.total(units_[measurement], unit);
    mean(unit, measurement, out);
}

bool IndexTotals::any_negative() const {
    for (const auto& columns : units_) {
        for (const auto column : columns) {
            if (std::any_of(column.begin(), column.end(), [](double v) { return v < 0; })) return true;
        }
    }
    return false;
}

void IndexTotals::prepare(std::size_t measurement) {
    auto& units = units_[measurement];
    for (std::size_t i = 0; i < normalised_.dimensions.size(); ++i)
        units.push_back(normalised_.values.column(i, measurement));
    if (!level_.aggregated) return;
    // Where a unit has all indicators or none, the mean of sums is the sum of means, of the same units.
    for (std::size_t unit = 0; unit < normalised_.rows; ++unit) {
        const auto lacks =
            std::count_if(units.begin(), units.end(), [&](const auto& column) { return std::isnan(column[unit]); });
        if (lacks != 0 && lacks != static_cast<std::ptrdiff_t>(units.size())) return;
    }
    auto& means = means_[measurement];
    for (const auto column : units) {
        means.emplace_back(level_.areas->size());
        mean(column, measurement, means.back());
    }
    areas_[measurement].assign(means.begin(), means.end());
}

/// Weighted, of the units with a value.
void IndexTotals::mean(std::span<const double> unit, std::size_t measurement, std::span<double> out) const {
    const auto weight = level_.units.weights[measurement].values;
    std::vector<double> value(unit.size(), 0), known(unit.size(), 0);
    for (std::size_t u = 0; u < unit.size(); ++u) {
        if (std::isnan(unit[u]) || !(weight[u] > 0)) continue;
        value[u] = weight[u] * unit[u];
        known[u] = weight[u];
    }
    const auto sum = sum_cells(level_.members, value);
    const auto of = sum_cells(level_.members, known);
    for (std::size_t area = 0; area < out.size(); ++area) out[area] = of[area] > 0 ? sum[area] / of[area] : missing;
}

}  // namespace geo
