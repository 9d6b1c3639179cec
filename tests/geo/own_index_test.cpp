#include "geo/own_index.h"

#include "geo/classify.h"
#include "geo/table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace {

TEST(OwnIndex, IsTheSumOfThePartsWhereAllCountAlike) {
    const auto factors = geo::scaled_importance(std::vector<double>{3, 3, 3});
    EXPECT_EQ(factors, (std::vector<double>{1, 1, 1}));
    const std::vector<double> a{0.5, -1, geo::missing};
    const std::vector<double> b{0.25, 1, 0};
    const std::vector<double> c{1, 0, 0};
    std::vector<double> out(3);
    geo::weighted_total(std::vector<std::span<const double>>{a, b, c}, factors, out);
    EXPECT_EQ(out[0], 1.75);
    EXPECT_EQ(out[1], 0);
    EXPECT_TRUE(std::isnan(out[2]));
}

TEST(OwnIndex, ScalesImportancesToTheirNumber) {
    EXPECT_EQ(geo::scaled_importance(std::vector<double>{1, 0, 3}), (std::vector<double>{0.75, 0, 2.25}));
    EXPECT_TRUE(geo::scaled_importance(std::vector<double>{0, 0}).empty());
}

TEST(OwnIndex, DoesNotAskForAPartThatCountsForNothing) {
    const std::vector<double> a{1};
    const std::vector<double> b{geo::missing};
    std::vector<double> out(1);
    geo::weighted_total(std::vector<std::span<const double>>{a, b}, std::vector<double>{2, 0}, out);
    EXPECT_EQ(out[0], 2);
}

TEST(OwnIndex, NeverSplitsEqualValues) {
    const std::vector<double> values{1, 1, 1, 2};
    const std::vector<std::uint8_t> classes{1, 2, 2, 3};
    const auto limits = geo::limits_keeping_shares(values, {}, classes, 3);
    std::vector<std::uint8_t> out(4);
    geo::classify(values, limits, out);
    EXPECT_EQ(out[0], out[1]);
    EXPECT_EQ(out[1], out[2]);
    EXPECT_EQ(out[3], 3);
}

TEST(OwnIndex, HasNoFiniteLimitsWithoutRows) {
    for (const double limit : geo::limits_keeping_shares({}, {}, {}, 4)) EXPECT_TRUE(std::isinf(limit));
}

struct Rows {
    std::vector<double> values;
    std::vector<double> weights;
    std::vector<std::uint8_t> classes;
};

Rows any_rows(std::size_t class_count) {
    Rows out;
    const auto n = *rc::gen::inRange<std::size_t>(1, 300);
    for (std::size_t i = 0; i < n; ++i) {
        out.values.push_back(*rc::gen::inRange(-400, 400) / 64.0);
        out.weights.push_back(*rc::gen::inRange(0, 50));
        out.classes.push_back(static_cast<std::uint8_t>(*rc::gen::inRange(0, static_cast<int>(class_count) + 1)));
    }
    return out;
}

RC_GTEST_PROP(OwnIndex, GivesEveryRowItsOwnClassBackFromTheFigureTheClassesWereMadeOf, ()) {
    auto rows = any_rows(5);
    const std::vector<double> limits{-2, -0.5, 0.25, 3};
    geo::classify(rows.values, limits, rows.classes);
    const auto found = geo::limits_keeping_shares(rows.values, rows.weights, rows.classes, 5);
    RC_ASSERT(std::is_sorted(found.begin(), found.end()));
    std::vector<std::uint8_t> again(rows.values.size());
    geo::classify(rows.values, found, again);
    for (std::size_t i = 0; i < again.size(); ++i) {
        if (rows.weights[i] > 0) RC_ASSERT(again[i] == rows.classes[i]);
    }
}

/// Two ways to the same answer: all rows in order, and only those near the ends of classes.
RC_GTEST_PROP(OwnIndex, HasTheLimitsOfAFullSort, ()) {
    const auto rows = any_rows(4);
    const auto found = geo::limits_keeping_shares(rows.values, rows.weights, rows.classes, 4);
    std::vector<std::pair<double, double>> sorted;
    std::vector<double> held(4, 0.0);
    for (std::size_t i = 0; i < rows.values.size(); ++i) {
        if (rows.classes[i] < 1 || rows.weights[i] <= 0) continue;
        sorted.emplace_back(rows.values[i], rows.weights[i]);
        held[rows.classes[i] - 1u] += rows.weights[i];
    }
    std::sort(sorted.begin(), sorted.end());
    double wanted = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        wanted += held[k];
        if (sorted.empty()) break;
        double sum = 0;
        std::size_t i = 0;
        double limit = sorted.front().first;
        while (sum < wanted) {
            const double value = sorted[i].first;
            for (; i < sorted.size() && sorted[i].first == value; ++i) sum += sorted[i].second;
            limit = i < sorted.size() ? sorted[i].first : INFINITY;
        }
        RC_ASSERT(found[k] == limit);
    }
}

}  // namespace
