#pragma once

#include "app/model/scene.h"
#include "geo/composite/aggregate.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// The index with other importances of its parts than the published ones, as people try them in the window.
namespace model {

/// What an own index is made of by importances: the parts of the published total that the layer has, in the order they
/// are published; of an own index by a model its dimensions and indicators. None unless there are two or more.
[[nodiscard]] std::vector<std::string> index_parts(const Layer& layer);

/// An own index of a layer, by importances: a sum of dimensions of its values times factors, or what a model with other
/// weights makes of its indicators.
class TriedIndex {
public:
    /// Of nothing.
    TriedIndex() = default;
    TriedIndex(const Layer& layer, const std::map<std::string, double>& importance);

    /// Whether nothing is of importance.
    [[nodiscard]] bool empty() const { return dimensions_.empty(); }
    /// \param out [rows] of the layer, from `first` on
    void fill(const Layer& layer, std::size_t measurement, std::span<double> out, std::size_t first = 0) const;
    /// Whether it is a sum, so that it can be told of what is a mean of areas.
    [[nodiscard]] bool linear() const { return !mean_ || mean_->linear(); }
    /// \param value of a dimension of the layer, elsewhere \return missing unless it is a sum
    [[nodiscard]] double of(const std::function<double(std::size_t)>& value) const;

private:
    void fill(const std::vector<std::span<const double>>& columns, std::span<double> out) const;

    std::vector<std::size_t> dimensions_;
    std::vector<double> factors_;          // [dimensions_], of a sum
    std::optional<geo::Aggregator> mean_;  // else
};

/// The importance of each part: 1 where none was given. \return [index_parts()]
[[nodiscard]] std::vector<double> importances_of(const Layer& layer, const std::map<std::string, double>& importance);

/// Whether these importances make an own index of a layer: not where all are alike.
[[nodiscard]] bool makes_own_index(const Layer& layer, const std::map<std::string, double>& importance);

}  // namespace model
