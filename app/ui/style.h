#pragma once

#include <array>
#include <cstddef>

struct ImFont;

namespace ui {

struct Ink;

enum class Face {
    regular,
    bold,
    small,
    large
};

/// The fonts of the current ImGui context, at one scale.
struct Fonts {
    std::array<ImFont*, 4> faces{};  // by Face
    float scale = 1;                 // pixels to a unit
    bool complete = false;           // false: no font file was found and ImGui's own, without Dutch marks, stands in

    [[nodiscard]] ImFont* operator[](Face face) const { return faces[static_cast<std::size_t>(face)]; }
    [[nodiscard]] float pixels(float units) const { return units * scale; }
};

/// Sets colours, sizes and fonts of the current ImGui context for a screen of `scale`. Called again when the scale
/// changes; the texture of the font atlas must then be made anew.
Fonts set_style(float scale);

/// Those of ImGui's own drawing (grounds, scroll bars), in the current context.
void set_colours(const Ink& ink);

}  // namespace ui
