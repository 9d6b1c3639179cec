#include "app/ui/layout.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr float title_height = 38;
constexpr float left_width = 304;
constexpr float least_left_width = 236;
constexpr float right_width = 344;
constexpr float least_right_width = 236;
constexpr float least_notes_width = 420;
constexpr float shelf_height = 34;
constexpr float least_list_width = 480;  // of the list of areas over the map, else it takes the window's width

/// With a shelf or without one, and nothing over the map.
Layout split(const Room& room, const std::function<float(float)>& notes_height,
             const std::function<float(float)>& list_height, bool shelved) {
    const float scale = std::max(room.scale, 0.5F);
    const auto width = static_cast<float>(std::max(room.width, 1));
    const auto height = static_cast<float>(std::max(room.height, 1));
    const auto pixels = [scale](float units) { return std::round(units * scale); };

    // Side panels: full width where there is room, narrower down to their least, then none.
    float spare = width - pixels(least_map_width);
    const bool inspector = room.inspector && spare >= pixels(least_right_width);
    const bool panel = room.panel && spare >= pixels(least_left_width) + (inspector ? pixels(least_right_width) : 0);
    float left = panel ? pixels(least_left_width) : 0;
    float right = inspector ? pixels(least_right_width) : 0;
    spare -= left + right;
    const auto widen = [&](float& side, float units) {
        if (side == 0) return;
        const float more = std::clamp(pixels(units) - side, 0.F, std::max(spare, 0.F));
        side += more;
        spare -= more;
    };
    widen(left, left_width);
    widen(right, right_width);

    const auto take = [&](float wanted) {
        if (wanted > spare) return 0.F;
        spare -= wanted;
        return wanted;
    };
    spare = height - pixels(lowest_map_height);
    const float title = take(pixels(title_height));
    const float shelf = shelved && title > 0 ? take(pixels(shelf_height)) : 0;
    spare = height - pixels(least_map_height) - title - shelf;
    float bottom = room.slider ? take(pixels(low_slider_height)) : 0;
    float least_table = pixels(least_table_height);
    if (room.table && list_height) least_table = std::max(least_table, list_height(width - left));
    const float wanted_table = std::max(std::round(height / 3), least_table);
    const bool table_fits = room.table && spare >= least_table;
    const float table = table_fits ? take(std::min(wanted_table, spare)) : 0;
    const float map_width = width - left - right;
    const bool wide = map_width >= pixels(least_notes_width);  // else the notes go under the panels too
    const float notes = notes_height ? take(std::round(notes_height(wide ? map_width : width))) : 0;
    if (bottom > 0) bottom += take(pixels(slider_height) - bottom);

    const float top = title + shelf;
    const float under = height - top - bottom;
    const float middle = wide ? under : under - notes;
    const float map_height = under - notes - table;
    Layout out;
    out.title = {0, 0, width, title};
    out.shelf = {0, title, width, shelf};
    out.left = {0, top, left, middle};
    out.map = {left, top, map_width, map_height};
    out.table = {left, top + (wide ? under : middle) - table, width - left, table};
    out.notes = {wide ? left : 0, top + (wide ? map_height : middle), wide ? map_width : width, notes};
    out.right = {width - right, top, right, middle - table};
    out.bottom = {0, top + under, width, bottom};
    return out;
}

/// That panel over the map, in place of what it covers.
void lay_over(Layout& out, const Room& room) {
    const float scale = std::max(room.scale, 0.5F);
    const auto pixels = [scale](float units) { return std::round(units * scale); };
    const float width = out.title.width;
    const float top = out.map.y;
    const float height = (out.notes.empty() ? out.bottom.y : out.notes.y) - top;
    const auto wide = [&](float least, float usual) {
        return std::min(std::clamp(out.map.width, pixels(least), pixels(usual)), width);
    };
    out.over = room.open;
    switch (room.open) {
        case Panel::left:
            out.left = {0, top, wide(least_left_width, left_width), height};
            if (out.left.right() > out.map.right()) out.right = {};
            if (out.table.y < out.left.bottom()) out.table = {};
            break;
        case Panel::right: {
            const float side = wide(least_right_width, right_width);
            out.right = {width - side, top, side, height};
            if (out.right.x < out.map.x) out.left = {};
            if (out.table.y < out.right.bottom()) out.table = {};
            break;
        }
        case Panel::table: {
            const float whole = out.bottom.y - top;
            if (out.map.width >= pixels(least_list_width)) {
                out.table = {out.map.x, top, out.map.width, whole};
            } else {
                out.table = {0, top, width, whole};
                out.left = out.right = {};
            }
            out.notes = {};
            break;
        }
        case Panel::none:
            break;
    }
}

}  // namespace

bool gave_way(const Room& room, const Layout& layout, Panel panel) {
    switch (panel) {
        case Panel::left:
            return room.panel && (layout.left.empty() || layout.over == panel);
        case Panel::right:
            return room.inspector && (layout.right.empty() || layout.over == panel);
        case Panel::table:
            return room.table && (layout.table.empty() || layout.over == panel);
        case Panel::none:
            return false;
    }
    return false;
}

Layout layout(const Room& room, const std::function<float(float)>& notes_height,
              const std::function<float(float)>& list_height) {
    auto out = split(room, notes_height, list_height, room.shelf);
    const auto gone = [&](Panel panel) { return gave_way(room, out, panel); };
    const bool some = gone(Panel::left) || gone(Panel::right) || gone(Panel::table);
    if (some && !room.shelf) out = split(room, notes_height, list_height, true);
    if (gone(room.open) && !out.shelf.empty()) lay_over(out, room);
    return out;
}

}  // namespace ui
