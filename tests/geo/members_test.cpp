#include "geo/members.h"

#include "cells.h"
#include "geo/table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <utility>
#include <vector>

namespace {

using cells::overlap_of;
using geo::MembersByArea;
using Units = std::vector<std::pair<std::uint32_t, double>>;

Units units_of(const geo::Members& members) {
    Units units;
    members.for_each([&](std::uint32_t unit, double share) { units.emplace_back(unit, share); });
    return units;
}

TEST(Members, units_of_an_area_come_in_ascending_order_with_their_shares) {
    auto overlap = overlap_of({{7, 0, 1}, {}, {1, 2, 3, 7}});
    EXPECT_EQ(units_of(MembersByArea(overlap)[0]), (Units{{0, 1}, {1, 1}, {7, 1}}));
    overlap.share = {0.5, 0.25, 0.75, 1};  // runs 0-2 of area 0, 1-4 of area 2, 7-8 of areas 0 and 2
    const MembersByArea areas(overlap);
    ASSERT_EQ(areas.size(), 3u);
    EXPECT_EQ(units_of(areas[0]), (Units{{0, 0.5}, {1, 0.5}, {7, 0.75}}));
    EXPECT_EQ(units_of(areas[1]), Units{});
    EXPECT_EQ(units_of(areas[2]), (Units{{1, 0.25}, {2, 0.25}, {3, 0.25}, {7, 1}}));
}

TEST(Members, no_areas_have_no_members) {
    EXPECT_EQ(MembersByArea().size(), 0u);
    EXPECT_EQ(MembersByArea(geo::Overlap{}).size(), 0u);
}

RC_GTEST_PROP(Members, every_area_has_the_units_and_shares_of_its_runs_in_their_order, ()) {
    auto in = cells::random_input(*rc::gen::arbitrary<std::uint32_t>(), 5, *rc::gen::inRange<std::size_t>(1, 40));
    if (*rc::gen::arbitrary<bool>()) {
        for (std::size_t r = 0; r < in.overlap.runs.size(); ++r)
            in.overlap.share.push_back(*rc::gen::inRange(1, 101) / 100.0);
    }
    std::vector<Units> expected(in.overlap.areas);
    for (std::size_t r = 0; r < in.overlap.runs.size(); ++r) {
        const auto& run = in.overlap.runs[r];
        for (auto cell = run.begin; cell < run.end; ++cell)
            expected[run.area].emplace_back(cell, in.overlap.share_of(r));
    }
    const MembersByArea areas(in.overlap);
    RC_ASSERT(areas.size() == in.overlap.areas);
    for (std::size_t area = 0; area < areas.size(); ++area) RC_ASSERT(units_of(areas[area]) == expected[area]);
}

TEST(Members, a_missing_weight_counts_as_zero) {
    EXPECT_EQ(geo::weight_in(0.5, 30), 15);
    EXPECT_EQ(geo::weight_in(0.5, geo::missing), 0);
}

}  // namespace
