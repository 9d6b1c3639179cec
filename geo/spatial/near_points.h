#pragma once

#include "geo/geometry.h"
#include "geo/lattice.h"
#include "geo/spatial/contiguity.h"
#include "geo/spatial/neighbours.h"
#include "geo/words.h"

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// Centre of gravity of a multipolygon; of none, coordinates that are `missing`. \pre area < polygons.size()
[[nodiscard]] Point centroid(const Polygons& polygons, std::size_t area);
[[nodiscard]] std::vector<Point> centroids(const Polygons& polygons);

/// How the weight of a neighbour falls with its distance, as a part u of the bandwidth; 1 at distance 0 (Silverman
/// 1986).
enum class Kernel {
    triangular,    // 1 - u
    epanechnikov,  // 1 - u^2
    quartic,       // (1 - u^2)^2
    gaussian       // exp(-u^2 / 2), cut off at 3 bandwidths
};
[[nodiscard]] const Words<Kernel>& kernel_words();

/// The k nearest of each; of equal distances the lower row. Points with a `missing` coordinate have no neighbours and
/// are nobody's. With k at or above the number of others, all of them.
[[nodiscard]] Neighbours nearest(std::span<const Point> points, std::size_t k, unsigned threads = 0);

/// Those no further than `distance`. \pre distance >= 0 \throws Error where they have more than `most_links`
[[nodiscard]] Neighbours within(std::span<const Point> points, double distance, unsigned threads = 0);

/// Those within the bandwidth (of a Gaussian, three), weighted by the kernel. \pre bandwidth > 0 \throws Error as
/// within()
[[nodiscard]] Neighbours by_kernel(std::span<const Point> points, Kernel kernel, double bandwidth,
                                   unsigned threads = 0);

/// The same of the centres of grid cells, without looking for them. A row is the index of a cell.
[[nodiscard]] Neighbours within(const Lattice& cells, double distance, unsigned threads = 0);
/// Cells that share a corner, or a side.
[[nodiscard]] Neighbours contiguous(const Lattice& cells, Contiguity rule, unsigned threads = 0);

/// More links than this are refused: 1.6 GB of them.

}  // namespace geo
