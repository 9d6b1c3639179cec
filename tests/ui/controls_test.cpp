#include "app/ui/controls.h"

#include "app/ui/focus.h"
#include "app/ui/text_edit.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <cmath>
#include <functional>

#include <fmt/format.h>

namespace {

using ui::Chord;
using ui::Key;

/// One panel with the controls of a test, and hands for it.
class Bench {
public:
    explicit Bench(std::function<void(ui::Context&)> controls, float scale = 1) : controls_(std::move(controls)) {
        context_ = ImGui::CreateContext();
        fonts_ = ui::set_style(scale);
        unsigned char* pixels = nullptr;
        int across = 0;
        int down = 0;
        ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &across, &down);
        step();
    }
    ~Bench() { ImGui::DestroyContext(context_); }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    ui::Memory memory;
    ui::Probe probe;
    ui::Typed left;  // what no control took
    model::State state;
    ui::Typed typed;
    float height = 300;  // of the panel

    void step() {
        auto& io = ImGui::GetIO();
        io.DisplaySize = {800, 600};
        io.DeltaTime = 1.0F / 60;
        ui::Frame frame;
        frame.width = 800;
        frame.height = 600;
        frame.fonts = &fonts_;
        frame.probe = &probe;
        probe = {};
        model::Results results;
        model::Derived derived;
        model::Actions out;
        ImGui::NewFrame();
        ui::Context c{state, results, derived, frame, memory, out, ui::usual_inks, {}, std::exchange(typed, {}),
                      {},    false};
        ui::begin_focus(c);
        ui::begin(c, "panel", {100, 20, 300, height}, 0xffffffff);
        controls_(c);
        ui::end();
        ui::end_focus(c);
        left = c.typed;
        ImGui::Render();
    }
    void tap(Key key, bool shift = false, bool ctrl = false) {
        typed.keys.push_back(key);
        typed.shift = shift;
        typed.ctrl = ctrl;
        step();
    }
    void tap(Chord chord) {
        typed.chords.push_back(chord);
        step();
    }
    void write(std::u32string_view text) {
        for (const auto character : text) {
            typed.characters.push_back(character);
            step();
        }
    }
    void move(float x, float y) {
#if IMGUI_VERSION_NUM >= 18700
        ImGui::GetIO().AddMousePosEvent(x, y);
#else
        ImGui::GetIO().MousePos = {x, y};
#endif
        step();
        step();
    }
    void press(bool down) {
#if IMGUI_VERSION_NUM >= 18700
        ImGui::GetIO().AddMouseButtonEvent(0, down);
#else
        ImGui::GetIO().MouseDown[0] = down;
#endif
        step();
    }
    void click(const std::string& name, float part = 0.5F) {
        const auto at = probe.items.at(name);
        move(at.x + part * at.width, at.y + at.height / 2);
        press(true);
        press(false);
    }
    void wait() {
        for (int i = 0; i < 60; ++i) step();  // longer than a double click lasts
    }

private:
    std::function<void(ui::Context&)> controls_;
    ImGuiContext* context_ = nullptr;
    ui::Fonts fonts_;
};

struct TextField : testing::Test {
    std::string text;
    int entered = 0;
    int escaped = 0;
    Bench bench{[this](ui::Context& c) {
        const auto now = ui::text_field(c, "field", text, "hint", ui::row(c, 28));
        text = now.text;
        entered += now.entered ? 1 : 0;
        escaped += now.escaped ? 1 : 0;
        static_cast<void>(ui::button(c, "other", "Other", ui::row(c, 28)));
    }};
};

struct Controls : testing::Test {};
struct Tabbing : testing::Test {};

}  // namespace

TEST_F(TextField, takes_nothing_before_it_has_the_focus) {
    bench.write(U"f1 ");
    EXPECT_EQ(text, "");
    EXPECT_TRUE(bench.probe.says("hint"));
}

TEST_F(TextField, is_written_in_once_it_was_clicked_and_leaves_nothing_to_others) {
    bench.click("field");
    bench.write(U"Één f1 ");
    EXPECT_EQ(text, "Één f1 ");
    bench.typed.characters = {U'x'};
    bench.tap(Key::left);
    EXPECT_TRUE(bench.left.empty());
    bench.tap(Key::enter);
    EXPECT_EQ(entered, 1);
    EXPECT_TRUE(bench.left.empty());
}

TEST_F(TextField, is_left_by_escape_by_a_click_beside_and_by_tab) {
    bench.click("field");
    bench.tap(Key::escape);
    EXPECT_EQ(escaped, 1);
    bench.write(U"a");
    EXPECT_EQ(text, "");
    bench.click("field");
    bench.move(700, 500);
    bench.press(true);
    bench.press(false);
    bench.write(U"b");
    EXPECT_EQ(text, "");
    bench.click("field");
    bench.tap(Key::tab);
    bench.write(U"c");
    EXPECT_EQ(text, "");
    EXPECT_EQ(bench.memory.focus.name, "other");
}

