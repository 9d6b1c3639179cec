#include "geo/spatial/local.h"

#include "geo/table.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace geo {

namespace {

/// Less than this part of what it is made of is rounding.
constexpr double rounding = 1e-12;

/// Mean and variance of values that are drawn from.
struct Population {
    double size = 0;
    double mean = 0;
    double variance = 0;  // divided by size
};

/// \param sum, squares of all but the row, of what is drawn \param scale that squares compare with
Population others(double size, double sum, double squares, double scale) {
    const auto mean = sum / size;
    const auto variance = squares / size - mean * mean;
    return {size, mean, variance > rounding * scale ? variance : 0};
}

struct Moments {
    double expectation = missing;
    double variance = missing;
};

/// Of sum of w_j a_j, with the a_j drawn without replacement. \param w1, w2 sums of the weights and of their squares
Moments of_draws(const Population& from, double w1, double w2) {
    auto factor = w2 - w1 * w1 / from.size;
    if (factor <= rounding * w2) factor = 0;
    return {w1 * from.mean, from.size > 1 ? from.size / (from.size - 1) * from.variance * factor : 0};
}

/// Sums of powers of deviations from the mean.
struct Powers {
    double n = 0;
    double mean = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
};

Powers powers(std::span<const double> values, std::vector<double>& deviation) {
    Powers out;
    deviation = deviations(values);
    for (const auto d : deviation) {
        if (std::isnan(d)) continue;
        ++out.n;
        out.second += d * d;
        out.third += d * d * d;
        out.fourth += d * d * d * d;
    }
    double sum = 0;
    for (const auto value : values) sum += std::isnan(value) ? 0 : value;
    out.mean = sum / out.n;
    return out;
}

}  // namespace

const Words<LocalMethod>& local_method_words() {
    static const Words<LocalMethod> words{{"moran", LocalMethod::moran},
                                          {"bivariate-moran", LocalMethod::bivariate_moran},
                                          {"geary", LocalMethod::geary},
                                          {"gi", LocalMethod::gi},
                                          {"gi-star", LocalMethod::gi_star}};
    return words;
}

const Words<Divisor>& divisor_words() {
    static const Words<Divisor> words{{"n", Divisor::n}, {"n-1", Divisor::n_less_1}};
    return words;
}

const Words<Alternative>& alternative_words() {
    static const Words<Alternative> words{
        {"two-sided", Alternative::two_sided}, {"greater", Alternative::greater}, {"less", Alternative::less}};
    return words;
}

const Words<Outcome>& outcome_words() {
    static const Words<Outcome> words{{"missing", Outcome::no_value},    {"island", Outcome::island},
                                      {"untested", Outcome::untested},   {"not_significant", Outcome::not_significant},
                                      {"high_high", Outcome::high_high}, {"low_low", Outcome::low_low},
                                      {"high_low", Outcome::high_low},   {"low_high", Outcome::low_high},
                                      {"high", Outcome::high},           {"low", Outcome::low},
                                      {"alike", Outcome::alike},         {"unlike", Outcome::unlike}};
    return words;
}

std::vector<double> deviations(std::span<const double> values) {
    std::vector<double> out(values.begin(), values.end());
    double count = 0;
    for (const auto value : values) count += std::isnan(value) ? 0 : 1;
    double largest = 0;
    // Once more for what rounding leaves of the mean.
    for (int twice = 0; twice < 2; ++twice) {
        double sum = 0;
        for (const auto value : out) sum += std::isnan(value) ? 0 : value;
        largest = 0;
        for (auto& value : out) {
            value -= sum / count;
            if (!std::isnan(value)) largest = std::max(largest, std::abs(value));
        }
    }
    double magnitude = 0;
    for (const auto value : values) magnitude = std::isnan(value) ? magnitude : std::max(magnitude, std::abs(value));
    // Which side of the mean a value is on decides much; where only rounding tells, it is on neither.
    const auto least = std::max(rounding * largest, 4 * std::numeric_limits<double>::epsilon() * magnitude);
    for (auto& value : out) {
        if (std::abs(value) <= least) value = 0;
    }
    return out;
}

