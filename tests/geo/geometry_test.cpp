#include "geo/geometry.h"

#include "shapes.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace {

using geo::Point;
using geo::Polygons;
using shapes::from_wkt;

std::size_t areas_holding(const Polygons& polygons, Point p) {
    std::size_t count = 0;
    for (std::size_t area = 0; area < polygons.size(); ++area) count += geo::contains(polygons, area, p) ? 1u : 0u;
    return count;
}

TEST(Geometry, holes_are_subtracted_and_parts_added) {
    auto polygons =
        from_wkt({"POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2))",
                  "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((5 5,8 5,8 8,5 8,5 5),(6 6,6 7,7 7,7 6,6 6)))", "EMPTY"});
    EXPECT_EQ(geo::surface(polygons, 0), 96);
    EXPECT_EQ(geo::surface(polygons, 1), 9);
    EXPECT_EQ(geo::surface(polygons, 2), 0);
}

RC_GTEST_PROP(Geometry, the_surface_of_a_triangle_far_from_the_origin_is_exact, ()) {
    // In 1/1024 m every difference and product below is exact, so the closed form leaves no room for a tolerance.
    const auto any_far = [] {
        return Point{200000 + shapes::any_part(-1000, 1000), 500000 + shapes::any_part(-1000, 1000)};
    };
    const std::vector<Point> triangle{any_far(), any_far(), any_far()};
    const auto& [a, b, c] = std::tie(triangle[0], triangle[1], triangle[2]);
    RC_ASSERT(geo::signed_surface(triangle) == ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2);
    RC_ASSERT(geo::signed_surface(std::vector{a, c, b}) == -geo::signed_surface(triangle));
    RC_ASSERT(geo::signed_surface(std::vector{b, c, a}) == geo::signed_surface(triangle));
}

TEST(Geometry, a_metre_square_at_the_far_end_of_the_country_is_a_metre_square) {
    EXPECT_EQ(geo::signed_surface(shapes::rectangle(276000.5, 619000.25, 276001.5, 619001.25)), 1);
    EXPECT_EQ(geo::signed_surface(std::vector<Point>{}), 0);
}

RC_GTEST_PROP(Geometry, the_surfaces_of_a_partition_sum_to_the_whole, ()) {
    const auto triangles = shapes::any_triangulation(*rc::gen::inRange(1, 6), 300, false);
    const auto whole = geo::bounds(triangles);
    double sum = 0;
    for (std::size_t area = 0; area < triangles.size(); ++area) sum += geo::surface(triangles, area);
    RC_ASSERT(std::abs(sum - whole.max.x * whole.max.y) <= 1e-9 * sum);
}

RC_GTEST_PROP(Geometry, a_rectangle_holds_its_lower_and_left_border_and_not_the_others, ()) {
    const int x = *rc::gen::inRange(-5, 5);
    const int y = *rc::gen::inRange(-5, 5);
    const int width = *rc::gen::inRange(1, 5);
    const int height = *rc::gen::inRange(1, 5);
    auto ring = shapes::rectangle(x, y, x + width, y + height);
    if (*rc::gen::arbitrary<bool>()) std::reverse(ring.begin(), ring.end());
    const Point p{*rc::gen::inRange(-6 * 2, 10 * 2) / 2.0, *rc::gen::inRange(-6 * 2, 10 * 2) / 2.0};
    RC_ASSERT(geo::contains(shapes::one_area(ring), 0, p) ==
              (p.x >= x && p.x < x + width && p.y >= y && p.y < y + height));
}

