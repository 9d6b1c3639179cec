#pragma once

#include "geo/table.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// How many places went from which class to which.
struct TransitionCounts {
    std::size_t classes = 0;
    std::vector<double> count;  // [from][to]

    TransitionCounts() = default;
    explicit TransitionCounts(std::size_t class_count) : classes(class_count), count(class_count * class_count, 0.0) {}

    /// Where [from][to] stands. \pre both 1 .. classes
    [[nodiscard]] std::size_t at(std::size_t from, std::size_t to) const { return (from - 1) * classes + (to - 1); }
    /// Places that were in a class at the start.
    [[nodiscard]] double from(std::size_t from_class) const;
    /// Part of the places in class `from` that went to class `to`; missing where there were none.
    [[nodiscard]] double probability(std::size_t from_class, std::size_t to_class) const;
};

/// From one measurement to another. \param before, after [rows] class bytes (classify.h); a row that has no class, or
/// one above `classes`, at either end is left out
[[nodiscard]] TransitionCounts class_transitions(std::span<const std::uint8_t> before,
                                                 std::span<const std::uint8_t> after, std::size_t classes);

/// Whether places go from class to class in another way by what surrounds them (Rey 2001), with the two tests of
/// Bickenbach and Bode (2003) of their going alike in all contexts. Both take places as independent of one another. As
/// neighbours are not, p is smaller than it should be; where counts are small neither follows its distribution.
struct SpatialMarkov {
    TransitionCounts all;
    std::vector<TransitionCounts> by_context;  // [contexts], which sum to `all`
    double likelihood_ratio = 0;
    double chi_square = 0;  // Pearson's
    // For each class that places start in: one less than the contexts in which they do, times one less than the classes
    // that they go to.
    double degrees_of_freedom = 0;
    double p_likelihood_ratio = missing;  // without degrees of freedom nothing is tested
    double p_chi_square = missing;
};

/// One pair of measurements; class bytes (classify.h) [rows].
struct MarkovStep {
    std::span<const std::uint8_t> before;
    std::span<const std::uint8_t> after;
    std::span<const std::uint8_t> context;  // of the surroundings at the start: the class of the neighbours' mean
};

/// Over all pairs together. A row without a class in 1 .. classes at either end, or without a context in 1 .. contexts,
/// is left out of its pair.
[[nodiscard]] SpatialMarkov spatial_markov(std::span<const MarkovStep> steps, std::size_t classes,
                                           std::size_t contexts);
/// The same from counts. \param by_context [contexts] \pre not empty; all of the same classes
[[nodiscard]] SpatialMarkov spatial_markov(std::vector<TransitionCounts> by_context);

/// Probability that a chi-square variable is at least as large as `statistic`, to a relative 1e-12 or so; 1 where there
/// are no degrees of freedom. \pre finite, neither negative
[[nodiscard]] double chi_square_p(double statistic, double degrees_of_freedom);

}  // namespace geo
