#pragma once

#include "app/model/run.h"
#include "geo/analysis.h"
#include "geo/assess.h"

#include <vector>

namespace cli {

/// One level as a table for people, at its last measurement, with what else was asked for as further columns.
void print_table(const geo::Assessment& assessment, const geo::Analysis& analysis);

/// What an own index hangs on: by indicator what was imputed and drawn in, weights as given and as the data have them,
/// correlations, and what pulls against the others.
void print_index(const geo::Composition& made);

/// What the conclusions from an index hang on: other choices, effects of factors, conclusions asked for.
/// \param areas whether each area is told of too
void print_robustness(const geo::LevelRobustness& level, bool areas);

/// Where high and low values come together: how it was found, whether there is a pattern at all, and what was found.
/// \param areas whether each area with an outcome is told of too
void print_hotspots(const geo::LevelHotspots& level, bool areas);
/// How many areas are what over time, and how classes follow one another.
void print_over_time(const geo::HotspotsOverTime& of);

/// What improved inside focus areas and what fell around them, and how often that happens elsewhere.
void print_displacement(const geo::LevelDisplacement& of);

/// Everything, figures in full.
void print_json(const model::Run& run);

}  // namespace cli
