#include "app/cli/explanation_json.h"
#include "app/cli/json.h"
#include "app/cli/score_print.h"
#include "geo/classify.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace cli {

namespace {

Json areas_json(const geo::Assessment& a, const geo::Analysis& analysis) {
    const auto label = geo::labels(a.values.measurements);
    const auto told = std::find_if(analysis.changes.begin(), analysis.changes.end(),
                                   [](const auto& change) { return change.has_value(); });
    const auto classes = told == analysis.changes.end() ? std::nullopt : geo::change_classes(a, (*told)->to);
    auto areas = Json::array();
    for (std::size_t area = 0; area < a.areas->size(); ++area) {
        Json entry{{"code", a.areas->code[area]}, {"name", a.areas->name[area]}};
        auto& measurements = entry["measurements"] = Json::object();
        for (std::size_t m = 0; m < label.size(); ++m) {
            auto& at = measurements[label[m]] = Json::object();
            for (std::size_t d = 0; d < a.values.dimensions.size(); ++d)
                at[a.values.dimensions[d]] = json_number(a.values.values.column(d, m)[area]);
            for (std::size_t c = 0; c < a.class_dimensions.size(); ++c) {
                const auto code = a.classes.column(c, m)[area];
                const auto& dimension = a.class_dimensions[c];
                if (dimension == "lbm") continue;
                at[dimension == "afw"         ? "class"
                   : dimension == "class_dev" ? dimension
                                              : "class_" + dimension] =
                    geo::is_class(code) ? Json(code) : Json(nullptr);
            }
            const auto why = geo::no_data_name(a.classes.column(a.total, m)[area]);
            if (!why.empty()) at["no_data"] = why;
            if (!a.aggregated) continue;
            const double weight = a.weight.column(a.total, m)[area];
            at["weight"] = weight;
            at["n"] = a.n.column(a.total, m)[area];
            auto& shares = at["class_shares"] = Json::array();
            const auto total_share = static_cast<std::size_t>(
                std::find(a.share_dimensions.begin(), a.share_dimensions.end(), a.total) - a.share_dimensions.begin());
            for (std::size_t k = 0; weight > 0 && k < a.tables[a.total][m].classes(); ++k) {
                shares.push_back(a.class_weight[k].column(total_share, m)[area] / weight);
            }
            if (!analysis.statistics.empty())
                at["statistics"] = statistics_json(analysis.statistics[a.total][m][area], a.tables[a.total][m],
                                                   analysis.options.quantiles);
        }
        if (!analysis.gaps.empty()) {
            auto& gaps = entry["gaps"] = Json::object();
            for (std::size_t m = 0; m < label.size(); ++m) {
                if (const auto& gap = analysis.gaps[m][area])
                    gaps[label[m]] = gap_json(*gap, gap->reference.level == nullptr ? "fixed" : gap->reference.code());
            }
        }
        if (!analysis.changes.empty() && analysis.changes[area]) {
            const auto& change = *analysis.changes[area];
            entry["change"] = change_json(change, classes, label);
            if (!analysis.shares.empty()) entry["share_change"] = share_json(*analysis.shares[area]);
        }
        areas.push_back(std::move(entry));
    }
    return areas;
}

}  // namespace

void print_json(const geo::Dataset& dataset, const std::vector<geo::Assessment>& levels,
                const std::vector<geo::Analysis>& analyses) {
    Json out{{"program", "leefbeeld " LEEFBEELD_VERSION},
             {"crs", dataset.crs.id.empty() ? dataset.crs.name : dataset.crs.id}};
    auto& list = out["levels"] = Json::array();
    for (std::size_t l = 0; l < levels.size(); ++l) {
        const auto& a = levels[l];
        const auto label = geo::labels(a.values.measurements);
        const auto breaks = geo::series_breaks(a.values.measurements);
        Json level{{"level", a.areas->level}, {"from", a.aggregated ? "cells" : "own scores"}};
        auto& measurements = level["measurements"] = Json::array();
        for (std::size_t m = 0; m < label.size(); ++m) {
            const auto& measurement = a.values.measurements[m];
            Json entry{{"label", label[m]},
                       {"reference_year", measurement.date},
                       {"model_version", measurement.model_version},
                       {"edition", measurement.edition},
                       {"series_break", bool(breaks[m])}};
            if (a.aggregated) entry["weight"] = a.weights[m].name;
            if (a.aggregated && a.weights[m].date != 0) entry["weight_year"] = a.weights[m].date;
            measurements.push_back(std::move(entry));
        }
        level["areas"] = areas_json(a, analyses[l]);
        level["report"] = to_json(a.report);
        list.push_back(std::move(level));
    }
    out["report"] = to_json(dataset.report);
    fmt::print("{}\n", out.dump(1));
}

}  // namespace cli
