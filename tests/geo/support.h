#pragma once

#include "geo/error.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

/// Shared by the unit tests; shapes are in shapes.h.
namespace test {

inline constexpr unsigned thread_counts[] = {1, 2, 8};

/// Whether `job` throws geo::Error with a sentence that holds all `parts`.
template <typename Job>
testing::AssertionResult fails_saying(Job&& job, std::initializer_list<std::string_view> parts) {
    try {
        job();
    } catch (const geo::Error& error) {
        const std::string sentence = error.what();
        for (const auto part : parts) {
            if (sentence.find(part) == std::string::npos) {
                return testing::AssertionFailure() << '"' << sentence << "\" does not say \"" << part << '"';
            }
        }
        return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << "no geo::Error was thrown";
}

/// The same to the last bit, or both missing.
inline bool same_value(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

inline bool same_values(std::span<const double> a, std::span<const double> b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!same_value(a[i], b[i])) return false;
    }
    return true;
}

}  // namespace test
