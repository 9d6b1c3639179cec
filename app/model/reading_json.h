#pragma once

#include "app/model/reading.h"

#include <nlohmann/json.hpp>

/// Inside of the room: how files are read and scored, as sessions and provenance hold it.
namespace model {

/// What is as without options is left out.
[[nodiscard]] nlohmann::ordered_json to_json(const Reading& reading);

/// Keys that are missing are as without options; others are passed over. What is of the wrong kind throws nlohmann's
/// exception or Error.
[[nodiscard]] Reading reading_from(const nlohmann::ordered_json& json);

}  // namespace model
