#include "cells.h"
#include "geo/change.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace {

using geo::LimitCheck;
using geo::missing;
using geo::Moment;

/// Units at two measurements, with limits of their own.
struct Units {
    std::vector<double> values[2];
    std::vector<double> weights[2];
    double limit[2] = {0, 0};

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(values[0].size()); }
    [[nodiscard]] LimitCheck check(double margin) const {
        const std::vector<geo::Overlap::Run> all{{0, size(), 0}};
        return geo::check_limit({all, {}}, {values[0], weights[0]}, limit[0], {values[1], weights[1]}, limit[1],
                                margin);
    }
    /// Of the share below the limit moved by `shift`; weights are whole numbers, so exact.
    [[nodiscard]] double change(double shift) const {
        double share[2];
        for (std::size_t m = 0; m < 2; ++m) {
            double below = 0;
            double all = 0;
            for (std::size_t i = 0; i < values[m].size(); ++i) {
                if (std::isnan(values[m][i]) || !(weights[m][i] > 0)) continue;
                all += weights[m][i];
                below += values[m][i] - limit[m] < shift ? weights[m][i] : 0;
            }
            share[m] = below / all;
        }
        return share[1] - share[0];
    }
};

/// Values in steps of 1/16, so that many are equal, lie on the limit or as far from it as the margin.
Units any_units() {
    Units units;
    const auto size = *rc::gen::inRange<std::size_t>(1, 25);
    for (std::size_t m = 0; m < 2; ++m) {
        for (std::size_t i = 0; i < size; ++i) {
            units.values[m].push_back(*rc::gen::inRange(0, 8) == 0 ? missing : *rc::gen::inRange(-16, 17) / 16.0);
            units.weights[m].push_back(*rc::gen::inRange(0, 8) == 0 ? missing : *rc::gen::inRange(0, 100));
        }
        units.limit[m] = *rc::gen::inRange(-4, 5) / 16.0;
    }
    return units;
}

double any_margin() {
    return *rc::gen::inRange(0, 10) / 16.0;
}

RC_GTEST_PROP(LimitCheck, the_changes_are_those_found_by_trying_every_shift, ()) {
    const auto units = any_units();
    const double margin = any_margin();
    const auto check = units.check(margin);
    std::vector<double> shifts{-margin, 0, margin};
    for (std::size_t m = 0; m < 2; ++m) {
        for (const double v : units.values[m]) {
            for (const double s : {v - units.limit[m], std::nextafter(v - units.limit[m], 2)}) {
                if (std::abs(s) <= margin) shifts.push_back(s);
            }
        }
    }
    std::vector<double> changes;
    for (const double s : shifts) changes.push_back(units.change(s));
    RC_ASSERT(test::same_value(check.change, units.change(0)));
    RC_ASSERT(test::same_value(check.least, *std::ranges::min_element(changes)));
    RC_ASSERT(test::same_value(check.most, *std::ranges::max_element(changes)));
    if (std::isnan(check.change)) return;
    RC_ASSERT(units.change(check.shift_of_least) == check.least);
    RC_ASSERT(units.change(check.shift_of_most) == check.most);
    for (std::size_t i = 0; i < shifts.size(); ++i) {  // none smaller would do
        RC_ASSERT(changes[i] != check.least || std::abs(shifts[i]) >= std::abs(check.shift_of_least));
        RC_ASSERT(changes[i] != check.most || std::abs(shifts[i]) >= std::abs(check.shift_of_most));
    }
}

RC_GTEST_PROP(LimitCheck, a_limit_that_does_not_move_changes_nothing, ()) {
    const auto check = any_units().check(0);
    RC_ASSERT(test::same_value(check.least, check.change) && test::same_value(check.most, check.change));
    RC_ASSERT(std::isnan(check.change) || (check.shift_of_least == 0 && check.shift_of_most == 0));
    const bool changed = check.change < 0 || check.change > 0;
    RC_ASSERT(test::same_value(check.vanishing(), changed ? 0 : missing));
}

