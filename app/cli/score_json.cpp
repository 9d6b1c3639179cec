#include "app/cli/explanation_json.h"
#include "app/cli/json.h"
#include "app/cli/score_print.h"
#include "app/model/index_file.h"
#include "geo/classify.h"
#include "geo/composite/words.h"
#include "geo/hotspot_tables.h"

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

Json index_json(const geo::Composition& made) {
    Json out{{"model", model::to_toml(made.model)}};
    auto& all = out["made_of"] = Json::array();
    for (const auto& units : made.units) {
        const auto label = geo::labels(units.measurements);
        Json of{{"level", units.level}, {"reference", units.reference}};
        auto& measurements = of["measurements"] = Json::object();
        for (std::size_t m = 0; m < label.size(); ++m) {
            auto& indicators = measurements[label[m]] = Json::object();
            for (std::size_t i = 0; i < made.model.indicators.size(); ++i) {
                const auto& told = units.audit[m][i];
                const auto& treated = units.treatments[i][m];
                auto opposed = Json::array();
                for (const auto other : told.opposed) opposed.push_back(made.model.indicators[other].code);
                indicators[made.model.indicators[i].code] = {
                    {"imputed", told.imputed},
                    {"treatment", geo::word_of(geo::outlier_words(), treated.method)},
                    {"drawn_in", treated.low + treated.high},
                    {"correlation_with_dimension", json_number(told.with_dimension)},
                    {"correlation_with_total", json_number(told.with_total)},
                    {"weight_in_total", told.nominal},
                    {"effective_weight", json_number(told.effective)},
                    {"against", told.against},
                    {"opposed", std::move(opposed)}};
            }
        }
        all.push_back(std::move(of));
    }
    return out;
}

/// A table, a row an object.
Json rows_json(const geo::OutputTable& table) {
    auto out = Json::array();
    for (std::size_t row = 0; row < table.rows(); ++row) {
        auto& entry = out.emplace_back(Json::object());
        for (const auto& column : table.columns) {
            if (column.type == geo::Column::Type::text)
                entry[column.name] = column.text(row);
            else
                entry[column.name] = json_number(column.numbers[row]);
        }
    }
    return out;
}

/// \param over_time of all levels
Json hotspots_json(const geo::LevelHotspots& of, const std::vector<geo::HotspotsOverTime>& over_time) {
    if (!of.refusal.empty()) return {{"refusal", of.refusal.text()}};
    Json out{{"methods", rows_json(geo::hotspot_methods_table({of}))},
             {"global", rows_json(geo::hotspots_global_table({of}))},
             {"areas", rows_json(geo::hotspots_table({of}))}};
    for (const auto& told : over_time) {
        if (told.of != &of) continue;
        for (const auto& table : geo::over_time_tables({told})) out[table.name] = rows_json(table);
    }
    return out;
}

Json robustness_json(const geo::LevelRobustness& of) {
    if (!of.refusal.empty()) return {{"refusal", of.refusal.text()}};
    const auto label = geo::labels(of.level->values.measurements);
    const auto& draws = of.asked.draws;
    const bool dirichlet = draws.method == geo::WeightDraws::Method::dirichlet;
    Json out{{"measurement", label[of.measurement]},
             {"index", of.published ? "published" : "own"},
             {"class_shares_of", label[of.reference]},
             {"draws", of.asked.count},
             {"method", dirichlet ? "dirichlet" : "uniform"},
             {dirichlet ? "concentration" : "spread", dirichlet ? draws.concentration : draws.spread},
             {"coverage", of.asked.coverage},
             {"seed", draws.seed}};
    auto& choices = out["choices"] = Json::array();
    for (const auto& choice : of.choices) {
        Json told{{"kind", geo::name_of(choice.kind)}, {"choice", choice.choice}};
        if (choice.refusal.empty()) {
            told["mean_shift"] = json_number(choice.mean_shift);
            told["most_shift"] = json_number(choice.most_shift);
            told["other_class"] = json_number(choice.other_class);
        } else {
            told["why_not"] = choice.refusal.text();
        }
        choices.push_back(std::move(told));
    }
    auto& factors = out["factors"] = Json::array();
    for (const auto& factor : of.factors)
        factors.push_back({{"factor", factor.factor},
                           {"of", factor.of},
                           {"first_order", json_number(factor.share.first)},
                           {"first_order_error", json_number(factor.share.first_error)},
                           {"total_order", json_number(factor.share.total)},
                           {"total_order_error", json_number(factor.share.total_error)}});
    auto& conclusions = out["conclusions"] = Json::array();
    for (const auto& answer : of.claims) {
        Json told{{"conclusion", answer.claim.kind == geo::Claim::Kind::weaker ? "weaker" : "improved"},
                  {"area", answer.claim.area},
                  {"other", answer.claim.other},
                  {"holds", answer.holds},
                  {"difference", json_number(answer.difference)},
                  {"supported", json_number(answer.supported)},
                  {"moved", answer.moved ? Json(*answer.moved) : Json(nullptr)}};
        auto& shares = told["shares"] = Json::object();
        for (const auto& share : answer.shares) shares[share.part] = {share.before, json_number(share.after)};
        if (!answer.refusal.empty()) told["why_not"] = answer.refusal.text();
        conclusions.push_back(std::move(told));
    }
    auto& areas = out["areas"] = Json::object();
    for (std::size_t area = 0; area < of.drawn.rank.size(); ++area) {
        if (of.drawn.rank[area] == 0) continue;
        areas[of.level->areas->code[area]] = {{"rank", of.drawn.rank[area]},
                                              {"rank_low", of.drawn.rank_low[area]},
                                              {"rank_high", of.drawn.rank_high[area]},
                                              {"class_differs", json_number(of.drawn.class_differs[area])},
                                              {"to_limit", json_number(of.to_limit[area])}};
    }
    return out;
}

}  // namespace

void print_json(const model::Run& run) {
    const auto& dataset = run.dataset;
    const auto& levels = run.levels;
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
        level["areas"] = areas_json(a, run.analyses[l]);
        if (!run.robustness.empty()) level["robustness"] = robustness_json(run.robustness[l]);
        if (!run.hotspots.empty()) level["hotspots"] = hotspots_json(run.hotspots[l], run.over_time);
        level["report"] = to_json(a.report);
        list.push_back(std::move(level));
    }
    if (const auto shares = geo::concentration_shares_table(run.hotspots, run.levels); shares.rows() > 0)
        out["concentration_shares"] = rows_json(shares);
    if (run.displacement)
        out["displacement"] = {{"areas", rows_json(geo::displacement_table(*run.displacement))},
                               {"placebos", rows_json(geo::placebos_table(*run.displacement))}};
    if (dataset.composition) out["index"] = index_json(*dataset.composition);
    out["report"] = to_json(dataset.report);
    fmt::print("{}\n", out.dump(1));
}

}  // namespace cli
