#include "geo/members.h"

#include <cassert>

namespace geo {

MembersByArea::MembersByArea(const Overlap& overlap) : first_(overlap.areas + 1, 0) {
    for (const auto& run : overlap.runs) ++first_[run.area + 1];
    for (std::size_t area = 0; area < overlap.areas; ++area) first_[area + 1] += first_[area];
    // In the order of the overlap, so the units of an area stay ascending.
    auto next = first_;
    runs_.resize(overlap.runs.size());
    share_.resize(overlap.share.size());
    for (std::size_t r = 0; r < overlap.runs.size(); ++r) {
        const auto place = next[overlap.runs[r].area]++;
        runs_[place] = overlap.runs[r];
        if (!share_.empty()) share_[place] = overlap.share[r];
    }
}

Members MembersByArea::operator[](std::size_t area) const {
    assert(area < size());
    const auto begin = first_[area];
    const auto count = first_[area + 1] - begin;
    return {std::span(runs_).subspan(begin, count),
            share_.empty() ? std::span<const double>{} : std::span(share_).subspan(begin, count)};
}

}  // namespace geo
