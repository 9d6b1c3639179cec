#include "geo/spatial/mann_kendall.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace geo {

namespace {

/// [inversions] how many orders there are with that many. Counts are only ever added and multiplied, so they are exact
/// up to 64 bits, which holds 20!, and lose a few of the last bits beyond that.
using Counts = std::vector<long double>;
static_assert(std::numeric_limits<long double>::digits >= 64);

/// Of a equal things among b others that are equal as well: the q-binomial coefficient [a + b, b], by
/// [a + b, b] = [a + b - 1, b - 1] + q^b [a + b - 1, b]. \return [a * b + 1]
Counts of_two_groups(std::size_t a, std::size_t b) {
    std::vector<Counts> row(a + 1, Counts{1});
    for (std::size_t k = 1; k <= b; ++k) {
        for (std::size_t i = 1; i <= a; ++i) {
            row[i].resize(i * k + 1, 0);
            for (std::size_t x = 0; x < row[i - 1].size(); ++x) row[i][x + k] += row[i - 1][x];
        }
    }
    return row[a];
}

/// Of groups of equal things: the q-multinomial coefficient, one q-binomial for each group added to those before it.
/// \return [untied pairs + 1]
Counts of_groups(std::span<const std::size_t> groups) {
    Counts out{1};
    std::size_t before = 0;
    for (const auto size : groups) {
        const auto added = of_two_groups(before, size);
        Counts product(out.size() + added.size() - 1, 0);
        for (std::size_t i = 0; i < out.size(); ++i) {
            for (std::size_t j = 0; j < added.size(); ++j) product[i + j] += out[i] * added[j];
        }
        out = std::move(product);
        before += size;
    }
    return out;
}

/// [pairs that fall] p of the s that they leave, up to half of the untied pairs: an s below 0 is as likely as above.
std::vector<double> two_sided(const Counts& counts) {
    const long double all = std::accumulate(counts.begin(), counts.end(), 0.0L);
    std::vector<double> out;
    long double tail = 0;
    for (std::size_t falling = 0; 2 * falling < counts.size(); ++falling) {
        tail += counts[falling];
        out.push_back(2 * falling + 1 == counts.size() ? 1.0 : static_cast<double>(2 * tail / all));
    }
    return out;
}

long long untied_pairs(std::span<const std::size_t> ties) {
    long long n = 0;
    long long tied = 0;
    for (const auto size : ties) {
        const auto t = static_cast<long long>(size);
        n += t;
        tied += t * (t - 1) / 2;
    }
    return n * (n - 1) / 2 - tied;
}

double approximate_p(std::span<const std::size_t> ties, long long s) {
    const auto part = [](double t) { return t * (t - 1) * (2 * t + 5) / 18; };
    double n = 0;
    double variance = 0;
    for (const auto size : ties) {
        n += static_cast<double>(size);
        variance -= part(static_cast<double>(size));
    }
    variance += part(n);
    return std::erfc((static_cast<double>(std::abs(s)) - 1) / std::sqrt(2 * variance));
}

/// \param sorted not empty
std::vector<std::size_t> tie_sizes(std::span<const double> sorted) {
    std::vector<std::size_t> out{1};
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        if (sorted[i] == sorted[i - 1]) {
            ++out.back();
        } else {
            out.push_back(1);
        }
    }
    return out;
}

/// \param values not empty; their order is lost
double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace

double KendallDistributions::p(std::vector<std::size_t> ties, long long s) {
    if (s == 0) return 1;
    const auto untied = untied_pairs(ties);
    assert(std::abs(s) <= untied);
    if (std::accumulate(ties.begin(), ties.end(), std::size_t{0}) > most_exact) return approximate_p(ties, s);
    std::sort(ties.begin(), ties.end());
    auto found = known_.find(ties);
    if (found == known_.end()) {
        auto made = two_sided(of_groups(ties));
        found = known_.emplace(std::move(ties), std::move(made)).first;
    }
    return found->second[static_cast<std::size_t>((untied - std::abs(s)) / 2)];
}

TrendTest trend(std::span<const double> values, std::span<const double> years, KendallDistributions& distributions) {
    assert(values.size() == years.size());
    assert(std::adjacent_find(years.begin(), years.end(), std::greater_equal<>()) == years.end());
    TrendTest out;
    std::vector<double> present, slopes;
    for (std::size_t j = 0; j < values.size(); ++j) {
        if (std::isnan(values[j])) continue;
        for (std::size_t i = 0; i < j; ++i) {
            if (std::isnan(values[i])) continue;
            out.s += (values[j] > values[i] ? 1 : 0) - (values[j] < values[i] ? 1 : 0);
            slopes.push_back((values[j] - values[i]) / (years[j] - years[i]));
        }
        present.push_back(values[j]);
    }
    out.n = present.size();
    if (out.n < 2) return out;
    out.slope = median(slopes);
    std::sort(present.begin(), present.end());
    const auto ties = tie_sizes(present);
    out.p = distributions.p(ties, out.s);
    out.smallest_p = distributions.p(ties, untied_pairs(ties));
    return out;
}

TrendTest trend(std::span<const double> values, std::span<const double> years) {
    KendallDistributions distributions;
    return trend(values, years, distributions);
}

double smallest_trend_p(std::size_t n) {
    double p = 1;
    for (std::size_t k = 3; k <= n; ++k) p /= static_cast<double>(k);
    return p;
}

}  // namespace geo
