#include "geo/composite/audit.h"
#include "geo/composite/compose.h"

#include "tests/geo/support.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::Aggregation;
using geo::Imputation;
using geo::IndexModel;
using geo::missing;
using geo::Normalisation;
using geo::Outliers;
using geo::Table;
using Values = std::vector<double>;

/// A total of two indicators, "a" and "b".
IndexModel two() {
    IndexModel out;
    out.name = "own";
    out.dimensions = {{"total", "Total", ""}};
    for (const char* code : {"a", "b"}) {
        geo::Indicator indicator;
        indicator.code = code;
        indicator.parent = "total";
        out.indicators.push_back(indicator);
    }
    return out;
}

/// The first indicator alone.
IndexModel one() {
    auto out = two();
    out.indicators.pop_back();
    return out;
}

/// \param columns [indicator][measurement] of [rows]
Table table_of(const std::vector<std::vector<Values>>& columns) {
    std::vector<std::string> codes;
    std::vector<geo::Measurement> measurements;
    for (std::size_t i = 0; i < columns.size(); ++i) codes.emplace_back(1, static_cast<char>('a' + i));
    for (std::size_t m = 0; m < columns[0].size(); ++m)
        measurements.push_back({static_cast<int>(2014 + 2 * m), {}, {}});
    Table out(codes, measurements, columns[0][0].size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t m = 0; m < measurements.size(); ++m)
            std::copy(columns[i][m].begin(), columns[i][m].end(), out.values.column(i, m).begin());
    }
    return out;
}

Values column(const Table& table, std::size_t dimension, std::size_t measurement = 0) {
    const auto values = table.values.column(dimension, measurement);
    return {values.begin(), values.end()};
}

Values normalised(const Values& values, Normalisation normalisation, bool more_is_better = true) {
    auto model = one();
    model.normalisation = normalisation;
    model.indicators[0].more_is_better = more_is_better;
    return column(geo::compose(table_of({{values}}), model, {}).normalised, 0);
}

bool refuses(const IndexModel& model, const Table& table, std::initializer_list<std::string_view> parts) {
    return test::fails_saying([&] { static_cast<void>(geo::compose(table, model, {})); }, parts);
}

