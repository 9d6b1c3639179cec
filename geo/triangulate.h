#pragma once

#include "geo/geometry.h"

#include <array>
#include <cstdint>
#include <vector>

namespace geo {

/// Triangles of a list of multipolygons, area by area.
struct Triangles {
    std::vector<std::array<std::uint32_t, 3>> corners;  // [triangles] into Polygons::points, counter-clockwise
    std::vector<std::uint32_t> area_starts{0};          // [areas + 1] into corners
};

/// Cuts every area into triangles between its own points, by ear clipping (Eberly, "Triangulation by ear clipping";
/// Held 2001, "FIST"): an ear is a corner whose triangle holds nothing of the rest of the border. n log n for n points
/// of a polygon; the same for any number of threads.
///
/// Of a valid polygon the triangles are its surface exactly, without overlap, holes left open, and every point is the
/// corner of some triangle, so that neighbours meet along whole edges: n - 2 + 2 * holes triangles, or fewer where
/// points repeat, rings touch or a border runs back along itself. No triangle is without surface.
///
/// Anything else is done as well as can be: parts that touch or fold onto themselves, as snapping leaves them, are
/// exact too; where a border crosses itself triangles may overlap or miss a part near the crossing, within the
/// polygon's box. Parts of an area are cut one by one: overlapping parts give overlapping triangles. \param polygons
/// outer rings counter-clockwise, holes clockwise (orient())
[[nodiscard]] Triangles triangulate(const Polygons& polygons, unsigned threads = 0);

}  // namespace geo
