#include "geo/composite/aggregate.h"

#include "geo/composite/compose.h"
#include "geo/error.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace geo {

namespace {

bool needs_sign(Aggregation aggregation) {
    return aggregation == Aggregation::geometric || aggregation == Aggregation::harmonic;
}

void check_sign(const std::string& model, const std::string& dimension, const std::string& part,
                std::span<const double> values, const RowName& row_name) {
    for (std::uint32_t row = 0; row < values.size(); ++row) {
        if (!(values[row] < 0)) continue;
        fail(
            "model '{}': dimension '{}' is a geometric or harmonic mean, and '{}' is negative there ({} of '{}'); "
            "choose a scale without negative values, or the arithmetic mean",
            model, dimension, part, values[row], row_name ? row_name(row) : std::to_string(row));
    }
}

}  // namespace

/// One mean, or sum, of the parts that are there.
class Aggregator::Mean {
public:
    /// \param columns [parts] of [rows] \param weights [parts], those of 0 left out
    Mean(Aggregation aggregation, double least_available, std::vector<std::span<const double>> columns,
         std::vector<double> weights)
        : aggregation_(aggregation), columns_(std::move(columns)), weights_(std::move(weights)) {
        for (const double weight : weights_) whole_ += weight;
        constexpr double rounding = 1e-9;
        least_ = (least_available - rounding) * whole_;
    }

    [[nodiscard]] double operator()(std::size_t row, std::uint8_t& incomplete) const {
        double sum = 0;
        double there = 0;
        for (std::size_t p = 0; p < columns_.size(); ++p) {
            const double value = columns_[p][row];
            if (std::isnan(value)) {
                incomplete = 1;
                continue;
            }
            there += weights_[p];
            sum += weights_[p] * term(value);
        }
        if (!(there > 0) || there < least_) return missing;
        switch (aggregation_) {
            case Aggregation::sum:
                return incomplete != 0 ? sum / there * whole_ : sum;
            case Aggregation::arithmetic:
                return sum / there;
            case Aggregation::geometric:
                return std::exp(sum / there);
            case Aggregation::harmonic:
                return there / sum;
        }
        return missing;
    }

private:
    [[nodiscard]] double term(double value) const {
        if (aggregation_ == Aggregation::geometric) return std::log(value);
        return aggregation_ == Aggregation::harmonic ? 1 / value : value;
    }

    Aggregation aggregation_;
    std::vector<std::span<const double>> columns_;
    std::vector<double> weights_;
    double whole_ = 0;
    double least_ = 0;
};

Aggregator::Aggregator(const IndexModel& model) : name_(model.name), least_available_(model.least_available) {
    const auto order = order_of(model);
    const auto parts = parts_of(model);
    for (const auto& indicator : model.indicators) indicators_.push_back(indicator.code);
    std::vector<std::size_t> place(model.dimensions.size());
    for (const auto d : order) {
        place[d] = codes_.size();
        codes_.push_back(model.dimensions[d].code);
        Step step{d, {{}, parts[d].aggregation}};
        for (auto part : parts[d].parts) {
            if (part.weight == 0) continue;
            if (!part.indicator) part.index = place[part.index];
            step.parts.parts.push_back(part);
        }
        linear_ = linear_ && !needs_sign(step.parts.aggregation);
        steps_.push_back(std::move(step));
    }
    factors_.assign(indicators_.size(), 0);
    std::vector<double> of_dimension(steps_.size(), 0);
    of_dimension.back() = 1;
    for (std::size_t s = steps_.size(); linear_ && s-- > 0;) {
        for (const auto& part : steps_[s].parts.parts) {
            const bool sum = steps_[s].parts.aggregation == Aggregation::sum;
            (part.indicator ? factors_ : of_dimension)[part.index] = of_dimension[s] * (sum ? part.weight : part.share);
        }
    }
}

Aggregator::Mean Aggregator::mean_of(const Step& step, std::span<const std::span<const double>> indicators,
                                     std::span<const std::span<double>> dimensions) const {
    std::vector<std::span<const double>> columns;
    std::vector<double> weights;
    for (const auto& part : step.parts.parts) {
        columns.push_back(part.indicator ? indicators[part.index] : std::span<const double>(dimensions[part.index]));
        weights.push_back(part.weight);
    }
    return {step.parts.aggregation, least_available_, std::move(columns), std::move(weights)};
}

void Aggregator::operator()(std::span<const std::span<const double>> indicators, std::span<const std::span<double>> out,
                            std::span<const std::span<std::uint8_t>> incomplete, const RowName& row_name) const {
    for (std::size_t s = 0; s < steps_.size(); ++s) {
        const auto& step = steps_[s];
        for (const auto& part : step.parts.parts) {
            if (!needs_sign(step.parts.aggregation)) break;
            const auto values = part.indicator ? indicators[part.index] : std::span<const double>(out[part.index]);
            check_sign(name_, codes_[s], part.indicator ? indicators_[part.index] : codes_[part.index], values,
                       row_name);
        }
        const auto mean = mean_of(step, indicators, out);
        for (std::size_t row = 0; row < out[s].size(); ++row) {
            std::uint8_t lacks = 0;
            out[s][row] = mean(row, lacks);
            if (!incomplete.empty()) incomplete[s][row] = lacks;
        }
    }
}

void Aggregator::total(std::span<const std::span<const double>> indicators, std::span<double> out) const {
    bool all = linear_;
    if (linear_) {
        std::fill(out.begin(), out.end(), 0.0);
        for (std::size_t i = 0; i < indicators.size(); ++i) {
            if (factors_[i] == 0) continue;
            const double factor = factors_[i];
            const double* values = indicators[i].data();
            for (std::size_t row = 0; row < out.size(); ++row) out[row] += factor * values[row];
        }
        if (least_available_ >= 1) return;  // a missing part makes the sum missing
        for (const double value : out) all = all && !std::isnan(value);
    }
    if (all) return;
    std::vector<std::vector<double>> scratch(steps_.size(), std::vector<double>(out.size()));
    const std::vector<std::span<double>> dimensions(scratch.begin(), scratch.end());
    for (std::size_t s = 0; s < steps_.size(); ++s) {
        const auto mean = mean_of(steps_[s], indicators, dimensions);
        const auto into = s + 1 == steps_.size() ? out : dimensions[s];
        for (std::size_t row = 0; row < out.size(); ++row) {
            std::uint8_t lacks = 0;
            into[row] = mean(row, lacks);
        }
    }
}

Table aggregated(const Table& normalised, const IndexModel& model, const ComposeOptions& options,
                 Cube<std::uint8_t>* incomplete) {
    const Aggregator aggregator(model);
    const auto dimensions = aggregator.codes().size();
    Table out(aggregator.codes(), normalised.measurements, normalised.rows);
    if (incomplete != nullptr)
        *incomplete = Cube<std::uint8_t>(dimensions, normalised.measurements.size(), out.rows, 0);
    parallel_for(normalised.measurements.size(), options.threads, [&](std::size_t m) {
        std::vector<std::span<const double>> columns;
        std::vector<std::span<double>> into;
        std::vector<std::span<std::uint8_t>> lacks;
        for (std::size_t i = 0; i < normalised.dimensions.size(); ++i)
            columns.push_back(normalised.values.column(i, m));
        for (std::size_t d = 0; d < dimensions; ++d) into.push_back(out.values.column(d, m));
        for (std::size_t d = 0; incomplete != nullptr && d < dimensions; ++d) lacks.push_back(incomplete->column(d, m));
        aggregator(columns, into, lacks, options.row_name);
    });
    return out;
}

}  // namespace geo
