#pragma once

#include "app/ui/widgets.h"

#include <string>

/// Inside of the room: where the keyboard is, and who gets what was typed. Controls take from Context::typed what is
/// theirs; what is left at the end of the frame is the map's.
namespace ui {

/// Before the panels are drawn: Tab goes on, a press of the mouse takes the ring away.
void begin_focus(Context& c);
/// After them: the ring is drawn.
void end_focus(Context& c);

enum class Ring {
    shown,
    hidden
};
void focus(Context& c, const std::string& name, Ring ring);
void unfocus(Context& c);
[[nodiscard]] bool has_focus(const Context& c, const std::string& name);
/// Whether it has the focus and the ring: then keys are its own.
[[nodiscard]] bool has_ring(const Context& c, const std::string& name);

/// One control that Tab stops at, called by hit() while its panel is the current window.
void stop_at(Context& c, const std::string& name, const Rect& at);
/// Enter or Space, taken, where it has the ring.
[[nodiscard]] bool pressed_by_key(Context& c, const std::string& name);

/// Takes one press out of what was typed. \return whether there was one
[[nodiscard]] bool take(Context& c, Key key);
[[nodiscard]] bool take(Context& c, char32_t character);
[[nodiscard]] bool take(Context& c, const Chord& chord);

/// Keys that step through a list: up and down by one, page up and down by `page`, Home and End to the ends; all of them
/// taken. \return where they lead from `at`, within 0 .. count - 1
[[nodiscard]] std::size_t stepped_by_keys(Context& c, std::size_t at, std::size_t count, std::size_t page);

}  // namespace ui
