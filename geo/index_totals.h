#pragma once

#include "geo/assess.h"
#include "geo/composite/aggregate.h"

#include <cstddef>
#include <set>
#include <span>
#include <vector>

namespace geo {

/// Totals of the areas of a level by any model of one set of indicators, which are on one scale.
class IndexTotals {
public:
    /// \param normalised [indicators][measurements][units of the level] \param needed measurements
    IndexTotals(const Assessment& level, Table normalised, const std::set<std::size_t>& needed);
    IndexTotals(const IndexTotals&) = delete;
    IndexTotals& operator=(const IndexTotals&) = delete;
    IndexTotals(IndexTotals&&) = delete;
    IndexTotals& operator=(IndexTotals&&) = delete;
    ~IndexTotals() = default;

    /// \param out [areas], filled \pre the measurement is one of those needed
    void operator()(const Aggregator& by, std::size_t measurement, std::span<double> out) const;

    /// Whether an indicator is negative at a measurement needed, so that no geometric or harmonic mean can be taken.
    [[nodiscard]] bool any_negative() const;

private:
    void prepare(std::size_t measurement);
    void mean(std::span<const double> unit, std::size_t measurement, std::span<double> out) const;

    const Assessment& level_;
    Table normalised_;
    std::vector<std::vector<std::span<const double>>> units_;  // [measurement][indicator]
    std::vector<std::vector<std::span<const double>>> areas_;  // likewise, means; empty where it is of no use
    std::vector<std::vector<std::vector<double>>> means_;      // that areas_ lies in
};

}  // namespace geo
