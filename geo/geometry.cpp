#include "geo/geometry.h"

#include <algorithm>
#include <cassert>

namespace geo {

void Box::extend(Point p) {
    min = {std::min(min.x, p.x), std::min(min.y, p.y)};
    max = {std::max(max.x, p.x), std::max(max.y, p.y)};
}

void Box::extend(const Box& box) {
    if (box.empty()) return;
    extend(box.min);
    extend(box.max);
}

void Polygons::append(const Polygons& other, std::size_t area) {
    for (auto polygon = other.area_starts[area]; polygon < other.area_starts[area + 1]; ++polygon) {
        for (auto ring = other.polygon_starts[polygon]; ring < other.polygon_starts[polygon + 1]; ++ring) {
            const auto from = other.ring(ring);
            points.insert(points.end(), from.begin(), from.end());
            end_ring();
        }
        end_polygon();
    }
    end_area();
}

double signed_surface(std::span<const Point> ring) {
    if (ring.empty()) return 0;
    // Relative to the first point: at national coordinates the products would lose the last metres.
    const auto o = ring.front();
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto& a = ring[i];
        const auto& b = ring[i + 1 == ring.size() ? 0 : i + 1];
        twice += (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y);
    }
    return twice / 2;
}

double surface(const Polygons& polygons, std::size_t area) {
    assert(area < polygons.size());
    double sum = 0;
    for (auto ring = polygons.first_ring(area); ring < polygons.last_ring(area); ++ring) {
        sum += signed_surface(polygons.ring(ring));
    }
    return sum;
}

Box bounds(const Polygons& polygons, std::size_t area) {
    assert(area < polygons.size());
    const auto begin = polygons.ring_starts[polygons.first_ring(area)];
    const auto end = polygons.ring_starts[polygons.last_ring(area)];
    return bounds(std::span(polygons.points).subspan(begin, end - begin));
}

Box bounds(const Polygons& polygons) {
    return bounds(polygons.points);
}

Box bounds(std::span<const Point> points) {
    Box box;
    for (const auto& p : points) box.extend(p);
    return box;
}

double crossing_y(Point a, Point b, double x) {
    if (b.x < a.x) std::swap(a, b);
    return a.y + (x - a.x) * (b.y - a.y) / (b.x - a.x);
}

bool contains(const Polygons& polygons, std::size_t area, Point p) {
    assert(area < polygons.size());
    bool inside = false;
    for (auto r = polygons.first_ring(area); r < polygons.last_ring(area); ++r) {
        const auto ring = polygons.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const auto& a = ring[i];
            const auto& b = ring[i + 1 == ring.size() ? 0 : i + 1];
            if ((a.x <= p.x) != (b.x <= p.x) && crossing_y(a, b, p.x) <= p.y) inside = !inside;
        }
    }
    return inside;
}

void orient(Polygons& polygons) {
    for (std::size_t polygon = 0; polygon + 1 < polygons.polygon_starts.size(); ++polygon) {
        const auto first = polygons.polygon_starts[polygon];
        for (auto ring = first; ring < polygons.polygon_starts[polygon + 1]; ++ring) {
            const bool outer = ring == first;
            if ((signed_surface(polygons.ring(ring)) > 0) != outer) {
                std::reverse(polygons.points.begin() + polygons.ring_starts[ring],
                             polygons.points.begin() + polygons.ring_starts[ring + 1]);
            }
        }
    }
}

}  // namespace geo
