#pragma once

#include "geo/geometry.h"
#include "geo/lattice.h"

#include <cstdint>
#include <vector>

namespace geo {

/// Which cells lie in which area: a sparse matrix [areas x cells], kept as runs, since the cells of a stretch of a
/// lattice column follow one another. Ordered by cell, so that a pass over it reads the columns of the cells as they
/// lie. Made once per pair of layers; every measurement and dimension is then one pass over it.
struct Overlap {
    /// Cells [begin, end), all of them in the area. Two runs of one area have no cell in common.
    struct Run {
        std::uint32_t begin;
        std::uint32_t end;
        std::uint32_t area;
        friend auto operator<=>(const Run&, const Run&) = default;
    };
    std::size_t areas = 0;
    std::vector<Run> runs;      // ascending by first cell; runs of one cell in the order of the areas
    std::vector<double> share;  // [runs] part inside of each cell of the run, (0, 1]; empty means 1 everywhere

    [[nodiscard]] double share_of(std::size_t run) const { return share.empty() ? 1.0 : share[run]; }
};

/// Membership by centroid: a cell belongs, whole, to every area that holds its centre (contains() decides, so a centre
/// on a border goes to the area above or to the right of it, to one of two neighbours and never to both). Areas may
/// overlap, nest or leave gaps. Cost: one scan line per lattice column an edge crosses; no index, no geometry of cells.
[[nodiscard]] Overlap overlay_by_centroid(const Polygons& areas, const Lattice& cells, unsigned threads = 0);

/// Membership by exact share: a cell belongs to every area that covers some of it, by the part of its surface that the
/// area covers; of a partition the shares of a cell sum to 1. A cell that lies within an area has a share of exactly 1,
/// and parts below 1e-12 are left out. Areas may overlap, nest or leave gaps, and parts of one area may touch.
/// \pre areas are valid and oriented, as repair() leaves them. Cost: that of the cells the borders run through.
[[nodiscard]] Overlap overlay_by_share(const Polygons& areas, const Lattice& cells, unsigned threads = 0);

/// How much of each cell the areas hold together: 1 where one holds it whole, more where areas overlap. \return [cells]
[[nodiscard]] std::vector<double> share_held(const Overlap& overlap, std::size_t cells);

}  // namespace geo
