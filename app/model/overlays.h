#pragma once

#include "app/model/view.h"
#include "geo/inner_point.h"
#include "geo/sentence.h"
#include "geo/strokes.h"
#include "geo/vector/own_layer.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace model {

struct DrawnLayer;  // drawn.h

/// What became of an own layer.
struct OwnRead {
    std::string label;                                         // column it was read with
    std::shared_ptr<const geo::OwnLayerContent> content = {};  // null: it could not be read
    geo::Sentence failure = {};                                // empty: none
    std::shared_ptr<const geo::Ground> close = {};             // of a picture, as `close_view` shows it; may be null
    std::optional<View> close_view = {};                       // that was read for
};

using InnerPoints = std::vector<std::optional<geo::InnerPoint>>;  // [areas]

/// What is laid on the areas or under them, as far as jobs have brought it for the scene there is.
struct Overlays {
    std::map<std::string, std::shared_ptr<const geo::Strokes>> borders;      // by level
    std::map<std::string, std::shared_ptr<const InnerPoints>> inner_points;  // by level: where names are written
    std::map<std::pair<std::string, std::string>, OwnRead> own;              // by path and layer
    std::shared_ptr<const DrawnLayer> drawn;  // areas that were drawn, scored; null before there were any
};

}  // namespace model
