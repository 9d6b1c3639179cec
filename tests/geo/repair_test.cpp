#include "geo/repair.h"

#include "geo/geos.h"

#include "shapes.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::Polygons;
using shapes::from_wkt;

TEST(Repair, a_bow_tie_becomes_its_two_triangles) {
    const auto out = geo::repair(from_wkt({"POLYGON((0 0,10 10,10 0,0 10))"}));
    EXPECT_EQ(out.areas, std::vector<std::uint32_t>{0});
    EXPECT_TRUE(out.lost.empty());
    EXPECT_DOUBLE_EQ(geo::surface(out.polygons, 0), 50);
    EXPECT_EQ(out.polygons.polygon_starts.size() - 1, 2u);
}

TEST(Repair, a_hole_outside_its_shell_becomes_a_part_as_geos_has_it) {
    const auto out = geo::repair(from_wkt({"POLYGON((0 0,10 0,10 10,0 10),(20 20,20 22,22 22,22 20))"}));
    EXPECT_EQ(out.areas.size(), 1u);
    EXPECT_DOUBLE_EQ(geo::surface(out.polygons, 0), 104);
    EXPECT_EQ(out.polygons.polygon_starts.size() - 1, 2u);
}

TEST(Repair, a_hole_that_reaches_over_its_shell_is_cut_from_it) {
    const auto out = geo::repair(from_wkt({"POLYGON((0 0,10 0,10 10,0 10),(8 2,8 4,12 4,12 2))"}));
    EXPECT_DOUBLE_EQ(geo::surface(out.polygons, 0), 96);
}

TEST(Repair, overlapping_parts_become_one_and_count_once) {
    const auto out = geo::repair(from_wkt({"MULTIPOLYGON(((0 0,10 0,10 10,0 10)),((5 5,15 5,15 15,5 15)))"}));
    EXPECT_EQ(out.areas.size(), 1u);
    EXPECT_DOUBLE_EQ(geo::surface(out.polygons, 0), 175);
    EXPECT_TRUE(geo::contains(out.polygons, 0, {7, 7}));  // even-odd would have made a hole of it
}

TEST(Repair, what_has_no_surface_is_lost_and_leaves_an_empty_area) {
    const auto out = geo::repair(from_wkt({"POLYGON((0 0,10 0,5 0))", "POLYGON((0 0,10 0,10 10))"}));
    EXPECT_EQ(out.areas, std::vector<std::uint32_t>{0});
    EXPECT_EQ(out.lost, std::vector<std::uint32_t>{0});
    ASSERT_EQ(out.polygons.size(), 2u);
    EXPECT_TRUE(geo::bounds(out.polygons, 0).empty());
    EXPECT_EQ(geo::surface(out.polygons, 1), 50);
}

TEST(Repair, valid_areas_come_out_as_they_went_in) {
    const auto polygons = from_wkt({"POLYGON((0 0,10 0,10 10,0 10),(2 2,2 4,4 4,4 2))", "EMPTY",
                                    "MULTIPOLYGON(((20 0,30 0,25 7)),((40 0,50 0,45 7)))"});
    const auto out = geo::repair(polygons);
    EXPECT_TRUE(out.areas.empty());
    EXPECT_TRUE(shapes::same(out.polygons, polygons));
    // Beside one that is mended too.
    auto more = polygons;
    more.append(from_wkt({"POLYGON((0 0,10 10,10 0,0 10))"}), 0);
    Polygons three;
    const auto mended = geo::repair(more);
    for (std::size_t area = 0; area < 3; ++area) three.append(mended.polygons, area);
    EXPECT_TRUE(shapes::same(three, polygons));
    EXPECT_EQ(mended.areas, std::vector<std::uint32_t>{3});
}

TEST(Repair, rings_that_run_the_wrong_way_are_valid_and_turned) {
    const auto out = geo::repair(from_wkt({"POLYGON((0 0,0 10,10 10,10 0),(2 2,4 2,4 4,2 4))"}));
    EXPECT_TRUE(out.areas.empty());
    EXPECT_EQ(geo::surface(out.polygons, 0), 96);
    EXPECT_GT(geo::signed_surface(out.polygons.ring(0)), 0);
    EXPECT_LT(geo::signed_surface(out.polygons.ring(1)), 0);
}

RC_GTEST_PROP(Repair, every_area_is_valid_afterwards_and_as_large_as_geos_says, ()) {
    const auto out = geo::repair(shapes::any_areas(4, 1000), 1);
    for (std::size_t area = 0; area < out.polygons.size(); ++area) {
        const auto geometry = geo::geos::to_geos(out.polygons, area);
        RC_ASSERT(static_cast<bool>(geometry));
        RC_ASSERT(GEOSisValid_r(geo::geos::context(), geometry.get()) == 1);
        double size = -1;
        RC_ASSERT(GEOSArea_r(geo::geos::context(), geometry.get(), &size) == 1);
        RC_ASSERT(std::abs(geo::surface(out.polygons, area) - size) <= 1e-9 * (1 + size));
    }
}

RC_GTEST_PROP(Repair, what_is_repaired_needs_no_repair, ()) {
    const auto once = geo::repair(shapes::any_areas(4, 1000), 1);
    const auto twice = geo::repair(once.polygons, 1);
    RC_ASSERT(twice.areas.empty());
    RC_ASSERT(shapes::same(twice.polygons, once.polygons));
}

TEST(Repair, the_result_is_the_same_for_any_number_of_threads) {
    Polygons polygons;  // several times the areas one job takes
    for (int i = 0; i < 300; ++i) {
        const double x = i * 7919 % 3000;
        shapes::add_ring_area(polygons,
                              i % 3 == 0 ? shapes::rectangle(x, 0, x + 10, 10)
                                         : std::vector<geo::Point>{{x, 0}, {x + 10, 10}, {x + 10, 0}, {x, 10.0 + i}});
    }
    const auto one = geo::repair(polygons, 1);
    EXPECT_EQ(one.areas.size(), 200u);
    for (const auto threads : test::thread_counts) {
        const auto out = geo::repair(polygons, threads);
        EXPECT_TRUE(shapes::same(out.polygons, one.polygons)) << threads;
        EXPECT_EQ(out.areas, one.areas) << threads;
    }
}

TEST(Repair, two_drawings_of_one_area_are_nearly_the_same) {
    const auto areas =
        from_wkt({"POLYGON((0 0,1000 0,1000 1000,0 1000))", "POLYGON((0 0,1000 0.5,1000 1000,500 1000,0 1000))",
                  "POLYGON((0 0,1000 0,1000 997,0 997))", "POLYGON((0 0,1000 0,0 1000,1000 1000))", "EMPTY"});
    EXPECT_TRUE(geo::nearly_same(areas, 0, areas, 0));
    EXPECT_TRUE(geo::nearly_same(areas, 0, areas, 1));
    EXPECT_FALSE(geo::nearly_same(areas, 0, areas, 2));
    EXPECT_FALSE(geo::nearly_same(areas, 0, areas, 3));
    EXPECT_FALSE(geo::nearly_same(areas, 0, areas, 4));
    EXPECT_TRUE(geo::nearly_same(areas, 3, areas, 3));  // crossing itself
}

}  // namespace
