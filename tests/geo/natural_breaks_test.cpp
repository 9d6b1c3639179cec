#include "geo/natural_breaks.h"

#include "geo/table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace {

std::vector<double> natural_breaks(const std::vector<double>& values, const std::vector<double>& weights,
                                   std::size_t classes) {
    return geo::natural_breaks(geo::Distribution({{values, weights}}), classes);
}

double within(const std::vector<double>& values, const std::vector<double>& weights,
              const std::vector<double>& limits) {
    double out = 0;
    for (std::size_t k = 0; k <= limits.size(); ++k) {
        const double low = k == 0 ? -INFINITY : limits[k - 1];
        const double high = k == limits.size() ? INFINITY : limits[k];
        double sum = 0;
        double weight = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] < low || values[i] >= high) continue;
            sum += weights[i] * values[i];
            weight += weights[i];
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] < low || values[i] >= high) continue;
            const double away = values[i] - sum / weight;
            out += weights[i] * away * away;
        }
    }
    return out;
}

TEST(NaturalBreaks, LieInTheGaps) {
    const std::vector<double> values{1, 1.1, 0.9, 5, 5.2, 9, 9.3, 8.9};
    EXPECT_EQ(natural_breaks(values, {}, 3), (std::vector<double>{5, 8.9}));
}

TEST(NaturalBreaks, AreFewerWhereThereAreFewValues) {
    EXPECT_TRUE(natural_breaks({}, {}, 5).empty());
    const std::vector<double> values{2, 2, geo::missing, 3};
    EXPECT_EQ(natural_breaks(values, {}, 5), std::vector<double>{3});
    const std::vector<double> weights{1, 1, 1, 0};
    EXPECT_TRUE(natural_breaks(values, weights, 5).empty());
}

TEST(NaturalBreaks, CountWeights) {
    const std::vector<double> values{0, 1, 2, 10};
    EXPECT_EQ(natural_breaks(values, std::vector<double>{1, 1, 1, 1}, 2), std::vector<double>{10});
    EXPECT_EQ(natural_breaks(values, std::vector<double>{1000, 1000, 1000, 1}, 2), std::vector<double>{2});
}

TEST(NaturalBreaks, OfManyValuesComeNearThoseOfAll) {
    std::vector<double> values;
    for (int i = 0; i < 40000; ++i) values.push_back(std::sin(i * 0.37) + i % 3);
    const auto limits = natural_breaks(values, {}, 4);
    ASSERT_EQ(limits.size(), 3U);
    const std::vector<double> weights(values.size(), 1.0);
    const double best = within(values, weights, limits);
    for (std::size_t k = 0; k < limits.size(); ++k) {  // no worse than beside
        for (const double shift : {-0.02, 0.02}) {
            auto moved = limits;
            moved[k] += shift;
            EXPECT_GT(within(values, weights, moved), best);
        }
    }
}

RC_GTEST_PROP(NaturalBreaks, LeaveTheLeastVarianceOfAllWays, ()) {
    const auto n = *rc::gen::inRange<std::size_t>(1, 9);
    std::vector<double> values;
    std::vector<double> weights;
    for (std::size_t i = 0; i < n; ++i) {
        values.push_back(*rc::gen::inRange(-8, 8));
        weights.push_back(*rc::gen::inRange(1, 4));
    }
    auto distinct = values;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    const auto limits = natural_breaks(values, weights, 3);
    RC_ASSERT(limits.size() == std::min<std::size_t>(3, distinct.size()) - 1);
    double best = std::numeric_limits<double>::infinity();
    for (const double a : distinct) {
        for (const double b : distinct) {
            if (a < b) best = std::min(best, within(values, weights, {a, b}));
        }
    }
    if (limits.size() == 2) RC_ASSERT(within(values, weights, limits) <= best + 1e-9);
}

}  // namespace
