#include "geo/untangle.h"

#include "geo/noding.h"
#include "geo/orientation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace geo {

namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// The edges of all rings between points that are numbered by their first occurrence, so that one place is one number.
std::vector<Edge> edges_of(const Polygons& polygons, std::size_t polygon) {
    std::map<std::pair<double, double>, std::uint32_t> first;
    std::vector<Edge> out;
    for (auto r = polygons.polygon_starts[polygon]; r < polygons.polygon_starts[polygon + 1]; ++r) {
        const auto begin = polygons.ring_starts[r];
        const auto end = polygons.ring_starts[r + 1];
        const auto number = [&](std::uint32_t p) {
            return first.try_emplace({polygons.points[p].x, polygons.points[p].y}, p).first->second;
        };
        for (auto p = begin; p < end; ++p) {
            const Edge edge{number(p), number(p + 1 == end ? begin : p + 1)};
            if (edge.from != edge.to) out.push_back(edge);
        }
    }
    return out;
}

/// Without the edges that are there in both directions, as often as they are.
std::vector<Edge> without_pairs(const std::vector<Edge>& edges) {
    std::map<Edge, int> count;
    for (const auto& e : edges) {
        const auto back = count.find({e.to, e.from});
        if (back != count.end() && back->second > 0) {
            --back->second;
        } else {
            ++count[e];
        }
    }
    std::vector<Edge> out;
    for (const auto& [edge, times] : count) out.insert(out.end(), static_cast<std::size_t>(times), edge);
    return out;
}

/// Links edges to loops. Where several meet at a point, each goes on to the nearest to its left, as brackets match, so
/// that the loops touch there and do not cross.
class Linking {
public:
    Linking(const std::vector<Point>& points, std::vector<Edge> edges)
        : points_(points), edges_(std::move(edges)), next_(edges_.size(), none) {
        std::map<std::uint32_t, std::vector<End>> ends;
        for (std::uint32_t e = 0; e < edges_.size(); ++e) {
            ends[edges_[e].from].push_back({e, edges_[e].to, true});
            ends[edges_[e].to].push_back({e, edges_[e].from, false});
        }
        for (auto& [point, around] : ends) link(point, around);
    }

    /// Loops as points; each has its surface on its left.
    [[nodiscard]] std::vector<std::vector<std::uint32_t>> loops() const {
        std::vector<std::vector<std::uint32_t>> out;
        std::vector<bool> done(edges_.size(), false);
        for (std::uint32_t first = 0; first < edges_.size(); ++first) {
            if (done[first]) continue;
            auto& loop = out.emplace_back();
            for (auto e = first; e != none && !done[e]; e = next_[e]) {
                done[e] = true;
                loop.push_back(edges_[e].from);
            }
        }
        return out;
    }

private:
    struct End {
        std::uint32_t edge;
        std::uint32_t other;  // point at the other end of the edge
        bool leaves;
    };

    /// Clockwise around a point, starting in the west: which of two directions comes first.
    [[nodiscard]] bool earlier(Point centre, Point a, Point b) const {
        const auto lower_half = [&](Point p) { return p.y < centre.y || (p.y == centre.y && p.x > centre.x); };
        if (lower_half(a) != lower_half(b)) return lower_half(b);
        return orientation(centre, a, b) < 0;
    }

    void link(std::uint32_t point, std::vector<End>& around) {
        std::stable_sort(around.begin(), around.end(), [&](const End& a, const End& b) {
            return earlier(points_[point], points_[a.other], points_[b.other]);
        });
        std::vector<std::uint32_t> arrived;
        for (int turn = 0; turn < 2; ++turn) {
            for (auto& end : around) {
                if (end.edge == none) continue;
                if (!end.leaves) {
                    arrived.push_back(end.edge);
                } else if (!arrived.empty()) {
                    next_[arrived.back()] = end.edge;
                    arrived.pop_back();
                } else {
                    continue;  // matched in the second turn
                }
                end.edge = none;
            }
        }
    }

    const std::vector<Point>& points_;
    std::vector<Edge> edges_;
    std::vector<std::uint32_t> next_;  // [edges]
};

struct Loop {
    std::vector<std::uint32_t> points;  // indices
    std::vector<Point> ring;
    double surface = 0;
    Box box;
};

/// Takes a loop apart into loops without repeated points, of three points or more.
void split(const std::vector<Point>& points, const std::vector<std::uint32_t>& loop, std::vector<Loop>& out) {
    std::vector<std::uint32_t> open;
    std::map<std::uint32_t, std::size_t> place;  // in `open`
    const auto close = [&](std::size_t first) {
        if (open.size() - first >= 3) {
            Loop made;
            made.points.assign(open.begin() + static_cast<std::ptrdiff_t>(first), open.end());
            for (const auto i : made.points) made.ring.push_back(points[i]);
            made.surface = signed_surface(made.ring);
            made.box = bounds(made.ring);
            if (made.surface != 0) out.push_back(std::move(made));
        }
        for (auto k = first; k < open.size(); ++k) place.erase(open[k]);
        open.resize(first);
    };
    for (const auto i : loop) {
        const auto found = place.find(i);
        if (found != place.end()) close(found->second);
        place[i] = open.size();
        open.push_back(i);
    }
    close(0);
}

