#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace geo {

/// A row and what it is put in order by.
struct Keyed {
    std::uint64_t key = 0;
    std::uint32_t row = 0;
};

/// A number that is as large among others as the value is; -0 is 0. \pre value is no NaN
[[nodiscard]] inline std::uint64_t ascending_key(double value) {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63U;
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
    return (bits & sign) != 0 ? ~bits : bits | sign;
}

/// Ascending by key; those of one key stay in the order they came in. Takes time in proportion to their
/// number, unless most keys differ in their last digits only.
void sort_by_key(std::vector<Keyed>& rows);

}  // namespace geo
