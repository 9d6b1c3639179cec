#include "geo/inner_point.h"

#include "geo/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <queue>

namespace geo {

namespace {

constexpr double root_two = 1.4142135623730951;

/// Metres to the border, negative outside.
double room_at(const Polygons& polygons, std::size_t area, Point p) {
    bool inside = false;
    double least = std::numeric_limits<double>::infinity();
    for (auto r = polygons.first_ring(area); r < polygons.last_ring(area); ++r) {
        const auto ring = polygons.ring(r);
        auto a = ring.back();
        for (const auto& b : ring) {
            if ((a.x <= p.x) != (b.x <= p.x) && crossing_y(a, b, p.x) <= p.y) inside = !inside;
            const double dx = b.x - a.x;
            const double dy = b.y - a.y;
            const double length = dx * dx + dy * dy;
            const double t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0.0;
            const double x = a.x + t * dx - p.x;
            const double y = a.y + t * dy - p.y;
            least = std::min(least, x * x + y * y);
            a = b;
        }
    }
    return inside ? std::sqrt(least) : -std::sqrt(least);
}

/// Box of the part with the largest surface.
Box largest_part(const Polygons& polygons, std::size_t area) {
    Box box;
    double largest = 0;
    for (auto p = polygons.area_starts[area]; p < polygons.area_starts[area + 1]; ++p) {
        double surface = 0;
        for (auto r = polygons.polygon_starts[p]; r < polygons.polygon_starts[p + 1]; ++r)
            surface += signed_surface(polygons.ring(r));
        if (surface <= largest) continue;
        largest = surface;
        box = bounds(polygons.ring(polygons.polygon_starts[p]));
    }
    return box;
}

/// Middle of the longest stretch inside the area on the vertical line at x.
std::optional<Point> middle_of_longest(const Polygons& polygons, std::size_t area, double x) {
    std::vector<double> crossings;
    for (auto r = polygons.first_ring(area); r < polygons.last_ring(area); ++r) {
        const auto ring = polygons.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const auto& a = ring[i];
            const auto& b = ring[i + 1 == ring.size() ? 0 : i + 1];
            if ((a.x <= x) != (b.x <= x)) crossings.push_back(crossing_y(a, b, x));
        }
    }
    std::sort(crossings.begin(), crossings.end());
    std::optional<Point> out;
    double longest = 0;
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        const double length = crossings[i + 1] - crossings[i];
        if (length <= longest) continue;
        longest = length;
        out = Point{x, crossings[i] + length / 2};
    }
    return out;
}

struct Square {
    double promise;  // no point of it has more room
    Point centre;
    double half;
    friend bool operator<(const Square& a, const Square& b) { return a.promise < b.promise; }
};

}  // namespace

std::optional<InnerPoint> inner_point(const Polygons& polygons, std::size_t area) {
    assert(area < polygons.size());
    constexpr int lines = 6;
    constexpr int most_squares = 300;
    constexpr double enough = 1.05;  // how much more room a square must promise
    const auto box = largest_part(polygons, area);
    if (box.empty()) return {};
    const double width = box.max.x - box.min.x;
    const double height = box.max.y - box.min.y;
    InnerPoint best;
    const auto try_at = [&](Point p) {
        const double room = room_at(polygons, area, p);
        if (room > best.clearance) best = {p, room, width};
        return room;
    };
    for (int k = 0; k < lines; ++k) {
        if (const auto p = middle_of_longest(polygons, area, box.min.x + (k + 0.5) / lines * width)) try_at(*p);
    }
    std::priority_queue<Square> squares;
    const auto push = [&](Point centre, double half) {
        const double promise = try_at(centre) + half * root_two;
        if (promise > enough * best.clearance) squares.push({promise, centre, half});
    };
    // A few squares along the longer side, as large as the shorter one where that is not too small.
    const double side = std::max(std::min(width, height), std::max(width, height) / 16);
    const auto along = [&](double length) { return static_cast<int>(std::ceil(length / side)); };
    for (int i = 0; i < along(width); ++i) {
        for (int j = 0; j < along(height); ++j)
            push({box.min.x + (i + 0.5) * side, box.min.y + (j + 0.5) * side}, side / 2);
    }
    for (int looked_at = 0; looked_at < most_squares && !squares.empty(); ++looked_at) {
        const auto square = squares.top();
        squares.pop();
        if (square.promise <= enough * best.clearance) break;
        const double half = square.half / 2;
        for (const double x : {-half, half}) {
            for (const double y : {-half, half}) push({square.centre.x + x, square.centre.y + y}, half);
        }
    }
    if (best.clearance <= 0) return {};
    return best;
}

std::vector<std::optional<InnerPoint>> inner_points(const Polygons& polygons, unsigned threads) {
    std::vector<std::optional<InnerPoint>> out(polygons.size());
    parallel_for(polygons.size(), threads, [&](std::size_t area) { out[area] = inner_point(polygons, area); });
    return out;
}

}  // namespace geo
