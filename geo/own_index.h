#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Importances scaled so that they sum to their number: all alike are all 1, and the index is then the sum of the
/// parts. \param importance each >= 0 \return empty where all are 0
[[nodiscard]] std::vector<double> scaled_importance(std::span<const double> importance);

/// An own index: the sum of factor * part. A part with factor 0 is not asked for; of the others, one that is missing
/// makes the sum missing. \param parts [parts] of [rows] \param factors [parts], see scaled_importance() \param out
/// [rows] filled
void weighted_total(std::span<const std::span<const double>> parts, std::span<const double> factors,
                    std::span<double> out);

/// Class limits that give an index the shares that another classification has: class k ends with the smallest value
/// that has the weight of classes 1 .. k at or below it, and the limit is the next value, so that equal values are
/// never split. The index that the classes were made of gets limits that give every row its own class back.
/// Rows without a value, a class or a weight above 0 do not count. Cost: a few passes over the rows.
/// \param values [rows] of the index \param weights [rows], or empty: each row counts 1 \param classes [rows] class
/// bytes to keep the shares of \param class_count >= 1, bytes above it are in no class
/// \return [class_count - 1] ascending, infinite above where the classes above hold nothing; not strict where a class
/// holds nothing
[[nodiscard]] std::vector<double> limits_keeping_shares(std::span<const double> values, std::span<const double> weights,
                                                        std::span<const std::uint8_t> classes, std::size_t class_count);

}  // namespace geo
