#include "geo/composite/compose.h"

#include "geo/column.h"
#include "geo/composite/outliers.h"
#include "geo/composite/sample.h"
#include "geo/composite/scale.h"
#include "geo/error.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/ranges.h>

namespace geo {

namespace {

/// One indicator at one measurement.
struct Place {
    std::size_t indicator;
    std::size_t measurement;
};

Sentence method_name(Imputation::Method method) {
    switch (method) {
        case Imputation::Method::mean:
            return Sentence("the mean");
        case Imputation::Method::median:
            return Sentence("the median");
        case Imputation::Method::group_mean:
            return Sentence("the mean of its group");
        case Imputation::Method::group_median:
            return Sentence("the median of its group");
        case Imputation::Method::none:
            break;
    }
    return {};
}

bool is_of_group(Imputation::Method method) {
    return method == Imputation::Method::group_mean || method == Imputation::Method::group_median;
}

double middle(const Sample& sample, Imputation::Method method) {
    const bool mean = method == Imputation::Method::mean || method == Imputation::Method::group_mean;
    return sample.size() == 0 ? missing : mean ? sample.mean() : sample.median();
}

/// \param group [rows] word, or empty: all are one \param put_in [rows] 1 where a value was
std::size_t impute(std::span<double> values, std::span<std::uint8_t> put_in, Imputation::Method method,
                   std::span<const std::uint32_t> group) {
    std::map<std::uint32_t, std::vector<double>> known;
    const auto group_of = [&](std::size_t row) { return group.empty() ? 0 : group[row]; };
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (!std::isnan(values[row])) known[group_of(row)].push_back(values[row]);
    }
    std::map<std::uint32_t, double> of_group;
    for (const auto& [word, of] : known) {
        if (word != Column::no_word) of_group[word] = middle(Sample(of), method);
    }
    std::size_t count = 0;
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (!std::isnan(values[row])) continue;
        const auto at = of_group.find(group_of(row));
        if (at == of_group.end()) continue;
        values[row] = at->second;
        put_in[row] = 1;
        ++count;
    }
    return count;
}

bool has_values(std::span<const double> column) {
    return std::any_of(column.begin(), column.end(), [](double value) { return !std::isnan(value); });
}

class Composer {
public:
    Composer(const Table& indicators, const IndexModel& model, const ComposeOptions& options)
        : model_(model), options_(options), labels_(labels(indicators.measurements)) {
        if (!model.reference.empty()) {
            const auto at = std::find(labels_.begin(), labels_.end(), model.reference);
            if (at == labels_.end())
                fail("model '{}': the reference measurement '{}' is not there; there is {}", model.name,
                     model.reference, fmt::join(labels_, ", "));
            reference_ = static_cast<std::size_t>(at - labels_.begin());
        }
        out_.imputed = indicators;
        out_.was_imputed =
            Cube<std::uint8_t>(indicators.dimensions.size(), indicators.measurements.size(), indicators.rows, 0);
    }

    Composed operator()() {
        for_each_column([&](Place at) { impute(at); });
        out_.treated = out_.imputed;
        treat();
        out_.normalised = out_.treated;
        normalise();
        out_.scores = aggregated(out_.normalised, model_, options_, &out_.incomplete);
        tell();
        return std::move(out_);
    }

private:
    template <typename Job>
    void for_each_column(Job&& job) {
        const auto measurements = labels_.size();
        parallel_for(model_.indicators.size() * measurements, options_.threads, [&](std::size_t i) {
            job(Place{i / measurements, i % measurements});
        });
    }

    [[nodiscard]] const Imputation& imputation_of(std::size_t i) const {
        const auto& own = model_.indicators[i].imputation;
        return own ? *own : model_.imputation;
    }
    [[nodiscard]] const Outliers& outliers_of(std::size_t i) const {
        const auto& own = model_.indicators[i].outliers;
        return own ? *own : model_.outliers;
    }

    void impute(Place at) {
        const auto& imputation = imputation_of(at.indicator);
        if (imputation.method == Imputation::Method::none) return;
        std::span<const std::uint32_t> group;
        if (is_of_group(imputation.method)) {
            const auto found = options_.groups.find(imputation.group);
            if (found == options_.groups.end())
                fail("model '{}': no column '{}' to tell the groups of '{}' by", model_.name, imputation.group,
                     model_.indicators[at.indicator].code);
            group = found->second;
        }
        geo::impute(out_.imputed.values.column(at.indicator, at.measurement),
                    out_.was_imputed.column(at.indicator, at.measurement), imputation.method, group);
    }

    /// The measurement whose values settle what is done to a column; of one without values there is none.
    [[nodiscard]] std::size_t settled_by(std::size_t measurement) const {
        return reference_ == labels_.size() ? measurement : reference_;
    }

    void treat() {
        out_.treatments.assign(model_.indicators.size(), std::vector<Treatment>(labels_.size()));
        for_each_column([&](Place at) {
            const auto by = out_.imputed.values.column(at.indicator, settled_by(at.measurement));
            const auto treating = treating_of(by, outliers_of(at.indicator));
            auto& told = out_.treatments[at.indicator][at.measurement];
            told = treating.told;
            auto values = out_.treated.values.column(at.indicator, at.measurement);
            told.low = told.high = 0;
            for (double& value : values) {
                told.low += value < treating.floor ? 1u : 0u;
                told.high += value > treating.cap ? 1u : 0u;
                if (!std::isnan(value)) value = treating(value);
            }
            const Sample left(values);
            told.skewness = left.skewness();
            told.kurtosis = left.kurtosis();
        });
    }

