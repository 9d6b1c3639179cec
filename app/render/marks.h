#pragma once

#include "app/render/gl.h"
#include "app/render/picture.h"
#include "app/render/row_bytes.h"
#include "app/render/targets.h"

#include <cstdint>
#include <span>
#include <vector>

namespace render {

/// A rectangle of pixels: [left, right) x [top, bottom).
struct PixelBox {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    friend bool operator==(const PixelBox&, const PixelBox&) = default;
};

/// Where boxes lie in a view, `margin` pixels wider, cut off at its edges; those that touch are one, so that no pixel is
/// in two of them.
[[nodiscard]] std::vector<PixelBox> boxes_in_view(const model::View& view, std::span<const geo::Box> boxes,
                                                  double margin);

/// Which rows are hovered or selected, and the rings around them.
class Marks {
public:
    /// Takes over what is marked now. \return whether that is something else than before
    bool follow(const Picture& picture);
    void forget();  // another layer is next

    /// Over the colours in targets.fine. \pre an empty vertex array is bound
    void draw(const Targets& targets, const model::View& fine_view, double content_scale) const;
    [[nodiscard]] std::size_t bytes() const { return rows_.size(); }

private:
    Program program_ = make_program("shaders/screen.vert", "shaders/marks.frag");
    RowBytes rows_;  // by row: 1 hovered, 2 selected
    std::uint32_t hovered_ = model::Derived::none;
    std::vector<std::uint32_t> selected_;
    std::vector<geo::Box> boxes_;  // of those rows
};

}  // namespace render
