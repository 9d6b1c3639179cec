#include "geo/composite/compose.h"

#include "geo/column.h"
#include "geo/composite/aggregate.h"
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
        if (!model.reference.empty() && model.reference != each_measurement) {
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

    void impute(Place at) {
        const auto& imputation = imputation_of(model_, model_.indicators[at.indicator]);
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
            const auto treating = treating_of(by, outliers_of(model_, model_.indicators[at.indicator]));
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

    [[nodiscard]] std::size_t count_missing(std::size_t indicator, std::size_t measurement) const {
        const auto values = out_.imputed.values.column(indicator, measurement);
        return static_cast<std::size_t>(
            std::count_if(values.begin(), values.end(), [](double value) { return std::isnan(value); }));
    }

    void tell() {
        using enum Note::Kind;
        auto& report = out_.report;
        for (std::size_t i = 0; i < model_.indicators.size(); ++i) {
            const auto& code = model_.indicators[i].code;
            const auto& imputation = imputation_of(model_, model_.indicators[i]);
            for (std::size_t m = 0; m < labels_.size(); ++m) {
                const auto put_in = out_.was_imputed.column(i, m);
                const auto count = static_cast<std::size_t>(std::count(put_in.begin(), put_in.end(), 1));
                if (imputation.method != Imputation::Method::none && count_missing(i, m) > 0)
                    report.count(
                        unmatched, model_.name, labels_[m],
                        Sentence("values of '{}' that are missing and could not be filled in: nothing of their "
                                 "group is known",
                                 code),
                        count_missing(i, m));
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

}  // namespace

Composed compose(const Table& indicators, const IndexModel& model, const ComposeOptions& options) {
    static_cast<void>(order_of(model));
    return Composer(indicators, model, options)();
}

}  // namespace geo