TEST(Composite, normalises_by_every_method_as_its_formula_says) {
    using enum Normalisation::Method;
    const Values values{1, 2, 2, 5};
    EXPECT_EQ(normalised(values, {none, 0, 1}), values);
    EXPECT_EQ(normalised(values, {min_max, 0, 100}), (Values{0, 25, 25, 100}));
    EXPECT_EQ(normalised(values, {min_max, 0, 100}, false), (Values{100, 75, 75, 0}));
    EXPECT_EQ(normalised(values, {rank, 0, 1}), (Values{1, 2.5, 2.5, 4}));
    EXPECT_EQ(normalised(values, {rank, 0, 1}, false), (Values{4, 2.5, 2.5, 1}));
    EXPECT_EQ(normalised(values, {percentile_rank, 0, 100}), (Values{12.5, 50, 50, 87.5}));
    const auto scored = normalised(values, {z, 0, 1});
    EXPECT_NEAR(std::accumulate(scored.begin(), scored.end(), 0.0), 0, 1e-15);
    EXPECT_NEAR(scored[3], (5 - 2.5) / std::sqrt(9.0 / 3), 1e-15);
    const auto x = normalised({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {exponential, 0, 100});
    EXPECT_NEAR(x[9], 100, 1e-12);
    EXPECT_NEAR(x[8], 50.4, 0.1);  // a tenth has over 50
    EXPECT_NEAR(x[4], -23 * std::log(1 - 0.5 * (1 - std::exp(-100.0 / 23))), 1e-12);
}

TEST(Composite, measures_the_way_to_a_target_and_between_goalposts) {
    auto model = one();
    model.normalisation = {Normalisation::Method::target, 0, 1};
    model.indicators[0].target = 4;
    EXPECT_EQ(column(geo::compose(table_of({{{0, 2, 4, 8}}}), model, {}).normalised, 0), (Values{0, 0.5, 1, 1}));
    model.indicators[0].more_is_better = false;
    EXPECT_EQ(column(geo::compose(table_of({{{0, 4, 6, 8}}}), model, {}).normalised, 0), (Values{1, 1, 0.5, 0}));
    model.normalisation = {Normalisation::Method::goalposts, 0, 100};
    model.indicators[0].worst = 10;
    model.indicators[0].best = 2;
    EXPECT_EQ(column(geo::compose(table_of({{{1, 2, 6, 12}}}), model, {}).normalised, 0), (Values{100, 100, 50, 0}));
}

TEST(Composite, puts_in_what_is_missing_counts_it_and_tells) {
    auto model = one();
    model.normalisation.method = Normalisation::Method::none;
    const auto table = table_of({{{1, 2, 9, missing, missing}}});
    const auto put_in = [&](Imputation imputation, const geo::ComposeOptions& options = {}) {
        model.imputation = std::move(imputation);
        return geo::compose(table, model, options);
    };
    EXPECT_TRUE(std::isnan(column(put_in({}).imputed, 0)[3]));
    EXPECT_EQ(column(put_in({Imputation::Method::mean, {}}).imputed, 0), (Values{1, 2, 9, 4, 4}));
    const auto made = put_in({Imputation::Method::median, {}});
    EXPECT_EQ(column(made.imputed, 0), (Values{1, 2, 9, 2, 2}));
    const auto was = made.was_imputed.column(0, 0);
    EXPECT_EQ(std::vector<std::uint8_t>(was.begin(), was.end()), (std::vector<std::uint8_t>{0, 0, 0, 1, 1}));
    ASSERT_EQ(made.report.notes.size(), 1u);
    EXPECT_EQ(made.report.notes[0].count, 2u);
    EXPECT_EQ(made.report.notes[0].what, "values of 'a' that were missing, taken as the median");
    geo::ComposeOptions options;
    options.groups["region"] = {0, 0, 1, 1, 2};
    const auto grouped = column(put_in({Imputation::Method::group_mean, "region"}, options).imputed, 0);
    EXPECT_EQ(grouped[3], 9);
    EXPECT_TRUE(std::isnan(grouped[4]));  // nobody of its group has a value
    EXPECT_TRUE(refuses(model, table, {"own", "no column 'region'", "'a'"}));
}

TEST(Composite, draws_in_outliers_until_they_are_within_the_limits_or_takes_the_logarithm) {
    Values values;
    for (int i = 0; i < 30; ++i) values.push_back(i % 7);
    values.push_back(1000);
    auto model = one();
    model.normalisation.method = Normalisation::Method::none;
    const auto treated = [&](Outliers::Method method, const Values& of) {
        model.outliers.method = method;
        return geo::compose(table_of({{of}}), model, {});
    };
    EXPECT_EQ(column(treated(Outliers::Method::none, values).treated, 0), values);
    const auto drawn_in = treated(Outliers::Method::winsorise, values);
    EXPECT_EQ(column(drawn_in.treated, 0).back(), 6);
    const auto& told = drawn_in.treatments[0][0];
    EXPECT_EQ(told.high, 1u);
    EXPECT_EQ(told.low, 0u);
    EXPECT_GT(told.skewness_before, 2);
    EXPECT_LT(std::abs(told.skewness), 2);
    auto turned = values;
    for (double& value : turned) value = -value;
    EXPECT_EQ(column(treated(Outliers::Method::winsorise, turned).treated, 0).back(), -6);
    // A long tail: drawing in one is not enough.
    Values growing;
    for (int i = 0; i < 60; ++i) growing.push_back(std::pow(i, 10));
    model.outliers.most_winsorised = 1;
    const auto logged = treated(Outliers::Method::winsorise_or_log, growing);
    EXPECT_EQ(logged.treatments[0][0].method, Outliers::Method::log);
    EXPECT_LT(std::abs(logged.treatments[0][0].skewness), 2);
    const auto order = column(logged.treated, 0);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    for (double& value : growing) value = -value;
    const auto mirrored = column(treated(Outliers::Method::winsorise_or_log, growing).treated, 0);
    EXPECT_TRUE(std::is_sorted(mirrored.rbegin(), mirrored.rend()));
    EXPECT_EQ(-mirrored.back(), order.back());
}

TEST(Composite, aggregates_by_every_mean) {
    auto model = two();
    model.normalisation.method = Normalisation::Method::none;
    model.indicators[1].weight = 3;
    const auto table = table_of({{{1, 4}}, {{16, 4}}});
    const auto total = [&](Aggregation aggregation) {
        model.aggregation = aggregation;
        return column(geo::compose(table, model, {}).scores, 0);
    };
    EXPECT_EQ(total(Aggregation::sum), (Values{49, 16}));
    EXPECT_EQ(total(Aggregation::arithmetic), (Values{12.25, 4}));
    EXPECT_NEAR(total(Aggregation::geometric)[0], 8, 1e-12);
    EXPECT_NEAR(total(Aggregation::harmonic)[0], 4 / (1 + 3 / 16.0), 1e-12);
}

TEST(Composite, weighs_what_is_there_where_enough_is) {
    auto model = two();
    model.normalisation.method = Normalisation::Method::none;
    model.indicators[1].weight = 3;
    const auto table = table_of({{{missing, 2}}, {{8, missing}}});
    EXPECT_TRUE(std::isnan(column(geo::compose(table, model, {}).scores, 0)[0]));
    model.least_available = 0.75;
    const auto made = geo::compose(table, model, {});
    EXPECT_EQ(column(made.scores, 0)[0], 8);
    EXPECT_TRUE(std::isnan(column(made.scores, 0)[1]));
    EXPECT_EQ(made.incomplete.column(0, 0)[0], 1);
    model.aggregation = Aggregation::sum;
    EXPECT_EQ(column(geo::compose(table, model, {}).scores, 0)[0], 32);
}

TEST(Composite, a_reference_measurement_makes_the_scale_of_all) {
    auto model = one();
    const auto table = table_of({{{0, 10}, {5, 20}}});
    const auto each = geo::compose(table, model, {});
    EXPECT_EQ(column(each.scores, 0, 1), (Values{0, 100}));
    model.reference = "2014";
    const auto fixed = geo::compose(table, model, {});
    EXPECT_EQ(column(fixed.scores, 0, 0), (Values{0, 100}));
    EXPECT_EQ(column(fixed.scores, 0, 1), (Values{50, 200}));
    model.reference = "2020";
    EXPECT_TRUE(refuses(model, table, {"'2020'", "2014, 2016"}));
}

TEST(Composite, dimensions_stand_after_their_parts_whatever_the_order_of_the_file) {
    auto model = two();
    model.normalisation.method = Normalisation::Method::none;
    model.dimensions = {{"total", "", ""}, {"half", "", "whole"}, {"whole", "", "total"}, {"other", "", "total", 3}};
    model.indicators[0].parent = "half";
    model.indicators[1].parent = "other";
    const auto made = geo::compose(table_of({{{4, 8}}, {{8, 0}}}), model, {});
    EXPECT_EQ(made.scores.dimensions.back(), "total");
    const auto at = [&](std::string_view code) {
        return std::find(made.scores.dimensions.begin(), made.scores.dimensions.end(), code) -
               made.scores.dimensions.begin();
    };
    EXPECT_LT(at("half"), at("whole"));
    EXPECT_EQ(column(made.scores, static_cast<std::size_t>(at("total"))), (Values{7, 2}));
    EXPECT_EQ(geo::nominal_weights(model), (Values{0.25, 0.75}));
}

TEST(Composite, refuses_what_is_no_tree_or_no_weight) {
    const auto table = table_of({{{1, 2}}, {{3, 4}}});
    const auto says = [&](const auto& change, std::initializer_list<std::string_view> parts) {
        auto model = two();
        change(model);
        return refuses(model, table, parts);
    };
    EXPECT_TRUE(says([](auto& m) { m.indicators[1].parent = "x"; }, {"indicator 'b'", "'x'", "not there"}));
    EXPECT_TRUE(says([](auto& m) { m.indicators[1].code = "a"; }, {"'a' stands there twice", "one dimension only"}));
    EXPECT_TRUE(says([](auto& m) { m.dimensions.push_back({"total", "", ""}); }, {"'total' stands there twice"}));
    EXPECT_TRUE(says(
        [](auto& m) {
            m.dimensions.push_back({"a", "", "total"});
        },
        {"both an indicator and a dimension"}));
    EXPECT_TRUE(says([](auto& m) { m.dimensions.push_back({"c", "", "total"}); }, {"'c' is made of nothing"}));
    EXPECT_TRUE(says([](auto& m) { m.dimensions.push_back({"c", "", "y"}); }, {"'c' belongs to 'y'"}));
    EXPECT_TRUE(says(
        [](auto& m) {
            m.dimensions.push_back({"c", "", ""});
        },
        {"2 dimensions have no parent", "'total', 'c'"}));
    EXPECT_TRUE(says([](auto& m) { m.dimensions[0].parent = "total"; }, {"every dimension has a parent"}));
    EXPECT_TRUE(says(
        [](auto& m) {
            m.dimensions.push_back({"c", "", "d"});
            m.dimensions.push_back({"d", "", "c"});
        },
        {"'c' is part of itself"}));
    EXPECT_TRUE(says([](auto& m) { m.indicators[0].weight = -1; }, {"weight of 'a' is -1"}));
    EXPECT_TRUE(says([](auto& m) { m.indicators[0].weight = missing; }, {"weight of 'a' is nan"}));
    EXPECT_TRUE(says([](auto& m) { m.indicators[0].weight = m.indicators[1].weight = 0; }, {"'total'", "weight 0"}));
    EXPECT_TRUE(says([](auto& m) { m.indicators.clear(); }, {"no indicators"}));
}

TEST(Composite, refuses_values_that_cannot_be_told_apart_or_averaged) {
    EXPECT_TRUE(refuses(two(), table_of({{{1, 2}}, {{3, 3}}}), {"all values of 'b' in 2014 are 3"}));
    EXPECT_TRUE(refuses(two(), table_of({{{1, 2}}, {{missing, missing}}}), {"'b' has no values at all"}));
    auto model = two();
    model.normalisation = {Normalisation::Method::z, 0, 1};
    model.aggregation = Aggregation::geometric;
    EXPECT_TRUE(refuses(model, table_of({{{1, 2}}, {{3, 4}}}), {"'total'", "geometric", "'a' is negative"}));
    model.normalisation.method = Normalisation::Method::target;
    EXPECT_TRUE(refuses(model, table_of({{{1, 2}}, {{3, 4}}}), {"'a' has no target"}));
    model.normalisation.method = Normalisation::Method::goalposts;
    EXPECT_TRUE(refuses(model, table_of({{{1, 2}}, {{3, 4}}}), {"'a' has no goalposts"}));
    auto reference = two();
    reference.reference = "2014";
    EXPECT_TRUE(refuses(reference, table_of({{{1, 2}, {1, 2}}, {{missing, missing}, {1, 2}}}),
                        {"'b' has no values in the reference measurement 2014"}));
}

/// Two to five indicators of 3 to 30 areas in one or two measurements; values are whole, so that many are equal.
std::vector<std::vector<Values>> any_columns(std::size_t areas) {
    std::vector<std::vector<Values>> out(*rc::gen::inRange<std::size_t>(2, 6));
    const auto measurements = *rc::gen::inRange<std::size_t>(1, 3);
    for (auto& indicator : out) {
        for (std::size_t m = 0; m < measurements; ++m) {
            auto& values = indicator.emplace_back();
            for (std::size_t row = 0; row < areas; ++row) values.push_back(*rc::gen::inRange(0, 20));
            values[0] = -1;  // never all equal
        }
    }
    return out;
}

IndexModel any_model(std::size_t indicators) {
    using enum Normalisation::Method;
    auto out = one();
    out.indicators.clear();
    for (std::size_t i = 0; i < indicators; ++i) {
        geo::Indicator indicator;
        indicator.code = std::string(1, static_cast<char>('a' + i));
        indicator.parent = "total";
        indicator.weight = *rc::gen::inRange(1, 5);
        indicator.more_is_better = *rc::gen::arbitrary<bool>();
        out.indicators.push_back(indicator);
    }
    out.normalisation.method = *rc::gen::element(z, min_max, rank, percentile_rank, exponential);
    out.aggregation = *rc::gen::element(Aggregation::sum, Aggregation::arithmetic);
    if (*rc::gen::arbitrary<bool>()) out.reference = "2014";
    return out;
}

bool same_bits(const Table& x, const Table& y) {
    for (std::size_t d = 0; d < x.dimensions.size(); ++d) {
        for (std::size_t m = 0; m < x.measurements.size(); ++m) {
            const auto a = x.values.column(d, m);
            if (std::memcmp(a.data(), y.values.column(d, m).data(), a.size_bytes()) != 0) return false;
        }
    }
    return true;
}

RC_GTEST_PROP(Composite, the_order_of_areas_changes_no_score_to_the_bit, ()) {
    const auto areas = *rc::gen::inRange<std::size_t>(3, 30);
    const auto columns = any_columns(areas);
    const auto model = any_model(columns.size());
    std::vector<std::size_t> order(areas);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = areas; i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
    auto moved = columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t m = 0; m < columns[i].size(); ++m) {
            for (std::size_t row = 0; row < areas; ++row) moved[i][m][row] = columns[i][m][order[row]];
        }
    }
    const auto a = geo::compose(table_of(columns), model, {});
    const auto b = geo::compose(table_of(moved), model, {});
    for (std::size_t m = 0; m < columns[0].size(); ++m) {
        for (std::size_t row = 0; row < areas; ++row)
            RC_ASSERT(b.scores.values.column(0, m)[row] == a.scores.values.column(0, m)[order[row]]);
    }
}

