#include "geo/corner_tree.h"

#include "geo/morton.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace geo {

void CornerTree::reset(const std::vector<Point>& corners) {
    constexpr std::size_t long_chain = 512;
    const auto size = static_cast<std::uint32_t>(corners.size());
    slots_.resize(size);
    slot_of_.resize(size);
    if (size > long_chain) {
        const MortonCode code(bounds(corners));
        std::vector<std::pair<std::uint32_t, std::uint32_t>> order(size);
        for (std::uint32_t c = 0; c < size; ++c) order[c] = {code(corners[c]), c};
        std::sort(order.begin(), order.end());
        for (std::uint32_t slot = 0; slot < size; ++slot) slots_[slot] = {corners[order[slot].second], order[slot].second};
    } else {
        for (std::uint32_t c = 0; c < size; ++c) slots_[c] = {corners[c], c};
    }
    for (std::uint32_t slot = 0; slot < size; ++slot) slot_of_[slots_[slot].corner] = slot;
    level_starts_.assign(1, 0);
    std::size_t nodes = (size + run - 1) / run;
    std::size_t total = nodes;
    while (nodes > 1) {
        level_starts_.push_back(total);
        nodes = (nodes + run - 1) / run;
        total += nodes;
    }
    nodes_.assign(total, {});
}

void CornerTree::insert(std::uint32_t corner) {
    auto at = static_cast<std::size_t>(slot_of_[corner]);
    if (std::exchange(slots_[at].member, true)) return;
    const auto point = slots_[at].at;
    for (const auto level_start : level_starts_) {
        at /= run;
        auto& node = nodes_[level_start + at];
        node.box.extend(point);
        ++node.members;
    }
}

void CornerTree::erase(std::uint32_t corner) {
    auto at = static_cast<std::size_t>(slot_of_[corner]);
    if (!std::exchange(slots_[at].member, false)) return;
    for (const auto level_start : level_starts_) {
        at /= run;
        --nodes_[level_start + at].members;
    }
}

bool CornerTree::outside(const Box& box, Point a, Point b) {
    constexpr double rounding = 1e-15;
    const double width = b.x - a.x;
    const double height = b.y - a.y;
    // The corner of the box that lies furthest to the left.
    const double left = width * ((width > 0 ? box.max.y : box.min.y) - a.y);
    const double right = height * ((height > 0 ? box.min.x : box.max.x) - a.x);
    return left - right < -rounding * (std::abs(left) + std::abs(right));
}

}  // namespace geo
