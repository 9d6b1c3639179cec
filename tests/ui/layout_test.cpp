#include "app/ui/layout.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace {

bool overlap(const ui::Rect& a, const ui::Rect& b) {
    return !a.empty() && !b.empty() && a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

std::vector<ui::Rect> all(const ui::Layout& layout) {
    return {layout.title, layout.left, layout.right, layout.bottom,
            layout.notes, layout.map,  layout.table, layout.shelf};
}

constexpr auto two_lines = [](float width) { return width > 600 ? 40.F : 70.F; };

}  // namespace

RC_GTEST_PROP(LayoutProperty, rectangles_fill_the_window_and_do_not_overlap, ()) {
    ui::Room room;
    room.width = *rc::gen::inRange(1, 8000);
    room.height = *rc::gen::inRange(1, 5000);
    room.scale = static_cast<float>(*rc::gen::inRange(4, 13)) / 4;
    room.panel = *rc::gen::arbitrary<bool>();
    room.inspector = *rc::gen::arbitrary<bool>();
    room.slider = *rc::gen::arbitrary<bool>();
    room.table = *rc::gen::arbitrary<bool>();
    const bool noted = *rc::gen::arbitrary<bool>();
    const auto layout = noted ? ui::layout(room, two_lines) : ui::layout(room);
    const auto rects = all(layout);
    double surface = 0;
    for (std::size_t i = 0; i < rects.size(); ++i) {
        const auto& rect = rects[i];
        if (!rect.empty()) {
            surface += static_cast<double>(rect.width) * static_cast<double>(rect.height);
            RC_ASSERT(rect.x >= 0 && rect.y >= 0);
            RC_ASSERT(rect.right() <= static_cast<float>(room.width) &&
                      rect.bottom() <= static_cast<float>(room.height));
            RC_ASSERT(rect.x == std::round(rect.x) && rect.width == std::round(rect.width));
        }
        for (std::size_t j = 0; j < i; ++j) RC_ASSERT(!overlap(rect, rects[j]));
    }
    RC_ASSERT(surface == static_cast<double>(room.width) * room.height);
    RC_ASSERT(layout.map.width >= 1 && layout.map.height >= 1);
    const auto least = [&](float units, int there) {
        return std::min(std::round(units * room.scale), static_cast<float>(there));
    };
    RC_ASSERT(layout.map.width >= least(ui::least_map_width, room.width));
    const bool bare = layout.table.empty() && layout.notes.empty() && layout.bottom.empty();
    RC_ASSERT(layout.map.height >= least(bare ? ui::lowest_map_height : ui::least_map_height, room.height));
}

TEST(Layout, gives_a_window_of_no_size_a_map_of_a_pixel) {
    for (const int side : {-3, 0, 1}) {
        const auto layout = ui::layout({side, side, 2, true, true, true}, two_lines);
        EXPECT_EQ(layout.map, (ui::Rect{0, 0, 1, 1}));
        EXPECT_TRUE(layout.left.empty() && layout.right.empty() && layout.title.empty() && layout.bottom.empty());
    }
}

TEST(Layout, has_everything_at_1280_by_720) {
    const auto layout = ui::layout({1280, 720, 1, true, true, true}, two_lines);
    for (const auto& rect : all(layout)) EXPECT_EQ(rect.empty(), rect == layout.table || rect == layout.shelf);
    const auto listed = ui::layout({1280, 720, 1, true, true, true, true}, two_lines);
    for (const auto& rect : all(listed)) EXPECT_EQ(rect.empty(), rect == layout.shelf);
    EXPECT_EQ(listed.table.height, 240);
    EXPECT_GT(layout.map.width, 600);
}

TEST(Layout, shows_what_is_not_there_no_room) {
    const auto layout = ui::layout({1280, 720, 1, false, false, false});
    EXPECT_TRUE(layout.left.empty() && layout.right.empty() && layout.bottom.empty() && layout.notes.empty());
    EXPECT_EQ(layout.map.width, 1280);
}

TEST(Layout, is_the_same_in_units_at_any_scale) {
    const auto one = ui::layout({1000, 600, 1, true, true, true});
    const auto two = ui::layout({2000, 1200, 2, true, true, true});
    const auto first = all(one);
    const auto second = all(two);
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(2 * first[i].width, second[i].width);
        EXPECT_EQ(2 * first[i].y, second[i].y);
    }
}

TEST(Layout, lets_the_left_panel_go_before_the_inspector) {
    const auto layout = ui::layout({480, 320, 1, true, true, true});
    EXPECT_TRUE(layout.left.empty());
    EXPECT_FALSE(layout.right.empty());
    EXPECT_FALSE(ui::layout({480, 320, 1, true, false, true}).left.empty());
}

RC_GTEST_PROP(LayoutProperty, what_gave_way_is_named_on_the_shelf_and_can_be_laid_over_the_map, ()) {
    ui::Room room{*rc::gen::inRange(1, 2000),  *rc::gen::inRange(1, 1200), 1, true, *rc::gen::arbitrary<bool>(),
                  *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()};
    const auto before = ui::layout(room, two_lines);
    for (const auto panel : {ui::Panel::left, ui::Panel::right, ui::Panel::table}) {
        if (!ui::gave_way(room, before, panel)) continue;
        if (before.shelf.empty()) {  // only a window that has hardly room for a map has none
            RC_ASSERT(room.height < 150);
            continue;
        }
        room.open = panel;
        const auto after = ui::layout(room, two_lines);
        const auto& opened = panel == ui::Panel::left    ? after.left
                             : panel == ui::Panel::right ? after.right
                                                         : after.table;
        RC_ASSERT(after.over == panel && !opened.empty());
        RC_ASSERT(after.map == before.map);
        RC_ASSERT(opened.right() <= static_cast<float>(room.width));
        for (const auto& other :
             {after.title, after.shelf, after.bottom, after.left, after.right, after.table, after.notes})
            RC_ASSERT(other == opened || !overlap(other, opened));
    }
    room.open = ui::Panel::none;
    for (const auto panel : {ui::Panel::left, ui::Panel::right, ui::Panel::table}) {
        if (ui::gave_way(room, before, panel)) continue;
        room.open = panel;
        RC_ASSERT(ui::layout(room, two_lines) == before);  // it has its place
    }
}

TEST(Layout, keeps_the_notes_rather_than_the_labels_of_the_slider) {
    const auto layout = ui::layout({700, 275, 1, true, false, true}, two_lines);
    EXPECT_FALSE(layout.notes.empty());
    EXPECT_EQ(layout.bottom.height, ui::low_slider_height);
}
