#include "tests/ui/hands.h"

#include <gtest/gtest.h>

#include <memory>

using hands::Window;

namespace {

struct Drawing : testing::Test {
    Window window{1280, 900};

    void SetUp() override {
        window.load(scenes::areas_of_cells());
        window.settle();
        window.move(5, 5);
    }
    void apply(const model::Action& action) {
        model::apply(window.state, window.results, action);
        window.settle();
    }
    void score() {
        apply(model::DrawnScored{window.results.scene, model::scored(*window.results.scene, window.state.drawn)});
    }
    /// Moves on so far that no two clicks are a double one.
    void corner(double x, double y) {
        window.click_map(x, y);
        for (int i = 0; i < 30; ++i) window.step();
    }
    [[nodiscard]] geo::Point world(double x, double y) const {
        const auto& view = window.state.view;
        auto at = model::to_world(view, {x * view.width, y * view.height});
        return {std::round(at.x * 100) / 100, std::round(at.y * 100) / 100};
    }
    void expect_near(geo::Point a, geo::Point b) const {
        const double reach = 2 * window.state.view.metres_per_pixel;
        EXPECT_NEAR(a.x, b.x, reach);
        EXPECT_NEAR(a.y, b.y, reach);
    }
    /// A triangle over the cells in the west, in parts of the map.
    void draw_triangle() {
        window.tap(U'p');
        corner(0.1, 0.3);
        corner(0.3, 0.3);
        corner(0.3, 0.7);
        window.tap(ui::Key::enter);
        window.settle();
    }
};

using Tool = model::Drawing::Tool;

}  // namespace

TEST_F(Drawing, puts_a_corner_for_every_click_and_closes_with_enter) {
    window.tap(U'p');
    EXPECT_EQ(window.state.drawing.tool, Tool::polygon);
    window.settle();
    EXPECT_TRUE(window.probe.says("Click each corner"));
    const auto before = window.state.view;
    corner(0.2, 0.3);
    corner(0.4, 0.3);
    window.tap(ui::Key::enter);  // two corners are no area
    EXPECT_TRUE(window.state.drawn.empty());
    ASSERT_EQ(window.state.drawing.corners.size(), 2u);
    EXPECT_TRUE(window.has("drawing"));
    corner(0.4, 0.6);
    const geo::Point expected[] = {world(0.2, 0.3), world(0.4, 0.3), world(0.4, 0.6)};
    EXPECT_EQ(window.state.view, before);
    window.tap(ui::Key::enter);
    EXPECT_EQ(window.state.drawing, model::Drawing{});
    ASSERT_EQ(window.state.drawn.size(), 1u);
    ASSERT_EQ(window.state.drawn[0].corners.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) expect_near(window.state.drawn[0].corners[i], expected[i]);
    window.settle();
    EXPECT_TRUE(window.probe.says("Being computed"));
    score();
    EXPECT_FALSE(window.probe.says("Being computed"));
    EXPECT_TRUE(window.probe.says("Drawn area 1"));
    EXPECT_TRUE(window.probe.says("drawn-1 · "));
}

TEST_F(Drawing, closes_at_the_first_corner) {
    window.tap(U'p');
    corner(0.2, 0.3);
    corner(0.4, 0.3);
    corner(0.201, 0.301);  // two corners: this is a third, however near
    EXPECT_EQ(window.state.drawing.corners.size(), 3u);
    window.tap(ui::Key::backspace);
    corner(0.4, 0.6);
    corner(0.203, 0.303);
    ASSERT_EQ(window.state.drawn.size(), 1u);
    EXPECT_EQ(window.state.drawn[0].corners.size(), 3u);
}

TEST_F(Drawing, closes_with_a_double_click_and_zooms_not) {
    window.tap(U'p');
    corner(0.2, 0.3);
    corner(0.4, 0.3);
    const auto scale = window.state.view.metres_per_pixel;
    window.click_map(0.4, 0.6);
    window.click_map(0.4, 0.6);
    ASSERT_EQ(window.state.drawn.size(), 1u);
    EXPECT_EQ(window.state.drawn[0].corners.size(), 3u);
    EXPECT_EQ(window.state.drawing.tool, Tool::none);
    EXPECT_LE(window.state.view.metres_per_pixel, scale * 2);
    EXPECT_GE(window.state.view.metres_per_pixel, scale);  // the inspector may have come
}

