#pragma once

#include "geo/palette.h"

#include <cstdint>
#include <string>
#include <vector>

namespace render {

/// Pixels as they are seen: the first is the upper left one.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;  // [height][width][3]

    [[nodiscard]] geo::Colour at(int x, int y) const;
};

/// Writes a PNG, replacing what is there; whole or not at all. \throws Error naming the file
void write_png(const Image& image, const std::string& path);

}  // namespace render
