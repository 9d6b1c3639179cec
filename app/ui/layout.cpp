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

}  // namespace

Layout layout(const Room& room, const std::function<float(float)>& notes_height) {
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

    spare = height - pixels(least_map_height);
    const auto take = [&](float wanted) {
        if (wanted > spare) return 0.F;
        spare -= wanted;
        return wanted;
    };
    const float title = take(pixels(title_height));
    float bottom = room.slider ? take(pixels(low_slider_height)) : 0;
    const float wanted_table = std::max(std::round(height / 3), pixels(least_table_height));
    const bool table_fits = room.table && spare >= pixels(least_table_height);
    const float table = table_fits ? take(std::min(wanted_table, spare)) : 0;
    const float map_width = width - left - right;
    const bool wide = map_width >= pixels(least_notes_width);  // else the notes go under the panels too
    const float notes = notes_height ? take(std::round(notes_height(wide ? map_width : width))) : 0;
    if (bottom > 0) bottom += take(pixels(slider_height) - bottom);

    const float under = height - title - bottom;
    const float middle = wide ? under : under - notes;
    const float map_height = under - notes - table;
    Layout out;
    out.title = {0, 0, width, title};
    out.left = {0, title, left, middle};
    out.map = {left, title, map_width, map_height};
    out.table = {left, title + (wide ? under : middle) - table, width - left, table};
    out.notes = {wide ? left : 0, title + (wide ? map_height : middle), wide ? map_width : width, notes};
    out.right = {width - right, title, right, middle - table};
    out.bottom = {0, title + under, width, bottom};
    return out;
}

}  // namespace ui
