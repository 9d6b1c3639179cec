#include "geo/coverage.h"
#include "geo/overlay.h"
#include "geo/repair.h"
#include "geo/score.h"

#include "cells.h"
#include "shapes.h"
#include "shares.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace {

using geo::Cell;
using geo::Lattice;
using geo::Overlap;
using geo::Polygons;
using shapes::from_wkt;
using shares::matrix;
using Runs = std::vector<Overlap::Run>;

Lattice block(int columns, int rows, Cell corner = {0, 0}) {
    std::vector<Cell> cells;
    for (int column = 0; column < columns; ++column) {
        for (int row = 0; row < rows; ++row) {
            cells.push_back(
                {static_cast<std::uint16_t>(corner.column + column), static_cast<std::uint16_t>(corner.row + row)});
        }
    }
    return Lattice(cells);
}

/// Shares of the areas in every cell of a block of three by three, column by column.
std::vector<double> in_three_by_three(const std::vector<std::string>& wkt) {
    return matrix(geo::overlay_by_share(from_wkt(wkt), block(3, 3)), 9)[0];
}

/// All areas as one, parts and all.
Polygons joined(const Polygons& areas) {
    auto out = areas;
    out.area_starts = {0, out.area_starts.back()};
    return out;
}

/// Nothing wider than `most`: a needle with any direction.
std::vector<geo::Point> any_sliver(int side, double most) {
    const geo::Point a{shapes::any_coordinate(side), shapes::any_coordinate(side)};
    const geo::Point b{shapes::any_coordinate(side), shapes::any_coordinate(side)};
    return {a, b, {b.x + shapes::any_part(0, 1) * most, b.y - shapes::any_part(0, 1) * most}};
}

/// Stars with holes, needles, and what repair() makes of tangles; corners on lines of the grid and anywhere; near the
/// origin and far from it, where coordinates have few digits left.
Polygons any_valid_areas(int side, geo::Point origin) {
    auto out = shapes::any_areas(5, side);
    for (int i = 0; i < 3; ++i) {
        const geo::Point centre{shapes::any_coordinate(side), shapes::any_coordinate(side)};
        for (const auto& ring : {shapes::any_star(centre, 300, 900), shapes::any_star(centre, 20, 250)}) {
            out.points.insert(out.points.end(), ring.begin(), ring.end());
            out.end_ring();
        }
        out.end_polygon();
        out.end_area();
    }
    shapes::add_ring_area(out, any_sliver(side, 1e-3));
    shapes::add_ring_area(out, any_sliver(side, 5));
    for (auto& p : out.points) p = {p.x + origin.x, p.y + origin.y};
    return geo::repair(std::move(out)).polygons;
}

RC_GTEST_PROP(Coverage, shares_are_the_surfaces_that_geos_cuts_out, ()) {
    const Cell corner = *rc::gen::element(Cell{0, 0}, Cell{1207, 4863}, Cell{2700, 6190});
    const auto areas = any_valid_areas(1500, {corner.column * 100.0, corner.row * 100.0});
    std::vector<Cell> cells;  // the areas reach over all sides of them
    for (const auto cell : shapes::any_cells(3, 12, 90)) {
        cells.push_back({static_cast<std::uint16_t>(cell.column + corner.column),
                         static_cast<std::uint16_t>(cell.row + corner.row)});
    }
    const Lattice lattice(cells);
    const auto ours = matrix(geo::overlay_by_share(areas, lattice, 1), lattice.size());
    for (std::size_t area = 0; area < areas.size(); ++area)
        RC_ASSERT(shares::greatest_difference(ours[area], shares::by_geos(areas, area, lattice)) < 1e-9);
}

RC_GTEST_PROP(Coverage, shares_of_a_cell_of_a_partition_sum_to_one, ()) {
    const int squares = *rc::gen::inRange(1, 7);
    auto triangles = shapes::any_triangulation(squares, 250, *rc::gen::arbitrary<bool>());
    geo::orient(triangles);
    const bool far = *rc::gen::arbitrary<bool>();
    if (far) {
        for (auto& p : triangles.points) p = {p.x + 270'000, p.y + 610'000};
    }
    const Cell corner = far ? Cell{2700, 6100} : Cell{0, 0};
    const auto lattice = block(16, 16, corner);
    const auto sums = shares::sums(geo::overlay_by_share(triangles, lattice, 1), lattice.size());
    const auto cells = lattice.cells();
    const auto inside = [&](int square) { return std::clamp(squares * 2.5 - square, 0.0, 1.0); };
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const double whole = inside(cells[i].column - corner.column) * inside(cells[i].row - corner.row);
        RC_ASSERT(std::abs(sums[i] - whole) < 1e-12);
    }
}

