#include "app/model/shown.h"

#include "app/model/tried_index.h"
#include "geo/palette.h"

#include <algorithm>

namespace model {

namespace {

constexpr double smallest_side_px = 14;  // areas that look smaller than this give way to larger ones
constexpr double smallest_cell_px = 3;

/// Whether it covers what was read, and is no set of areas that someone chose.
bool divides(const Layer& layer) {
    return !layer.assessment.areas->chosen;
}

/// The finest level whose areas can still be told apart at this scale; the coarsest if none can.
const Layer* suiting(const Scene& scene, double metres_per_pixel) {
    const auto first = std::find_if(scene.layers.begin(), scene.layers.end(), divides);
    const Layer* best = first != scene.layers.end() ? &*first : &scene.layers.front();
    for (const auto& layer : scene.layers) {
        if (!divides(layer)) continue;
        const double side = layer.typical_side / metres_per_pixel;
        if (side >= (layer.cells ? smallest_cell_px : smallest_side_px)) best = &layer;
    }
    return best;
}

const Layer* layer_of(const Choices& choices, const Scene& scene) {
    if (choices.level == by_scale) return suiting(scene, choices.view.metres_per_pixel);
    if (const auto* layer = scene.find(choices.level)) return layer;
    const auto last = [&](auto&& suits) {
        const auto at = std::find_if(scene.layers.rbegin(), scene.layers.rend(), suits);
        return at != scene.layers.rend() ? &*at : nullptr;
    };
    if (const auto* usual = last([](const Layer& layer) { return !layer.cells && divides(layer); })) return usual;
    const auto* areas = last([](const Layer& layer) { return !layer.cells; });
    return areas != nullptr ? areas : &scene.layers.back();
}

std::size_t index_of(const std::vector<std::string>& names, const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

Shown resolve(const Choices& choices, const Results& results) {
    if (results.scene == nullptr) return {};
    return resolve_in(*layer_of(choices, *results.scene), choices, *results.scene);
}

Shown resolve_in(const Layer& layer, const Choices& choices, const Scene& scene) {
    Shown out;
    out.scene = &scene;
    out.layer = &layer;
    const auto& a = out.layer->assessment;
    out.dimension = index_of(a.class_dimensions, choices.dimension);
    if (out.dimension == a.class_dimensions.size())
        out.dimension = index_of(a.class_dimensions, a.values.dimensions[a.total]);
    // class_dev has no figures of its own: they are those of the total.
    out.value = a.values.find_dimension(a.class_dimensions[out.dimension]);
    if (out.value == a.values.dimensions.size()) out.value = a.total;
    const auto labels = geo::labels(a.values.measurements);
    out.measurement = index_of(labels, choices.measurement);
    if (out.measurement == labels.size()) out.measurement = labels.size() - 1;
    return out;
}

namespace {

/// Whether something can be compared with under that name.
bool is_reference(const Scene& scene, const std::string& against) {
    if (against == "fixed" || against == "gemeente" || against == "all" || against == "nl") return true;
    const auto has = [&](const Layer& layer) { return !layer.cells && layer.find(against) < layer.rows(); };
    if (std::any_of(scene.layers.begin(), scene.layers.end(), has)) return true;
    return scene.references != nullptr && !scene.references->areas_of(against).empty();
}

}  // namespace

std::vector<std::string> unknown_names(const Choices& choices, const Results& results) {
    std::vector<std::string> out;
    const auto shown = resolve(choices, results);
    if (shown.scene == nullptr) return out;
    const auto& a = shown.layer->assessment;
    const auto labels = geo::labels(a.values.measurements);
    if (!choices.level.empty() && choices.level != by_scale && shown.scene->find(choices.level) == nullptr)
        out.push_back(choices.level);
    if (!choices.dimension.empty() && a.class_dimensions[shown.dimension] != choices.dimension)
        out.push_back(choices.dimension);
    if (!choices.measurement.empty() && labels[shown.measurement] != choices.measurement)
        out.push_back(choices.measurement);
    if (!choices.compare_from.empty() && index_of(labels, choices.compare_from) == labels.size())
        out.push_back(choices.compare_from);
    if (!is_reference(*shown.scene, choices.reference)) out.push_back(choices.reference);
    for (const auto& [dimension, weight] : choices.importance) {
        const auto counts = [&, &part = dimension](const Layer& layer) {
            const auto parts = index_parts(layer);
            return std::find(parts.begin(), parts.end(), part) != parts.end();
        };
        if (std::none_of(shown.scene->layers.begin(), shown.scene->layers.end(), counts)) out.push_back(dimension);
    }
    if (!choices.index_from.empty() && index_of(labels, choices.index_from) == labels.size())
        out.push_back(choices.index_from);
    const auto palettes = geo::palette_names();
    if (!choices.palette.empty() && std::find(palettes.begin(), palettes.end(), choices.palette) == palettes.end())
        out.push_back(choices.palette);
    for (const auto& level : choices.outlines) {
        const auto& levels = shown.scene->dataset.levels;
        const auto is_it = [&](const geo::Areas& areas) { return areas.level == level; };
        if (std::none_of(levels.begin(), levels.end(), is_it)) out.push_back(level);
    }
    const bool drawn = choices.selected_level == drawn_level;
    const auto* layer = shown.scene->find(choices.selected_level);
    for (const auto& code : choices.selected) {
        if (drawn) {
            const auto is_it = [&](const DrawnArea& area) { return area.code == code; };
            if (std::none_of(choices.drawn.begin(), choices.drawn.end(), is_it)) out.push_back(code);
        } else if (layer == nullptr || layer->find(code) == layer->rows()) {
            out.push_back(code);
        }
    }
    return out;
}

}  // namespace model
