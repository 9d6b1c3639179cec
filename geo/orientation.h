#pragma once

#include "geo/geometry.h"

#include <cmath>

namespace geo {

/// Sign of the orientation when rounding may decide it; orientation() calls it where needed.
[[nodiscard]] int exact_orientation(Point a, Point b, Point c);

/// 1 if a, b, c turn left, -1 if they turn right, 0 if they are on one line: exact, whatever the rounding. The quick
/// answer stands where the determinant is larger than what rounding may have done to it (error bound: Shewchuk 1997,
/// "Adaptive precision floating-point arithmetic and fast robust geometric predicates").
[[nodiscard]] inline int orientation(Point a, Point b, Point c) {
    constexpr double error = 3.3306690738754716e-16;  // (3 + 16 eps) eps, eps = 2^-53
    const double left = (b.x - a.x) * (c.y - a.y);
    const double right = (b.y - a.y) * (c.x - a.x);
    const double determinant = left - right;
    if (std::abs(determinant) > error * (std::abs(left) + std::abs(right))) return determinant > 0 ? 1 : -1;
    if (left == 0 && right == 0 && (a.x == b.x || a.y == c.y) && (a.y == b.y || a.x == c.x)) return 0;
    return exact_orientation(a, b, c);
}

}  // namespace geo
