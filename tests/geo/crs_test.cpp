#include "geo/crs.h"

#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace {

using geo::Box;
using geo::metric_crs;
using geo::parse_crs;
using geo::Point;
using geo::Transform;

TEST(Crs, rd_new_is_known_by_code_text_and_its_own_wkt) {
    const auto rd = parse_crs("EPSG:28992");
    EXPECT_EQ(rd.id, "EPSG:28992");
    EXPECT_EQ(rd.name, "Amersfoort / RD New");
    EXPECT_TRUE(rd.known());
    EXPECT_TRUE(rd.metric());
    EXPECT_EQ(parse_crs(rd.wkt).id, "EPSG:28992");
    EXPECT_FALSE(geo::Crs().known());
    EXPECT_FALSE(geo::Crs().metric());
}

TEST(Crs, degrees_and_feet_are_not_metric) {
    EXPECT_TRUE(parse_crs("EPSG:4326").geographic);
    EXPECT_FALSE(parse_crs("EPSG:4326").metric());
    const auto feet = parse_crs("EPSG:2263");  // New York Long Island, US survey feet
    EXPECT_FALSE(feet.geographic);
    EXPECT_NEAR(feet.metres_per_unit, 1200.0 / 3937, 1e-9);
    EXPECT_FALSE(feet.metric());
}

TEST(Crs, a_vertical_part_is_left_out) {
    EXPECT_EQ(parse_crs("EPSG:7415").id, "EPSG:28992");  // RD New + NAP height
}

TEST(Crs, what_proj_does_not_know_is_refused_by_name) {
    for (const auto* text : {"EPSG:1", "no such thing", ""}) {
        EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(parse_crs(text)); }, {fmt::format("'{}'", text)}))
            << text;
    }
    EXPECT_TRUE(test::fails_saying([] { static_cast<void>(parse_crs("EPSG:5709")); }, {"NAP"}));  // a height alone
}

TEST(Crs, the_same_place_by_another_name_is_the_same) {
    EXPECT_TRUE(geo::same_crs(parse_crs("EPSG:4326"), parse_crs("OGC:CRS84")));  // the order of axes aside
    EXPECT_TRUE(geo::same_crs(parse_crs("EPSG:28992"), parse_crs("EPSG:7415")));
    EXPECT_FALSE(geo::same_crs(parse_crs("EPSG:28992"), parse_crs("EPSG:28991")));
    EXPECT_FALSE(geo::same_crs(parse_crs("EPSG:4326"), parse_crs("EPSG:3857")));
}

struct Published {
    const char* name;
    Point degrees;  // ETRS89, longitude and latitude
    Point rd;
};
// Points of the RDNAPTRANS self-validation set.
const Published published[] = {{"Amersfoort", {5.387203657, 52.155172897}, {155000.0000, 463000.0000}},
                               {"Texel", {4.824761912, 53.160753042}, {117380.1200, 575040.3400}},
                               {"Noord-Groningen", {6.776726674, 53.419482050}, {247380.5600, 604580.7800}},
                               {"Zuid-Limburg", {5.773795548, 50.792584916}, {182260.4500, 311480.6700}}};

TEST(Transform, well_known_points_come_out_within_a_metre) {
    for (const auto* from : {"EPSG:4326", "EPSG:4258"}) {
        const Transform to_rd(parse_crs(from), parse_crs("EPSG:28992"), Box{{3, 50}, {8, 54}});
        EXPECT_NE(to_rd.operation(), "");
        for (const auto& point : published) {
            auto p = point.degrees;
            EXPECT_EQ(to_rd.apply(std::span(&p, 1)), 0u);
            EXPECT_LT(std::hypot(p.x - point.rd.x, p.y - point.rd.y), 1.0) << point.name << " from " << from;
        }
    }
}

