#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <vector>

namespace geo {

/// A picture that lies in the world: an aerial photograph, a scanned plan. North up.
struct Ground {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;  // [height][width][4], the upper row first; colours are multiplied by alpha
    Box bounds;                      // metres, dataset CRS
};

}  // namespace geo
