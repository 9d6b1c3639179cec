#include "tests/ui/hands.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

using hands::first;
using hands::Window;

namespace {

struct Map : testing::Test {
    Window window;
    Map() { window.load(scenes::three_areas()); }
};

}  // namespace

TEST_F(Map, hovers_and_reads_out_what_is_under_the_cursor) {
    window.under = "BU00010002";
    window.click_map(0.5, 0.5);
    model::apply(window.state, window.results, model::Selected{});
    window.settle();
    ASSERT_TRUE(window.has("hover"));
    EXPECT_TRUE(window.probe.says("Midden"));
    EXPECT_TRUE(window.probe.says("BU00010002"));
    EXPECT_TRUE(window.probe.says("+0.050"));
    EXPECT_EQ(window.state.hovered, "BU00010002");
    window.move(10, 300);  // onto the panel
    window.settle();
    EXPECT_EQ(window.state.hovered, "");
    EXPECT_FALSE(window.has("hover"));
}

TEST_F(Map, keeps_the_read_out_within_the_map) {
    window.under = "BU00010002";
    for (const auto& [x, y] : {std::pair(0.01, 0.01), {0.99, 0.01}, {0.01, 0.99}, {0.99, 0.99}, {0.5, 0.5}}) {
        const auto& map = window.layout.map;
        window.move(map.x + static_cast<float>(x) * map.width, map.y + static_cast<float>(y) * map.height);
        window.settle();
        ASSERT_TRUE(window.has("hover"));
        const auto at = window.probe.items["hover"];
        EXPECT_GE(at.x, map.x);
        EXPECT_LE(at.right(), map.right());
        EXPECT_GE(at.y, map.y);
        EXPECT_LE(at.bottom(), map.bottom());
    }
}

TEST_F(Map, selects_by_a_click_without_moving_what_is_seen) {
    window.under = "BU00010002";
    const auto x = window.layout.map.x + window.layout.map.width / 4;
    const auto y = window.layout.map.y + window.layout.map.height / 2;
    const auto world = [&] {
        return model::to_world(window.state.view, {static_cast<double>(x - window.layout.map.x),
                                                   static_cast<double>(y - window.layout.map.y)});
    };
    const auto before = world();
    const auto scale = window.state.view.metres_per_pixel;
    ASSERT_NE(first<model::Selected>(window.click(x, y)), nullptr);
    window.settle();
    EXPECT_FALSE(window.layout.right.empty());
    EXPECT_NEAR(world().x, before.x, 1e-6);
    EXPECT_NEAR(world().y, before.y, 1e-6);
    EXPECT_EQ(window.state.view.metres_per_pixel, scale);
}

TEST_F(Map, zooms_by_the_wheel_only_over_the_map) {
    window.move(window.layout.map.x + window.layout.map.width / 2, window.layout.map.y + 100);
    window.settle();
    window.wheel(1);
    EXPECT_NE(first<model::ViewMoved>(window.step()), nullptr);
    window.move(20, 300);
    window.settle();
    window.wheel(1);
    EXPECT_EQ(first<model::ViewMoved>(window.step()), nullptr);
}

TEST_F(Map, draws_the_box_while_it_is_dragged) {
    const auto& map = window.layout.map;
    window.hold(true, false);
    window.move(map.x + 100, map.y + 100);
    window.settle();
    window.press(true);
    window.settle();
    window.move(map.x + 250, map.y + 180);
    window.settle();
    ASSERT_TRUE(window.has("zoom box"));
    EXPECT_EQ(window.probe.items["zoom box"], (ui::Rect{map.x + 100, map.y + 100, 150, 80}));
    window.press(false);
    EXPECT_NE(first<model::ViewMoved>(window.step()), nullptr);
    window.settle();
    EXPECT_FALSE(window.has("zoom box"));
}

TEST_F(Map, carries_scale_bar_north_arrow_source_and_disclaimer) {
    EXPECT_TRUE(window.has("scale bar"));
    EXPECT_TRUE(window.has("north"));
    EXPECT_TRUE(window.probe.says(window.derived().source));
    EXPECT_TRUE(window.probe.says("signals; it does not explain causes"));
    const auto bar = window.probe.items["scale bar"];
    EXPECT_TRUE(window.probe.says("200 m"));
    EXPECT_NEAR(static_cast<double>(bar.width), 200 / window.state.view.metres_per_pixel, 1);
}

TEST(ScaleBar, is_a_round_length_that_fits) {
    // In a row by factors of 1.1 over all scales there are.
    Window window;
    window.load(scenes::three_areas());
    for (double mpp = model::closest_metres_per_pixel; mpp < model::farthest_metres_per_pixel; mpp *= 1.37) {
        model::apply(window.state, window.results, model::ViewMoved{{100000, 400000}, mpp});
        window.step();
        const auto bar = window.probe.items["scale bar"];
        const double seen = window.state.view.metres_per_pixel;  // not so far that nothing is left to see
        const double metres = static_cast<double>(bar.width) * seen;
        const double digit = metres / std::pow(10, std::floor(std::log10(metres * 1.0001)));
        EXPECT_LE(bar.width, 131);
        EXPECT_GE(bar.width, 51);
        EXPECT_TRUE(std::abs(digit - 1) < 1e-3 || std::abs(digit - 2) < 1e-3 || std::abs(digit - 5) < 1e-3) << metres;
    }
}
