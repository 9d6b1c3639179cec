#pragma once

#include <functional>

namespace ui {

/// Framebuffer pixels, x from the left and y from the top of the window. Empty where nothing is shown.
struct Rect {
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;

    [[nodiscard]] float right() const { return x + width; }
    [[nodiscard]] float bottom() const { return y + height; }
    [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }
    [[nodiscard]] bool holds(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }
    friend bool operator==(const Rect&, const Rect&) = default;
};

/// What is to be given room.
struct Room {
    int width = 0;  // framebuffer pixels
    int height = 0;
    float scale = 1;         // pixels to a unit: 1 on an ordinary screen, 2 on a fine one
    bool panel = false;      // there is a scene to choose from
    bool inspector = false;  // something is selected
    bool slider = false;     // there are several measurements
    bool table = false;      // the list of areas was asked for
};

/// The window, split without gaps or overlaps. Whole pixels.
struct Layout {
    Rect title;
    Rect left;
    Rect right;
    Rect bottom;
    Rect notes;  // under the map
    Rect table;  // under the map and the right panel; a third of the window's height
    Rect map;    // at least a pixel wide and high, even in a window of no size
    friend bool operator==(const Layout&, const Layout&) = default;
};

/// Sizes below are in units. The map keeps least_map_width x least_map_height where the window has that; panels narrow
/// first, and where there is no room for all, the left panel goes before the inspector, the labels of the slider before
/// the notes, those before the list of areas, that before the slider and the slider before the title. \param
/// notes_height of the notes where they are so wide, both in pixels; may be empty
[[nodiscard]] Layout layout(const Room& room, const std::function<float(float)>& notes_height = {});

inline constexpr float least_map_width = 240;
inline constexpr float least_map_height = 150;

inline constexpr float least_table_height = 130;
inline constexpr float slider_height = 68;
inline constexpr float low_slider_height = 44;  // has no labels

}  // namespace ui
