#pragma once

#include "geo/report.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace cli {

using Json = nlohmann::ordered_json;

/// A number, or null where it is missing.
[[nodiscard]] inline Json json_number(double value) {
    return std::isnan(value) ? Json(nullptr) : Json(value);
}

[[nodiscard]] Json to_json(const geo::Report& report);

}  // namespace cli
