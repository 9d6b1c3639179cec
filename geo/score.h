#pragma once

#include "geo/overlay.h"
#include "geo/table.h"

#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// What cells add up to in every area, for every dimension and measurement.
struct Aggregate {
    Cube<double> mean;      // weighted mean sum(w v) / sum(w), w = share * weight; `missing` where sum(w) = 0
    Cube<double> weight;    // sum(w) over the cells with a value
    Cube<std::uint32_t> n;  // cells with a value, whatever their weight
    std::vector<Cube<double>> class_weight;  // [classes]: sum(w) of the cells with a value in class k + 1
};

/// One pass over the membership per measurement, all dimensions together. Sums run in double and in cell order within
/// an area, so the result does not depend on threads. \param scores  [dimensions][measurements][cells] \param classes
/// of the cells, same shape; bytes that are no class count in no class_weight \param weights [measurements] of [cells],
/// e.g. dwellings in the cell, >= 0; `missing` counts as 0 \param class_count number of classes to sum, the most of any
/// dimension
[[nodiscard]] Aggregate aggregate(const Overlap& overlap, const Table& scores, const Cube<std::uint8_t>& classes,
                                  std::span<const std::span<const double>> weights, std::size_t class_count,
                                  unsigned threads = 0);

/// Sum of a cell column per area, `missing` cells left out: the weight that lives in an area, scored or not. \return
/// [areas]
[[nodiscard]] std::vector<double> sum_cells(const Overlap& overlap, std::span<const double> cells);

}  // namespace geo
