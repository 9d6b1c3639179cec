#pragma once

#include "geo/members.h"
#include "geo/table.h"

#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// A measurement of one dimension. A unit is present at it if it has a value and share * weight > 0.
struct Moment {
    std::span<const double> values;   // [units]; `missing` where a unit has none
    std::span<const double> weights;  // [units] of this measurement, >= 0; `missing` counts as 0
};

/// How a weighted mean changed from one measurement to another, each with its own weights, in parts that add up to the
/// change. With w = share * weight, p = w / sum(w) over the units present at a measurement (0: before, 1: after), and
/// c = (before + after) / 2:
///     within  = sum over stayed of (p0 + p1) / 2 * (v1 - v0)
///     weights = sum over stayed of (p1 - p0) * ((v0 + v1) / 2 - c)
///     entry   = sum over entered of p1 * (v1 - c)
///     exit    = sum over left of p0 * (c - v0)
/// The symmetric split of Kitagawa 1955, "Components of a difference between two rates", with entry and exit. The sum
/// is the same for any c, since every p sums to 1; but only what is measured from the area's own level speaks of
/// entering and leaving itself. With this c, units that come or go and are as the area is, on average of the two
/// measurements, contribute nothing, the split of the way back is the negative of this one (entry and exit swapped),
/// and adding a constant to all values changes no part. The parts are `missing` unless there are units present at both
/// ends, before and after; the mean of an end without is `missing` as well.
struct ChangeSplit {
    double before = missing;  // the means, to the last bit those of aggregate()
    double after = missing;
    double within = missing;  // parts, in the unit of the values
    double weights = missing;
    double entry = missing;
    double exit = missing;
    double weight_before = 0;  // sum(w) of the units present: here each at its own measurement
    double weight_after = 0;
    double weight_stayed_before = 0;
    double weight_stayed_after = 0;
    double weight_entered = 0;
    double weight_left = 0;
    std::uint32_t stayed = 0;   // units present at both
    std::uint32_t entered = 0;  // only after
    std::uint32_t left = 0;     // only before

    [[nodiscard]] double change() const { return after - before; }
    [[nodiscard]] double sum() const { return within + weights + entry + exit; }
    /// What the parts leave of the change, rounding alone: at most 1e-12 of the largest of 1, the parts and the values.
    [[nodiscard]] double remainder() const { return change() - sum(); }
};

[[nodiscard]] ChangeSplit split_change(const Members& members, const Moment& before, const Moment& after);

/// The same for the share of the weight in classes 1 .. k: a unit's value is 1 if it is in one of them, 0 in another,
/// and it is absent where it has no class. The shares are those of share_up_to() (to the last bit for whole weights).
/// \param classes_before [units] class bytes (classify.h)
[[nodiscard]] ChangeSplit split_share_change(const Members& members, std::span<const std::uint8_t> classes_before,
                                             std::span<const double> weights_before,
                                             std::span<const std::uint8_t> classes_after,
                                             std::span<const double> weights_after, std::size_t k);

/// Weight that moved between classes. Classes are bytes that count from 1; [from][to] is a table of them, see at().
struct Transitions {
    std::size_t classes = 0;
    std::vector<double> part;  // [from][to] sum of (p0 + p1) / 2 over the stayed units, p as in ChangeSplit: a share of
                               // the area. `missing` where ChangeSplit's parts are
    std::vector<double> weight_before;  // [from][to] the same units in dwellings
    std::vector<double> weight_after;
    std::vector<double> entered;  // [to - 1] weight after of the units that were absent before
    std::vector<double> left;     // [from - 1] weight before of the units that are absent after

    /// Where [from][to] stands. \pre both 1 .. classes
    [[nodiscard]] std::size_t at(std::size_t from, std::size_t to) const { return (from - 1) * classes + (to - 1); }
    /// Part that moved from above class k into classes 1 .. k, less the part that moved out of them: the part `within`
    /// of split_share_change().
    [[nodiscard]] double moved_into(std::size_t k) const;
};

/// \param class_count bytes above are in no class
[[nodiscard]] Transitions transitions(const Members& members, std::span<const std::uint8_t> classes_before,
                                      std::span<const double> weights_before,
                                      std::span<const std::uint8_t> classes_after,
                                      std::span<const double> weights_after, std::size_t class_count);

/// How far the change of the share below a class limit hangs on units near the limit.
struct LimitCheck {
    double change = missing;  // of the share of the weight whose value is below the limit, -1 .. 1
    // The same over all limits moved by at most the margin, at both measurements by the same amount:
    double least = missing;
    double most = missing;
    // The smallest such move that does it, in the unit of the values; of two equally small ones the negative:
    double shift_of_least = missing;
    double shift_of_most = missing;
    double weight_near_before = 0;  // of the units no further than the margin from the limit, on either side
    double weight_near_after = 0;

    /// Part of the change that vanishes at the worst of those limits, >= 0; above 1 it turns round. `missing` where
    /// there is no change.
    [[nodiscard]] double vanishing() const;
};

/// Exact: the share is a step function of the shift, and every step is looked at. A value is below a limit moved by s
/// if value - limit < s; a value on the limit belongs to the class above. Changes and shifts are `missing` where
/// ChangeSplit's parts are. Cost: a sort of the units near the limit.
/// \param limit_before lower limit of the class above, of the scheme of that measurement \param margin >= 0
[[nodiscard]] LimitCheck check_limit(const Members& members, const Moment& before, double limit_before,
                                     const Moment& after, double limit_after, double margin);

}  // namespace geo
