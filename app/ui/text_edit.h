#pragma once

#include "app/ui/input.h"

#include <cstddef>
#include <string>
#include <string_view>

/// A line of text under a caret. UTF-8, positions in bytes and never within a character. No window and no ImGui.
namespace ui {

struct Caret {
    std::size_t at = 0;
    std::size_t anchor = 0;  // where the selection began

    [[nodiscard]] std::size_t from() const { return at < anchor ? at : anchor; }
    [[nodiscard]] std::size_t to() const { return at < anchor ? anchor : at; }
    [[nodiscard]] bool selects() const { return at != anchor; }
    friend bool operator==(const Caret&, const Caret&) = default;
};

/// The same within a text that may have become another.
[[nodiscard]] Caret held_in(std::string_view text, Caret caret);

/// As much of a text as a line holds: no more than `most` characters, breaks and control characters as spaces, what is
/// no UTF-8 left out. Reads no further than it needs.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t most);

/// In place of what is selected, so that the whole is no longer than `most` characters.
void insert(std::string& text, Caret& caret, std::string_view piece, std::size_t most);

/// Left, right, Home, End; with Ctrl by words, with Shift selecting; Backspace and Delete. \return whether the key
/// means something to a text
bool edit(std::string& text, Caret& caret, Key key, bool shift, bool ctrl);

[[nodiscard]] std::string utf8(char32_t character);

}  // namespace ui
