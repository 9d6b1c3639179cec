#pragma once

#include "geo/id_raster.h"
#include "geo/palette.h"

#include <cstdint>
#include <span>
#include <vector>

namespace page {

/// Pixels row by row from the top, each 0x00RRGGBB (Cairo's RGB24 in the machine's byte order). [height * width]
struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> pixels;
};

[[nodiscard]] inline std::uint32_t packed(geo::Colour colour) {
    return static_cast<std::uint32_t>(colour.red << 16 | colour.green << 8 | colour.blue);
}

/// What is drawn: areas, or the cells of a lattice.
struct Shapes {
    const geo::Polygons* areas = nullptr;
    const geo::Lattice* cells = nullptr;
    double typical_side = 0;  // metres
};

struct PictureStyle {
    geo::Colour ground{255, 255, 255};  // where there is neither area nor cell
    geo::Colour border{255, 255, 255};  // between two rows
    int scale = 1;                      // pixels to a unit of line width and pattern
};

/// Colours every pixel by the classes of what lies under it: k x k points a pixel, averaged, so that borders are
/// smooth, neighbours leave no gap between them, and cells smaller than a pixel all count. Thin light borders where
/// rows differ, fainter the smaller the areas look. The same for any number of threads. \param grid    of the pixels
/// \param classes [rows] class bytes \param palette [256] by class byte
[[nodiscard]] Picture draw_picture(const Shapes& shapes, const geo::RasterGrid& grid,
                                   std::span<const std::uint8_t> classes,
                                   std::span<const geo::NoDataStyle, 256> palette, const PictureStyle& style,
                                   unsigned threads = 0);

}  // namespace page
