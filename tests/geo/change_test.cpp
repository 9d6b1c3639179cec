#include "geo/change.h"

#include "cells.h"
#include "geo/statistics.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

using geo::ChangeSplit;
using geo::missing;

constexpr std::size_t class_count = 4;

/// Units at two measurements, some of them absent at one, in areas that hold them, some in part.
cells::Input any_input() {
    auto in = cells::random_input(*rc::gen::arbitrary<std::uint32_t>(), 4, *rc::gen::inRange<std::size_t>(1, 40));
    if (*rc::gen::arbitrary<bool>()) {
        for (std::size_t r = 0; r < in.overlap.runs.size(); ++r)
            in.overlap.share.push_back(*rc::gen::inRange(1, 101) / 100.0);
    }
    return in;
}

geo::Moment moment(const cells::Input& in, std::size_t m) {
    return {in.scores.values.column(0, m), in.weights[m]};
}

ChangeSplit split(const cells::Input& in, std::size_t area, std::size_t from = 0, std::size_t to = 1) {
    return geo::split_change(geo::MembersByArea(in.overlap)[area], moment(in, from), moment(in, to));
}

ChangeSplit split_share(const cells::Input& in, std::size_t area, std::size_t k) {
    return geo::split_share_change(geo::MembersByArea(in.overlap)[area], in.classes.column(0, 0), in.weights[0],
                                   in.classes.column(0, 1), in.weights[1], k);
}

geo::Transitions transitions(const cells::Input& in, std::size_t area) {
    return geo::transitions(geo::MembersByArea(in.overlap)[area], in.classes.column(0, 0), in.weights[0],
                            in.classes.column(0, 1), in.weights[1], class_count);
}

std::vector<double> parts(const ChangeSplit& s) {
    return {s.within, s.weights, s.entry, s.exit};
}

bool near(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-12;
}

bool near(const std::vector<double>& a, const std::vector<double>& b) {
    return std::ranges::equal(a, b, [](double x, double y) { return near(x, y); });
}

/// A single area of these units.
cells::Input one_area(std::vector<double> before, std::vector<double> weights_before, const std::vector<double>& after,
                      std::vector<double> weights_after) {
    cells::Input in;
    in.scores = geo::Table({"afw"}, {{2018, "3.0", "2024"}, {2024, "3.0", "2024"}}, before.size());
    std::ranges::copy(before, in.scores.values.column(0, 0).begin());
    std::ranges::copy(after, in.scores.values.column(0, 1).begin());
    in.classify_cells();
    in.weights = {std::move(weights_before), std::move(weights_after)};
    in.overlap = {1, {{0, static_cast<std::uint32_t>(before.size()), 0}}, {}};
    return in;
}

TEST(Change, a_small_example_by_hand) {
    // Unit 0 stays and rises, 1 stays and shrinks, 2 is demolished, 3 is built, 4 has no dwellings after.
    const auto in = one_area({1, 2, 4, missing, 5}, {20, 30, 40, 7, 10}, {2, 2, missing, 5, 9}, {20, 10, 9, 10, 0});
    const auto s = split(in, 0);
    EXPECT_EQ(s.before, 2.9);  // (20 + 60 + 160 + 50) / 100
    EXPECT_EQ(s.after, 2.75);  // (40 + 20 + 50) / 40
    const double c = 2.825;
    EXPECT_DOUBLE_EQ(s.within, (0.2 + 0.5) / 2 * 1);
    EXPECT_DOUBLE_EQ(s.weights, (0.5 - 0.2) * (1.5 - c) + (0.25 - 0.3) * (2 - c));
    EXPECT_DOUBLE_EQ(s.entry, 0.25 * (5 - c));
    EXPECT_DOUBLE_EQ(s.exit, -0.4 * (4 - c) - 0.1 * (5 - c));
    EXPECT_NEAR(s.sum(), -0.15, 1e-15);
    EXPECT_EQ(s.weight_before, 100);
    EXPECT_EQ(s.weight_after, 40);
    EXPECT_EQ(s.weight_stayed_before, 50);
    EXPECT_EQ(s.weight_stayed_after, 30);
    EXPECT_EQ(s.weight_entered, 10);
    EXPECT_EQ(s.weight_left, 50);
    EXPECT_EQ(s.stayed, 2u);
    EXPECT_EQ(s.entered, 1u);
    EXPECT_EQ(s.left, 2u);
}