RC_GTEST_PROP(Coverage, shares_of_an_area_sum_to_its_surface, ()) {
    const auto areas = any_valid_areas(1500, {120'700, 486'300});
    const auto lattice = block(60, 60, {1180, 4840});
    const auto ours = matrix(geo::overlay_by_share(areas, lattice, 1), lattice.size());
    for (std::size_t area = 0; area < areas.size(); ++area) {
        double sum = 0;
        for (const double share : ours[area]) sum += share * geo::cell_size * geo::cell_size;
        RC_ASSERT(std::abs(sum - geo::surface(areas, area)) < 1e-5);  // m2, of millions
    }
}

RC_GTEST_PROP(Coverage, areas_put_together_have_the_sum_of_their_shares, ()) {
    auto areas = shapes::any_triangulation(*rc::gen::inRange(1, 5), 250, *rc::gen::arbitrary<bool>());
    geo::orient(areas);
    const auto lattice = block(14, 14);
    const auto sums = shares::sums(geo::overlay_by_share(areas, lattice, 1), lattice.size());
    const auto whole = matrix(geo::overlay_by_share(joined(areas), lattice, 1), lattice.size());
    RC_ASSERT(shares::greatest_difference(whole[0], sums) < 1e-12);
}

RC_GTEST_PROP(Coverage, cells_that_no_border_touches_are_whole_or_absent_as_by_centroid, ()) {
    const auto areas = any_valid_areas(1500, {0, 0});
    const auto lattice = block(15, 15);
    const auto ours = matrix(geo::overlay_by_share(areas, lattice, 1), lattice.size());
    const auto centroid = matrix(geo::overlay_by_centroid(areas, lattice, 1), lattice.size());
    const auto cells = lattice.cells();
    for (std::size_t area = 0; area < areas.size(); ++area) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            RC_ASSERT(ours[area][i] >= 0.0);
            RC_ASSERT(ours[area][i] <= 1.0);
            if (!shares::border_meets(areas, area, cells[i])) RC_ASSERT(ours[area][i] == centroid[area][i]);
        }
    }
}

RC_GTEST_PROP(Coverage, areas_along_the_lines_of_the_grid_have_the_runs_of_the_centroids, ()) {
    Polygons areas;
    for (int i = 0; i < 4; ++i) {
        const double x = *rc::gen::inRange(-3, 12) * 100.0;
        const double y = *rc::gen::inRange(-3, 12) * 100.0;
        shapes::add_ring_area(
            areas, shapes::rectangle(x, y, x + *rc::gen::inRange(1, 9) * 100.0, y + *rc::gen::inRange(1, 9) * 100.0));
    }
    areas = geo::repair(*rc::gen::arbitrary<bool>() ? joined(areas) : areas).polygons;
    const Lattice lattice(shapes::any_cells(0, 12, 80));
    const auto ours = geo::overlay_by_share(areas, lattice, 1);
    RC_ASSERT(ours.share.empty());
    RC_ASSERT(ours.runs == geo::overlay_by_centroid(areas, lattice, 1).runs);
}

RC_GTEST_PROP(Coverage, moving_everything_by_whole_cells_changes_nothing, ()) {
    Polygons areas;
    shapes::add_ring_area(areas, shapes::any_star({700, 700}, 100, 700));
    for (auto& p : areas.points) p = {std::round(p.x * 1024) / 1024, std::round(p.y * 1024) / 1024};
    auto moved = areas;
    const auto columns = static_cast<std::uint16_t>(*rc::gen::inRange(0, 2500));
    const auto rows = static_cast<std::uint16_t>(*rc::gen::inRange(0, 6000));
    for (auto& p : moved.points) p = {p.x + columns * 100, p.y + rows * 100};
    const auto here = geo::overlay_by_share(areas, block(14, 14), 1);
    const auto there = geo::overlay_by_share(moved, block(14, 14, {columns, rows}), 1);
    RC_ASSERT(here.runs == there.runs);
    RC_ASSERT(here.share == there.share);
}

