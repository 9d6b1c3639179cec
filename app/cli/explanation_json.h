#pragma once

#include "app/cli/json.h"
#include "geo/explain.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cli {

// What explain() tells, figures in full. Parts of a whole carry the remainder that they leave.

/// \param asked the quantiles
[[nodiscard]] Json statistics_json(const geo::Statistics& statistics, const geo::ClassTable& table,
                                   std::span<const double> asked);
/// \param reference as people call it
[[nodiscard]] Json gap_json(const geo::Gap& gap, const std::string& reference);
[[nodiscard]] Json change_json(const geo::Change& change, const std::optional<geo::ClassTable>& classes,
                               const std::vector<std::string>& labels);
[[nodiscard]] Json share_json(const geo::ShareChange& share);

}  // namespace cli
