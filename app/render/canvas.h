#pragma once

#include "app/render/image.h"

#include <memory>

namespace render {

/// What a window is where there is none: a framebuffer to draw into, and to read. Needs a current context.
class Canvas {
public:
    /// \throws Error if it is larger than this OpenGL can hold
    Canvas(int width, int height);
    ~Canvas();
    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;

    [[nodiscard]] unsigned framebuffer() const;
    [[nodiscard]] Image read_image() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace render
