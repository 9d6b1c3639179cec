#include "geo/distribution.h"

#include "geo/table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

namespace {

using geo::Distribution;
using Values = std::vector<double>;

struct Column {
    Values values;
    Values weights;
};

std::vector<geo::WeightedColumn> views(const std::vector<Column>& columns) {
    std::vector<geo::WeightedColumn> out;
    for (const auto& column : columns) out.push_back({column.values, column.weights});
    return out;
}

/// By the definition: distinct values in order, with what has them.
std::map<double, double> counted(const std::vector<Column>& columns) {
    std::map<double, double> out;
    for (const auto& column : columns) {
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            const double weight = column.weights.empty() ? 1.0 : column.weights[row];
            if (std::isfinite(column.values[row]) && weight > 0) out[column.values[row]] += weight;
        }
    }
    return out;
}

double following(const std::map<double, double>& values, double wanted) {
    double sum = 0;
    for (auto at = values.begin(); at != values.end(); ++at) {
        if (sum >= wanted) return at->first;
        sum += at->second;
    }
    return INFINITY;
}

std::vector<Column> any_columns() {
    std::vector<Column> out(*rc::gen::inRange<std::size_t>(0, 4));
    for (auto& column : out) {
        const auto rows = *rc::gen::inRange<std::size_t>(0, 60);
        const bool weighted = *rc::gen::arbitrary<bool>();
        for (std::size_t row = 0; row < rows; ++row) {
            const auto value = *rc::gen::inRange(-40, 42);
            column.values.push_back(value == 40 ? geo::missing : value == 41 ? INFINITY : value / 8.0);
            if (weighted) column.weights.push_back(*rc::gen::inRange(-1, 6));
        }
    }
    return out;
}

RC_GTEST_PROP(Distribution, FindsWhatFollowsAWeightAsTheDefinitionSays, ()) {
    const auto columns = any_columns();
    const Distribution found(views(columns));
    const auto values = counted(columns);
    Values wanted;
    for (double weight = 0; weight <= found.weight() + 2; ++weight) wanted.push_back(weight);
    const auto answers = found.following(wanted);
    for (std::size_t k = 0; k < wanted.size(); ++k) RC_ASSERT(answers[k] == following(values, wanted[k]));
}

RC_GTEST_PROP(Distribution, ListsTheDistinctValuesWhereTheyAreFew, ()) {
    const auto columns = any_columns();
    const auto values = counted(columns);
    const auto found = Distribution(views(columns)).values(100);
    RC_ASSERT(found.size() == values.size());
    auto at = values.begin();
    for (const auto& each : found) {
        RC_ASSERT(each.least == at->first);
        RC_ASSERT(each.mean == at->first);
        RC_ASSERT(each.weight == at->second);
        ++at;
    }
}

RC_GTEST_PROP(Distribution, TakesManyValuesTogetherWithoutLosingAny, ()) {
    const auto columns = any_columns();
    const auto values = counted(columns);
    const auto found = Distribution(views(columns)).values(5);
    RC_ASSERT(found.size() <= 2 * 5 + 256);
    double weight = 0;
    double sum = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        RC_ASSERT(values.contains(found[i].least));
        RC_ASSERT(found[i].mean >= found[i].least - 1e-12);
        if (i > 0) RC_ASSERT(found[i - 1].mean < found[i].least);  // RC_ASSERT reads both sides of ||
        weight += found[i].weight;
        sum += found[i].weight * found[i].mean;
    }
    double all = 0;
    double all_sum = 0;
    for (const auto& [value, each] : values) {
        all += each;
        all_sum += each * value;
    }
    RC_ASSERT(weight == all);
    RC_ASSERT(std::abs(sum - all_sum) < 1e-9);
}

/// Rows enough for several chunks, some of them far from all others.
std::vector<Column> large(bool outliers) {
    std::mt19937_64 random(20261124);
    std::normal_distribution<double> bell(0.1, 0.3);
    std::uniform_int_distribution<int> count(0, 40);
    std::vector<Column> out(3);
    for (auto& column : out) {
        for (int row = 0; row < 100'000; ++row) {
            column.values.push_back(outliers && row % 5000 == 0 ? 1e9 * bell(random) : bell(random));
            column.weights.push_back(count(random) / 8.0);
        }
    }
    return out;
}

TEST(Distribution, IsTheSameOnAnyNumberOfThreads) {
    for (const bool outliers : {false, true}) {
        const auto columns = large(outliers);
        const Distribution one(views(columns), 1);
        const Distribution five(views(columns), 5);
        EXPECT_EQ(one.weight(), five.weight());
        const Values wanted{one.weight() / 3, one.weight() / 2};
        EXPECT_EQ(one.following(wanted), five.following(wanted));
        const auto a = one.values(1000);
        const auto b = five.values(1000);
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            EXPECT_EQ(a[i].least, b[i].least);
            EXPECT_EQ(a[i].mean, b[i].mean);
            EXPECT_EQ(a[i].weight, b[i].weight);
        }
    }
}

TEST(Distribution, OfManyRowsFindsWhatSortingFinds) {
    for (const bool outliers : {false, true}) {
        const auto columns = large(outliers);
        const Distribution found(views(columns));
        const auto values = counted(columns);
        for (const double part : {0.001, 0.2, 0.5, 0.8, 0.9999}) {
            const double wanted = part * found.weight();
            EXPECT_EQ(found.following(Values{wanted}).front(), following(values, wanted)) << part;
        }
    }
}

TEST(Distribution, LeavesNoGroupWithMuchOfTheWeightWhereValuesCrowd) {
    const auto columns = large(true);
    const Distribution found(views(columns));
    const auto groups = found.values(1000);
    EXPECT_LE(groups.size(), 2 * 1000 + 256U);
    for (const auto& group : groups) EXPECT_LT(group.weight, found.weight() / 256);
}

TEST(Distribution, OfNothingHasNoValues) {
    const Distribution none({});
    EXPECT_GT(none.low(), none.high());
    EXPECT_TRUE(none.values(10).empty());
    EXPECT_TRUE(std::isinf(none.following(Values{0}).front()));
}

}  // namespace
