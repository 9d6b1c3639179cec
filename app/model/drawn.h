#pragma once

#include "app/model/laid.h"
#include "app/model/shown.h"
#include "app/model/state.h"
#include "geo/sentence.h"
#include "geo/vector/part_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace model {

inline constexpr std::size_t least_corners = 3;
inline constexpr std::size_t most_corners = 5000;
inline constexpr std::size_t most_drawn = 200;

/// How a drawn area names the CRS of its corners.
[[nodiscard]] std::string crs_name(const geo::Crs& crs);

/// A drawn area as it is kept: corners held to the centimetre, what is not finite, repeated or too much left out.
[[nodiscard]] std::vector<geo::Point> held_corners(std::span<const geo::Point> corners);
/// Without blanks around it or line ends; not longer than a name may be.
[[nodiscard]] std::string held_name(const std::string& name);
/// The next one, with a code and a name that none has yet.
[[nodiscard]] DrawnArea drawn_area(const State& state, const geo::Crs& crs, std::span<const geo::Point> corners);

/// Whether its corners are in the CRS of the scene.
[[nodiscard]] bool lies_on(const DrawnArea& area, const Scene& scene);
/// That of a code; null where there is none.
[[nodiscard]] const DrawnArea* find_drawn(const Choices& choices, const std::string& code);

/// Areas that were drawn, scored as the polygons of a set are. `layer` refers to `areas`: it stays where it was made.
struct DrawnLayer {
    static constexpr std::uint32_t none = 0xffffffff;
    enum class Trouble {
        none,
        no_cells,    // there are none with scores, and an area that was drawn has none of its own
        own_scores,  // the program was told to take the scores that areas have
        failed       // see failure
    };

    std::vector<DrawnArea> of;         // all that were drawn
    std::vector<std::uint32_t> row;    // [of] into areas; none where it lies on another map
    geo::Areas areas;                  // valid
    std::vector<std::uint8_t> mended;  // [rows] its outline was not valid: it crossed itself, say
    std::vector<std::uint8_t> lost;    // [rows] it encloses nothing
    std::vector<std::size_t> cells;    // [rows] of the grid, with scores or without
    std::optional<Layer> layer;        // none where there is trouble
    Trouble trouble = Trouble::none;
    geo::Sentence failure;

    /// Whether all that were drawn are in the layer.
    [[nodiscard]] bool holds_all() const {
        return layer.has_value() && std::find(row.begin(), row.end(), none) == row.end();
    }

    DrawnLayer() = default;
    DrawnLayer(const DrawnLayer&) = delete;
    DrawnLayer& operator=(const DrawnLayer&) = delete;
};

/// Cost: a pass over all cells of the scene; for a job. Never fails: what cannot be told is told as trouble.
[[nodiscard]] std::shared_ptr<const DrawnLayer> scored(const Scene& scene, std::vector<DrawnArea> drawn);

/// What there is of them where there is no memory to score them.
[[nodiscard]] std::shared_ptr<const DrawnLayer> unscored(std::vector<DrawnArea> drawn);

/// Whether the areas there are have yet to be scored.
[[nodiscard]] bool awaits_scores(const Choices& choices, const Results& results);

/// The layer of the selection: one of the scene or, with the figures there are, the drawn areas. Null where there is
/// none.
[[nodiscard]] const Layer* layer_of_selected(const Choices& choices, const Results& results);
/// Of the selected areas that it has and that are as they were scored. \param layer of the selection, may be null
[[nodiscard]] std::vector<std::uint32_t> rows_of_selected(const Layer* layer, const Choices& choices,
                                                          const Results& results);

/// A drawn area, as a panel tells of it.
struct DrawnFacts {
    std::string code;
    std::string name;
    std::string surface;               // "12.4 ha"; empty where that is not known
    std::vector<std::string> remarks;  // sentences: why there are no figures of it, or what was mended
    bool waits = false;                // for its figures
    bool told = false;                 // there are figures of it
    bool selected = false;
    bool placed = false;  // on this map
    geo::Box bounds;      // metres
};

[[nodiscard]] std::vector<DrawnFacts> drawn_facts(const Shown& shown, const Choices& choices, const Results& results,
                                                  Language language);

/// Their outlines, those selected on top.
[[nodiscard]] std::vector<Laid> drawn_lines(const Scene& scene, const Choices& choices);

/// The drawn area whose outline runs no further than `reach` pixels from there, the nearest; empty where there is none.
[[nodiscard]] std::string drawn_at(const Scene& scene, const Choices& choices, Pixel at, double reach);

/// As a GeoPackage that --set reads: the areas that lie on the scene and enclose something, valid, each with its code
/// and name. \return how many; where there are none, nothing is written \throws Error where it cannot be written
std::size_t write_drawn(const Scene& scene, const std::vector<DrawnArea>& drawn, const std::string& path,
                        geo::Existing existing = geo::Existing::replaced);

}  // namespace model