RC_GTEST_PROP(Composite, the_order_of_indicators_and_the_number_of_threads_change_no_score, ()) {
    const auto columns = any_columns(*rc::gen::inRange<std::size_t>(3, 30));
    const auto model = any_model(columns.size());
    const auto a = geo::compose(table_of(columns), model, {});
    for (const auto threads : test::thread_counts) {
        geo::ComposeOptions options;
        options.threads = threads;
        RC_ASSERT(same_bits(geo::compose(table_of(columns), model, options).scores, a.scores));
    }
    auto turned = model;
    auto moved = columns;
    std::reverse(turned.indicators.begin(), turned.indicators.end());
    std::reverse(moved.begin(), moved.end());
    const auto b = geo::compose(table_of(moved), turned, {});
    for (std::size_t row = 0; row < a.scores.rows; ++row) {
        const double score = a.scores.values.column(0, 0)[row];
        RC_ASSERT(std::abs(b.scores.values.column(0, 0)[row] - score) <= 1e-9 * (1 + std::abs(score)));
    }
}

RC_GTEST_PROP(Composite, a_better_value_is_never_worse_in_the_total, ()) {
    auto columns = any_columns(*rc::gen::inRange<std::size_t>(3, 30));
    auto model = any_model(columns.size());
    model.reference = "2014";
    for (auto& indicator : columns) indicator.resize(1);
    const auto before = geo::compose(table_of(columns), model, {});
    for (auto& indicator : columns) indicator.push_back(indicator[0]);
    const auto i = *rc::gen::inRange<std::size_t>(0, columns.size());
    columns[i][1][1] += (model.indicators[i].more_is_better ? 1 : -1) * *rc::gen::inRange(1, 9);
    const auto after = geo::compose(table_of(columns), model, {});
    RC_ASSERT(after.scores.values.column(0, 1)[1] >= before.scores.values.column(0, 0)[1]);
    RC_ASSERT(after.scores.values.column(0, 1)[0] == before.scores.values.column(0, 0)[0]);
}

