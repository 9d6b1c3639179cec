#pragma once

#include "geo/geometry.h"
#include "geo/spatial/neighbours.h"

#include <cstddef>

namespace geo {

/// When areas touch.
enum class Contiguity {
    queen,  // they share a vertex
    rook    // they share an edge: two vertices that follow each other in the borders of both
};

struct ContiguousAreas {
    Neighbours neighbours;
    /// Pairs that are neighbours only by the tolerance: none of what they share lies at exactly the same place.
    std::size_t nearly = 0;
};

/// Areas that touch. A vertex that lies on an edge of another area, where that has none, does not count.
/// Areas without borders have no neighbours. Cost: linear in the vertices, as long as few lie within the tolerance.
/// \param tolerance vertices no further apart than this are one, in the unit of the polygons; 0: only equal ones
/// \pre tolerance >= 0
[[nodiscard]] ContiguousAreas contiguous(const Polygons& polygons, Contiguity rule, double tolerance);

}  // namespace geo
