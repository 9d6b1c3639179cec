#pragma once

#include "geo/geos.h"
#include "geo/overlay.h"

#include "shapes.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

/// Shares of cells in areas, in full, and found the long way.
namespace shares {

using Matrix = std::vector<std::vector<double>>;  // [area][cell]

inline Matrix matrix(const geo::Overlap& overlap, std::size_t cells) {
    Matrix out(overlap.areas, std::vector<double>(cells, 0.0));
    for (std::size_t i = 0; i < overlap.runs.size(); ++i) {
        const auto& run = overlap.runs[i];
        // Added, so that a cell in two runs of an area does not go unseen.
        for (auto cell = run.begin; cell < run.end; ++cell) out[run.area][cell] += overlap.share_of(i);
    }
    return out;
}

/// Over all areas. \return [cells]
inline std::vector<double> sums(const geo::Overlap& overlap, std::size_t cells) {
    std::vector<double> out(cells, 0.0);
    for (std::size_t i = 0; i < overlap.runs.size(); ++i) {
        for (auto cell = overlap.runs[i].begin; cell < overlap.runs[i].end; ++cell) out[cell] += overlap.share_of(i);
    }
    return out;
}

inline double greatest_difference(std::span<const double> a, std::span<const double> b) {
    double out = a.size() == b.size() ? 0 : 1e300;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) out = std::max(out, std::abs(a[i] - b[i]));
    return out;
}

/// What GEOS cuts out of every cell, polygon by polygon, since those of an area may touch; near the origin, where
/// coordinates have digits to spare. \return [cells], huge where GEOS fails
inline std::vector<double> by_geos(const geo::Polygons& areas, std::size_t area, const geo::Lattice& lattice) {
    const double x = lattice.first_column() * geo::cell_size;
    const double y = lattice.first_row() * geo::cell_size;
    geo::Polygons parts;
    parts.append(areas, area);
    parts.area_starts.resize(parts.polygon_starts.size());
    for (std::size_t k = 0; k < parts.area_starts.size(); ++k) parts.area_starts[k] = static_cast<std::uint32_t>(k);
    for (auto& p : parts.points) p = {p.x - x, p.y - y};
    const auto context = geo::geos::context();
    const auto cells = lattice.cells();
    std::vector<double> out(cells.size(), 0.0);
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const auto polygon = geo::geos::to_geos(parts, part);
        const auto* prepared = GEOSPrepare_r(context, polygon.get());
        const auto box = geo::bounds(parts, part);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const geo::Point low{cells[i].column * geo::cell_size - x, cells[i].row * geo::cell_size - y};
            const geo::Point high{low.x + geo::cell_size, low.y + geo::cell_size};
            if (!geo::meets(box, {low, high})) continue;
            const auto square =
                geo::geos::to_geos(shapes::one_area(shapes::rectangle(low.x, low.y, high.x, high.y)), 0);
            if (GEOSPreparedContains_r(context, prepared, square.get()) == 1) {
                out[i] += 1;
                continue;
            }
            if (GEOSPreparedIntersects_r(context, prepared, square.get()) == 0) continue;
            const geo::geos::GeometryPtr common(GEOSIntersection_r(context, polygon.get(), square.get()));
            double surface = 1e300;
            if (common) GEOSArea_r(context, common.get(), &surface);
            out[i] += surface / (geo::cell_size * geo::cell_size);
        }
        GEOSPreparedGeom_destroy_r(context, prepared);
    }
    return out;
}

/// Whether the box of some edge of the area meets the cell.
inline bool border_meets(const geo::Polygons& areas, std::size_t area, geo::Cell cell) {
    const geo::Point low{cell.column * geo::cell_size, cell.row * geo::cell_size};
    const geo::Box square{low, {low.x + geo::cell_size, low.y + geo::cell_size}};
    for (auto r = areas.first_ring(area); r < areas.last_ring(area); ++r) {
        const auto ring = areas.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            geo::Box edge;
            edge.extend(ring[i]);
            edge.extend(ring[i + 1 == ring.size() ? 0 : i + 1]);
            if (geo::meets(edge, square)) return true;
        }
    }
    return false;
}

}  // namespace shares
