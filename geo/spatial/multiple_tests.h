#pragma once

#include "geo/words.h"

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// How p-values are adjusted for there being many.
enum class Adjustment {
    none,
    fdr,        // false discovery rate (Benjamini and Hochberg 1995): of what is flagged, the part that is chance
    bonferroni  // that anything at all is flagged by chance
};

/// "none", "fdr", "bonferroni".
[[nodiscard]] const Words<Adjustment>& adjustment_words();

/// Missing p are no tests, and stay missing. \param p [rows] \return [rows]
[[nodiscard]] std::vector<double> adjusted(std::span<const double> p, Adjustment adjustment);

/// The p that is significant at alpha once adjusted, at least one test being so: the least it can be asked for.
[[nodiscard]] double needed_p(std::size_t tests, double alpha, Adjustment adjustment);

}  // namespace geo
