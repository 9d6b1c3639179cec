#pragma once

#include "geo/geometry.h"

#include <optional>
#include <vector>

namespace geo {

/// A place well inside an area, for a label or a test.
struct InnerPoint {
    Point at;
    double clearance = 0;  // metres to the nearest border, > 0: no border crosses the circle
    double across = 0;     // metres from west to east, of the largest part of the area
};

/// A point strictly inside multipolygon `area`, nearly as far from its borders as can be: within a twentieth of the
/// largest clearance for all but very ragged shapes. Starts from the longest stretches inside the largest part, and
/// then looks for more room in ever smaller squares (the search of Agafonkin 2016, "polylabel", after
/// Garcia-Castellanos & Lombardo 2007). Nothing for an area without points or surface. Some dozens of passes over the
/// border.
[[nodiscard]] std::optional<InnerPoint> inner_point(const Polygons& polygons, std::size_t area);

/// The inner points of all areas; the same for any number of threads. \return [areas]
[[nodiscard]] std::vector<std::optional<InnerPoint>> inner_points(const Polygons& polygons, unsigned threads = 0);

}  // namespace geo
