#include "geo/spatial/contiguity.h"

#include "geo/lattice.h"
#include "geo/spatial/near_points.h"
#include "tests/geo/links.h"
#include "tests/geo/shapes.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::Contiguity;
using geo::Point;
using geo::Polygons;
using shapes::from_wkt;
using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// Each pair once, the lower row first.
Pairs pairs_of(const geo::Neighbours& neighbours) {
    Pairs out;
    for (std::uint32_t row = 0; row < neighbours.size(); ++row) {
        for (const auto other : neighbours.of(row)) {
            if (row < other) out.emplace_back(row, other);
        }
    }
    return out;
}

Pairs touching(const Polygons& polygons, Contiguity rule, double tolerance = 0) {
    const auto made = geo::contiguous(polygons, rule, tolerance).neighbours;
    EXPECT_TRUE(links::both_ways(made));
    EXPECT_EQ(made.size(), polygons.size());
    return pairs_of(made);
}

Pairs queen(const Polygons& polygons, double tolerance = 0) {
    return touching(polygons, Contiguity::queen, tolerance);
}
Pairs rook(const Polygons& polygons, double tolerance = 0) {
    return touching(polygons, Contiguity::rook, tolerance);
}

/// All with all.
struct Compared {
    Pairs pairs;
    std::size_t nearly = 0;
};

Compared each_with_each(const Polygons& polygons, Contiguity rule, double tolerance) {
    struct Piece {
        Point a, b;  // an edge, or a vertex twice
    };
    const auto meet = [](Point a, Point b, double within) { return std::hypot(a.x - b.x, a.y - b.y) <= within; };
    std::vector<std::vector<Piece>> pieces(polygons.size());
    for (std::size_t area = 0; area < polygons.size(); ++area) {
        for (auto r = polygons.first_ring(area); r < polygons.last_ring(area); ++r) {
            const auto ring = polygons.ring(r);
            for (std::size_t k = 0; k < ring.size(); ++k) {
                const auto next = ring[(k + 1) % ring.size()];
                if (rule == Contiguity::queen) pieces[area].push_back({ring[k], ring[k]});
                if (rule == Contiguity::rook && !meet(ring[k], next, tolerance))
                    pieces[area].push_back({ring[k], next});
            }
        }
    }
    const auto shared = [&](std::size_t one, std::size_t other, double within) {
        for (const auto& p : pieces[one]) {
            for (const auto& q : pieces[other]) {
                if (meet(p.a, q.a, within) && meet(p.b, q.b, within)) return true;
                if (meet(p.a, q.b, within) && meet(p.b, q.a, within)) return true;
            }
        }
        return false;
    };
    Compared out;
    for (std::uint32_t one = 0; one < pieces.size(); ++one) {
        for (auto other = one + 1; other < pieces.size(); ++other) {
            if (!shared(one, other, tolerance)) continue;
            out.pairs.emplace_back(one, other);
            out.nearly += shared(one, other, 0) ? 0u : 1u;
        }
    }
    return out;
}

bool is_as_each_with_each(const Polygons& polygons, Contiguity rule, double tolerance) {
    const auto made = geo::contiguous(polygons, rule, tolerance);
    const auto expected = each_with_each(polygons, rule, tolerance);
    return pairs_of(made.neighbours) == expected.pairs && made.nearly == expected.nearly;
}

TEST(Contiguity, squares_with_an_edge_in_common_touch_and_of_those_with_a_corner_only_queens) {
    const auto squares = from_wkt({"POLYGON((0 0,1 0,1 1,0 1,0 0))", "POLYGON((1 0,2 0,2 1,1 1,1 0))",
                                   "POLYGON((1 1,2 1,2 2,1 2,1 1))", "POLYGON((5 5,6 5,6 6,5 6,5 5))", "EMPTY"});
    EXPECT_EQ(queen(squares), (Pairs{{0, 1}, {0, 2}, {1, 2}}));
    EXPECT_EQ(rook(squares), (Pairs{{0, 1}, {1, 2}}));
    EXPECT_EQ(queen({}), Pairs{});
}

TEST(Contiguity, an_area_touches_what_fills_its_hole_and_what_its_parts_touch) {
    const auto areas =
        from_wkt({"POLYGON((0 0,9 0,9 9,0 9,0 0),(3 3,3 6,6 6,6 3,3 3))", "POLYGON((3 3,6 3,6 6,3 6,3 3))",
                  "MULTIPOLYGON(((9 0,12 0,12 9,9 9,9 0)),((20 0,21 0,21 1,20 1,20 0)))",
                  "MULTIPOLYGON(((20 1,21 1,21 2,20 2,20 1)),((12 0,15 0,15 9,12 9,12 0)))"});
    EXPECT_EQ(queen(areas), (Pairs{{0, 1}, {0, 2}, {2, 3}}));
    EXPECT_EQ(rook(areas), queen(areas));
}

TEST(Contiguity, a_corner_on_an_edge_that_has_none_there_does_not_count) {
    const auto areas = from_wkt(
        {"POLYGON((0 0,2 0,2 3,0 3,0 0))", "POLYGON((2 1,3 1,3 2,2 2,2 1))", "POLYGON((2 0,3 0,3 1,2 1,2 0))"});
    EXPECT_EQ(queen(areas), (Pairs{{0, 2}, {1, 2}}));
    EXPECT_EQ(rook(areas), (Pairs{{1, 2}}));
}

