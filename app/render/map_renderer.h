#pragma once

#include "app/render/image.h"
#include "app/render/picture.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace render {

/// What draw() found due.
struct FrameStats {
    bool uploaded = false;  // geometry of a layer not drawn before
    bool id_pass = false;
    bool colour_pass = false;      // of the whole map; rings for what is hovered or selected are less
    double id_ms = 0;              // where timed, else 0
    double colour_ms = 0;          // rings too
    std::size_t segments = 0;      // of lines and dots that were drawn anew
    bool overlay_pass = false;     // what is laid on the areas was drawn or inked anew
    double overlay_ms = 0;         // that
    std::size_t triangles = 0;     // in the last id pass
    int level = 0;                 // of detail, in the last id pass
    std::size_t buffer_bytes = 0;  // graphics memory
};

/// Draws a map into a texture of its own, in two passes: which row lies at which pixel, when view, layer or size
/// change; colours for those rows, when anything changes; then rings for what is hovered or selected. What is laid on
/// the areas, or under them, is drawn apart, and mixed in with the colours. Geometry goes to the graphics card once per
/// layer of a scene. Needs a current context with its functions loaded (context.h), always the same.
class MapRenderer {
public:
    /// \throws Error if a shader does not compile here
    MapRenderer();
    ~MapRenderer();
    MapRenderer(MapRenderer&&) noexcept;
    MapRenderer& operator=(MapRenderer&&) noexcept;

    /// Does what is due since the last call. A view of less than a pixel draws nothing.
    /// \throws Error if the map is larger than this OpenGL can hold; the next call starts afresh
    FrameStats draw(const Picture& picture, const Style& style = {});

    /// The row drawn at a pixel of the map: what is seen, to within a pixel of where borders lie.
    [[nodiscard]] std::optional<std::uint32_t> pick(model::Pixel pixel) const;

    /// Row + 1 by pixel, or 0; upper left first. With supersampling there are more pixels than in the image.
    [[nodiscard]] std::vector<std::uint32_t> read_ids() const;
    [[nodiscard]] Image read_image() const;

    /// Copies the map into a framebuffer of `width` x `height` pixels (0 is the window's), `left` and `top` from its
    /// upper left corner, over the ground; and leaves that framebuffer bound, for panels on top of it.
    void show(unsigned framebuffer, int left, int top, int width, int height) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace render
