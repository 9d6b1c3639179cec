#pragma once

#include "geo/palette.h"

#include <imgui.h>

/// The colours of the panels. Text on `panel` and `card` has a contrast of at least 4.5 : 1 (WCAG 2.1).
namespace ui::ink {

inline constexpr ImU32 text = IM_COL32(33, 38, 43, 255);
inline constexpr ImU32 muted = IM_COL32(92, 100, 108, 255);
inline constexpr ImU32 accent = IM_COL32(30, 94, 103, 255);
inline constexpr ImU32 on_accent = IM_COL32(255, 255, 255, 255);
inline constexpr ImU32 accent_hover = IM_COL32(23, 76, 84, 255);
inline constexpr ImU32 warning = IM_COL32(157, 63, 16, 255);
inline constexpr ImU32 panel = IM_COL32(248, 248, 246, 255);
inline constexpr ImU32 card = IM_COL32(255, 255, 255, 255);
inline constexpr ImU32 plate = IM_COL32(255, 255, 255, 224);  // under text on the map
inline constexpr ImU32 line = IM_COL32(222, 223, 220, 255);
inline constexpr ImU32 hover = IM_COL32(235, 237, 235, 255);
inline constexpr ImU32 chosen = IM_COL32(222, 234, 234, 255);
inline constexpr ImU32 grab = IM_COL32(190, 194, 196, 255);
inline constexpr ImU32 outline = IM_COL32(0, 0, 0, 60);  // around swatches
inline constexpr ImU32 shadow = IM_COL32(20, 26, 32, 13);

[[nodiscard]] inline ImU32 of(geo::Colour colour) {
    return IM_COL32(colour.red, colour.green, colour.blue, 255);
}

}  // namespace ui::ink
