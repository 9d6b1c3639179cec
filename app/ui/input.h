#pragma once

#include "app/model/commands.h"
#include "app/model/derive.h"
#include "app/model/state.h"

#include <deque>
#include <limits>
#include <string>
#include <variant>
#include <vector>

/// From keys and mouse to actions. Plain values in, actions out; no window and no ImGui.
namespace ui {

/// Keys that write no character.
enum class Key {
    left,
    right,
    up,
    down,
    home,
    end,
    page_up,
    page_down,
    tab,
    back_tab,
    enter,
    backspace,
    del,
    escape,
    f1,
    f10
};

/// A character with Ctrl, or with Alt alone: the character that the key writes in the layout in use, in lower case.
struct Chord {
    char32_t character = 0;
    bool shift = false;
    bool alt = false;
    friend bool operator==(const Chord&, const Chord&) = default;
};

/// What was pressed since the last frame: characters first, then keys, then chords. See take_typed().
struct Typed {
    std::vector<char32_t> characters = {};
    std::vector<Key> keys = {};  // repeats included
    std::vector<Chord> chords = {};
    bool shift = false;  // held while the keys were pressed
    bool ctrl = false;

    [[nodiscard]] bool empty() const { return characters.empty() && keys.empty() && chords.empty(); }
};

/// One press, as a window hears of it.
struct Stroke {
    std::variant<char32_t, Key, Chord> what;
    bool shift = false;
    bool ctrl = false;
};

/// Takes out what one frame can be given without losing the order in which it was pressed.
[[nodiscard]] Typed take_typed(std::deque<Stroke>& strokes);

/// Keys are those of model::commands(); besides, arrows step as often as they were pressed, and Esc stops drawing,
/// else dismisses a message, else clears the selection; while a polygon is drawn Enter closes it and Backspace takes
/// its last corner back. Keys that have nothing to do do nothing. \return ids of commands that are the window's own
std::vector<std::string> read_keys(const Typed& typed, const model::State& state, const model::Results& results,
                                   const model::Derived& derived, model::Actions& out);

/// Keys of the map that have nothing to do while there is none, and will have once it is there: what chooses a
/// dimension, a measurement, a level. The order is kept. \pre what was typed is not read otherwise
[[nodiscard]] Typed meant_for_later(const Typed& typed, const std::vector<model::Command>& commands);

/// The mouse in one frame.
struct Mouse {
    model::Pixel at;       // map pixels; may lie outside the map
    bool over = false;     // on the map, and no panel wants it
    bool pressed = false;  // left button is down
    double wheel = 0;      // notches, away from the user positive
    bool shift = false;
    bool ctrl = false;
    double time_s = 0;        // any clock that never runs back
    std::string code;         // of what is shown under it, empty for nothing
    std::string drawn = {};   // code of the drawn area whose outline is under it
    std::string listed = {};  // of what is under it in a list beside the map
};

/// What the mouse is in the middle of; kept between frames.
struct Gesture {
    enum class Kind {
        none,
        press,  // not yet clear whether a click or a drag
        pan,
        box,
        lasso,     // an area is drawn around
        elsewhere  // pressed on a panel: not ours until released
    };
    Kind kind = Kind::none;
    model::Pixel from;   // where it was pressed
    model::Pixel at;     // where it is
    bool shift = false;  // when pressed
    bool ctrl = false;
    bool second = false;                                          // press of a double click
    double clicked_s = -std::numeric_limits<double>::infinity();  // when and where the last click ended
    model::Pixel clicked;
    std::vector<geo::Point> path;  // of the lasso
    model::Pixel last;             // its last point
    model::Pixel mouse;            // where it is now, whatever it is in the middle of
    bool over = false;             // on the map
    bool closes = false;           // a click there would close the polygon that is being drawn
    std::string drawn;             // area whose outline is under it; empty: none
};

inline constexpr double click_units = 4;    // further than this is a drag
inline constexpr double corner_units = 9;   // a click so near its first corner closes a polygon
inline constexpr double outline_units = 5;  // and so near an outline is on it
inline constexpr double double_click_s = 0.4;
inline constexpr double wheel_factor = 1.25;  // closer, for one notch

/// Wheel zooms to the cursor, dragging pans, a double click zooms in, dragging with Shift zooms to the box, a click
/// selects, with Ctrl adds; what lies under the cursor is hovered. While an area is drawn, clicks are its corners (a
/// double one, or one on the first corner, closes it), or dragging draws around it. \param scale pixels to a unit
void read_mouse(const Mouse& mouse, double scale, const model::State& state, Gesture& gesture, model::Actions& out);

}  // namespace ui