TEST(CompositeAudit, correlates_what_has_both) {
    EXPECT_NEAR(geo::correlation(Values{1, 2, 3, missing, 9}, Values{2, 4, 6, 5, missing}), 1, 1e-15);
    EXPECT_NEAR(geo::correlation(Values{1, 2, 3}, Values{3, 2, 1}), -1, 1e-15);
    EXPECT_NEAR(geo::correlation(Values{1, 2, 3, 4}, Values{1, 3, 2, 4}), 0.8, 1e-15);
    EXPECT_TRUE(std::isnan(geo::correlation(Values{1, 2}, Values{1, 2})));
    EXPECT_TRUE(std::isnan(geo::correlation(Values{1, 2, 3}, Values{5, 5, 5})));
}

TEST(CompositeAudit, tells_what_pulls_against_its_dimension_and_what_weighs) {
    auto model = two();
    model.normalisation.method = Normalisation::Method::none;
    geo::Indicator third;
    third.code = "c";
    third.parent = "total";
    third.weight = 2;
    model.indicators.push_back(third);
    model.imputation.method = Imputation::Method::mean;
    const auto table = table_of({{{1, 2, 3, 4}}, {{4, 3, 2, 1}}, {{10, 20, 30, missing}}});
    const auto told = geo::audit(geo::compose(table, model, {}), model);
    ASSERT_EQ(told.size(), 1u);
    ASSERT_EQ(told[0].size(), 3u);
    EXPECT_EQ(told[0][2].imputed, 0.25);
    EXPECT_EQ(told[0][0].nominal, 0.25);
    EXPECT_EQ(told[0][2].nominal, 0.5);
    EXPECT_FALSE(told[0][0].against);
    EXPECT_TRUE(told[0][1].against);
    EXPECT_EQ(told[0][1].opposed, (std::vector<std::size_t>{0, 2}));
    EXPECT_NEAR(told[0][0].effective + told[0][1].effective + told[0][2].effective, 1, 1e-12);
    EXPECT_GT(told[0][2].effective, told[0][0].effective);
}

}  // namespace
