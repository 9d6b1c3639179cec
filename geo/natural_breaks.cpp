#include "geo/natural_breaks.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace geo {

namespace {

/// Sums up to each group, of values less the middle one, so that squares lose little.
class Sums {
public:
    explicit Sums(const std::vector<WeightedValue>& groups)
        : weight_(groups.size() + 1), first_(groups.size() + 1), second_(groups.size() + 1) {
        const double middle = groups[groups.size() / 2].mean;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const double value = groups[i].mean - middle;
            weight_[i + 1] = weight_[i] + groups[i].weight;
            first_[i + 1] = first_[i] + groups[i].weight * value;
            second_[i + 1] = second_[i] + groups[i].weight * value * value;
        }
    }
    /// Sum of squares about the mean of groups from .. to - 1.
    [[nodiscard]] double within(std::size_t from, std::size_t to) const {
        const double weight = weight_[to] - weight_[from];
        const double first = first_[to] - first_[from];
        return weight > 0 ? std::max(second_[to] - second_[from] - first * first / weight, 0.0) : 0.0;
    }

private:
    std::vector<double> weight_, first_, second_;
};

/// cost[i]: least sum of squares of the first i groups in one class more than `before` has them in; start[i]: where
/// the last class begins. The best start never falls as i grows.
void add_class(const Sums& sums, const std::vector<double>& before, std::size_t low, std::size_t high,
               std::size_t start_low, std::size_t start_high, std::vector<double>& cost,
               std::vector<std::size_t>& start) {
    if (low > high) return;
    const auto middle = low + (high - low) / 2;
    double best = std::numeric_limits<double>::infinity();
    std::size_t at = start_low;
    for (std::size_t from = start_low; from <= std::min(start_high, middle - 1); ++from) {
        if (const double with = before[from] + sums.within(from, middle); with < best) {
            best = with;
            at = from;
        }
    }
    cost[middle] = best;
    start[middle] = at;
    if (middle > low) add_class(sums, before, low, middle - 1, start_low, at, cost, start);
    add_class(sums, before, middle + 1, high, at, start_high, cost, start);
}

}  // namespace

std::vector<double> natural_breaks(const Distribution& values, std::size_t classes) {
    assert(classes >= 1);
    const auto groups = values.values(most_groups);
    const auto n = groups.size();
    classes = std::min(classes, n);
    if (classes < 2) return {};
    const Sums sums(groups);
    std::vector<double> cost(n + 1, 0.0);
    for (std::size_t i = 1; i <= n; ++i) cost[i] = sums.within(0, i);
    std::vector<std::vector<std::size_t>> starts;  // [class after the first]
    for (std::size_t k = 1; k < classes; ++k) {
        std::vector<double> next(n + 1, std::numeric_limits<double>::infinity());
        std::vector<std::size_t> start(n + 1, 0);
        add_class(sums, cost, k + 1, n, k, n - 1, next, start);
        cost = std::move(next);
        starts.push_back(std::move(start));
    }
    std::vector<double> limits;
    auto end = n;
    for (auto k = starts.size(); k-- > 0;) {
        end = starts[k][end];
        limits.push_back(groups[end].least);
    }
    std::reverse(limits.begin(), limits.end());
    return limits;
}

}  // namespace geo
