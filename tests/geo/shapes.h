#pragma once

#include "geo/geometry.h"
#include "geo/lattice.h"

#include <rapidcheck.h>

#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <numbers>
#include <string>
#include <vector>

/// Polygons for tests: from text, and random ones. The functions that are called any_… are to be called within a
/// property.
namespace shapes {

/// An area for each text: "POLYGON((…),(…))", "MULTIPOLYGON(((…)))", or "EMPTY". Rings are taken as they are, but for a
/// closing point.
inline geo::Polygons from_wkt(const std::vector<std::string>& texts) {
    geo::Polygons out;
    for (const auto& text : texts) {
        const int ring_depth = text.starts_with("MULTI") ? 3 : 2;
        int depth = 0;
        for (const char* at = text.c_str(); *at != '\0';) {
            if (*at == '(') {
                ++depth;
                ++at;
            } else if (*at == ')') {
                if (depth == ring_depth) {
                    const auto begin = out.ring_starts.back();
                    if (out.points.size() > begin + 1 && out.points.back() == out.points[begin]) out.points.pop_back();
                    out.end_ring();
                }
                if (depth == ring_depth - 1) out.end_polygon();
                --depth;
                ++at;
            } else if (depth == ring_depth && *at != ',' && *at != ' ') {
                char* after = nullptr;
                const double x = std::strtod(at, &after);
                const double y = std::strtod(after, &after);
                out.points.push_back({x, y});
                at = after;
            } else {
                ++at;
            }
        }
        out.end_area();
    }
    return out;
}

/// Adds an area of one polygon with one ring.
inline void add_ring_area(geo::Polygons& polygons, const std::vector<geo::Point>& ring) {
    polygons.points.insert(polygons.points.end(), ring.begin(), ring.end());
    polygons.end_ring();
    polygons.end_polygon();
    polygons.end_area();
}

inline geo::Polygons one_area(const std::vector<geo::Point>& ring) {
    geo::Polygons out;
    add_ring_area(out, ring);
    return out;
}

inline std::vector<geo::Point> rectangle(double x0, double y0, double x1, double y1) {
    return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
}

inline bool same(const geo::Polygons& a, const geo::Polygons& b) {
    return a.points == b.points && a.ring_starts == b.ring_starts && a.polygon_starts == b.polygon_starts &&
           a.area_starts == b.area_starts;
}

/// In [low, high), in 1/1024 parts: differences and small products of such numbers are exact.
inline double any_part(int low, int high) {
    return *rc::gen::inRange(low * 1024, high * 1024) / 1024.0;
}

/// Within [0, side], on a multiple of 50 m (where centres of cells lie) or anywhere.
inline double any_coordinate(int side) {
    return *rc::gen::arbitrary<bool>() ? *rc::gen::inRange(0, side / 50 + 1) * 50.0 : any_part(0, side);
}

/// A ring of 3 to 11 corners that each see the centre.
inline std::vector<geo::Point> any_star(geo::Point centre, int low_radius, int high_radius) {
    const auto corners = *rc::gen::inRange(3, 12);
    std::vector<geo::Point> ring;
    for (int k = 0; k < corners; ++k) {
        const double angle = 2 * std::numbers::pi * k / corners;
        const double radius = any_part(low_radius, high_radius);
        ring.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
    }
    return ring;
}

/// One area of one to three rings of random points: crossing itself, holes anywhere. contains() has an answer for every
/// point of it.
inline void add_any_tangle(geo::Polygons& polygons, int side) {
    const auto rings = *rc::gen::inRange(1, 4);
    for (int r = 0; r < rings; ++r) {
        const auto corners = *rc::gen::inRange(3, 8);
        for (int k = 0; k < corners; ++k) polygons.points.push_back({any_coordinate(side), any_coordinate(side)});
        polygons.end_ring();
        if (*rc::gen::arbitrary<bool>()) polygons.end_polygon();
    }
    if (polygons.polygon_starts.back() + 1 != polygons.ring_starts.size()) polygons.end_polygon();
    polygons.end_area();
}

/// `count` areas: tangles, rectangles on multiples of 50 m, and empty ones.
inline geo::Polygons any_areas(int count, int side) {
    geo::Polygons out;
    for (int i = 0; i < count; ++i) {
        switch (*rc::gen::inRange(0, 4)) {
            case 0:
                out.end_area();
                break;
            case 1: {
                const double x = *rc::gen::inRange(0, side / 50) * 50.0;
                const double y = *rc::gen::inRange(0, side / 50) * 50.0;
                add_ring_area(
                    out, rectangle(x, y, x + *rc::gen::inRange(1, 20) * 50.0, y + *rc::gen::inRange(1, 20) * 50.0));
                break;
            }
            default:
                add_any_tangle(out, side);
        }
    }
    return out;
}

/// A square [0, squares * side] cut into triangles, two for each of squares x squares quads whose inner corners are
/// moved about. With `snap` every corner lies on a multiple of 50 m. \pre snap: side >= 250
inline geo::Polygons any_triangulation(int squares, double side, bool snap) {
    const auto across = static_cast<std::size_t>(squares) + 1;
    std::vector<geo::Point> corner;
    for (std::size_t i = 0; i < across; ++i) {
        for (std::size_t j = 0; j < across; ++j) {
            const auto moved = [&](std::size_t at) {
                const bool border = at == 0 || at + 1 == across;
                const double shift = border ? 0 : *rc::gen::inRange(-200, 201) / 1000.0 * side;
                return static_cast<double>(at) * side + (snap ? std::trunc(shift / 50) * 50 : shift);
            };
            corner.push_back({moved(i), moved(j)});
        }
    }
    geo::Polygons out;
    for (std::size_t i = 0; i + 1 < across; ++i) {
        for (std::size_t j = 0; j + 1 < across; ++j) {
            const auto a = corner[i * across + j];
            const auto b = corner[(i + 1) * across + j];
            const auto c = corner[(i + 1) * across + j + 1];
            const auto d = corner[i * across + j + 1];
            const bool rising = *rc::gen::arbitrary<bool>();
            add_ring_area(out, rising ? std::vector{a, b, c} : std::vector{a, b, d});
            add_ring_area(out, rising ? std::vector{a, c, d} : std::vector{b, c, d});
        }
    }
    return out;
}

/// Cells with both indices in [first, last), each with the given chance in percent.
inline std::vector<geo::Cell> any_cells(int first, int last, int percent) {
    std::vector<geo::Cell> out;
    for (int column = first; column < last; ++column) {
        for (int row = first; row < last; ++row) {
            if (*rc::gen::inRange(0, 100) >= percent) continue;
            out.push_back({static_cast<std::uint16_t>(column), static_cast<std::uint16_t>(row)});
        }
    }
    return out;
}

}  // namespace shapes
