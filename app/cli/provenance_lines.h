#pragma once

#include "app/model/provenance.h"

#include <string>
#include <vector>

namespace cli {

/// What a GeoPackage says of how it was made, in words, a line each.
[[nodiscard]] std::vector<std::string> provenance_lines(const model::Provenance& provenance);

}  // namespace cli
