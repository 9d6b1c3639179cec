#pragma once

#include "geo/dataset.h"
#include "geo/report.h"
#include "geo/spatial/near_points.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace geo {

/// Who counts as a neighbour.
struct NeighbourRule {
    enum class Kind {
        queen,    // areas that share a vertex; cells that share a corner
        rook,     // ... an edge; a side
        nearest,  // the k nearest, from centroid to centroid
        band,     // no further than a distance, likewise
        kernel,   // within a bandwidth, counting for less the further
        links,    // those of a file (LoadOptions::neighbours)
        weights   // ... with its weights
    };
    Kind kind = Kind::queen;
    std::size_t order = 1;    // queen, rook: neighbours of neighbours too, up to so many links away
    std::size_t nearest = 6;  // k
    double distance = 1000;   // metres: of the band, or the bandwidth
    Kernel kernel = Kernel::triangular;
    double tolerance = usual_tolerance;  // metres; vertices no further apart are one

    static constexpr double usual_tolerance = 0.001;
    friend bool operator==(const NeighbourRule&, const NeighbourRule&) = default;
};

/// "queen", "rook", "queen:2", "knn:6", "band:1000", "kernel:triangular:1000", "links", "weights"; not the tolerance.
/// \throws Error telling what there is
[[nodiscard]] NeighbourRule neighbour_rule(std::string_view text);
[[nodiscard]] std::string to_text(const NeighbourRule& rule);

/// Cells: all within 1 km, for scores of cells look as far as that; areas: queen.
[[nodiscard]] NeighbourRule usual_rule(const Areas& areas);

/// Cells are the level that cells_as_areas() makes; their neighbours are found on the grid. \param report of links by
/// tolerance alone, and of what a file says of codes that are none here \throws Error for areas without borders, where
/// the rule needs them; without a file; for more links than can be held
[[nodiscard]] Neighbours find_neighbours(const Dataset& dataset, const Areas& areas, const NeighbourRule& rule,
                                         Report& report, unsigned threads = 0);

}  // namespace geo
