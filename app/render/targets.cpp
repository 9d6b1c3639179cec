#include "app/render/targets.h"

#include <cstddef>

namespace render {

std::size_t Targets::bytes() const {
    const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    const auto scale = static_cast<std::size_t>(factor);
    return 4 * pixels * (2 * scale * scale + (factor > 1 ? 1 : 0));
}

Targets make_targets(int width, int height, int factor) {
    Targets out;
    out.width = width;
    out.height = height;
    out.factor = factor;
    out.ids = make_texture(id_texel, out.fine_width(), out.fine_height(), "a map");
    out.fine = make_texture(colour_texel, out.fine_width(), out.fine_height(), "a map");
    out.into_ids = make_framebuffer(out.ids);
    out.into_fine = make_framebuffer(out.fine);
    if (factor > 1) {
        out.resolved = make_texture(colour_texel, width, height, "a map");
        out.into_resolved = make_framebuffer(out.resolved);
    }
    return out;
}

}  // namespace render