RC_GTEST_PROP(Transform, there_and_back_is_the_same_place, ()) {
    static const Transform there(parse_crs("EPSG:28992"), parse_crs("EPSG:4326"), Box{{0, 300000}, {280000, 620000}});
    static const Transform back(parse_crs("EPSG:4326"), parse_crs("EPSG:28992"), Box{{3, 50}, {8, 54}});
    const Point p{*rc::gen::inRange(13000, 278000) / 1.0, *rc::gen::inRange(306000, 620000) / 1.0};
    std::vector<Point> points{p};
    RC_ASSERT(there.apply(points) == 0u);
    RC_ASSERT(points[0].x > 3 && points[0].x < 8 && points[0].y > 50 && points[0].y < 54);  // longitude first
    RC_ASSERT(back.apply(points) == 0u);
    RC_ASSERT(std::hypot(points[0].x - p.x, points[0].y - p.y) < 0.01);
}

TEST(Transform, points_that_cannot_be_are_counted_and_the_others_go_on) {
    const Transform to_rd(parse_crs("EPSG:4326"), parse_crs("EPSG:28992"), Box());
    std::vector<Point> points{published[0].degrees, {5, 1e6}, published[0].degrees};
    EXPECT_EQ(to_rd.apply(points), 1u);
    EXPECT_FALSE(std::isfinite(points[1].x));
    EXPECT_EQ(points[0], points[2]);
    EXPECT_EQ(to_rd.apply({}), 0u);
}

TEST(MetricCrs, degrees_in_the_netherlands_become_rd_new) {
    EXPECT_EQ(metric_crs(parse_crs("EPSG:4326"), Box{{4.7, 52.3}, {5.1, 52.5}}).id, "EPSG:28992");
    EXPECT_EQ(metric_crs(parse_crs("EPSG:4258"), Box{{3.3, 50.75}, {7.22, 53.55}}).id, "EPSG:28992");
}

TEST(MetricCrs, degrees_elsewhere_become_an_equal_area_projection_around_the_data) {
    const Box london{{-0.5, 51.3}, {0.3, 51.7}};
    const auto crs = metric_crs(parse_crs("EPSG:4326"), london);
    EXPECT_TRUE(crs.metric());
    EXPECT_NE(crs.id, "EPSG:28992");
    const Transform to_metres(parse_crs("EPSG:4326"), crs, london);
    std::vector<Point> corners{{-0.1, 51.4}, {0.1, 51.4}, {0.1, 51.6}, {-0.1, 51.6}};
    ASSERT_EQ(to_metres.apply(corners), 0u);
    // The same quad on the ellipsoid (authalic): 0.2 degrees wide, from 51.4 to 51.6 north.
    EXPECT_NEAR(geo::signed_surface(corners) / 1e6, 309.0, 1.0);
}

TEST(MetricCrs, a_projected_crs_in_metres_is_kept) {
    for (const auto* text : {"EPSG:28992", "EPSG:27700", "EPSG:32631"}) {
        EXPECT_EQ(metric_crs(parse_crs(text), Box{{0, 0}, {1000, 1000}}).id, text);
    }
}

TEST(MetricCrs, feet_become_metres_around_the_data) {
    const auto feet = parse_crs("EPSG:2263");
    const Box manhattan{{980000, 195000}, {1005000, 255000}};
    const auto crs = metric_crs(feet, manhattan);
    EXPECT_TRUE(crs.metric());
    const Transform to_metres(feet, crs, manhattan);
    std::vector<Point> side{{985000, 200000}, {985000, 201000}};
    ASSERT_EQ(to_metres.apply(side), 0u);
    EXPECT_NEAR(std::hypot(side[1].x - side[0].x, side[1].y - side[0].y), 304.8, 0.5);
    EXPECT_LT(std::hypot(side[0].x, side[0].y), 200000);  // near its own centre
}

TEST(MetricCrs, a_layer_without_data_has_one_all_the_same) {
    EXPECT_TRUE(metric_crs(parse_crs("EPSG:4326"), Box()).metric());
}

}  // namespace
