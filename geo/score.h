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
    /// [classes] of [wanted dimensions][measurement][area]: sum(w) of the cells with a value in class k + 1
    std::vector<Cube<double>> class_weight;
};

/// Shares per class that an aggregation is to give.
struct ShareRequest {
    const Cube<std::uint8_t>* classes = nullptr;  // of the cells, [dimensions][measurements][cells]
    std::vector<std::size_t> dimensions;          // for which; those of the class weights, in this order
    std::size_t class_count = 0;                  // the most of any of them; bytes above are in no class
};

/// One pass over the membership per measurement and four dimensions. Sums run in double and in cell order within an
/// area, so the result does not depend on threads. Memory beside the result: 168 bytes an area and thread.
/// \param scores  [dimensions][measurements][cells]
/// \param weights [measurements] of [cells], e.g. dwellings in the cell, >= 0; `missing` counts as 0
[[nodiscard]] Aggregate aggregate(const Overlap& overlap, const Table& scores,
                                  std::span<const std::span<const double>> weights, const ShareRequest& shares,
                                  unsigned threads = 0);

/// Sum of a cell column per area, `missing` cells left out: the weight that lives in an area, scored or not. \return
/// [areas]
[[nodiscard]] std::vector<double> sum_cells(const Overlap& overlap, std::span<const double> cells);

}  // namespace geo
