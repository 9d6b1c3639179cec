#pragma once

#include "app/ui/widgets.h"

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Inside of the room: controls that hold a value. Each shows the value it is given and returns what it was changed to;
/// the caller makes an action of that. Tab comes by all of them.
namespace ui {

inline constexpr std::size_t most_written = 200;  // characters of a text field

struct Written {
    std::string text;      // as it is now
    bool changed = false;  // by what was typed in this frame
    bool entered = false;  // Enter was pressed
    bool escaped = false;  // Esc was, and the focus left it
    bool focused = false;
};
/// One line of text to write in; `hint` while it is empty. While it has the focus, characters and the keys that move
/// within a text are its own.
[[nodiscard]] Written text_field(Context& c, const std::string& name, std::string_view text, std::string_view hint,
                                 const Rect& at);
/// Gives a text field the focus, all of its text selected.
void write_in(Context& c, const std::string& name, std::string_view text);

/// A number to write, missing while it is empty; with decimal comma or point. Framed as a warning while what stands
/// there is no number. \return what it became
[[nodiscard]] std::optional<double> number_field(Context& c, const std::string& name, double value,
                                                 std::string_view hint, const Rect& at);

struct Range {
    double least = 0;
    double most = 1;
    double step = 0.1;  // of an arrow key; 10 of page up and down
    double usual =
        std::numeric_limits<double>::quiet_NaN();  // Delete and a double click bring it back; NaN: there is none
};
/// A handle on a rail: dragged, or moved by the arrows, Home and End while it has the ring.
[[nodiscard]] std::optional<double> slider(Context& c, const std::string& name, double value, const Range& range,
                                           const Rect& at);

/// A row with a box that is ticked or not. \return it is to become the other
[[nodiscard]] bool toggle(Context& c, const std::string& name, std::string_view label, bool on,
                          std::string_view hint = {});

/// A control that shows one of several and opens a list of them over the panels, in which letters lead
/// to the first that begins so. Arrows change it while it has the
/// ring. \return what was chosen instead
[[nodiscard]] std::optional<std::size_t> pick(Context& c, const std::string& name, std::span<const std::string> labels,
                                              std::size_t chosen, const Rect& at);
/// The same in the next row of the panel.
[[nodiscard]] std::optional<std::size_t> pick(Context& c, const std::string& name, std::span<const std::string> labels,
                                              std::size_t chosen);

inline constexpr float control_height = 28;  // units, of a field or a pick

/// A card over all panels; end_over() follows always. \param scrolls where more is put in it than there is room for
void begin_over(Context& c, const char* name, const Rect& at, bool scrolls = false);
void end_over();

}  // namespace ui
