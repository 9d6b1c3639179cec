#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

/// What the benchmarks measure with: both sides of a comparison in turn, and the median of the pairs.
namespace timing {

template <typename Work>
double seconds(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// \pre values is not empty
inline double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace timing
