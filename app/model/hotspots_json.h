#pragma once

#include "geo/displacement.h"
#include "geo/hotspots.h"

#include <nlohmann/json.hpp>

namespace model {

/// What was asked of hotspots, as metadata, sessions and recorded lines hold it; what the level decides is left out.
[[nodiscard]] nlohmann::ordered_json hotspots_to_json(const geo::HotspotsAsked& asked);

/// \throws Error for a member, a word or a number that is not of it
[[nodiscard]] geo::HotspotsAsked hotspots_from(const nlohmann::ordered_json& json);

/// The same of displacement.
[[nodiscard]] nlohmann::ordered_json displacement_to_json(const geo::DisplacementAsked& asked);
[[nodiscard]] geo::DisplacementAsked displacement_from(const nlohmann::ordered_json& json);

}  // namespace model
