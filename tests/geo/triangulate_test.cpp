#include "geo/triangulate.h"

#include "geo/geos.h"
#include "geo/orientation.h"
#include "geo/repair.h"
#include "geo/simplify.h"

#include "rings.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>

namespace {

using geo::Point;
using geo::Polygons;
using shapes::fault;
using shapes::from_wkt;

double seconds_to_cut(const Polygons& polygons) {
    const auto start = std::chrono::steady_clock::now();
    const auto triangles = geo::triangulate(polygons, 1);
    const double out = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    EXPECT_NEAR(shapes::triangles_surface(polygons, triangles, 0), geo::surface(polygons, 0),
                1e-9 * geo::surface(polygons, 0));
    return out;
}

/// Squares of a grid, some of them, as GEOS unites them: collinear points, holes, parts and holes that touch at
/// corners.
Polygons any_squares(int across) {
    std::vector<GEOSGeometry*> squares;
    for (int i = 0; i < across; ++i) {
        for (int j = 0; j < across; ++j) {
            if (*rc::gen::inRange(0, 3) == 0) continue;
            squares.push_back(geo::geos::to_geos(shapes::one_area(shapes::rectangle(i, j, i + 1, j + 1)), 0).release());
        }
    }
    Polygons out;
    const geo::geos::GeometryPtr all(GEOSGeom_createCollection_r(
        geo::geos::context(), GEOS_MULTIPOLYGON, squares.data(), static_cast<unsigned>(squares.size())));
    const geo::geos::GeometryPtr united(GEOSUnaryUnion_r(geo::geos::context(), all.get()));
    geo::geos::append_area(out, united.get());
    geo::orient(out);
    return out;
}

/// None where GEOS cannot: it gives up on some tangles that were mended.
std::optional<double> geos_triangles_surface(const Polygons& polygons, std::size_t area) {
    const auto geometry = geo::geos::to_geos(polygons, area);
    const geo::geos::GeometryPtr triangles(
        GEOSConstrainedDelaunayTriangulation_r(geo::geos::context(), geometry.get()));
    double out = 0;
    if (!triangles || GEOSArea_r(geo::geos::context(), triangles.get(), &out) == 0) return std::nullopt;
    return out;
}

TEST(Triangulate, a_square_is_two_triangles_and_an_empty_area_none) {
    const auto polygons = from_wkt({"POLYGON((0 0,4 0,4 4,0 4))", "EMPTY", "POLYGON((0 0,1 0,0 1))"});
    const auto out = geo::triangulate(polygons);
    EXPECT_EQ(out.area_starts, (std::vector<std::uint32_t>{0, 2, 2, 3}));
    EXPECT_EQ(fault(polygons, out), "");
    EXPECT_EQ(geo::triangulate(Polygons()).area_starts, std::vector<std::uint32_t>{0});
}

TEST(Triangulate, every_point_on_a_straight_side_is_the_corner_of_a_triangle) {
    const auto polygons = from_wkt({"POLYGON((0 0,1 0,2 0,3 0,3 1,3 3,1 3,0 3,0 2))"});
    const auto out = geo::triangulate(polygons);
    EXPECT_EQ(out.corners.size(), 7u);
    EXPECT_EQ(fault(polygons, out), "");
    std::vector<bool> used(polygons.points.size(), false);
    for (const auto& corners : out.corners) {
        EXPECT_GT(shapes::triangle_surface(polygons, corners), 0);
        for (const auto corner : corners) used[corner] = true;
    }
    EXPECT_TRUE(std::all_of(used.begin(), used.end(), [](bool each) { return each; }));
}

TEST(Triangulate, holes_stay_open_wherever_they_touch) {
    const auto polygons = from_wkt({
        "POLYGON((0 0,9 0,9 9,0 9),(2 2,2 4,4 4,4 2),(5 5,5 7,7 7,7 5))",  // not at all
        "POLYGON((0 0,9 0,9 9,0 9),(0 0,2 4,4 2))",                        // the shell at a corner
        "POLYGON((0 0,9 0,9 9,0 9),(9 9,7 4,4 7))",                        // … at their rightmost point
        "POLYGON((0 0,9 0,9 9,0 9),(2 2,2 4,4 4,4 2),(4 4,4 7,7 7,7 4))",  // each other
        "POLYGON((0 0,9 0,9 9,0 9),(2 2,2 4,4 2),(2 4,3 7,4 5))",
        "POLYGON((0 0,9 0,9 9,0 9),(0 5,3 6,3 4))",                    // the middle of a side
        "POLYGON((0 0,9 0,9 9,0 9),(3 4,3 6,9 5))",                    // … on the right
        "POLYGON((0 0,9 0,9 9,0 9),(2 2,2 4,4 4,4 2),(4 3,6 4,6 2))",  // the middle of each other's side
        "POLYGON((0 0,9 0,9 9,0 9),(0 5,4 9,9 4,5 0))",                // four times: the surface falls apart
    });
    EXPECT_EQ(fault(polygons, geo::triangulate(polygons)), "");
}

TEST(Triangulate, repeated_points_spikes_and_slits_add_nothing) {
    const auto polygons = from_wkt({
        "POLYGON((0 0,0 0,4 0,4 0,4 4,4 4,4 4,0 4))",
        "POLYGON((0 0,4 0,4 4,7 4,4 4,0 4))",              // outwards
        "POLYGON((0 0,4 0,4 4,2 4,2 2,2 4,0 4))",          // inwards
        "POLYGON((0 0,4 0,4 4,2 4,2 3,2 1,2 2,2 4,0 4))",  // inwards, and back in steps
        "POLYGON((0 0,4 0,8 0,6 0,4 0,4 4,0 4))",
        "POLYGON((0 0,4 0,4 2,6 2,6 0,9 0,9 4,6 4,6 2,4 2,4 4,0 4))",  // two squares and a line between them
    });
    EXPECT_EQ(fault(polygons, geo::triangulate(polygons)), "");
}

TEST(Triangulate, what_has_no_surface_has_no_triangles) {
    const auto polygons = from_wkt({"POLYGON((0 0,1 1,2 2))", "POLYGON((0 0,5 0,5 0,0 0))", "POLYGON((1 1,1 1,1 1))",
                                    "POLYGON((0 0,3 0,2 0,1 0))"});
    EXPECT_TRUE(geo::triangulate(polygons).corners.empty());
}

TEST(Triangulate, rings_that_cross_themselves_keep_about_what_they_wind_around) {
    const auto polygons = from_wkt({
        "POLYGON((0 0,10 0,10 10,5 -0.1,0 10))",                   // a corner just beyond an edge
        "POLYGON((0 0,10 0,10 10,0 10),(8 4,8 6,10.1 6,10.1 4))",  // a hole just over the border
        "POLYGON((0 0,10 0,10 10,0 10),(-0.1 4,-0.1 6,2 6,2 4))",
    });
    const auto out = geo::triangulate(polygons);
    EXPECT_NEAR(shapes::triangles_surface(polygons, out, 0), 50, 1);
    EXPECT_NEAR(shapes::triangles_surface(polygons, out, 1), 96, 1);
    EXPECT_NEAR(shapes::triangles_surface(polygons, out, 2), 96, 1);
}

RC_GTEST_PROP(Triangulate, a_star_with_stars_as_holes_is_cut_exactly_into_n_minus_2_plus_2h_triangles, ()) {
    Polygons polygons;
    const Point centre{155000 + shapes::any_part(-1000, 1000), 463000};
    const auto add = [&](const std::vector<Point>& ring) {
        polygons.points.insert(polygons.points.end(), ring.begin(), ring.end());
        polygons.end_ring();
    };
    std::vector<Point> shell;
    const auto corners = *rc::gen::inRange(8, 200);
    for (int k = 0; k < corners; ++k)
        shell.push_back(shapes::on_circle(centre, shapes::any_part(1000, 1500), static_cast<double>(k) / corners));
    add(shell);
    std::size_t holes = 0;
    for (int i = -2; i <= 2; ++i) {
        for (int j = -2; j <= 2; ++j) {
            if (*rc::gen::inRange(0, 2) == 0) continue;
            auto hole = shapes::any_star({centre.x + i * 200, centre.y + j * 200}, 20, 95);
            std::reverse(hole.begin(), hole.end());
            add(hole);
            ++holes;
        }
    }
    polygons.end_polygon();
    polygons.end_area();
    const auto out = geo::triangulate(polygons);
    RC_ASSERT(fault(polygons, out) == "");
    RC_ASSERT(out.corners.size() == polygons.points.size() - 2 + 2 * holes);
}

RC_GTEST_PROP(Triangulate, united_squares_with_all_their_touching_corners_are_cut_exactly, ()) {
    const auto polygons = any_squares(*rc::gen::inRange(2, 9));
    RC_ASSERT(fault(polygons, geo::triangulate(polygons)) == "");
}

RC_GTEST_PROP(Triangulate, a_mended_tangle_is_cut_exactly_and_geos_has_the_same_surface, ()) {
    const auto polygons = geo::repair(shapes::any_areas(4, 500)).polygons;
    const auto out = geo::triangulate(polygons);
    RC_ASSERT(fault(polygons, out) == "");
    for (std::size_t area = 0; area < polygons.size(); ++area) {
        if (polygons.area_starts[area] == polygons.area_starts[area + 1]) continue;
        if (const auto geos = geos_triangles_surface(polygons, area))
            RC_ASSERT(std::abs(shapes::triangles_surface(polygons, out, area) - *geos) <= 1e-9 * *geos);
    }
}

RC_GTEST_PROP(Triangulate, triangles_are_triangles_again, ()) {
    const auto polygons = shapes::any_triangulation(*rc::gen::inRange(1, 5), 300, *rc::gen::arbitrary<bool>());
    const auto out = geo::triangulate(polygons);
    RC_ASSERT(fault(polygons, out) == "");
    RC_ASSERT(out.corners.size() == polygons.size());
}

RC_GTEST_PROP(Triangulate, tangles_end_stay_within_their_box_and_do_not_depend_on_threads, ()) {
    auto polygons = shapes::any_areas(*rc::gen::inRange(0, 80), 500);
    if (*rc::gen::arbitrary<bool>()) polygons = geo::simplify(polygons, *rc::gen::inRange(1, 100));
    const auto out = geo::triangulate(polygons, 1);
    for (std::size_t area = 0; area < polygons.size(); ++area) {
        const auto begin = polygons.ring_starts[polygons.first_ring(area)];
        const auto end = polygons.ring_starts[polygons.last_ring(area)];
        for (auto t = out.area_starts[area]; t < out.area_starts[area + 1]; ++t) {
            for (const auto corner : out.corners[t]) RC_ASSERT(corner >= begin && corner < end);
            RC_ASSERT(shapes::triangle_surface(polygons, out.corners[t]) > 0);
        }
    }
    for (const auto threads : test::thread_counts) {
        const auto again = geo::triangulate(polygons, threads);
        RC_ASSERT(again.corners == out.corners);
        RC_ASSERT(again.area_starts == out.area_starts);
    }
}

TEST(Triangulate, combs_spirals_spikes_and_sieves_are_cut_exactly) {
    for (const int points : {10, 100, 1000, 3000}) {
        for (const auto& ring : {shapes::comb(points), shapes::spiral(points, 3), shapes::spiky(points, 1)}) {
            auto polygons = shapes::one_area(ring);
            geo::orient(polygons);
            const auto out = geo::triangulate(polygons);
            EXPECT_EQ(fault(polygons, out), "") << points;
            EXPECT_EQ(out.corners.size(), ring.size() - 2);
        }
    }
    const auto sieve = shapes::sieve(20);
    const auto out = geo::triangulate(sieve);
    EXPECT_EQ(fault(sieve, out), "");
    EXPECT_EQ(out.corners.size(), 4u * 401 - 2 + 2 * 400);
}

/// Far above what it takes (0.1 to 1 s), far below what a quadratic search would (minutes).
constexpr double endless_s = 60;

TEST(Triangulate, giant_rings_of_any_shape_are_cut_without_end_in_sight) {
    constexpr int points = 200'000;
    for (const auto& ring : {shapes::comb(points), shapes::spiral(points, 50), shapes::spiky(points, 1)}) {
        auto polygons = shapes::one_area(ring);
        geo::orient(polygons);
        EXPECT_LT(seconds_to_cut(polygons), endless_s);
    }
    EXPECT_LT(seconds_to_cut(shapes::sieve(100)), endless_s);
}

TEST(Triangulate, a_giant_ring_of_random_points_ends_too) {
    std::mt19937_64 random(1);
    std::vector<Point> ring;
    for (int k = 0; k < 20'000; ++k)
        ring.push_back({static_cast<double>(random() % 100'000), static_cast<double>(random() % 100'000)});
    const auto start = std::chrono::steady_clock::now();
    (void)geo::triangulate(shapes::one_area(ring));
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), endless_s);
}

RC_GTEST_PROP(Orientation, is_exact_where_rounding_would_decide, ()) {
    // Points p, p + v and p + k v are on one line exactly; one more step of the last bit decides the side.
    const Point p{155000 + shapes::any_part(0, 10), 463000 + shapes::any_part(0, 10)};
    const Point v{shapes::any_part(1, 100), shapes::any_part(1, 100)};
    const int k = *rc::gen::inRange(2, 50);
    const Point a{p.x + v.x, p.y + v.y};
    const Point b{p.x + k * v.x, p.y + k * v.y};
    RC_ASSERT(geo::orientation(p, a, b) == 0);
    const Point above{b.x, std::nextafter(b.y, 1e9)};
    const Point below{b.x, std::nextafter(b.y, 0)};
    RC_ASSERT(geo::orientation(p, a, above) == 1);
    RC_ASSERT(geo::orientation(p, a, below) == -1);
    RC_ASSERT(geo::orientation(above, p, a) == 1);
    RC_ASSERT(geo::orientation(a, p, above) == -1);
}

}  // namespace