LocalStatistics local_statistics(LocalMethod method, const SpatialWeights& weights, const LocalValues& values,
                                 Divisor divisor) {
    const auto rows = weights.size();
    const bool bivariate = method == LocalMethod::bivariate_moran;
    assert(values.values.size() == rows && (!bivariate || values.other.size() == rows));
    LocalStatistics out;
    const auto x = powers(values.values, out.deviation);
    std::vector<double> other_deviation;
    const auto y = bivariate ? powers(values.other, other_deviation) : x;
    const auto& lagged = bivariate ? other_deviation : out.deviation;
    out.n = static_cast<std::size_t>(x.n);
    for (auto* column : {&out.lag, &out.statistic, &out.expectation, &out.variance, &out.z, &out.effect})
        column->assign(rows, missing);

    const auto spread = std::sqrt(y.second / y.n);
    const auto divide = divisor == Divisor::n ? x.n : x.n - 1;
    const auto m2 = bivariate ? std::sqrt(x.second / divide) * std::sqrt(y.second / divide) : x.second / divide;
    for (std::size_t row = 0; row < rows; ++row) {
        if (weights.links().count(row) == 0) continue;
        const auto own = out.deviation[row];
        const auto w1 = weights.sum(row);
        const auto w2 = weights.sum_of_squares(row);
        auto lag = weights.lag(row, lagged);
        const auto drawn = lagged[row];
        const auto neighbours = others(x.n - 1, -drawn, y.second - drawn * drawn, y.second / x.n);
        Moments moments;
        switch (method) {
            case LocalMethod::moran:
            case LocalMethod::bivariate_moran: {
                const auto factor = own / m2;
                out.statistic[row] = factor * lag;
                moments = of_draws(neighbours, w1, w2);
                moments = {factor * moments.expectation, factor * factor * moments.variance};
                break;
            }
            case LocalMethod::geary: {
                double sum = 0;
                for (auto link = weights.links().starts[row]; link < weights.links().starts[row + 1]; ++link) {
                    const auto apart = own - lagged[weights.links().to[link]];
                    sum += weights.weight(row, link) * apart * apart;
                }
                const auto squares = x.n * own * own + x.second;
                const auto fourths =
                    x.n * own * own * own * own + 6 * own * own * x.second - 4 * own * x.third + x.fourth;
                moments = of_draws(others(x.n - 1, squares, fourths, fourths / x.n), w1, w2);
                out.statistic[row] = sum / m2;
                moments = {moments.expectation / m2, moments.variance / (m2 * m2)};
                break;
            }
            case LocalMethod::gi:
                out.statistic[row] = lag + w1 * x.mean;
                moments = of_draws(neighbours, w1, w2);
                moments.expectation += w1 * x.mean;
                break;
            case LocalMethod::gi_star: {
                const auto self = weights.self_weight(row);
                lag += self * own;
                const auto all = w1 + self;
                out.statistic[row] = lag + all * x.mean;
                moments = of_draws({x.n, x.mean, x.second / x.n}, all, w2 + self * self);
                break;
            }
        }
        out.lag[row] = lag;
        if (spread > 0) out.effect[row] = lag / (w1 + weights.self_weight(row)) / spread;
        out.expectation[row] = moments.expectation;
        out.variance[row] = moments.variance;
        if (moments.variance > 0) out.z[row] = (out.statistic[row] - moments.expectation) / std::sqrt(moments.variance);
    }
    return out;
}

double normal_p(double z, Alternative alternative) {
    if (std::isnan(z)) return missing;
    const auto scaled = z / std::numbers::sqrt2;
    switch (alternative) {
        case Alternative::greater:
            return std::erfc(scaled) / 2;
        case Alternative::less:
            return std::erfc(-scaled) / 2;
        case Alternative::two_sided:
            break;
    }
    return std::erfc(std::abs(scaled));
}

std::vector<Outcome> outcomes(LocalMethod method, const SpatialWeights& weights, const LocalStatistics& statistics,
                              std::span<const double> p, double alpha, double least_effect) {
    std::vector<Outcome> out(weights.size(), Outcome::no_value);
    for (std::size_t row = 0; row < out.size(); ++row) {
        const auto own = statistics.deviation[row];
        const auto lag = statistics.lag[row];
        if (std::isnan(own)) continue;
        if (weights.links().count(row) == 0) {
            out[row] = Outcome::island;
            continue;
        }
        out[row] = std::isnan(p[row]) ? Outcome::untested : Outcome::not_significant;
        if (!(p[row] <= alpha)) continue;
        const bool high = own > 0;
        const bool among_high = lag > 0;
        switch (method) {
            case LocalMethod::gi:
            case LocalMethod::gi_star:
                out[row] = statistics.statistic[row] > statistics.expectation[row] ? Outcome::high : Outcome::low;
                break;
            case LocalMethod::geary:
                if (statistics.statistic[row] > statistics.expectation[row])
                    out[row] = Outcome::unlike;
                else if (own * lag > 0)
                    out[row] = high ? Outcome::high_high : Outcome::low_low;
                else
                    out[row] = Outcome::alike;
                break;
            case LocalMethod::moran:
            case LocalMethod::bivariate_moran:
                if (high)
                    out[row] = among_high ? Outcome::high_high : Outcome::high_low;
                else
                    out[row] = among_high ? Outcome::low_high : Outcome::low_low;
                break;
        }
        const bool sided = out[row] != Outcome::alike && out[row] != Outcome::unlike;
        if (sided && std::abs(statistics.effect[row]) < least_effect) out[row] = Outcome::not_significant;
    }
    return out;
}

}  // namespace geo
