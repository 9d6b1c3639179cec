#pragma once

#include "geo/geometry.h"

namespace geo {

/// Moves every point to the centre of its square of a raster of `snap` metres, whose lines run through (0, 0), and
/// leaves out what falls together: points that repeat their predecessor, spikes (A-B-A), rings without surface and the
/// holes of such rings. The raster is the same for all areas, so neighbours move alike and no gaps arise; a point moves
/// by up to half of `snap` in x and in y. Rings may come to touch or, rarely, to cross (triangulate() copes); an area
/// that was small becomes empty. Coarser rasters of twice the snap may be made from finer ones: the squares nest.
/// \pre snap > 0
[[nodiscard]] Polygons simplify(const Polygons& polygons, double snap, unsigned threads = 0);

}  // namespace geo
