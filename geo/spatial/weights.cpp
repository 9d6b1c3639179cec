#include "geo/spatial/weights.h"

#include <utility>

namespace geo {

const Words<WeightStyle>& weight_style_words() {
    static const Words<WeightStyle> words{{"row", WeightStyle::row}, {"binary", WeightStyle::binary}};
    return words;
}

double SpatialWeights::sum(std::size_t row) const {
    if (links().weights.empty()) return static_cast<double>(links().count(row)) * scale[row];
    double total = 0;
    for (auto link = links().starts[row]; link < links().starts[row + 1]; ++link) total += links().weight(link);
    return total * scale[row];
}

double SpatialWeights::sum_of_squares(std::size_t row) const {
    if (links().weights.empty()) return static_cast<double>(links().count(row)) * scale[row] * scale[row];
    double total = 0;
    for (auto link = links().starts[row]; link < links().starts[row + 1]; ++link)
        total += links().weight(link) * links().weight(link);
    return total * scale[row] * scale[row];
}

double SpatialWeights::lag(std::size_t row, std::span<const double> values) const {
    double total = 0;
    if (links().weights.empty()) {
        for (const auto other : links().of(row)) total += values[other];
    } else {
        for (auto link = links().starts[row]; link < links().starts[row + 1]; ++link)
            total += links().weights[link] * values[links().to[link]];
    }
    return total * scale[row];
}

SpatialWeights spatial_weights(std::shared_ptr<const Neighbours> neighbours, WeightStyle style, bool self) {
    SpatialWeights out{std::move(neighbours), style, self, {}};
    out.scale.assign(out.links().size(), 1);
    if (style == WeightStyle::binary) return out;
    for (std::size_t row = 0; row < out.size(); ++row) {
        const auto total = out.sum(row) + (self ? 1 : 0);
        if (out.links().count(row) > 0) out.scale[row] = 1 / total;
    }
    return out;
}

SpatialWeights spatial_weights(Neighbours neighbours, WeightStyle style, bool self) {
    return spatial_weights(std::make_shared<const Neighbours>(std::move(neighbours)), style, self);
}

}  // namespace geo
