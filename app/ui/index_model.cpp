#include "app/ui/controls.h"
#include "app/ui/panel.h"
#include "geo/composite/words.h"
#include "geo/composition.h"

#include <algorithm>
#include <vector>

namespace ui {

namespace {

using geo::Imputation;
using geo::Normalisation;
using geo::Outliers;

/// Methods that need no more than to be named; of a group, of a target or goalposts the model file says more.
constexpr std::array normalisations{Normalisation::Method::none,
                                    Normalisation::Method::z,
                                    Normalisation::Method::min_max,
                                    Normalisation::Method::rank,
                                    Normalisation::Method::percentile_rank,
                                    Normalisation::Method::exponential};
constexpr std::array aggregations{geo::Aggregation::sum, geo::Aggregation::arithmetic, geo::Aggregation::geometric,
                                  geo::Aggregation::harmonic};
constexpr std::array imputations{Imputation::Method::none, Imputation::Method::mean, Imputation::Method::median};
constexpr std::array treatments{Outliers::Method::none, Outliers::Method::winsorise, Outliers::Method::log,
                                Outliers::Method::winsorise_or_log};

/// One method of several; that which the model has is among them, whichever it is. \return what was chosen instead
template <typename Kind>
std::optional<Kind> method(Context& c, const std::string& name, const geo::Words<Kind>& words,
                           std::span<const Kind> all, Kind now) {
    std::vector<Kind> kinds(all.begin(), all.end());
    if (std::find(kinds.begin(), kinds.end(), now) == kinds.end()) kinds.push_back(now);
    std::vector<model::Option> options;
    for (const auto kind : kinds) {
        const std::string word(geo::word_of(words, kind));
        options.push_back({word, std::string(c.text("method." + word)), kind == now});
    }
    gap(c, 6);
    const auto to = labelled_pick(c, "model." + name, c.text("model." + name), options);
    return to ? std::optional(kinds[*to]) : std::nullopt;
}

void methods(Context& c, const geo::IndexModel& now) {
    // Weights that were tried stay.
    auto then = geo::with_importance(now, c.state.importance);
    bool changed = false;
    const auto take = [&](auto& into, const auto& chosen) {
        if (!chosen) return;
        into = *chosen;
        changed = true;
    };
    take(then.normalisation.method, method<Normalisation::Method>(c, "normalisation", geo::normalisation_words(),
                                                                  normalisations, now.normalisation.method));
    take(then.aggregation,
         method<geo::Aggregation>(c, "aggregation", geo::aggregation_words(), aggregations, now.aggregation));
    take(then.imputation.method,
         method<Imputation::Method>(c, "imputation", geo::imputation_words(), imputations, now.imputation.method));
    take(then.outliers.method,
         method<Outliers::Method>(c, "outliers", geo::outlier_words(), treatments, now.outliers.method));
    std::vector<model::Option> references{{"", std::string(c.text("model.reference_first")), now.reference.empty()}};
    for (const auto& moment : c.derived.moments)
        references.push_back({moment.label, moment.label, moment.label == now.reference});
    references.push_back(
        {geo::each_measurement, std::string(c.text("model.reference_each")), now.reference == geo::each_measurement});
    gap(c, 6);
    if (const auto to = labelled_pick(c, "model.reference", c.text("model.reference"), references)) {
        then.reference = references[*to].name;
        changed = true;
    }
    gap(c, 4);
    for (std::size_t i = 0; i < now.indicators.size(); ++i) {
        const auto& indicator = now.indicators[i];
        const auto& name = indicator.name.empty() ? indicator.code : indicator.name;
        if (toggle(c, "model.low." + indicator.code, filled(c.text("model.low"), name), !indicator.more_is_better)) {
            then.indicators[i].more_is_better = !indicator.more_is_better;
            changed = true;
        }
    }
    if (changed) c.out.emplace_back(model::ModelChosen{std::move(then)});
}

void press(Context& c, const std::string& name, const model::Action& action) {
    const auto label = c.text(name);
    gap(c, 6);
    const auto at = row(c, c.px(control_height));
    if (button(c, name, label, {at.x, at.y, std::min(button_width(c, label), at.width), at.height}))
        c.out.push_back(action);
}

}  // namespace

void index_model(Context& c) {
    if (!c.has_scene()) return;
    const auto& now = c.derived.shown.scene->reading.index;
    if (!section(c, "model", c.text("model.title"))) return;
    if (now) {
        paragraph(c, Face::regular, c.ink.text, now->name);
        methods(c, *now);
    } else {
        paragraph(c, Face::small, c.ink.muted, c.text("model.none"));
    }
    press(c, "model.open", model::ErrandAsked{{model::Errand::Kind::open_model, {}}});
    if (now) {
        press(c, "model.save", model::ErrandAsked{{model::Errand::Kind::save_model, {}}});
        press(c, "model.without", model::ModelChosen{});
    }
    gap(c, 9);
}

}  // namespace ui
