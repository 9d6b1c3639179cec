#include "geo/lines.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace geo {

namespace {

/// Numbers points, alike ones alike, in the order in which they come.
class Numbers {
public:
    explicit Numbers(std::size_t points) : slots_(std::bit_ceil(2 * points + 1), none) {}

    std::uint32_t operator()(Point p) {
        for (std::size_t at = hash(p) & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
            if (slots_[at] == none) {
                slots_[at] = static_cast<std::uint32_t>(points_.size());
                points_.push_back(p);
            }
            if (points_[slots_[at]] == p) return slots_[at];
        }
    }
    [[nodiscard]] const std::vector<Point>& points() const { return points_; }

private:
    static constexpr std::uint32_t none = 0xffffffff;

    static std::size_t hash(Point p) {
        // + 0.0 makes one zero of both.
        std::uint64_t h = std::bit_cast<std::uint64_t>(p.x + 0.0) * 0x9e3779b97f4a7c15u;
        h = (h ^ (h >> 32) ^ std::bit_cast<std::uint64_t>(p.y + 0.0)) * 0xd6e8feb86659fd93u;
        return static_cast<std::size_t>(h ^ (h >> 32));
    }

    std::vector<std::uint32_t> slots_;
    std::vector<Point> points_;
};

using Edge = std::pair<std::uint32_t, std::uint32_t>;  // the lower number first

/// The edges of all rings, each once.
std::vector<Edge> edges_of(const Polygons& polygons, Numbers& numbers) {
    std::vector<Edge> out;
    out.reserve(polygons.points.size());
    for (std::uint32_t r = 0; r + 1 < polygons.ring_starts.size(); ++r) {
        const auto ring = polygons.ring(r);
        if (ring.empty()) continue;
        const auto first = numbers(ring.front());
        auto from = first;
        for (std::size_t i = 1; i <= ring.size(); ++i) {
            const auto to = i < ring.size() ? numbers(ring[i]) : first;
            if (from != to) out.emplace_back(std::min(from, to), std::max(from, to));
            from = to;
        }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

/// Which edges meet at a point.
struct Junctions {
    std::vector<std::uint32_t> starts;  // [points + 1]
    std::vector<std::uint32_t> edges;   // [2 * edges]

    Junctions(const std::vector<Edge>& all, std::size_t points) : starts(points + 1), edges(2 * all.size()) {
        for (const auto& [a, b] : all) {
            ++starts[a + 1];
            ++starts[b + 1];
        }
        for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
        auto next = starts;
        for (std::uint32_t e = 0; e < all.size(); ++e) {
            edges[next[all[e].first]++] = e;
            edges[next[all[e].second]++] = e;
        }
    }
    [[nodiscard]] std::span<const std::uint32_t> at(std::uint32_t point) const {
        return std::span(edges).subspan(starts[point], starts[point + 1] - starts[point]);
    }
};

}  // namespace

Lines borders(const Polygons& polygons) {
    Numbers numbers(polygons.points.size());
    const auto edges = edges_of(polygons, numbers);
    const auto& points = numbers.points();
    const Junctions junctions(edges, points.size());
    std::vector<bool> taken(edges.size());
    Lines out;
    out.points.reserve(points.size() + points.size() / 8);
    const auto follow = [&](std::uint32_t point, std::uint32_t edge) {
        out.points.push_back(points[point]);
        for (;;) {
            taken[edge] = true;
            point = edges[edge].first == point ? edges[edge].second : edges[edge].first;
            out.points.push_back(points[point]);
            const auto here = junctions.at(point);
            if (here.size() != 2) break;
            edge = here[0] == edge ? here[1] : here[0];
            if (taken[edge]) break;
        }
        out.end_line();
    };
    const auto follow_all = [&](auto&& from) {
        for (std::uint32_t point = 0; point < points.size(); ++point) {
            const auto here = junctions.at(point);
            if (!from(here.size())) continue;
            for (const auto edge : here) {
                if (!taken[edge]) follow(point, edge);
            }
        }
    };
    follow_all([](std::size_t meeting) { return meeting != 2; });
    follow_all([](std::size_t) { return true; });  // rings that meet no other
    return out;
}

}  // namespace geo
