// The published country, pixel by pixel: every area's inner point has the colour of its class, whether OpenGL or the
// scan lines of a sheet draw it. Skipped where the data is not on this machine.
#include "app/model/derive.h"
#include "app/render/map_renderer.h"
#include "geo/id_raster.h"
#include "geo/inner_point.h"
#include "tests/render/render_test.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace {

using RealMap = RenderTest;

constexpr int side_px = 48;         // of a map around one inner point
constexpr double clearance_px = 4;  // of the point to the nearest border, on it

std::filesystem::path country_folder() {
    const char* named = std::getenv("LEEFBEELD_DATA");
    return std::filesystem::path(named != nullptr && *named != '\0' ? named : TEST_SHARED) / "nl/lbm_buurt_2024";
}

TEST_F(RealMap, EveryAreaOfTheCountryHasTheColourOfItsClassAtItsInnerPoint) {
    if (!std::filesystem::exists(country_folder())) GTEST_SKIP() << "no " << country_folder();
    model::SceneOptions options;
    options.load.inputs = {country_folder().string()};
    model::State state;
    model::Results results;
    results.phase = model::Results::Phase::ready;
    results.scene = model::build_scene(options);
    model::Deriver derive;
    const auto& derived = derive(state, results);
    const auto& layer = *derived.shown.layer;
    const auto& polygons = layer.assessment.areas->polygons;
    const auto inner = geo::inner_points(polygons);
    ASSERT_EQ(inner.size(), 12147u);

    render::MapRenderer renderer;
    std::size_t shared = 0;
    for (std::size_t area = 0; area < inner.size(); ++area) {
        ASSERT_TRUE(inner[area]) << layer.assessment.areas->code[area];
        const auto& point = *inner[area];
        if (layer.index.all_at(point.at).size() > 1) {  // simplified one by one, a few published areas overlap
            ++shared;
            continue;
        }
        auto picture = render::picture_of(state, results, derived);
        const double metres_per_pixel = point.clearance / clearance_px;
        picture.view = {point.at, metres_per_pixel, side_px, side_px};
        renderer.draw(picture);
        constexpr int middle = side_px / 2;
        const auto wanted = derived.palette[derived.classes[area]].ground;
        ASSERT_EQ(renderer.read_image().at(middle, middle), wanted) << layer.assessment.areas->code[area];
        ASSERT_EQ(renderer.pick({middle, middle}), area) << layer.assessment.areas->code[area];
        ASSERT_EQ(layer.index.at(point.at), area);
    }
    EXPECT_LT(shared, inner.size() / 100);

    // The whole country at once, as a sheet draws it.
    const auto all = layer.bounds;
    const geo::RasterGrid grid{all.min.x, all.max.y, 50, static_cast<int>((all.max.x - all.min.x) / 50) + 1,
                               static_cast<int>((all.max.y - all.min.y) / 50) + 1};
    const auto ids = geo::id_raster(polygons, grid);
    std::size_t seen = 0;
    for (std::size_t area = 0; area < inner.size(); ++area) {
        const auto& point = *inner[area];
        if (point.clearance < grid.side || layer.index.all_at(point.at).size() > 1) continue;
        const auto column = static_cast<std::size_t>((point.at.x - grid.left) / grid.side);
        const auto row = static_cast<std::size_t>((grid.top - point.at.y) / grid.side);
        EXPECT_EQ(ids[row * static_cast<std::size_t>(grid.width) + column], area + 1);
        ++seen;
    }
    EXPECT_GT(seen, inner.size() / 2);
}

}  // namespace
