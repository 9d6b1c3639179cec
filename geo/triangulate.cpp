#include "geo/triangulate.h"

#include "geo/corner_tree.h"
#include "geo/orientation.h"
#include "geo/parallel.h"
#include "geo/ring_chain.h"
#include "geo/untangle.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <queue>
#include <span>
#include <tuple>

namespace geo {

namespace {

using Triangle = std::array<std::uint32_t, 3>;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

double twice_surface(Point a, Point b, Point c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// Whether the chain turns round at b and runs back over itself. \pre a, b, c are on one line
bool turns_back(Point a, Point b, Point c) {
    return (a.x - b.x) * (c.x - b.x) + (a.y - b.y) * (c.y - b.y) > 0;
}

/// A place in a chain that may be an ear; out of date once its neighbours have changed.
struct Turn {
    std::uint32_t corner;
    std::uint32_t turn;
};

/// Shortest new edge first, to within a factor of two, and in order of arrival among those: short ears look at little
/// of the chain, and a round border is halved again and again instead of cut into a fan of splinters.
class TurnQueue {
public:
    void clear() {
        for (; filled_ != 0; filled_ &= filled_ - 1) {
            auto& lane = lanes_[static_cast<std::size_t>(std::countr_zero(filled_))];
            lane.turns.clear();
            lane.taken = 0;
        }
    }
    [[nodiscard]] bool empty() const { return filled_ == 0; }

    void push(Turn turn, Point a, Point b) {
        const double squared = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
        const auto exponent = static_cast<int>(std::bit_cast<std::uint64_t>(squared) >> 53);  // of the length
        const auto lane = std::clamp(exponent - shortest, 0, static_cast<int>(lanes_.size()) - 1);
        lanes_[static_cast<std::size_t>(lane)].turns.push_back(turn);
        filled_ |= 1u << lane;
    }

    Turn pop() {
        const auto first = std::countr_zero(filled_);
        auto& lane = lanes_[static_cast<std::size_t>(first)];
        const auto turn = lane.turns[lane.taken++];
        if (lane.taken == lane.turns.size()) {
            lane.turns.clear();
            lane.taken = 0;
            filled_ &= ~(1u << first);
        }
        return turn;
    }

private:
    struct Lane {
        std::vector<Turn> turns;
        std::size_t taken = 0;
    };
    static constexpr int shortest = 1023 / 2 - 10;  // 2^-10, a millimetre
    std::array<Lane, 32> lanes_;                    // a factor of two each, up to 2^21
    std::uint32_t filled_ = 0;                      // a bit for each lane
};

/// Cuts ears off one chain at a time; kept from polygon to polygon for its memory.
class EarClipper {
public:
    explicit EarClipper(const std::vector<Point>& points) : points_(points) {}

    /// Adds triangles of the chain, indices into the points, until it is used up or has no ears. \return whether it is
    /// used up
    bool cut(const std::vector<std::uint32_t>& chain, std::vector<Triangle>& triangles) {
        out_ = &triangles;
        begin(chain);
        cut_ears();
        return left_ <= 2;
    }

    /// Goes on where cut() found no ears: takes the smallest convex corner as an ear, and looks on. What remains in the
    /// end has no convex corner and is given up.
    void cut_by_force() {
        by_force_ = true;
        force_ = {};
        for (std::uint32_t c = 0; c < corners_.size(); ++c) {
            if (linked(c) && corners_[c].convex) push_force(c);
        }
        while (left_ > 2 && !force_.empty()) {
            const auto [size, corner, turn] = force_.top();
            force_.pop();
            if (!current({corner, turn})) continue;
            cut_ear(corner);
            cut_ears();
        }
    }

private:
    /// A place in the chain. Places that lie at one point are different corners.
    struct Corner {
        Point at;
        std::uint32_t prev;
        std::uint32_t next;
        std::uint32_t point;
        std::uint32_t turn = 0;  // changes with its neighbours, so that what was queued before is out of date
        bool convex = false;     // strictly
    };

    void begin(const std::vector<std::uint32_t>& chain) {
        const auto size = static_cast<std::uint32_t>(chain.size());
        corners_.clear();
        places_.clear();
        for (std::uint32_t c = 0; c < size; ++c) {
            places_.push_back(points_[chain[c]]);
            corners_.push_back({points_[chain[c]], c == 0 ? size - 1 : c - 1, c + 1 == size ? 0 : c + 1, chain[c]});
        }
        left_ = size;
        queue_.clear();
        by_force_ = false;
        reflex_corners_.resize(size);
        for (std::uint32_t c = 0; c < size; ++c) reflex_corners_[c] = !look_at(c);
        reflex_.reset(places_, reflex_corners_);
    }

    [[nodiscard]] bool current(Turn turn) const { return corners_[turn.corner].turn == turn.turn; }

    /// Queues the corner if it may be an ear or a spike. \return whether it is convex
    bool look_at(std::uint32_t c) {
        auto& corner = corners_[c];
        const auto prev = corners_[corner.prev].at;
        const auto next = corners_[corner.next].at;
        const int side = orientation(prev, corner.at, next);
        if (side >= 0) queue_.push({c, corner.turn}, prev, next);
        return corner.convex = side > 0;
    }

    /// To be called when a neighbour of the corner has changed.
    void look_again(std::uint32_t c) {
        ++corners_[c].turn;
        const bool convex = look_at(c);
        convex ? reflex_.erase(c) : reflex_.insert(c);
        if (convex && by_force_) push_force(c);
    }

    [[nodiscard]] bool linked(std::uint32_t c) const { return corners_[c].next != none; }

    void unlink(std::uint32_t c) {
        const auto prev = corners_[c].prev;
        const auto next = corners_[c].next;
        corners_[prev].next = next;
        corners_[next].prev = prev;
        corners_[c].prev = corners_[c].next = none;
        ++corners_[c].turn;
        reflex_.erase(c);
        --left_;
        look_again(prev);
        look_again(next);
    }

    void cut_ear(std::uint32_t c) {
        const auto& corner = corners_[c];
        out_->push_back({corners_[corner.prev].point, corner.point, corners_[corner.next].point});
        unlink(c);
    }

    /// Only the neighbours of an ear that was cut can become ears (Eberly), so all others are looked at once.
    void cut_ears() {
        while (!queue_.empty() && left_ > 2) {
            const auto turn = queue_.pop();
            if (!current(turn)) continue;
            const auto& corner = corners_[turn.corner];
            const auto prev = corners_[corner.prev].at;
            const auto next = corners_[corner.next].at;
            if (corner.convex) {
                if (is_ear(turn.corner)) cut_ear(turn.corner);
            } else if (corner.at == next || corner.at == prev || turns_back(prev, corner.at, next)) {
                unlink(turn.corner);
            }
        }
    }

    /// \pre convex. Blocked by what lies inside the triangle or on the new edge, and by what touches its other edges or
    /// corners and goes on inside. Where there is anything inside, there is a corner that is not convex.
    [[nodiscard]] bool is_ear(std::uint32_t c) const {
        const auto& corner = corners_[c];
        const std::array<Point, 3> triangle{corners_[corner.prev].at, corner.at, corners_[corner.next].at};
        return !reflex_.any_near(corner.prev, c, corner.next,
                                 [&](std::uint32_t other) { return blocks(other, triangle); });
    }

    [[nodiscard]] bool blocks(std::uint32_t other, const std::array<Point, 3>& triangle) const {
        const auto a = triangle[0];
        const auto b = triangle[1];
        const auto c = triangle[2];
        const auto p = corners_[other].at;
        const int ca = orientation(c, a, p);
        if (ca < 0) return false;
        const int ab = orientation(a, b, p);
        if (ab < 0) return false;
        const int bc = orientation(b, c, p);
        if (bc < 0) return false;
        if (ab > 0 && bc > 0) return true;
        return goes_inside(other, [&](Point w) {
            return (ab > 0 || orientation(a, b, w) > 0) && (bc > 0 || orientation(b, c, w) > 0) &&
                   (ca > 0 || orientation(c, a, w) > 0);
        });
    }

    template <typename Inside>
    [[nodiscard]] bool goes_inside(std::uint32_t c, Inside&& inside) const {
        return inside(corners_[corners_[c].prev].at) || inside(corners_[corners_[c].next].at);
    }

    void push_force(std::uint32_t c) {
        const auto& corner = corners_[c];
        const double size = twice_surface(corners_[corner.prev].at, corner.at, corners_[corner.next].at);
        force_.emplace(size, c, corner.turn);
    }

    const std::vector<Point>& points_;
    std::vector<Triangle>* out_ = nullptr;
    std::vector<Corner> corners_;  // in the order of the chain, the cut ones too
    std::vector<Point> places_;    // of the corners
    std::vector<bool> reflex_corners_;
    std::uint32_t left_ = 0;  // corners not cut
    CornerTree reflex_;       // corners that are not convex
    TurnQueue queue_;         // corners that may be ears
    bool by_force_ = false;
    using Forced = std::tuple<double, std::uint32_t, std::uint32_t>;  // surface, corner, turn
    std::priority_queue<Forced, std::vector<Forced>, std::greater<>> force_;
};

/// Triangles of one polygon after another; kept for its memory.
class Cutter {
public:
    explicit Cutter(const Polygons& polygons) : polygons_(polygons), clipper_(polygons.points) {}

    void cut(std::size_t polygon, std::vector<Triangle>& triangles) {
        const auto before = triangles.size();
        chain_rings(polygons_, polygon, chain_);
        if (clipper_.cut(chain_, triangles) && is_surface(polygon, std::span(triangles).subspan(before))) return;
        // No ears, though there are more than two corners, or too large a sum: something touches an edge or crosses
        // one.
        const auto untangled = untangle(polygons_, polygon);
        if (!untangled) return clipper_.cut_by_force();
        triangles.resize(before);
        EarClipper clipper(untangled->polygons.points);
        for (std::size_t part = 0; part + 1 < untangled->polygons.polygon_starts.size(); ++part) {
            chain_rings(untangled->polygons, part, chain_);
            if (!clipper.cut(chain_, triangles)) clipper.cut_by_force();
        }
        for (auto t = before; t < triangles.size(); ++t) {
            for (auto& corner : triangles[t]) corner = untangled->index[corner];
        }
    }

private:
    [[nodiscard]] bool is_surface(std::size_t polygon, std::span<const Triangle> triangles) const {
        constexpr double rounding = 1e-9;
        double rings = 0;
        for (auto r = polygons_.polygon_starts[polygon]; r < polygons_.polygon_starts[polygon + 1]; ++r)
            rings += signed_surface(polygons_.ring(r));
        double sum = 0;
        const auto& points = polygons_.points;
        for (const auto& [a, b, c] : triangles) sum += twice_surface(points[a], points[b], points[c]) / 2;
        return std::abs(sum - rings) <= rounding * sum;
    }

    const Polygons& polygons_;
    EarClipper clipper_;
    std::vector<std::uint32_t> chain_;
};

}  // namespace

Triangles triangulate(const Polygons& polygons, unsigned threads) {
    constexpr std::size_t block = 32;  // areas per job
    const std::size_t blocks = (polygons.size() + block - 1) / block;
    std::vector<std::vector<Triangle>> parts(blocks);
    std::vector<std::uint32_t> count(polygons.size());
    parallel_for(blocks, threads, [&](std::size_t b) {
        Cutter cutter(polygons);
        for (std::size_t area = b * block; area < std::min(polygons.size(), (b + 1) * block); ++area) {
            const auto before = parts[b].size();
            for (auto p = polygons.area_starts[area]; p < polygons.area_starts[area + 1]; ++p) {
                cutter.cut(p, parts[b]);
            }
            count[area] = static_cast<std::uint32_t>(parts[b].size() - before);
        }
    });
    Triangles out;
    out.area_starts.reserve(polygons.size() + 1);
    for (const auto n : count) out.area_starts.push_back(out.area_starts.back() + n);
    out.corners.reserve(out.area_starts.back());
    for (const auto& part : parts) out.corners.insert(out.corners.end(), part.begin(), part.end());
    return out;
}

}  // namespace geo
