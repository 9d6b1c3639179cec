#include "geo/own_index.h"

#include "geo/distribution.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace geo {

std::vector<double> scaled_importance(std::span<const double> importance) {
    const double sum = std::accumulate(importance.begin(), importance.end(), 0.0);
    if (!(sum > 0) || !std::isfinite(sum)) return {};
    std::vector<double> out;
    for (const double each : importance) out.push_back(each * static_cast<double>(importance.size()) / sum);
    return out;
}

void weighted_total(std::span<const std::span<const double>> parts, std::span<const double> factors,
                    std::span<double> out) {
    assert(parts.size() == factors.size());
    constexpr std::size_t rows_at_once = 4096;  // stay in the nearest cache from part to part
    constexpr std::size_t blocks_at_once = 16;
    const auto blocks = (out.size() + rows_at_once - 1) / rows_at_once;
    parallel_for((blocks + blocks_at_once - 1) / blocks_at_once, 0, [&](std::size_t job) {
        for (auto block = job * blocks_at_once; block < std::min((job + 1) * blocks_at_once, blocks); ++block) {
            const auto begin = block * rows_at_once;
            const auto sums = out.subspan(begin, std::min(rows_at_once, out.size() - begin));
            std::fill(sums.begin(), sums.end(), 0.0);
            for (std::size_t part = 0; part < parts.size(); ++part) {
                const double factor = factors[part];
                if (factor == 0) continue;
                assert(parts[part].size() == out.size());
                const auto* values = parts[part].data() + begin;
                for (std::size_t row = 0; row < sums.size(); ++row) sums[row] += factor * values[row];
            }
        }
    });
}

std::vector<double> limits_keeping_shares(std::span<const double> values, std::span<const double> weights,
                                          std::span<const std::uint8_t> classes, std::size_t class_count) {
    assert(class_count >= 1 && values.size() == classes.size() && (weights.empty() || weights.size() == values.size()));
    std::vector<double> counted(values.size(), 0.0);
    std::vector<double> held(class_count, 0.0);
    for (std::size_t row = 0; row < values.size(); ++row) {
        const bool counts = std::isfinite(values[row]) && classes[row] >= 1 && classes[row] <= class_count;
        const double weight = weights.empty() ? 1.0 : weights[row];
        if (!counts || !(weight > 0)) continue;
        counted[row] = weight;
        held[classes[row] - 1u] += weight;
    }
    std::vector<double> ends;  // weight of classes 1 .. k
    for (std::size_t k = 0; k + 1 < class_count; ++k) ends.push_back((k > 0 ? ends.back() : 0.0) + held[k]);
    return Distribution({{values, counted}}).following(ends);
}

}  // namespace geo
