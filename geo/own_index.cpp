#include "geo/own_index.h"

#include "geo/table.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
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
    std::fill(out.begin(), out.end(), 0.0);
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const double factor = factors[part];
        if (factor == 0) continue;
        const auto* values = parts[part].data();
        assert(parts[part].size() == out.size());
        for (std::size_t row = 0; row < out.size(); ++row) out[row] += factor * values[row];
    }
}

namespace {

constexpr std::size_t buckets = 4096;
constexpr double rounding = 1e-12;  // of the whole weight

struct Row {
    double value;
    double weight;
};

/// The rows that count, and how they are spread over buckets of equal width.
struct Spread {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    double scale = 0;
    std::vector<double> weight = std::vector<double>(buckets, 0.0);  // [bucket]

    [[nodiscard]] std::size_t bucket(double value) const {
        return std::min(static_cast<std::size_t>((value - low) * scale), buckets - 1);
    }
};

}  // namespace

std::vector<double> limits_keeping_shares(std::span<const double> values, std::span<const double> weights,
                                          std::span<const std::uint8_t> classes, std::size_t class_count) {
    assert(class_count >= 1 && values.size() == classes.size() && (weights.empty() || weights.size() == values.size()));
    const auto weight_of = [&](std::size_t row) {
        const bool counts = std::isfinite(values[row]) && classes[row] >= 1 && classes[row] <= class_count;
        const double weight = weights.empty() ? 1.0 : weights[row];
        return counts && weight > 0 ? weight : 0.0;
    };
    Spread spread;
    std::vector<double> held(class_count, 0.0);
    for (std::size_t row = 0; row < values.size(); ++row) {
        const double weight = weight_of(row);
        if (weight == 0) continue;
        held[classes[row] - 1u] += weight;
        spread.low = std::min(spread.low, values[row]);
        spread.high = std::max(spread.high, values[row]);
    }
    constexpr double none = std::numeric_limits<double>::infinity();
    std::vector<double> limits(class_count - 1, none);
    const double range = spread.high - spread.low;
    if (!(range >= 0)) return limits;
    spread.scale = range > 0 && std::isfinite(buckets / range) ? buckets / range : 0;
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (const double weight = weight_of(row); weight > 0) spread.weight[spread.bucket(values[row])] += weight;
    }

    // Which buckets hold the ends of classes: only their rows are put in order.
    const double whole = std::accumulate(held.begin(), held.end(), 0.0);
    std::vector<double> wanted;  // [class_count - 1] weight of classes 1 .. k
    for (std::size_t k = 0; k + 1 < class_count; ++k) wanted.push_back((k > 0 ? wanted.back() : 0.0) + held[k]);
    const double slack = rounding * whole;
    std::vector<double> below(buckets + 1, 0.0);
    for (std::size_t b = 0; b < buckets; ++b) below[b + 1] = below[b] + spread.weight[b];
    std::vector<bool> needed(buckets, false);
    for (const double weight : wanted) {
        const auto at = std::lower_bound(below.begin() + 1, below.end(), weight - slack) - (below.begin() + 1);
        if (at < static_cast<std::ptrdiff_t>(buckets)) needed[static_cast<std::size_t>(at)] = true;
    }
    std::vector<std::vector<Row>> rows(buckets);
    std::vector<double> least(buckets, none);  // value in each bucket
    for (std::size_t row = 0; row < values.size(); ++row) {
        const double weight = weight_of(row);
        if (weight == 0) continue;
        const auto b = spread.bucket(values[row]);
        least[b] = std::min(least[b], values[row]);
        if (needed[b]) rows[b].push_back({values[row], weight});
    }

    for (std::size_t k = 0; k < wanted.size(); ++k) {
        if (wanted[k] <= slack) limits[k] = spread.low;  // nothing lies in classes 1 .. k
    }
    double next = none;  // least value of the buckets above
    for (std::size_t b = buckets; b-- > 0;) {
        if (needed[b]) {
            auto& here = rows[b];
            std::sort(here.begin(), here.end(), [](const Row& a, const Row& c) {
                return a.value != c.value ? a.value < c.value : a.weight < c.weight;
            });
            double sum = below[b];
            for (std::size_t i = 0; i < here.size();) {
                const double value = here[i].value;
                const double before = sum;
                for (; i < here.size() && here[i].value == value; ++i) sum += here[i].weight;
                const double after = i < here.size() ? here[i].value : next;
                for (std::size_t k = 0; k < wanted.size(); ++k) {
                    const bool ends_here = wanted[k] > slack && before < wanted[k] - slack && sum >= wanted[k] - slack;
                    if (ends_here) limits[k] = after;
                }
            }
        }
        next = std::min(next, least[b]);
    }
    return limits;
}

}  // namespace geo
