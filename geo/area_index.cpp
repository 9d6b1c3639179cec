#include "geo/area_index.h"

#include <algorithm>
#include <cmath>

namespace geo {

namespace {

bool holds(const Box& box, Point p) {
    return p.x >= box.min.x && p.x <= box.max.x && p.y >= box.min.y && p.y <= box.max.y;
}

}  // namespace

AreaIndex::AreaIndex(const Polygons& polygons) : polygons_(&polygons), boxes_(polygons.size()) {
    double width = 0;
    double height = 0;
    std::size_t count = 0;
    for (std::size_t area = 0; area < polygons.size(); ++area) {
        boxes_[area] = bounds(polygons, area);
        if (boxes_[area].empty()) continue;
        bounds_.extend(boxes_[area]);
        width += boxes_[area].max.x - boxes_[area].min.x;
        height += boxes_[area].max.y - boxes_[area].min.y;
        ++count;
    }
    if (count == 0) return;
    // Cells of half a mean box: an area meets about nine of them. No more cells than a few per area, which also holds
    // the entries of areas of very different sizes within bounds.
    const double most = 2 * std::sqrt(static_cast<double>(count)) + 1;
    const auto cells_along = [&](double whole, double sum) {
        const double cells = sum > 0 ? std::ceil(2 * whole / (sum / static_cast<double>(count))) : 1;
        return static_cast<std::size_t>(std::clamp(cells, 1.0, most));
    };
    columns_ = cells_along(bounds_.max.x - bounds_.min.x, width);
    rows_ = cells_along(bounds_.max.y - bounds_.min.y, height);
    cell_starts_.assign(columns_ * rows_ + 1, 0);
    const auto for_cells = [&](const Box& box, auto&& work) {
        for (auto row = row_of(box.min.y); row <= row_of(box.max.y); ++row) {
            for (auto column = column_of(box.min.x); column <= column_of(box.max.x); ++column)
                work(row * columns_ + column);
        }
    };
    for (const auto& box : boxes_) {
        if (!box.empty()) for_cells(box, [&](std::size_t cell) { ++cell_starts_[cell + 1]; });
    }
    for (std::size_t cell = 0; cell < columns_ * rows_; ++cell) cell_starts_[cell + 1] += cell_starts_[cell];
    members_.resize(cell_starts_.back());
    auto next = cell_starts_;
    for (std::uint32_t area = 0; area < boxes_.size(); ++area) {
        if (!boxes_[area].empty()) for_cells(boxes_[area], [&](std::size_t cell) { members_[next[cell]++] = area; });
    }
}

std::size_t AreaIndex::column_of(double x) const {
    const double part = (x - bounds_.min.x) / std::max(bounds_.max.x - bounds_.min.x, 1e-300);
    return std::min(columns_ - 1, static_cast<std::size_t>(part * static_cast<double>(columns_)));
}

std::size_t AreaIndex::row_of(double y) const {
    const double part = (y - bounds_.min.y) / std::max(bounds_.max.y - bounds_.min.y, 1e-300);
    return std::min(rows_ - 1, static_cast<std::size_t>(part * static_cast<double>(rows_)));
}

std::span<const std::uint32_t> AreaIndex::near(Point p) const {
    if (bounds_.empty() || !holds(bounds_, p)) return {};
    const auto cell = row_of(p.y) * columns_ + column_of(p.x);
    return std::span(members_).subspan(cell_starts_[cell], cell_starts_[cell + 1] - cell_starts_[cell]);
}

std::optional<std::uint32_t> AreaIndex::at(Point p) const {
    for (const auto area : near(p)) {
        if (holds(boxes_[area], p) && contains(*polygons_, area, p)) return area;
    }
    return {};
}

std::vector<std::uint32_t> AreaIndex::all_at(Point p) const {
    std::vector<std::uint32_t> out;
    for (const auto area : near(p)) {
        if (holds(boxes_[area], p) && contains(*polygons_, area, p)) out.push_back(area);
    }
    return out;
}

}  // namespace geo
