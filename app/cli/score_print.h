#pragma once

#include "geo/analysis.h"
#include "geo/assess.h"

#include <vector>

namespace cli {

/// One level as a table for people, at its last measurement, with what else was asked for as further columns.
void print_table(const geo::Assessment& assessment, const geo::Analysis& analysis);

/// Everything, figures in full. \param analyses [levels]
void print_json(const geo::Dataset& dataset, const std::vector<geo::Assessment>& levels,
                const std::vector<geo::Analysis>& analyses);

}  // namespace cli
