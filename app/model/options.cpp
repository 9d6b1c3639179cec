#include "app/model/options.h"

#include "app/model/theme.h"
#include "app/model/tried_index.h"
#include "geo/assets.h"
#include "geo/csv.h"
#include "geo/error.h"
#include "geo/own_index.h"
#include "geo/palette.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

namespace model {

namespace {

constexpr std::array usual_references{"fixed", "gemeente", "all"};
constexpr std::array parts{"won", "fys", "vrz", "soc", "onv"};  // columns of the presets

/// Whether some area of the layer can be compared so: the first that has a score.
bool can_be_had(const Shown& shown, const std::string& against) {
    const auto& layer = *shown.layer;
    if (shown.scene->references == nullptr || layer.rows() == 0) return false;
    if (layer.cells && against == "gemeente") {
        const auto* municipalities = shown.scene->find("gemeente");
        return municipalities != nullptr && municipalities->members.size() > 0;
    }
    try {
        static_cast<void>(shown.scene->references->find(against, layer.assessment, 0));
        return true;
    } catch (const geo::Error&) {
        return false;
    }
}

std::vector<Option> references_of(const Shown& shown, const Choices& choices, Language language) {
    std::vector<Option> out;
    const auto add = [&](const std::string& against) {
        const auto is_it = [&](const Option& option) { return option.name == against; };
        if (std::none_of(out.begin(), out.end(), is_it))
            out.push_back({against, reference_label(*shown.scene, against, language), against == choices.reference});
    };
    for (const std::string against : usual_references) {
        if (can_be_had(shown, against)) add(against);
    }
    for (const auto& code : choices.selected) {
        if (shown.scene->references != nullptr && shown.scene->references->areas_of(code).size() == 1) add(code);
    }
    add(choices.reference == "nl" ? "all" : choices.reference);
    const auto chosen = std::find_if(out.begin(), out.end(), [](const Option& option) { return option.chosen; });
    if (chosen == out.end()) out.back().chosen = true;
    return out;
}

std::vector<Option> baselines_of(const Shown& shown, const Choices& choices) {
    const auto& layer = *shown.layer;
    const auto labels = geo::labels(layer.assessment.values.measurements);
    const auto chosen = baseline_of(*shown.scene, layer.assessment, shown.measurement, choices.compare_from);
    std::vector<Option> out;
    for (const auto m : model::baselines_of(*shown.scene, layer.assessment, shown.measurement))
        out.push_back({labels[m], labels[m], m == chosen});
    return out;
}

std::vector<Preset> presets_of(const Layer& layer, const Choices& choices, Language language) {
    static const auto rows =
        geo::parse_small_csv(geo::asset("importance_presets.csv"), "importance_presets.csv",
                             {"preset", "label_nl", "label_en", "won", "fys", "vrz", "soc", "onv"});
    const bool own = makes_own_index(layer, choices.importance);
    const auto* first = layer.index_model != nullptr ? "importance.model" : "importance.published";
    std::vector<Preset> out{{std::string(text(language, first)), {}, !own}};
    if (layer.index_model != nullptr) return out;
    for (const auto& row : rows) {
        Preset preset{language == Language::dutch ? row[1] : row[2], {}, false};
        for (std::size_t i = 0; i < parts.size(); ++i)
            preset.importance[parts[i]] = std::strtod(row[3 + i].c_str(), nullptr);
        preset.chosen = own && preset.importance == choices.importance;
        out.push_back(std::move(preset));
    }
    return out;
}

/// What parts of a model come to in its total.
void add_shares(const geo::IndexModel& model, const Choices& choices, Options& out) {
    std::map<std::string, std::string> parents;
    for (const auto& dimension : model.dimensions) parents[dimension.code] = dimension.parent;
    for (const auto& indicator : model.indicators) parents[indicator.code] = indicator.parent;
    std::map<std::string, double> in_total;
    try {
        in_total = geo::weights_in_total(geo::with_importance(model, choices.importance));
    } catch (const geo::Error&) {  // all of a dimension are 0
    }
    for (auto& part : out.importance) {
        if (const auto at = in_total.find(part.dimension); at != in_total.end()) part.share = at->second;
        for (auto of = parents[part.dimension]; !parents[of].empty(); of = parents[of]) ++part.depth;
    }
}

void add_importance(const Shown& shown, const Choices& choices, Language language, Options& out) {
    const auto names = index_parts(*shown.layer);
    const auto weights = importances_of(*shown.layer, choices.importance);
    const auto counts = geo::scaled_importance(weights);
    for (std::size_t i = 0; i < names.size(); ++i) {
        out.importance.push_back({names[i], dimension_name(language, shown.layer->assessment, names[i]), weights[i],
                                  counts.empty() ? geo::missing : counts[i]});
    }
    if (const auto* model = shown.layer->index_model) add_shares(*model, choices, out);
    if (names.empty()) return;
    out.own_index = makes_own_index(*shown.layer, choices.importance);
    out.presets = presets_of(*shown.layer, choices, language);
    const auto labels = geo::labels(shown.layer->assessment.values.measurements);
    for (const auto& label : labels) out.index_from.push_back({label, label, label == choices.index_from});
    const auto is_chosen = [](const Option& option) { return option.chosen; };
    if (std::none_of(out.index_from.begin(), out.index_from.end(), is_chosen)) out.index_from.back().chosen = true;
}

}  // namespace

std::string reference_label(const Scene& scene, const std::string& against, Language language) {
    for (const std::string usual : usual_references) {
        if (against == usual) return std::string(text(language, "against." + usual));
    }
    if (against == "nl") return std::string(text(language, "against.all"));
    if (scene.references != nullptr) {
        for (const auto& area : scene.references->areas_of(against)) {
            if (!area.name().empty()) return area.name();
        }
    }
    return against;
}

Options options_of(const Shown& shown, const Choices& choices, Language language) {
    Options out;
    out.baselines = baselines_of(shown, choices);
    out.references = references_of(shown, choices, language);
    add_importance(shown, choices, language, out);
    for (const auto& name : geo::palette_names()) {
        const auto key = "palette." + name;
        const auto label = text(language, key);
        out.palettes.push_back({name, label == key ? name : std::string(label), name == choices.palette});
    }
    const auto is_chosen = [](const Option& option) { return option.chosen; };
    const bool own = std::none_of(out.palettes.begin(), out.palettes.end(), is_chosen);
    out.palettes.insert(out.palettes.begin(), {"", std::string(text(language, "palette.usual")), own});
    return out;
}

}  // namespace model
