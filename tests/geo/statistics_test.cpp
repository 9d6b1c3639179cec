#include "geo/statistics.h"

#include "cells.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

using cells::limits;
using geo::missing;
using geo::Statistics;

constexpr std::size_t class_count = 4;
const std::vector<double> quarters{0, 0.25, 0.5, 0.75, 1};

cells::Input any_input() {
    return cells::random_input(*rc::gen::arbitrary<std::uint32_t>(), 4, *rc::gen::inRange<std::size_t>(1, 40));
}

void add_shares(cells::Input& in) {
    for (std::size_t r = 0; r < in.overlap.runs.size(); ++r)
        in.overlap.share.push_back(*rc::gen::inRange(1, 101) / 100.0);
}

std::vector<Statistics> run(const cells::Input& in, std::size_t d, std::size_t m, unsigned threads = 1,
                            const std::vector<double>& quantiles = quarters) {
    return geo::statistics(geo::MembersByArea(in.overlap), in.scores.values.column(d, m), in.weights[m],
                           in.classes.column(d, m), class_count, quantiles, threads);
}

/// [area] the units with a value: value, share * weight.
std::vector<std::pair<double, double>> units_of(const cells::Input& in, std::size_t area, std::size_t d,
                                                std::size_t m) {
    std::vector<std::pair<double, double>> units;
    geo::MembersByArea(in.overlap)[area].for_each([&](std::uint32_t unit, double share) {
        const double v = in.scores.values.column(d, m)[unit];
        if (!std::isnan(v)) units.emplace_back(v, geo::weight_in(share, in.weights[m][unit]));
    });
    return units;
}

bool same_figures(const Statistics& a, const Statistics& b) {
    return a.n == b.n &&
           test::same_values(
               std::vector{a.weight, a.weight_without_value, a.mean, a.standard_deviation, a.least, a.most},
               std::vector{b.weight, b.weight_without_value, b.mean, b.standard_deviation, b.least, b.most}) &&
           test::same_values(a.quantiles, b.quantiles) && test::same_values(a.class_weight, b.class_weight);
}

TEST(Statistics, a_small_example_by_hand) {
    auto in = cells::one_area({2, missing, 5, 4, 100, 4}, {10, 7, 20, missing, 0, 10});
    for (auto& c : in.classes.column(0, 0)) c = 1;
    in.classes.column(0, 0)[2] = 3;
    const auto s = run(in, 0, 0, 1, {0.9, 0, 0.25, 0.26, 0.5, 0.51, 1})[0];
    EXPECT_EQ(s.n, 5u);  // also those that weigh nothing
    EXPECT_EQ(s.weight, 40);
    EXPECT_EQ(s.weight_without_value, 7);
    EXPECT_EQ(s.mean, 4);                                         // (20 + 100 + 40) / 40
    EXPECT_DOUBLE_EQ(s.standard_deviation, std::sqrt(60. / 40));  // (10 * 4 + 20 * 1 + 10 * 0) / 40
    EXPECT_EQ(s.least, 2);
    EXPECT_EQ(s.most, 5);  // 100 weighs nothing
    EXPECT_EQ(s.quantiles, (std::vector<double>{5, 2, 2, 4, 4, 5, 5}));
    EXPECT_EQ(s.class_weight, (std::vector<double>{27, 0, 20, 0}));
}

TEST(Statistics, a_share_up_to_a_class_is_of_the_weight_in_classes) {
    EXPECT_EQ(geo::share_up_to(std::vector<double>{10, 0, 20, 10}, 2), 0.25);
    EXPECT_EQ(geo::share_up_to(std::vector<double>{10, 0, 20, 10}, 0), 0);
    EXPECT_EQ(geo::share_up_to(std::vector<double>{10, 0, 20, 10}, 4), 1);
    EXPECT_TRUE(std::isnan(geo::share_up_to(std::vector<double>{0, 0}, 1)));
    EXPECT_TRUE(std::isnan(geo::share_up_to({}, 0)));
}