RC_GTEST_PROP(LimitCheck, a_wider_margin_finds_no_less, ()) {
    const auto units = any_units();
    const auto narrow = units.check(any_margin() / 2);
    const auto wide = units.check(5 / 16.0);
    if (std::isnan(narrow.change)) return;
    RC_ASSERT(wide.least <= narrow.least && narrow.least <= narrow.change);
    RC_ASSERT(wide.most >= narrow.most && narrow.most >= narrow.change);
    RC_ASSERT(narrow.change == 0 || wide.vanishing() >= narrow.vanishing());
}

RC_GTEST_PROP(LimitCheck, scaling_the_weights_changes_no_share, ()) {
    auto units = any_units();
    const double margin = any_margin();
    const auto before = units.check(margin);
    for (auto& column : units.weights) {
        const double factor = std::ldexp(1.0, *rc::gen::inRange(-20, 20));
        for (auto& w : column) w *= factor;
    }
    const auto after = units.check(margin);
    RC_ASSERT(test::same_values(
        std::vector{before.change, before.least, before.most, before.shift_of_least, before.shift_of_most},
        std::vector{after.change, after.least, after.most, after.shift_of_least, after.shift_of_most}));
}

RC_GTEST_PROP(LimitCheck, the_change_is_that_of_the_share_of_the_classes_below_the_limit, ()) {
    const auto units = any_units();
    std::vector<std::uint8_t> classes[2];
    for (std::size_t m = 0; m < 2; ++m) {
        classes[m].resize(units.size());
        geo::classify(units.values[m], std::vector{units.limit[m] - 0.5, units.limit[m], units.limit[m] + 0.25},
                      classes[m]);
    }
    const std::vector<geo::Overlap::Run> all{{0, units.size(), 0}};
    const auto s = geo::split_share_change({all, {}}, classes[0], units.weights[0], classes[1], units.weights[1], 2);
    RC_ASSERT(test::same_value(units.check(any_margin()).change, s.change()));
}

TEST(LimitCheck, a_small_example_by_hand) {
    // Limit 0. Before, 60 of 100 dwellings lie below it, after 55; 10 of those that rose above it did so by 0.01.
    const Units units{{{-0.5, -0.01, -0.02, 0.5}, {-0.5, 0.01, -0.005, 0.5}}, {{35, 10, 15, 40}, {35, 10, 20, 35}}, {}};
    const auto check = units.check(0.02);
    EXPECT_NEAR(check.change, -0.05, 1e-15);
    EXPECT_EQ(check.weight_near_before, 25);
    EXPECT_EQ(check.weight_near_after, 30);
    EXPECT_NEAR(check.most, 0.05, 1e-15);  // from just above 0.01 on: 65 after, 60 before
    EXPECT_EQ(check.shift_of_most, std::nextafter(0.01, 1));
    EXPECT_DOUBLE_EQ(check.least, -0.25);  // from just above -0.01: 35 after, 60 before
    EXPECT_EQ(check.shift_of_least, -0.005);
    EXPECT_NEAR(check.vanishing(), 2, 1e-14);       // the change turns round
    EXPECT_EQ(units.check(0.0075).vanishing(), 0);  // less of a move makes it only larger
}

TEST(LimitCheck, a_value_on_the_limit_is_above_it) {
    const Units units{{{0.25, 1}, {0.25, 0}}, {{1, 1}, {1, 1}}, {0.25, 0.25}};
    EXPECT_EQ(units.check(0).change, 0.5);
}

TEST(LimitCheck, shares_of_units_count) {
    const std::vector<geo::Overlap::Run> runs{{0, 1, 0}, {1, 2, 0}};
    const std::vector<double> share{0.5, 1};
    const std::vector<double> before{1, 1}, after{-1, 1}, weights{20, 30};
    const auto check = geo::check_limit({runs, share}, {before, weights}, 0, {after, weights}, 0, 1);
    EXPECT_EQ(check.change, 0.25);
    EXPECT_EQ(check.weight_near_after, 40);
}

TEST(LimitCheck, nothing_is_known_without_weight_at_one_of_the_measurements) {
    const Units units{{{0.01, 1}, {missing, 0}}, {{10, 1}, {1, 0}}, {}};
    const auto check = units.check(0.1);
    EXPECT_TRUE(test::same_values(std::vector{check.change, check.least, check.most, check.vanishing()},
                                  std::vector<double>(4, missing)));
    EXPECT_EQ(check.weight_near_before, 10);
}

}  // namespace
