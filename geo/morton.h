#pragma once

#include "geo/geometry.h"

#include <algorithm>
#include <cstdint>

namespace geo {

/// Place of points along a z-order curve through a box (Morton 1966): points that follow each other lie near each other.
class MortonCode {
public:
    explicit MortonCode(const Box& box)
        : origin_(box.min), scale_(steps / std::max({box.max.x - box.min.x, box.max.y - box.min.y, 1e-300})) {}

    /// Points outside the box get the code of its border.
    [[nodiscard]] std::uint32_t operator()(Point p) const {
        return spread((p.x - origin_.x) * scale_) | spread((p.y - origin_.y) * scale_) << 1;
    }

private:
    static constexpr double steps = 65535;

    /// The bits of a number of 16 bits, each followed by a zero.
    static std::uint32_t spread(double value) {
        auto bits = static_cast<std::uint32_t>(std::clamp(value, 0.0, steps));
        bits = (bits | bits << 8) & 0x00ff00ffu;
        bits = (bits | bits << 4) & 0x0f0f0f0fu;
        bits = (bits | bits << 2) & 0x33333333u;
        return (bits | bits << 1) & 0x55555555u;
    }

    Point origin_;
    double scale_;
};

}  // namespace geo
