#include "app/ui/input.h"

#include "tests/ui/hands.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace {

// A mouse on a map of 1000 x 800 pixels, whose actions are applied to a state at once.
struct Hand {
    model::State state;
    ui::Gesture gesture;
    ui::Mouse mouse;
    model::Actions seen;
    double scale = 1;

    Hand() {
        state.view = {{1000, 2000}, 2, 1000, 800};
        mouse.over = true;
    }
    void frame() {
        model::Actions out;
        model::Results results;
        mouse.time_s += 0.02;
        ui::read_mouse(mouse, scale, state, gesture, out);
        for (const auto& action : out) model::apply(state, results, action);
        seen.insert(seen.end(), out.begin(), out.end());
        mouse.wheel = 0;
    }
    void to(double x, double y) {
        mouse.at = {x, y};
        frame();
    }
    void press(bool down) {
        mouse.pressed = down;
        frame();
    }
    void click() {
        press(true);
        press(false);
    }
};

model::Actions keys(const ui::Typed& typed, const model::State& state, const model::Derived& derived) {
    model::Actions out;
    ui::read_keys(typed, state, {}, derived, out);
    return out;
}

struct Loaded {
    model::State state;
    model::Results results;
    model::Deriver derive;
    Loaded() {
        model::apply(state, results, model::Opened{});
        model::apply(state, results, model::Loaded{1, scenes::three_areas()});
    }
    const model::Derived& derived() { return derive(state, results); }
};

}  // namespace

TEST(Mouse, zooms_by_the_wheel_with_the_place_under_the_cursor_held_still) {
    Hand hand;
    hand.to(200, 150);
    const auto before = model::to_world(hand.state.view, hand.mouse.at);
    hand.mouse.wheel = 3;
    hand.frame();
    const auto after = model::to_world(hand.state.view, hand.mouse.at);
    EXPECT_NEAR(hand.state.view.metres_per_pixel, 2 / std::pow(ui::wheel_factor, 3), 1e-12);
    EXPECT_NEAR(before.x, after.x, 1e-9);
    EXPECT_NEAR(before.y, after.y, 1e-9);
}

TEST(Mouse, does_not_zoom_over_a_panel) {
    Hand hand;
    hand.mouse.over = false;
    hand.mouse.wheel = 3;
    hand.frame();
    EXPECT_TRUE(hand.seen.empty());
}

TEST(Mouse, pans_so_that_what_was_pressed_stays_under_the_cursor) {
    Hand hand;
    hand.to(300, 300);
    const auto held = model::to_world(hand.state.view, hand.mouse.at);
    hand.press(true);
    for (int i = 1; i <= 20; ++i) hand.to(300 + 7 * i, 300 - 3 * i);
    const auto there = model::to_world(hand.state.view, hand.mouse.at);
    EXPECT_NEAR(held.x, there.x, 1e-9);
    EXPECT_NEAR(held.y, there.y, 1e-9);
    hand.press(false);
    EXPECT_EQ(hands::first<model::Selected>(hand.seen), nullptr);
}

TEST(Mouse, goes_on_panning_outside_the_map) {
    Hand hand;
    hand.to(300, 300);
    hand.press(true);
    hand.to(320, 300);
    hand.mouse.over = false;
    hand.to(-500, 300);
    EXPECT_EQ(hand.state.view.centre.x, 1000 + 2 * 800);
}

TEST(Mouse, selects_what_was_clicked_and_adds_with_ctrl) {
    Hand hand;
    hand.mouse.code = "A";
    hand.click();
    hand.mouse.ctrl = true;
    hand.mouse.code = "B";
    hand.to(50, 50);
    hand.click();
    EXPECT_EQ(hand.state.selected, (std::vector<std::string>{"A", "B"}));
    hand.mouse.code = "";
    hand.to(400, 400);
    hand.click();  // beside everything, with Ctrl: nothing
    EXPECT_EQ(hand.state.selected.size(), 2U);
    hand.mouse.ctrl = false;
    hand.to(500, 500);
    hand.click();
    EXPECT_TRUE(hand.state.selected.empty());
}

TEST(Mouse, takes_a_small_movement_for_a_click_the_larger_the_finer_the_screen) {
    for (const double scale : {1., 2., 3.}) {
        Hand hand;
        hand.scale = scale;
        hand.mouse.code = "A";
        hand.to(100, 100);
        hand.press(true);
        hand.to(100 + ui::click_units * scale - 0.5, 100);
        hand.press(false);
        EXPECT_EQ(hand.state.selected, std::vector<std::string>{"A"});
        EXPECT_EQ(hands::first<model::ViewMoved>(hand.seen), nullptr);
        hand.seen.clear();
        hand.mouse.code = "B";
        hand.to(500, 100);
        hand.press(true);
        hand.to(500 + ui::click_units * scale + 0.5, 100);
        hand.press(false);
        EXPECT_EQ(hand.state.selected, std::vector<std::string>{"A"});
        EXPECT_NE(hands::first<model::ViewMoved>(hand.seen), nullptr);
    }
}

TEST(Mouse, zooms_in_by_a_double_click_but_not_by_two_slow_or_distant_ones) {
    Hand hand;
    hand.to(100, 100);
    hand.click();
    hand.click();
    EXPECT_EQ(hand.state.view.metres_per_pixel, 1);
    hand.mouse.time_s += 1;
    hand.click();
    hand.mouse.time_s += 1;
    hand.click();
    hand.to(200, 100);
    hand.click();
    EXPECT_EQ(hand.state.view.metres_per_pixel, 1);
}

