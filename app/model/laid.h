#pragma once

#include "geo/ground.h"
#include "geo/palette.h"
#include "geo/strokes.h"

#include <memory>

namespace model {

/// Something laid on the areas, or under them, as it is to be drawn. Sizes in units: pixels of an ordinary screen.
struct Laid {
    std::shared_ptr<const geo::Strokes> lines = {};  // null where there are none, as the others
    std::shared_ptr<const geo::Strokes> dots = {};
    std::shared_ptr<const geo::Ground> ground = {};  // all of a picture, coarse
    std::shared_ptr<const geo::Ground> close = {};   // of the same, what is in sight
    geo::Colour colour = {};                         // of lines and dots; with a light band around it, or a dark one
    double width = 1.5;
    double radius = 3.5;  // of dots
    double band = 1.25;   // beside them
    double opacity = 1;   // 0 .. 1
    bool under = false;
    friend bool operator==(const Laid&, const Laid&) = default;
};

}  // namespace model
