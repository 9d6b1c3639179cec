#include "geo/change.h"
#include "geo/compensated_sum.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace geo {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A unit near the limit, at one of the measurements.
struct Near {
    double offset;  // value - limit
    double weight;
    bool after;
    friend auto operator<=>(const Near&, const Near&) = default;
};

/// The weight at both measurements, in all and below the limit.
struct Shares {
    CompensatedSum all[2];
    CompensatedSum below[2];

    [[nodiscard]] bool any() const { return all[0].value() > 0 && all[1].value() > 0; }
    [[nodiscard]] double change() const {
        return below[1].value() / all[1].value() - below[0].value() / all[0].value();
    }
};

/// Keeps the change and the smallest of its shifts if it goes beyond the one kept.
void keep(double& kept, double& kept_shift, double change, double shift, bool beyond) {
    if (!std::isnan(kept) && !beyond && !(change == kept && std::abs(shift) < std::abs(kept_shift))) return;
    kept = change;
    kept_shift = shift;
}

}  // namespace

LimitCheck check_limit(const Members& members, const Moment& before, double limit_before, const Moment& after,
                       double limit_after, double margin) {
    assert(margin >= 0);
    LimitCheck out;
    Shares shares;
    std::vector<Near> near;
    const auto add = [&](std::size_t end, double offset, double w, double& weight_near) {
        if (std::isnan(offset) || !(w > 0)) return;
        shares.all[end].add(w);
        if (offset < -margin) shares.below[end].add(w);
        if (!(std::abs(offset) <= margin)) return;
        weight_near += w;
        near.push_back({offset, w, end == 1});
    };
    members.for_each([&](std::uint32_t unit, double share) {
        add(0, before.values[unit] - limit_before, weight_in(share, before.weights[unit]), out.weight_near_before);
        add(1, after.values[unit] - limit_after, weight_in(share, after.weights[unit]), out.weight_near_after);
    });
    if (!shares.any()) return out;
    std::ranges::sort(near);

    // Between two offsets the change stays the same: from just above the one up to and with the other.
    double from = -margin;
    for (std::size_t i = 0;;) {
        const double to = i < near.size() ? near[i].offset : margin;
        if (from <= to) {
            const double change = shares.change();
            const double shift = std::clamp(0.0, from, to);
            if (shift == 0) out.change = change;
            keep(out.least, out.shift_of_least, change, shift, change < out.least);
            keep(out.most, out.shift_of_most, change, shift, change > out.most);
        }
        if (i == near.size()) return out;
        for (; i < near.size() && near[i].offset == to; ++i) shares.below[near[i].after ? 1 : 0].add(near[i].weight);
        from = std::nextafter(to, infinity);
    }
}

double LimitCheck::vanishing() const {
    if (std::isnan(change) || change == 0) return missing;
    return std::max(0.0, 1 - (change > 0 ? least : most) / change);
}

}  // namespace geo