RC_GTEST_PROP(Change, the_parts_sum_to_the_whole, ()) {
    const auto in = any_input();
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        for (const auto& s : {split(in, area), split_share(in, area, 2)}) {
            if (!(s.weight_before > 0 && s.weight_after > 0)) {
                RC_ASSERT(std::isnan(s.sum()) && std::isnan(s.change()) && std::isnan(s.remainder()));
                continue;
            }
            const auto p = parts(s);
            const double largest =
                std::max(1.0, std::abs(*std::ranges::max_element(p, {}, [](double x) { return std::abs(x); })));
            RC_ASSERT(std::abs(s.remainder()) <= 1e-12 * largest);
        }
    }
}

TEST(Change, the_parts_of_a_whole_country_sum_to_the_whole) {
    auto in = cells::random_input(11, 1, 400000);
    in.overlap = {1, {{0, 400000, 0}}, {}};
    for (auto& column : in.weights) {
        for (auto& w : column) w /= 7;
    }
    const auto s = split(in, 0);
    EXPECT_GT(s.entered, 50000u);
    EXPECT_LE(std::abs(s.remainder()), 1e-12);
    for (std::size_t k = 1; k < class_count; ++k) EXPECT_LE(std::abs(split_share(in, 0, k).remainder()), 1e-12);
}

RC_GTEST_PROP(Change, the_means_are_those_of_aggregate_to_the_last_bit, ()) {
    auto in = any_input();
    for (auto& column : in.weights) {
        for (auto& w : column) w /= 7;
    }
    const auto sums = in.run();
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        const auto s = split(in, area);
        RC_ASSERT(test::same_value(s.before, sums.mean.column(0, 0)[area]));
        RC_ASSERT(test::same_value(s.after, sums.mean.column(0, 1)[area]));
        RC_ASSERT(test::same_value(s.weight_before, sums.weight.column(0, 0)[area]));
        RC_ASSERT(test::same_value(s.weight_after, sums.weight.column(0, 1)[area]));
    }
}

RC_GTEST_PROP(Change, the_shares_are_those_of_the_class_weights, ()) {
    auto in = any_input();
    in.overlap.share.clear();  // whole numbers: exact
    const auto k = *rc::gen::inRange<std::size_t>(0, class_count + 1);
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        const auto s = split_share(in, area, k);
        for (std::size_t m = 0; m < 2; ++m) {
            const auto at = geo::statistics(geo::MembersByArea(in.overlap)[area], in.scores.values.column(0, m),
                                            in.weights[m], in.classes.column(0, m), class_count);
            RC_ASSERT(test::same_value(m == 0 ? s.before : s.after, geo::share_up_to(at.class_weight, k)));
        }
    }
}

RC_GTEST_PROP(Change, what_stayed_and_what_came_or_went_is_all_there_was, ()) {
    auto in = any_input();
    in.overlap.share.clear();  // whole numbers: exact
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        const auto s = split(in, area);
        RC_ASSERT(s.weight_stayed_before + s.weight_left == s.weight_before);
        RC_ASSERT(s.weight_stayed_after + s.weight_entered == s.weight_after);
    }
}

RC_GTEST_PROP(Change, the_way_back_is_the_same_with_the_other_sign_and_entry_and_exit_swapped, ()) {
    const auto in = any_input();
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        const auto there = split(in, area);
        const auto back = split(in, area, 1, 0);
        RC_ASSERT(near(parts(there), {-back.within, -back.weights, -back.exit, -back.entry}));
        RC_ASSERT(there.entered == back.left && there.left == back.entered && there.stayed == back.stayed);
    }
}

