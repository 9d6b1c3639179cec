#include "geo/validity.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace geo {

namespace {

constexpr std::size_t most_rings = 64;            // each is compared with each
constexpr std::size_t most_pairs_per_edge = 500;  // of edges above each other

/// 1 or -1 if a, b, c surely turn left or right, 0 if rounding may have decided. Error bound: Shewchuk 1997, "Adaptive
/// precision floating-point arithmetic and fast robust geometric predicates".
int sure_turn(Point a, Point b, Point c) {
    constexpr double error = 3.3306690738754716e-16;  // (3 + 16 eps) eps, eps = 2^-53
    const double left = (b.x - a.x) * (c.y - a.y);
    const double right = (b.y - a.y) * (c.x - a.x);
    const double turn = left - right;
    if (!(std::abs(turn) > error * (std::abs(left) + std::abs(right)))) return 0;
    return turn > 0 ? 1 : -1;
}

struct Edge {
    double low;  // x
    double high;
    Point a;
    Point b;
    std::uint32_t ring;
    std::uint32_t place;  // in its ring
};

/// Whether c and d surely lie on the same side of the line a-b.
bool one_side(Point a, Point b, Point c, Point d) {
    const int side = sure_turn(a, b, c);
    return side != 0 && side == sure_turn(a, b, d);
}

bool surely_apart(const Edge& e, const Edge& f) {
    if (std::max(e.a.y, e.b.y) < std::min(f.a.y, f.b.y) || std::max(f.a.y, f.b.y) < std::min(e.a.y, e.b.y)) return true;
    return one_side(e.a, e.b, f.a, f.b) || one_side(f.a, f.b, e.a, e.b);
}

/// Whether two edges that follow each other share their common point only.
bool surely_goes_on(Point before, Point corner, Point after) {
    const double ahead = (corner.x - before.x) * (after.x - corner.x) + (corner.y - before.y) * (after.y - corner.y);
    return ahead > 0 || sure_turn(before, corner, after) != 0;
}

class Rings {
public:
    Rings(const Polygons& polygons, std::size_t area) : polygons_(polygons), area_(area) {}

    bool sure() {
        const auto first = polygons_.first_ring(area_);
        const auto last = polygons_.last_ring(area_);
        if (last - first > most_rings) return false;
        edges_.clear();
        for (auto r = first; r < last; ++r) {
            if (!add_edges(polygons_.ring(r), r - first)) return false;
        }
        return apart() && (last - first <= 1 || nested());
    }

private:
    /// Edges of a ring without points that stand there twice. \return whether each goes on from the one before
    bool add_edges(std::span<const Point> ring, std::uint32_t index) {
        std::vector<Point>& corners = corners_;
        corners.clear();
        for (const auto& point : ring) {
            if (corners.empty() || !(corners.back() == point)) corners.push_back(point);
        }
        while (corners.size() > 1 && corners.front() == corners.back()) corners.pop_back();
        if (corners.size() < 3) return false;
        counts_.push_back(static_cast<std::uint32_t>(corners.size()));
        for (std::size_t i = 0; i < corners.size(); ++i) {
            const auto a = corners[i];
            const auto b = corners[i + 1 == corners.size() ? 0 : i + 1];
            const auto c = corners[(i + 2) % corners.size()];
            if (!surely_goes_on(a, b, c)) return false;
            edges_.push_back({std::min(a.x, b.x), std::max(a.x, b.x), a, b, index, static_cast<std::uint32_t>(i)});
        }
        return true;
    }

    [[nodiscard]] bool neighbours(const Edge& e, const Edge& f) const {
        if (e.ring != f.ring) return false;
        const auto gap = e.place > f.place ? e.place - f.place : f.place - e.place;
        return gap == 1 || gap + 1 == counts_[e.ring];
    }

    /// Whether no edge touches another, but for its neighbours at their common points.
    bool apart() {
        std::sort(edges_.begin(), edges_.end(), [](const Edge& e, const Edge& f) { return e.low < f.low; });
        std::size_t pairs = most_pairs_per_edge * edges_.size();
        for (std::size_t i = 0; i < edges_.size(); ++i) {
            for (auto j = i + 1; j < edges_.size() && edges_[j].low <= edges_[i].high; ++j) {
                if (pairs-- == 0) return false;
                if (!neighbours(edges_[i], edges_[j]) && !surely_apart(edges_[i], edges_[j])) return false;
            }
        }
        return true;
    }

    /// Whether a ring holds a point that lies on none of its edges.
    [[nodiscard]] bool holds(std::uint32_t ring, Point p) const {
        bool inside = false;
        const auto points = polygons_.ring(ring);
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto& a = points[i];
            const auto& b = points[i + 1 == points.size() ? 0 : i + 1];
            if ((a.x <= p.x) == (b.x <= p.x)) continue;
            const int side = a.x < b.x ? sure_turn(a, b, p) : sure_turn(b, a, p);
            if (side == 0) unsure_ = true;
            if (side > 0) inside = !inside;
        }
        return inside;
    }

    /// For rings that do not touch: whether every hole lies in its own shell and in no other hole of it, and every
    /// shell in no other part.
    bool nested() {
        unsure_ = false;
        for (auto part = polygons_.area_starts[area_]; part < polygons_.area_starts[area_ + 1]; ++part) {
            const auto shell = polygons_.polygon_starts[part];
            const auto end = polygons_.polygon_starts[part + 1];
            for (auto hole = shell + 1; hole < end; ++hole) {
                const auto p = polygons_.ring(hole).front();
                if (!holds(shell, p)) return false;
                for (auto other = shell + 1; other < end; ++other) {
                    if (other != hole && holds(other, p)) return false;
                }
            }
            const auto p = polygons_.ring(shell).front();
            for (auto other = polygons_.area_starts[area_]; other < polygons_.area_starts[area_ + 1]; ++other) {
                if (other == part) continue;
                bool inside = false;
                for (auto r = polygons_.polygon_starts[other]; r < polygons_.polygon_starts[other + 1]; ++r)
                    inside = inside != holds(r, p);
                if (inside) return false;
            }
        }
        return !unsure_;
    }

    const Polygons& polygons_;
    std::size_t area_;
    std::vector<Edge> edges_;
    std::vector<Point> corners_;
    std::vector<std::uint32_t> counts_;  // [rings] edges
    mutable bool unsure_ = false;
};

}  // namespace

bool surely_valid(const Polygons& polygons, std::size_t area) {
    assert(area < polygons.size());
    return Rings(polygons, area).sure();
}

}  // namespace geo
