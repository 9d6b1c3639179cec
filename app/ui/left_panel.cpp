#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ui {

namespace {

constexpr float low_panel = 480;  // units

void levels(Context& c) {
    if (c.derived.levels.empty()) return;
    heading(c, c.text("panel.layers"));
    const auto* layer = c.derived.shown.layer;
    const auto shown = layer != nullptr ? layer->level() : c.state.level;
    for (const auto& level : c.derived.levels) {
        const bool scaled = level == model::by_scale;
        const bool chosen = c.state.level == model::by_scale ? scaled : level == shown;
        const auto hint = scaled && chosen ? model::level_name(c.state.language, shown) : std::string();
        if (choice(c, "level." + level, model::level_name(c.state.language, level), hint, chosen)) {
            c.out.emplace_back(model::LevelChosen{level});
        }
    }
    gap(c, 9);
}

void dimensions(Context& c) {
    if (c.derived.dimensions.empty()) return;
    heading(c, c.text("panel.show"));
    showing(c);
    const auto& shown = c.derived.shown;
    const bool known = shown.layer != nullptr && shown.dimension < shown.layer->assessment.class_dimensions.size();
    const auto& chosen = known                       ? shown.layer->assessment.class_dimensions[shown.dimension]
                         : c.state.dimension.empty() ? c.derived.dimensions.front()
                                                     : c.state.dimension;
    const auto name_of = [&](const std::string& dimension) {
        return shown.layer != nullptr ? model::dimension_name(c.state.language, shown.layer->assessment, dimension)
                                      : model::dimension_name(c.state.language, dimension);
    };
    for (std::size_t i = 0; i < c.derived.dimensions.size(); ++i) {
        const auto& dimension = c.derived.dimensions[i];
        const auto key = i < 6 ? fmt::format("{}", i + 1) : std::string();
        if (choice(c, "dimension." + dimension, name_of(dimension), key, dimension == chosen)) {
            c.out.emplace_back(model::DimensionChosen{dimension});
        }
    }
    gap(c, 9);
}

}  // namespace

void left_panel(Context& c) {
    const auto& at = c.layout.left;
    if (at.empty()) return;
    begin(c, "left", at, c.ink.panel);
    // Where not all fits, what explains the colours comes first: the rest is a scroll away, and has its keys.
    const bool low = at.height < c.px(low_panel);
    if (low) {
        legend(c);
        gap(c, 9);
    }
    levels(c);
    drawn_areas(c);
    dimensions(c);
    if (!low) {
        legend(c);
        gap(c, 9);
    }
    importance(c);
    index_model(c);
    hotspots(c);
    displacement(c);
    sureness(c);
    classes(c);
    outlines(c);
    own_layers(c);
    if (c.layout.notes.empty()) {  // there was no room for them under the map
        gap(c, 9);
        for (const auto& note : {c.derived.source, c.derived.disclaimer}) paragraph(c, Face::small, c.ink.muted, note);
    }
    edge(c, {at.right() - std::max(1.F, std::floor(c.frame.fonts->scale)), at.y, 0, at.height});
    end();
}

}  // namespace ui
