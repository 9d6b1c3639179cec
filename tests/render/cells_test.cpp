#include "app/render/cell_raster.h"
#include "tests/render/made_scene.h"
#include "tests/render/render_test.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

namespace {

using Cells = RenderTest;

/// A village, a straight row of houses and some cells alone.
std::vector<geo::Cell> some_cells() {
    std::mt19937 random(7);
    std::set<geo::Cell> out;
    const auto below = [&](unsigned end) { return std::uniform_int_distribution<unsigned>(0, end - 1)(random); };
    const auto add = [&](unsigned column, unsigned row) {
        out.insert({static_cast<std::uint16_t>(column), static_cast<std::uint16_t>(row)});
    };
    for (unsigned k = 0; k < 400; ++k) add(1500 + below(25), 4500 + below(25));
    for (unsigned k = 0; k < 80; ++k) add(1530 + k, 4510 + k / 3);
    for (unsigned k = 0; k < 40; ++k) add(1490 + below(150), 4480 + below(90));
    return {out.begin(), out.end()};
}

std::vector<double> weights(std::size_t size) {
    std::mt19937 random(3);
    std::vector<double> out(size);
    for (auto& w : out) w = random() % 5 == 0 ? geo::missing : static_cast<double>(random() % 40);
    return out;
}

const made::Map& town() {
    static const auto map = [] {
        const auto cells = some_cells();
        return made::of_cells(cells, weights(cells.size()));
    }();
    return map;
}

TEST_F(Cells, CentresHaveTheColourOfTheirClassAndTheRightRow) {
    render::MapRenderer renderer;
    const auto& map = town();
    const auto cells = map.scene->dataset.cells.lattice.cells();
    for (const double scale : {45.0, 33.3, 12.5, 4.1}) {
        std::vector<int> seen(cells.size());
        for (const auto& view : made::tour(map, scale)) {
            renderer.draw(map.picture(view));
            const auto image = renderer.read_image();
            for (std::size_t row = 0; row < cells.size(); ++row) {
                const auto centre = geo::cell_centre(cells[row]);
                const auto at = model::to_screen(view, centre);
                if (!made::in_sight(view, at)) continue;
                ++seen[row];
                EXPECT_EQ(renderer.pick(at), row) << geo::cell_id(cells[row]) << " at " << scale;
                EXPECT_EQ(map.scene->row_at(map.layer(), centre), row);
                if (scale > 40) continue;  // so small that a line may lie on the centre
                EXPECT_EQ(image.at(static_cast<int>(at.x), static_cast<int>(at.y)),
                          map.colours[map.classes[row]].ground)
                    << geo::cell_id(cells[row]) << " at " << scale << " m per pixel";
            }
        }
        EXPECT_GT(std::count_if(seen.begin(), seen.end(), [](int n) { return n > 0; }),
                  static_cast<std::ptrdiff_t>(0.9 * static_cast<double>(seen.size())));
    }
}

TEST_F(Cells, AreFoundToTheCentimetre) {
    render::MapRenderer renderer;
    const auto& map = town();
    const auto cell = map.scene->dataset.cells.lattice.cell(100);
    const geo::Point corner{cell.column * geo::cell_size, cell.row * geo::cell_size};
    const model::View view{{corner.x + 0.005, corner.y + 0.005}, model::closest_metres_per_pixel, 40, 40};
    renderer.draw(map.picture(view));
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 40; ++x) {
            const model::Pixel at{x + 0.5, y + 0.5};
            const auto there = map.scene->row_at(map.layer(), model::to_world(view, at));
            const auto picked = renderer.pick(at);
            ASSERT_EQ(picked.value_or(static_cast<std::uint32_t>(map.layer().rows())), there) << x << ", " << y;
        }
    }
}

