#include "geo/overlay.h"

#include "cells.h"
#include "shapes.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace {

using cells::cells_of;
using cells::overlap_of;
using geo::Cell;
using geo::Lattice;
using geo::Overlap;
using shapes::from_wkt;

/// Every cell asked of every area.
Overlap by_brute_force(const geo::Polygons& areas, const Lattice& lattice) {
    std::vector<std::vector<std::uint32_t>> held(areas.size());
    const auto squares = lattice.cells();
    for (std::size_t area = 0; area < areas.size(); ++area) {
        for (std::uint32_t i = 0; i < squares.size(); ++i) {
            if (geo::contains(areas, area, geo::cell_centre(squares[i]))) held[area].push_back(i);
        }
    }
    return overlap_of(held);
}

bool same(const Overlap& a, const Overlap& b) {
    return a.areas == b.areas && a.runs == b.runs && a.share == b.share;
}

Lattice square_of_cells(std::uint16_t first, std::uint16_t last) {
    std::vector<Cell> cells;
    for (auto column = first; column < last; ++column) {
        for (auto row = first; row < last; ++row) cells.push_back({column, row});
    }
    return Lattice(cells);
}

RC_GTEST_PROP(Overlay, it_finds_the_cells_whose_centres_the_areas_hold, ()) {
    const auto areas = shapes::any_areas(6, 2000);
    const Lattice lattice(shapes::any_cells(3, 17, 70));
    RC_ASSERT(same(geo::overlay_by_centroid(areas, lattice, 1), by_brute_force(areas, lattice)));
}

RC_GTEST_PROP(Overlay, stars_with_holes_at_national_coordinates_too, ()) {
    geo::Polygons areas;
    for (int i = 0; i < 3; ++i) {
        const geo::Point centre{121000 + shapes::any_coordinate(1000), 487000 + shapes::any_coordinate(1000)};
        for (const auto& ring : {shapes::any_star(centre, 300, 900), shapes::any_star(centre, 20, 250)}) {
            areas.points.insert(areas.points.end(), ring.begin(), ring.end());
            areas.end_ring();
        }
        areas.end_polygon();
        areas.end_area();
    }
    std::vector<Cell> cells;
    for (const auto cell : shapes::any_cells(0, 20, 60)) {
        cells.push_back({static_cast<std::uint16_t>(cell.column + 1205), static_cast<std::uint16_t>(cell.row + 4865)});
    }
    const Lattice lattice(cells);
    RC_ASSERT(same(geo::overlay_by_centroid(areas, lattice, 1), by_brute_force(areas, lattice)));
}

RC_GTEST_PROP(Overlay, a_partition_takes_every_inner_cell_once, ()) {
    const int squares = *rc::gen::inRange(1, 7);
    const bool snap = *rc::gen::arbitrary<bool>();  // borders through the centres of cells
    const auto triangles = shapes::any_triangulation(squares, 250, snap);
    const Lattice lattice(shapes::any_cells(0, 16, 80));
    const auto overlap = geo::overlay_by_centroid(triangles, lattice, 1);
    const auto held = geo::share_held(overlap, lattice.size());
    const auto cells = lattice.cells();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto p = geo::cell_centre(cells[i]);
        RC_ASSERT(held[i] == (p.x < squares * 250.0 && p.y < squares * 250.0 ? 1 : 0));
    }
}

RC_GTEST_PROP(Overlay, moving_everything_by_whole_cells_changes_nothing, ()) {
    const auto areas = shapes::any_areas(5, 1500);
    const auto cells = shapes::any_cells(0, 15, 70);
    const int columns = *rc::gen::inRange(0, 2500);
    const int rows = *rc::gen::inRange(0, 6000);
    auto moved_areas = areas;
    for (auto& p : moved_areas.points) p = {p.x + columns * 100, p.y + rows * 100};
    auto moved_cells = cells;
    for (auto& c : moved_cells)
        c = {static_cast<std::uint16_t>(c.column + columns), static_cast<std::uint16_t>(c.row + rows)};
    RC_ASSERT(same(geo::overlay_by_centroid(areas, Lattice(cells), 1),
                   geo::overlay_by_centroid(moved_areas, Lattice(moved_cells), 1)));
}

RC_GTEST_PROP(Overlay, cells_of_an_area_ascend_and_the_order_of_areas_does_not_matter, ()) {
    const auto areas = shapes::any_areas(5, 1500);
    geo::Polygons reversed;
    for (auto area = areas.size(); area-- > 0;) reversed.append(areas, area);
    const Lattice lattice(shapes::any_cells(0, 15, 70));
    const auto a = geo::overlay_by_centroid(areas, lattice, 1);
    const auto b = geo::overlay_by_centroid(reversed, lattice, 1);
    auto mine = cells_of(a);
    for (const auto& cells : mine)
        RC_ASSERT(std::adjacent_find(cells.begin(), cells.end(), std::greater_equal<>()) == cells.end());
    std::ranges::reverse(mine);
    RC_ASSERT(mine == cells_of(b));
}

