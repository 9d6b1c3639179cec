#pragma once

#include "app/model/reading.h"
#include "geo/area_index.h"
#include "geo/assess.h"
#include "geo/dataset.h"
#include "geo/members.h"
#include "geo/mesh.h"
#include "geo/reference.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace model {

/// One level that can be shown: its figures and classes, and where its areas lie. Rows are areas, or cells.
struct Layer {
    geo::Assessment assessment;                    // .areas->code, .name, .polygons; cells have no polygons
    bool cells = false;                            // drawn from the dataset's lattice
    geo::Box bounds;                               // metres
    double typical_side = 0;                       // metres; side of a square as large as the median area
    geo::AreaIndex index;                          // of areas, where prepared for a window
    std::vector<geo::Mesh> meshes;                 // likewise; finest first
    std::vector<geo::WeightUse> weights;           // [measurement]; none where no weight is known
    std::vector<std::vector<double>> row_weight;   // [measurement][row] dwellings (say) of an area or cell; likewise
    std::vector<std::uint32_t> by_code;            // rows in ascending order of their codes
    geo::MembersByArea members;                    // of areas made from cells, where prepared for a window
    const geo::IndexModel* index_model = nullptr;  // of an own index that other weights can be tried of at once

    [[nodiscard]] const std::string& level() const { return assessment.areas->level; }
    [[nodiscard]] std::size_t rows() const { return assessment.areas->size(); }
    /// Row of a code, or rows() where there is none.
    [[nodiscard]] std::size_t find(const std::string& code) const;
};

/// Everything that was loaded, assessed and prepared for drawing. Immutable; the one shared object of the program.
struct Scene {
    geo::Dataset dataset;
    geo::Areas cell_areas;      // the cells as a level, without polygons; empty without scored cells
    std::vector<Layer> layers;  // largest areas first, cells last
    geo::Report report;         // of loading and scoring
    std::vector<std::string> inputs;
    Reading reading;                                         // how they were read and scored
    geo::Membership membership = geo::Membership::centroid;  // by which areas were made from cells
    geo::AssessOptions assess;                               // likewise: all that it was scored by
    bool across_editions = false;                            // changes are told across series breaks too
    std::unique_ptr<const geo::References> references;       // of dataset and layers; null unless prepared for a window

    /// Null where no layer is of that level.
    [[nodiscard]] const Layer* find(const std::string& level) const;
    /// The row at a place: an area or a cell; layer.rows() where there is none.
    [[nodiscard]] std::size_t row_at(const Layer& layer, geo::Point world) const;
    /// What a row covers; empty where it has no place. \pre row < layer.rows()
    [[nodiscard]] geo::Box bounds_of(const Layer& layer, std::size_t row) const;
    [[nodiscard]] geo::Box bounds() const;
};

struct SceneOptions {
    geo::LoadOptions load;
    geo::AssessOptions assess;
    std::string level;    // only this one is scored and shown; empty: all
    bool prepare = true;  // for a window: meshes, indices, what explains an area
};

/// Areas with their figures, and what explains one of them; nothing to draw them with. \param members whether each is
/// to be explained from its cells \pre dataset and areas live as long as the result \throws Error as geo::assess() does
[[nodiscard]] Layer assessed_layer(const geo::Dataset& dataset, const geo::Areas& areas,
                                   const geo::AssessOptions& options, bool members = true);

/// Thrown out of build_scene() when a stop was asked for.
struct Cancelled {};

/// Loads, scores every level that has borders and figures, and prepares it for drawing. Levels that cannot be shown are
/// noted in the report. load.progress is called from any thread, one call at a time.
/// \throws Error if not one level can be shown \throws Cancelled
[[nodiscard]] std::shared_ptr<const Scene> build_scene(const SceneOptions& options, const std::stop_token& stop = {});

}  // namespace model
