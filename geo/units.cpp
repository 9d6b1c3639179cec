#include "geo/units.h"

#include "geo/error.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

namespace geo {

Sentence weight_words(const std::string& name) {
    if (name == "dwellings") return Sentence("dwellings");
    if (name == "inhabitants") return Sentence("inhabitants");
    if (name == "households") return Sentence("households");
    return name == "cells" ? Sentence("cells") : Sentence::verbatim(name);
}

namespace {

std::string name_or_default(const std::string& wanted) {
    return wanted.empty() ? "dwellings" : wanted;
}

std::set<std::string> names_of(const std::vector<Weight>& weights) {
    std::set<std::string> out;
    for (const auto& weight : weights) out.insert(weight.name);
    return out;
}

/// The weight of that name that the scores of the measurement were made by, or else whose year is nearest; of two
/// equally near the earlier.
const Weight* nearest(const std::vector<Weight>& weights, const std::string& name, const Measurement& m) {
    const Weight* best = nullptr;
    for (const auto& weight : weights) {  // ascending by year within a name
        if (weight.name != name) continue;
        if (weight.behind == m) return &weight;
        if (best == nullptr || std::abs(weight.date - m.date) < std::abs(best->date - m.date)) best = &weight;
    }
    return best;
}

/// A weight that weighs nothing would make every area look uninhabited.
void check_weight(const Units& units, const ChosenWeight& weight, std::size_t m, const std::string& label) {
    const auto& table = units.table();
    for (std::size_t d = 0; d < table.dimensions.size(); ++d) {
        const auto values = table.values.column(d, m);
        for (std::size_t unit = 0; unit < values.size(); ++unit) {
            if (!std::isnan(values[unit]) && weight.values[unit] > 0) return;
        }
    }
    for (std::size_t d = 0; d < table.dimensions.size(); ++d) {
        const auto values = table.values.column(d, m);
        if (std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) continue;
        fail("{}: {} is zero or missing in every one of the {} with a score of {}; is it of the same place and year?",
             weight.use.source, weight_words(weight.use.name),
             units.level == "cells" ? Sentence("cells") : Sentence("areas"), label);
    }
}

void take_nearest(Units& units, const std::vector<Weight>& weights, const std::string& name, Report& report) {
    const auto& measurements = units.table().measurements;
    const auto label = labels(measurements);
    for (std::size_t m = 0; m < measurements.size(); ++m) {
        const auto* weight = nearest(weights, name, measurements[m]);
        units.weights.push_back({{name, weight->date, weight->source}, weight->values, weight->suppressed});
        check_weight(units, units.weights.back(), m, label[m]);
        if (weight->date == measurements[m].date) {
            report.checked(units.level, label[m], Sentence("weighted by {} of the same year", weight_words(name)));
        } else {
            report.decided(units.level, label[m],
                           weight->date == 0 ? Sentence("weighted by {} of an unknown year", weight_words(name))
                                             : Sentence("weighted by {} of {}, the nearest there are",
                                                        weight_words(name), weight->date));
        }
    }
}

}  // namespace

std::vector<std::span<const double>> Units::weight_columns() const {
    std::vector<std::span<const double>> out;
    for (const auto& weight : weights) out.push_back(weight.values);
    return out;
}

Units cell_units(const Dataset& dataset, const std::string& wanted, Report& report) {
    const auto& cells = dataset.cells;
    Units out{"cells", &cells.scores, {}};
    const auto name = name_or_default(wanted);
    if (name == "cells") {
        out.weights.assign(out.table().measurements.size(), {{name, 0, {}}, cells.one_each, {}});
        return out;
    }
    auto names = names_of(cells.weights);
    if (!names.contains(name)) {
        names.insert("cells");
        const auto list = fmt::format("{}", fmt::join(names, ", "));
        if (wanted.empty()) {
            fail(
                "the cells come without dwellings, so nothing says how much each counts: add the CBS 100 m squares, or "
                "choose a weight with --weight ({})",
                list);
        }
        fail("no weight '{}'; there is {}", name, list);
    }
    take_nearest(out, cells.weights, name, report);
    return out;
}

Units area_units(const Areas& areas, const std::string& wanted, Report& report) {
    Units out{areas.level, &areas.scores, {}};
    const auto name = name_or_default(wanted);
    if (names_of(areas.weights).contains(name)) {
        take_nearest(out, areas.weights, name, report);
    } else if (!wanted.empty()) {
        report.decided(areas.level, {},
                       Sentence("the areas carry their own scores and no weight '{}': it is not used", wanted));
    }
    return out;
}

}  // namespace geo
