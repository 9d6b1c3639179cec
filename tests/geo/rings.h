#pragma once

#include "shapes.h"

#include "geo/geometry.h"
#include "geo/triangulate.h"

#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

/// Rings that are hard to cut, and what triangles must be.
namespace shapes {

inline geo::Point on_circle(geo::Point centre, double radius, double turn) {
    return {centre.x + radius * std::cos(2 * std::numbers::pi * turn),
            centre.y + radius * std::sin(2 * std::numbers::pi * turn)};
}

/// Teeth of many heights on a common base; valid, counter-clockwise. `points` is rounded to what that takes.
inline std::vector<geo::Point> comb(int points) {
    std::vector<geo::Point> ring{{-1, -1}, {points / 2.0, -1}};
    for (int k = points / 2 - 1; k >= 0; --k) ring.push_back({k + 0.0, k % 2 == 0 ? 0 : 1000.0 + k % 7});
    return ring;
}

/// A corridor of many turns; counter-clockwise.
inline std::vector<geo::Point> spiral(int points, int turns) {
    std::vector<geo::Point> ring;
    const int half = points / 2;
    const auto at = [&](int k, double inwards) {
        const double turn = static_cast<double>(turns) * k / half;
        return on_circle({155000, 463000}, 100 * (turn + 1) - inwards, turn);
    };
    for (int k = 0; k < half; ++k) ring.push_back(at(k, 0));
    for (int k = half - 1; k >= 0; --k) ring.push_back(at(k, 40));
    return ring;
}

/// Each point near or far from the centre as chance has it.
inline std::vector<geo::Point> spiky(int points, unsigned seed) {
    std::mt19937_64 random(seed);
    std::vector<geo::Point> ring;
    for (int k = 0; k < points; ++k) {
        const double radius = 500 + static_cast<double>(random() % 100'000) / 200;
        ring.push_back(on_circle({155000, 463000}, radius, static_cast<double>(k) / points));
    }
    return ring;
}

/// A square with across x across square holes, none of which touch.
inline geo::Polygons sieve(int across) {
    geo::Polygons out;
    const auto add = [&](const std::vector<geo::Point>& ring) {
        out.points.insert(out.points.end(), ring.begin(), ring.end());
        out.end_ring();
    };
    add(rectangle(0, 0, across * 10.0, across * 10.0));
    for (int i = 0; i < across; ++i) {
        for (int j = 0; j < across; ++j) {
            const auto hole = rectangle(i * 10 + 2, j * 10 + 3, i * 10 + 7, j * 10 + 7);
            add({hole.rbegin(), hole.rend()});
        }
    }
    out.end_polygon();
    out.end_area();
    return out;
}

inline double triangle_surface(const geo::Polygons& polygons, const std::array<std::uint32_t, 3>& corners) {
    const auto& p = polygons.points;
    return geo::signed_surface(std::array{p[corners[0]], p[corners[1]], p[corners[2]]});
}

inline double triangles_surface(const geo::Polygons& polygons, const geo::Triangles& triangles, std::size_t area) {
    double sum = 0;
    for (auto t = triangles.area_starts[area]; t < triangles.area_starts[area + 1]; ++t)
        sum += triangle_surface(polygons, triangles.corners[t]);
    return sum;
}

/// What is wrong with the triangles of the areas, empty if they cut each to its surface without overlap: corners are
/// points of the area, none runs clockwise, their surfaces sum to that of the area, and their middles lie inside.
inline std::string fault(const geo::Polygons& polygons, const geo::Triangles& triangles) {
    if (triangles.area_starts.size() != polygons.size() + 1) return "not one start for each area";
    if (triangles.area_starts.back() != triangles.corners.size()) return "starts and triangles do not agree";
    for (std::size_t area = 0; area < polygons.size(); ++area) {
        const auto name = "area " + std::to_string(area) + ": ";
        const auto begin = polygons.ring_starts[polygons.first_ring(area)];
        const auto end = polygons.ring_starts[polygons.last_ring(area)];
        for (auto t = triangles.area_starts[area]; t < triangles.area_starts[area + 1]; ++t) {
            const auto& corners = triangles.corners[t];
            for (const auto corner : corners) {
                if (corner < begin || corner >= end) return name + "a corner of another area";
            }
            const double surface = triangle_surface(polygons, corners);
            if (surface < -1e-9) return name + "a triangle runs clockwise";
            const auto& p = polygons.points;
            const geo::Point middle{(p[corners[0]].x + p[corners[1]].x + p[corners[2]].x) / 3,
                                    (p[corners[0]].y + p[corners[1]].y + p[corners[2]].y) / 3};
            if (surface > 1e-3 && !geo::contains(polygons, area, middle)) return name + "a triangle lies outside";
        }
        const double whole = geo::surface(polygons, area);
        const double sum = triangles_surface(polygons, triangles, area);
        if (!(std::abs(sum - whole) <= 1e-9 * whole))
            return name + std::to_string(sum) + " of triangles is not " + std::to_string(whole);
    }
    return {};
}

}  // namespace shapes
