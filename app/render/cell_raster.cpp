#include "app/render/cell_raster.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace render {

namespace {

CellRaster::Level blank(int width, int height) {
    return {width, height,
            std::vector<std::uint32_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
}

std::size_t place(const CellRaster::Level& level, int x, int y) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(level.width) + static_cast<std::size_t>(x);
}

CellRaster::Level halved(const CellRaster::Level& fine, std::span<const double> weight) {
    auto coarse = blank((fine.width + 1) / 2, (fine.height + 1) / 2);
    const auto counts = [&](std::uint32_t id) {
        const double w = weight.empty() ? 0 : weight[id - 1];
        return w >= 0 ? w : 0;  // also of missing
    };
    for (int y = 0; y < fine.height; ++y) {
        for (int x = 0; x < fine.width; ++x) {
            const auto id = fine.ids[place(fine, x, y)];
            if (id == 0) continue;
            auto& chosen = coarse.ids[place(coarse, x / 2, y / 2)];
            const bool better =
                chosen == 0 || counts(id) > counts(chosen) || (counts(id) == counts(chosen) && id < chosen);
            if (better) chosen = id;
        }
    }
    return coarse;
}

}  // namespace

CellRaster make_cell_raster(const geo::Lattice& lattice, std::span<const double> weight) {
    assert(weight.empty() || weight.size() == lattice.size());
    CellRaster out;
    if (lattice.size() == 0) return out;
    out.first_column = lattice.first_column();
    out.first_row = lattice.first_row();
    out.levels.push_back(
        blank(lattice.last_column() - lattice.first_column(), lattice.last_row() - lattice.first_row()));
    std::uint32_t id = 0;
    auto& finest = out.levels.front();
    for (const auto cell : lattice.cells()) {
        finest.ids[place(finest, cell.column - out.first_column, cell.row - out.first_row)] = ++id;
    }
    while (out.levels.back().width > 1 || out.levels.back().height > 1) {
        out.levels.push_back(halved(out.levels.back(), weight));
    }
    return out;
}

int cell_level(double metres_per_pixel, int levels) {
    assert(levels > 0);
    const double wanted = std::ceil(std::log2(metres_per_pixel / geo::cell_size));
    return static_cast<int>(std::clamp(wanted, 0.0, levels - 1.0));
}

}  // namespace render
