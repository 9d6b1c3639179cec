#include "geo/spatial/near_points.h"

#include "geo/table.h"
#include "tests/geo/links.h"
#include "tests/geo/shapes.h"
#include "tests/geo/support.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::Kernel;
using geo::missing;
using geo::Neighbours;
using geo::Point;
using links::Lists;
using links::lists_of;
using Points = std::vector<Point>;
using Values = std::vector<double>;

bool known(Point p) {
    return !std::isnan(p.x) && !std::isnan(p.y);
}

/// Of a row the others with known places, and the squares of how far away they are, the nearest first.
std::vector<std::pair<double, std::uint32_t>> others(const Points& points, std::size_t row) {
    std::vector<std::pair<double, std::uint32_t>> out;
    for (std::uint32_t other = 0; other < points.size(); ++other) {
        if (other == row || !known(points[row]) || !known(points[other])) continue;
        const auto x = points[row].x - points[other].x;
        const auto y = points[row].y - points[other].y;
        out.emplace_back(x * x + y * y, other);
    }
    std::sort(out.begin(), out.end());
    return out;
}

Lists nearest_of_all(const Points& points, std::size_t k) {
    Lists out(points.size());
    for (std::size_t row = 0; row < points.size(); ++row) {
        for (const auto& [square, other] : others(points, row)) {
            if (out[row].size() < k) out[row].push_back(other);
        }
        std::sort(out[row].begin(), out[row].end());
    }
    return out;
}

Lists within_of_all(const Points& points, double distance) {
    Lists out(points.size());
    for (std::size_t row = 0; row < points.size(); ++row) {
        for (const auto& [square, other] : others(points, row)) {
            if (std::sqrt(square) <= distance) out[row].push_back(other);
        }
        std::sort(out[row].begin(), out[row].end());
    }
    return out;
}

/// Many at the same place or equally far apart, some without a place, perhaps one far away. To be called within a
/// property.
Points any_points() {
    const bool whole = *rc::gen::arbitrary<bool>();
    Points out;
    for (auto left = *rc::gen::inRange(0, 60); left > 0; --left) {
        const auto coordinate = [&] { return *rc::gen::inRange(-5000, 5000) / (whole ? 1000 : 1013.0); };
        const auto at = [&] { return whole ? std::trunc(coordinate()) : coordinate(); };
        out.push_back({at(), at()});
        if (*rc::gen::inRange(0, 15) == 0) (*rc::gen::arbitrary<bool>() ? out.back().x : out.back().y) = missing;
    }
    if (*rc::gen::inRange(0, 4) == 0) out.push_back({1e7, -3});
    return out;
}

RC_GTEST_PROP(NearPoints, the_nearest_are_those_of_a_sort, ()) {
    const auto points = any_points();
    const auto k = *rc::gen::inRange<std::size_t>(0, 70);
    RC_ASSERT(lists_of(geo::nearest(points, k)) == nearest_of_all(points, k));
}

RC_GTEST_PROP(NearPoints, those_within_a_distance_are_those_of_a_look_at_all, ()) {
    const auto points = any_points();
    const double distance = *rc::gen::element(0.0, 0.3, 1.0, std::sqrt(2.0), 2.5, 40.0, 3e7);
    RC_ASSERT(lists_of(geo::within(points, distance)) == within_of_all(points, distance));
}

