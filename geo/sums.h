#pragma once

#include "geo/overlay.h"

#include <cstddef>
#include <cstdint>

/// The inner loop of aggregate(): what cells add up to, a few columns side by side. One alone would leave the processor
/// idle, since a sum waits for its own last addition.
namespace geo {

inline constexpr std::size_t side_by_side = 4;

/// What the cells of one area add up to in each of the columns.
struct alignas(32) Sums {
    double sum[side_by_side];
    double weight[side_by_side];
    double least[side_by_side];  // of the values that weigh anything
    double most[side_by_side];
    std::int64_t n[side_by_side];
};

/// Where the weight of a cell in an area is added: [class byte][area].
using ClassColumns = double* [256];

/// Columns of the cells of one measurement. Plain pointers, so that what is compiled for a newer processor holds no
/// function of a library, which the linker might then take for all of the program.
struct CellColumns {
    const double* weights;                      // `missing` counts as 0
    const double* values[side_by_side];         // `missing` is left out
    const std::uint8_t* classes[side_by_side];  // null from the first that is not wanted
    ClassColumns class_weights[side_by_side];
};

/// Adds the cells of `runs` to the sums of their areas. \param share [runs], or null where all are 1 \param sums
/// [areas]
void add_runs(const Overlap::Run* runs, std::size_t count, const double* share, const CellColumns& cells, Sums* sums);

#ifdef LEEFBEELD_AVX2
/// The same to the last bit, for processors with AVX2.
void add_runs_avx2(const Overlap::Run* runs, std::size_t count, const double* share, const CellColumns& cells,
                   Sums* sums);
#endif

}  // namespace geo
