#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <vector>

namespace geo {

/// Private to triangulation. A directed edge between two points, as indices.
struct Edge {
    std::uint32_t from;
    std::uint32_t to;
    friend auto operator<=>(const Edge&, const Edge&) = default;
};

/// Puts into edges the ends of other edges that lie on them and, where two edges cross, the one of their four ends that
/// lies nearest to the other edge. New edges may cross others, so it may have to be done again. Gives up looking after a
/// few hundred million pairs. \return whether there was anything to do
bool put_corners_into_edges(const std::vector<Point>& points, std::vector<Edge>& edges);

}  // namespace geo