TEST_F(TextField, moves_selects_and_erases_by_character_and_by_word) {
    bench.click("field");
    bench.write(U"één twee drie");
    bench.tap(Key::home);
    bench.tap(Key::del);
    EXPECT_EQ(text, "én twee drie");
    bench.tap(Key::right, false, true);
    bench.tap(Key::right, true, true);  // "twee "
    bench.write(U"2 ");
    EXPECT_EQ(text, "én 2 drie");
    bench.tap(Key::end);
    bench.tap(Key::backspace, false, true);
    EXPECT_EQ(text, "én 2 ");
    bench.tap(Key::left, true);
    bench.tap(Key::left, true);
    bench.tap(Key::backspace);
    EXPECT_EQ(text, "én ");
    bench.tap(Chord{U'a'});
    bench.write(U"x");
    EXPECT_EQ(text, "x");
}

TEST_F(TextField, cuts_copies_and_pastes) {
    bench.click("field");
    bench.write(U"haven");
    bench.tap(Chord{U'a'});
    bench.tap(Chord{U'x'});
    EXPECT_EQ(text, "");
    bench.tap(Chord{U'v'});
    bench.tap(Chord{U'v'});
    EXPECT_EQ(text, "havenhaven");
    bench.tap(Chord{U'a'});
    bench.tap(Chord{U'c'});
    EXPECT_EQ(std::string(ImGui::GetClipboardText()), "havenhaven");
}

TEST_F(TextField, undoes_what_was_typed_in_it_and_nothing_else) {
    bench.click("field");
    bench.write(U"ab");
    bench.tap(Chord{U'z'});
    EXPECT_EQ(text, "a");
    bench.tap(Chord{U'z'});
    EXPECT_EQ(text, "");
    bench.tap(Chord{U'z'});
    EXPECT_TRUE(bench.left.chords.empty());  // not the program's, where nothing is left
    bench.tap(Chord{U'z', true});
    bench.tap(Chord{U'y'});
    EXPECT_EQ(text, "ab");
}

TEST_F(TextField, takes_ten_thousand_characters_as_the_first_of_them_at_once) {
    std::string pasted;
    for (int i = 0; i < 10000; ++i) pasted += i % 7 == 0 ? "ĳ" : "b\n";
    pasted += std::string(1 << 24, 'x');
    ImGui::SetClipboardText(pasted.c_str());
    bench.click("field");
    const auto start = std::chrono::steady_clock::now();
    bench.tap(Chord{U'v'});
    for (int i = 0; i < 10; ++i) bench.tap(Key::left, true);
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(std::chrono::duration<double>(took).count(), 1);
    const auto first = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    EXPECT_EQ(static_cast<std::size_t>(std::count_if(text.begin(), text.end(), first)), ui::most_written);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    bench.typed.characters.assign(10000, U'y');
    bench.step();
    EXPECT_LE(text.size(), 2 * ui::most_written);
}

TEST_F(TextField, is_selected_whole_by_a_double_click_and_in_part_by_dragging) {
    bench.click("field");
    bench.write(U"wijk");
    bench.wait();
    bench.click("field");
    bench.click("field");
    bench.write(U"b");
    EXPECT_EQ(text, "b");
    bench.write(U"uurt");
    bench.wait();
    const auto at = bench.probe.items.at("field");
    bench.move(at.x + 2, at.y + 10);
    bench.press(true);
    bench.move(at.right() - 2, at.y + 10);
    bench.press(false);
    bench.tap(Key::del);
    EXPECT_EQ(text, "");
}

TEST_F(TextField, follows_a_text_that_others_change) {
    bench.click("field");
    bench.write(U"a long text that has its caret at the end");
    text = "é";
    bench.tap(Key::left);
    bench.write(U"x");
    EXPECT_EQ(text, "xé");
}

RC_GTEST_PROP(TextEdit, stays_utf8_and_short_whatever_is_done, ()) {
    const auto valid = [](const std::string& text) { return ui::one_line(text, text.size() + 1) == text; };
    std::string text;
    ui::Caret caret;
    const auto presses = *rc::gen::container<std::vector<std::pair<int, std::string>>>(
        rc::gen::pair(rc::gen::inRange(0, 40), rc::gen::string<std::string>()));
    for (const auto& [press, piece] : presses) {
        if (press < 20) {
            ui::edit(text, caret, static_cast<Key>(press % 15), press % 2 == 0, press % 3 == 0);
        } else {
            const std::string some[] = {piece, "é", "漢字", "🙂", "\xC3", "a\tb"};
            ui::insert(text, caret, some[press % 6], 20);
        }
        RC_ASSERT(valid(text));
        RC_ASSERT(caret == ui::held_in(text, caret));
        RC_ASSERT(text.size() <= 80U);
    }
}

