#pragma once

#include "geo/geometry.h"

#include <memory>

#include <geos_c.h>

namespace geo::geos {

/// Private to geo/: the only header that includes GEOS. A context per thread, silent; failures come back as null.
[[nodiscard]] GEOSContextHandle_t context();

struct Release {
    void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(context(), geometry); }
};
using GeometryPtr = std::unique_ptr<GEOSGeometry, Release>;

/// Multipolygon `area`, whatever its validity; null if a ring is unusable (fewer than three points).
[[nodiscard]] GeometryPtr to_geos(const Polygons& polygons, std::size_t area);

/// Adds the polygons in `geometry` (of collections too; points and lines are left out) as one area at the end.
void append_area(Polygons& polygons, const GEOSGeometry* geometry);

}  // namespace geo::geos
