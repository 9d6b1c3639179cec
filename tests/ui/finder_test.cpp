#include "tests/ui/hands.h"

#include <gtest/gtest.h>

using hands::first;
using hands::Window;
using ui::Chord;
using ui::Key;

namespace {

struct Finding : testing::Test {
    Window window;
    Finding() { window.load(scenes::three_areas()); }
    model::Finder::Kind kind() const { return window.state.finder.kind; }
};

struct Listed : testing::Test {
    Window window{1400, 900};
    Listed() {
        window.load(scenes::three_areas());
        window.tap(U't');
        window.settle();
    }
};

constexpr auto closed = model::Finder::Kind::closed;
constexpr auto areas = model::Finder::Kind::areas;
constexpr auto commands = model::Finder::Kind::commands;

}  // namespace

TEST_F(Finding, begins_with_ctrl_f_lists_while_typing_and_goes_there_with_enter) {
    window.tap(Chord{U'f'});
    window.step();
    EXPECT_EQ(kind(), areas);
    window.write("oos");
    window.step();
    EXPECT_EQ(window.state.finder.text, "oos");
    EXPECT_TRUE(window.probe.says("Oost"));
    EXPECT_TRUE(window.has("found.0"));
    const auto actions = window.tap(Key::enter);
    ASSERT_NE(first<model::AreaFound>(actions), nullptr);
    EXPECT_EQ(first<model::AreaFound>(actions)->code, "BU00010003");
    window.settle();
    EXPECT_EQ(kind(), closed);
    EXPECT_EQ(window.state.selected, std::vector<std::string>{"BU00010003"});
    window.tap(U'l');  // letters are the map's again
    EXPECT_FALSE(window.state.legend);
}

TEST_F(Finding, takes_letters_that_are_commands_elsewhere) {
    window.click("find");
    window.write("flt 12");
    EXPECT_EQ(window.state.finder.text, "flt 12");
    EXPECT_TRUE(window.state.legend);
    EXPECT_FALSE(window.state.table);
    EXPECT_FALSE(window.state.playing);
}

TEST_F(Finding, answers_what_was_typed_with_enter_in_the_same_frame) {
    window.click("find");
    window.write("mid");
    window.tap(Chord{U'a'});
    window.type(U'w');
    window.type(U'e');
    window.tap(Key::enter);
    window.settle();
    EXPECT_EQ(window.state.selected, std::vector<std::string>{"BU00010001"});
}

TEST_F(Finding, is_left_by_escape_and_by_a_press_beside_which_does_nothing_else) {
    window.tap(Chord{U'f'});
    window.write("w");
    window.step();
    window.tap(Key::escape);
    window.step();
    EXPECT_EQ(kind(), closed);
    EXPECT_TRUE(window.state.finder.text.empty());
    window.click("find");
    window.write("w");
    window.step();
    window.under = "BU00010001";
    const auto actions = window.click_map(0.5, 0.9);
    EXPECT_EQ(first<model::Selected>(actions), nullptr);
    EXPECT_EQ(kind(), closed);
}

TEST_F(Finding, chooses_by_arrows_and_by_the_mouse) {
    window.tap(Chord{U'f'});
    window.write("bu0001");
    window.step();
    ASSERT_TRUE(window.has("found.2"));
    window.tap(Key::down);
    window.tap(Key::down);
    window.tap(Key::up);
    EXPECT_EQ(window.memory.finder.at, 1U);
    ASSERT_NE(first<model::AreaFound>(window.click("found.2")), nullptr);
    window.settle();
    EXPECT_EQ(kind(), closed);
}

TEST_F(Finding, says_that_nothing_was_found_and_stands_a_long_text) {
    window.tap(Chord{U'f'});
    ImGui::SetClipboardText(std::string(10000, 'q').c_str());
    window.tap(Chord{U'v'});
    window.step();
    window.step();
    EXPECT_LE(window.state.finder.text.size(), 200U);
    EXPECT_TRUE(window.probe.says("Nothing found"));
    window.tap(Key::enter);
    EXPECT_EQ(kind(), areas);
}

TEST_F(Finding, runs_commands_from_the_palette) {
    window.tap(Chord{U'k'});
    window.step();
    EXPECT_EQ(kind(), commands);
    EXPECT_TRUE(window.has("palette"));
    EXPECT_TRUE(window.probe.says("Everything in view"));
    window.write("high con");
    window.step();
    window.tap(Key::enter);
    window.settle();
    EXPECT_TRUE(window.state.contrast);
    EXPECT_EQ(kind(), closed);
    window.tap(Chord{U'k'});
    window.write("keys and");
    window.step();
    window.tap(Key::enter);
    window.settle();
    EXPECT_TRUE(window.memory.keys);
}

