#include "geo/spatial/neighbours.h"

#include "tests/geo/links.h"
#include "tests/geo/support.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::Neighbours;
using links::Lists;
using links::lists_of;
using links::of_lists;
using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// Links any way. To be called within a property.
Lists any_lists(std::uint32_t rows, int percent) {
    Lists out(rows);
    for (std::uint32_t from = 0; from < rows; ++from) {
        for (std::uint32_t to = 0; to < rows; ++to) {
            if (to != from && *rc::gen::inRange(0, 100) < percent) out[from].push_back(to);
        }
    }
    return out;
}

TEST(Neighbours, of_pairs_are_linked_both_ways_once_in_order) {
    const Pairs pairs{{3, 1}, {0, 1}, {1, 3}, {0, 1}, {3, 0}};
    EXPECT_EQ(lists_of(geo::neighbours_of_pairs(5, pairs)), (Lists{{1, 3}, {0, 3}, {}, {0, 1}, {}}));
    EXPECT_EQ(geo::neighbours_of_pairs(0, {}).size(), 0u);
    EXPECT_EQ(lists_of(geo::neighbours_of_pairs(2, {})), Lists(2));
}

TEST(Neighbours, between_rows_that_are_present_keep_their_weights) {
    auto all = of_lists({{1, 2}, {0, 2, 3}, {1}, {0, 1}});
    EXPECT_EQ(lists_of(geo::between(all, {true, true, false, true})), (Lists{{1}, {0, 3}, {}, {0, 1}}));
    all.weights = {1, 2, 3, 4, 5, 6, 7, 8};
    const auto kept = geo::between(all, {true, true, false, true});
    EXPECT_EQ(kept.weights, (std::vector<double>{1, 3, 5, 7, 8}));
    EXPECT_EQ(lists_of(geo::between(all, std::vector<bool>(4, true))), lists_of(all));
    EXPECT_EQ(geo::between(all, std::vector<bool>(4, false)).links(), 0u);
}

RC_GTEST_PROP(Neighbours, up_to_an_order_are_those_within_so_many_steps, ()) {
    const auto rows = *rc::gen::inRange<std::uint32_t>(1, 25);
    const auto lists = any_lists(rows, 10);
    const auto order = *rc::gen::inRange<std::size_t>(1, 6);
    // One step more at a time, for all rows together.
    std::vector<std::set<std::uint32_t>> reached(rows);
    for (std::uint32_t row = 0; row < rows; ++row) reached[row] = {row};
    for (std::size_t step = 0; step < order; ++step) {
        for (auto& from : reached) {
            const auto before = from;
            for (const auto at : before) from.insert(lists[at].begin(), lists[at].end());
        }
    }
    Lists expected;
    for (std::uint32_t row = 0; row < rows; ++row) {
        reached[row].erase(row);
        expected.emplace_back(reached[row].begin(), reached[row].end());
    }
    RC_ASSERT(lists_of(geo::up_to_order(of_lists(lists), order)) == expected);
}

TEST(Neighbours, of_a_higher_order_are_the_same_on_any_number_of_threads) {
    Pairs chain;
    for (std::uint32_t row = 0; row + 1 < 1000; ++row) chain.emplace_back(row, row + 1);
    const auto links = geo::neighbours_of_pairs(1000, chain);
    for (const auto threads : test::thread_counts) {
        const auto made = geo::up_to_order(links, 3, threads);
        EXPECT_EQ(made.links(), 2u * (999 + 998 + 997));
        const auto of = made.of(600);
        EXPECT_EQ(std::vector(of.begin(), of.end()), (std::vector<std::uint32_t>{597, 598, 599, 601, 602, 603}));
    }
}

TEST(Neighbours, facts_tell_islands_and_parts) {
    const auto one = geo::facts(of_lists({{1, 2}, {0}, {0}, {}, {5}, {4}, {}}));
    EXPECT_EQ(one.links, 6u);
    EXPECT_EQ(one.islands, (std::vector<std::uint32_t>{3, 6}));
    EXPECT_EQ(one.least, 0u);
    EXPECT_EQ(one.most, 2u);
    EXPECT_EQ(one.components, 4u);
    // The nearest of places at 0, 1 and 3 on a line.
    const auto nearest = geo::facts(of_lists({{1}, {0}, {1}}));
    EXPECT_EQ(nearest.components, 1u);
    EXPECT_EQ(nearest.least, 1u);
    EXPECT_TRUE(nearest.islands.empty());
    const auto none = geo::facts(Neighbours{});
    EXPECT_EQ(none.least + none.most + none.components + none.links, 0u);
}

RC_GTEST_PROP(Neighbours, facts_count_parts_as_spreading_from_each_row_does, ()) {
    const auto rows = *rc::gen::inRange<std::uint32_t>(1, 30);
    const auto lists = any_lists(rows, 4);
    std::vector<std::uint32_t> part(rows);
    for (std::uint32_t row = 0; row < rows; ++row) part[row] = row;
    for (std::uint32_t again = 0; again < rows; ++again) {
        for (std::uint32_t row = 0; row < rows; ++row) {
            for (const auto other : lists[row]) part[row] = part[other] = std::min(part[row], part[other]);
        }
    }
    RC_ASSERT(geo::facts(of_lists(lists)).components == std::set(part.begin(), part.end()).size());
}

}  // namespace
