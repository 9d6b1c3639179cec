#pragma once

#include "geo/table.h"

#include <cstddef>
#include <map>
#include <span>
#include <vector>

namespace geo {

/// Whether a short series rises or falls: the test of Mann (1945), by Kendall's S, and the slope of Sen (1968).
struct TrendTest {
    std::size_t n = 0;       // values that are not missing
    long long s = 0;         // pairs that rise less pairs that fall
    double p = 1;            // two-sided, of no trend: of all orders of these values, the part with as large an |s|
    double smallest_p = 1;   // the least that this n and these ties can give: if it is over 0.05, no trend can be shown
    double slope = missing;  // points a year; missing where n < 2
};

/// The part of all orders of a series that has an |s| as large as a given one. Exact for up to `most_exact` values,
/// ties included; beyond that the normal approximation with the variance for ties and a correction for continuity
/// (Kendall 1975). Remembers each set of ties once made, so that many series cost little. One for each thread.
class KendallDistributions {
public:
    static constexpr std::size_t most_exact = 60;

    /// \param ties how many values are equal to one another, group by group: {2, 1, 1} for 3, 3, 4, 5; in any order
    /// \param s one that these ties can give \return (0, 1]
    [[nodiscard]] double p(std::vector<std::size_t> ties, long long s);

private:
    std::map<std::vector<std::size_t>, std::vector<double>> known_;  // [pairs that fall] up to half of those untied
};

/// Tests one series; its times need not lie equally far apart. Where all values are equal s is 0 and p is 1.
/// \param values [times] finite or missing: those missing are left out with their year
/// \param years [times], for the slope and the order \pre years strictly ascending
[[nodiscard]] TrendTest trend(std::span<const double> values, std::span<const double> years,
                              KendallDistributions& distributions);
[[nodiscard]] TrendTest trend(std::span<const double> values, std::span<const double> years);

/// smallest_p of n values without ties, exactly: 2 / n!, and 1 for fewer than two.
[[nodiscard]] double smallest_trend_p(std::size_t n);

}  // namespace geo
