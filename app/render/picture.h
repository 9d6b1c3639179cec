#pragma once

#include "app/model/derive.h"
#include "app/model/laid.h"
#include "app/model/scene.h"
#include "app/model/view.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>

namespace render {

/// What is to be seen. Without a layer: the ground.
struct Picture {
    model::View view;
    std::shared_ptr<const model::Scene> scene = {};
    const model::Layer* layer = nullptr;           // of the scene
    std::span<const std::uint8_t> looks = {};      // [rows] of the layer, into the palette
    unsigned long revision = 0;                    // of the looks: the same, and the same span, means the same bytes
    const model::Palette* palette = nullptr;       // of a layer not null
    std::uint32_t hovered = model::Derived::none;  // row
    std::span<const std::uint32_t> selected = {};  // rows
    std::span<const model::Laid> laid = {};        // on the areas and under them; the last on top
    double opacity = 1;                            // of the areas, over what lies under them

    double fade = 1;  // part of these looks; below 1 the rest is those drawn before them, of the same rows and palette

    [[nodiscard]] bool has_under() const {
        return std::any_of(laid.begin(), laid.end(), [](const auto& each) { return each.under; });
    }
};

/// What a State and what follows from it come to. \return lives as long as `derived`
[[nodiscard]] Picture picture_of(const model::State& state, const model::Results& results,
                                 const model::Derived& derived);

struct Style {
    double content_scale = 1;  // of the monitor: lines and patterns grow with it
    int supersampling = 1;     // 1, 2 or 3: this many pixels across are averaged to one, so that edges are smooth
    geo::Colour ground{222, 227, 232};  // darker than an uninhabited area
    bool timed = false;                 // waits for the graphics card after each pass, to tell how long it took
};

}  // namespace render
