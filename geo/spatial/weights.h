#pragma once

#include "geo/spatial/neighbours.h"
#include "geo/words.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace geo {

enum class WeightStyle {
    row,    // the weights of a row sum to 1: a lag is the mean of the neighbours
    binary  // as the links have it, 1 each: a lag is their sum
};

/// "row", "binary".
[[nodiscard]] const Words<WeightStyle>& weight_style_words();

/// Spatial weights: links, and what each counts for. A row without neighbours has none, also not of itself.
struct SpatialWeights {
    std::shared_ptr<const Neighbours> neighbours;  // a copy of the weights holds the same
    WeightStyle style = WeightStyle::row;
    bool self = false;          // whether a row counts itself, as much as a neighbour at no distance
    std::vector<double> scale;  // [rows] what the weights of its links, and 1 of itself, are multiplied by

    [[nodiscard]] const Neighbours& links() const { return *neighbours; }
    [[nodiscard]] std::size_t size() const { return scale.size(); }
    [[nodiscard]] double weight(std::size_t row, std::size_t link) const { return links().weight(link) * scale[row]; }
    [[nodiscard]] double self_weight(std::size_t row) const { return self && links().count(row) > 0 ? scale[row] : 0; }
    [[nodiscard]] double sum(std::size_t row) const;             // of the weights, that of itself left out
    [[nodiscard]] double sum_of_squares(std::size_t row) const;  // likewise

    /// sum of w(row, j) values(j) over the neighbours, itself left out; 0 without neighbours.
    [[nodiscard]] double lag(std::size_t row, std::span<const double> values) const;
};

[[nodiscard]] SpatialWeights spatial_weights(std::shared_ptr<const Neighbours> neighbours, WeightStyle style,
                                             bool self = false);
[[nodiscard]] SpatialWeights spatial_weights(Neighbours neighbours, WeightStyle style, bool self = false);

}  // namespace geo