TEST(TextEdit, writes_characters_as_utf8_and_nothing_for_what_is_none) {
    EXPECT_EQ(ui::utf8(U'a') + ui::utf8(U'é') + ui::utf8(U'漢') + ui::utf8(U'🙂'), "aé漢🙂");
    EXPECT_EQ(ui::utf8(0xD800) + ui::utf8(0x110000), "");
}

TEST(Strokes, come_in_the_order_in_which_they_were_pressed) {
    std::deque<ui::Stroke> strokes{{U'a'}, {U'b'},        {Key::backspace}, {Key::left, true},
                                   {U'c'}, {Chord{U'z'}}, {Key::end}};
    std::vector<ui::Typed> frames;
    while (!strokes.empty()) frames.push_back(ui::take_typed(strokes));
    ASSERT_EQ(frames.size(), 4U);
    EXPECT_EQ(frames[0].characters, (std::vector<char32_t>{U'a', U'b'}));
    EXPECT_EQ(frames[0].keys, std::vector<Key>{Key::backspace});
    EXPECT_TRUE(frames[1].shift);
    EXPECT_EQ(frames[1].keys, std::vector<Key>{Key::left});
    EXPECT_EQ(frames[2].characters, std::vector<char32_t>{U'c'});
    EXPECT_EQ(frames[2].chords, std::vector<Chord>{Chord{U'z'}});
    EXPECT_EQ(frames[3].keys, std::vector<Key>{Key::end});
}

TEST_F(Tabbing, goes_round_in_the_order_of_drawing_and_back_and_presses) {
    std::vector<std::string> pressed;
    Bench bench([&](ui::Context& c) {
        for (const auto* name : {"one", "two", "three"}) {
            if (ui::button(c, name, name, ui::row(c, 30))) pressed.emplace_back(name);
        }
        static_cast<void>(ui::hit(c, "entry", ui::row(c, 30), ui::Stop::no));
    });
    EXPECT_FALSE(bench.probe.items.contains("focus ring"));
    bench.tap(Key::tab);
    EXPECT_EQ(bench.probe.items.at("focus ring"), bench.probe.items.at("one"));
    bench.tap(Key::enter);
    bench.tap(Key::back_tab);
    bench.write(U" ");
    bench.tap(Key::tab);
    bench.tap(Key::tab);
    bench.tap(Key::enter);
    EXPECT_EQ(pressed, (std::vector<std::string>{"one", "three", "two"}));
    EXPECT_TRUE(bench.left.empty());
    bench.move(700, 500);
    bench.press(true);
    bench.press(false);
    EXPECT_FALSE(bench.probe.items.contains("focus ring"));
    bench.write(U" ");
    EXPECT_EQ(bench.left.characters.size(), 1U);  // now Space plays
}

TEST_F(Tabbing, scrolls_what_has_the_focus_into_sight) {
    Bench bench([](ui::Context& c) {
        for (int i = 0; i < 40; ++i) {
            static_cast<void>(ui::button(c, fmt::format("b{}", i), "B", ui::row(c, 30)));
        }
    });
    for (int i = 0; i < 30; ++i) bench.tap(Key::tab);
    bench.step();
    const auto seen = [&](const char* name) {
        const auto at = bench.probe.items.at(name);
        return at.y >= 20 && at.bottom() <= 320;
    };
    EXPECT_TRUE(seen("b29"));
    EXPECT_FALSE(seen("b0"));
    for (int i = 0; i < 11; ++i) bench.tap(Key::tab);
    bench.step();
    EXPECT_TRUE(seen("b0"));
}

TEST_F(Tabbing, goes_on_from_where_a_control_was_that_is_gone) {
    bool there = true;
    Bench bench([&](ui::Context& c) {
        for (const auto* name : {"one", "two", "three"}) {
            if (there || std::string(name) != "two") static_cast<void>(ui::button(c, name, name, ui::row(c, 30)));
        }
    });
    bench.tap(Key::tab);
    bench.tap(Key::tab);
    there = false;
    bench.step();
    bench.tap(Key::tab);
    EXPECT_EQ(bench.memory.focus.name, "three");
}

