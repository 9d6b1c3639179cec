#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// Private to geo/composite: the values there are in a column, ascending, and what is known of them.
class Sample {
public:
    /// \param values `missing` is left out
    explicit Sample(std::span<const double> values);

    [[nodiscard]] const std::vector<double>& values() const { return values_; }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] bool constant() const { return values_.empty() || values_.front() == values_.back(); }
    /// \pre size() > 0, likewise below
    [[nodiscard]] double least() const { return values_.front(); }
    [[nodiscard]] double most() const { return values_.back(); }
    [[nodiscard]] double mean() const { return mean_; }
    [[nodiscard]] double median() const;
    /// With n - 1. \pre size() > 1
    [[nodiscard]] double standard_deviation() const;
    /// Of a sample (Joanes and Gill 1998, type 2); missing of fewer than 3, or 4, values or where all are equal.
    [[nodiscard]] double skewness() const;
    [[nodiscard]] double kurtosis() const;  // excess
    [[nodiscard]] std::size_t below(double value) const;
    [[nodiscard]] std::size_t equal(double value) const;

private:
    [[nodiscard]] double moment(int power) const;  // central, with n

    std::vector<double> values_;
    double mean_ = 0;
};

}  // namespace geo
