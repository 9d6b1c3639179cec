#include "geo/composite/audit.h"

#include "geo/parallel.h"

#include <algorithm>
#include <cmath>

namespace geo {

double correlation(std::span<const double> a, std::span<const double> b) {
    double n = 0;
    double mean_a = 0;
    double mean_b = 0;
    const auto both = [&](std::size_t row) { return !std::isnan(a[row]) && !std::isnan(b[row]); };
    for (std::size_t row = 0; row < a.size(); ++row) {
        if (!both(row)) continue;
        ++n;
        mean_a += a[row];
        mean_b += b[row];
    }
    if (n < 3) return missing;
    mean_a /= n;
    mean_b /= n;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (std::size_t row = 0; row < a.size(); ++row) {
        if (!both(row)) continue;
        aa += (a[row] - mean_a) * (a[row] - mean_a);
        bb += (b[row] - mean_b) * (b[row] - mean_b);
        ab += (a[row] - mean_a) * (b[row] - mean_b);
    }
    if (!(aa > 0) || !(bb > 0)) return missing;
    return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

std::vector<std::vector<IndicatorAudit>> audit(const Composed& made, const IndexModel& model, unsigned threads) {
    const auto measurements = made.scores.measurements.size();
    const auto indicators = model.indicators.size();
    const auto nominal = nominal_weights(model);
    std::vector<std::vector<IndicatorAudit>> out(measurements, std::vector<IndicatorAudit>(indicators));
    parallel_for(measurements * indicators, threads, [&](std::size_t job) {
        const auto m = job / indicators;
        const auto i = job % indicators;
        auto& told = out[m][i];
        const auto& scores = made.scores;
        const auto values = made.normalised.values.column(i, m);
        const auto put_in = made.was_imputed.column(i, m);
        told.imputed = put_in.empty() ? 0
                                      : static_cast<double>(std::count(put_in.begin(), put_in.end(), 1)) /
                                            static_cast<double>(put_in.size());
        told.nominal = nominal[i];
        const auto parent = scores.find_dimension(model.indicators[i].parent);
        told.with_dimension = correlation(values, scores.values.column(parent, m));
        told.with_total = correlation(values, scores.values.column(scores.dimensions.size() - 1, m));
        told.against = told.with_dimension < 0;
        for (std::size_t other = 0; other < indicators; ++other) {
            if (other == i || model.indicators[other].parent != model.indicators[i].parent) continue;
            if (correlation(values, made.normalised.values.column(other, m)) < 0) told.opposed.push_back(other);
        }
    });
    for (auto& of_measurement : out) {
        double sum = 0;
        for (const auto& told : of_measurement) {
            if (!std::isnan(told.with_total)) sum += told.with_total * told.with_total;
        }
        for (auto& told : of_measurement) {
            if (sum > 0 && !std::isnan(told.with_total)) told.effective = told.with_total * told.with_total / sum;
        }
    }
    return out;
}

}  // namespace geo