TEST_F(Controls, a_slider_is_dragged_and_stepped_and_goes_back_to_its_usual_value) {
    double value = 1;
    const ui::Range range{0, 3, 0.1, 1};
    Bench bench([&](ui::Context& c) { value = ui::slider(c, "slider", value, range, ui::row(c, 24)).value_or(value); });
    bench.click("slider", 0.999F);
    EXPECT_EQ(value, 3);
    bench.wait();
    bench.click("slider", 0.5F);
    EXPECT_EQ(value, 1.5);
    bench.click("slider", 0.5F);  // twice
    EXPECT_EQ(value, 1);
    bench.tap(Key::right);  // without a ring it is time's
    EXPECT_EQ(bench.left.keys.size(), 1U);
    bench.tap(Key::tab);
    for (int i = 0; i < 3; ++i) bench.tap(Key::left);
    EXPECT_EQ(value, 0.7);
    bench.tap(Key::page_up);
    EXPECT_EQ(value, 1.7);
    bench.tap(Key::end);
    EXPECT_EQ(value, 3);
    bench.tap(Key::home);
    bench.tap(Key::down);
    EXPECT_EQ(value, 0);
    bench.tap(Key::del);
    EXPECT_EQ(value, 1);
    EXPECT_TRUE(bench.left.empty());
}

TEST_F(Controls, a_toggle_is_ticked_by_mouse_and_key) {
    bool on = false;
    Bench bench([&](ui::Context& c) {
        if (ui::toggle(c, "toggle", "A thing that may be so", on)) on = !on;
    });
    bench.click("toggle");
    EXPECT_TRUE(on);
    bench.tap(Key::tab);
    bench.write(U" ");
    EXPECT_FALSE(on);
}

TEST_F(Controls, a_pick_opens_a_list_that_mouse_and_keys_choose_from) {
    std::vector<std::string> labels;
    for (int i = 0; i < 40; ++i) labels.push_back("Entry " + std::to_string(i));
    std::size_t chosen = 2;
    Bench bench([&](ui::Context& c) {
        chosen = ui::pick(c, "pick", labels, chosen).value_or(chosen);
        static_cast<void>(ui::button(c, "under", "Under", ui::row(c, 30)));
    });
    bench.click("pick");
    bench.step();
    ASSERT_TRUE(bench.probe.items.contains("pick.4"));
    EXPECT_FALSE(bench.probe.items.contains("pick.30"));
    bench.click("pick.4");
    EXPECT_EQ(chosen, 4U);
    bench.step();
    EXPECT_FALSE(bench.probe.items.contains("pick.4"));

    bench.tap(Key::tab);
    bench.tap(Key::down);  // closed: one further
    EXPECT_EQ(chosen, 5U);
    bench.tap(Key::enter);
    bench.step();
    bench.tap(Key::end);
    bench.step();
    EXPECT_TRUE(bench.probe.items.contains("pick.39"));
    bench.tap(Key::escape);
    EXPECT_EQ(chosen, 5U);
    EXPECT_TRUE(bench.memory.list.name.empty());
    bench.tap(Key::tab);
    bench.tap(Key::back_tab);
    bench.tap(Key::enter);
    bench.tap(Key::page_down);
    bench.tap(Key::enter);
    EXPECT_EQ(chosen, 17U);

    bench.click("pick");
    bench.step();
    bench.move(700, 550);
    bench.press(true);
    EXPECT_TRUE(bench.memory.list.name.empty());
    bench.press(false);
    EXPECT_EQ(chosen, 17U);
}

TEST_F(Controls, a_list_of_a_control_that_is_gone_is_closed) {
    const std::vector<std::string> labels{"a", "b"};
    bool there = true;
    Bench bench([&](ui::Context& c) {
        if (there) static_cast<void>(ui::pick(c, "pick", labels, 0));
    });
    bench.click("pick");
    EXPECT_EQ(bench.memory.list.name, "pick");
    there = false;
    bench.step();
    EXPECT_TRUE(bench.memory.list.name.empty());
}

TEST_F(Controls, a_number_is_written_with_comma_or_point_and_stays_as_it_was_typed) {
    double value = geo::missing;
    Bench bench(
        [&](ui::Context& c) { value = ui::number_field(c, "number", value, "from", ui::row(c, 28)).value_or(value); });
    bench.click("number");
    bench.write(U"-0,");
    EXPECT_EQ(value, -0.0);
    bench.write(U"25");
    EXPECT_EQ(value, -0.25);
    EXPECT_TRUE(bench.probe.says("-0,25"));
    bench.write(U"x");
    EXPECT_EQ(value, -0.25);
    EXPECT_TRUE(bench.probe.says("-0,25x"));
    bench.tap(Key::escape);
    bench.step();
    EXPECT_TRUE(bench.probe.says("-0.25"));
    bench.state.language = model::Language::dutch;
    bench.step();
    EXPECT_TRUE(bench.probe.says("-0,25"));
    bench.click("number");
    bench.tap(Chord{U'a'});
    bench.tap(Key::del);
    EXPECT_TRUE(std::isnan(value));
}