/// A point strictly within a simple ring: in the triangle of a corner that is surely convex or, where other corners lie
/// in that triangle, half way to the one furthest from its base.
Point point_within(const std::vector<Point>& ring) {
    const auto least = std::min_element(ring.begin(), ring.end(),
                                        [](Point a, Point b) { return std::pair(a.x, a.y) < std::pair(b.x, b.y); });
    const auto b = *least;
    auto a = least == ring.begin() ? ring.back() : *(least - 1);
    auto c = least + 1 == ring.end() ? ring.front() : *(least + 1);
    if (orientation(a, b, c) < 0) std::swap(a, c);
    const auto above_base = [&](Point p) { return (p.x - c.x) * (a.y - c.y) - (p.y - c.y) * (a.x - c.x); };
    double furthest = 0;
    Point found{(a.x + b.x + c.x) / 3, (a.y + b.y + c.y) / 3};
    for (const auto& p : ring) {
        if (p == a || p == b || p == c || orientation(a, b, p) < 0 || orientation(b, c, p) < 0) continue;
        if (const double distance = std::abs(above_base(p)); orientation(c, a, p) >= 0 && distance >= furthest) {
            furthest = distance;
            found = {(p.x + b.x) / 2, (p.y + b.y) / 2};
        }
    }
    return found;
}

bool holds(const Loop& loop, Point p) {
    if (p.x < loop.box.min.x || p.x > loop.box.max.x || p.y < loop.box.min.y || p.y > loop.box.max.y) return false;
    bool inside = false;
    for (std::size_t i = 0; i < loop.ring.size(); ++i) {
        const auto a = loop.ring[i];
        const auto b = loop.ring[i + 1 == loop.ring.size() ? 0 : i + 1];
        if ((a.x <= p.x) != (b.x <= p.x) && crossing_y(a, b, p.x) <= p.y) inside = !inside;
    }
    return inside;
}

/// Which shell each loop is a hole of, itself for a shell, none for a loop that adds nothing. Large loops come first.
std::vector<std::uint32_t> nest(const std::vector<Loop>& loops) {
    std::vector<std::uint32_t> out(loops.size(), none);
    std::size_t budget = 100'000'000;  // corners to look at
    for (std::uint32_t k = 0; k < loops.size(); ++k) {
        const auto p = point_within(loops[k].ring);
        int winding = 0;  // around the loop
        std::uint32_t shell = none;
        for (std::uint32_t around = 0; around < k && budget > 0; ++around) {
            budget -= std::min(budget, 1 + loops[around].ring.size());
            if (!holds(loops[around], p)) continue;
            winding += loops[around].surface > 0 ? 1 : -1;
            if (out[around] == around) shell = around;
        }
        if (loops[k].surface > 0 && winding == 0) out[k] = k;
        if (loops[k].surface < 0 && winding == 1) out[k] = shell;
    }
    return out;
}

}  // namespace

std::optional<Untangled> untangle(const Polygons& polygons, std::size_t polygon) {
    constexpr int rounds = 6;  // what is put in may make edges cross others
    auto edges = edges_of(polygons, polygon);
    for (int round = 0; round < rounds; ++round) {
        const auto noded = put_corners_into_edges(polygons.points, edges);
        if (noded == Noded::hopeless) return {};
        if (noded == Noded::nothing_to_do) break;
        edges = without_pairs(edges);
    }
    std::vector<Loop> loops;
    for (const auto& loop : Linking(polygons.points, without_pairs(edges)).loops()) split(polygons.points, loop, loops);
    std::stable_sort(loops.begin(), loops.end(),
                     [](const auto& a, const auto& b) { return std::abs(a.surface) > std::abs(b.surface); });
    const auto shell_of = nest(loops);
    std::vector<std::vector<std::uint32_t>> rings(loops.size());  // of each shell
    for (std::uint32_t k = 0; k < loops.size(); ++k) {
        if (shell_of[k] != none) rings[shell_of[k]].push_back(k);
    }
    Untangled out;
    for (const auto& members : rings) {
        for (const auto k : members) {
            out.polygons.points.insert(out.polygons.points.end(), loops[k].ring.begin(), loops[k].ring.end());
            out.index.insert(out.index.end(), loops[k].points.begin(), loops[k].points.end());
            out.polygons.end_ring();
        }
        if (!members.empty()) out.polygons.end_polygon();
    }
    out.polygons.end_area();
    return out;
}

}  // namespace geo
