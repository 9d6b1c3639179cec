#include "app/render/targets.h"

namespace render {

std::size_t Targets::bytes() const {
    const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    const auto scale = static_cast<std::size_t>(factor);
    return 4 * pixels * (3 * scale * scale + (factor > 1 ? 1 : 0));
}

void Targets::unmark(std::span<const PixelBox> boxes) const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, into_colours.get());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, into_marked.get());
    for (const auto& box : boxes) {
        glBlitFramebuffer(box.left, box.top, box.right, box.bottom, box.left, box.top, box.right, box.bottom,
                          GL_COLOR_BUFFER_BIT, GL_NEAREST);
    }
}

Targets make_targets(int width, int height, int factor) {
    Targets out;
    out.width = width;
    out.height = height;
    out.factor = factor;
    const auto make = [](TexelFormat texel, int w, int h, Texture& texture, Framebuffer& framebuffer) {
        texture = make_texture(texel, w, h, "a map");
        framebuffer = make_framebuffer(texture);
    };
    make(id_texel, out.fine_width(), out.fine_height(), out.ids, out.into_ids);
    make(colour_texel, out.fine_width(), out.fine_height(), out.colours, out.into_colours);
    make(colour_texel, out.fine_width(), out.fine_height(), out.marked, out.into_marked);
    if (factor > 1) make(colour_texel, width, height, out.resolved, out.into_resolved);
    return out;
}

}  // namespace render
