#include "app/model/tried_index.h"

#include "geo/error.h"
#include "geo/own_index.h"

#include <algorithm>

namespace model {

std::vector<std::string> index_parts(const Layer& layer) {
    const auto& table = layer.assessment.values;
    std::vector<std::string> out;
    if (layer.index_model != nullptr) return geo::weighed_parts(*layer.index_model);
    if (table.dimensions[layer.assessment.total] != "afw") return out;
    for (const auto* part : {"won", "fys", "vrz", "soc", "onv"}) {
        if (table.find_dimension(part) < table.dimensions.size()) out.emplace_back(part);
    }
    if (out.size() < 2) out.clear();
    return out;
}

std::vector<double> importances_of(const Layer& layer, const std::map<std::string, double>& importance) {
    std::vector<double> out;
    for (const auto& part : index_parts(layer)) {
        const auto at = importance.find(part);
        out.push_back(at == importance.end() ? 1.0 : at->second);
    }
    return out;
}

TriedIndex::TriedIndex(const Layer& layer, const std::map<std::string, double>& importance) {
    const auto& table = layer.assessment.values;
    if (layer.index_model != nullptr) {
        try {
            const auto model = geo::with_importance(*layer.index_model, importance);
            mean_.emplace(model);
            for (const auto& indicator : model.indicators) dimensions_.push_back(table.find_dimension(indicator.code));
        } catch (const geo::Error&) {  // all weights of a dimension are 0
            dimensions_.clear();
        }
        return;
    }
    factors_ = geo::scaled_importance(importances_of(layer, importance));
    const auto names = index_parts(layer);
    for (std::size_t i = 0; i < factors_.size(); ++i) dimensions_.push_back(table.find_dimension(names[i]));
}

void TriedIndex::fill(const Layer& layer, std::size_t measurement, std::span<double> out, std::size_t first) const {
    const auto& table = layer.assessment.values;
    std::vector<std::span<const double>> columns;
    for (const auto dimension : dimensions_)
        columns.push_back(table.values.column(dimension, measurement).subspan(first, out.size()));
    fill(columns, out);
}

double TriedIndex::of(const std::function<double(std::size_t)>& value) const {
    if (!linear()) return geo::missing;
    std::vector<double> values;
    std::vector<std::span<const double>> columns;
    for (const auto dimension : dimensions_) values.push_back(value(dimension));
    for (const auto& each : values) columns.emplace_back(&each, 1);
    double out = geo::missing;
    fill(columns, std::span(&out, 1));
    return out;
}

void TriedIndex::fill(const std::vector<std::span<const double>>& columns, std::span<double> out) const {
    mean_ ? mean_->total(columns, out) : geo::weighted_total(columns, factors_, out);
}

bool makes_own_index(const Layer& layer, const std::map<std::string, double>& importance) {
    if (importance.empty()) return false;
    const auto all = importances_of(layer, importance);
    return std::any_of(all.begin(), all.end(), [&](double each) { return each != all.front() || each == 0; });
}

}  // namespace model
