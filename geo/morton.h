#pragma once

#include "geo/geometry.h"

#include <algorithm>
#include <cstdint>

namespace geo {

/// A raster of 65,535 x 65,535 square steps over a box: rough places of points, that keep their order in x and in y.
class Raster {
public:
    struct Place {
        std::uint16_t x = 0;  // 0 .. 65534
        std::uint16_t y = 0;
    };

    explicit Raster(const Box& box)
        : origin_(box.min), scale_(last / std::max({box.max.x - box.min.x, box.max.y - box.min.y, 1e-300})) {}

    /// Points outside the box get the place of its border.
    [[nodiscard]] Place operator()(Point p) const { return {step(p.x - origin_.x), step(p.y - origin_.y)}; }

private:
    static constexpr double last = 65534;

    [[nodiscard]] std::uint16_t step(double distance) const {
        return static_cast<std::uint16_t>(std::clamp(distance * scale_, 0.0, last));
    }

    Point origin_;
    double scale_;
};

/// Place along a z-order curve (Morton 1966): what follows each other lies near each other.
[[nodiscard]] constexpr std::uint32_t morton_code(Raster::Place place) {
    const auto spread = [](std::uint32_t bits) {  // each bit followed by a zero
        bits = (bits | bits << 8) & 0x00ff00ffu;
        bits = (bits | bits << 4) & 0x0f0f0f0fu;
        bits = (bits | bits << 2) & 0x33333333u;
        return (bits | bits << 1) & 0x55555555u;
    };
    return spread(place.x) | spread(place.y) << 1;
}

}  // namespace geo
