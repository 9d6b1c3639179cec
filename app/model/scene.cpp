#include "app/model/scene.h"

#include "geo/error.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace model {

namespace {

constexpr double part_of_loading = 0.8;  // of the whole: reading; the rest is scoring and triangulating

double median_side(const geo::Polygons& polygons) {
    std::vector<double> surfaces;
    for (std::size_t area = 0; area < polygons.size(); ++area) {
        if (const double s = geo::surface(polygons, area); s > 0) surfaces.push_back(s);
    }
    if (surfaces.empty()) return 0;
    const auto middle = surfaces.begin() + static_cast<std::ptrdiff_t>(surfaces.size() / 2);
    std::nth_element(surfaces.begin(), middle, surfaces.end());
    return std::sqrt(*middle);
}

std::vector<std::uint32_t> order_of_codes(const std::vector<std::string>& codes) {
    std::vector<std::uint32_t> out(codes.size());
    std::iota(out.begin(), out.end(), 0u);
    const auto less = [&](std::uint32_t a, std::uint32_t b) { return codes[a] < codes[b]; };
    if (!std::is_sorted(out.begin(), out.end(), less)) std::sort(out.begin(), out.end(), less);
    return out;
}

/// \pre the dataset stays where it is
const geo::IndexModel* adjustable_index(const geo::Dataset& dataset, const geo::Assessment& a) {
    const auto* model = geo::model_of(dataset, a);
    const bool adjustable = model != nullptr && (!a.aggregated || geo::is_sum_of_indicators(a, *model));
    return adjustable ? model : nullptr;
}

/// What areas made from cells count for: the weight behind their total; or, with scores of their own, what the files
/// say each counts for.
void weigh_areas(Layer& layer) {
    const auto& a = layer.assessment;
    if (a.units.weights.empty()) return;
    layer.weights = a.weights;
    for (std::size_t m = 0; m < a.values.measurements.size(); ++m) {
        const auto column = a.aggregated ? a.weight.column(a.total, m) : a.units.weights[m].values;
        layer.row_weight.emplace_back(column.begin(), column.end());
    }
}

/// What cells count for. That nothing is known of it is no failure here: the legend then counts cells only.
void weigh_cells(Layer& layer, const geo::Dataset& dataset, const std::string& wanted) {
    geo::Report unused;
    try {
        for (const auto& weight : geo::cell_units(dataset, wanted, unused).weights) {
            layer.weights.push_back(weight.use);
            layer.row_weight.emplace_back(weight.values.begin(), weight.values.end());
        }
    } catch (const geo::Error&) {
    }
}

/// Levels that cannot be shown, and why the first of them cannot.
struct Refusals {
    geo::Sentence first;

    void add(geo::Report& report, const std::string& level, const geo::Sentence& why) {
        if (first.empty()) first = why;
        report.count(geo::Note::Kind::dropped, level, {}, geo::Sentence("levels that cannot be shown: {}", why), 1);
    }
};

void add_areas(Scene& scene, const geo::Areas& areas, const SceneOptions& options, Refusals& refusals) {
    if (!areas.has_polygons()) {
        refusals.add(scene.report, areas.level,
                     geo::Sentence("level '{}' ({}) has no borders to draw: add a file with them", areas.level,
                                   areas.sources.front()));
        return;
    }
    Layer layer;
    try {
        layer = assessed_layer(scene.dataset, areas, options.assess, options.prepare);
    } catch (const geo::Error& error) {
        refusals.add(scene.report, areas.level, error.sentence());
        return;
    }
    if (options.prepare) {
        layer.index = geo::AreaIndex(areas.polygons);
        layer.meshes = geo::make_meshes(areas.polygons, options.assess.threads);
    }
    scene.layers.push_back(std::move(layer));
}

void add_cells(Scene& scene, const SceneOptions& options) {
    scene.cell_areas = geo::cells_as_areas(scene.dataset.cells, false);
    Layer layer;
    layer.assessment = geo::assess(scene.dataset, scene.cell_areas, options.assess);
    layer.cells = true;
    layer.bounds = scene.dataset.cells.lattice.bounds();
    layer.typical_side = geo::cell_size;
    weigh_cells(layer, scene.dataset, options.assess.weight);
    layer.by_code = order_of_codes(scene.cell_areas.code);
    layer.index_model = adjustable_index(scene.dataset, layer.assessment);
    scene.layers.push_back(std::move(layer));
}

/// A cell is nothing to compare an area with. \pre the layers stay where they are
void add_references(Scene& scene, const geo::AssessOptions& options) {
    std::vector<const geo::Assessment*> levels;
    for (const auto& layer : scene.layers) {
        if (!layer.cells) levels.push_back(&layer.assessment);
    }
    scene.references = std::make_unique<const geo::References>(scene.dataset, std::move(levels), options);
}

void check_level(const geo::Dataset& dataset, const std::string& level) {
    if (level.empty()) return;
    std::vector<std::string> names;
    for (const auto& areas : dataset.levels) names.push_back(areas.level);
    if (!dataset.cells.scores.empty()) names.emplace_back("cells");
    if (std::find(names.begin(), names.end(), level) == names.end())
        geo::fail("no level '{}'; there is {}", level, fmt::join(names, ", "));
}

}  // namespace

