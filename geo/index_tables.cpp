#include "geo/index_tables.h"

#include "geo/composite/words.h"
#include "geo/dataset.h"
#include "geo/row_builder.h"

#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace geo {

namespace {

/// Where a part stands in the model.
struct Standing {
    std::string of;
    double weight = missing;
    double share = missing;
};

/// By code, of dimensions and indicators.
std::map<std::string, Standing> standings(const IndexModel& model) {
    const auto order = order_of(model);
    const auto parts = parts_of(model);
    std::map<std::string, Standing> out;
    out[model.dimensions[order.back()].code] = {};
    for (const auto d : order) {
        const auto& code = model.dimensions[d].code;
        for (const auto& part : parts[d].parts) {
            const auto& of_part =
                part.indicator ? model.indicators[part.index].code : model.dimensions[part.index].code;
            out[of_part] = {code, part.weight, part.share};
        }
    }
    return out;
}

std::string imputation_text(const Imputation& imputation) {
    const std::string word(word_of(imputation_words(), imputation.method));
    return imputation.group.empty() ? word : fmt::format("{} ({})", word, imputation.group);
}

std::string normalisation_text(const Indicator& indicator, const Normalisation& scale) {
    using Method = Normalisation::Method;
    const std::string word(word_of(normalisation_words(), scale.method));
    const auto range = fmt::format("{}, {} to {}", word, scale.low, scale.high);
    if (scale.method == Method::goalposts && indicator.worst && indicator.best)
        return fmt::format("{} ({} to {})", range, *indicator.worst, *indicator.best);
    if (scale.method == Method::target && indicator.target) return fmt::format("{} ({})", range, *indicator.target);
    return scale.method == Method::min_max || scale.method == Method::percentile_rank ? range : word;
}

}  // namespace

OutputTable index_parts_table(const Composition& made) {
    const auto& model = made.model;
    const auto order = order_of(model);
    const auto parts = parts_of(model);
    const auto places = standings(model);
    const auto in_total = weights_in_total(model);
    RowBuilder rows;
    const auto add = [&](const UnitsIndex& units, const std::string& code, const std::string& kind,
                         const std::string& name) {
        const auto& place = places.at(code);
        rows.text("level", units.level);
        rows.text("part", code);
        rows.text("kind", kind);
        rows.text("name", name);
        rows.text("of", place.of);
        rows.number("weight", place.weight);
        rows.number("share", place.share);
        rows.number("weight_in_total", in_total.at(code));
    };
    for (const auto& units : made.units) {
        for (auto d = order.rbegin(); d != order.rend(); ++d) {
            const auto& dimension = model.dimensions[*d];
            add(units, dimension.code, *d == order.back() ? "total" : "dimension", dimension.name);
            rows.text("aggregation", std::string(word_of(aggregation_words(), parts[*d].aggregation)));
            for (const auto* none : {"column", "better", "unit", "source", "imputation", "outliers", "normalisation"})
                rows.text(none, {});
            rows.text("reference", units.reference);
        }
        for (const auto& indicator : model.indicators) {
            add(units, indicator.code, "indicator", indicator.name);
            rows.text("aggregation", {});
            rows.text("column", column_of(indicator));
            rows.text("better", indicator.more_is_better ? "high" : "low");
            rows.text("unit", indicator.unit);
            rows.text("source", indicator.source);
            rows.text("imputation", imputation_text(imputation_of(model, indicator)));
            rows.text("outliers", std::string(word_of(outlier_words(), outliers_of(model, indicator).method)));
            rows.text("normalisation", normalisation_text(indicator, normalisation_of(model, indicator)));
            rows.text("reference", units.reference);
        }
    }
    return std::move(rows).table(index_parts_name, {{"part", "index_part"},
                                                    {"weight", "index_weight"},
                                                    {"share", "index_share"},
                                                    {"name", "index_name"},
                                                    {"source", "index_source"},
                                                    {"reference", "index_reference"}});
}

OutputTable index_audit_table(const Composition& made) {
    const auto& model = made.model;
    RowBuilder rows;
    for (const auto& units : made.units) {
        const auto label = labels(units.measurements);
        for (std::size_t m = 0; m < label.size(); ++m) {
            for (std::size_t i = 0; i < model.indicators.size(); ++i) {
                const auto& told = units.audit[m][i];
                const auto& treated = units.treatments[i][m];
                std::vector<std::string> opposed;
                for (const auto other : told.opposed) opposed.push_back(model.indicators[other].code);
                rows.text("level", units.level);
                rows.text("measurement", label[m]);
                rows.text("indicator", model.indicators[i].code);
                rows.number("imputed", told.imputed);
                rows.number("correlation_with_dimension", told.with_dimension);
                rows.number("correlation_with_total", told.with_total);
                rows.number("weight_in_total", told.nominal);
                rows.number("effective_weight", told.effective);
                rows.whole("against", told.against ? 1 : 0);
                rows.text("opposed", fmt::format("{}", fmt::join(opposed, ", ")));
                rows.text("treatment", std::string(word_of(outlier_words(), treated.method)));
                rows.whole("drawn_in", static_cast<double>(treated.low + treated.high));
                rows.number("skewness_before", treated.skewness_before);
                rows.number("skewness", treated.skewness);
                rows.number("kurtosis_before", treated.kurtosis_before);
                rows.number("kurtosis", treated.kurtosis);
            }
        }
    }
    return std::move(rows).table("index_audit", {{"imputed", "imputed_part"}});
}

OutputTable index_stages_table(const Dataset& dataset) {
    const auto& made = *dataset.composition;
    RowBuilder rows;
    for (const auto& units : made.units) {
        const auto& stages = *units.stages;
        const auto label = labels(units.measurements);
        std::vector<std::string> code;
        if (units.level == "cells") {
            for (const auto cell : dataset.cells.lattice.cells()) code.push_back(cell_id(cell));
        } else {
            code = dataset.level(units.level).code;
        }
        for (std::size_t m = 0; m < label.size(); ++m) {
            for (std::size_t i = 0; i < made.model.indicators.size(); ++i) {
                const auto imputed = stages.imputed.values.column(i, m);
                const auto put_in = stages.was_imputed.column(i, m);
                for (std::size_t row = 0; row < code.size(); ++row) {
                    if (std::isnan(imputed[row])) continue;
                    rows.text("level", units.level);
                    rows.text("code", code[row]);
                    rows.text("measurement", label[m]);
                    rows.text("indicator", made.model.indicators[i].code);
                    rows.number("value", put_in[row] != 0 ? missing : imputed[row]);
                    rows.number("imputed", imputed[row]);
                    rows.number("treated", stages.treated.values.column(i, m)[row]);
                    rows.number("normalised", stages.normalised.values.column(i, m)[row]);
                    rows.whole("was_imputed", put_in[row]);
                }
            }
        }
    }
    return std::move(rows).table("index_stages", {{"value", "indicator_value"}, {"imputed", "imputed_value"}});
}

std::vector<OutputTable> index_tables(const Dataset& dataset, bool stages) {
    std::vector<OutputTable> out;
    if (!dataset.composition) return out;
    const auto& made = *dataset.composition;
    out.push_back(index_parts_table(made));
    out.push_back(index_audit_table(made));
    if (stages) out.push_back(index_stages_table(dataset));
    return out;
}

}  // namespace geo