    void normalise() {
        for (std::size_t i = 0; i < model_.indicators.size(); ++i) {
            bool any = false;
            for (std::size_t m = 0; m < labels_.size(); ++m) any = any || has_values(out_.treated.values.column(i, m));
            if (!any) fail("model '{}': indicator '{}' has no values at all", model_.name, model_.indicators[i].code);
            if (reference_ < labels_.size() && !has_values(out_.treated.values.column(i, reference_)))
                fail("model '{}': indicator '{}' has no values in the reference measurement {}", model_.name,
                     model_.indicators[i].code, model_.reference);
        }
        for_each_column([&](Place at) {
            auto values = out_.normalised.values.column(at.indicator, at.measurement);
            if (!has_values(values)) return;
            const auto& indicator = model_.indicators[at.indicator];
            const auto by = settled_by(at.measurement);
            const auto settles = out_.treated.values.column(at.indicator, by);
            std::vector<double> turned(settles.begin(), settles.end());
            const double sign = indicator.more_is_better ? 1 : -1;
            for (double& value : turned) value *= sign;
            const Scale scale(model_, indicator, labels_[by], turned);
            for (double& value : values) value = scale(sign * value);
        });
    }

    void tell() {
        using enum Note::Kind;
        auto& report = out_.report;
        for (std::size_t i = 0; i < model_.indicators.size(); ++i) {
            const auto& code = model_.indicators[i].code;
            const auto& imputation = imputation_of(i);
            for (std::size_t m = 0; m < labels_.size(); ++m) {
                const auto put_in = out_.was_imputed.column(i, m);
                const auto count = static_cast<std::size_t>(std::count(put_in.begin(), put_in.end(), 1));
                report.count(
                    repaired, model_.name, labels_[m],
                    Sentence("values of '{}' that were missing, taken as {}", code, method_name(imputation.method)),
                    count);
                const auto& treated = out_.treatments[i][m];
                report.count(repaired, model_.name, labels_[m],
                             Sentence("values of '{}' drawn in, as they lie far out", code),
                             treated.low + treated.high);
                if (treated.method == Outliers::Method::log)
                    report.decided(model_.name, labels_[m],
                                   Sentence("of '{}' the logarithm is taken, as its values lie far apart", code));
                if (!has_values(out_.treated.values.column(i, m)))
                    report.count(unmatched, model_.name, labels_[m], Sentence("indicator without values: '{}'", code),
                                 1);
            }
        }
        for (std::size_t m = 0; m < labels_.size(); ++m) {
            const auto total = out_.scores.values.column(out_.scores.dimensions.size() - 1, m);
            std::vector<std::string> without;
            for (std::uint32_t row = 0; row < total.size(); ++row) {
                if (std::isnan(total[row]) && options_.row_name) without.push_back(options_.row_name(row));
            }
            const auto count = without.size();
            report.count(unmatched, model_.name, labels_[m],
                         Sentence("areas without a total: too much of what it is made of is missing"), count,
                         std::move(without));
        }
    }

    const IndexModel& model_;
    const ComposeOptions& options_;
    std::vector<std::string> labels_;
    std::size_t reference_ = labels_.size();
    Composed out_;
};

/// One mean, or sum, of the parts that are there.
class Mean {
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

void check_sign(const IndexModel& model, const Dimension& dimension, const std::string& part,
                std::span<const double> values, const ComposeOptions& options) {
    for (std::uint32_t row = 0; row < values.size(); ++row) {
        if (!(values[row] < 0)) continue;
        fail(
            "model '{}': dimension '{}' is a geometric or harmonic mean, and '{}' is negative there ({} of '{}'); "
            "choose a scale without negative values, or the arithmetic mean",
            model.name, dimension.code, part, values[row],
            options.row_name ? options.row_name(row) : std::to_string(row));
    }
}

}  // namespace

Table aggregated(const Table& normalised, const IndexModel& model, const ComposeOptions& options,
                 Cube<std::uint8_t>* incomplete) {
    const auto order = order_of(model);
    const auto parts = parts_of(model);
    std::vector<std::string> codes;
    std::vector<std::size_t> place(model.dimensions.size());
    for (const auto d : order) {
        place[d] = codes.size();
        codes.push_back(model.dimensions[d].code);
    }
    Table out(codes, normalised.measurements, normalised.rows);
    if (incomplete != nullptr)
        *incomplete = Cube<std::uint8_t>(codes.size(), normalised.measurements.size(), out.rows, 0);
    parallel_for(normalised.measurements.size(), options.threads, [&](std::size_t m) {
        for (const auto d : order) {
            std::vector<std::span<const double>> columns;
            std::vector<double> weights;
            const auto aggregation = parts[d].aggregation;
            for (const auto& part : parts[d].parts) {
                if (part.weight == 0) continue;
                const std::span<const double> column = part.indicator
                                                           ? normalised.values.column(part.index, m)
                                                           : std::as_const(out).values.column(place[part.index], m);
                const auto& code =
                    part.indicator ? model.indicators[part.index].code : model.dimensions[part.index].code;
                if (aggregation == Aggregation::geometric || aggregation == Aggregation::harmonic)
                    check_sign(model, model.dimensions[d], code, column, options);
                columns.push_back(column);
                weights.push_back(part.weight);
            }
            const Mean mean(aggregation, model.least_available, std::move(columns), std::move(weights));
            auto scores = out.values.column(place[d], m);
            for (std::size_t row = 0; row < scores.size(); ++row) {
                std::uint8_t lacks = 0;
                scores[row] = mean(row, lacks);
                if (incomplete != nullptr) incomplete->column(place[d], m)[row] = lacks;
            }
        }
    });
    return out;
}

Composed compose(const Table& indicators, const IndexModel& model, const ComposeOptions& options) {
    static_cast<void>(order_of(model));
    return Composer(indicators, model, options)();
}

}  // namespace geo
