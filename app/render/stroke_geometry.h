#pragma once

#include "app/model/view.h"
#include "app/render/gl.h"
#include "geo/strokes.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace render {

/// How wide lines, or dots, are drawn. Pixels.
struct Stroke {
    double half_width = 1;
    double range = 4;      // as far from the edge as is told apart
    double precise = 0.3;  // pixels that a line may be off
    double rough = 3;      // the same where there are very many
    friend bool operator==(const Stroke&, const Stroke&) = default;
};

/// Lines or dots at several levels of detail, in graphics memory.
class StrokeGeometry {
public:
    explicit StrokeGeometry(std::shared_ptr<const geo::Strokes> strokes);

    /// Draws what is in sight with `program` (strokes.vert, strokes.frag) into the framebuffer that is bound, the
    /// largest value of each pixel. \return segments
    [[nodiscard]] std::size_t draw(const Program& program, const model::View& view, const Stroke& stroke) const;
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Level {
        Buffer segments;
        VertexArray layout;
    };
    std::shared_ptr<const geo::Strokes> strokes_;
    std::vector<Level> levels_;
    std::size_t bytes_ = 0;
};

}  // namespace render
