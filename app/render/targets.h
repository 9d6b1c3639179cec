#pragma once

#include "app/render/gl.h"

namespace render {

/// The textures a map is drawn into, all with the upper row first.
struct Targets {
    int width = 0;  // of the map
    int height = 0;
    int factor = 1;  // ids and fine colours are this much larger
    Texture ids;
    Texture fine;
    Texture resolved;  // where factor > 1
    Framebuffer into_ids;
    Framebuffer into_fine;
    Framebuffer into_resolved;

    [[nodiscard]] int fine_width() const { return width * factor; }
    [[nodiscard]] int fine_height() const { return height * factor; }
    [[nodiscard]] const Framebuffer& result() const { return factor > 1 ? into_resolved : into_fine; }
    [[nodiscard]] std::size_t bytes() const;
};

/// \throws Error if they are larger than this OpenGL can hold
[[nodiscard]] Targets make_targets(int width, int height, int factor);

}  // namespace render
