#include "geo/composite/sensitivity.h"

#include "geo/random.h"
#include "geo/table.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace geo {

namespace {

constexpr std::size_t resamples = 500;
constexpr std::uint64_t sampling = 1U << 20U;  // streams of their own, beside those of drawn weights
constexpr std::uint64_t bootstrap = 1U << 21U;

struct Sample {
    std::span<const double> a, b, ab;
};

/// First and total order. \param rows of the samples, with repeats
std::pair<double, double> shares_of(const Sample& sample, std::span<const std::size_t> rows) {
    double mean = 0;
    for (const auto r : rows) mean += (sample.a[r] + sample.b[r]) / (2 * static_cast<double>(rows.size()));
    double variance = 0;
    double first = 0;
    double total = 0;
    for (const auto r : rows) {
        const double a = sample.a[r] - mean;
        const double b = sample.b[r] - mean;  // what is taken off changes the error only
        const double changed = sample.ab[r] - sample.a[r];
        variance += (a * a + b * b) / 2;
        first += b * changed;
        total += changed * changed / 2;
    }
    return variance > 0 ? std::pair(first / variance, total / variance) : std::pair(missing, missing);
}

/// Of numbers, of which there are some.
double spread_of(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / n);
}

}  // namespace

std::vector<double> SensitivityDesign::at(std::size_t point) const {
    const auto part = point / rows;
    const auto row = point % rows;
    std::vector<double> out(factors);
    for (std::size_t f = 0; f < factors; ++f) {
        const bool second = part == 1 || part == f + 2;
        RandomStream random(seed, sampling + f, 2 * row + (second ? 1 : 0));
        out[f] = random.uniform();
    }
    return out;
}

std::vector<VarianceShare> variance_shares(const SensitivityDesign& design, std::span<const double> results) {
    const auto n = design.rows;
    std::vector<std::size_t> all(n);
    std::iota(all.begin(), all.end(), std::size_t{0});
    const auto [least, most] = std::minmax_element(results.begin(), results.end());
    if (results.empty() || *least == *most)
        return std::vector<VarianceShare>(design.factors, {missing, missing, missing, missing});
    std::vector<VarianceShare> out;
    for (std::size_t f = 0; f < design.factors; ++f) {
        const Sample sample{results.subspan(0, n), results.subspan(n, n), results.subspan((f + 2) * n, n)};
        const auto [first, total] = shares_of(sample, all);
        std::vector<double> firsts, totals;
        for (std::size_t s = 0; s < resamples && !std::isnan(first); ++s) {
            RandomStream random(design.seed, bootstrap, s);
            std::vector<std::size_t> rows(n);
            for (auto& row : rows)
                row = std::min(n - 1, static_cast<std::size_t>(random.uniform() * static_cast<double>(n)));
            const auto [again_first, again_total] = shares_of(sample, rows);
            if (std::isnan(again_first)) continue;
            firsts.push_back(again_first);
            totals.push_back(again_total);
        }
        out.push_back(
            {first, firsts.empty() ? missing : spread_of(firsts), total, totals.empty() ? missing : spread_of(totals)});
    }
    return out;
}

}  // namespace geo
