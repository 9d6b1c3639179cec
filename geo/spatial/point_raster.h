#pragma once

#include "geo/geometry.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace geo {

/// Points by the squares of a raster over all of them, to be asked for near a place. Points with a `missing` coordinate
/// are in none.
class PointRaster {
public:
    /// \param side of a square at least; larger where points lie so far apart that squares would outnumber them
    PointRaster(std::span<const Point> points, double side) : side_(side) {
        for (const auto p : points) {
            if (is_known(p)) box_.extend(p);
        }
        if (box_.empty()) return;
        const auto most = 2 * std::sqrt(static_cast<double>(points.size())) + 1;
        side_ = std::max({side, (box_.max.x - box_.min.x) / most, (box_.max.y - box_.min.y) / most});
        if (side_ == 0) side_ = 1;
        columns_ = along(box_.max.x - box_.min.x) + 1;
        rows_ = along(box_.max.y - box_.min.y) + 1;
        starts_.assign(static_cast<std::size_t>(columns_ * rows_) + 1, 0);
        for (const auto p : points) {
            if (is_known(p)) ++starts_[square_of(p) + 1];
        }
        std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
        members_.resize(starts_.back());
        auto next = starts_;
        for (std::uint32_t i = 0; i < points.size(); ++i) {
            if (is_known(points[i])) members_[next[square_of(points[i])]++] = i;
        }
    }

    [[nodiscard]] static bool is_known(Point p) { return !std::isnan(p.x) && !std::isnan(p.y); }
    [[nodiscard]] double side() const { return side_; }

    /// Calls use(point) for all in squares that are `ring` squares away from that of p; then those of rings 0 to `ring`
    /// hold all that are nearer than `ring` sides. \return whether any square lies so far away
    template <typename Use>
    bool for_each_in_ring(Point p, std::int64_t ring, Use&& use) const {
        const auto column = along(p.x - box_.min.x);
        const auto row = along(p.y - box_.min.y);
        bool any = false;
        for (auto x = column - ring; x <= column + ring; ++x) {
            if (x < 0 || x >= columns_) continue;
            const bool side = x == column - ring || x == column + ring;
            for (auto y = row - ring; y <= row + ring; y += side || ring == 0 ? 1 : 2 * ring) {
                if (y < 0 || y >= rows_) continue;
                any = true;
                use_square(x, y, use);
            }
        }
        return any;
    }

    /// Calls use(point) for all in squares that the box of that radius around p meets.
    template <typename Use>
    void for_each_around(Point p, double radius, Use&& use) const {
        const auto clamped = [&](double at, std::int64_t end) {
            return std::clamp<std::int64_t>(along(at), 0, end - 1);
        };
        const auto last_column = clamped(p.x + radius - box_.min.x, columns_);
        const auto last_row = clamped(p.y + radius - box_.min.y, rows_);
        for (auto x = clamped(p.x - radius - box_.min.x, columns_); x <= last_column; ++x) {
            for (auto y = clamped(p.y - radius - box_.min.y, rows_); y <= last_row; ++y) use_square(x, y, use);
        }
    }

private:
    template <typename Use>
    void use_square(std::int64_t x, std::int64_t y, Use&& use) const {
        const auto square = static_cast<std::size_t>(x * rows_ + y);
        for (auto at = starts_[square]; at < starts_[square + 1]; ++at) use(members_[at]);
    }
    [[nodiscard]] std::int64_t along(double from_start) const {
        constexpr double far = 1e9;
        return static_cast<std::int64_t>(std::clamp(std::floor(from_start / side_), -far, far));
    }
    [[nodiscard]] std::size_t square_of(Point p) const {
        return static_cast<std::size_t>(along(p.x - box_.min.x) * rows_ + along(p.y - box_.min.y));
    }

    Box box_;
    double side_;
    std::int64_t columns_ = 0;
    std::int64_t rows_ = 0;
    std::vector<std::size_t> starts_;     // [squares + 1] into members_
    std::vector<std::uint32_t> members_;  // points
};

}  // namespace geo
