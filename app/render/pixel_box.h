#pragma once

#include "app/model/view.h"

#include <span>
#include <vector>

namespace render {

/// A rectangle of pixels: [left, right) x [top, bottom).
struct PixelBox {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    friend bool operator==(const PixelBox&, const PixelBox&) = default;
};

/// Where boxes lie in a view, `margin` pixels wider, cut off at its edges; those that touch are one, so that no pixel
/// is in two of them.
[[nodiscard]] std::vector<PixelBox> boxes_in_view(const model::View& view, std::span<const geo::Box> boxes,
                                                  double margin);

}  // namespace render