RC_GTEST_PROP(Statistics, what_aggregate_gives_too_is_the_same_to_the_last_bit, ()) {
    auto in = any_input();
    for (auto& column : in.weights) {
        for (auto& w : column) w /= 7;  // so that the order of a sum shows
    }
    if (*rc::gen::arbitrary<bool>()) add_shares(in);
    const auto sums = in.run();
    in.each([&](std::size_t d, std::size_t m) {
        const auto all = run(in, d, m);
        for (std::size_t area = 0; area < in.overlap.areas; ++area) {
            RC_ASSERT(all[area].n == sums.n.column(d, m)[area]);
            RC_ASSERT(test::same_value(all[area].weight, sums.weight.column(d, m)[area]));
            RC_ASSERT(test::same_value(all[area].mean, sums.mean.column(d, m)[area]));
            for (std::size_t k = 0; k < class_count; ++k)
                RC_ASSERT(test::same_value(all[area].class_weight[k], sums.class_weight[k].column(d, m)[area]));
        }
    });
}

RC_GTEST_PROP(Statistics, the_class_weights_of_one_area_alone_are_those_of_all_areas_together, ()) {
    auto in = any_input();
    const bool whole = *rc::gen::arbitrary<bool>();
    if (!whole) add_shares(in);
    const auto sums = in.run();
    const geo::MembersByArea members(in.overlap);
    in.each([&](std::size_t d, std::size_t m) {
        for (std::size_t area = 0; area < in.overlap.areas; ++area) {
            const auto alone = geo::class_weights(members[area], in.weights[m], in.classes.column(d, m), class_count);
            RC_ASSERT(alone.size() == class_count);
            for (std::size_t k = 0; k < class_count; ++k) {
                const double together = sums.class_weight[k].column(d, m)[area];
                RC_ASSERT((whole ? alone[k] == together : std::abs(alone[k] - together) <= 1e-9));
            }
        }
    });
}

RC_GTEST_PROP(Statistics, a_quantile_is_the_smallest_value_with_that_part_of_the_weight_at_or_below_it, ()) {
    auto in = any_input();
    for (auto& v : in.scores.values.column(0, 0)) v = std::round(v * 4) + 0.0;  // equal values, no -0
    std::vector<double> percents;
    for (int percent = 0; percent <= 100; ++percent) percents.push_back(percent / 100.0);
    const auto all = run(in, 0, 0, 1, percents);
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        auto units = units_of(in, area, 0, 0);
        std::erase_if(units, [](const auto& unit) { return unit.second == 0; });
        for (int percent = 0; percent <= 100; ++percent) {
            double smallest = missing;
            for (const auto& [value, weight] : units) {
                double up_to = 0;
                double whole = 0;
                for (const auto& [v, w] : units) {
                    up_to += v <= value ? w : 0;
                    whole += w;
                }
                // Whole numbers, so exact.
                if (up_to * 100 >= whole * percent && !(smallest <= value)) smallest = value;
            }
            RC_ASSERT(test::same_value(all[area].quantiles[std::size_t(percent)], smallest));
        }
    }
}

RC_GTEST_PROP(Statistics, quantiles_rise_from_the_least_to_the_most_value, ()) {
    auto in = any_input();
    add_shares(in);
    for (const auto& s : run(in, 0, 0)) {
        RC_ASSERT(test::same_value(s.quantiles.front(), s.least));
        RC_ASSERT(test::same_value(s.quantiles.back(), s.most));
        RC_ASSERT(s.weight == 0 || std::ranges::is_sorted(s.quantiles));
    }
}

RC_GTEST_PROP(Statistics, merging_two_disjoint_areas_is_the_statistics_of_their_union, ()) {
    auto in = any_input();
    std::vector<std::uint32_t> a, b, both;
    for (std::uint32_t cell = 0; cell < in.scores.rows; ++cell) {
        const int side = *rc::gen::inRange(0, 3);
        if (side < 2) (side == 0 ? a : b).push_back(cell);
        if (side < 2) both.push_back(cell);
    }
    in.overlap = cells::overlap_of({a, b, both});
    in.each([&](std::size_t d, std::size_t m) {
        const auto all = run(in, d, m);
        const auto& [s, t, u] = std::tie(all[0], all[1], all[2]);
        RC_ASSERT(s.n + t.n == u.n);
        RC_ASSERT(s.weight + t.weight == u.weight);
        RC_ASSERT(s.weight_without_value + t.weight_without_value == u.weight_without_value);
        for (std::size_t k = 0; k < class_count; ++k)
            RC_ASSERT(s.class_weight[k] + t.class_weight[k] == u.class_weight[k]);
        if (s.weight == 0 || t.weight == 0) {
            const auto& only = s.weight == 0 ? t : s;
            RC_ASSERT(test::same_value(only.least, u.least) && test::same_value(only.most, u.most));
            return;
        }
        const double p = s.weight / u.weight;
        const double apart = s.mean - t.mean;
        const double variance = p * s.standard_deviation * s.standard_deviation +
                                (1 - p) * t.standard_deviation * t.standard_deviation + p * (1 - p) * apart * apart;
        RC_ASSERT(std::abs(p * s.mean + (1 - p) * t.mean - u.mean) <= 1e-12);
        RC_ASSERT(std::abs(variance - u.standard_deviation * u.standard_deviation) <= 1e-12);
        RC_ASSERT(u.least == std::min(s.least, t.least) && u.most == std::max(s.most, t.most));
        for (std::size_t i = 0; i < quarters.size(); ++i) {
            RC_ASSERT(u.quantiles[i] >= std::min(s.quantiles[i], t.quantiles[i]));
            RC_ASSERT(u.quantiles[i] <= std::max(s.quantiles[i], t.quantiles[i]));
        }
    });
}