TEST(Overlay, cells_that_follow_one_another_are_one_run_and_runs_are_in_the_order_of_cells) {
    const auto areas = from_wkt({"POLYGON((0 100,300 100,300 200,0 200))", "POLYGON((0 0,300 0,300 300,0 300))",
                                 "MULTIPOLYGON(((100 0,200 0,200 100,100 100)),((100 100,200 100,200 300,100 300)))"});
    const auto overlap = geo::overlay_by_centroid(areas, square_of_cells(0, 3));
    EXPECT_EQ(overlap.areas, 3u);
    EXPECT_EQ(overlap.runs, (std::vector<Overlap::Run>{{0, 9, 1}, {1, 2, 0}, {3, 6, 2}, {4, 5, 0}, {7, 8, 0}}));
    EXPECT_TRUE(overlap.share.empty());
    const Lattice sparse(std::vector<Cell>{{0, 0}, {0, 2}, {2, 1}});  // no cell lies between the parts of the ring
    EXPECT_EQ(
        geo::overlay_by_centroid(from_wkt({"POLYGON((0 0,300 0,300 300,0 300),(0 100,100 100,100 200,0 200))"}), sparse)
            .runs,
        (std::vector<Overlap::Run>{{0, 3, 0}}));
}

TEST(Overlay, the_result_is_the_same_for_any_number_of_threads) {
    geo::Polygons areas;  // many times the areas one job takes
    for (int i = 0; i < 700; ++i) {
        const double x = i * 7919 % 3000;
        const double y = i * 104729 % 3000;
        if (i % 50 == 0) areas.end_area();
        shapes::add_ring_area(areas, {{x, y}, {x + 50 + i, y + 30}, {x + 100, y + 50 + i / 2.0}});
    }
    const auto lattice = square_of_cells(0, 40);
    const auto one = geo::overlay_by_centroid(areas, lattice, 1);
    EXPECT_TRUE(same(one, by_brute_force(areas, lattice)));
    for (const auto threads : test::thread_counts)
        EXPECT_TRUE(same(geo::overlay_by_centroid(areas, lattice, threads), one)) << threads;
    EXPECT_TRUE(same(geo::overlay_by_centroid(areas, lattice), one));
}

TEST(Overlay, nested_and_overlapping_areas_each_have_their_cells) {
    const auto areas = from_wkt({"POLYGON((0 0,400 0,400 400,0 400))", "POLYGON((100 100,300 100,300 300,100 300))",
                                 "POLYGON((200 200,600 200,600 600,200 600))",
                                 "POLYGON((0 0,400 0,400 400,0 400),(100 100,100 300,300 300,300 100))"});
    const auto lattice = square_of_cells(0, 6);
    const auto overlap = geo::overlay_by_centroid(areas, lattice);
    const auto held_by = cells_of(overlap);
    const std::vector<std::size_t> sizes{held_by[0].size(), held_by[1].size(), held_by[2].size(), held_by[3].size()};
    EXPECT_EQ(sizes, (std::vector<std::size_t>{16, 4, 16, 12}));
    const auto held = geo::share_held(overlap, lattice.size());
    EXPECT_EQ(held[lattice.find({0, 0})], 2);  // outer, and the ring around the hole
    EXPECT_EQ(held[lattice.find({2, 2})], 3);  // outer, inner, the third
    EXPECT_EQ(held[lattice.find({5, 5})], 1);
    EXPECT_EQ(held[lattice.find({5, 0})], 0);
}

TEST(Overlay, a_centre_on_a_border_goes_to_the_area_above_or_to_the_right) {
    const auto areas =
        from_wkt({"POLYGON((0 0,150 0,150 150,0 150))", "POLYGON((150 0,300 0,300 150,150 150))",
                  "POLYGON((0 150,150 150,150 300,0 300))", "POLYGON((150 150,300 150,300 300,150 300))"});
    const Lattice centre(std::vector<Cell>{{1, 1}});  // its centre is the corner all four share
    EXPECT_EQ(geo::overlay_by_centroid(areas, centre).runs, (std::vector<Overlap::Run>{{0, 1, 3}}));
}

TEST(Overlay, empty_areas_and_areas_beside_the_lattice_hold_nothing) {
    const auto areas = from_wkt(
        {"EMPTY", "POLYGON((-500 -500,-100 -500,-100 -100,-500 -100))", "POLYGON((5000 0,6000 0,6000 400,5000 400))",
         "POLYGON((0 5000,400 5000,400 6000,0 6000))", "POLYGON((-9000 -9000,9000 -9000,9000 9000,-9000 9000))"});
    const auto lattice = square_of_cells(10, 14);
    EXPECT_EQ(geo::overlay_by_centroid(areas, lattice).runs, (std::vector<Overlap::Run>{{0, 16, 4}}));
}

TEST(Overlay, without_areas_or_without_cells_there_are_no_members) {
    EXPECT_EQ(geo::overlay_by_centroid(geo::Polygons(), square_of_cells(0, 3)).areas, 0u);
    const auto overlap = geo::overlay_by_centroid(from_wkt({"POLYGON((0 0,900 0,900 900,0 900))"}), Lattice());
    EXPECT_EQ(overlap.areas, 1u);
    EXPECT_TRUE(overlap.runs.empty());
}

}  // namespace