RC_GTEST_PROP(Geometry, a_star_holds_what_lies_between_its_centre_and_its_border, ()) {
    const Point centre{155000 + shapes::any_part(-100, 100), 463000 + shapes::any_part(-100, 100)};
    const auto ring = shapes::any_star(centre, 10, 1000);
    const auto star = shapes::one_area(ring);
    const auto k = *rc::gen::inRange<std::size_t>(0, ring.size());
    const auto& a = ring[k];
    const auto& b = ring[(k + 1) % ring.size()];
    const double along = *rc::gen::inRange(0, 1001) / 1000.0;
    const Point border{a.x + along * (b.x - a.x), a.y + along * (b.y - a.y)};
    const auto at = [&](double part) {
        return Point{centre.x + part * (border.x - centre.x), centre.y + part * (border.y - centre.y)};
    };
    RC_ASSERT(geo::contains(star, 0, at(*rc::gen::inRange(0, 1000) / 1000.0)));
    RC_ASSERT(!geo::contains(star, 0, at(*rc::gen::inRange(1001, 3000) / 1000.0)));
}

RC_GTEST_PROP(Geometry, a_point_on_the_border_of_a_hole_is_in_the_hole_or_around_it, ()) {
    const auto polygons = from_wkt({"POLYGON((0 0,10 0,10 10,0 10),(2 3,4 6,7 7,6 2))", "POLYGON((2 3,6 2,7 7,4 6))"});
    const auto corner = polygons.ring(2);
    const auto k = *rc::gen::inRange<std::size_t>(0, 4);
    const double along = *rc::gen::inRange(0, 17) / 16.0;
    const auto& a = corner[k];
    const auto& b = corner[(k + 1) % 4];
    RC_ASSERT(areas_holding(polygons, {a.x + along * (b.x - a.x), a.y + along * (b.y - a.y)}) == 1);
}

RC_GTEST_PROP(Geometry, a_point_of_a_grid_of_rectangles_is_in_exactly_one_also_on_edges_and_corners, ()) {
    std::vector<double> x{0};
    std::vector<double> y{0};
    for (const auto size = *rc::gen::inRange<std::size_t>(2, 6); x.size() < size;)
        x.push_back(x.back() + shapes::any_part(1, 100));
    for (const auto size = *rc::gen::inRange<std::size_t>(2, 6); y.size() < size;)
        y.push_back(y.back() + shapes::any_part(1, 100));
    Polygons grid;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        for (std::size_t j = 0; j + 1 < y.size(); ++j)
            shapes::add_ring_area(grid, shapes::rectangle(x[i], y[j], x[i + 1], y[j + 1]));
    }
    const auto any_of = [](const std::vector<double>& cuts) {
        return cuts[*rc::gen::inRange<std::size_t>(0, cuts.size() - 1)];
    };
    const double inner_x = *rc::gen::inRange(0, 1000) / 1000.0 * x.back();
    const double inner_y = *rc::gen::inRange(0, 1000) / 1000.0 * y.back();
    RC_ASSERT(areas_holding(grid, {any_of(x), any_of(y)}) == 1);
    RC_ASSERT(areas_holding(grid, {any_of(x), inner_y}) == 1);
    RC_ASSERT(areas_holding(grid, {inner_x, any_of(y)}) == 1);
    RC_ASSERT(areas_holding(grid, {inner_x, inner_y}) == 1);
    RC_ASSERT(areas_holding(grid, {x.back(), y.back()}) == 0);
}

RC_GTEST_PROP(Geometry, a_point_of_a_triangulated_square_is_in_exactly_one_triangle, ()) {
    const int squares = *rc::gen::inRange(1, 6);
    const auto triangles = shapes::any_triangulation(squares, 250, *rc::gen::arbitrary<bool>());
    const double side = squares * 250.0;
    const auto inner = [&](Point p) { return p.x >= 0 && p.x < side && p.y >= 0 && p.y < side; };
    for (std::uint32_t r = 0; r < triangles.ring_starts.size() - 1; ++r) {
        const auto ring = triangles.ring(r);
        const double along = *rc::gen::inRange(0, 65) / 64.0;
        for (std::size_t k = 0; k < 3; ++k) {
            const auto& a = ring[k];
            const auto& b = ring[(k + 1) % 3];
            const Point on_edge{a.x + along * (b.x - a.x), a.y + along * (b.y - a.y)};
            if (inner(a)) RC_ASSERT(areas_holding(triangles, a) == 1);
            if (inner(on_edge)) RC_ASSERT(areas_holding(triangles, on_edge) == 1);
        }
    }
}

