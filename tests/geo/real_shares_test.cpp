// Real borders, to the last corner, against GEOS. Skipped where the data is not on this machine.
#include "geo/overlay.h"

#include "real_data.h"
#include "shares.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

/// All cells that the box touches.
geo::Lattice cells_around(const geo::Box& box) {
    const auto square = [](double metres) { return static_cast<std::uint16_t>(metres / geo::cell_size); };
    std::vector<geo::Cell> cells;
    for (auto column = square(box.min.x); column <= square(box.max.x); ++column) {
        for (auto row = square(box.min.y); row <= square(box.max.y); ++row) cells.push_back({column, row});
    }
    return geo::Lattice(cells);
}

TEST(RealShares, cells_of_neighbourhoods_have_the_shares_that_geos_cuts_out) {
    const auto path = real::data() / "nl/cbs2016_buurt_fullres_5cities_rd.gpkg";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    const auto areas = real::read(path);
    ASSERT_GT(areas.size(), 400u);
    for (std::size_t area = 0; area < areas.size(); ++area) {
        geo::Polygons one;
        one.append(areas, area);
        const auto lattice = cells_around(geo::bounds(one));
        const auto ours = shares::matrix(geo::overlay_by_share(one, lattice, 1), lattice.size());
        EXPECT_LT(shares::greatest_difference(ours[0], shares::by_geos(one, 0, lattice)), 1e-9) << area;
    }
    const auto lattice = cells_around(geo::bounds(areas));
    const auto sums = shares::sums(geo::overlay_by_share(areas, lattice), lattice.size());
    double surface = 0;
    for (std::size_t area = 0; area < areas.size(); ++area) surface += geo::surface(areas, area);
    double sum = 0;
    for (const double share : sums) sum += share;
    EXPECT_NEAR(sum * geo::cell_size * geo::cell_size / surface, 1, 1e-12);
}

}  // namespace
