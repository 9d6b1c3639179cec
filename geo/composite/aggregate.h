#pragma once

#include "geo/composite/model.h"
#include "geo/merge.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace geo {

/// Takes indicators that are on one scale together, by the weights and means of a model.
class Aggregator {
public:
    /// \throws Error as order_of()
    explicit Aggregator(const IndexModel& model);

    /// [dimensions] in order_of(), the total last
    [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }

    /// Every dimension. \param indicators [indicators of the model] of [rows] \param out [dimensions] of [rows]
    /// \param incomplete likewise, 1 where a part was left out; or empty \throws Error for negative values under a
    /// geometric or harmonic mean \param row_name may be empty
    void operator()(std::span<const std::span<const double>> indicators, std::span<const std::span<double>> out,
                    std::span<const std::span<std::uint8_t>> incomplete, const RowName& row_name) const;

    /// Whether the total is a sum of indicators times factors, where none is missing.
    [[nodiscard]] bool linear() const { return linear_; }
    /// What an indicator is multiplied by there. [indicators] \pre linear()
    [[nodiscard]] const std::vector<double>& factors() const { return factors_; }

    /// The total alone, in one pass where it is linear: to rounding the same. \pre no negative values under a geometric
    /// or harmonic mean
    void total(std::span<const std::span<const double>> indicators, std::span<double> out) const;

private:
    struct Step {
        std::size_t dimension;  // of the model
        Parts parts;            // those with a weight; dimensions among them as indices of codes_
    };
    class Mean;
    [[nodiscard]] Mean mean_of(const Step& step, std::span<const std::span<const double>> indicators,
                               std::span<const std::span<double>> dimensions) const;

    std::string name_;
    double least_available_;
    std::vector<std::string> codes_;
    std::vector<std::string> indicators_;
    std::vector<Step> steps_;
    bool linear_ = true;
    std::vector<double> factors_;
};

}  // namespace geo
