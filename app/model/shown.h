#pragma once

#include "app/model/state.h"

namespace model {

/// What the names of a State mean in the scene. Null and 0 where there is no scene.
struct Shown {
    const Scene* scene = nullptr;
    const Layer* layer = nullptr;
    std::size_t dimension = 0;    // into layer->assessment.class_dimensions
    std::size_t value = 0;        // into layer->assessment.values.dimensions: the figures of that dimension
    std::size_t measurement = 0;  // into layer->assessment.values.measurements
    friend bool operator==(const Shown&, const Shown&) = default;
};

/// Names that are empty or that the scene does not have become its own first choice: the level with the smallest areas
/// (or whichever suits the scale), the total, the last measurement.
[[nodiscard]] Shown resolve(const Choices& choices, const Results& results);

/// The same in a given layer, whatever level is shown.
[[nodiscard]] Shown resolve_in(const Layer& layer, const Choices& choices, const Scene& scene);

/// Names in the state that the scene does not have, as the user knows them. For a message.
[[nodiscard]] std::vector<std::string> unknown_names(const Choices& choices, const Results& results);

}  // namespace model
