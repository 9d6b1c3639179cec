#include "app/model/view.h"

#include <algorithm>
#include <cassert>

namespace model {

namespace {

double held(double metres_per_pixel) {
    return std::clamp(metres_per_pixel, closest_metres_per_pixel, farthest_metres_per_pixel);
}

}  // namespace

Pixel to_screen(const View& view, geo::Point world) {
    return {view.width / 2.0 + (world.x - view.centre.x) / view.metres_per_pixel,
            view.height / 2.0 - (world.y - view.centre.y) / view.metres_per_pixel};
}

geo::Point to_world(const View& view, Pixel screen) {
    return {view.centre.x + (screen.x - view.width / 2.0) * view.metres_per_pixel,
            view.centre.y - (screen.y - view.height / 2.0) * view.metres_per_pixel};
}

geo::Box visible(const View& view) {
    geo::Box box;
    box.extend(to_world(view, {0, 0}));
    box.extend(to_world(view, {static_cast<double>(view.width), static_cast<double>(view.height)}));
    return box;
}

View zoomed(View view, double factor, Pixel anchor) {
    assert(factor > 0);
    const auto world = to_world(view, anchor);
    view.metres_per_pixel = held(view.metres_per_pixel / factor);
    return panned(view, to_screen(view, world), anchor);
}

View panned(View view, Pixel from, Pixel to) {
    view.centre.x -= (to.x - from.x) * view.metres_per_pixel;
    view.centre.y += (to.y - from.y) * view.metres_per_pixel;
    return view;
}

View fitted(View view, const geo::Box& box) {
    if (box.empty()) return view;
    view.centre = {(box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2};
    view.metres_per_pixel =
        held(1.05 * std::max((box.max.x - box.min.x) / view.width, (box.max.y - box.min.y) / view.height));
    return view;
}

View held_to(View view, const geo::Box& box) {
    if (box.empty()) return view;
    constexpr double least_px = 40;  // of the longer side of what there is
    const double longer = std::max({box.max.x - box.min.x, box.max.y - box.min.y, closest_metres_per_pixel * least_px});
    view.metres_per_pixel = std::min(view.metres_per_pixel, longer / least_px);
    view.centre.x = std::clamp(view.centre.x, box.min.x, box.max.x);
    view.centre.y = std::clamp(view.centre.y, box.min.y, box.max.y);
    return view;
}

View resized(View view, int width, int height) {
    const int before = std::min(view.width, view.height);
    view.width = std::max(width, 1);
    view.height = std::max(height, 1);
    view.metres_per_pixel = held(view.metres_per_pixel * before / std::min(view.width, view.height));
    return view;
}

}  // namespace model
