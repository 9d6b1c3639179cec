#pragma once

#include "geo/spatial/local.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>

/// Whether there is a pattern at all: one statistic of all rows together.
namespace geo {

enum class GlobalMethod {
    moran,     // I (Moran 1950): above its expectation, like is near like
    geary,     // C (Geary 1954): below 1, like is near like
    getis_ord  // G (Getis and Ord 1992): above its expectation, high values come together; of values >= 0 only
};

/// "moran", "geary", "getis-ord".
[[nodiscard]] const Words<GlobalMethod>& global_method_words();

struct GlobalStatistic {
    std::size_t n = 0;  // rows with a value and a neighbour: others take no part
    double value = 0;   // these are `missing` where they are not defined: fewer than 4 rows, all values equal,
                        // negative values (G)
    double expectation = 0;
    double variance = 0;  // under randomisation: every order of the values is as likely (Cliff and Ord 1981)
    double z = 0;
    double p = 0;              // of z
    double permutation_p = 0;  // missing where none were asked for
    std::size_t permutations = 0;
};

struct GlobalOptions {
    Alternative alternative = Alternative::two_sided;
    std::size_t permutations = 0;
    std::uint64_t seed = 1;
    unsigned threads = 0;
    std::stop_token stop = {};
};

/// \param values [rows] \pre weights have no links to or from rows without a value, nor a row of itself
[[nodiscard]] GlobalStatistic global_statistic(GlobalMethod method, const SpatialWeights& weights,
                                               std::span<const double> values, const GlobalOptions& options);

}  // namespace geo
