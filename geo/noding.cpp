#include "geo/noding.h"

#include "geo/orientation.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

namespace geo {

namespace {

/// Part of the way from a to b where p lies nearest to a-b, in [0, 1]. \pre a != b
double part_along(Point a, Point b, Point p) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    return std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
}

double squared_distance(Point a, Point b, Point p) {
    const double t = part_along(a, b, p);
    const double dx = a.x + t * (b.x - a.x) - p.x;
    const double dy = a.y + t * (b.y - a.y) - p.y;
    return dx * dx + dy * dy;
}

/// A point to be put into an edge.
struct Insertion {
    std::uint32_t edge;  // into the edges
    double part;         // of the way along it
    std::uint32_t point;
};

/// Finds what to put into which edge.
class Search {
public:
    Search(const std::vector<Point>& points, const std::vector<Edge>& edges) : points_(points), edges_(edges) {}

    /// Nothing where it is hopeless.
    std::optional<std::vector<Insertion>> find() {
        const auto size = edges_.size();
        std::vector<std::pair<double, std::uint32_t>> order(size);  // by their left end
        for (std::uint32_t e = 0; e < size; ++e) order[e] = {std::min(from(e).x, to(e).x), e};
        std::sort(order.begin(), order.end());
        std::size_t pairs = 200'000'000;
        const std::size_t most = 1000 + 4 * size;
        for (std::size_t i = 0; i < size; ++i) {
            const auto e = order[i].second;
            const double right = std::max(from(e).x, to(e).x);
            const double low = std::min(from(e).y, to(e).y);
            const double high = std::max(from(e).y, to(e).y);
            for (std::size_t j = i + 1; j < size && order[j].first <= right; ++j) {
                if (--pairs == 0 || found_.size() > most) return {};
                const auto f = order[j].second;
                if (std::max(from(f).y, to(f).y) >= low && std::min(from(f).y, to(f).y) <= high) compare(e, f);
            }
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] Point from(std::uint32_t e) const { return points_[edges_[e].from]; }
    [[nodiscard]] Point to(std::uint32_t e) const { return points_[edges_[e].to]; }

    void compare(std::uint32_t e, std::uint32_t f) {
        const int from_f = orientation(from(e), to(e), from(f));
        const int to_f = orientation(from(e), to(e), to(f));
        if (from_f * to_f > 0) return;
        const int from_e = orientation(from(f), to(f), from(e));
        const int to_e = orientation(from(f), to(f), to(e));
        if (from_e * to_e > 0) return;
        if (from_f == 0) touch(e, edges_[f].from);
        if (to_f == 0) touch(e, edges_[f].to);
        if (from_e == 0) touch(f, edges_[e].from);
        if (to_e == 0) touch(f, edges_[e].to);
        if (from_f * to_f * from_e * to_e != 0) cross(e, f);
    }

    void touch(std::uint32_t edge, std::uint32_t point) {
        const auto p = points_[point];
        if (p == from(edge) || p == to(edge)) return;
        const double part = part_along(from(edge), to(edge), p);
        if (part > 0 && part < 1) found_.push_back({edge, part, point});
    }

    void cross(std::uint32_t e, std::uint32_t f) {
        const std::array<std::pair<std::uint32_t, std::uint32_t>, 4> choices{
            {{e, edges_[f].from}, {e, edges_[f].to}, {f, edges_[e].from}, {f, edges_[e].to}}};  // edge, point
        double least = std::numeric_limits<double>::infinity();
        auto best = choices[0];
        for (const auto& [edge, point] : choices) {
            const double distance = squared_distance(from(edge), to(edge), points_[point]);
            if (distance < least) {
                least = distance;
                best = {edge, point};
            }
        }
        const auto [edge, point] = best;
        found_.push_back({edge, part_along(from(edge), to(edge), points_[point]), point});
    }

    const std::vector<Point>& points_;
    const std::vector<Edge>& edges_;
    std::vector<Insertion> found_;
};

}  // namespace

Noded put_corners_into_edges(const std::vector<Point>& points, std::vector<Edge>& edges) {
    auto search = Search(points, edges).find();
    if (!search) return Noded::hopeless;
    auto& found = *search;
    if (found.empty()) return Noded::nothing_to_do;
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tie(a.edge, a.part, a.point) < std::tie(b.edge, b.part, b.point);
    });
    std::vector<Edge> out;
    auto insertion = found.begin();
    for (std::uint32_t e = 0; e < edges.size(); ++e) {
        auto from = edges[e].from;
        const auto add = [&](std::uint32_t to) {
            if (points[from] != points[to]) out.push_back({from, to});
            from = to;
        };
        for (; insertion != found.end() && insertion->edge == e; ++insertion) add(insertion->point);
        add(edges[e].to);
    }
    edges = std::move(out);
    return Noded::done;
}

}  // namespace geo
