#include "geo/inner_point.h"
#include "tests/bench/synthetic_mesh.h"
#include "tests/render/made_scene.h"
#include "tests/render/render_test.h"

#include <algorithm>
#include <cmath>

namespace {

using Areas = RenderTest;
using model::Pixel;

constexpr double side = 1500;

/// 300 areas of a partition, some with holes and enclaves.
const made::Map& country() {
    static const auto map = made::of_areas(
        synthetic::mesh({.columns = 20, .rows = 15, .side = side, .halvings = 4, .areas_per_enclave = 10}), side);
    return map;
}

const std::vector<std::optional<geo::InnerPoint>>& inner() {
    static const auto points = geo::inner_points(country().scene->dataset.levels.front().polygons);
    return points;
}

TEST_F(Areas, InnerPointsOfAllAreasHaveTheColourOfTheirClassAndTheRightRow) {
    render::MapRenderer renderer;
    const auto& map = country();
    for (const double scale : {150.0, 60.0, 20.0, 7.0}) {
        std::vector<int> seen(map.classes.size());
        for (const auto& view : made::tour(map, scale)) {
            renderer.draw(map.picture(view));
            const auto image = renderer.read_image();
            for (std::size_t area = 0; area < map.classes.size(); ++area) {
                const auto& point = inner()[area];
                ASSERT_TRUE(point);
                const auto at = model::to_screen(view, point->at);
                // Where it is this thin, the nearest pixel need not be the area's, or may lie on its line.
                if (!made::in_sight(view, at) || point->clearance < 3 * scale) continue;
                ++seen[area];
                EXPECT_EQ(image.at(static_cast<int>(at.x), static_cast<int>(at.y)),
                          map.colours[map.classes[area]].ground)
                    << "area " << area << " at " << scale << " m per pixel";
                EXPECT_EQ(renderer.pick(at), area) << "at " << scale << " m per pixel";
            }
        }
        const auto most = std::count_if(seen.begin(), seen.end(), [](int n) { return n > 0; });
        if (scale <= 20) {
            EXPECT_GT(most, 0.9 * static_cast<double>(seen.size())) << scale;
        } else if (scale <= 60) {
            EXPECT_GT(most, 0.5 * static_cast<double>(seen.size())) << scale;
        }
    }
}

TEST_F(Areas, PixelsAreTheAreaUnderThemButNearBorders) {
    render::MapRenderer renderer;
    const auto& map = country();
    const auto view = map.view(400, 300);
    renderer.draw(map.picture(view));
    const auto ids = renderer.read_ids();
    int wrong = 0;
    for (int y = 0; y < view.height; ++y) {
        for (int x = 0; x < view.width; ++x) {
            const auto id = ids[static_cast<std::size_t>(y * view.width + x)];
            // Levels of detail move borders by up to half a pixel.
            bool near = false;
            for (const double dx : {0.5, -0.3, 1.3}) {
                for (const double dy : {0.5, -0.3, 1.3}) {
                    const auto there = map.layer().index.at(model::to_world(view, {x + dx, y + dy}));
                    near = near || (there ? *there + 1 : 0) == id;
                }
            }
            if (!near) ++wrong;
        }
    }
    EXPECT_LE(wrong, 12);  // corners where several areas meet
}

TEST_F(Areas, NoGroundShowsBetweenNeighboursAtAnyLevelOfDetail) {
    render::MapRenderer renderer;
    const auto& map = country();
    ASSERT_GT(map.layer().meshes.size(), 1u);
    for (const auto& mesh : map.layer().meshes) {
        const double scale = std::max(mesh.snap, 10.0) * 1.05;
        for (const auto& view : made::tour(map, scale)) {
            const auto stats = renderer.draw(map.picture(view));
            const auto ids = renderer.read_ids();
            for (std::size_t i = 0; i < ids.size(); ++i) {
                const auto x = static_cast<double>(i % static_cast<std::size_t>(view.width)) + 0.5;
                const auto y = std::floor(static_cast<double>(i) / view.width) + 0.5;
                const auto world = model::to_world(view, {x, y});
                const auto& box = map.layer().bounds;
                if (world.x < box.min.x + side || world.x > box.max.x - side) continue;  // the outer borders wander
                if (world.y < box.min.y + side || world.y > box.max.y - side) continue;
                ASSERT_NE(ids[i], 0u) << "level " << stats.level << " at " << scale << " m per pixel, pixel " << x
                                      << ", " << y;
            }
        }
    }
}

TEST_F(Areas, AreDrawnToTheCentimetreWhereTheyAreLargestOnTheScreen) {
    render::MapRenderer renderer;
    const auto& map = country();
    const auto& polygons = map.scene->dataset.levels.front().polygons;
    // A corner of an area far from the mesh's origin: its own borders run through the middle of the view.
    const auto corner = polygons.ring(0)[0];
    const model::View view{corner, model::closest_metres_per_pixel, 640, 360};
    renderer.draw(map.picture(view));
    int wrong = 0;
    for (int y = 4; y < view.height; y += 8) {
        for (int x = 4; x < view.width; x += 8) {
            const Pixel at{x + 0.5, y + 0.5};
            const auto there = map.layer().index.at(model::to_world(view, at));
            const auto shown = renderer.pick(at);
            if (there != shown) ++wrong;
        }
    }
    EXPECT_LT(wrong, 45 * 80 / 100);  // a border of float corners is off by a pixel here and there
}

TEST_F(Areas, AreSeenFromAsFarAsOneCanGo) {
    render::MapRenderer renderer;
    const auto& map = country();
    auto view = map.view(200, 100);
    view.metres_per_pixel = model::farthest_metres_per_pixel;
    renderer.draw(map.picture(view));
    const auto image = renderer.read_image();
    const auto drawn = static_cast<int>(image.rgb.size());
    EXPECT_EQ(drawn, 3 * 200 * 100);
    EXPECT_EQ(image.at(0, 0), render::Style{}.ground);
    view.centre = {1e12, -1e12};
    renderer.draw(map.picture(view));
    EXPECT_EQ(renderer.read_image().at(100, 50), render::Style{}.ground);
    EXPECT_FALSE(renderer.pick({100, 50}));
}

TEST_F(Areas, AllWithoutDataAreDrawnInTheirPattern) {
    auto map = country();
    std::fill(map.classes.begin(), map.classes.end(), geo::no_data_missing);
    map.scene->layers.front().typical_side = 0;  // no lines
    render::MapRenderer renderer;
    renderer.draw(map.picture(map.view(300, 200)));
    const auto image = renderer.read_image();
    const auto ids = renderer.read_ids();
    const auto style = geo::no_data_style(geo::no_data_missing);
    for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 300; ++x) {
            if (ids[static_cast<std::size_t>(y * 300 + x)] == 0) continue;
            ASSERT_EQ(image.at(x, y), geo::has_ink(style.pattern, x, y) ? style.ink : style.ground) << x << ", " << y;
        }
    }
    map.scene->layers.front().typical_side = side;  // of the other tests too
}

}  // namespace
