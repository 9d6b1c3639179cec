#include "geo/ordering.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace geo {

namespace {

constexpr unsigned digit_bits = 11;
constexpr std::size_t digits = 6;  // 6 * 11 >= 64
constexpr std::size_t most = std::size_t{1} << digit_bits;
constexpr std::size_t few = 512;  // fewer are sorted sooner by comparing

std::size_t digit_of(std::uint64_t key, std::size_t digit) {
    return (key >> (digit * digit_bits)) & (most - 1);
}

}  // namespace

void sort_by_key(std::vector<Keyed>& rows) {
    if (rows.size() < few) {
        std::stable_sort(rows.begin(), rows.end(), [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
        return;
    }
    // From the last digit to the first: each pass keeps the order of the one before.
    std::array<std::array<std::size_t, most>, digits> counts{};
    for (const auto& row : rows) {
        for (std::size_t digit = 0; digit < digits; ++digit) ++counts[digit][digit_of(row.key, digit)];
    }
    std::vector<Keyed> other(rows.size());
    for (std::size_t digit = 0; digit < digits; ++digit) {
        auto& at = counts[digit];
        if (at[digit_of(rows.front().key, digit)] == rows.size()) continue;  // all have the same
        std::size_t sum = 0;
        for (auto& each : at) sum += std::exchange(each, sum);
        for (const auto& row : rows) other[at[digit_of(row.key, digit)]++] = row;
        rows.swap(other);
    }
}

}  // namespace geo
