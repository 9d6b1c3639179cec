#pragma once

#include "app/model/state.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <vector>

/// Inside of the room: choices as JSON, for recorded sessions and for session files. Keys that are missing are what a
/// new session has; what is of the wrong kind throws nlohmann's exception or Error.
namespace model {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json to_json(const Scheme& scheme);
[[nodiscard]] Json to_json(const OwnLayer& own);
[[nodiscard]] Json to_json(std::span<const geo::Point> corners);
[[nodiscard]] Json to_json(const DrawnArea& area);
[[nodiscard]] Json to_json(const Filter& filter);
[[nodiscard]] Json to_json(const Playback& playback);
[[nodiscard]] Json to_json(const Comfort& comfort);
[[nodiscard]] Json to_json(const Choices& choices);  // but for what was loaded

[[nodiscard]] Scheme scheme_from(const Json& json);
[[nodiscard]] OwnLayer own_layer_from(const Json& json);
[[nodiscard]] std::vector<geo::Point> corners_from(const Json& json);
[[nodiscard]] DrawnArea drawn_from(const Json& json);
[[nodiscard]] Filter filter_from(const Json& json);
[[nodiscard]] Playback playback_from(const Json& json);
[[nodiscard]] Comfort comfort_from(const Json& json);
[[nodiscard]] Choices choices_from(const Json& json);

// A few words for each value of an enumeration, as files have them. \throws Error naming those there are
[[nodiscard]] const char* name_of(Show show);
[[nodiscard]] const char* name_of(Vision vision);
[[nodiscard]] Json to_json(const Sureness& sure);
[[nodiscard]] Sureness sureness_from(const Json& json);
[[nodiscard]] Json to_json(const HotspotChoice& hotspots);
[[nodiscard]] HotspotChoice hotspot_choice_from(const Json& json);
[[nodiscard]] Json to_json(const DisplacementChoice& displacement);
[[nodiscard]] DisplacementChoice displacement_choice_from(const Json& json);
[[nodiscard]] const char* name_of(Faint faint);
[[nodiscard]] const char* name_of(Language language);
[[nodiscard]] const char* name_of(Finder::Kind kind);
[[nodiscard]] const char* name_of(Drawing::Tool tool);
[[nodiscard]] const char* name_of(Exporting::What what);
[[nodiscard]] const char* name_of(Errand::Kind kind);
[[nodiscard]] Show show_from(const std::string& name);
[[nodiscard]] Vision vision_from(const std::string& name);
[[nodiscard]] Faint faint_from(const std::string& name);
[[nodiscard]] Language language_from(const std::string& name);
[[nodiscard]] Finder::Kind finder_from(const std::string& name);
[[nodiscard]] Drawing::Tool tool_from(const std::string& name);
[[nodiscard]] Exporting::What exporting_from(const std::string& name);
[[nodiscard]] Errand::Kind errand_from(const std::string& name);

}  // namespace model
