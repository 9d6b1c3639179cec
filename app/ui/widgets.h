#pragma once

#include "app/model/text.h"
#include "app/ui/ink.h"
#include "app/ui/ui.h"

#include <imgui.h>

#include <string>
#include <string_view>

/// Inside of the room: what panels are drawn with. Everything is put into rectangles; text is recorded with the room it
/// had, so that a test finds what does not fit.
namespace ui {

/// One frame, as the panels see it.
struct Context {
    const model::State& state;
    const model::Results& results;
    const model::Derived& derived;
    const Frame& frame;
    Memory& memory;
    model::Actions& out;
    const Ink& ink;
    Layout layout;
    Typed typed;                     // what no control has taken yet
    std::vector<std::string> stops;  // controls drawn so far that the keyboard goes through
    bool covered = false;            // a list hung open over the map when the frame began
    bool searches = false;           // the search box was drawn

    [[nodiscard]] std::string_view text(std::string_view key) const { return model::text(state.language, key); }
    [[nodiscard]] float px(float units) const { return frame.fonts->pixels(units); }
    [[nodiscard]] bool has_scene() const { return derived.shown.scene != nullptr; }
};

enum class Align {
    left,
    centre,
    right
};

/// "{} of {}" filled in.
[[nodiscard]] std::string filled(std::string_view text, std::string_view a, std::string_view b = {});

/// Where a place lies, no further outside the map than a line can be drawn to.
[[nodiscard]] ImVec2 on_screen(const Context& c, geo::Point at);

[[nodiscard]] float width_of(const Context& c, Face face, std::string_view text);
[[nodiscard]] float height_of(const Context& c, Face face);  // of a line
[[nodiscard]] float wrapped_height(const Context& c, Face face, std::string_view text, float width);

/// The text, or as much of it as fits with "…" behind. For names that others chose; our own words must fit.
[[nodiscard]] std::string elided(const Context& c, Face face, std::string_view text, float width);

/// One line, in the middle of the height of `room`, in the current window. In `list` where one is given.
void put(Context& c, Face face, ImU32 colour, std::string_view text, const Rect& room, Align align = Align::left,
         ImDrawList* list = nullptr);
/// The same in as many lines as it takes. \return their height
float put_wrapped(Context& c, Face face, ImU32 colour, std::string_view text, float x, float y, float width,
                  ImDrawList* list = nullptr);

enum class Depth {
    panel,
    card  // in front of panels
};
/// A panel of its own that stays where it is. end() follows always.
void begin(Context& c, const char* name, const Rect& at, ImU32 ground, int flags = 0, Depth depth = Depth::panel);
void end();

/// A soft one under a card.
void shadow(Context& c, const Rect& at, ImDrawList* list);
/// A line of a pixel's width along a panel, not held by its padding.
void edge(Context& c, const Rect& at);

/// The next row of the current panel, over its whole width.
[[nodiscard]] Rect row(Context& c, float height);
void gap(Context& c, float units);

void heading(Context& c, std::string_view text);
/// A row with wrapped text.
void paragraph(Context& c, Face face, ImU32 colour, std::string_view text);

struct Hit {
    bool clicked = false;
    bool hovered = false;
    bool held = false;
    bool by_key = false;  // clicked, but not by the mouse
};
enum class Stop {
    yes,
    own_keys,  // but Enter and Space are not for pressing it
    no         // the keyboard passes it by: one entry of a list, say
};
/// Something to press, known to tests by `name`, which no other control has. Tab goes through them in the order in
/// which they are drawn; Enter and Space press the one with the ring.
[[nodiscard]] Hit hit(Context& c, const std::string& name, const Rect& at, Stop stop = Stop::yes);

/// Whether the mouse is over something that only tells of itself: no control.
[[nodiscard]] bool under_mouse(Context& c, const std::string& name, const Rect& at);

/// A row that is one of several to choose from. \return chosen now
[[nodiscard]] bool choice(Context& c, const std::string& name, std::string_view label, std::string_view hint,
                          bool chosen);

enum class Emphasis {
    quiet,
    strong
};
/// As wide as `at`. \return pressed
[[nodiscard]] bool button(Context& c, const std::string& name, std::string_view label, const Rect& at,
                          Emphasis emphasis = Emphasis::quiet);
/// Room a button needs for its label.
[[nodiscard]] float button_width(const Context& c, std::string_view label);

/// Colour of a class, or pattern of a kind of no-data.
void swatch(Context& c, const Rect& at, const geo::NoDataStyle& style, ImDrawList* list = nullptr);

/// A small card beside the cursor, within the window, that the mouse goes through.
void tooltip(Context& c, std::string_view text);

}  // namespace ui
