#include "tests/ui/hands.h"

#include <gtest/gtest.h>

using hands::first;
using hands::Window;
using ui::Chord;
using ui::Key;

namespace {

struct Menus : testing::Test {
    Window window{1280, 800};

    Menus() { window.load(scenes::areas_of_cells()); }
    model::Actions key(Key key) {
        window.type(key);
        return window.step();
    }
    model::Actions alt(char letter) {
        window.type(Chord{static_cast<char32_t>(letter), false, true});
        return window.step();
    }
    [[nodiscard]] bool shows(const std::string& command) const { return window.has("command." + command); }
};

}  // namespace

TEST_F(Menus, stand_in_the_title_row_and_open_where_they_are_pressed) {
    for (const auto* title : {"menu.file", "menu.edit", "menu.view", "menu.analyse", "menu.help"})
        EXPECT_TRUE(window.has(title)) << title;
    window.click("menu.file");
    window.settle();
    EXPECT_TRUE(window.has("menu"));
    EXPECT_TRUE(shows("open"));
    EXPECT_TRUE(shows("save_session"));
    window.click("menu.file");
    window.settle();
    EXPECT_FALSE(window.has("menu"));
}

TEST_F(Menus, do_what_is_pressed_and_close) {
    window.click("menu.view");
    window.settle();
    const bool legend = window.state.legend;
    window.click("command.legend");
    EXPECT_EQ(window.state.legend, !legend);
    window.settle();
    EXPECT_FALSE(window.has("menu"));
}

TEST_F(Menus, open_groups_beside_them) {
    window.click("menu.view");
    window.settle();
    const auto& group = window.probe.items.at("menu group.Layers");
    window.move(group.x + 20, group.y + group.height / 2);
    window.settle();
    ASSERT_TRUE(shows("level.cells"));
    window.click("command.level.cells");
    EXPECT_EQ(window.state.level, "cells");
}

TEST_F(Menus, go_from_one_to_the_next_under_the_mouse) {
    window.click("menu.file");
    window.settle();
    const auto at = window.probe.items.at("menu.edit");
    window.move(at.x + 5, at.y + 5);
    window.settle();
    EXPECT_TRUE(shows("undo"));
    EXPECT_FALSE(shows("open"));
}

TEST_F(Menus, close_where_the_mouse_is_pressed_beside_them_and_select_nothing) {
    window.under = "BU00010001";
    window.click("menu.file");
    window.settle();
    window.click_map(0.6, 0.9);
    window.settle();
    EXPECT_FALSE(window.has("menu"));
    EXPECT_TRUE(window.state.selected.empty());
}

TEST_F(Menus, are_opened_by_F10_and_left_by_Esc) {
    key(Key::f10);
    window.settle();
    EXPECT_TRUE(shows("open"));
    key(Key::escape);
    window.settle();
    EXPECT_FALSE(window.has("menu"));
}

TEST_F(Menus, are_opened_by_Alt_and_the_letter_in_the_language) {
    alt('e');
    window.settle();
    EXPECT_TRUE(shows("undo"));
    key(Key::escape);
    apply(window.state, window.results, model::LanguageChosen{model::Language::dutch});
    alt('w');
    window.settle();
    EXPECT_TRUE(shows("legend"));
}

TEST_F(Menus, are_gone_through_with_the_arrows) {
    key(Key::f10);
    const auto open = key(Key::enter);
    const auto* asked = first<model::ErrandAsked>(open);
    ASSERT_NE(asked, nullptr) << "the first line of the first menu";
    EXPECT_EQ(asked->errand.kind, model::Errand::Kind::open_files);

    key(Key::f10);
    key(Key::right);
    key(Key::right);
    window.settle();
    EXPECT_TRUE(shows("legend"));
    key(Key::end);  // the last line is a group
    key(Key::right);
    window.settle();
    EXPECT_TRUE(window.has("menu group"));
    key(Key::left);
    window.settle();
    EXPECT_FALSE(window.has("menu group"));
    EXPECT_TRUE(window.has("menu"));
}

TEST_F(Menus, do_not_do_what_cannot_be_done_now) {
    window.state.history = {};
    window.click("menu.edit");
    window.settle();
    ASSERT_TRUE(shows("undo"));
    EXPECT_TRUE(window.click("command.undo").empty());
    window.settle();
    EXPECT_TRUE(window.has("menu"));
}

TEST_F(Menus, keep_keys_from_the_map_while_they_are_open) {
    const auto measurement = window.state.measurement;
    key(Key::f10);
    window.type(U'3');
    window.step();
    key(Key::end);
    EXPECT_EQ(window.state.measurement, measurement);
    EXPECT_TRUE(window.state.dimension.empty());
}

