#pragma once

#include "app/render/gl.h"
#include "app/render/picture.h"
#include "app/render/row_bytes.h"
#include "app/render/targets.h"

#include <cstdint>
#include <span>
#include <vector>

namespace render {

/// Which rows are hovered or selected, and the rings around them.
class Marks {
public:
    /// Takes over what is marked now. \return whether that is something else than before
    bool follow(const Picture& picture);
    void forget();  // another layer is next

    /// Over the colours in targets.marked, which hold them already; only the rings of before must go.
    /// \param anew all of targets.colours is new \pre an empty vertex array is bound
    void draw(const Targets& targets, const model::View& fine_view, double content_scale, bool anew);
    [[nodiscard]] std::size_t bytes() const { return rows_.size(); }

private:
    Program program_ = make_program("shaders/screen.vert", "shaders/marks.frag");
    RowBytes rows_;  // by row: 1 hovered, 2 selected
    std::uint32_t hovered_ = model::Derived::none;
    std::vector<std::uint32_t> selected_;
    std::vector<geo::Box> boxes_;  // of those rows
    std::vector<PixelBox> drawn_;  // where rings are now
};

}  // namespace render
