#pragma once

#include "app/model/text.h"

#include <string_view>

namespace model {

/// The word for a figure's size and direction, from assets/wording.csv: thresholds of our own choice. \param about
/// "gap", "change" (points of the Leefbaarometer), "other_gap", "other_change" (of other scores), "share_change"
/// (percentage points) \pre value is finite
[[nodiscard]] std::string_view word_for(Language language, std::string_view about, double value);

/// Whether the word for it is that for no difference at all.
[[nodiscard]] bool about_none(std::string_view about, double value);

}  // namespace model