TEST_F(Drawing, takes_corners_back_and_stops) {
    window.tap(U'p');
    corner(0.2, 0.3);
    corner(0.4, 0.3);
    corner(0.4, 0.6);
    window.tap(ui::Key::backspace);
    EXPECT_EQ(window.state.drawing.corners.size(), 2u);
    for (int i = 0; i < 4; ++i) window.type(ui::Key::backspace);
    window.step();
    EXPECT_TRUE(window.state.drawing.corners.empty());
    EXPECT_EQ(window.state.drawing.tool, Tool::polygon);
    corner(0.4, 0.6);
    window.tap(ui::Key::escape);
    EXPECT_EQ(window.state.drawing, model::Drawing{});
    EXPECT_TRUE(window.state.drawn.empty());
    EXPECT_TRUE(window.state.selected.empty());
}

TEST_F(Drawing, still_pans_and_zooms_the_map) {
    window.tap(U'p');
    corner(0.2, 0.3);
    const auto& map = window.layout.map;
    const auto centre = window.state.view.centre;
    window.move(map.x + 200, map.y + 200);
    window.step();
    window.press(true);
    window.step();
    window.move(map.x + 300, map.y + 220);
    window.step();
    window.press(false);
    window.step();
    EXPECT_EQ(window.state.drawing.corners.size(), 1u);
    EXPECT_LT(window.state.view.centre.x, centre.x);
    const auto scale = window.state.view.metres_per_pixel;
    window.wheel(1);
    window.step();
    EXPECT_LT(window.state.view.metres_per_pixel, scale);
}

TEST_F(Drawing, goes_around_with_the_lasso) {
    window.tap(U'o');
    EXPECT_EQ(window.state.drawing.tool, Tool::lasso);
    const auto& map = window.layout.map;
    const auto view = window.state.view;
    window.move(map.x + 150, map.y + 150);
    window.step();
    window.press(true);
    window.step();
    constexpr std::pair<float, float> way[] = {{250, 150}, {252, 151}, {250, 250}, {200, 300}, {150, 250}};
    for (const auto& [x, y] : way) {
        window.move(map.x + x, map.y + y);
        const auto actions = window.step();
        EXPECT_TRUE(actions.empty());  // the way around is nobody's business until it is closed
    }
    EXPECT_TRUE(window.has("drawing"));
    window.press(false);
    window.step();
    ASSERT_EQ(window.state.drawn.size(), 1u);
    EXPECT_EQ(window.state.drawn[0].corners.size(), 5u);  // one was no step further
    expect_near(window.state.drawn[0].corners[1], model::to_world(view, {250, 150}));
    EXPECT_EQ(window.state.drawing.tool, Tool::none);
    EXPECT_EQ(window.state.view.metres_per_pixel, view.metres_per_pixel);
}

TEST_F(Drawing, drops_the_lasso_with_escape) {
    window.tap(U'o');
    const auto& map = window.layout.map;
    window.move(map.x + 150, map.y + 150);
    window.step();
    window.press(true);
    window.step();
    for (const float x : {200.F, 250.F, 300.F}) {
        window.move(map.x + x, map.y + x);
        window.step();
    }
    window.tap(ui::Key::escape);
    window.move(map.x + 300, map.y + 150);
    window.step();
    window.press(false);
    window.step();
    EXPECT_TRUE(window.state.drawn.empty());
    EXPECT_TRUE(window.state.selected.empty());
    // A click with the lasso is no area, and selects nothing.
    window.tap(U'o');
    window.under = "BU00010001";
    window.click_map(0.4, 0.4);
    EXPECT_TRUE(window.state.drawn.empty());
    EXPECT_TRUE(window.state.selected.empty());
}

