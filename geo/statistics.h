#pragma once

#include "geo/members.h"
#include "geo/table.h"

#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// What the units of one area say of one dimension at one measurement. w = share * weight; a `missing` weight counts as
/// 0, a unit whose value is missing is left out.
struct Statistics {
    std::uint32_t n = 0;              // units with a value, whatever their weight
    double weight = 0;                // sum(w) over the units with a value
    double weight_without_value = 0;  // sum(w) over the others
    // Of the units with a value and w > 0, in the unit of the values; `missing` where there are none:
    double mean = missing;  // sum(w v) / sum(w)
    // Square root of sum(w (v - mean)^2) / sum(w), the population's: all units are known.
    double standard_deviation = missing;
    double least = missing;
    double most = missing;
    std::vector<double> quantiles;     // [asked]
    std::vector<double> class_weight;  // [classes] sum(w) of the units in class k + 1
};

/// n, weight, mean and class weights are those of aggregate() to the last bit.
/// A quantile q is the smallest value with at least q of the weight at or below it, as for quantile_limits(): always a
/// value that a unit has, nothing between two. q = 0 is the least, 1 the most value; a shortfall of 1e-12 of q counts
/// as rounding. \param values [units] \param weights [units], >= 0, e.g. dwellings \param classes [units] class bytes
/// (classify.h), or empty where class_count is 0; bytes above class_count are in no class \param quantiles each 0 .. 1,
/// in any order
[[nodiscard]] Statistics statistics(const Members& members, std::span<const double> values,
                                    std::span<const double> weights, std::span<const std::uint8_t> classes = {},
                                    std::size_t class_count = 0, std::span<const double> quantiles = {});

/// The same for every area. The number of threads changes nothing in the result. \return [areas]
[[nodiscard]] std::vector<Statistics> statistics(const MembersByArea& areas, std::span<const double> values,
                                                 std::span<const double> weights,
                                                 std::span<const std::uint8_t> classes = {},
                                                 std::size_t class_count = 0, std::span<const double> quantiles = {},
                                                 unsigned threads = 0);

/// The class weights of an area alone, a few times quicker than statistics() or aggregate(): for an area that is being
/// drawn. To the last bit the same where weights are whole numbers and shares are 1. \param classes [units]
/// \return [class_count]
[[nodiscard]] std::vector<double> class_weights(const Members& members, std::span<const double> weights,
                                                std::span<const std::uint8_t> classes, std::size_t class_count);

/// Part of the weight in classes 1 .. k, 0 .. 1: "weak or lower" is up to class 4 of the judgement scheme. Of the
/// weight that has a class: a value outside the classes counts in Statistics::weight, but not here. `missing` where no
/// class weighs anything. \param class_weight [classes] \pre k <= classes
[[nodiscard]] double share_up_to(std::span<const double> class_weight, std::size_t k);

}  // namespace geo
