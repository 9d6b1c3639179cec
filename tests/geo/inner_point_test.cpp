#include "geo/inner_point.h"

#include "geo/repair.h"

#include "rings.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::Point;
using geo::Polygons;
using shapes::from_wkt;

TEST(InnerPoint, is_the_middle_of_a_square_and_of_a_ring_of_land_it_is_the_widest_place) {
    const auto square = geo::inner_point(from_wkt({"POLYGON((0 0,10 0,10 10,0 10))"}), 0);
    ASSERT_TRUE(square);
    EXPECT_NEAR(square->clearance, 5, 0.25);
    const auto ring = geo::inner_point(from_wkt({"POLYGON((0 0,100 0,100 100,0 100),(10 10,10 90,70 90,70 10))"}), 0);
    ASSERT_TRUE(ring);
    EXPECT_GT(ring->at.x, 70);
    EXPECT_NEAR(ring->clearance, 15, 0.75);
}

TEST(InnerPoint, lies_in_the_largest_part_or_where_there_is_most_room) {
    const auto out = geo::inner_point(from_wkt({"MULTIPOLYGON(((0 0,1 0,1 1,0 1)),((50 50,60 50,60 60,50 60)))"}), 0);
    ASSERT_TRUE(out);
    EXPECT_NEAR(out->clearance, 5, 0.25);
    EXPECT_EQ(out->across, 10);
}

TEST(InnerPoint, is_found_in_slivers_and_not_where_there_is_no_surface) {
    const auto polygons = from_wkt({"POLYGON((0 0,10000 9999,10000 10000))", "POLYGON((0 0,0.001 0,0.001 5000,0 5000))",
                                    "EMPTY", "POLYGON((0 0,5 5,9 9))"});
    const auto out = geo::inner_points(polygons, 2);
    ASSERT_TRUE(out[0] && out[1]);
    EXPECT_TRUE(geo::contains(polygons, 0, out[0]->at));
    EXPECT_TRUE(geo::contains(polygons, 1, out[1]->at));
    EXPECT_FALSE(out[2]);
    EXPECT_FALSE(out[3]);
}

TEST(InnerPoint, of_a_corridor_lies_half_way_between_its_walls) {
    const auto spiral = shapes::one_area(shapes::spiral(2000, 4));
    const auto out = geo::inner_point(spiral, 0);
    ASSERT_TRUE(out);
    EXPECT_TRUE(geo::contains(spiral, 0, out->at));
    EXPECT_GT(out->clearance, 18);
}

RC_GTEST_PROP(InnerPoint, lies_inside_with_its_clearance_around_it, ()) {
    const auto polygons = geo::repair(shapes::any_areas(3, 500)).polygons;
    for (std::size_t area = 0; area < polygons.size(); ++area) {
        const auto found = geo::inner_point(polygons, area);
        RC_ASSERT(found.has_value() == (geo::surface(polygons, area) > 0));
        if (!found) continue;
        RC_ASSERT(found->clearance > 0);
        for (int k = 0; k < 16; ++k)
            RC_ASSERT(geo::contains(polygons, area, shapes::on_circle(found->at, 0.999 * found->clearance, k / 16.0)));
    }
}

RC_GTEST_PROP(InnerPoint, has_nearly_the_most_room_of_a_star, ()) {
    const auto star = shapes::one_area(shapes::any_star({155000, 463000}, 100, 1000));
    const auto found = geo::inner_point(star, 0);
    RC_ASSERT(found.has_value());
    // Whatever place chance comes up with has not much more room.
    const Point p{155000 + shapes::any_part(-700, 700), 463000 + shapes::any_part(-700, 700)};
    bool free = true;
    for (int k = 0; k < 64; ++k)
        free = free && geo::contains(star, 0, shapes::on_circle(p, 1.06 * found->clearance, k / 64.0));
    RC_ASSERT(!free);
}

}  // namespace
