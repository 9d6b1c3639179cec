#pragma once

#include "geo/overlay.h"

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// What is added up in one area, its units: grid cells, or areas with a score of their own. Refers to the
/// MembersByArea (or the lists) that it was made from.
struct Members {
    std::span<const Overlap::Run> runs;  // of this area, ascending; no unit twice
    std::span<const double> share;       // [runs] part inside of each unit of the run, (0, 1]; empty means 1 everywhere

    /// Calls use(unit, share) for every unit, ascending: the order of the sums of aggregate().
    template <typename Use>
    void for_each(Use&& use) const {
        for (std::size_t r = 0; r < runs.size(); ++r) {
            const double part = share.empty() ? 1.0 : share[r];
            for (auto unit = runs[r].begin; unit < runs[r].end; ++unit) use(unit, part);
        }
    }
};

/// The weight of a unit in an area; `missing` counts as 0.
[[nodiscard]] inline double weight_in(double share, double weight) {
    return share * (weight > 0 ? weight : 0.0);  // missing is not above 0
}

/// An overlap in the order of its areas, for what needs one area at a time. A copy; cost: two passes over the runs.
class MembersByArea {
public:
    MembersByArea() = default;
    explicit MembersByArea(const Overlap& overlap);

    /// \pre area < size()
    [[nodiscard]] Members operator[](std::size_t area) const;
    /// Number of areas.
    [[nodiscard]] std::size_t size() const { return first_.empty() ? 0 : first_.size() - 1; }

private:
    std::vector<std::size_t> first_;  // [areas + 1] of its runs
    std::vector<Overlap::Run> runs_;
    std::vector<double> share_;  // [runs_], or empty
};

}  // namespace geo