TEST_F(Cells, FarOutEveryPixelIsACellThatLiesThereAndNoVillageIsLost) {
    render::MapRenderer renderer;
    const auto& map = town();
    const auto cells = map.scene->dataset.cells.lattice.cells();
    for (const double scale : {130.0, 299.0, 800.0, 5000.0, 20'000.0}) {
        auto view = map.view(64, 48);
        view.metres_per_pixel = scale;
        renderer.draw(map.picture(view));
        const auto ids = renderer.read_ids();
        std::set<std::uint32_t> seen;
        for (int y = 0; y < view.height; ++y) {
            for (int x = 0; x < view.width; ++x) {
                const auto id = ids[static_cast<std::size_t>(y * view.width + x)];
                if (id == 0) continue;
                seen.insert(id);
                const auto at = model::to_screen(view, geo::cell_centre(cells[id - 1]));
                // Texels are up to two pixels large.
                EXPECT_NEAR(at.x, x + 0.5, 3) << scale;
                EXPECT_NEAR(at.y, y + 0.5, 3) << scale;
            }
        }
        const auto raster = render::make_cell_raster(map.scene->dataset.cells.lattice, map.layer().row_weight.front());
        const int level = render::cell_level(scale, static_cast<int>(raster.levels.size()));
        for (const auto id : raster.levels[static_cast<std::size_t>(level)].ids) {
            if (id == 0 || !made::in_sight(view, model::to_screen(view, geo::cell_centre(cells[id - 1])))) continue;
            EXPECT_TRUE(seen.contains(id)) << geo::cell_id(cells[id - 1]) << " at " << scale;
        }
    }
}

TEST(CellRaster, NamesOfEveryBlockTheCellThatCountsForMost) {
    const auto cells = some_cells();
    const auto weight = weights(cells.size());
    const geo::Lattice lattice(cells);
    const auto raster = render::make_cell_raster(lattice, weight);
    ASSERT_EQ(raster.levels.back().width, 1);
    ASSERT_EQ(raster.levels.back().height, 1);
    for (std::size_t level = 0; level < raster.levels.size(); ++level) {
        const auto& picture = raster.levels[level];
        std::map<std::pair<int, int>, std::uint32_t> wanted;
        const auto counts = [&](std::uint32_t cell) { return std::isnan(weight[cell]) ? 0 : weight[cell]; };
        for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
            const std::pair block{(cells[cell].column - raster.first_column) >> level,
                                  (cells[cell].row - raster.first_row) >> level};
            const auto [at, anew] = wanted.try_emplace(block, cell);
            if (!anew && counts(cell) > counts(at->second)) at->second = cell;
        }
        std::size_t filled = 0;
        for (const auto id : picture.ids) filled += id != 0 ? 1 : 0;
        EXPECT_EQ(filled, wanted.size());
        for (const auto& [block, cell] : wanted) {
            EXPECT_EQ(picture.ids[static_cast<std::size_t>(block.second * picture.width + block.first)], cell + 1);
        }
    }
}

TEST(CellRaster, WithoutWeightsTakesTheFirstCell) {
    const std::vector<geo::Cell> cells{{10, 10}, {10, 11}, {11, 10}, {13, 13}};
    const auto raster = render::make_cell_raster(geo::Lattice(cells), {});
    ASSERT_EQ(raster.levels.size(), 3u);
    EXPECT_EQ(raster.levels[1].ids, (std::vector<std::uint32_t>{1, 0, 0, 4}));
    EXPECT_EQ(raster.levels[2].ids, (std::vector<std::uint32_t>{1}));
    EXPECT_TRUE(render::make_cell_raster(geo::Lattice(), {}).levels.empty());
}

TEST(CellRaster, LevelsHaveTexelsOfOneToTwoPixels) {
    EXPECT_EQ(render::cell_level(0.01, 9), 0);
    EXPECT_EQ(render::cell_level(100, 9), 0);
    EXPECT_EQ(render::cell_level(101, 9), 1);
    EXPECT_EQ(render::cell_level(200, 9), 1);
    EXPECT_EQ(render::cell_level(201, 9), 2);
    EXPECT_EQ(render::cell_level(1e5, 9), 8);
}

TEST_F(Cells, OfWhichThereAreNoneLeaveTheGround) {
    render::MapRenderer renderer;
    const auto map = made::of_cells({});
    renderer.draw(map.picture({.centre = {}, .metres_per_pixel = 1, .width = 5, .height = 5}));
    EXPECT_EQ(renderer.read_image().at(2, 2), render::Style{}.ground);
}

}  // namespace
