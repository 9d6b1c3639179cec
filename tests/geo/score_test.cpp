#include "geo/score.h"

#include "cells.h"
#include "geo/classify.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <ranges>

namespace {

using cells::cells_of;
using cells::limits;
using cells::one_area;
using cells::overlap_of;
using cells::random_input;
using cells::same_bits;
using geo::missing;
using geo::Overlap;
using geo::Table;

cells::Input any_input() {
    return random_input(*rc::gen::arbitrary<std::uint32_t>(), 4, *rc::gen::inRange<std::size_t>(1, 40));
}

TEST(Score, a_small_example_by_hand) {
    auto in = one_area({0.5, -0.5, missing, 0.25, 0.1}, {10, 30, 5, missing, 0});
    in.overlap = overlap_of({{0, 1, 2, 3, 4}, {0, 3}, {2, 4}, {}});
    const auto out = in.run();
    EXPECT_DOUBLE_EQ(out.mean.column(0, 0)[0], -0.25);  // (10 * 0.5 - 30 * 0.5) / 40
    EXPECT_EQ(out.mean.column(0, 0)[1], 0.5);
    EXPECT_TRUE(std::isnan(out.mean.column(0, 0)[2]));
    EXPECT_TRUE(std::isnan(out.mean.column(0, 0)[3]));
    EXPECT_TRUE(std::ranges::equal(out.weight.column(0, 0), std::vector<double>{40, 10, 0, 0}));
    EXPECT_TRUE(std::ranges::equal(out.n.column(0, 0), std::vector<std::uint32_t>{4, 2, 1, 0}));
    EXPECT_EQ(out.class_weight[0].column(0, 0)[0], 30);
    EXPECT_EQ(out.class_weight[1].column(0, 0)[0], 0);
    EXPECT_EQ(out.class_weight[2].column(0, 0)[0], 0);  // 0.1 weighs nothing
    EXPECT_EQ(out.class_weight[3].column(0, 0)[0], 10);
}

/// What aggregate() is to give for one area, cell by cell.
struct Expected {
    double mean = missing;
    double weight = 0;
    std::uint32_t n = 0;
    std::vector<double> class_weight = std::vector<double>(limits.size() + 1, 0.0);
};

Expected by_definition(const cells::Input& in, std::size_t area, std::size_t d, std::size_t m) {
    Expected out;
    double sum = 0;
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    for (std::size_t r = 0; r < in.overlap.runs.size(); ++r) {
        const auto& run = in.overlap.runs[r];
        for (auto cell = run.begin; cell < run.end && run.area == area; ++cell) {
            const double v = in.scores.values.column(d, m)[cell];
            if (std::isnan(v)) continue;
            ++out.n;  // whatever its weight
            if (!(in.weights[m][cell] > 0)) continue;
            const double w = in.overlap.share_of(r) * in.weights[m][cell];
            sum += w * v;
            out.weight += w;
            out.class_weight[in.classes.column(d, m)[cell] - 1u] += w;
            least = std::min(least, v);
            most = std::max(most, v);
        }
    }
    if (out.weight > 0) out.mean = std::clamp(sum / out.weight, least, most);
    return out;
}

RC_GTEST_PROP(Score, a_plain_loop_over_the_definition_gives_the_same_to_the_last_bit, ()) {
    auto in = any_input();
    for (auto& column : in.weights) {
        for (auto& w : column) w /= 7;  // so that the order of a sum shows
    }
    if (*rc::gen::arbitrary<bool>()) {
        for (std::size_t r = 0; r < in.overlap.runs.size(); ++r)
            in.overlap.share.push_back(*rc::gen::inRange(1, 101) / 100.0);
    }
    for (const auto threads : test::thread_counts) {
        const auto out = in.run(threads);
        in.each([&](std::size_t d, std::size_t m) {
            for (std::size_t area = 0; area < in.overlap.areas; ++area) {
                const auto expected = by_definition(in, area, d, m);
                RC_ASSERT(test::same_value(out.mean.column(d, m)[area], expected.mean));
                RC_ASSERT(out.weight.column(d, m)[area] == expected.weight);
                RC_ASSERT(out.n.column(d, m)[area] == expected.n);
                for (std::size_t k = 0; k <= limits.size(); ++k)
                    RC_ASSERT(out.class_weight[k].column(d, m)[area] == expected.class_weight[k]);
            }
        });
    }
}

RC_GTEST_PROP(Score, a_mean_lies_between_the_smallest_and_the_largest_value, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 4);
    std::vector<double> values(size);
    std::vector<double> weights(size);
    for (auto& v : values) v = *rc::gen::inRange(-5000, 5000) / 10000.0;  // published to four decimals
    for (auto& w : weights) w = *rc::gen::inRange(1, 200);
    const double mean = one_area(values, weights).run().mean.column(0, 0)[0];
    RC_ASSERT(mean >= *std::ranges::min_element(values));
    RC_ASSERT(mean <= *std::ranges::max_element(values));
}

