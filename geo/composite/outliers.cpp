#include "geo/composite/outliers.h"

#include "geo/composite/sample.h"

#include <algorithm>
#include <cmath>

namespace geo {

namespace {

bool is_treated(const Outliers& outliers, double skewness, double kurtosis) {
    return std::abs(skewness) > outliers.most_skewness && kurtosis > outliers.most_kurtosis;
}

/// \return whether what is left is within the limits
bool winsorise(const Sample& sample, const Outliers& outliers, Treating& out) {
    const bool above = out.told.skewness_before > 0;
    auto values = sample.values();
    const auto n = values.size();
    auto& count = above ? out.told.high : out.told.low;
    double skewness = out.told.skewness_before;
    double kurtosis = out.told.kurtosis_before;
    while (is_treated(outliers, skewness, kurtosis) && count < std::min(outliers.most_winsorised, n - 1)) {
        ++count;
        const double next = above ? values[n - 1 - count] : values[count];
        for (std::size_t k = 0; k < count; ++k) values[above ? n - 1 - k : k] = next;
        (above ? out.cap : out.floor) = next;
        const Sample left(values);
        skewness = left.skewness();
        kurtosis = left.kurtosis();
    }
    return !is_treated(outliers, skewness, kurtosis);
}

}  // namespace

double Treating::operator()(double value) const {
    if (told.method != Outliers::Method::log) return std::clamp(value, floor, cap);
    const double shift = (most - least) / 100;  // as COINr has it, so that the least has a logarithm
    if (told.skewness_before > 0) return std::log(std::max(value - least, 0.0) + shift);
    return -std::log(std::max(most - value, 0.0) + shift);
}

Treating treating_of(std::span<const double> values, const Outliers& outliers) {
    Treating out;
    const Sample sample(values);
    out.told.skewness_before = sample.skewness();
    out.told.kurtosis_before = sample.kurtosis();
    if (outliers.method == Outliers::Method::none ||
        !is_treated(outliers, out.told.skewness_before, out.told.kurtosis_before))
        return out;
    out.least = sample.least();
    out.most = sample.most();
    out.told.method = Outliers::Method::winsorise;
    const bool by_logarithm = outliers.method == Outliers::Method::log;
    if (by_logarithm || (!winsorise(sample, outliers, out) && outliers.method == Outliers::Method::winsorise_or_log)) {
        out.told.method = Outliers::Method::log;
        out.told.low = out.told.high = 0;
    }
    return out;
}

}  // namespace geo
