#include "geo/validity.h"

#include "geo/geos.h"

#include "shapes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

namespace {

using shapes::from_wkt;

bool surely_valid(const std::string& wkt) {
    return geo::surely_valid(from_wkt({wkt}), 0);
}

bool valid_to_geos(const geo::Polygons& polygons, std::size_t area) {
    const auto geometry = geo::geos::to_geos(polygons, area);
    return geometry && GEOSisValid_r(geo::geos::context(), geometry.get()) == 1;
}

TEST(Validity, plain_areas_are_told_valid) {
    EXPECT_TRUE(surely_valid("POLYGON((0 0,10 0,10 10,0 10))"));
    EXPECT_TRUE(surely_valid("POLYGON((0 0,5 0,10 0,10 10,0 10))"));       // a corner on a straight side
    EXPECT_TRUE(surely_valid("POLYGON((0 0,10 0,10 0,10 10,0 10,0 0))"));  // points that stand there twice
    EXPECT_TRUE(surely_valid("POLYGON((0 0,0 10,10 10,10 0))"));           // either way round
    EXPECT_TRUE(surely_valid("POLYGON((0 0,10 0,10 10,0 10),(2 2,2 4,4 4,4 2),(6 6,6 8,8 8,8 6))"));
    EXPECT_TRUE(surely_valid("MULTIPOLYGON(((0 0,10 0,10 10,0 10),(2 2,2 8,8 8,8 2)),((4 4,6 4,6 6,4 6)))"));
    EXPECT_TRUE(surely_valid("EMPTY"));
}

TEST(Validity, what_is_not_valid_is_never_told_so) {
    for (const auto* wkt : {"POLYGON((0 0,10 10,10 0,0 10))",                                      // bow tie
                            "POLYGON((0 0,10 0,5 0))",                                             // no surface
                            "POLYGON((0 0,10 0,10 10,5 10,5 15,5 10,0 10))",                       // spike
                            "POLYGON((0 0,10 0,10 10,0 10),(20 20,20 22,22 22,22 20))",            // hole outside
                            "POLYGON((0 0,10 0,10 10,0 10),(2 2,2 8,8 8,8 2),(4 4,4 6,6 6,6 4))",  // hole in a hole
                            "POLYGON((0 0,10 0,10 10,0 10),(8 2,8 4,12 4,12 2))",                  // hole over the edge
                            "MULTIPOLYGON(((0 0,10 0,10 10,0 10)),((5 5,15 5,15 15,5 15)))",       // parts that overlap
                            "MULTIPOLYGON(((0 0,10 0,10 10,0 10)),((4 4,6 4,6 6,4 6)))",           // one in the other
                            "MULTIPOLYGON(((0 0,10 0,10 10,0 10)),((10 0,20 0,20 10,10 10)))"}) {  // along a side
        EXPECT_FALSE(surely_valid(wkt)) << wkt;
        EXPECT_FALSE(valid_to_geos(from_wkt({wkt}), 0)) << wkt;
    }
}

RC_GTEST_PROP(Validity, it_never_contradicts_geos, ()) {
    const auto areas = shapes::any_areas(12, 2000);
    for (std::size_t area = 0; area < areas.size(); ++area) {
        if (geo::surely_valid(areas, area))
            RC_ASSERT(areas.area_starts[area] == areas.area_starts[area + 1] || valid_to_geos(areas, area));
    }
}

RC_GTEST_PROP(Validity, stars_within_stars_are_told_as_geos_tells_them, ()) {
    geo::Polygons areas;
    for (const auto& ring :
         {shapes::any_star({120000, 487000}, 300, 900), shapes::any_star({120000, 487000}, 20, 400)}) {
        areas.points.insert(areas.points.end(), ring.begin(), ring.end());
        areas.end_ring();
    }
    areas.end_polygon();
    areas.end_area();
    RC_ASSERT(geo::surely_valid(areas, 0) == valid_to_geos(areas, 0));
}

TEST(Validity, a_ring_of_many_corners_is_told_quickly) {
    std::vector<geo::Point> ring;
    for (int i = 0; i < 100'000; ++i) {
        const double angle = 2 * std::numbers::pi * i / 100'000;
        const double radius = 900 + 20 * std::sin(angle * 3000);
        ring.push_back({1000 + radius * std::cos(angle), 1000 + radius * std::sin(angle)});
    }
    EXPECT_TRUE(geo::surely_valid(shapes::one_area(ring), 0));
    std::swap(ring[500], ring[501]);
    EXPECT_FALSE(geo::surely_valid(shapes::one_area(ring), 0));
}

}  // namespace
