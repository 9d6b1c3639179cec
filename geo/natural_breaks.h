#pragma once

#include "geo/distribution.h"

#include <cstddef>
#include <vector>

namespace geo {

/// Natural breaks: the limits that leave the least variance within classes (Fisher 1958, "On grouping for maximum
/// homogeneity"; Jenks 1977), exact for up to `most_groups` distinct values. More are first taken together, see
/// Distribution::values(), each group standing for its weighted mean. By dynamic programming with divide and conquer
/// (Grønlund et al. 2017): O(classes * n log n).
/// \param classes 1 .. 200
/// \return at most classes - 1, strictly ascending, each the smallest value of its class; fewer where there are fewer
/// distinct values
[[nodiscard]] std::vector<double> natural_breaks(const Distribution& values, std::size_t classes);

inline constexpr std::size_t most_groups = 8192;

}  // namespace geo
