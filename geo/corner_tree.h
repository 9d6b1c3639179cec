#pragma once

#include "geo/geometry.h"
#include "geo/morton.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace geo {

/// Private to triangulation. Corners of a chain that can be asked for near a triangle: boxes around runs of 64 members,
/// boxes around runs of 8 boxes, and so on, on a raster of 65,535 steps over the chain's box. Runs are those of the
/// chain, whose neighbours lie near each other, or of a z-order curve where the chain is long (Eberly; Held 2001,
/// "FIST"). Each corner is a member of the set or not; it is made for sets that shrink.
class CornerTree {
public:
    /// The corners of a new chain. \param member [corners] which are in the set; others may come in later, at a price
    void reset(const std::vector<Point>& corners, const std::vector<bool>& member);

    void insert(std::uint32_t corner);
    void erase(std::uint32_t corner);

    /// Calls `hit(corner)` for every member within or near the triangle of three corners but for these, until one
    /// returns true: for all inside it or on its border, and for some others. \pre counter-clockwise \return whether
    /// one did
    template <typename Hit>
    [[nodiscard]] bool any_near(std::uint32_t a, std::uint32_t b, std::uint32_t c, Hit&& hit) const {
        Query query{{places_[a], places_[b], places_[c]}, {}};
        for (const auto place : query.corners) query.box.include(place);
        const auto top = level_starts_.size() - 1;
        // Most triangles are free. Counting has no branches to guess wrongly.
        const auto own = is_member(a) + is_member(b) + is_member(c);
        std::uint32_t found = 0;
        const auto count = [&](std::size_t run_at) {
            found += count_in_run(run_at, query.box);
            return found > own;
        };
        if (!any_run(top, 0, query, count)) return false;
        const auto look = [&](std::size_t run_at) {
            return any_in_run(run_at, query.box, [&](std::uint32_t k) { return k != a && k != b && k != c && hit(k); });
        };
        return any_run(top, 0, query, look);
    }

private:
    static constexpr std::size_t run = 64;
    static constexpr std::size_t fan_out = 8;
    static constexpr std::size_t lanes = 8;          // compared at once
    static constexpr std::uint32_t few = 8;          // members sooner looked at than a box around them
    static constexpr std::uint16_t nowhere = 65535;  // beyond the raster: not a member

    using Place = Raster::Place;
    using Lanes [[gnu::vector_size(16)]] = std::uint16_t;

    struct Bounds {
        std::uint16_t min_x = nowhere;
        std::uint16_t min_y = nowhere;
        std::uint16_t max_x = 0;
        std::uint16_t max_y = 0;

        void include(Place p) {
            min_x = std::min(min_x, p.x);
            min_y = std::min(min_y, p.y);
            max_x = std::max(max_x, p.x);
            max_y = std::max(max_y, p.y);
        }
        [[nodiscard]] bool meets(const Bounds& b) const {
            return min_x <= b.max_x && b.min_x <= max_x && min_y <= b.max_y && b.min_y <= max_y;
        }
    };
    struct Node {
        Bounds box;                 // of the corners that are or were members
        std::uint32_t members = 0;  // below it
    };
    struct Query {
        std::array<Place, 3> corners;
        Bounds box;
    };

    /// Whether all of the box lies to the right of a-b, by more than the raster is coarse.
    static bool outside(const Bounds& box, Place a, Place b) {
        const std::int64_t width = b.x - a.x;
        const std::int64_t height = b.y - a.y;
        constexpr std::int64_t coarse = 2;
        const std::int64_t slack = coarse * (std::abs(width) + std::abs(height) + coarse);
        return width * ((width > 0 ? box.max_y : box.min_y) - a.y) -
                   height * ((height > 0 ? box.min_x : box.max_x) - a.x) <
               -slack;
    }

    [[nodiscard]] std::uint32_t is_member(std::uint32_t corner) const {
        return x_[slot_of_[corner]] != nowhere ? 1 : 0;
    }

    /// Calls `work(run)` for the runs that may have members near the triangle, until it returns true.
    template <typename Work>
    bool any_run(std::size_t level, std::size_t at, const Query& query, const Work& work) const {
        if (level == 0) return work(at);
        const auto* children = nodes_.data() + level_starts_[level - 1];
        const auto last = std::min(level_starts_[level] - level_starts_[level - 1], (at + 1) * fan_out);
        for (auto child = at * fan_out; child < last; ++child) {
            const auto& node = children[child];
            if (node.members == 0 || !node.box.meets(query.box)) continue;
            const auto& [a, b, c] = query.corners;
            if (node.members > few && (outside(node.box, a, b) || outside(node.box, b, c) || outside(node.box, c, a)))
                continue;
            if (any_run(level - 1, child, query, work)) return true;
        }
        return false;
    }

    /// All bits of a lane where the slot's member lies in the box, else none.
    [[nodiscard]] auto inside(std::size_t first_slot, const Bounds& box) const {
        Lanes x;
        Lanes y;
        std::memcpy(&x, x_.data() + first_slot, sizeof x);
        std::memcpy(&y, y_.data() + first_slot, sizeof y);
        const auto width = static_cast<std::uint16_t>(box.max_x - box.min_x);
        const auto height = static_cast<std::uint16_t>(box.max_y - box.min_y);
        return (x - box.min_x <= width) & (y - box.min_y <= height);
    }

    [[nodiscard]] std::uint32_t count_in_run(std::size_t at, const Bounds& box) const {
        Lanes count{};
        const auto end = std::min(corners_.size(), (at + 1) * run);
        for (std::size_t first = at * run; first < end; first += lanes)
            count -= std::bit_cast<Lanes>(inside(first, box));
        const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(count);
        return static_cast<std::uint32_t>((halves[0] + halves[1]) * 0x0001000100010001u >> 48);
    }

    template <typename Hit>
    bool any_in_run(std::size_t at, const Bounds& box, Hit&& hit) const {
        const auto end = std::min(corners_.size(), (at + 1) * run);
        for (std::size_t first = at * run; first < end; first += lanes) {
            const auto found = std::bit_cast<std::array<std::uint16_t, lanes>>(inside(first, box));
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                if (found[lane] != 0 && hit(corners_[first + lane])) return true;
            }
        }
        return false;
    }

    Raster raster_{Box{}};
    std::vector<std::uint16_t> x_;           // [slots] first members by runs, then others; `nowhere` unless a member
    std::vector<std::uint16_t> y_;           // [slots]
    std::vector<std::uint32_t> corners_;     // [corners] of each slot
    std::vector<std::uint32_t> slot_of_;     // [corners]
    std::vector<Place> places_;              // [corners]
    std::vector<Node> nodes_;                // runs of corners first, the root last
    std::vector<std::size_t> level_starts_;  // [levels]
};

}  // namespace geo