TEST(NearPoints, of_equally_near_ones_the_lower_row_is_taken) {
    const Points cross{{0, 0}, {1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    EXPECT_EQ(lists_of(geo::nearest(cross, 2))[0], (std::vector<std::uint32_t>{1, 2}));
    const Points one_place(6, Point{7, 7});
    EXPECT_EQ(lists_of(geo::nearest(one_place, 2)), (Lists{{1, 2}, {0, 2}, {0, 1}, {0, 1}, {0, 1}, {0, 1}}));
    EXPECT_EQ(lists_of(geo::nearest(one_place, 9))[3], (std::vector<std::uint32_t>{0, 1, 2, 4, 5}));
    EXPECT_EQ(geo::within(one_place, 0).links(), 30u);
    EXPECT_EQ(geo::nearest(Points(3, Point{missing, 0}), 2).links(), 0u);
    EXPECT_EQ(geo::nearest(Points(1), 2).links(), 0u);
    EXPECT_EQ(geo::nearest(Points(), 2).size(), 0u);
}

TEST(NearPoints, are_the_same_on_any_number_of_threads) {
    Points points;
    for (int i = 0; i < 1500; ++i) points.push_back({i * 7919 % 1009 / 10.0, i * 104729 % 997 / 10.0});
    points[77] = {1e6, 1e6};
    const auto nearest = nearest_of_all(points, 5);
    const auto within = within_of_all(points, 4);
    const auto weights = geo::by_kernel(points, Kernel::quartic, 4, 1).weights;
    for (const auto threads : test::thread_counts) {
        EXPECT_TRUE(lists_of(geo::nearest(points, 5, threads)) == nearest);
        EXPECT_TRUE(lists_of(geo::within(points, 4, threads)) == within);
        const auto made = geo::by_kernel(points, Kernel::quartic, 4, threads);
        EXPECT_TRUE(lists_of(made) == within);
        EXPECT_TRUE(test::same_values(made.weights, weights));
    }
}

TEST(NearPoints, weights_fall_with_the_distance_as_the_kernel_says) {
    const Points points{{0, 0}, {0, 0}, {1, 0}, {0, 1.5}, {2, 0}, {0, 6}, {0, 6.001}};
    const auto of_first = [&](Kernel kernel) {
        const auto made = geo::by_kernel(points, kernel, 2);
        return std::vector(made.weights.begin(), made.weights.begin() + static_cast<std::ptrdiff_t>(made.count(0)));
    };
    EXPECT_EQ(of_first(Kernel::triangular), (Values{1, 0.5, 0.25}));
    EXPECT_EQ(of_first(Kernel::epanechnikov), (Values{1, 0.75, 0.4375}));
    EXPECT_EQ(of_first(Kernel::quartic), (Values{1, 0.5625, 0.19140625}));
    const auto gaussian = of_first(Kernel::gaussian);
    ASSERT_EQ(gaussian.size(), 5u);
    EXPECT_EQ(gaussian[0], 1);
    EXPECT_NEAR(gaussian[1], std::exp(-0.125), 1e-15);
    EXPECT_NEAR(gaussian[3], std::exp(-0.5), 1e-15);
    EXPECT_NEAR(gaussian[4], std::exp(-4.5), 1e-15);
    for (const auto& [word, kernel] : geo::kernel_words()) {
        const auto made = geo::by_kernel(points, kernel, 2);
        EXPECT_EQ(made.weights.size(), made.links()) << word;
        EXPECT_TRUE(links::both_ways(made)) << word;
    }
}

RC_GTEST_PROP(NearPoints, cells_within_a_distance_are_those_of_their_centres, ()) {
    // At the edge of the numbering too, and in a part of it that is wider than high.
    auto cells = shapes::any_cells(0, 12, *rc::gen::inRange(1, 100));
    if (*rc::gen::arbitrary<bool>()) cells.push_back({40, 3});
    const geo::Lattice lattice(cells);
    Points centres;
    for (const auto cell : lattice.cells()) centres.push_back(geo::cell_centre(cell));
    for (const double distance : {0.0, 99.0, 100.0, 141.4, 141.5, 250.0, 500.0, 1000.0, 1e9}) {
        RC_ASSERT(lists_of(geo::within(lattice, distance)) == lists_of(geo::within(centres, distance)));
    }
    RC_ASSERT(lists_of(geo::contiguous(lattice, geo::Contiguity::rook)) == lists_of(geo::within(centres, 100)));
    RC_ASSERT(lists_of(geo::contiguous(lattice, geo::Contiguity::queen)) == lists_of(geo::within(centres, 142)));
}

TEST(NearPoints, cells_are_the_same_on_any_number_of_threads_and_at_the_ends_of_the_numbering) {
    std::vector<geo::Cell> cells{{0, 0}, {0, 1}, {9999, 9999}, {9998, 9999}};
    for (std::uint16_t i = 0; i < 1200; ++i) {
        cells.push_back({static_cast<std::uint16_t>(5000 + i % 40), static_cast<std::uint16_t>(i / 40)});
    }
    const geo::Lattice lattice(cells);
    const auto one = lists_of(geo::within(lattice, 300, 1));
    EXPECT_EQ(one.front(), (std::vector<std::uint32_t>{1}));
    EXPECT_EQ(one.back(), (std::vector<std::uint32_t>{1202}));
    for (const auto threads : test::thread_counts) EXPECT_TRUE(lists_of(geo::within(lattice, 300, threads)) == one);
    EXPECT_EQ(geo::within(geo::Lattice(), 300).size(), 0u);
}

TEST(NearPoints, more_links_than_can_be_held_are_refused) {
    std::vector<geo::Cell> cells;
    for (std::uint16_t i = 0; i < 25'600; ++i)
        cells.push_back({static_cast<std::uint16_t>(i / 160), static_cast<std::uint16_t>(i % 160)});
    EXPECT_TRUE(test::fails_saying([&] { (void)geo::within(geo::Lattice(cells), 50'000); },
                                   {"a distance of 50000 m makes more links", "take a shorter one"}));
    EXPECT_TRUE(test::fails_saying([] { (void)geo::nearest(Points(20'002), 20'001); },
                                   {"20001 nearest neighbours of 20002 rows", "take fewer"}));
}

TEST(Centroid, is_the_centre_of_gravity_of_what_is_left_of_holes_and_of_all_parts) {
    auto areas =
        shapes::from_wkt({"POLYGON((0 0,4 0,4 4,0 4,0 0))", "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,2 1,1 1))",
                          "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((10 0,12 0,12 2,10 2,10 0)))",
                          "POLYGON((0 0,3 0,0 3))", "POLYGON((0 0,2 2,4 4))"});
    const Points expected{{2, 2}, {30.5 / 15, 30.5 / 15}, {44.5 / 5, 4.5 / 5}, {1, 1}, {2, 2}};
    for (const double away : {0.0, -1e6, 1e6}) {
        auto moved = areas;
        for (auto& p : moved.points) p = {p.x + away, p.y - away};
        const auto made = geo::centroids(moved);
        for (std::size_t area = 0; area < expected.size(); ++area) {
            EXPECT_NEAR(made[area].x - away, expected[area].x, 1e-9) << area;
            EXPECT_NEAR(made[area].y + away, expected[area].y, 1e-9) << area;
        }
    }
    const auto none = geo::centroid(shapes::from_wkt({"EMPTY"}), 0);
    EXPECT_TRUE(std::isnan(none.x) && std::isnan(none.y));
}

}  // namespace