TEST(Score, an_area_whose_cells_are_all_on_a_class_limit_is_in_the_class_of_its_cells) {
    std::vector<std::string> wrong;
    for (const double limit : geo::class_table("judgement", "2024").limits) {
        for (int dwellings = 1; dwellings <= 60; ++dwellings) {
            const double mean = one_area({limit, limit}, {double(dwellings), 7}).run().mean.column(0, 0)[0];
            if (mean < limit) wrong.push_back(fmt::format("{} in cells of {} and 7 dwellings", limit, dwellings));
        }
    }
    EXPECT_EQ(wrong.size(), 0u) << "a class too low, the first: " << wrong.front();
}

RC_GTEST_PROP(Score, scaling_the_weights_changes_no_mean, ()) {
    auto in = any_input();
    const auto before = in.run();
    const double factor = std::ldexp(1.0, *rc::gen::inRange(-20, 20));  // a power of two scales without rounding
    for (auto& column : in.weights) {
        for (auto& w : column) w *= factor;
    }
    const auto after = in.run();
    in.each([&](std::size_t d, std::size_t m) {
        RC_ASSERT(test::same_values(before.mean.column(d, m), after.mean.column(d, m)));
        RC_ASSERT(std::ranges::equal(before.n.column(d, m), after.n.column(d, m)));
        for (std::size_t area = 0; area < in.overlap.areas; ++area) {
            RC_ASSERT(after.weight.column(d, m)[area] == factor * before.weight.column(d, m)[area]);
            for (std::size_t k = 0; k <= limits.size(); ++k) {
                RC_ASSERT(after.class_weight[k].column(d, m)[area] ==
                          factor * before.class_weight[k].column(d, m)[area]);
            }
        }
    });
}

RC_GTEST_PROP(Score, all_missing_gives_missing, ()) {
    auto in = any_input();
    in.scores = Table(in.scores.dimensions, in.scores.measurements, in.scores.rows);
    in.classify_cells();
    const auto out = in.run();
    in.each([&](std::size_t d, std::size_t m) {
        for (std::size_t area = 0; area < in.overlap.areas; ++area) {
            RC_ASSERT(std::isnan(out.mean.column(d, m)[area]));
            RC_ASSERT(out.weight.column(d, m)[area] == 0);
            RC_ASSERT(out.n.column(d, m)[area] == 0u);
        }
    });
}

