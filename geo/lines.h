#pragma once

#include "geo/geometry.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// A list of lines in two flat arrays. A closed one ends with its first point.
struct Lines {
    std::vector<Point> points;             // [points]
    std::vector<std::uint32_t> starts{0};  // [lines + 1] into points

    [[nodiscard]] std::size_t size() const { return starts.size() - 1; }
    [[nodiscard]] std::span<const Point> line(std::size_t i) const {
        return std::span(points).subspan(starts[i], starts[i + 1] - starts[i]);
    }
    void end_line() { starts.push_back(static_cast<std::uint32_t>(points.size())); }
};

/// The borders of areas, from junction to junction, each stretch once: where two areas share it, and both have the same
/// points there, it is drawn, and simplified, as one. Points are those of the areas, in the order of the first area
/// that has them. \pre fewer than 2^32 points
[[nodiscard]] Lines borders(const Polygons& polygons);

}  // namespace geo
