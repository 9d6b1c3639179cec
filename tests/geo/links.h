#pragma once

#include "geo/spatial/neighbours.h"

#include <algorithm>
#include <cstdint>
#include <vector>

/// Neighbours as a list of rows for each row.
namespace links {

using Lists = std::vector<std::vector<std::uint32_t>>;

/// \param weights of all links in their order, or empty
inline geo::Neighbours of_lists(const Lists& lists, const std::vector<double>& weights = {}) {
    geo::Neighbours out;
    for (const auto& list : lists) {
        out.to.insert(out.to.end(), list.begin(), list.end());
        out.end_row();
    }
    out.weights = weights;
    return out;
}

inline Lists lists_of(const geo::Neighbours& neighbours) {
    Lists out;
    for (std::size_t row = 0; row < neighbours.size(); ++row) {
        const auto of = neighbours.of(row);
        out.emplace_back(of.begin(), of.end());
    }
    return out;
}

inline bool both_ways(const geo::Neighbours& neighbours) {
    const auto lists = lists_of(neighbours);
    for (std::uint32_t row = 0; row < lists.size(); ++row) {
        for (const auto other : lists[row]) {
            if (!std::binary_search(lists[other].begin(), lists[other].end(), row)) return false;
        }
    }
    return true;
}

}  // namespace links
