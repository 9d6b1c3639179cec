#pragma once

#include "app/render/gl.h"
#include "app/render/pixel_box.h"

#include <cstddef>
#include <span>

namespace render {

/// The textures a map is drawn into, one after the other, all with the upper row first.
struct Targets {
    int width = 0;  // of the map
    int height = 0;
    int factor = 1;  // all but the last are this much larger
    Texture ids;
    Texture colours;
    Texture marked;    // colours, with what is hovered and selected on top
    Texture resolved;  // where factor > 1: the average
    Framebuffer into_ids;
    Framebuffer into_colours;
    Framebuffer into_marked;
    Framebuffer into_resolved;

    [[nodiscard]] int fine_width() const { return width * factor; }
    [[nodiscard]] int fine_height() const { return height * factor; }
    [[nodiscard]] const Framebuffer& result() const { return factor > 1 ? into_resolved : into_marked; }
    [[nodiscard]] std::size_t bytes() const;

    /// Takes these parts of `marked` from `colours`.
    void unmark(std::span<const PixelBox> boxes) const;
};

/// \throws Error if they are larger than this OpenGL can hold
[[nodiscard]] Targets make_targets(int width, int height, int factor);

}  // namespace render
