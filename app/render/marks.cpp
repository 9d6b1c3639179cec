#include "app/render/marks.h"

#include <algorithm>
#include <cmath>

namespace render {

namespace {

constexpr std::uint8_t is_hovered = 1;
constexpr std::uint8_t is_selected = 2;
constexpr double widest = 3;  // pixels from a border that a ring of marks.frag reaches, on an ordinary screen

bool touch(const PixelBox& a, const PixelBox& b) {
    return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

PixelBox around(const PixelBox& a, const PixelBox& b) {
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
            std::max(a.bottom, b.bottom)};
}

/// Adds a box, joined with those it touches, and with those that the joined one then touches.
void join(std::vector<PixelBox>& boxes, PixelBox box) {
    for (std::size_t i = 0; i < boxes.size();) {
        if (!touch(boxes[i], box)) {
            ++i;
            continue;
        }
        box = around(boxes[i], box);
        boxes[i] = boxes.back();
        boxes.pop_back();
        i = 0;
    }
    boxes.push_back(box);
}

}  // namespace

std::vector<PixelBox> boxes_in_view(const model::View& view, std::span<const geo::Box> boxes, double margin) {
    std::vector<PixelBox> out;
    for (const auto& box : boxes) {
        if (box.empty()) continue;
        const auto corner = model::to_screen(view, {box.min.x, box.max.y});
        const auto other = model::to_screen(view, {box.max.x, box.min.y});
        const auto held = [](double at, int last) { return static_cast<int>(std::clamp<double>(at, 0, last)); };
        const PixelBox seen{held(std::floor(corner.x - margin), view.width),
                            held(std::floor(corner.y - margin), view.height),
                            held(std::ceil(other.x + margin), view.width),
                            held(std::ceil(other.y + margin), view.height)};
        if (seen.left < seen.right && seen.top < seen.bottom) join(out, seen);
    }
    return out;
}

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
}

void Marks::draw(const Targets& targets, const model::View& fine_view, double content_scale) const {
    if (boxes_.empty()) return;
    const double unit = content_scale * targets.factor;
    const int reach = static_cast<int>(std::ceil(widest * unit));
    glEnable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    glEnable(GL_SCISSOR_TEST);
    Uniforms(program_)
        .sample("ids", 0, targets.ids)
        .sample("marks", 1, rows_.texture())
        .set("last", targets.fine_width() - 1, targets.fine_height() - 1)
        .set("unit", static_cast<float>(unit))
        .set("reach", reach);
    for (const auto& box : boxes_in_view(fine_view, boxes_, reach + 2.0)) {
        glScissor(box.left, box.top, box.right - box.left, box.bottom - box.top);
        glDrawArrays(GL_TRIANGLES, 0, 3);
    }
    glDisable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
}

}  // namespace render
