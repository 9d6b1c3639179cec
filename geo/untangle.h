#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace geo {

/// Private to triangulation. Polygons made of some of the points of another list.
struct Untangled {
    Polygons polygons;                 // one area
    std::vector<std::uint32_t> index;  // [polygons.points] into the other list
};

/// The surface that the rings of `polygon` (index into polygon_starts) wind around, for rings that touch or cross
/// themselves or each other.
///
/// Corners that touch an edge are put into it; where edges cross, the corner among their four ends that lies nearest to
/// the other edge is put into that edge (so a corner that snapping moved across an edge no longer lies beyond it).
/// Edges that run there and back are taken out, and what is left is linked anew to loops that do not cross. Those that
/// run counter-clockwise where nothing is yet are shells, those that run clockwise within one shell are its holes, and
/// others are given up. About n log n for short edges. Nothing where so much crosses that it is no border.
[[nodiscard]] std::optional<Untangled> untangle(const Polygons& polygons, std::size_t polygon);

}  // namespace geo
