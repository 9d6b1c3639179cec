#include "geo/statistics.h"

#include "geo/classify.h"
#include "geo/parallel.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace geo {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Weighed {
    double value;
    double weight;  // > 0
};

double deviation(std::span<const Weighed> units, double mean, double weight) {
    double squares = 0;
    for (const auto& [value, w] : units) squares += w * ((value - mean) * (value - mean));
    return std::sqrt(squares / weight);
}

/// \param units in any order, at least one; sorted afterwards
void take_quantiles(std::span<Weighed> units, std::span<const double> asked, std::span<double> quantiles) {
    // By weight as well: then the sums do not depend on how a sort treats equals.
    std::ranges::sort(units, [](const Weighed& a, const Weighed& b) {
        return a.value != b.value ? a.value < b.value : a.weight < b.weight;
    });
    std::vector<double> up_to(units.size());  // weight of the units up to and with this one
    std::transform_inclusive_scan(units.begin(), units.end(), up_to.begin(), std::plus<>(),
                                  [](const Weighed& unit) { return unit.weight; });
    for (std::size_t i = 0; i < asked.size(); ++i) {
        assert(asked[i] >= 0 && asked[i] <= 1);
        if (asked[i] >= 1) {  // a last unit may weigh too little to be seen in the sum
            quantiles[i] = units.back().value;
            continue;
        }
        const double enough = asked[i] * up_to.back() * (1 - 1e-12);
        quantiles[i] = units[std::size_t(std::ranges::lower_bound(up_to, enough) - up_to.begin())].value;
    }
}

}  // namespace

Statistics statistics(const Members& members, std::span<const double> values, std::span<const double> weights,
                      std::span<const std::uint8_t> classes, std::size_t class_count,
                      std::span<const double> quantiles) {
    assert(values.size() == weights.size() && class_count <= most_classes);
    assert(class_count == 0 || classes.size() == values.size());
    Statistics out;
    out.quantiles.assign(quantiles.size(), missing);
    out.class_weight.assign(class_count, 0.0);
    double sum = 0;
    double least = infinity;
    double most = -infinity;
    std::vector<Weighed> units;
    members.for_each([&](std::uint32_t unit, double share) {
        const double w = weight_in(share, weights[unit]);
        const double value = values[unit];
        if (class_count > 0 && classes[unit] >= 1 && classes[unit] <= class_count)
            out.class_weight[classes[unit] - 1u] += w;
        if (std::isnan(value)) {
            out.weight_without_value += w;
            return;
        }
        ++out.n;
        sum += w * value;
        out.weight += w;
        if (!(w > 0)) return;
        least = value < least ? value : least;
        most = value > most ? value : most;
        units.push_back({value, w});
    });
    if (!(out.weight > 0)) return out;
    // As aggregate() does: rounding may not carry a mean past the values it is made of.
    out.mean = std::clamp(sum / out.weight, least, most);
    out.least = least;
    out.most = most;
    out.standard_deviation = deviation(units, out.mean, out.weight);
    if (!quantiles.empty()) take_quantiles(units, quantiles, out.quantiles);
    return out;
}

std::vector<Statistics> statistics(const MembersByArea& areas, std::span<const double> values,
                                   std::span<const double> weights, std::span<const std::uint8_t> classes,
                                   std::size_t class_count, std::span<const double> quantiles, unsigned threads) {
    std::vector<Statistics> out(areas.size());
    parallel_for(areas.size(), threads, [&](std::size_t area) {
        out[area] = statistics(areas[area], values, weights, classes, class_count, quantiles);
    });
    return out;
}

std::vector<double> class_weights(const Members& members, std::span<const double> weights,
                                  std::span<const std::uint8_t> classes, std::size_t class_count) {
    // Neighbours are often of one class, and an addition must wait for the one before it to the same sum: so cells take
    // turns at four sets of sums.
    constexpr std::size_t sets = 4;
    std::array<std::array<double, sets>, 256> sums{};
    for (std::size_t r = 0; r < members.runs.size(); ++r) {
        const auto& run = members.runs[r];
        const double share = members.share.empty() ? 1.0 : members.share[r];
        for (auto unit = run.begin; unit < run.end; ++unit)
            sums[classes[unit]][unit % sets] += weight_in(share, weights[unit]);
    }
    std::vector<double> out(class_count);
    for (std::size_t k = 0; k < class_count; ++k)
        out[k] = (sums[k + 1][0] + sums[k + 1][1]) + (sums[k + 1][2] + sums[k + 1][3]);
    return out;
}

double share_up_to(std::span<const double> class_weight, std::size_t k) {
    assert(k <= class_weight.size());
    const double inside = std::accumulate(class_weight.begin(), class_weight.begin() + std::ptrdiff_t(k), 0.0);
    const double all = std::accumulate(class_weight.begin() + std::ptrdiff_t(k), class_weight.end(), inside);
    return all > 0 ? inside / all : missing;
}

}  // namespace geo
