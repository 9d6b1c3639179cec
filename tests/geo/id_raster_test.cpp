#include "geo/id_raster.h"

#include "shapes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace {

using geo::RasterGrid;

using Ids = std::vector<std::uint32_t>;

/// Every point asked of every area; the first that holds it counts.
Ids by_brute_force(const geo::Polygons& polygons, const RasterGrid& grid) {
    Ids out;
    for (int row = 0; row < grid.height; ++row) {
        for (int column = 0; column < grid.width; ++column) {
            std::uint32_t id = 0;
            for (std::size_t area = polygons.size(); area-- > 0;) {
                if (geo::contains(polygons, area, {grid.x(column), grid.y(row)}))
                    id = static_cast<std::uint32_t>(area) + 1;
            }
            out.push_back(id);
        }
    }
    return out;
}

/// A window that meets some of [0, side] squared, with points on multiples of 50 m or anywhere.
RasterGrid any_grid(int side) {
    static constexpr double sides[] = {25, 50, 100, 37.3, 211.7, 3};
    const double square = sides[*rc::gen::inRange(0, 6)];
    return {shapes::any_coordinate(side) - side / 4.0, shapes::any_coordinate(side) + side / 4.0, square,
            *rc::gen::inRange(1, 60), *rc::gen::inRange(1, 60)};
}

RC_GTEST_PROP(IdRaster, every_point_has_the_area_that_holds_it, ()) {
    const auto areas = shapes::any_areas(6, 2000);
    const auto grid = any_grid(2000);
    RC_ASSERT(geo::id_raster(areas, grid, 1) == by_brute_force(areas, grid));
}

RC_GTEST_PROP(IdRaster, a_partition_has_neither_gaps_nor_overlaps, (bool snap)) {
    const auto areas = shapes::any_triangulation(5, 400, snap);
    const RasterGrid grid{0, 2000, snap ? 50 : *rc::gen::inRange(20, 300) / 7.0, 40, 40};
    const auto ids = geo::id_raster(areas, grid, 1);
    for (int row = 0; row < grid.height; ++row) {
        for (int column = 0; column < grid.width; ++column) {
            const bool within = grid.x(column) < 2000 && grid.y(row) >= 0 && grid.y(row) < 2000;
            RC_ASSERT((ids[static_cast<std::size_t>(row * grid.width + column)] != 0) == within);
        }
    }
    RC_ASSERT(ids == by_brute_force(areas, grid));
}

RC_GTEST_PROP(IdRaster, points_on_borders_follow_the_rule_of_contains, ()) {
    const auto areas = shapes::any_triangulation(4, 500, true);
    const RasterGrid grid{-25, 2025, 50, 42, 42};  // every point on a multiple of 50 m
    RC_ASSERT(geo::id_raster(areas, grid, 1) == by_brute_force(areas, grid));
}

RC_GTEST_PROP(IdRaster, any_number_of_threads_and_any_strip_gives_the_same, ()) {
    geo::Polygons areas;
    for (int i = 0; i < 200; ++i) {
        const geo::Point centre{120000 + shapes::any_coordinate(3000), 487000 + shapes::any_coordinate(3000)};
        shapes::add_ring_area(areas, shapes::any_star(centre, 50, 500));
    }
    const RasterGrid grid{120000, 490000, 31, 97, 97};
    const auto one = geo::id_raster(areas, grid, 1);
    RC_ASSERT(geo::id_raster(areas, grid, 2) == one);
    RC_ASSERT(geo::id_raster(areas, grid, 8) == one);
    const int strip = *rc::gen::inRange(1, 120);
    const int more = *rc::gen::inRange(0, strip + 1);
    const geo::IdRaster raster(areas, grid, {strip, more}, 2);
    Ids ids;
    for (std::size_t s = 0; s < raster.strip_count(); ++s) {
        raster.strip(s, ids);
        const int first = static_cast<int>(s) * strip;
        const int columns = std::min(strip, grid.width - first) + more;
        RC_ASSERT(ids.size() == static_cast<std::size_t>(columns * grid.height));
        for (int c = 0; c < columns; ++c) {
            for (int row = 0; row < grid.height; ++row) {
                const auto column = first + c;
                const auto want = column < grid.width ? one[static_cast<std::size_t>(row * grid.width + column)] : 0;
                RC_ASSERT(ids[static_cast<std::size_t>(c * grid.height + row)] == want);
            }
        }
    }
}

RC_GTEST_PROP(IdRaster, a_cell_covers_its_square, ()) {
    const geo::Lattice lattice(shapes::any_cells(3, 17, 60));
    const auto grid = any_grid(2000);
    const auto ids = geo::id_raster(lattice, grid, 2);
    for (int row = 0; row < grid.height; ++row) {
        for (int column = 0; column < grid.width; ++column) {
            const double c = std::floor(grid.x(column) / geo::cell_size);
            const double r = std::floor(grid.y(row) / geo::cell_size);
            auto cell = geo::Lattice::none;
            if (c >= 0 && r >= 0) cell = lattice.find({static_cast<std::uint16_t>(c), static_cast<std::uint16_t>(r)});
            RC_ASSERT(ids[static_cast<std::size_t>(row * grid.width + column)] ==
                      (cell == geo::Lattice::none ? 0 : cell + 1));
        }
    }
}

TEST(IdRaster, a_ring_far_finer_than_the_grid_loses_nothing) {
    geo::Polygons areas;
    std::vector<geo::Point> ring;
    for (int i = 0; i < 200'000; ++i) {
        const double angle = 2 * std::numbers::pi * i / 200'000;
        const double radius = 900 + 20 * std::sin(angle * 3000);
        ring.push_back({1000 + radius * std::cos(angle), 1000 + radius * std::sin(angle)});
    }
    shapes::add_ring_area(areas, ring);
    const RasterGrid grid{0, 2000, 100, 20, 20};
    EXPECT_EQ(geo::id_raster(areas, grid), by_brute_force(areas, grid));
}

TEST(IdRaster, nothing_gives_an_empty_picture) {
    const RasterGrid grid{0, 10, 1, 7, 10};
    EXPECT_EQ(geo::id_raster(geo::Polygons{}, grid), Ids(70, 0));
    EXPECT_EQ(geo::id_raster(geo::Lattice{}, grid), Ids(70, 0));
}

TEST(IdRaster, windows_far_away_or_far_too_close_stay_right) {
    const auto areas = shapes::one_area(shapes::rectangle(120000, 487000, 121000, 488000));
    const auto count = [&](const RasterGrid& grid) {
        const auto ids = geo::id_raster(areas, grid);
        return std::count(ids.begin(), ids.end(), 1U);
    };
    EXPECT_EQ(count({-1e9, 1e9, 1, 50, 50}), 0);
    EXPECT_EQ(count({120500, 487500, 1e-6, 50, 50}), 2500);
    EXPECT_EQ(count({-1e12, 1e12, 1e6, 50, 50}), 0);
    EXPECT_EQ(count({120000, 488000, 1e-4, 50, 50}), 2500);
    EXPECT_EQ(count({119900, 488100, 100, 12, 12}), 100);
}

}  // namespace
