#include "geo/composite/scale.h"

#include "geo/error.h"
#include "geo/table.h"

#include <algorithm>
#include <cmath>

namespace geo {

namespace {

/// Of the English Index of Multiple Deprivation: a tenth of the areas has over 50 (Technical Report 2019, appendix E).
constexpr double exponential_constant = 23;

}  // namespace

Scale::Scale(const IndexModel& model, const Indicator& indicator, const std::string& label,
             std::span<const double> values)
    : scale_(indicator.normalisation.value_or(model.normalisation)), sample_(values) {
    const double sign = indicator.more_is_better ? 1 : -1;
    using Method = Normalisation::Method;
    const bool divides = scale_.method == Method::z || scale_.method == Method::min_max;
    if (divides && sample_.constant())
        fail(
            "model '{}': all values of '{}' in {} are {}, so they cannot be told apart; leave it out, or normalise "
            "it by goalposts",
            model.name, indicator.code, label, sign * sample_.least());
    if (scale_.method == Method::target) {
        if (!indicator.target) fail("model '{}': '{}' has no target", model.name, indicator.code);
        worst_ = sample_.least();
        best_ = sign * *indicator.target;
        if (!(best_ > worst_))
            fail("model '{}': the target of '{}', {}, is not better than its worst value in {}, {}", model.name,
                 indicator.code, *indicator.target, label, sign * worst_);
    }
    if (scale_.method == Method::goalposts) {
        if (!indicator.worst || !indicator.best)
            fail("model '{}': '{}' has no goalposts; name its worst and its best value", model.name, indicator.code);
        worst_ = sign * *indicator.worst;
        best_ = sign * *indicator.best;
        if (!(best_ > worst_))
            fail("model '{}': of '{}' the best value {} is not better than the worst, {}", model.name, indicator.code,
                 *indicator.best, *indicator.worst);
    }
    if (scale_.method == Method::z) deviation_ = sample_.standard_deviation();
    const double range = sample_.size() == 0 ? 0 : sample_.most() - sample_.least();
    if (!std::isfinite(range) || !std::isfinite(deviation_) || (divides && !(deviation_ > 0)) ||
        !std::isfinite(best_ - worst_))
        fail("model '{}': the values of '{}' in {} lie too far apart, or too near, to be brought to a scale",
             model.name, indicator.code, label);
}

double Scale::operator()(double value) const {
    if (std::isnan(value)) return missing;
    const auto n = static_cast<double>(sample_.size());
    const auto below = [&] { return static_cast<double>(sample_.below(value)); };
    const auto equal = [&] { return static_cast<double>(sample_.equal(value)); };
    const auto placed = [&](double part) { return scale_.low + (scale_.high - scale_.low) * part; };
    switch (scale_.method) {
        case Normalisation::Method::none:
            return value;
        case Normalisation::Method::z:
            return (value - sample_.mean()) / deviation_;
        case Normalisation::Method::min_max:
            return placed((value - sample_.least()) / (sample_.most() - sample_.least()));
        case Normalisation::Method::rank:
            return below() + equal() / 2 + 0.5;
        case Normalisation::Method::percentile_rank:
            return placed((below() + equal() / 2) / n);
        case Normalisation::Method::target:
            return placed(std::min((value - worst_) / (best_ - worst_), 1.0));
        case Normalisation::Method::goalposts:
            return placed(std::clamp((value - worst_) / (best_ - worst_), 0.0, 1.0));
        case Normalisation::Method::exponential: {
            const double part = (below() + equal()) / n;
            const double k = exponential_constant;
            return placed(-k * std::log(1 - part * (1 - std::exp(-100 / k))) / 100);
        }
    }
    return missing;
}

}  // namespace geo