TEST_F(Drawing, asks_of_the_map_nothing_while_the_mouse_moves) {
    window.tap(U'p');
    corner(0.2, 0.3);
    window.under = "BU00010001";
    window.move(window.layout.map.x + 300, window.layout.map.y + 200);
    window.settle();
    EXPECT_TRUE(window.state.hovered.empty());
    EXPECT_FALSE(window.has("hover"));
    EXPECT_TRUE(window.step().empty());
}

TEST_F(Drawing, has_a_button_for_each_way) {
    for (const auto& [name, tool] : {std::pair("draw.polygon", Tool::polygon), std::pair("draw.lasso", Tool::lasso)}) {
        window.click(name);
        EXPECT_EQ(window.state.drawing.tool, tool);
        window.settle();
        EXPECT_TRUE(window.has("drawing hint"));
        window.click(name);
        EXPECT_EQ(window.state.drawing.tool, Tool::none);
    }
    EXPECT_TRUE(window.state.drawing.corners.empty());
    EXPECT_TRUE(window.tab_to("draw.lasso"));
    window.tap(ui::Key::enter);
    EXPECT_EQ(window.state.drawing.tool, Tool::lasso);
}

TEST_F(Drawing, is_listed_selected_renamed_and_removed) {
    draw_triangle();
    score();
    window.tap(ui::Key::escape);
    EXPECT_TRUE(window.state.selected.empty());
    window.settle();
    window.click("drawn.drawn-1");
    EXPECT_EQ(window.state.selected, std::vector<std::string>{"drawn-1"});
    EXPECT_EQ(window.state.selected_level, model::drawn_level);
    window.settle();
    EXPECT_TRUE(window.has("close.drawn-1"));
    window.click("drawn.drawn-1.rename");
    window.settle();
    window.write("Plan");
    window.tap(ui::Key::enter);
    window.settle();
    EXPECT_EQ(window.state.drawn[0].name, "Plan");
    EXPECT_TRUE(window.probe.says("Plan"));
    window.click("drawn.drawn-1.rename");
    window.settle();
    window.write("x");
    window.tap(ui::Key::escape);
    window.settle();
    EXPECT_EQ(window.state.drawn[0].name, "Plan");
    const auto actions = window.click("drawn.save");
    const auto* asked = hands::first<model::ErrandAsked>(actions);
    ASSERT_NE(asked, nullptr);
    EXPECT_EQ(asked->errand.kind, model::Errand::Kind::export_drawn);
    window.click("close.drawn-1");
    EXPECT_TRUE(window.state.selected.empty());
    window.settle();
    window.click("drawn.drawn-1.remove");
    EXPECT_TRUE(window.state.drawn.empty());
    window.settle();
    EXPECT_FALSE(window.has("drawn.save"));
    window.tap(ui::Chord{U'z'});
    EXPECT_EQ(window.state.drawn.size(), 1u);
}

TEST_F(Drawing, is_selected_by_its_outline) {
    draw_triangle();
    score();
    window.tap(ui::Key::escape);
    window.settle();
    window.settle();
    const auto& corners = window.state.drawn[0].corners;
    const auto middle =
        model::to_screen(window.state.view, {(corners[0].x + corners[1].x) / 2, (corners[0].y + corners[1].y) / 2});
    window.under = "BU00010002";
    const auto& map = window.layout.map;
    window.click(map.x + static_cast<float>(middle.x), map.y + static_cast<float>(middle.y) + 2);
    EXPECT_EQ(window.state.selected, std::vector<std::string>{"drawn-1"});
    EXPECT_TRUE(window.state.hovered.empty());
    window.settle();
    window.click(map.x + static_cast<float>(middle.x), map.y + static_cast<float>(middle.y) - 40);
    EXPECT_EQ(window.state.selected, std::vector<std::string>{"BU00010002"});
}

TEST_F(Drawing, says_in_the_inspector_why_nothing_can_be_told) {
    window.load(scenes::three_areas());
    apply(model::AreaDrawn{{{100'000, 400'000}, {100'500, 400'000}, {100'500, 400'400}}});
    score();
    EXPECT_TRUE(window.has("close.drawn-1"));
    EXPECT_TRUE(window.probe.says("only from grid cells"));
}
