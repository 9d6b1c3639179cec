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

/// What a window that is small cannot all show.
enum class Panel {
    none,
    left,
    right,
    table
};

/// What is to be given room.
struct Room {
    int width = 0;  // framebuffer pixels
    int height = 0;
    float scale = 1;           // pixels to a unit: 1 on an ordinary screen, 2 on a fine one
    bool panel = false;        // there is a scene to choose from
    bool inspector = false;    // something is selected
    bool slider = false;       // there are several measurements
    bool table = false;        // the list of areas was asked for
    bool shelf = false;        // something asks for a row under the title
    Panel open = Panel::none;  // to be laid over the map where there is no room for it beside the map
};

/// The window, split without gaps or overlaps, but for a panel that lies over the map. Whole pixels.
struct Layout {
    Rect title;
    Rect shelf;  // under the title: what gave way, to be opened
    Rect left;
    Rect right;
    Rect bottom;
    Rect notes;                // under the map
    Rect table;                // under the map and the right panel; a third of the window's height
    Rect map;                  // at least a pixel wide and high, even in a window of no size
    Panel over = Panel::none;  // lies over the map; the list of areas over the notes too
    friend bool operator==(const Layout&, const Layout&) = default;
};

/// Sizes below are in units. The map keeps least_map_width x least_map_height where the window has that, beside what
/// all is reached by, the title and the shelf, no more than lowest_map_height; panels narrow first, and where there is
/// no room for all, the left panel goes before the inspector, the labels of the slider before the notes, those before
/// the list of areas, that before the slider, the slider before the shelf and that before the title. What went is named
/// on the shelf; one of those can be laid over the map, and what it would cover goes instead. \param notes_height of
/// the notes where they are so wide, both in pixels; may be empty
/// \param list_height that the list of areas needs at least, likewise
[[nodiscard]] Layout layout(const Room& room, const std::function<float(float)>& notes_height = {},
                            const std::function<float(float)>& list_height = {});

/// Whether a panel is wanted and not beside the map.
[[nodiscard]] bool gave_way(const Room& room, const Layout& layout, Panel panel);

inline constexpr float least_map_width = 240;
inline constexpr float least_map_height = 150;
inline constexpr float lowest_map_height = 70;

inline constexpr float least_table_height = 130;
inline constexpr float slider_height = 68;
inline constexpr float low_slider_height = 44;  // has no labels

}  // namespace ui
