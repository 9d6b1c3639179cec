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
    for (std::size_t code = 0; code < out.size(); ++code)
        out[code] = geo::no_data_style(static_cast<std::uint8_t>(code));
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
        return {.view = view, .scene = scene, .layer = &layer(), .looks = classes, .palette = &colours};
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

/// Views that together have everything in sight, at a scale.
inline std::vector<model::View> tour(const Map& map, double metres_per_pixel) {
    constexpr int width = 640;
    constexpr int height = 360;
    std::vector<model::View> out;
    const auto& box = map.layer().bounds;
    for (double x = box.min.x; x < box.max.x; x += width * metres_per_pixel) {
        for (double y = box.min.y; y < box.max.y; y += height * metres_per_pixel) {
            const geo::Point centre{x + width * metres_per_pixel / 2, y + height * metres_per_pixel / 2};
            out.push_back({.centre = centre, .metres_per_pixel = metres_per_pixel, .width = width, .height = height});
        }
    }
    return out;
}

/// Whether a pixel lies in the view, and not at its edge.
inline bool in_sight(const model::View& view, model::Pixel p) {
    return p.x >= 1 && p.y >= 1 && p.x < view.width - 1 && p.y < view.height - 1;
}

}  // namespace made
