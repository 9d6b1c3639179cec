#pragma once

#include "geo/palette.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace render {

/// Pixels as they are seen: the first is the upper left one.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;  // [height][width][3]

    /// \pre the pixel lies within
    [[nodiscard]] geo::Colour at(int x, int y) const {
        const auto* pixel =
            &rgb[3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x))];
        return {pixel[0], pixel[1], pixel[2]};
    }
};

}  // namespace render