RC_GTEST_PROP(Change, from_a_measurement_to_itself_nothing_changes, ()) {
    const auto in = any_input();
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        const auto s = split(in, area, 0, 0);
        RC_ASSERT(s.weight_before == 0 || parts(s) == (std::vector<double>{0, 0, 0, 0}));
    }
}

RC_GTEST_PROP(Change, a_constant_added_to_all_values_changes_no_part, ()) {
    auto in = any_input();
    const auto before = in;
    const double constant = *rc::gen::inRange(-40, 40) / 10.0;
    for (std::size_t m = 0; m < 2; ++m) {
        for (auto& v : in.scores.values.column(0, m)) v += constant;
    }
    for (std::size_t area = 0; area < in.overlap.areas; ++area)
        RC_ASSERT(near(parts(split(before, area)), parts(split(in, area))));
}

RC_GTEST_PROP(Change, scaling_the_weights_of_a_measurement_changes_no_part, ()) {
    auto in = any_input();
    const auto before = in;
    for (auto& column : in.weights) {
        const double factor = *rc::gen::inRange(1, 1000) / 7.0;
        for (auto& w : column) w *= factor;
    }
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        RC_ASSERT(near(parts(split(before, area)), parts(split(in, area))));
        RC_ASSERT(near(transitions(before, area).part, transitions(in, area).part));
    }
}

RC_GTEST_PROP(Change, without_a_change_of_the_weights_all_of_it_is_within, ()) {
    auto in = any_input();
    in.weights[1] = in.weights[0];
    for (std::size_t unit = 0; unit < in.scores.rows; ++unit) {
        auto& v = in.scores.values.column(0, 1)[unit];
        if (std::isnan(v) || std::isnan(in.scores.values.column(0, 0)[unit])) v = in.scores.values.column(0, 0)[unit];
    }
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        const auto s = split(in, area);
        RC_ASSERT(std::isnan(s.within) || near(s.within, s.change()));
        RC_ASSERT(s.entered == 0u && s.left == 0u && (std::isnan(s.weights) || s.weights == 0));
    }
}

TEST(Change, a_unit_that_enters_as_the_area_is_contributes_nothing) {
    const auto in = one_area({1, 3, missing}, {10, 10, 0}, {1, 3, 2}, {10, 10, 30});
    EXPECT_EQ(parts(split(in, 0)), (std::vector<double>{0, 0, 0, 0}));
}

TEST(Change, a_measurement_without_weight_leaves_the_parts_missing_and_the_other_mean) {
    const auto in = one_area({1, 3}, {10, 10}, {1, missing}, {0, 5});
    const auto s = split(in, 0);
    EXPECT_EQ(s.before, 2);
    EXPECT_TRUE(std::isnan(s.after));
    EXPECT_TRUE(test::same_values(parts(s), std::vector<double>(4, missing)));
    EXPECT_EQ(s.weight_left, 20);
    EXPECT_TRUE(std::isnan(transitions(in, 0).moved_into(2)));
}

RC_GTEST_PROP(Change, what_moves_between_classes_is_the_change_within_of_every_share, ()) {
    const auto in = any_input();
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        const auto t = transitions(in, area);
        for (std::size_t k = 0; k <= class_count; ++k) {
            double moved = 0;
            for (std::size_t from = 1; from <= class_count; ++from) {
                for (std::size_t to = 1; to <= class_count; ++to) {
                    moved += from > k && k >= to ? t.part[t.at(from, to)] : 0;
                    moved -= from <= k && k < to ? t.part[t.at(from, to)] : 0;
                }
            }
            const auto s = split_share(in, area, k);
            RC_ASSERT(near(t.moved_into(k), s.within));
            RC_ASSERT(std::isnan(s.within) || near(moved, s.within));
        }
    }
}

