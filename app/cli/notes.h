#pragma once

#include "geo/report.h"

#include <string>
#include <vector>

namespace cli {

enum class Notes {
    all,   // everything, with the first few codes
    brief  // what a reader of the figures must know: not what was checked and found right; without codes
};

/// The notes as lines of text. The same note about several files or measurements is one line.
[[nodiscard]] std::vector<std::string> note_lines(const geo::Report& report, Notes which);

}  // namespace cli
