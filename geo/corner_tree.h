#pragma once

#include "geo/geometry.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace geo {

/// Private to triangulation. Corners of a chain that can be asked for near a triangle: boxes around runs of 8 corners,
/// boxes around runs of 8 boxes, and so on. Runs are those of the chain, whose neighbours lie near each other, or of a
/// z-order curve where the chain is long (Held 2001, "FIST"; Eberly). Each corner is a member of the set or not.
class CornerTree {
public:
    /// The corners of a new chain, none of them a member.
    void reset(const std::vector<Point>& corners);

    void insert(std::uint32_t corner);
    void erase(std::uint32_t corner);

    /// Calls `hit(corner)` for every member within or near the triangle, until one returns true: for all inside it or
    /// on its border, and for some others. \param triangle counter-clockwise; may be without surface
    /// \return whether one did
    template <typename Hit>
    [[nodiscard]] bool any_near(const std::array<Point, 3>& triangle, Hit&& hit) const {
        Box box;
        for (const auto& p : triangle) box.extend(p);
        return any_below(level_starts_.size() - 1, 0, box, triangle, hit);
    }

private:
    static constexpr std::size_t run = 8;

    struct Node {
        Box box;                    // of the corners that are or were members
        std::uint32_t members = 0;  // below it
    };

    static bool meet(const Box& a, const Box& b) {
        return a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y;
    }
    static bool holds(const Box& box, Point p) {
        return p.x >= box.min.x && p.x <= box.max.x && p.y >= box.min.y && p.y <= box.max.y;
    }
    /// Whether all of the box lies to the right of a-b, and not by rounding.
    static bool outside(const Box& box, Point a, Point b);
    static bool outside(const Box& box, const std::array<Point, 3>& t) {
        return outside(box, t[0], t[1]) || outside(box, t[1], t[2]) || outside(box, t[2], t[0]);
    }

    template <typename Hit>
    bool any_below(std::size_t level, std::size_t at, const Box& box, const std::array<Point, 3>& triangle,
                   Hit&& hit) const {
        const auto& node = nodes_[level_starts_[level] + at];
        if (node.members == 0 || !meet(node.box, box) || outside(node.box, triangle)) return false;
        const auto children = level == 0 ? slots_.size() : level_starts_[level] - level_starts_[level - 1];
        const auto last = children < (at + 1) * run ? children : (at + 1) * run;
        for (auto child = at * run; child < last; ++child) {
            if (level > 0 ? any_below(level - 1, child, box, triangle, hit)
                          : slots_[child].member && holds(box, slots_[child].at) && hit(slots_[child].corner))
                return true;
        }
        return false;
    }

    struct Slot {
        Point at;
        std::uint32_t corner;
        bool member = false;
    };
    std::vector<Slot> slots_;               // [corners] in the order of the runs
    std::vector<std::uint32_t> slot_of_;    // [corners]
    std::vector<Node> nodes_;               // runs of corners first, the root last
    std::vector<std::size_t> level_starts_;  // [levels]
};

}  // namespace geo
