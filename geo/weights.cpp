#include "geo/weights.h"

#include "geo/error.h"

#include <cstdlib>
#include <set>

namespace geo {

namespace {

/// The weight of that name whose year is nearest; of two equally near the earlier.
const CellWeight* nearest(const std::vector<CellWeight>& weights, const std::string& name, int date) {
    const CellWeight* best = nullptr;
    for (const auto& weight : weights) {  // ascending by year within a name
        if (weight.name != name) continue;
        if (best == nullptr || std::abs(weight.date - date) < std::abs(best->date - date)) best = &weight;
    }
    return best;
}

}  // namespace

std::vector<ChosenWeight> choose_weights(const Dataset& dataset, const std::string& wanted, Report& report) {
    const auto& cells = dataset.cells;
    const auto name = wanted.empty() ? std::string("dwellings") : wanted;
    std::set<std::string> names{"cells"};
    for (const auto& weight : cells.weights) names.insert(weight.name);
    const auto list = fmt::format("{}", fmt::join(names, ", "));
    if (name != "cells" && !names.contains(name)) {
        if (wanted.empty()) {
            fail(
                "the cells come without dwellings, so nothing says how much each counts: add the CBS 100 m squares, or "
                "choose a weight with "
                "--weight ({})",
                list);
        }
        fail("no weight '{}'; there is {}", name, list);
    }
    std::vector<ChosenWeight> out;
    const auto& measurements = cells.scores.values.measurements;
    const auto label = labels(measurements);
    for (std::size_t m = 0; m < measurements.size(); ++m) {
        if (name == "cells") {
            out.push_back({{name, 0, {}}, {}, {}});
            continue;
        }
        const auto* weight = nearest(cells.weights, name, measurements[m].date);
        out.push_back({{name, weight->date, weight->source}, weight->values, weight->suppressed});
        if (weight->date == measurements[m].date) {
            report.checked("cells", label[m], fmt::format("weighted by {} of the same year", name));
        } else {
            report.decided("cells", label[m],
                           weight->date == 0
                               ? fmt::format("weighted by {} of an unknown year", name)
                               : fmt::format("weighted by {} of {}, the nearest there are", name, weight->date));
        }
    }
    return out;
}

}  // namespace geo