RC_GTEST_PROP(Geometry, a_crossing_is_the_same_from_both_ends_of_the_edge, ()) {
    const auto any = [] { return *rc::gen::inRange(0, 1 << 30) / 7.0; };
    const Point a{any(), any()};
    const Point b{any(), any()};
    const double x = *rc::gen::arbitrary<bool>()
                         ? std::max(a.x, b.x) - *rc::gen::inRange(1, 1000) / 1000.0 * std::abs(a.x - b.x)
                         : std::min(a.x, b.x);
    RC_PRE((a.x <= x) != (b.x <= x));
    RC_ASSERT(test::same_value(geo::crossing_y(a, b, x), geo::crossing_y(b, a, x)));
    const auto& left = a.x < b.x ? a : b;
    RC_ASSERT(geo::crossing_y(a, b, left.x) == left.y);
}

RC_GTEST_PROP(Geometry, orient_turns_shells_left_and_holes_right_and_changes_nothing_else, ()) {
    Polygons polygons;
    for (int area = 0; area < 3; ++area) {
        const Point centre{area * 5000.0, 0};
        for (const auto& ring : {shapes::any_star(centre, 500, 1000), shapes::any_star(centre, 10, 100)}) {
            const auto begin = polygons.points.insert(polygons.points.end(), ring.begin(), ring.end());
            if (*rc::gen::arbitrary<bool>()) std::reverse(begin, polygons.points.end());
            polygons.end_ring();
        }
        polygons.end_polygon();
        polygons.end_area();
    }
    auto turned = polygons;
    geo::orient(turned);
    for (std::uint32_t r = 0; r < 6; ++r) {
        RC_ASSERT((geo::signed_surface(turned.ring(r)) > 0) == (r % 2 == 0));
        auto before = std::vector(polygons.ring(r).begin(), polygons.ring(r).end());
        const auto after = std::vector(turned.ring(r).begin(), turned.ring(r).end());
        if (before != after) std::reverse(before.begin(), before.end());
        RC_ASSERT(before == after);
    }
    auto again = turned;
    geo::orient(again);
    RC_ASSERT(shapes::same(again, turned));
}

RC_GTEST_PROP(Geometry, appending_all_areas_gives_a_copy, ()) {
    const auto polygons = shapes::any_areas(*rc::gen::inRange(0, 6), 1000);
    Polygons copy;
    for (std::size_t area = 0; area < polygons.size(); ++area) copy.append(polygons, area);
    RC_ASSERT(shapes::same(copy, polygons));
}

TEST(Geometry, bounds_cover_all_rings_of_an_area_and_nothing_else) {
    const auto polygons =
        from_wkt({"EMPTY", "MULTIPOLYGON(((0 0,1 0,1 1)),((5 -3,8 5,8 8)))", "POLYGON((100 100,101 100,100 101))"});
    EXPECT_TRUE(geo::bounds(polygons, 0).empty());
    EXPECT_EQ(geo::bounds(polygons, 1).min, (Point{0, -3}));
    EXPECT_EQ(geo::bounds(polygons, 1).max, (Point{8, 8}));
    EXPECT_EQ(geo::bounds(polygons).max, (Point{101, 101}));
    EXPECT_TRUE(geo::bounds(Polygons()).empty());
}

TEST(Geometry, an_empty_box_adds_nothing_to_another) {
    geo::Box box;
    box.extend(Point{3, 4});
    box.extend(geo::Box());
    EXPECT_EQ(box.min, box.max);
    EXPECT_FALSE(box.empty());
}

}  // namespace