RC_GTEST_PROP(Statistics, scaling_the_weights_changes_no_mean_deviation_or_quantile, ()) {
    auto in = any_input();
    const auto before = run(in, 0, 0);
    const double factor = *rc::gen::inRange(1, 1000) / 7.0;
    for (auto& w : in.weights[0]) w *= factor;
    const auto after = run(in, 0, 0);
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        const auto& [s, t] = std::tie(before[area], after[area]);
        RC_ASSERT(test::same_values(s.quantiles, t.quantiles));
        RC_ASSERT(s.weight == 0 || std::abs(s.mean - t.mean) <= 1e-14);
        RC_ASSERT(s.weight == 0 || std::abs(s.standard_deviation - t.standard_deviation) <= 1e-14);
    }
}

RC_GTEST_PROP(Statistics, a_share_of_a_unit_is_that_share_of_its_weight, ()) {
    auto in = any_input();
    geo::Overlap shared{1, {}, {}};
    for (std::uint32_t cell = 0; cell < in.scores.rows; ++cell) {
        shared.runs.push_back({cell, cell + 1, 0});
        shared.share.push_back(*rc::gen::inRange(1, 1025) / 1024.0);
    }
    in.overlap = shared;
    const auto with_shares = run(in, 0, 0);
    for (std::size_t cell = 0; cell < in.scores.rows; ++cell) in.weights[0][cell] *= shared.share[cell];
    in.overlap.share.clear();
    RC_ASSERT(same_figures(with_shares[0], run(in, 0, 0)[0]));
}

RC_GTEST_PROP(Statistics, all_missing_gives_missing, ()) {
    auto in = any_input();
    in.scores = geo::Table(in.scores.dimensions, in.scores.measurements, in.scores.rows);
    in.classify_cells();
    for (const auto& s : run(in, 0, 0)) {
        RC_ASSERT(s.n == 0u && s.weight == 0);
        RC_ASSERT(test::same_values(std::vector{s.mean, s.standard_deviation, s.least, s.most},
                                    std::vector<double>(4, missing)));
        RC_ASSERT(test::same_values(s.quantiles, std::vector<double>(quarters.size(), missing)));
        RC_ASSERT(s.class_weight == std::vector<double>(class_count));
    }
}

RC_GTEST_PROP(Statistics, equal_values_deviate_by_nothing, ()) {
    const double value = *rc::gen::inRange(-5000, 5000) / 10000.0;
    std::vector<double> weights(*rc::gen::inRange<std::size_t>(1, 9));
    for (auto& w : weights) w = *rc::gen::inRange(1, 200) / 7.0;
    const auto s = run(cells::one_area(std::vector<double>(weights.size(), value), weights), 0, 0)[0];
    RC_ASSERT(s.standard_deviation == 0);
    RC_ASSERT(s.mean == value);
}

TEST(Statistics, the_figures_are_the_same_to_the_last_bit_for_any_number_of_threads) {
    auto in = cells::random_input(7, 300, 300);
    for (auto& w : in.weights[0]) w /= 7;
    const auto one = run(in, 0, 0);
    for (const auto threads : test::thread_counts)
        EXPECT_TRUE(std::ranges::equal(one, run(in, 0, 0, threads), same_figures)) << threads;
}

}  // namespace
