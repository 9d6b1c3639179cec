#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// A design that tells how much of the variance of a result each of some factors has, with all varied at once: two
/// random samples of `rows` points each, and the first with each factor in turn taken from the second (Saltelli et al.
/// 2010).
struct SensitivityDesign {
    std::size_t rows = 0;
    std::size_t factors = 0;
    std::uint64_t seed = 1;

    [[nodiscard]] std::size_t size() const { return rows * (factors + 2); }
    /// The values of the factors at a point. \return [factors] in (0, 1) \pre point < size()
    [[nodiscard]] std::vector<double> at(std::size_t point) const;
};

/// Part of the variance that is one factor's.
struct VarianceShare {
    double first;        // by itself (Saltelli et al. 2010); missing where the result does not vary
    double first_error;  // standard error, by bootstrap
    double total;        // with all that it does together with others (Jansen 1999)
    double total_error;
};
/// \param results [points of the design] \return [factors]
[[nodiscard]] std::vector<VarianceShare> variance_shares(const SensitivityDesign& design,
                                                         std::span<const double> results);

}  // namespace geo
