#pragma once

#include "geo/palette.h"

#include <imgui.h>

namespace ui {

/// The colours of the panels: one set is chosen for a frame, by State::contrast. Text on `panel`, `card`, `hover` and
/// `chosen` has a contrast of at least 7 : 1 in both (WCAG 2.1, AAA); a test computes it.
struct Ink {
    ImU32 text = IM_COL32(33, 38, 43, 255);
    ImU32 muted = IM_COL32(66, 73, 80, 255);
    ImU32 unable = IM_COL32(140, 146, 152, 255);  // text of what cannot be done now
    ImU32 accent = IM_COL32(18, 78, 87, 255);
    ImU32 on_accent = IM_COL32(255, 255, 255, 255);
    ImU32 accent_hover = IM_COL32(14, 58, 65, 255);
    ImU32 warning = IM_COL32(126, 44, 4, 255);
    ImU32 panel = IM_COL32(248, 248, 246, 255);
    ImU32 card = IM_COL32(255, 255, 255, 255);
    ImU32 plate = IM_COL32(255, 255, 255, 224);  // under text on the map
    ImU32 line = IM_COL32(222, 223, 220, 255);
    ImU32 hover = IM_COL32(235, 237, 235, 255);
    ImU32 chosen = IM_COL32(222, 234, 234, 255);
    ImU32 marked = IM_COL32(180, 214, 216, 255);  // under text that is selected
    ImU32 grab = IM_COL32(190, 194, 196, 255);    // borders of buttons, dots, scroll bars
    ImU32 outline = IM_COL32(0, 0, 0, 60);        // around swatches
    ImU32 shadow = IM_COL32(20, 26, 32, 13);      // under cards, in layers
    ImU32 focus = IM_COL32(18, 78, 87, 255);      // around what the keyboard is at
    float focus_units = 2;                        // thickness of that
};

/// Black on white, with lines that cannot be overlooked.
[[nodiscard]] constexpr Ink strong_ink() {
    Ink ink;
    ink.text = ink.muted = ink.line = ink.grab = ink.outline = IM_COL32(0, 0, 0, 255);
    ink.unable = IM_COL32(100, 100, 100, 255);
    ink.accent = ink.accent_hover = IM_COL32(0, 40, 130, 255);
    ink.warning = IM_COL32(130, 0, 0, 255);
    ink.panel = ink.plate = IM_COL32(255, 255, 255, 255);
    ink.hover = IM_COL32(225, 232, 255, 255);
    ink.chosen = IM_COL32(255, 238, 150, 255);
    ink.marked = IM_COL32(170, 200, 255, 255);
    ink.shadow = IM_COL32(0, 0, 0, 40);
    ink.focus = IM_COL32(200, 0, 100, 255);
    ink.focus_units = 4;
    return ink;
}

/// Those there are.
inline constexpr Ink usual_inks{};
inline constexpr Ink strong_inks = strong_ink();

}  // namespace ui

namespace ui::ink {

[[nodiscard]] inline ImU32 of(geo::Colour colour) {
    return IM_COL32(colour.red, colour.green, colour.blue, 255);
}

}  // namespace ui::ink
