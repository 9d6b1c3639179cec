#pragma once

#include "geo/lattice.h"

#include <cstdint>
#include <span>
#include <vector>

namespace render {

/// Which cell lies where, as a picture, and the same at every halving of it: a texel of a level names one of the (up to
/// four) cells that its part of the level below names, the one that counts for most. So however far out, what is shown
/// at a texel is the class of a real cell, and no cell with neighbours is lost between pixels.
struct CellRaster {
    struct Level {
        int width = 0;
        int height = 0;
        std::vector<std::uint32_t> ids;  // [height][width], southernmost row first: cell + 1, or 0
    };
    std::vector<Level> levels;  // [0] a texel per cell, [1] per 2 x 2 ...; the last is one texel; none without cells
    int first_column = 0;       // of the lattice, at the left edge
    int first_row = 0;          // at the lower edge
};

/// \param weight [cells] what they count for, missing as nothing; of equals, the first cell. May be empty.
[[nodiscard]] CellRaster make_cell_raster(const geo::Lattice& lattice, std::span<const double> weight);

/// The level whose texels are not smaller than a pixel, nor more than twice as large. \pre levels > 0
[[nodiscard]] int cell_level(double metres_per_pixel, int levels);

}  // namespace render
