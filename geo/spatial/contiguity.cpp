#include "geo/spatial/contiguity.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace geo {

namespace {

/// Vertices of the areas looked at so far, to be asked for near a place: a hash table of squares that are a few times
/// as wide as the tolerance, so that most questions look at one.
class VertexTable {
public:
    VertexTable(const std::vector<Point>& points, double tolerance)
        : points_(points),
          tolerance_(tolerance),
          per_square_(tolerance > 0 ? 1 / (squares_per_tolerance * tolerance) : 0),
          mask_(std::bit_ceil(std::max<std::size_t>(points.size(), 2)) - 1),
          first_(mask_ + 1, none),
          next_(points.size(), none) {}

    void insert(std::uint32_t vertex) {
        const auto p = points_[vertex];
        auto& first = first_[slot(square(p.x), square(p.y))];
        next_[vertex] = first;
        first = vertex;
    }

    /// Calls use(vertex) for those within the tolerance of p, some perhaps twice.
    template <typename Use>
    void for_each_near(Point p, Use&& use) const {
        const auto left = square(p.x - tolerance_);
        const auto right = square(p.x + tolerance_);
        const auto low = square(p.y - tolerance_);
        const auto high = square(p.y + tolerance_);
        for (auto x = left; x <= right; ++x) {
            for (auto y = low; y <= high; ++y) {
                for (auto vertex = first_[slot(x, y)]; vertex != none; vertex = next_[vertex]) {
                    if (meet(points_[vertex], p)) use(vertex);
                }
            }
        }
    }

    [[nodiscard]] bool meet(Point a, Point b) const { return a == b || std::hypot(a.x - b.x, a.y - b.y) <= tolerance_; }

private:
    static constexpr std::uint32_t none = 0xffffffff;
    static constexpr double squares_per_tolerance = 16;

    /// With no tolerance the coordinate itself tells the square.
    [[nodiscard]] std::int64_t square(double at) const {
        return per_square_ == 0 ? std::bit_cast<std::int64_t>(at + 0.0)
                                : static_cast<std::int64_t>(std::floor(at * per_square_));
    }
    [[nodiscard]] std::size_t slot(std::int64_t x, std::int64_t y) const {
        constexpr std::uint64_t spread = 0x9e3779b97f4a7c15U;
        auto mixed = (static_cast<std::uint64_t>(x) * spread) ^ (static_cast<std::uint64_t>(y) + (spread >> 1U));
        mixed *= spread;
        return static_cast<std::size_t>(mixed ^ (mixed >> 32U)) & mask_;
    }

    const std::vector<Point>& points_;
    double tolerance_;
    double per_square_;
    std::size_t mask_;
    std::vector<std::uint32_t> first_;  // [slots] the vertex last put there
    std::vector<std::uint32_t> next_;   // [vertices] the one put there before it
};

/// What was found of one area and those before it.
struct Touch {
    std::uint32_t by = 0xffffffff;  // area that last found it
    bool exact = false;             // whether at exactly the same place
};

}  // namespace

ContiguousAreas contiguous(const Polygons& polygons, Contiguity rule, double tolerance) {
    const auto& points = polygons.points;
    const auto areas = static_cast<std::uint32_t>(polygons.size());
    std::vector<std::uint32_t> area_of(points.size());
    std::vector<std::uint32_t> after(points.size());  // the next vertex of the ring
    std::vector<std::uint32_t> before(points.size());
    for (std::uint32_t area = 0; area < areas; ++area) {
        for (auto ring = polygons.first_ring(area); ring < polygons.last_ring(area); ++ring) {
            const auto first = polygons.ring_starts[ring];
            const auto last = polygons.ring_starts[ring + 1];
            for (auto vertex = first; vertex < last; ++vertex) {
                area_of[vertex] = area;
                after[vertex] = vertex + 1 < last ? vertex + 1 : first;
                before[after[vertex]] = vertex;
            }
        }
    }

    VertexTable table(points, tolerance);
    std::vector<Touch> touched(areas);
    std::vector<std::uint32_t> found;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    ContiguousAreas out;
    for (std::uint32_t area = 0; area < areas; ++area) {
        const auto first = polygons.ring_starts[polygons.first_ring(area)];
        const auto last = polygons.ring_starts[polygons.last_ring(area)];
        found.clear();
        for (auto vertex = first; vertex < last; ++vertex) {
            const auto p = points[vertex];
            const auto end = points[after[vertex]];
            if (rule == Contiguity::rook && table.meet(p, end)) continue;  // no edge
            table.for_each_near(p, [&](std::uint32_t other) {
                bool exact = points[other] == p;
                if (rule == Contiguity::rook) {
                    const auto next = points[after[other]];
                    const auto previous = points[before[other]];
                    if (!table.meet(next, end) && !table.meet(previous, end)) return;
                    exact = exact && (next == end || previous == end);
                }
                auto& touch = touched[area_of[other]];
                if (touch.by != area) {
                    touch = {area, exact};
                    found.push_back(area_of[other]);
                }
                touch.exact = touch.exact || exact;
            });
        }
        for (const auto other : found) {
            pairs.emplace_back(other, area);
            out.nearly += touched[other].exact ? 0 : 1;
        }
        for (auto vertex = first; vertex < last; ++vertex) table.insert(vertex);
    }
    out.neighbours = neighbours_of_pairs(areas, pairs);
    return out;
}

}  // namespace geo
