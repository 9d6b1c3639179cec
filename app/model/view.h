#pragma once

#include "geo/geometry.h"

namespace model {

struct Pixel {
    double x = 0;  // from the left
    double y = 0;  // from the top
    friend bool operator==(const Pixel&, const Pixel&) = default;
};

/// A north-up window on the world. The only place where metres and pixels meet.
struct View {
    geo::Point centre;            // metres, dataset CRS
    double metres_per_pixel = 1;  // > 0; framebuffer pixels, not window points
    int width = 1;                // framebuffer pixels of the map, >= 1
    int height = 1;
    friend bool operator==(const View&, const View&) = default;
};

inline constexpr double closest_metres_per_pixel = 0.01;
inline constexpr double farthest_metres_per_pixel = 1e8;

[[nodiscard]] Pixel to_screen(const View& view, geo::Point world);
[[nodiscard]] geo::Point to_world(const View& view, Pixel screen);

/// The part of the world that the view shows.
[[nodiscard]] geo::Box visible(const View& view);

/// The same window `factor` times closer, with the world point under `anchor` held still; held within the limits above.
/// \pre factor > 0
[[nodiscard]] View zoomed(View view, double factor, Pixel anchor);

/// The same window moved so that what lay under `from` lies under `to`.
[[nodiscard]] View panned(View view, Pixel from, Pixel to);

/// The closest window of the same size that shows all of `box`, with a margin of 5 %. An empty box changes nothing.
[[nodiscard]] View fitted(View view, const geo::Box& box);

/// The same view, held so that some of `box` is in sight and large enough to be seen. An empty box changes nothing.
[[nodiscard]] View held_to(View view, const geo::Box& box);

/// The same part of the world in a window of another size: the centre stays, and as much stays in sight as was.
[[nodiscard]] View resized(View view, int width, int height);

}  // namespace model
