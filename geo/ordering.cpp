#include "geo/ordering.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
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

constexpr std::size_t passes =
    3;  // what the first digits that differ leave undecided are few, if the values are figures
constexpr std::size_t short_run = 32;

bool less(const Keyed& a, const Keyed& b) {
    return a.key < b.key;
}

void sort_run(std::vector<Keyed>::iterator begin, std::vector<Keyed>::iterator end) {
    if (end - begin > static_cast<std::ptrdiff_t>(short_run)) return std::stable_sort(begin, end, less);
    for (auto next = begin + 1; next < end; ++next) {
        const auto row = *next;
        auto to = next;
        for (; to != begin && row.key < std::prev(to)->key; --to) *to = *std::prev(to);
        *to = row;
    }
}

}  // namespace

void sort_by_key(std::vector<Keyed>& rows) {
    if (rows.size() < few) return std::stable_sort(rows.begin(), rows.end(), less);
    std::array<std::array<std::size_t, most>, digits> counts{};
    for (const auto& row : rows) {
        for (std::size_t digit = 0; digit < digits; ++digit) ++counts[digit][digit_of(row.key, digit)];
    }
    std::vector<std::size_t> differ;  // the last digit first
    for (std::size_t digit = 0; digit < digits; ++digit) {
        if (counts[digit][digit_of(rows.front().key, digit)] != rows.size()) differ.push_back(digit);
    }
    const auto left = differ.size() - std::min(differ.size(), passes);  // digits that no pass is made for
    // From the last digit to the first: each pass keeps the order of the one before.
    std::vector<Keyed> other(rows.size());
    for (std::size_t i = left; i < differ.size(); ++i) {
        auto& at = counts[differ[i]];
        std::size_t sum = 0;
        for (auto& each : at) sum += std::exchange(each, sum);
        for (const auto& row : rows) other[at[digit_of(row.key, differ[i])]++] = row;
        rows.swap(other);
    }
    if (left == 0) return;
    const auto shift = differ[left] * digit_bits;
    for (auto begin = rows.begin(); begin != rows.end();) {
        auto end = begin + 1;
        while (end != rows.end() && end->key >> shift == begin->key >> shift) ++end;
        if (end - begin > 1) sort_run(begin, end);
        begin = end;
    }
}

}  // namespace geo