TEST_F(Menus, offer_what_was_opened_last) {
    window.memory.recent = {{"/data/town.leefbeeld"}, {"/data/a.csv", "/data/b.gpkg"}};
    window.click("menu.file");
    window.settle();
    const auto group = window.probe.items.at("menu group.Opened recently");
    window.click(group.x + 20, group.y + group.height / 2);
    window.settle();
    EXPECT_TRUE(window.probe.says("town.leefbeeld"));
    EXPECT_TRUE(window.probe.says("a.csv + 1"));
    const auto opened = window.click("command.recent.1");
    ASSERT_NE(first<model::Opened>(opened), nullptr);
    EXPECT_EQ(first<model::Opened>(opened)->inputs, (std::vector<std::string>{"/data/a.csv", "/data/b.gpkg"}));
}

TEST_F(Menus, fit_a_window_that_is_too_low_for_all_their_lines) {
    Window low(1280, 220);
    low.load(scenes::areas_of_cells());
    low.click("menu.view");
    low.settle();
    const auto box = low.probe.items.at("menu");
    EXPECT_GE(box.y, 0);
    EXPECT_LE(box.bottom(), 220);
    low.type(Key::end);
    low.step();
    low.settle();
    EXPECT_FALSE(low.probe.items.contains("command.fit")) << "the list has been scrolled";
}

TEST(Notice, is_said_on_the_map_until_it_is_dismissed) {
    Window window;
    window.load(scenes::three_areas());
    EXPECT_FALSE(window.has("notice"));
    apply(window.state, window.results, model::Noticed{"Saved: /data/town.leefbeeld"});
    window.settle();
    EXPECT_TRUE(window.probe.says("Saved: /data/town.leefbeeld"));
    const auto at = window.probe.items.at("notice");
    EXPECT_TRUE(window.layout.map.holds(at.x, at.y));
    EXPECT_TRUE(window.layout.map.holds(at.right(), at.bottom()));
    window.click("notice.close");
    window.settle();
    EXPECT_FALSE(window.has("notice"));
}

TEST(Notice, goes_with_Esc_before_the_selection_does) {
    Window window;
    window.load(scenes::three_areas());
    apply(window.state, window.results, model::Selected{"BU00010001"});
    apply(window.state, window.results, model::Noticed{"Copied."});
    window.settle();
    window.type(Key::escape);
    window.step();
    EXPECT_TRUE(window.results.notices.empty());
    EXPECT_EQ(window.state.selected.size(), 1u);
}

TEST(Notice, says_once_that_a_font_was_not_found) {
    Window window;
    window.step();
    EXPECT_TRUE(window.results.notices.empty());
    window.lose_a_font();
    window.settle();
    ASSERT_EQ(window.results.notices.size(), 1U);
    EXPECT_EQ(window.results.notices.front(), model::text(window.state.language, "notice.font"));
}

TEST(Copies, are_asked_for_in_the_inspector) {
    Window window;
    window.load(scenes::areas_of_cells());
    apply(window.state, window.results, model::Selected{"BU00010001"});
    window.settle();
    const std::pair<const char*, model::Errand::Kind> ways[] = {{"copy.text", model::Errand::Kind::copy_text},
                                                                {"copy.table", model::Errand::Kind::copy_table},
                                                                {"copy.command", model::Errand::Kind::copy_command}};
    for (const auto& [name, kind] : ways) {
        const auto actions = window.click(name);
        ASSERT_NE(first<model::ErrandAsked>(actions), nullptr) << name;
        EXPECT_EQ(first<model::ErrandAsked>(actions)->errand.kind, kind);
    }
}

TEST(MenuTexts, fit_their_room_in_both_languages_at_every_scale) {
    for (const float scale : {1.F, 1.5F, 2.F}) {
        for (const auto language : {model::Language::english, model::Language::dutch}) {
            const auto pixels = [&](int units) { return static_cast<int>(scale * static_cast<float>(units)); };
            Window window(pixels(800), pixels(500), scale);
            window.load(scenes::areas_of_cells());
            apply(window.state, window.results, model::LanguageChosen{language});
            apply(window.state, window.results, model::Noticed{std::string(300, 'w') + " is a long sentence."});
            for (int menu = 0; menu < 5; ++menu) {
                window.memory.menus = {};
                window.memory.menus.open = menu;
                window.type(Key::end);
                window.step();
                window.type(Key::right);
                window.settle();
                for (const auto& text : window.probe.texts) {
                    EXPECT_LE(text.needs.width, text.room.width + 0.5F) << text.text;
                    EXPECT_LE(text.needs.height, text.room.height + 0.5F) << text.text;
                    EXPECT_GE(text.room.x, 0) << text.text;
                    EXPECT_LE(text.room.right(), static_cast<float>(pixels(800)) + 0.5F) << text.text;
                }
            }
        }
    }
}
