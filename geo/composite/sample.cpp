#include "geo/composite/sample.h"

#include "geo/table.h"

#include <algorithm>
#include <cmath>

namespace geo {

Sample::Sample(std::span<const double> values) {
    for (const double value : values) {
        if (!std::isnan(value)) values_.push_back(value);
    }
    std::sort(values_.begin(), values_.end());  // also makes sums the same whatever the order of the rows
    for (const double value : values_) mean_ += value;
    if (!values_.empty()) mean_ /= static_cast<double>(values_.size());
}

double Sample::median() const {
    const auto half = values_.size() / 2;
    return values_.size() % 2 == 1 ? values_[half] : (values_[half - 1] + values_[half]) / 2;
}

double Sample::moment(int power) const {
    double sum = 0;
    for (const double value : values_) {
        double term = 1;
        for (int i = 0; i < power; ++i) term *= value - mean_;
        sum += term;
    }
    return sum / static_cast<double>(values_.size());
}

double Sample::standard_deviation() const {
    const auto n = static_cast<double>(values_.size());
    return std::sqrt(moment(2) * n / (n - 1));
}

double Sample::skewness() const {
    const auto n = static_cast<double>(values_.size());
    if (n < 3 || constant()) return missing;
    const double of_all = moment(3) / std::pow(moment(2), 1.5);
    return of_all * std::sqrt(n * (n - 1)) / (n - 2);
}

double Sample::kurtosis() const {
    const auto n = static_cast<double>(values_.size());
    if (n < 4 || constant()) return missing;
    const double variance = moment(2);
    const double of_all = moment(4) / (variance * variance) - 3;
    return ((n + 1) * of_all + 6) * (n - 1) / ((n - 2) * (n - 3));
}

std::size_t Sample::below(double value) const {
    return static_cast<std::size_t>(std::lower_bound(values_.begin(), values_.end(), value) - values_.begin());
}

std::size_t Sample::equal(double value) const {
    const auto [begin, end] = std::equal_range(values_.begin(), values_.end(), value);
    return static_cast<std::size_t>(end - begin);
}

}  // namespace geo
