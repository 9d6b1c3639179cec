#include "app/render/pixel_box.h"

#include <algorithm>
#include <cmath>

namespace render {

namespace {

bool touch(const PixelBox& a, const PixelBox& b) {
    return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

PixelBox around(const PixelBox& a, const PixelBox& b) {
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
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
        const PixelBox seen{
            held(std::floor(corner.x - margin), view.width), held(std::floor(corner.y - margin), view.height),
            held(std::ceil(other.x + margin), view.width), held(std::ceil(other.y + margin), view.height)};
        if (seen.left < seen.right && seen.top < seen.bottom) join(out, seen);
    }
    return out;
}

}  // namespace render