Layer assessed_layer(const geo::Dataset& dataset, const geo::Areas& areas, const geo::AssessOptions& options,
                     bool members) {
    Layer out;
    out.assessment = geo::assess(dataset, areas, options);
    out.bounds = geo::bounds(areas.polygons);
    out.typical_side = median_side(areas.polygons);
    weigh_areas(out);
    if (members && out.assessment.aggregated) out.members = geo::MembersByArea(out.assessment.members);
    out.by_code = order_of_codes(areas.code);
    out.index_model = adjustable_index(dataset, out.assessment);
    return out;
}

std::size_t Layer::find(const std::string& code) const {
    const auto& codes = assessment.areas->code;
    const auto at = std::lower_bound(by_code.begin(), by_code.end(), code,
                                     [&](std::uint32_t row, const std::string& wanted) { return codes[row] < wanted; });
    return at != by_code.end() && codes[*at] == code ? *at : rows();
}

const Layer* Scene::find(const std::string& level) const {
    const auto at =
        std::find_if(layers.begin(), layers.end(), [&](const Layer& layer) { return layer.level() == level; });
    return at == layers.end() ? nullptr : &*at;
}

std::size_t Scene::row_at(const Layer& layer, geo::Point world) const {
    if (!layer.cells) return layer.index.at(world).value_or(static_cast<std::uint32_t>(layer.rows()));
    const double column = std::floor(world.x / geo::cell_size);
    const double row = std::floor(world.y / geo::cell_size);
    const bool on_grid = column >= 0 && row >= 0 && column <= 9999 && row <= 9999;
    if (!on_grid) return layer.rows();
    const auto cell = dataset.cells.lattice.find({static_cast<std::uint16_t>(column), static_cast<std::uint16_t>(row)});
    return cell == geo::Lattice::none ? layer.rows() : cell;
}

geo::Box Scene::bounds_of(const Layer& layer, std::size_t row) const {
    if (!layer.cells) return geo::bounds(layer.assessment.areas->polygons, row);
    const auto cell = geo::parse_cell(layer.assessment.areas->code[row]);
    if (!cell) return {};
    const geo::Point corner{cell->column * geo::cell_size, cell->row * geo::cell_size};
    return {corner, {corner.x + geo::cell_size, corner.y + geo::cell_size}};
}

geo::Box Scene::bounds() const {
    geo::Box out;
    for (const auto& layer : layers) out.extend(layer.bounds);
    return out;
}

std::shared_ptr<const Scene> build_scene(const SceneOptions& options, const std::stop_token& stop) {
    const auto check = [&] {
        if (stop.stop_requested()) throw Cancelled{};
    };
    const auto report = [&](double part, const std::string& what) {
        check();
        if (options.load.progress) options.load.progress(part, what);
    };
    auto load = options.load;
    load.index_stages = options.prepare;  // how sure an index is hangs on them
    load.progress = [&](double part, const std::string& what) { report(part_of_loading * part, what); };
    auto scene = std::make_shared<Scene>();
    scene->inputs = load.inputs;
    scene->reading = reading_of(options);
    scene->membership = options.assess.membership;
    scene->assess = options.assess;
    scene->across_editions = load.across_editions;
    scene->dataset = geo::load(load);
    scene->report = scene->dataset.report;
    check_level(scene->dataset, options.level);
    Refusals refusals;
    const auto steps = static_cast<double>(scene->dataset.levels.size() + 1);
    double done = 0;
    for (const auto& areas : scene->dataset.levels) {
        if (!options.level.empty() && areas.level != options.level) continue;
        report(part_of_loading + (1 - part_of_loading) * done++ / steps, areas.level);
        add_areas(*scene, areas, options, refusals);
    }
    std::stable_sort(scene->layers.begin(), scene->layers.end(),
                     [](const Layer& a, const Layer& b) { return a.typical_side > b.typical_side; });
    if (!scene->dataset.cells.scores.empty() && (options.level.empty() || options.level == "cells")) {
        report(part_of_loading + (1 - part_of_loading) * done / steps, "cells");
        add_cells(*scene, options);
    }
    check();
    if (scene->layers.empty()) {
        if (!refusals.first.empty()) throw geo::Error(refusals.first);
        geo::fail("{}: neither areas with borders nor scored cells, so there is nothing to draw",
                  fmt::join(load.inputs, ", "));
    }
    for (auto& layer : scene->layers) {
        auto& notes = layer.assessment.report.notes;
        scene->report.notes.insert(scene->report.notes.end(), notes.begin(), notes.end());
    }
    check();
    if (options.prepare) add_references(*scene, options.assess);
    return scene;
}

}  // namespace model
