#pragma once

#include "app/ui/widgets.h"

#include <functional>
#include <string>

namespace ui {

/// A plot of points around nothing in both directions, in the next row of the panel.
struct Scatter {
    Rect room;
    float side = 1;        // of the smallest square that is drawn, in pixels
    double across = 1;     // the largest value that has a place, to the right and to the left
    double up = 1;         // ... upwards and downwards
    float half_width = 0;  // in pixels
    float half_height = 0;

    [[nodiscard]] ImVec2 place(double x, double y) const;
    /// Through the middle, as far as there is room.
    void line(double slope, ImU32 colour) const;
};
/// Draws the ground and the axes, with the value at the end of each. \pre across and up are positive
[[nodiscard]] Scatter scatter(Context& c, const char* name, double across, double up,
                              const std::function<std::string(double)>& number);
/// A point that stands out.
void mark(Context& c, ImVec2 at, ImU32 colour);

}  // namespace ui