TEST_F(Finding, goes_from_one_to_the_other) {
    window.tap(Chord{U'k'});
    window.step();
    window.tap(Chord{U'f'});
    window.settle();
    EXPECT_EQ(kind(), areas);
    window.write("west");
    EXPECT_EQ(window.state.finder.text, "west");
    window.tap(Chord{U'k'});
    window.settle();
    EXPECT_EQ(kind(), commands);
    EXPECT_TRUE(window.state.finder.text.empty());
}

TEST(FindingSmall, is_on_a_card_where_the_title_has_no_room) {
    Window window(300, 130);
    window.load(scenes::three_areas());
    window.tap(Chord{U'f'});
    window.step();
    window.write("west");
    window.step();
    EXPECT_TRUE(window.has("palette"));
    window.tap(Key::enter);
    window.settle();
    EXPECT_EQ(window.state.selected, std::vector<std::string>{"BU00010001"});
}

TEST_F(Listed, has_room_under_the_map_and_goes_again) {
    EXPECT_EQ(window.layout.table.height, 300);
    EXPECT_TRUE(window.probe.says("3 of 3 areas"));
    window.click("table.close");
    window.settle();
    EXPECT_TRUE(window.layout.table.empty());
}

TEST_F(Listed, sorts_by_a_click_on_a_header_and_the_other_way_by_another) {
    window.click("table.sort.value");
    window.settle();
    EXPECT_EQ(window.state.sorting, (model::Sorting{"value", false}));
    EXPECT_LT(window.probe.items.at("table.row.BU00010001").y, window.probe.items.at("table.row.BU00010002").y);
    window.click("table.sort.value");
    window.settle();
    EXPECT_TRUE(window.state.sorting.descending);
    EXPECT_GT(window.probe.items.at("table.row.BU00010001").y, window.probe.items.at("table.row.BU00010002").y);
}

TEST_F(Listed, selects_and_flies_by_a_click_and_adds_with_ctrl) {
    ASSERT_NE(first<model::AreaFound>(window.click("table.row.BU00010003")), nullptr);
    window.settle();
    window.hold(false, true);
    window.click("table.row.BU00010001");
    window.hold(false, false);
    window.settle();
    EXPECT_EQ(window.state.selected, (std::vector<std::string>{"BU00010003", "BU00010001"}));
}

TEST_F(Listed, hovers_on_the_map_what_is_under_the_mouse_in_the_list) {
    const auto at = window.probe.items.at("table.row.BU00010002");
    window.move(at.x + 30, at.y + 5);
    window.settle();
    EXPECT_EQ(window.state.hovered, "BU00010002");
    window.move(10, 10);
    window.settle();
    EXPECT_EQ(window.state.hovered, "");
}

TEST_F(Listed, filters_by_what_is_typed_ticked_and_written) {
    window.click("table.text");
    window.write("we");
    window.settle();
    EXPECT_TRUE(window.probe.says("1 of 3 areas"));
    EXPECT_FALSE(window.has("table.row.BU00010002"));
    window.click("table.clear");
    window.settle();
    EXPECT_TRUE(window.state.filter.empty());
    window.click("table.least");
    window.write("0");
    window.settle();
    EXPECT_EQ(window.state.filter.least, 0);
    EXPECT_TRUE(window.probe.says("1 of 3 areas"));
    window.click("table.clear");
    window.settle();
    window.click("table.class.252");
    window.settle();
    EXPECT_EQ(window.state.filter.classes, std::vector<std::uint8_t>{252});
    EXPECT_TRUE(window.probe.says("Oost"));
    window.click("table.class.252");
    window.settle();
    EXPECT_TRUE(window.state.filter.empty());
}

TEST_F(Listed, takes_a_class_and_all_that_are_lower_in_one_choice) {
    std::vector<std::uint8_t> classes;  // the highest first
    for (const auto& entry : window.derived().legend.entries) {
        if (entry.code < 252) classes.push_back(entry.code);
    }
    ASSERT_GE(classes.size(), 4U);
    ASSERT_TRUE(window.tab_to("table.lower"));
    window.tap(Key::down);  // all classes, the highest or lower
    window.tap(Key::down);
    window.settle();
    std::vector<std::uint8_t> wanted(classes.rbegin(), classes.rend() - 1);
    EXPECT_EQ(window.state.filter.classes, wanted);
    EXPECT_TRUE(window.probe.says("or lower"));
    window.tap(Key::home);
    EXPECT_TRUE(window.state.filter.empty());
}

TEST_F(Listed, takes_a_range_of_classes_with_shift) {
    const auto& entries = window.derived().legend.entries;
    const auto first = entries[1].code;
    const auto last = entries[3].code;
    window.click("table.class." + std::to_string(first));
    window.hold(true, false);
    window.click("table.class." + std::to_string(last));
    window.hold(false, false);
    window.settle();
    EXPECT_EQ(window.state.filter.classes.size(), 3U);
    EXPECT_EQ(window.state.filter.classes.front(), std::min(first, last));
    EXPECT_EQ(window.state.filter.classes.back(), std::max(first, last));
}

