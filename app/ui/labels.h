#pragma once

#include "app/model/names.h"
#include "app/model/view.h"
#include "app/ui/layout.h"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace ui {

struct Extent {
    float width = 0;  // pixels
    float height = 0;
};

/// A name that has found its place.
struct PlacedLabel {
    std::size_t name = 0;  // of those given
    Rect at;               // of its text, pixels of the window; may reach over the edge of the map
};

/// Names where no two overlap, nor one of them anything in `taken`: each in its order takes its place, or is left out
/// where that is taken, or where its area is much too small on the screen to carry it. The first one that fits and
/// meets nothing in `taken` is always there. \param map where the view is, in the window \param scale pixels to a unit
/// \param extent_of of the text of a name
[[nodiscard]] std::vector<PlacedLabel> place_labels(std::span<const model::MapName> names, const model::View& view,
                                                    const Rect& map, float scale, std::span<const Rect> taken,
                                                    const std::function<Extent(const model::MapName&)>& extent_of);

}  // namespace ui
