#include "geo/geos.h"

#include <cassert>

namespace geo::geos {

namespace {

struct ContextRelease {
    void operator()(GEOSContextHandle_HS* handle) const { GEOS_finish_r(handle); }
};

GeometryPtr ring_to_geos(std::span<const Point> ring) {
    if (ring.size() < 3) return nullptr;
    std::vector<Point> closed(ring.begin(), ring.end());
    closed.push_back(ring.front());
    static_assert(sizeof(Point) == 2 * sizeof(double));
    auto* sequence = GEOSCoordSeq_copyFromBuffer_r(context(), &closed[0].x, static_cast<unsigned>(closed.size()), 0, 0);
    return GeometryPtr(sequence != nullptr ? GEOSGeom_createLinearRing_r(context(), sequence) : nullptr);
}

void append_ring(Polygons& polygons, const GEOSGeometry* ring) {
    const auto* sequence = GEOSGeom_getCoordSeq_r(context(), ring);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(context(), sequence, &size);
    for (unsigned i = 0; i + 1 < size; ++i) {
        Point p;
        GEOSCoordSeq_getXY_r(context(), sequence, i, &p.x, &p.y);
        polygons.points.push_back(p);
    }
    polygons.end_ring();
}

void append_polygons(Polygons& polygons, const GEOSGeometry* geometry) {
    const int type = GEOSGeomTypeId_r(context(), geometry);
    if (type == GEOS_POLYGON) {
        if (GEOSisEmpty_r(context(), geometry) == 1) return;
        append_ring(polygons, GEOSGetExteriorRing_r(context(), geometry));
        const int holes = GEOSGetNumInteriorRings_r(context(), geometry);
        for (int i = 0; i < holes; ++i) append_ring(polygons, GEOSGetInteriorRingN_r(context(), geometry, i));
        polygons.end_polygon();
    } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
        const int parts = GEOSGetNumGeometries_r(context(), geometry);
        for (int i = 0; i < parts; ++i) append_polygons(polygons, GEOSGetGeometryN_r(context(), geometry, i));
    }
}

}  // namespace

GEOSContextHandle_t context() {
    thread_local const std::unique_ptr<GEOSContextHandle_HS, ContextRelease> own(GEOS_init_r());
    return own.get();
}

GeometryPtr to_geos(const Polygons& polygons, std::size_t area) {
    assert(area < polygons.size());
    std::vector<GEOSGeometry*> parts;
    const auto give_up = [&] {
        for (auto* part : parts) GEOSGeom_destroy_r(context(), part);
        return GeometryPtr();
    };
    for (auto p = polygons.area_starts[area]; p < polygons.area_starts[area + 1]; ++p) {
        const auto first = polygons.polygon_starts[p];
        auto shell = ring_to_geos(polygons.ring(first));
        std::vector<GEOSGeometry*> holes;
        bool whole = shell != nullptr;
        for (auto r = first + 1; whole && r < polygons.polygon_starts[p + 1]; ++r) {
            auto hole = ring_to_geos(polygons.ring(r));
            whole = hole != nullptr;
            if (whole) holes.push_back(hole.release());
        }
        if (!whole) {
            for (auto* hole : holes) GEOSGeom_destroy_r(context(), hole);
            return give_up();
        }
        auto* part =
            GEOSGeom_createPolygon_r(context(), shell.release(), holes.data(), static_cast<unsigned>(holes.size()));
        if (part == nullptr) return give_up();
        parts.push_back(part);
    }
    if (parts.size() == 1) return GeometryPtr(parts.front());
    return GeometryPtr(
        GEOSGeom_createCollection_r(context(), GEOS_MULTIPOLYGON, parts.data(), static_cast<unsigned>(parts.size())));
}

void append_area(Polygons& polygons, const GEOSGeometry* geometry) {
    append_polygons(polygons, geometry);
    polygons.end_area();
}

}  // namespace geo::geos
