#pragma once

#include "geo/composite/model.h"
#include "geo/composite/sample.h"

#include <span>
#include <string>

namespace geo {

/// Brings an indicator to the scale of the others by the values of one measurement.
class Scale {
public:
    /// \param values turned so that more is better
    Scale(const IndexModel& model, const Indicator& indicator, const std::string& label,
          std::span<const double> values);

    [[nodiscard]] double operator()(double value) const;  // missing stays missing

private:
    Normalisation scale_;
    Sample sample_;
    double deviation_ = 1;
    double worst_ = 0;
    double best_ = 1;
};

}  // namespace geo
