#pragma once

#include "geo/geometry.h"
#include "geo/lattice.h"

#include <cstdint>
#include <vector>

namespace geo {

/// Which cells lie in which area: a sparse matrix [areas x cells] in CSR form.
/// Made once per pair of layers; every measurement and dimension is then one pass over it.
struct Overlap {
    std::vector<std::uint32_t> row_starts{0};  // [areas + 1] into cells and share
    std::vector<std::uint32_t> cells;          // [entries]   ascending within an area
    std::vector<double> share;                 // [entries]   part of the cell inside, (0, 1]; empty means 1 everywhere

    [[nodiscard]] std::size_t areas() const { return row_starts.size() - 1; }
};

/// Membership by centroid: a cell belongs, whole, to every area that holds its centre (contains() decides, so a centre
/// on a border goes to the area above or to the right of it, to one of two neighbours and never to both). Areas may
/// overlap, nest or leave gaps. Cost: one scan line per lattice column an edge crosses; no index, no geometry of cells.
[[nodiscard]] Overlap overlay_by_centroid(const Polygons& areas, const Lattice& cells, unsigned threads = 0);

/// How many areas hold each cell. \return [cells]
[[nodiscard]] std::vector<std::uint16_t> areas_per_cell(const Overlap& overlap, std::size_t cells);

}  // namespace geo
