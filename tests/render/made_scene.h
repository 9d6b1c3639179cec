#pragma once

#include "app/model/scene.h"
#include "app/render/map_renderer.h"
#include "geo/classify.h"
#include "geo/palette.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

/// Scenes without files: a layer, and class bytes for its rows.
namespace made {

inline constexpr std::uint8_t top_class = 9;

/// Nine colours that differ from each other and from the ground, and the kinds of no-data as they always are.
inline model::Palette palette() {
    model::Palette out{};
    for (std::size_t code = 0; code < out.size(); ++code) out[code] = geo::no_data_style(static_cast<std::uint8_t>(code));
    for (int k = 1; k <= top_class; ++k) {
        const auto step = static_cast<std::uint8_t>(20 * k);
        out[static_cast<std::size_t>(k)].ground = {step, static_cast<std::uint8_t>(80 + step / 2),
                                                   static_cast<std::uint8_t>(200 - step)};
    }
    return out;
}

struct Map {
    std::shared_ptr<model::Scene> scene;
    std::vector<std::uint8_t> classes;
    model::Palette colours = palette();

    [[nodiscard]] const model::Layer& layer() const { return scene->layers.front(); }
    [[nodiscard]] render::Picture picture(const model::View& view) const {
        return {.view = view, .scene = scene, .layer = &layer(), .classes = classes, .palette = &colours, .selected = {}};
    }
    /// All of it in a map of that size.
    [[nodiscard]] model::View view(int width, int height) const {
        return model::fitted({.centre = {}, .metres_per_pixel = 1, .width = width, .height = height}, layer().bounds);
    }
    /// Row 0 in class 1, row 1 in class 2 ...
    void classify_in_turn() {
        for (std::size_t row = 0; row < classes.size(); ++row) {
            classes[row] = static_cast<std::uint8_t>(1 + row % top_class);
        }
    }
};

inline Map of_areas(geo::Polygons polygons, double typical_side) {
    Map out{std::make_shared<model::Scene>(), {}};
    auto& areas = out.scene->dataset.levels.emplace_back();
    areas.level = "area";
    areas.polygons = std::move(polygons);
    areas.code.resize(areas.polygons.size());
    auto& layer = out.scene->layers.emplace_back();
    layer.assessment.areas = &areas;
    layer.bounds = geo::bounds(areas.polygons);
    layer.typical_side = typical_side;
    layer.index = geo::AreaIndex(areas.polygons);
    layer.meshes = geo::make_meshes(areas.polygons);
    out.classes.resize(areas.size());
    out.classify_in_turn();
    return out;
}

inline Map of_cells(const std::vector<geo::Cell>& cells, std::vector<double> weight = {}) {
    Map out{std::make_shared<model::Scene>(), {}};
    out.scene->dataset.cells.lattice = geo::Lattice(cells);
    const auto& lattice = out.scene->dataset.cells.lattice;
    for (const auto cell : lattice.cells()) out.scene->cell_areas.code.push_back(geo::cell_id(cell));
    auto& layer = out.scene->layers.emplace_back();
    layer.assessment.areas = &out.scene->cell_areas;
    layer.cells = true;
    layer.bounds = {{lattice.first_column() * geo::cell_size, lattice.first_row() * geo::cell_size},
                    {lattice.last_column() * geo::cell_size, lattice.last_row() * geo::cell_size}};
    layer.typical_side = geo::cell_size;
    if (!weight.empty()) layer.row_weight.push_back(std::move(weight));
    out.classes.resize(lattice.size());
    out.classify_in_turn();
    return out;
}

}  // namespace made
