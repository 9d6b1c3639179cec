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

enum class Noded {
    nothing_to_do,
    done,
    hopeless
};

/// Puts into edges the ends of other edges that lie on them and, where two edges cross, the one of their four ends that
/// lies nearest to the other edge. New edges may cross others, so it may have to be done again. Hopeless where edges
/// cross more than a few times each or lie too close to look at all pairs: that is no border; they stay as they are.
[[nodiscard]] Noded put_corners_into_edges(const std::vector<Point>& points, std::vector<Edge>& edges);

}  // namespace geo
