#include "geo/change.h"

#include "geo/classify.h"
#include "geo/compensated_sum.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace geo {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A unit at a measurement.
struct Unit {
    double value;
    double weight;  // 0 where it has no value

    Unit(double v, double w) : value(v), weight(std::isnan(v) ? 0.0 : w) {}
    [[nodiscard]] bool present() const { return weight > 0; }
};

/// What the units add up to at a measurement.
struct End {
    double sum = 0;
    double weight = 0;
    double least = infinity;
    double most = -infinity;
    CompensatedSum whole;  // the weight again: the p's are parts of it, and must sum to 1 for a whole country too

    void add(const Unit& unit) {
        if (std::isnan(unit.value)) return;
        sum += unit.weight * unit.value;
        weight += unit.weight;
        if (!unit.present()) return;
        least = std::min(least, unit.value);
        most = std::max(most, unit.value);
        whole.add(unit.weight);
    }
    /// As aggregate() does.
    [[nodiscard]] double mean() const { return weight > 0 ? std::clamp(sum / weight, least, most) : missing; }
};

/// \param unit_before, unit_after give the Unit from its index and share
template <typename Before, typename After>
ChangeSplit split(const Members& members, const Before& unit_before, const After& unit_after) {
    ChangeSplit out;
    End ends[2];
    members.for_each([&](std::uint32_t unit, double share) {
        const Unit v0 = unit_before(unit, share);
        const Unit v1 = unit_after(unit, share);
        ends[0].add(v0);
        ends[1].add(v1);
        if (v0.present() && v1.present()) {
            ++out.stayed;
            out.weight_stayed_before += v0.weight;
            out.weight_stayed_after += v1.weight;
        } else if (v1.present()) {
            ++out.entered;
            out.weight_entered += v1.weight;
        } else if (v0.present()) {
            ++out.left;
            out.weight_left += v0.weight;
        }
    });
    out.before = ends[0].mean();
    out.after = ends[1].mean();
    out.weight_before = ends[0].weight;
    out.weight_after = ends[1].weight;
    if (!(out.weight_before > 0 && out.weight_after > 0)) return out;

    const double c = (out.before + out.after) / 2;
    const double whole[2] = {ends[0].whole.value(), ends[1].whole.value()};
    CompensatedSum within, weights, entry, exit;
    members.for_each([&](std::uint32_t unit, double share) {
        const Unit v0 = unit_before(unit, share);
        const Unit v1 = unit_after(unit, share);
        const double p0 = v0.weight / whole[0];
        const double p1 = v1.weight / whole[1];
        if (v0.present() && v1.present()) {
            within.add((p0 + p1) / 2 * (v1.value - v0.value));
            weights.add((p1 - p0) * ((v0.value + v1.value) / 2 - c));
        } else if (v1.present()) {
            entry.add(p1 * (v1.value - c));
        } else if (v0.present()) {
            exit.add(p0 * (c - v0.value));
        }
    });
    out.within = within.value();
    out.weights = weights.value();
    out.entry = entry.value();
    out.exit = exit.value();
    return out;
}

auto units_of(const Moment& moment) {
    assert(moment.values.size() == moment.weights.size());
    return [&moment](std::uint32_t unit, double share) {
        return Unit(moment.values[unit], weight_in(share, moment.weights[unit]));
    };
}

auto units_of(std::span<const std::uint8_t> classes, std::span<const double> weights, std::size_t k) {
    assert(classes.size() == weights.size());
    return [=](std::uint32_t unit, double share) {
        const auto code = classes[unit];
        return Unit(!is_class(code) ? missing : code <= k ? 1.0 : 0.0, weight_in(share, weights[unit]));
    };
}

}  // namespace

ChangeSplit split_change(const Members& members, const Moment& before, const Moment& after) {
    return split(members, units_of(before), units_of(after));
}

ChangeSplit split_share_change(const Members& members, std::span<const std::uint8_t> classes_before,
                               std::span<const double> weights_before, std::span<const std::uint8_t> classes_after,
                               std::span<const double> weights_after, std::size_t k) {
    return split(members, units_of(classes_before, weights_before, k), units_of(classes_after, weights_after, k));
}

Transitions transitions(const Members& members, std::span<const std::uint8_t> classes_before,
                        std::span<const double> weights_before, std::span<const std::uint8_t> classes_after,
                        std::span<const double> weights_after, std::size_t class_count) {
    assert(class_count <= most_classes);
    const auto known = [&](std::uint8_t code) { return code >= 1 && code <= class_count; };
    const auto cells = class_count * class_count;
    Transitions out{class_count,
                    std::vector<double>(cells, missing),
                    std::vector<double>(cells),
                    std::vector<double>(cells),
                    std::vector<double>(class_count),
                    std::vector<double>(class_count)};
    double whole[2] = {0, 0};
    members.for_each([&](std::uint32_t unit, double share) {
        const auto from = classes_before[unit];
        const auto to = classes_after[unit];
        const double w0 = known(from) ? weight_in(share, weights_before[unit]) : 0.0;
        const double w1 = known(to) ? weight_in(share, weights_after[unit]) : 0.0;
        whole[0] += w0;
        whole[1] += w1;
        if (w0 > 0 && w1 > 0) {
            out.weight_before[out.at(from, to)] += w0;
            out.weight_after[out.at(from, to)] += w1;
        } else if (w1 > 0) {
            out.entered[to - 1u] += w1;
        } else if (w0 > 0) {
            out.left[from - 1u] += w0;
        }
    });
    for (std::size_t i = 0; i < cells && whole[0] > 0 && whole[1] > 0; ++i)
        out.part[i] = (out.weight_before[i] / whole[0] + out.weight_after[i] / whole[1]) / 2;
    return out;
}

double Transitions::moved_into(std::size_t k) const {
    assert(k <= classes);
    if (part.empty() || std::isnan(part.front())) return missing;
    double moved = 0;
    for (std::size_t high = k + 1; high <= classes; ++high) {
        for (std::size_t low = 1; low <= k; ++low) moved += part[at(high, low)] - part[at(low, high)];
    }
    return moved;
}

}  // namespace geo