TEST_F(Listed, names_its_classes_where_there_is_room) {
    const auto written = [&](const std::string& name) {
        return std::count_if(window.probe.texts.begin(), window.probe.texts.end(),
                             [&](const auto& text) { return text.text == name; });
    };
    const auto label = window.derived().legend.entries.front().label;
    EXPECT_EQ(written(label), 2) << label;  // in the legend and in the filter
    window.resize(700, 500);
    window.settle();
    EXPECT_LE(written(label), 1);
}

TEST_F(Listed, is_gone_through_by_keys) {
    ASSERT_TRUE(window.tab_to("table.rows"));
    window.tap(Key::down);
    window.tap(Key::enter);
    EXPECT_EQ(window.state.selected, std::vector<std::string>{"BU00010003"});  // by name: Midden, Oost, West
    window.tap(Key::end);
    window.tap(U' ');
    EXPECT_EQ(window.state.selected.size(), 2U);
}

TEST(ListedMany, draws_no_more_rows_than_can_be_seen_and_scrolls_to_what_is_selected) {
    Window window(1400, 900);
    window.load(scenes::areas_of_cells());
    model::apply(window.state, window.results, model::LevelChosen{"cells"});
    model::apply(window.state, window.results, model::TableToggled{});
    window.settle();
    const auto rows = [&] {
        return std::count_if(window.probe.items.begin(), window.probe.items.end(),
                             [](const auto& item) { return item.first.starts_with("table.row."); });
    };
    EXPECT_GT(rows(), 5);
    EXPECT_LT(rows(), 15);
    const auto last = window.derived().shown.layer->assessment.areas->code.back();
    EXPECT_FALSE(window.has("table.row." + last));
    window.under = last;
    const auto& map = window.layout.map;
    window.move(map.x + map.width / 2, map.y + map.height / 2);
    window.settle();
    EXPECT_EQ(window.state.hovered, last);
    EXPECT_FALSE(window.has("table.row." + last)) << "scrolls after what is pointed at";
    window.click_map(0.5, 0.5);
    window.settle();
    EXPECT_TRUE(window.has("table.row." + last));
    const auto at = window.layout.table;
    window.move(at.x + 200, at.bottom() - 30);
    window.settle();
    window.wheel(20);
    window.step();
    window.wheel(0);
    window.settle();
    EXPECT_FALSE(window.has("table.row." + last));
}

TEST(ListedMany, begins_at_the_top_or_at_what_is_selected_when_it_is_filtered_or_sorted_anew) {
    Window window(1400, 900);
    window.load(scenes::areas_of_cells());
    model::apply(window.state, window.results, model::LevelChosen{"cells"});
    model::apply(window.state, window.results, model::TableToggled{});
    window.settle();
    const auto down = [&] {
        const auto at = window.layout.table;
        window.move(at.x + 200, at.bottom() - 30);
        window.settle();
        window.wheel(-20);
        window.step();
        window.wheel(0);
        window.settle();
    };
    down();
    EXPECT_GT(window.memory.areas.first, 0);
    model::Filter filter;
    filter.text = "E";
    model::apply(window.state, window.results, model::FilterSet{filter});
    window.settle();
    EXPECT_EQ(window.memory.areas.first, 0);
    down();
    const auto code = window.derived().shown.layer->assessment.areas->code[window.derived().listing.order[2]];
    model::apply(window.state, window.results, model::Selected{code});
    window.settle();
    EXPECT_TRUE(window.has("table.row." + code));
    down();
    model::apply(window.state, window.results, model::SortedBy{"value"});
    window.settle();
    EXPECT_TRUE(window.has("table.row." + code));
}

TEST_F(Finding, marks_the_place_that_was_gone_to_until_one_goes_elsewhere) {
    const auto& bounds = window.results.scene->bounds();
    window.tap(Chord{U'f'});
    window.step();
    window.write(fmt::format("{:.0f} {:.0f}", (bounds.min.x + bounds.max.x) / 2, (bounds.min.y + bounds.max.y) / 2));
    window.step();
    window.tap(Key::enter);
    window.settle();
    ASSERT_TRUE(window.has("place"));
    const auto& at = window.probe.items.at("place");
    const auto& map = window.layout.map;
    EXPECT_NEAR(at.x + at.width / 2, map.x + map.width / 2, 2);
    EXPECT_NEAR(at.y + at.height / 2, map.y + map.height / 2, 2);
    window.tap(Key::escape);
    window.settle();
    EXPECT_FALSE(window.has("place"));
}

TEST(Loading, keeps_the_keys_of_the_map_until_it_is_there) {
    Window window;
    model::apply(window.state, window.results, model::Opened{{"files"}});
    window.settle();
    window.tap(U'3');
    window.tap(U't');
    window.settle();
    model::apply(window.state, window.results, model::Loaded{window.state.load.number, scenes::three_areas()});
    window.settle();
    EXPECT_EQ(window.state.dimension, window.derived().dimensions[2]);
    EXPECT_TRUE(window.state.table);
}