TEST(Mouse, zooms_to_the_box_drawn_with_shift) {
    Hand hand;
    hand.mouse.shift = true;
    hand.to(100, 100);
    hand.press(true);
    hand.to(300, 200);
    EXPECT_EQ(hand.gesture.kind, ui::Gesture::Kind::box);
    EXPECT_EQ(hands::first<model::ViewMoved>(hand.seen), nullptr);
    const auto middle = model::to_world(hand.state.view, {200, 150});
    hand.mouse.shift = false;  // decided when it was pressed
    hand.press(false);
    EXPECT_NEAR(hand.state.view.centre.x, middle.x, 1e-9);
    EXPECT_NEAR(hand.state.view.centre.y, middle.y, 1e-9);
    EXPECT_NEAR(hand.state.view.metres_per_pixel, 1.05 * 400 / 1000, 1e-9);
}

TEST(Mouse, leaves_a_press_on_a_panel_alone_until_released) {
    Hand hand;
    hand.mouse.over = false;
    hand.press(true);
    hand.mouse.over = true;
    hand.mouse.code = "A";
    hand.to(300, 300);
    hand.to(500, 300);
    hand.press(false);
    EXPECT_TRUE(hand.state.selected.empty());
    EXPECT_EQ(hands::first<model::ViewMoved>(hand.seen), nullptr);
}

TEST(Mouse, hovers_what_is_under_it_and_says_so_once) {
    Hand hand;
    hand.mouse.code = "A";
    hand.frame();
    hand.frame();
    EXPECT_EQ(hand.seen.size(), 1U);
    hand.mouse.over = false;
    hand.frame();
    EXPECT_EQ(hand.state.hovered, "");
    EXPECT_EQ(hand.seen.size(), 2U);
}

RC_GTEST_PROP(MouseProperty, keeps_the_view_finite_whatever_it_does, ()) {
    Hand hand;
    hand.scale = static_cast<double>(*rc::gen::inRange(1, 4));
    const auto moves = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1 << 20));
    for (const int move : moves) {
        hand.mouse.at = {(move % 1400) - 200.0, (move / 1400) % 1200 - 200.0};
        hand.mouse.pressed = (move & 1) != 0;
        hand.mouse.over = (move & 6) != 0;
        hand.mouse.shift = (move & 24) == 24;
        hand.mouse.ctrl = (move & 96) == 96;
        hand.mouse.wheel = (move & 896) == 896 ? (move % 7) * 10 - 30 : 0;
        hand.mouse.code = std::string((move & 1024) != 0 ? 1 : 0, 'A');
        hand.frame();
        RC_ASSERT(std::isfinite(hand.state.view.centre.x) && hand.state.view.metres_per_pixel > 0);
        RC_ASSERT(hand.mouse.pressed == (hand.gesture.kind != ui::Gesture::Kind::none));
    }
}

TEST(Keys, step_through_the_measurements_and_hold_at_the_ends) {
    Loaded loaded;
    loaded.state.measurement = "2014";
    const auto all =
        keys({{}, {ui::Key::left, ui::Key::left, ui::Key::right, ui::Key::end, ui::Key::right, ui::Key::home}},
             loaded.state, loaded.derived());
    std::vector<std::string> labels;
    for (const auto& action : all) labels.push_back(std::get<model::MeasurementChosen>(action).label);
    EXPECT_EQ(labels, (std::vector<std::string>{"2012", "2014", "2020", "2012"}));
}

TEST(Keys, each_do_their_one_thing) {
    Loaded loaded;
    const auto& derived = loaded.derived();
    const auto pressed = [&](char32_t character) { return keys({{character}, {}}, loaded.state, derived); };
    EXPECT_NE(hands::first<model::PlayToggled>(pressed(U' ')), nullptr);
    EXPECT_NE(hands::first<model::Fitted>(pressed(U'f')), nullptr);
    EXPECT_NE(hands::first<model::Fitted>(pressed(U'F')), nullptr);
    EXPECT_NE(hands::first<model::LegendToggled>(pressed(U'l')), nullptr);
    ASSERT_GE(derived.dimensions.size(), 6U);
    for (char32_t digit = U'1'; digit <= U'6'; ++digit) {
        const auto actions = pressed(digit);
        ASSERT_EQ(actions.size(), 1U);
        EXPECT_EQ(std::get<model::DimensionChosen>(actions[0]).code, derived.dimensions[digit - U'1']);
    }
    EXPECT_TRUE(pressed(U'7').empty());
    EXPECT_TRUE(pressed(U'x').empty());
    EXPECT_NE(hands::first<model::OverlayToggled>(keys({{}, {ui::Key::f1}}, loaded.state, derived)), nullptr);
}

TEST(Keys, escape_takes_the_message_first_and_then_the_selection) {
    Loaded loaded;
    loaded.state.selected = {"BU00010001"};
    model::Results failed;
    failed.phase = model::Results::Phase::failed;
    model::Actions out;
    ui::read_keys({{}, {ui::Key::escape}}, loaded.state, failed, loaded.derived(), out);
    EXPECT_NE(hands::first<model::MessageDismissed>(out), nullptr);
    EXPECT_EQ(hands::first<model::Selected>(out), nullptr);
    const auto then = keys({{}, {ui::Key::escape}}, loaded.state, loaded.derived());
    ASSERT_NE(hands::first<model::Selected>(then), nullptr);
    EXPECT_EQ(hands::first<model::Selected>(then)->code, "");
}

TEST(Keys, do_nothing_where_there_is_nothing) {
    const ui::Typed everything{{U' ', U'f', U'1', U'6'},
                               {ui::Key::left, ui::Key::right, ui::Key::home, ui::Key::end, ui::Key::escape}};
    EXPECT_TRUE(keys(everything, {}, {}).empty());
}
