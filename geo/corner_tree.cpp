#include "geo/corner_tree.h"

#include <utility>

namespace geo {

void CornerTree::reset(const std::vector<Point>& corners, const std::vector<bool>& member) {
    constexpr std::size_t long_run = 256;
    const auto size = static_cast<std::uint32_t>(corners.size());
    raster_ = Raster(bounds(corners));
    places_.resize(size);
    corners_.clear();
    for (std::uint32_t c = 0; c < size; ++c) {
        places_[c] = raster_(corners[c]);
        if (member[c]) corners_.push_back(c);
    }
    const auto members = corners_.size();
    if (members > long_run) {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> order;
        order.reserve(members);
        for (const auto c : corners_) order.emplace_back(morton_code(places_[c]), c);
        std::sort(order.begin(), order.end());
        std::transform(order.begin(), order.end(), corners_.begin(), [](const auto& each) { return each.second; });
    }
    for (std::uint32_t c = 0; c < size; ++c) {
        if (!member[c]) corners_.push_back(c);
    }

    std::size_t nodes = (size + run - 1) / run;
    slot_of_.resize(size);
    x_.assign(nodes * run, nowhere);
    y_.assign(nodes * run, nowhere);
    level_starts_.assign(1, 0);
    std::size_t total = nodes;
    while (nodes > 1) {
        level_starts_.push_back(total);
        nodes = (nodes + fan_out - 1) / fan_out;
        total += nodes;
    }
    nodes_.assign(total, {});
    for (std::uint32_t slot = 0; slot < size; ++slot) slot_of_[corners_[slot]] = slot;
    for (std::size_t slot = 0; slot < members; ++slot) insert(corners_[slot]);
}

void CornerTree::insert(std::uint32_t corner) {
    const auto slot = static_cast<std::size_t>(slot_of_[corner]);
    if (x_[slot] != nowhere) return;
    const auto place = places_[corner];
    x_[slot] = place.x;
    y_[slot] = place.y;
    auto at = slot / run;
    for (const auto level_start : level_starts_) {
        auto& node = nodes_[level_start + at];
        node.box.include(place);
        ++node.members;
        at /= fan_out;
    }
}

void CornerTree::erase(std::uint32_t corner) {
    const auto slot = static_cast<std::size_t>(slot_of_[corner]);
    if (std::exchange(x_[slot], nowhere) == nowhere) return;
    auto at = slot / run;
    for (const auto level_start : level_starts_) {
        --nodes_[level_start + at].members;
        at /= fan_out;
    }
}

}  // namespace geo