RC_GTEST_PROP(Score, merging_two_disjoint_areas_is_their_weighted_mean, ()) {
    auto in = any_input();
    std::vector<std::uint32_t> a, b, both;
    for (std::uint32_t cell = 0; cell < in.scores.rows; ++cell) {
        const int side = *rc::gen::inRange(0, 3);
        if (side < 2) (side == 0 ? a : b).push_back(cell);
        if (side < 2) both.push_back(cell);
    }
    in.overlap = overlap_of({a, b, both});
    const auto out = in.run();
    in.each([&](std::size_t d, std::size_t m) {
        const auto mean = out.mean.column(d, m);
        const auto weight = out.weight.column(d, m);
        const auto part = [&](std::size_t area) { return weight[area] > 0 ? weight[area] * mean[area] : 0.0; };
        RC_ASSERT(weight[0] + weight[1] == weight[2]);  // whole numbers
        RC_ASSERT(out.n.column(d, m)[0] + out.n.column(d, m)[1] == out.n.column(d, m)[2]);
        RC_ASSERT((weight[2] > 0 ? std::abs((part(0) + part(1)) / weight[2] - mean[2]) <= 1e-12 : std::isnan(mean[2])));
    });
}

RC_GTEST_PROP(Score, the_weights_of_the_classes_sum_to_the_weight, ()) {
    const auto in = any_input();
    const auto out = in.run();
    in.each([&](std::size_t d, std::size_t m) {
        for (std::size_t area = 0; area < in.overlap.areas; ++area) {
            double sum = 0;
            for (const auto& cube : out.class_weight) sum += cube.column(d, m)[area];
            RC_ASSERT(sum == out.weight.column(d, m)[area]);  // whole numbers: exact
        }
    });
}

RC_GTEST_PROP(Score, areas_in_another_order_have_the_same_figures_in_that_order, ()) {
    const auto in = any_input();
    auto areas = cells_of(in.overlap);
    std::ranges::reverse(areas);
    const auto a = in.run();
    const auto b = in.run_with(overlap_of(areas));
    in.each([&](std::size_t d, std::size_t m) {
        const auto there = a.mean.column(d, m);
        RC_ASSERT(test::same_values(std::vector(there.rbegin(), there.rend()), b.mean.column(d, m)));
        RC_ASSERT(std::ranges::equal(std::views::reverse(a.n.column(d, m)), b.n.column(d, m)));
    });
}

RC_GTEST_PROP(Score, a_missing_weight_counts_as_zero, ()) {
    auto in = any_input();
    const auto before = in.run();
    for (auto& column : in.weights) {
        for (auto& w : column) w = std::isnan(w) ? 0 : w;
    }
    RC_ASSERT(same_bits(in, before, in.run()));
}

RC_GTEST_PROP(Score, a_share_of_a_cell_is_that_share_of_its_weight, ()) {
    auto in = any_input();
    Overlap shared{1, {}, {}};
    for (std::uint32_t cell = 0; cell < in.scores.rows; ++cell) {
        shared.runs.push_back({cell, cell + 1, 0});
        shared.share.push_back(*rc::gen::inRange(1, 1025) / 1024.0);
    }
    const auto with_shares = in.run_with(shared);
    for (auto& column : in.weights) {
        for (std::size_t cell = 0; cell < in.scores.rows; ++cell) column[cell] *= shared.share[cell];
    }
    RC_ASSERT(same_bits(in, with_shares, in.run_with({1, shared.runs, {}})));
}

TEST(Score, the_figures_are_the_same_to_the_last_bit_for_any_number_of_threads) {
    auto in = random_input(7, 700, 300);
    for (auto& column : in.weights) {
        for (auto& w : column) w /= 7;
    }
    const auto one = in.run(1);
    for (const auto threads : test::thread_counts) EXPECT_TRUE(same_bits(in, one, in.run(threads))) << threads;
    EXPECT_TRUE(same_bits(in, one, in.run(0)));
}

TEST(Score, sums_of_cells_leave_out_what_is_missing_and_honour_shares) {
    auto overlap = overlap_of({{0, 1, 2}, {}, {1}, {2, 3}});
    const std::vector<double> cells{5, missing, 20, 1.5};
    EXPECT_EQ(geo::sum_cells(overlap, cells), (std::vector<double>{25, 0, 0, 21.5}));
    overlap.share = {0.5, 1, 0.25};
    EXPECT_EQ(geo::sum_cells(overlap, cells), (std::vector<double>{12.5, 0, 0, 5.375}));
}

}  // namespace
