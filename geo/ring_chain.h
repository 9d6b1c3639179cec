#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <vector>

namespace geo {

/// Private to triangulation. One closed chain through all rings of `polygon` (index into polygon_starts): holes are
/// bridged to what lies to the left of them, so that the chain walks each bridge there and back, with the surface
/// always on its left. Points that repeat their predecessor are left out, and rings of fewer than three others with
/// them.
///
/// The bridge of a hole leads from its leftmost point to the last point met before it, in a sweep from left to right,
/// above the same edge: nothing lies between the two (the split vertices of Lee & Preparata 1977). n log n.
/// \param[out] chain indices into polygons.points; the ends of a bridge occur twice. Empty if there is no shell
void chain_rings(const Polygons& polygons, std::size_t polygon, std::vector<std::uint32_t>& chain);

}  // namespace geo
