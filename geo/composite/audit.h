#pragma once

#include "geo/composite/compose.h"

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// Pearson's correlation of the rows that have both; missing of fewer than three, or where either is constant.
[[nodiscard]] double correlation(std::span<const double> a, std::span<const double> b);

/// What a maker of an index should know of an indicator at one measurement (OECD/JRC Handbook 2008, steps 3, 4 and 7).
struct IndicatorAudit {
    double imputed = 0;               // part of the areas whose value was put in
    double with_dimension = missing;  // correlation, on the scale where more is better
    double with_total = missing;
    double nominal = 0;  // its weight in the total
    /// Its part in the total as the data have it: the square of its correlation with it, over the sum of those of all
    /// indicators (Becker et al. 2017, the linear case).
    double effective = missing;
    bool against = false;              // it pulls against its dimension: the correlation with it is negative
    std::vector<std::size_t> opposed;  // indicators of the same dimension that it is negatively correlated with
};

/// [measurement][indicator]
[[nodiscard]] std::vector<std::vector<IndicatorAudit>> audit(const Composed& made, const IndexModel& model,
                                                             unsigned threads = 0);

}  // namespace geo
