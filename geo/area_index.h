#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace geo {

/// Finds the areas under a point: a grid of cells that know which areas' boxes meet them, and contains() for those.
/// A few microseconds a question.
class AreaIndex {
public:
    AreaIndex() = default;
    /// \pre `polygons` outlives the index and does not change
    explicit AreaIndex(const Polygons& polygons);

    /// The area that holds the point, by the rule of contains(): of the areas of a partition exactly one. The lowest
    /// index where areas overlap; nothing outside all areas.
    [[nodiscard]] std::optional<std::uint32_t> at(Point p) const;

    /// All areas that hold the point, ascending.
    [[nodiscard]] std::vector<std::uint32_t> all_at(Point p) const;

private:
    [[nodiscard]] std::size_t column_of(double x) const;
    [[nodiscard]] std::size_t row_of(double y) const;
    /// Areas whose box holds the point or lies near it, ascending.
    [[nodiscard]] std::span<const std::uint32_t> near(Point p) const;

    const Polygons* polygons_ = nullptr;
    Box bounds_;
    std::size_t columns_ = 0;
    std::size_t rows_ = 0;
    std::vector<Box> boxes_;                  // [areas]
    std::vector<std::uint32_t> cell_starts_;  // [cells + 1] into members_, row by row
    std::vector<std::uint32_t> members_;      // areas, ascending within a cell
};

}  // namespace geo
