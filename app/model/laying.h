#pragma once

#include "app/model/laid.h"
#include "app/model/shown.h"
#include "app/model/text.h"

#include <optional>
#include <string>
#include <vector>

namespace model {

/// A level whose borders can be laid on the map.
struct Outline {
    std::string level;
    bool laid = false;
    bool set = false;  // of areas someone chose
    friend bool operator==(const Outline&, const Outline&) = default;
};

/// An own layer, as a panel tells of it.
struct OwnLayerFacts {
    enum class Phase {
        reading,
        ready,
        failed
    };
    OwnLayer own;
    Phase phase = Phase::reading;
    std::string name;                  // of the file, and of its layer where it has several
    std::string contents;              // "342 features", "picture, 0.25 m"; empty while it is being read
    std::string trouble;               // sentence; mostly empty
    std::vector<std::string> columns;  // that can name its features
    std::vector<std::string> layers;   // of its file, where it has several; the one shown is among them
    std::string layer;                 // that is shown; empty until it has been read
    geo::Colour colour;
    bool picture = false;
    std::optional<View> elsewhere = {};  // none of it lies in the view: what leads there
    friend bool operator==(const OwnLayerFacts&, const OwnLayerFacts&) = default;
};

/// Colours of own layers, told apart on any map: an own layer's `colour` counts through them.
[[nodiscard]] const std::vector<geo::Colour>& own_colours();

/// Levels other than the one shown that have borders: sets first, then those with the fewest areas.
[[nodiscard]] std::vector<Outline> outlines_of(const Shown& shown, const Choices& choices);
/// Of these, those that are laid.
[[nodiscard]] std::vector<std::string> outlined_levels(const Choices& choices, const Results& results);
/// Levels whose areas are named on the map: outlined sets, then the one shown.
[[nodiscard]] std::vector<std::string> named_levels(const Choices& choices, const Results& results);

[[nodiscard]] std::vector<OwnLayerFacts> own_layers_of(const State& state, const Results& results);

/// What is to be drawn, as far as it is there. Under the areas: own layers in their order. On them: outlines, then own
/// layers.
[[nodiscard]] std::vector<Laid> laid_of(const Shown& shown, const State& state, const Results& results);

}  // namespace model
