#pragma once

#include "geo/vector/gdal.h"
#include "geo/vector/source.h"

#include <cmath>
#include <memory>

namespace geo::gdal {

/// Takes the polygons out of OGR geometries.
class PolygonReader {
public:
    PolygonReader(Polygons& polygons, GeometryNotes& notes) : polygons_(polygons), notes_(notes) {}

    void add(const OGRGeometry* geometry) {
        if (geometry == nullptr || geometry->IsEmpty()) {
            ++notes_.without;
            polygons_.end_area();
            return;
        }
        std::unique_ptr<OGRGeometry> straight;
        if (geometry->hasCurveGeometry(TRUE)) {
            straight.reset(geometry->getLinearGeometry());
            ++notes_.curves;
            geometry = straight.get();
        }
        const auto points = polygons_.points.size();
        const auto rings = polygons_.ring_starts.size();
        const auto parts = polygons_.polygon_starts.size();
        other_ = bad_ = false;
        add_parts(geometry);
        if (bad_) {
            polygons_.points.resize(points);
            polygons_.ring_starts.resize(rings);
            polygons_.polygon_starts.resize(parts);
            ++notes_.bad_points;
        } else if (polygons_.polygon_starts.size() == parts) {
            ++(other_ ? notes_.not_polygon : notes_.without);
        } else if (other_) {
            ++notes_.partly;
        }
        polygons_.end_area();
    }

private:
    static constexpr double farthest = 1e9;  // in any unit a CRS has; what is beyond is no place

    void add_parts(const OGRGeometry* geometry) {
        const auto type = wkbFlatten(geometry->getGeometryType());
        if (type == wkbPolygon || type == wkbTriangle) {
            add_polygon(geometry->toPolygon());
        } else if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) || type == wkbPolyhedralSurface || type == wkbTIN) {
            if (type == wkbPolyhedralSurface || type == wkbTIN) {
                for (const auto* part : *geometry->toPolyhedralSurface()) add_polygon(part);
            } else {
                for (const auto* part : *geometry->toGeometryCollection()) add_parts(part);
            }
        } else {
            other_ = true;
        }
    }

    void add_polygon(const OGRPolygon* polygon) {
        bool outer = true;
        for (const auto* ring : *polygon) {
            if (!add_ring(ring)) {
                ++notes_.short_rings;
                if (outer) return;  // no shell, so no holes either
            }
            outer = false;
        }
        if (!outer) polygons_.end_polygon();
    }

    bool add_ring(const OGRLinearRing* ring) {
        const auto begin = polygons_.points.size();
        const int size = ring->getNumPoints();
        for (int i = 0; i < size; ++i) {
            const Point p{ring->getX(i), ring->getY(i)};
            bad_ = bad_ || !(std::abs(p.x) <= farthest) || !(std::abs(p.y) <= farthest);
            if (polygons_.points.size() == begin || polygons_.points.back() != p) polygons_.points.push_back(p);
        }
        while (polygons_.points.size() > begin + 1 && polygons_.points.back() == polygons_.points[begin]) {
            polygons_.points.pop_back();
        }
        if (polygons_.points.size() < begin + 3) {
            polygons_.points.resize(begin);
            return false;
        }
        polygons_.end_ring();
        return true;
    }

    Polygons& polygons_;
    GeometryNotes& notes_;
    bool other_ = false;
    bool bad_ = false;
};

}  // namespace geo::gdal
