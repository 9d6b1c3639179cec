#pragma once

#include "geo/composite/model.h"
#include "geo/table.h"

#include <cstddef>
#include <limits>
#include <span>

namespace geo {

/// What was done to the outliers of an indicator. The skewness and kurtosis are those of a sample (the second type of
/// Joanes and Gill 1998): of three or four values and fewer there are none, nor of values that are all equal.
struct Treatment {
    Outliers::Method method = Outliers::Method::none;  // that was used
    std::size_t low = 0;                               // values winsorised below
    std::size_t high = 0;                              // above
    double skewness_before = missing;
    double kurtosis_before = missing;
    double skewness = missing;
    double kurtosis = missing;
};

/// What an indicator's outliers become, settled by the values of one measurement.
struct Treating {
    Treatment told;
    double floor = -std::numeric_limits<double>::infinity();
    double cap = std::numeric_limits<double>::infinity();
    double least = 0;  // for the logarithm
    double most = 0;

    [[nodiscard]] double operator()(double value) const;  // \pre there is one
};

/// \param values of the measurement that settles it
[[nodiscard]] Treating treating_of(std::span<const double> values, const Outliers& outliers);

}  // namespace geo