RC_GTEST_PROP(Change, rows_and_columns_of_the_transitions_are_the_weights_of_the_classes, ()) {
    auto in = any_input();
    in.overlap.share.clear();  // whole numbers: exact
    const auto sums = in.run();
    for (std::size_t area = 0; area < in.overlap.areas; ++area) {
        const auto t = transitions(in, area);
        for (std::size_t k = 1; k <= class_count; ++k) {
            double before = t.left[k - 1];
            double after = t.entered[k - 1];
            for (std::size_t other = 1; other <= class_count; ++other) {
                before += t.weight_before[t.at(k, other)];
                after += t.weight_after[t.at(other, k)];
            }
            RC_ASSERT(before == sums.class_weight[k - 1].column(0, 0)[area]);
            RC_ASSERT(after == sums.class_weight[k - 1].column(0, 1)[area]);
        }
    }
}

// The kind of sentence that letters publish: "the share of dwellings with weak or lower liveability fell from 60 % to
// 55 %". Ten cells; class 4 or lower is weak or lower. Of 1000 dwellings 600 were so, of 1000 after 550:
//     cell              1    2    3    4    5    6    7    8    9   10
//     class before      2    3    4    4    4    5    6    6    7    -
//     dwellings       100  150  150  100  100  100  100  100  100    -
//     class after       2    4    5    4    -    4    6    6    7    6
//     dwellings       100  150  150  150    -  150  100   50   50  100
TEST(Change, from_60_to_55_percent_in_a_toy_town_of_ten_cells) {
    const std::uint8_t none = geo::no_data_missing;
    const std::vector<std::uint8_t> classes[2] = {{2, 3, 4, 4, 4, 5, 6, 6, 7, none}, {2, 4, 5, 4, none, 4, 6, 6, 7, 6}};
    const std::vector<double> dwellings[2] = {{100, 150, 150, 100, 100, 100, 100, 100, 100, 0},
                                              {100, 150, 150, 150, 0, 150, 100, 50, 50, 100}};
    const geo::Overlap town{1, {{0, 10, 0}}, {}};
    const auto members = geo::MembersByArea(town);
    const auto s = geo::split_share_change(members[0], classes[0], dwellings[0], classes[1], dwellings[1], 4);
    EXPECT_EQ(s.before, 0.60);
    EXPECT_EQ(s.after, 0.55);
    const double c = 0.575;
    // Cell 3 leaves the weak classes with 15 % of the dwellings, cell 6 joins them with (10 % + 15 %) / 2.
    EXPECT_NEAR(s.within, 0.125 - 0.15, 1e-15);
    // Cell 4 grew by 5 points and is weak, cell 6 by 5 and is weak half of the time, cells 8 and 9 shrank by 5 each.
    EXPECT_NEAR(s.weights, 0.05 * (1 - c) + 0.05 * (0.5 - c) - 2 * 0.05 * (0 - c), 1e-15);
    EXPECT_NEAR(s.entry, 0.10 * (0 - c), 1e-15);  // cell 10 is new and not weak
    EXPECT_NEAR(s.exit, -0.10 * (1 - c), 1e-15);  // cell 5, weak, was demolished
    EXPECT_NEAR(s.sum(), -0.05, 1e-15);
    EXPECT_LE(std::abs(s.remainder()), 1e-15);
    EXPECT_EQ(s.weight_entered, 100);
    EXPECT_EQ(s.weight_left, 100);

    const auto t = geo::transitions(members[0], classes[0], dwellings[0], classes[1], dwellings[1], 9);
    EXPECT_DOUBLE_EQ(t.part[t.at(4, 5)], 0.15);
    EXPECT_DOUBLE_EQ(t.part[t.at(5, 4)], 0.125);
    EXPECT_DOUBLE_EQ(t.part[t.at(3, 4)], 0.15);  // moves, but not over the limit
    EXPECT_EQ(t.weight_before[t.at(5, 4)], 100);
    EXPECT_EQ(t.weight_after[t.at(5, 4)], 150);
    EXPECT_EQ(t.entered[5], 100);
    EXPECT_EQ(t.left[3], 100);
    EXPECT_NEAR(t.moved_into(4), s.within, 1e-15);
}

}  // namespace
