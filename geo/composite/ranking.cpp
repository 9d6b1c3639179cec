#include "geo/composite/ranking.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <utility>

namespace geo {

namespace {

/// Ascending where values descend.
std::uint64_t key_of(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // -0 is 0
    const bool negative = (bits >> 63U) != 0;
    return negative ? bits : ~(bits | (std::uint64_t{1} << 63U));
}

}  // namespace

std::span<const std::uint32_t> Ranking::order(std::span<const double> values) {
    // By the upper half of the key first, in three passes; few have that in common, and those are sorted by the rest.
    constexpr unsigned digit_bits = 11;
    constexpr unsigned passes = 3;
    constexpr unsigned low_bits = 64 - passes * digit_bits;
    constexpr std::size_t digits = std::size_t{1} << digit_bits;
    entries_.clear();
    std::array<std::array<std::uint32_t, digits>, passes> counts{};
    const auto digit = [](std::uint64_t key, unsigned pass) {
        return static_cast<std::size_t>(key >> (low_bits + pass * digit_bits)) & (digits - 1);
    };
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (std::isnan(values[row])) continue;
        const auto key = key_of(values[row]);
        entries_.push_back({key, static_cast<std::uint32_t>(row)});
        for (unsigned pass = 0; pass < passes; ++pass) ++counts[pass][digit(key, pass)];
    }
    others_.resize(entries_.size());
    for (unsigned pass = 0; pass < passes; ++pass) {
        auto& starts = counts[pass];
        const auto alike = std::find(starts.begin(), starts.end(), entries_.size());
        if (entries_.empty() || alike != starts.end()) continue;  // all have the same digit
        std::uint32_t start = 0;
        for (auto& count : starts) start += std::exchange(count, start);
        for (const auto& entry : entries_) others_[starts[digit(entry.key, pass)]++] = entry;
        entries_.swap(others_);
    }
    const auto before = [](const Entry& a, const Entry& b) { return a.key != b.key ? a.key < b.key : a.row < b.row; };
    for (auto begin = entries_.begin(); begin != entries_.end();) {
        const auto upper = begin->key >> low_bits;
        const auto end =
            std::find_if(begin + 1, entries_.end(), [&](const Entry& e) { return (e.key >> low_bits) != upper; });
        if (end - begin > 1) std::sort(begin, end, before);
        begin = end;
    }
    order_.clear();
    for (const auto& entry : entries_) order_.push_back(entry.row);
    return order_;
}

void Ranking::ranks(std::span<const double> values, std::span<const std::uint32_t> order,
                    std::span<std::uint32_t> ranks) {
    std::fill(ranks.begin(), ranks.end(), 0);
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        const bool as_before = i > 0 && values[order[i]] == values[order[i - 1]];
        ranks[order[i]] = as_before ? ranks[order[i - 1]] : i + 1;
    }
}

}  // namespace geo
