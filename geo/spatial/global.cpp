#include "geo/spatial/global.h"

#include "geo/parallel.h"
#include "geo/random.h"
#include "geo/table.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

namespace geo {

namespace {

constexpr std::uint64_t purpose = 0x676c6f62616cU;  // of the random numbers

/// Sums of the weights (Cliff and Ord 1981).
struct WeightSums {
    double s0 = 0;  // all
    double s1 = 0;  // half the sum of (w_ij + w_ji)^2
    double s2 = 0;  // sum over rows of (row sum + column sum)^2
};

WeightSums weight_sums(const SpatialWeights& weights) {
    const auto& links = weights.links();
    WeightSums out;
    std::vector<double> both(links.size(), 0);
    for (std::uint32_t row = 0; row < links.size(); ++row) {
        for (auto link = links.starts[row]; link < links.starts[row + 1]; ++link) {
            const auto other = links.to[link];
            const auto weight = weights.weight(row, link);
            const auto back = links.of(other);
            const auto at = std::lower_bound(back.begin(), back.end(), row);
            double returned = 0;
            if (at != back.end() && *at == row)
                returned = weights.weight(other, links.starts[other] + static_cast<std::size_t>(at - back.begin()));
            out.s0 += weight;
            out.s1 += weight * weight + weight * returned;
            both[row] += weight;
            both[other] += weight;
        }
    }
    for (const auto sum : both) out.s2 += sum * sum;
    return out;
}

struct Sums {
    double n = 0;
    double first = 0;  // sums of powers of what the statistic is made of
    double second = 0;
    double third = 0;
    double fourth = 0;
};

Sums sums(std::span<const double> values, std::span<const std::uint32_t> rows) {
    Sums out{.n = static_cast<double>(rows.size())};
    for (const auto row : rows) {
        const auto v = values[row];
        out.first += v;
        out.second += v * v;
        out.third += v * v * v;
        out.fourth += v * v * v * v;
    }
    return out;
}

/// sum of w_ij x_i x_j, or of w_ij (x_i - x_j)^2.
double cross_products(GlobalMethod method, const SpatialWeights& weights, std::span<const double> x) {
    const auto& links = weights.links();
    double total = 0;
    for (std::size_t row = 0; row < links.size(); ++row) {
        if (links.count(row) == 0) continue;
        double of_row = 0;
        for (auto link = links.starts[row]; link < links.starts[row + 1]; ++link) {
            const auto other = x[links.to[link]];
            const auto apart = x[row] - other;
            of_row += links.weight(link) * (method == GlobalMethod::geary ? apart * apart : other);
        }
        total += weights.scale[row] * (method == GlobalMethod::geary ? of_row : x[row] * of_row);
    }
    return total;
}

/// What cross products are divided by.
double denominator(GlobalMethod method, const WeightSums& w, const Sums& x) {
    switch (method) {
        case GlobalMethod::moran:
            return w.s0 * x.second / x.n;
        case GlobalMethod::geary:
            return 2 * w.s0 * x.second / (x.n - 1);
        case GlobalMethod::getis_ord:
            break;
    }
    return x.first * x.first - x.second;
}

std::pair<double, double> moments(GlobalMethod method, const WeightSums& w, const Sums& x) {
    const auto n = x.n;
    const auto nn = n * n;
    const auto s02 = w.s0 * w.s0;
    const auto kurtosis = n * x.fourth / (x.second * x.second);
    switch (method) {
        case GlobalMethod::moran: {
            const auto expectation = -1 / (n - 1);
            const auto square = (n * (w.s1 * (nn - 3 * n + 3) - n * w.s2 + 3 * s02) -
                                 kurtosis * (w.s1 * (nn - n) - 2 * n * w.s2 + 6 * s02)) /
                                ((n - 1) * (n - 2) * (n - 3) * s02);
            return {expectation, square - expectation * expectation};
        }
        case GlobalMethod::geary: {
            const auto variance = ((n - 1) * w.s1 * (nn - 3 * n + 3 - kurtosis * (n - 1)) -
                                   (n - 1) * w.s2 * (nn + 3 * n - 6 - kurtosis * (nn - n + 2)) / 4 +
                                   s02 * (nn - 3 - kurtosis * (n - 1) * (n - 1))) /
                                  (n * (n - 2) * (n - 3) * s02);
            return {1, variance};
        }
        case GlobalMethod::getis_ord:
            break;
    }
    // Getis and Ord 1992, with the correction of their B1 (6 S0^2 instead of 3 S0^2) of the 1993 erratum.
    const auto expectation = w.s0 / (n * (n - 1));
    const auto b0 = (nn - 3 * n + 3) * w.s1 - n * w.s2 + 3 * s02;
    const auto b1 = -((nn - n) * w.s1 - 2 * n * w.s2 + 6 * s02);
    const auto b2 = -(2 * n * w.s1 - (n + 3) * w.s2 + 6 * s02);
    const auto b3 = 4 * (n - 1) * w.s1 - 2 * (n + 1) * w.s2 + 8 * s02;
    const auto b4 = w.s1 - w.s2 + s02;
    const auto sum2 = x.first * x.first;
    const auto below = (sum2 - x.second) * (sum2 - x.second) * n * (n - 1) * (n - 2) * (n - 3);
    const auto square =
        (b0 * x.second * x.second + b1 * x.fourth + b2 * sum2 * x.second + b3 * x.first * x.third + b4 * sum2 * sum2) /
        below;
    return {expectation, square - expectation * expectation};
}

/// How often the statistic is as extreme when the values of all rows are shuffled.
double permuted(GlobalMethod method, const SpatialWeights& weights, std::span<const double> x,
                std::span<const std::uint32_t> rows, const GlobalOptions& options) {
    const auto observed = cross_products(method, weights, x);
    double scale = 0;
    double total = 0;
    for (const auto row : rows) {
        scale = std::max(scale, std::abs(x[row]));
        total += weights.sum(row);
    }
    const auto slack = 1e-12 * scale * scale * total;
    std::atomic<std::size_t> greater{0};
    std::atomic<std::size_t> less{0};
    constexpr std::size_t together = 16;
    parallel_for((options.permutations + together - 1) / together, options.threads, [&](std::size_t part) {
        std::vector<double> shuffled(x.begin(), x.end());
        for (auto draw = part * together; draw < std::min(options.permutations, (part + 1) * together); ++draw) {
            if (options.stop.stop_requested()) return;
            RandomStream random(options.seed, purpose, draw);
            for (const auto row : rows) shuffled[row] = x[row];
            for (auto last = rows.size(); last > 1; --last) {
                const auto other = static_cast<std::size_t>(random.uniform() * static_cast<double>(last));
                std::swap(shuffled[rows[last - 1]], shuffled[rows[other]]);
            }
            const auto value = cross_products(method, weights, shuffled);
            if (value >= observed - slack) ++greater;
            if (value <= observed + slack) ++less;
        }
    });
    const auto of = [&](std::size_t extreme) {
        return (static_cast<double>(extreme) + 1) / (static_cast<double>(options.permutations) + 1);
    };
    if (options.alternative == Alternative::greater) return of(greater);
    if (options.alternative == Alternative::less) return of(less);
    return std::min(1.0, 2 * std::min(of(greater), of(less)));
}

}  // namespace

const Words<GlobalMethod>& global_method_words() {
    static const Words<GlobalMethod> words{
        {"moran", GlobalMethod::moran}, {"geary", GlobalMethod::geary}, {"getis-ord", GlobalMethod::getis_ord}};
    return words;
}

GlobalStatistic global_statistic(GlobalMethod method, const SpatialWeights& weights, std::span<const double> values,
                                 const GlobalOptions& options) {
    std::vector<std::uint32_t> rows;
    std::vector<bool> linked(weights.size(), false);
    for (std::size_t row = 0; row < weights.size(); ++row) {
        if (weights.links().count(row) == 0) continue;
        linked[row] = true;
        for (const auto other : weights.links().of(row)) linked[other] = true;
    }
    std::vector<double> x(values.begin(), values.end());
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    for (std::uint32_t row = 0; row < linked.size(); ++row) {
        if (!linked[row]) continue;
        rows.push_back(row);
        least = std::min(least, x[row]);
        most = std::max(most, x[row]);
    }
    GlobalStatistic out{rows.size(), missing, missing, missing, missing, missing, missing, 0};
    constexpr std::size_t fewest = 4;
    if (rows.size() < fewest || least == most || (method == GlobalMethod::getis_ord && least < 0)) return out;
    if (method != GlobalMethod::getis_ord) {
        for (int twice = 0; twice < 2; ++twice) {
            const auto mean = sums(x, rows).first / static_cast<double>(rows.size());
            for (const auto row : rows) x[row] -= mean;
        }
    }
    const auto w = weight_sums(weights);
    const auto all = sums(x, rows);
    const auto below = denominator(method, w, all);
    if (!(below > 0)) return out;  // G of values of which one alone is above 0
    out.value = cross_products(method, weights, x) / below;
    std::tie(out.expectation, out.variance) = moments(method, w, all);
    if (out.variance > 1e-14 * out.expectation * out.expectation) {
        out.z = (out.value - out.expectation) / std::sqrt(out.variance);
        out.p = normal_p(out.z, options.alternative);
    }
    if (options.permutations > 0) {
        const auto p = permuted(method, weights, x, rows, options);
        if (options.stop.stop_requested()) return out;
        out.permutation_p = p;
        out.permutations = options.permutations;
    }
    return out;
}

}  // namespace geo
