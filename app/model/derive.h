#pragma once

#include "app/model/area_explanation.h"
#include "app/model/drawn.h"
#include "app/model/laying.h"
#include "app/model/listing.h"
#include "app/model/looks.h"
#include "app/model/names.h"
#include "app/model/options.h"
#include "app/model/shown.h"
#include "app/model/spread.h"
#include "app/model/theme.h"
#include "geo/palette.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace model {

struct Found;  // finder.h

struct LegendEntry {
    std::uint8_t code = 0;   // class byte
    std::string label;       // of the class, or why there is none
    geo::NoDataStyle style;  // a class has a ground only
    std::size_t rows = 0;    // areas or cells in it
    double weight = 0;       // what they count for; missing where no weight is known
    double share = 0;        // of the weight of all classes; missing likewise, and for no-data
};

struct Legend {
    std::string title;                 // "Total liveability, 2024"
    std::string subtitle;              // "Judgement classes · 2024 edition"
    std::string weight;                // "dwellings 2024"; empty where no weight is known
    std::vector<LegendEntry> entries;  // highest class first, then the kinds of no-data that occur
    std::string refusal;               // one sentence, where nothing can be shown
    std::vector<std::string> notes;    // sentences: what is our user's own, what is faint, what is left out
    std::string warning;               // classes that not every eye tells apart
};

/// A measurement on the time slider.
struct Moment {
    std::string label;
    int date = 0;
    double position = 0;        // in [0, 1], at true spacing in time
    bool break_before = false;  // not comparable with the one before
    bool has_values = false;    // of the dimension shown
};

/// One figure of an area.
struct Figure {
    std::string code;  // dimension, or label of a measurement
    std::string name;  // as people call it
    double value = 0;  // missing where there is none
    std::uint8_t class_code = 0;
    std::string class_label;    // or why there is none
    geo::NoDataStyle style;     // of the class
    bool break_before = false;  // among measurements: not comparable with the one before
};

/// What is known of one area or cell at the measurement shown.
struct AreaFacts {
    std::uint32_t row = 0;
    std::string level;
    std::string code;
    std::string name;                  // its code where it has none
    Figure shown;                      // of the dimension shown
    double weight = 0;                 // missing where not known
    std::string weight_name;           // "dwellings 2024"
    double n = 0;                      // scored cells; missing for cells and areas with scores of their own
    std::vector<Figure> dimensions;    // the total first
    std::vector<std::string> remarks;  // sentences: of an area that was drawn
    std::vector<std::string> sure;     // sentences: how sure its place and class are
    std::vector<std::string> hotspot;  // sentences: what it is among its neighbours
    std::string over_time;             // what the measurements are of: "Total liveability", "Own index"
    std::vector<Figure> measurements;  // of the dimension shown, or the own index: where it stood at each
};

/// A layer or table that an export will hold.
struct ExportEntry {
    std::string name;
    std::string title;
    bool layer = false;
    double rows = geo::missing;                                // of a table they follow from those of the layers
    std::vector<std::pair<std::string, std::string>> columns;  // name, title
};

/// What a State and its Results look like. Spans and pointers live as long as the scene.
struct Derived {
    static constexpr std::uint32_t none = 0xffffffff;

    Shown shown;
    const Theme* theme = nullptr;           // what the colours say; null without a scene
    std::span<const std::uint8_t> classes;  // [rows] of the layer shown: the theme's
    std::span<const std::uint8_t> looks;    // [rows] how each is drawn, into the palette; see looks.h
    unsigned long looks_revision = 0;       // another for other looks
    Palette palette{};
    const HotspotsFound* hotspots = nullptr;  // of what is shown; null where they are not shown, or not yet found
    geo::ClassTransitions transitions;        // of what is selected, or all; none where hotspots are not told over time
    /// From the row under the cursor to its neighbours, where hotspots are shown.
    std::vector<std::pair<geo::Point, geo::Point>> neighbour_lines;
    const geo::LevelDisplacement* displacement = nullptr;  // around what is shown; null where that is not told
    const geo::LevelRobustness* sure = nullptr;  // how sure the figures shown are; null where that is not told
    Legend legend;
    std::vector<Moment> moments;          // of the layer shown, ascending
    std::vector<std::string> levels;      // that can be chosen; by_scale last, where there are several
    std::vector<std::string> dimensions;  // that can be chosen, the total first
    Options options;
    std::uint32_t hovered_row = none;          // of the layer shown
    std::vector<std::uint32_t> selected_rows;  // likewise; empty where another level is shown
    std::optional<AreaFacts> hovered;
    std::vector<AreaFacts> selected;
    const Layer* selected_layer = nullptr;  // that they are of: one of the scene, or the drawn areas; may be null
    /// [selected]; none unless the scene was prepared for a window. Lives until the next derivation.
    std::span<const AreaExplanation> explanations;
    std::span<const AreaSpread> spreads;    // [selected], likewise
    const Found* found = nullptr;           // answers to what is typed in the search box; null while it is closed
    Listing listing;                        // where the list of areas is shown, or a filter leaves some out
    std::vector<std::string> unknown;       // names in the state that the scene does not have
    std::string title;                      // "Total liveability 2024 · Neighbourhoods"
    std::string source;                     // source and licence line
    std::string disclaimer;                 // what the figures are not; also without a scene
    std::vector<Laid> laid;                 // on the areas and under them; the last on top
    std::vector<Outline> outlines;          // that can be laid
    std::vector<OwnLayerFacts> own_layers;  // as in the state
    std::vector<DrawnFacts> drawn;          // as in the state
    std::span<const MapName> names;         // that may be written on the map, the most important first
    std::span<const ExportEntry> exported;  // what an export would hold; none while its card is closed
};

/// derive() as small stages, each done again only when what it reads has changed: a hover does not count the legend
/// anew.
class Deriver {
public:
    Deriver();
    ~Deriver();
    Deriver(Deriver&&) noexcept;
    Deriver& operator=(Deriver&&) noexcept;

    /// Pure but for what it remembers. \return lives until the next call
    [[nodiscard]] const Derived& operator()(const State& state, const Results& results);

private:
    void derive_scene(const State& state, const Results& results);

    struct Memory;
    std::unique_ptr<Memory> memory_;
};

/// The label `step` measurements further (-1, +1), held at the ends; that of the first comes after the last where
/// `around`. Empty without measurements.
[[nodiscard]] std::string stepped(const Derived& derived, int step, bool around = false);

}  // namespace model
