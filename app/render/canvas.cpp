#include "app/render/canvas.h"

#include "app/render/gl.h"

#include <algorithm>
#include <cstddef>

namespace render {

struct Canvas::Parts {
    int width;
    int height;
    Texture colours = make_texture(colour_texel, width, height, "a picture");
    Framebuffer framebuffer = make_framebuffer(colours);
};

Canvas::Canvas(int width, int height) : parts_(new Parts{.width = width, .height = height}) {}
Canvas::~Canvas() = default;
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;

unsigned Canvas::framebuffer() const {
    return parts_->framebuffer.get();
}

Image Canvas::read_image() const {
    auto image = read_colours(parts_->framebuffer, parts_->width, parts_->height);
    // As in a window, the first row is the lowest.
    const auto line = std::ptrdiff_t{3} * image.width;
    for (int y = 0; y < image.height / 2; ++y) {
        const auto upper = image.rgb.begin() + y * line;
        std::swap_ranges(upper, upper + line, image.rgb.begin() + (image.height - 1 - y) * line);
    }
    return image;
}

}  // namespace render
