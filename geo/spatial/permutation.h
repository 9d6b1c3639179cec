#pragma once

#include "geo/spatial/local.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace geo {

struct PermutationOptions {
    std::size_t permutations = 999;  // of each row; the most where they are drawn adaptively
    /// Adaptively: a row is done once this many permutations lie at or beyond what was observed on either side, for
    /// more would not make it significant (Besag and Clifford 1991). 0: as many for each row.
    std::size_t enough = 0;
    std::uint64_t seed = 1;
    unsigned threads = 0;
    std::stop_token stop = {};
    std::function<void(double)> progress = {};  // part done, from any thread, one call at a time
};

/// How often the statistic of a row is as extreme when the values of all others are shuffled and its own is kept. Of
/// rows without neighbours or value: missing, and 0 permutations.
struct PermutationTest {
    std::vector<double> greater;              // [rows] p that it is so large or larger
    std::vector<double> less;                 // [rows] ... so small or smaller
    std::vector<std::uint32_t> permutations;  // [rows] drawn
    bool stopped = false;

    /// Twice the smaller of both, at most 1. [rows]
    [[nodiscard]] std::vector<double> p(Alternative alternative) const;
};

/// Complete draws: every permutation of every row takes values of its own from all other rows, without replacement.
/// Of m permutations, g as extreme as observed (ties counted), p is (g + 1) / (m + 1) (Davison and Hinkley 1997); of a
/// row that was done early, g / m. The numbers of a row hang on the seed and the row alone: the same on any number of
/// threads. Moran, bivariate Moran, Gi and Gi* shuffle what the neighbours add up to; of Gi* too the own value stays.
/// \pre as local_statistics() \pre permutations > 0
[[nodiscard]] PermutationTest conditional_permutation(LocalMethod method, const SpatialWeights& weights,
                                                      const LocalValues& values, const PermutationOptions& options);

/// The smallest p that so many permutations can give.
[[nodiscard]] double smallest_p(std::size_t permutations, Alternative alternative);

/// Permutations that a Bonferroni-adjusted p of alpha needs among so many tests: more cannot be needed by any.
[[nodiscard]] std::size_t permutations_for(std::size_t tests, double alpha, Alternative alternative);

}  // namespace geo
