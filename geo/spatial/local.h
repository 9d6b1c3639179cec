#pragma once

#include "geo/spatial/weights.h"
#include "geo/words.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Local statistics of spatial association: what a row and its neighbours say together.
namespace geo {

enum class LocalMethod {
    moran,            // z_i lag(z)_i / m2 (Anselin 1995)
    bivariate_moran,  // the same with the lag of another variable
    geary,            // sum of w_ij (z_i - z_j)^2 / m2 (Anselin 1995)
    gi,               // lag(x)_i (Getis and Ord 1992, Ord and Getis 1995), the row itself left out
    gi_star           // ... the row itself counted
};

/// By what the sum of squares m2 is divided: all rows, or one less.
enum class Divisor {
    n,
    n_less_1
};

/// What counts as extreme.
enum class Alternative {
    two_sided,
    greater,
    less
};

/// "moran", "bivariate-moran", "geary", "gi", "gi-star"; "n", "n-1"; "two-sided", "greater", "less".
[[nodiscard]] const Words<LocalMethod>& local_method_words();
[[nodiscard]] const Words<Divisor>& divisor_words();
[[nodiscard]] const Words<Alternative>& alternative_words();

/// The values that a statistic is made of. Rows whose value is missing take no part. \pre as many
/// rows as the weights; what is missing in one is missing in both, and has no links
struct LocalValues {
    std::span<const double> values;
    std::span<const double> other = {};  // of bivariate Moran: what the neighbours are looked at for
};

/// Of rows without neighbours or without a value there is none: all is `missing`. z and p are missing as well where
/// the variance is 0, as where all others are neighbours.
struct LocalStatistics {
    std::size_t n = 0;                // rows with a value
    std::vector<double> deviation;    // [rows] value less the mean; also of rows without neighbours
    std::vector<double> lag;          // [rows] sum of w_ij times the neighbours' deviations (of the other variable, for
                                      // the bivariate; with the row's own, for Gi*)
    std::vector<double> statistic;    // [rows] of Gi and Gi* the sum of w_ij x_j, whose z is that of the ratio to all
    std::vector<double> expectation;  // [rows]
    std::vector<double> variance;     // [rows]
    std::vector<double> z;            // [rows]
    std::vector<double> effect;       // [rows] mean of what the lag is a sum of, in standard deviations of all: how far
                                      // the neighbours are from the rest, whatever their number
};

/// Values less their mean; what is no further from it than rounding is on it. Missing stays missing.
[[nodiscard]] std::vector<double> deviations(std::span<const double> values);

/// Moments are those of the conditional randomisation: the row keeps its value, those of all others are shuffled
/// (Sokal, Oden and Thomson 1998); of Gi* those of Ord and Getis (1995), where its own is shuffled too.
[[nodiscard]] LocalStatistics local_statistics(LocalMethod method, const SpatialWeights& weights,
                                               const LocalValues& values, Divisor divisor);

/// Of a normal deviate; missing of a missing one.
[[nodiscard]] double normal_p(double z, Alternative alternative);

/// What a row is, by its statistic.
enum class Outcome : std::uint8_t {
    no_value,  // "missing"
    island,    // no neighbour with a value
    untested,  // the statistic tells nothing: no variance, or all others are neighbours
    not_significant,
    high_high,  // a high value among high ones
    low_low,
    high_low,  // a high value among low ones
    low_high,
    high,  // Gi, Gi*: high values come together
    low,
    alike,  // Geary: like its neighbours, neither high nor low as a whole
    unlike  // Geary: other than its neighbours
};

/// "missing", "island", "untested", "not_significant", "high_high" ... in the order above.
[[nodiscard]] const Words<Outcome>& outcome_words();

/// \param p [rows] adjusted or not; significant is p <= alpha, a missing one is no test \param least_effect neighbours
/// are high or low only where their effect is as large
[[nodiscard]] std::vector<Outcome> outcomes(LocalMethod method, const SpatialWeights& weights,
                                            const LocalStatistics& statistics, std::span<const double> p, double alpha,
                                            double least_effect = 0);

}  // namespace geo