TEST(Contiguity, a_corner_that_stands_there_twice_is_no_edge) {
    const auto areas = from_wkt({"POLYGON((0 0,1 0,1 1,1 1,0 1,0 0))", "POLYGON((1 1,1 1,2 1,2 2,1 2))"});
    EXPECT_EQ(queen(areas), (Pairs{{0, 1}}));
    EXPECT_EQ(rook(areas), Pairs{});
    EXPECT_EQ(rook(areas, 0.001), Pairs{});
    // ... and does not hide the edge that follows it.
    const auto beside = from_wkt({"POLYGON((0 0,1 0,1 0,1 1,0 1,0 0))", "POLYGON((1 0,2 0,2 1,1 1,1 1))"});
    EXPECT_EQ(rook(beside), (Pairs{{0, 1}}));
}

TEST(Contiguity, corners_meet_within_the_tolerance_and_are_then_counted_as_near) {
    const auto areas = from_wkt({"POLYGON((-1 -1,-0.0004 -1,-0.0004 1,-1 1))", "POLYGON((0.0004 -1,1 -1,1 1,0.0004 1))",
                                 "POLYGON((-1 -1,-0.0004 -1,-0.5 -2))"});
    EXPECT_EQ(queen(areas), (Pairs{{0, 2}}));
    EXPECT_EQ(queen(areas, 0.0007), (Pairs{{0, 2}}));
    EXPECT_EQ(queen(areas, 0.001), (Pairs{{0, 1}, {0, 2}, {1, 2}}));
    EXPECT_EQ(geo::contiguous(areas, Contiguity::queen, 0.001).nearly, 2u);
    EXPECT_EQ(rook(areas, 0.001), (Pairs{{0, 1}, {0, 2}}));
    EXPECT_EQ(geo::contiguous(areas, Contiguity::rook, 0.001).nearly, 1u);
    EXPECT_EQ(geo::contiguous(areas, Contiguity::rook, 0).nearly, 0u);
    // Exactly as far apart as is allowed; a zero with a sign is a zero.
    EXPECT_EQ(queen(from_wkt({"POLYGON((0 0,-1 0,-1 1))", "POLYGON((0.25 0,1 0,1 1))"}), 0.25), (Pairs{{0, 1}}));
    EXPECT_EQ(queen(from_wkt({"POLYGON((0 0,-1 0,-1 1))", "POLYGON((-0.0 -0.0,1 0,1 1))"})), (Pairs{{0, 1}}));
}

TEST(Contiguity, one_corner_at_the_same_place_is_enough_not_to_be_near_only) {
    const auto areas = from_wkt({"POLYGON((0 0,1 0,1 1,0 1))", "POLYGON((1.0001 0,2 0,2 1,1 1))"});
    EXPECT_EQ(geo::contiguous(areas, Contiguity::queen, 0.001).nearly, 0u);
    EXPECT_EQ(geo::contiguous(areas, Contiguity::rook, 0.001).nearly, 1u);
}

/// Squares of 100 around the origin, each corner moved on its own by no more than half the tolerance, their rings
/// either way round from any corner.
Polygons squares_of(const std::vector<geo::Cell>& cells, double tolerance) {
    Polygons out;
    for (const auto cell : cells) {
        const double x = cell.column * 100 - 300;
        const double y = cell.row * 100 - 300;
        auto ring = shapes::rectangle(x, y, x + 100, y + 100);
        std::rotate(ring.begin(), ring.begin() + *rc::gen::inRange(0, 4), ring.end());
        if (*rc::gen::arbitrary<bool>()) std::reverse(ring.begin(), ring.end());
        for (auto& p : ring) {
            if (*rc::gen::arbitrary<bool>()) continue;
            const double angle = *rc::gen::inRange(0, 360);
            p = {p.x + 0.499 * tolerance * std::cos(angle), p.y + 0.499 * tolerance * std::sin(angle)};
        }
        shapes::add_ring_area(out, ring);
    }
    return out;
}

RC_GTEST_PROP(Contiguity, of_squares_is_that_of_their_cells, ()) {
    auto cells = shapes::any_cells(0, 6, 60);
    const geo::Lattice lattice(cells);
    cells = lattice.cells();
    // Of the last, corners lie where the squares end that vertices are looked up by.
    const double tolerance = *rc::gen::element(0.0, 0.001, 1.0, 6.25);
    const auto polygons = squares_of(cells, tolerance);
    for (const auto rule : {Contiguity::queen, Contiguity::rook}) {
        RC_ASSERT(pairs_of(geo::contiguous(polygons, rule, tolerance).neighbours) ==
                  pairs_of(geo::contiguous(lattice, rule)));
        RC_ASSERT(is_as_each_with_each(polygons, rule, tolerance));
        RC_ASSERT(is_as_each_with_each(polygons, rule, 0));
    }
}

RC_GTEST_PROP(Contiguity, of_any_areas_is_that_of_each_with_each, ()) {
    auto areas = shapes::any_areas(*rc::gen::inRange(2, 12), 300);
    for (auto& p : areas.points) p = {p.x - 150, p.y - 150};
    RC_ASSERT(is_as_each_with_each(areas, Contiguity::queen, *rc::gen::element(0.0, 0.5, 25.0)));
    RC_ASSERT(is_as_each_with_each(areas, Contiguity::rook, 0));
}

}  // namespace