RC_GTEST_PROP(Coverage, an_area_of_several_is_scored_as_their_weighted_mean, ()) {
    const int squares = *rc::gen::inRange(1, 4);
    auto parts = shapes::any_triangulation(squares, 250, false);
    geo::orient(parts);
    const auto lattice = block(12, 12);
    auto in = cells::random_input(*rc::gen::arbitrary<std::uint32_t>(), 1, lattice.size());
    const auto apart = in.run_with(geo::overlay_by_share(parts, lattice, 1));
    const auto whole = in.run_with(geo::overlay_by_share(joined(parts), lattice, 1));
    in.each([&](std::size_t d, std::size_t m) {
        double weight = 0;
        double sum = 0;
        for (std::size_t area = 0; area < parts.size(); ++area) {
            const double part = apart.weight.column(d, m)[area];
            weight += part;
            if (part > 0) sum += part * apart.mean.column(d, m)[area];
        }
        RC_ASSERT(std::abs(whole.weight.column(d, m)[0] - weight) < 1e-8);
        if (weight > 1) RC_ASSERT(std::abs(whole.mean.column(d, m)[0] - sum / weight) < 1e-9);
    });
}

RC_GTEST_PROP(Coverage, above_a_jagged_border_the_upright_sides_alone_decide_to_the_last_bit, ()) {
    const int corners = *rc::gen::inRange(2, 40);
    std::vector<double> across;
    for (int k = 0; k < corners; ++k) across.push_back(shapes::any_part(0, 100));
    std::ranges::sort(across);
    std::vector<geo::Point> ring;
    for (const double x : across) ring.push_back({100 + x, shapes::any_part(0, 300)});
    ring.push_back({100 + across.back(), 900});
    ring.push_back({100 + across.front(), 900});
    const auto ours = matrix(geo::overlay_by_share(shapes::one_area(ring), block(3, 10), 1), 30);
    for (std::size_t row = 3; row < 9; ++row) RC_ASSERT(ours[0][10 + row] == (across.back() - across.front()) / 100);
    RC_ASSERT(ours[0][19] == 0.0);
}

RC_GTEST_PROP(Coverage, stretches_lie_in_the_window_and_ascend, ()) {
    const auto areas = any_valid_areas(1500, {0, 0});
    const geo::Window window{*rc::gen::inRange(-3, 8), *rc::gen::inRange(8, 20), *rc::gen::inRange(-3, 8),
                             *rc::gen::inRange(8, 20)};
    geo::Coverage coverage(window);
    for (std::size_t area = 0; area < areas.size(); ++area) {
        std::pair last{window.first_column, window.first_row};
        for (const auto& stretch : coverage.of(areas, area)) {
            RC_ASSERT(std::pair(stretch.column, stretch.begin) >= last);
            RC_ASSERT(stretch.begin < stretch.end);
            RC_ASSERT(stretch.begin >= window.first_row);
            RC_ASSERT(stretch.end <= window.last_row);
            RC_ASSERT(stretch.column < window.last_column);
            RC_ASSERT(stretch.share > 0.0);
            RC_ASSERT(stretch.share <= 1.0);
            last = {stretch.column, stretch.end};
        }
    }
}

TEST(Coverage, a_square_over_four_cells_has_its_part_of_each) {
    EXPECT_EQ(in_three_by_three({"POLYGON((75 50,175 50,175 150,75 150))"}),
              (std::vector<double>{0.125, 0.125, 0, 0.375, 0.375, 0, 0, 0, 0}));
}

