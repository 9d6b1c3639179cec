#include "geo/composite/model.h"

#include "geo/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/ranges.h>

namespace geo {

namespace {

using Index = std::map<std::string, std::size_t, std::less<>>;  // code -> dimension

Index dimensions_by_code(const IndexModel& model) {
    Index out;
    for (std::size_t d = 0; d < model.dimensions.size(); ++d) {
        if (!out.emplace(model.dimensions[d].code, d).second)
            fail("model '{}': dimension '{}' stands there twice; rename one", model.name, model.dimensions[d].code);
    }
    return out;
}

void check_indicators(const IndexModel& model, const Index& dimensions) {
    if (model.indicators.empty()) fail("model '{}': it has no indicators", model.name);
    std::set<std::string> codes;
    for (const auto& indicator : model.indicators) {
        if (dimensions.contains(indicator.code))
            fail("model '{}': '{}' is both an indicator and a dimension; rename one", model.name, indicator.code);
        if (!codes.insert(indicator.code).second)
            fail("model '{}': indicator '{}' stands there twice; it may belong to one dimension only", model.name,
                 indicator.code);
        if (indicator.parent.empty())
            fail("model '{}': indicator '{}' does not say which dimension it belongs to: of = \"...\"", model.name,
                 indicator.code);
        if (!dimensions.contains(indicator.parent))
            fail("model '{}': indicator '{}' belongs to dimension '{}', which is not there", model.name, indicator.code,
                 indicator.parent);
    }
}

std::size_t total_of(const IndexModel& model) {
    std::vector<std::string> totals;
    std::size_t out = 0;
    for (std::size_t d = 0; d < model.dimensions.size(); ++d) {
        if (!model.dimensions[d].parent.empty()) continue;
        totals.push_back(model.dimensions[d].code);
        out = d;
    }
    if (totals.empty()) fail("model '{}': every dimension has a parent, so none is the total", model.name);
    if (totals.size() > 1)
        fail("model '{}': {} dimensions have no parent ('{}'), and one only can be the total; give the others theirs",
             model.name, totals.size(), fmt::join(totals, "', '"));
    return out;
}

void check_weight(const IndexModel& model, const std::string& code, double weight) {
    constexpr double most = 1e9;
    if (!(weight >= 0 && weight <= most))
        fail("model '{}': the weight of '{}' is {}; it must be a number that is not negative, and not above {}",
             model.name, code, weight, most);
}

}  // namespace

const Imputation& imputation_of(const IndexModel& model, const Indicator& indicator) {
    return indicator.imputation ? *indicator.imputation : model.imputation;
}

const Outliers& outliers_of(const IndexModel& model, const Indicator& indicator) {
    return indicator.outliers ? *indicator.outliers : model.outliers;
}

const Normalisation& normalisation_of(const IndexModel& model, const Indicator& indicator) {
    return indicator.normalisation ? *indicator.normalisation : model.normalisation;
}

const std::string& column_of(const Indicator& indicator) {
    return indicator.column.empty() ? indicator.code : indicator.column;
}

std::vector<std::size_t> order_of(const IndexModel& model) {
    const auto dimensions = dimensions_by_code(model);
    check_indicators(model, dimensions);
    const auto total = total_of(model);
    std::vector<double> weight(model.dimensions.size(), 0.0);
    std::vector<bool> made(model.dimensions.size(), false);
    for (const auto& indicator : model.indicators) {
        check_weight(model, indicator.code, indicator.weight);
        const auto parent = dimensions.find(indicator.parent)->second;
        weight[parent] += indicator.weight;
        made[parent] = true;
    }
    for (const auto& dimension : model.dimensions) {
        check_weight(model, dimension.code, dimension.weight);
        if (dimension.parent.empty()) continue;
        const auto parent = dimensions.find(dimension.parent);
        if (parent == dimensions.end())
            fail("model '{}': dimension '{}' belongs to '{}', which is not there", model.name, dimension.code,
                 dimension.parent);
        weight[parent->second] += dimension.weight;
        made[parent->second] = true;
    }
    for (std::size_t d = 0; d < made.size(); ++d) {
        if (!made[d])
            fail("model '{}': dimension '{}' is made of nothing; give it an indicator, or leave it out", model.name,
                 model.dimensions[d].code);
        if (!(weight[d] > 0))
            fail("model '{}': all that dimension '{}' is made of has weight 0", model.name, model.dimensions[d].code);
    }
    // Parents first, from the total down; what is not reached goes round in a circle.
    std::vector<std::size_t> out{total};
    for (std::size_t next = 0; next < out.size(); ++next) {
        for (std::size_t d = model.dimensions.size(); d-- > 0;) {
            if (model.dimensions[d].parent == model.dimensions[out[next]].code) out.push_back(d);
        }
    }
    for (std::size_t d = 0; d < model.dimensions.size(); ++d) {
        if (std::find(out.begin(), out.end(), d) == out.end())
            fail("model '{}': dimension '{}' is part of itself by way of '{}'", model.name, model.dimensions[d].code,
                 model.dimensions[d].parent);
    }
    std::reverse(out.begin(), out.end());
    return out;
}

std::vector<Parts> parts_of(const IndexModel& model) {
    std::vector<Parts> out(model.dimensions.size());
    const auto dimensions = dimensions_by_code(model);
    const auto add = [&](const std::string& parent, bool indicator, std::size_t index, double weight) {
        out[dimensions.find(parent)->second].parts.push_back({indicator, index, weight, 0});
    };
    for (std::size_t i = 0; i < model.indicators.size(); ++i)
        add(model.indicators[i].parent, true, i, model.indicators[i].weight);
    for (std::size_t d = 0; d < out.size(); ++d) {
        out[d].aggregation = model.dimensions[d].aggregation.value_or(model.aggregation);
        if (!model.dimensions[d].parent.empty()) add(model.dimensions[d].parent, false, d, model.dimensions[d].weight);
    }
    for (auto& dimension : out) {
        double sum = 0;
        for (const auto& part : dimension.parts) sum += part.weight;
        for (auto& part : dimension.parts) part.share = part.weight / sum;
    }
    return out;
}

std::vector<double> nominal_weights(const IndexModel& model) {
    const auto order = order_of(model);
    const auto parts = parts_of(model);
    std::vector<double> of_dimension(model.dimensions.size(), 0.0), out(model.indicators.size(), 0.0);
    of_dimension[order.back()] = 1;
    for (auto d = order.rbegin(); d != order.rend(); ++d) {
        for (const auto& part : parts[*d].parts)
            (part.indicator ? out : of_dimension)[part.index] = part.share * of_dimension[*d];
    }
    return out;
}

std::map<std::string, double> weights_in_total(const IndexModel& model) {
    const auto order = order_of(model);
    const auto parts = parts_of(model);
    std::map<std::string, double> out{{model.dimensions[order.back()].code, 1.0}};
    for (auto d = order.rbegin(); d != order.rend(); ++d) {  // each before those it is made of
        for (const auto& part : parts[*d].parts) {
            const auto& code = part.indicator ? model.indicators[part.index].code : model.dimensions[part.index].code;
            out[code] = out[model.dimensions[*d].code] * part.share;
        }
    }
    return out;
}

std::vector<std::string> weighed_parts(const IndexModel& model) {
    const auto order = order_of(model);
    const auto parts = parts_of(model);
    std::vector<std::string> out;
    // Depth first, in the order of the model.
    const auto add = [&](auto&& self, std::size_t dimension) -> void {
        const auto weighed = std::count_if(parts[dimension].parts.begin(), parts[dimension].parts.end(),
                                           [](const auto& part) { return part.weight > 0; });
        for (const bool indicators : {false, true}) {
            for (const auto& part : parts[dimension].parts) {
                if (part.indicator != indicators) continue;
                if (weighed > 1 && part.weight > 0)
                    out.push_back(part.indicator ? model.indicators[part.index].code
                                                 : model.dimensions[part.index].code);
                if (!part.indicator) self(self, part.index);
            }
        }
    };
    add(add, order.back());
    return out;
}

IndexModel with_importance(IndexModel model, const std::map<std::string, double>& importance) {
    struct Sums {
        double before = 0;
        double after = 0;
    };
    std::map<std::string, Sums> within;  // by parent
    const auto each = [&](auto&& what) {
        for (auto& dimension : model.dimensions) what(dimension);
        for (auto& indicator : model.indicators) what(indicator);
    };
    each([&](auto& part) {
        auto& sums = within[part.parent];
        sums.before += part.weight;
        if (const auto at = importance.find(part.code); at != importance.end()) part.weight *= at->second;
        sums.after += part.weight;
    });
    each([&](auto& part) {
        const auto& sums = within[part.parent];
        if (sums.after > 0 && sums.after != sums.before) part.weight *= sums.before / sums.after;
    });
    return model;
}

}  // namespace geo
