#include "app/render/marks.h"

#include <algorithm>
#include <cmath>

namespace render {

namespace {

constexpr std::uint8_t is_hovered = 1;
constexpr std::uint8_t is_selected = 2;
constexpr double widest = 3;  // pixels from a border that a ring of marks.frag reaches, on an ordinary screen

}  // namespace

bool Marks::follow(const Picture& picture) {
    const auto rows = picture.layer == nullptr ? 0 : picture.layer->rows();
    const bool anew = rows_.size() != rows;
    if (!anew && picture.hovered == hovered_ && std::ranges::equal(picture.selected, selected_)) return false;
    if (anew) {
        rows_.assign(std::vector<std::uint8_t>(rows));
    } else {
        for (const auto row : selected_) {
            if (row < rows) rows_.set(row, 0);
        }
        if (hovered_ < rows) rows_.set(hovered_, 0);
    }
    hovered_ = picture.hovered;
    selected_.assign(picture.selected.begin(), picture.selected.end());
    boxes_.clear();
    for (const auto row : selected_) {
        if (row >= rows) continue;
        rows_.set(row, is_selected);
        boxes_.push_back(picture.scene->bounds_of(*picture.layer, row));
    }
    if (hovered_ < rows) {
        const bool both = std::ranges::find(selected_, hovered_) != selected_.end();
        rows_.set(hovered_, both ? is_hovered | is_selected : is_hovered);
        boxes_.push_back(picture.scene->bounds_of(*picture.layer, hovered_));
    }
    return true;
}

void Marks::forget() {
    rows_ = {};
    hovered_ = model::Derived::none;
    selected_.clear();
    boxes_.clear();
    drawn_.clear();
}

void Marks::draw(const Targets& targets, const model::View& fine_view, double content_scale, bool anew) {
    const PixelBox all{0, 0, targets.fine_width(), targets.fine_height()};
    targets.unmark(anew ? std::span(&all, 1) : std::span<const PixelBox>(drawn_));
    const double unit = content_scale * targets.factor;
    const int reach = static_cast<int>(std::ceil(widest * unit));
    drawn_ = boxes_in_view(fine_view, boxes_, reach + 2.0);
    if (drawn_.empty()) return;
    glBindFramebuffer(GL_FRAMEBUFFER, targets.into_marked.get());
    glViewport(0, 0, targets.fine_width(), targets.fine_height());
    glEnable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    glEnable(GL_SCISSOR_TEST);
    Uniforms(program_)
        .sample("ids", 0, targets.ids)
        .sample("marks", 1, rows_.texture())
        .set("last", targets.fine_width() - 1, targets.fine_height() - 1)
        .set("unit", static_cast<float>(unit))
        .set("reach", reach);
    for (const auto& box : drawn_) {
        glScissor(box.left, box.top, box.right - box.left, box.bottom - box.top);
        glDrawArrays(GL_TRIANGLES, 0, 3);
    }
    glDisable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
}

}  // namespace render