TEST(Coverage, a_triangle_has_half_of_the_cells_on_its_long_side) {
    EXPECT_EQ(in_three_by_three({"POLYGON((0 0,300 0,300 300))"}),
              (std::vector<double>{0.5, 0, 0, 1, 0.5, 0, 1, 1, 0.5}));
    EXPECT_EQ(in_three_by_three({"POLYGON((0 0,300 300,0 300))"}),
              (std::vector<double>{0.5, 1, 1, 0, 0.5, 1, 0, 0, 0.5}));
    EXPECT_EQ(in_three_by_three({"POLYGON((0 0,100 0,0 200))"}),
              (std::vector<double>{0.75, 0.25, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(Coverage, an_area_smaller_than_a_cell_and_a_hole_within_one) {
    EXPECT_EQ(in_three_by_three({"POLYGON((110 110,120 110,120 130,110 130))"})[4], 0.02);
    EXPECT_EQ(in_three_by_three({"POLYGON((100 100,200 100,200 200,100 200),(125 125,125 175,175 175,175 125))"})[4],
              0.75);
}

TEST(Coverage, an_edge_on_a_line_of_the_grid_touches_no_cell_beyond_it) {
    const auto overlap =
        geo::overlay_by_share(from_wkt({"POLYGON((100 100,200 100,200 200,150 250,100 200))"}), block(3, 3));
    EXPECT_EQ(overlap.runs, (Runs{{4, 5, 0}, {5, 6, 0}}));
    EXPECT_EQ(overlap.share, (std::vector<double>{1, 0.25}));
}

TEST(Coverage, an_upright_edge_within_a_column_makes_one_run_of_equal_shares) {
    const auto overlap = geo::overlay_by_share(from_wkt({"POLYGON((0 0,125 0,125 300,0 300))"}), block(3, 3));
    EXPECT_EQ(overlap.runs, (Runs{{0, 3, 0}, {3, 6, 0}}));
    EXPECT_EQ(overlap.share, (std::vector<double>{1, 0.25}));
}

TEST(Coverage, an_area_larger_than_the_lattice_is_one_run_and_one_outside_of_it_none) {
    const auto overlap = geo::overlay_by_share(
        from_wkt({"EMPTY", "POLYGON((-500 -500,-100 -500,-100 -100,-500 -100))",
                  "POLYGON((5000 0,6000 0,6000 4000,5000 4000))", "POLYGON((0 5000,4000 5000,4000 6000,0 6000))",
                  "POLYGON((0 -900,4000 -900,4000 900,0 900))",
                  "POLYGON((-1e12 -1e12,1e12 -1e12,1e12 1e12,-1e12 1e12))", "POLYGON((0 0,5000 0,2500 1000))"}),
        block(4, 4, {10, 10}));
    EXPECT_EQ(overlap.runs, (Runs{{0, 16, 5}}));
    EXPECT_TRUE(overlap.share.empty());
}

TEST(Coverage, an_area_that_reaches_over_the_lattice_is_cut_off_there) {
    const auto areas = from_wkt({"POLYGON((-900 -950,950 -950,950 250,-900 250))"});
    const auto overlap = geo::overlay_by_share(areas, block(3, 3));
    EXPECT_EQ(matrix(overlap, 9)[0], (std::vector<double>{1, 1, 0.5, 1, 1, 0.5, 1, 1, 0.5}));
}

TEST(Coverage, nested_and_overlapping_areas_each_have_their_shares_in_order_of_cells_then_areas) {
    const auto overlap =
        geo::overlay_by_share(from_wkt({"POLYGON((50 0,200 0,200 100,50 100))", "POLYGON((0 0,200 0,200 100,0 100))",
                                        "POLYGON((25 0,150 0,150 50,25 50))"}),
                              block(2, 1));
    EXPECT_EQ(overlap.runs, (Runs{{0, 1, 0}, {0, 2, 1}, {0, 1, 2}, {1, 2, 0}, {1, 2, 2}}));
    EXPECT_EQ(overlap.share, (std::vector<double>{0.5, 1, 0.375, 1, 0.25}));
}

TEST(Coverage, the_result_is_the_same_to_the_last_bit_for_any_number_of_threads) {
    Polygons areas;  // many times the areas one job takes
    for (int i = 0; i < 700; ++i) {
        const double x = i * 7919 % 3000;
        const double y = i * 104729 % 3000;
        if (i % 50 == 0) areas.end_area();
        shapes::add_ring_area(areas, {{x, y}, {x + 50 + i, y + 30}, {x + 100, y + 50 + i / 2.0}});
    }
    geo::orient(areas);
    const auto lattice = block(40, 40);
    const auto one = geo::overlay_by_share(areas, lattice, 1);
    EXPECT_EQ(one.share.size(), one.runs.size());
    EXPECT_TRUE(std::ranges::is_sorted(one.runs, {}, [](const auto& run) { return std::pair(run.begin, run.area); }));
    for (const auto threads : test::thread_counts) {
        const auto other = geo::overlay_by_share(areas, lattice, threads);
        EXPECT_EQ(other.runs, one.runs) << threads;
        EXPECT_TRUE(test::same_values(other.share, one.share)) << threads;
    }
}

TEST(Coverage, without_areas_or_without_cells_there_are_no_members) {
    EXPECT_EQ(geo::overlay_by_share(Polygons(), block(3, 3)).areas, 0u);
    const auto overlap = geo::overlay_by_share(from_wkt({"POLYGON((0 0,900 0,900 900,0 900))"}), Lattice());
    EXPECT_EQ(overlap.areas, 1u);
    EXPECT_TRUE(overlap.runs.empty());
}

}  // namespace
