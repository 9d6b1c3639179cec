#pragma once

#include "geo/hotspots.h"
#include "geo/output_table.h"

#include <string>
#include <vector>

namespace geo {

/// level, code, measurement, from, dimension, value, lag, neighbours, statistic, expectation, variance, z, effect, p,
/// adjusted_p, permutations, outcome: a row per area and measurement, also of those without an outcome.
[[nodiscard]] OutputTable hotspots_table(const std::vector<LevelHotspots>& levels);
/// How they were found, by level and measurement: everything that a figure of hotspots hangs on, and what it means.
[[nodiscard]] OutputTable hotspot_methods_table(const std::vector<LevelHotspots>& levels);
/// level, measurement, statistic (moran, geary, getis-ord), n, value, expectation, variance, z, p, permutation_p,
/// permutations.
[[nodiscard]] OutputTable hotspots_global_table(const std::vector<LevelHotspots>& levels);
/// Those of them that have rows.
[[nodiscard]] std::vector<OutputTable> hotspot_tables(const std::vector<LevelHotspots>& levels);

/// hotspot_2024, hotspot_z_2024, hotspot_p_2024 beside an area's other figures. \param wide of the same level, see
/// wide_layer()
void add_columns(OutputTable& wide, const LevelHotspots& level);

/// Of an area made from cells: the part of what its scored cells weigh (dwellings) that lies in cells where low values
/// come together, or high ones.
struct ConcentrationShare {
    double low = missing;  // missing where no scored cell weighs anything
    double high = missing;
    double weight = 0;
};
/// \param cells of level "cells" \return [areas]; empty where the level is not made from cells, or not at that
/// measurement
[[nodiscard]] std::vector<ConcentrationShare> concentration_shares(const HotspotsAt& cells, const Assessment& of_cells,
                                                                   const Assessment& level);
/// level, code, measurement, from, dimension, low_share, high_share, weight.
[[nodiscard]] OutputTable concentration_shares_table(const std::vector<LevelHotspots>& cells,
                                                     const std::vector<Assessment>& levels);

/// What an outcome counts as: low values come together, high ones, or neither.
[[nodiscard]] bool is_low(Outcome outcome);
[[nodiscard]] bool is_high(Outcome outcome);

/// That so few permutations can show nothing, or no area alone; else empty.
[[nodiscard]] Sentence too_few_permutations(const LevelHotspots& level, const HotspotsAt& at);

/// What must be known of its outcomes: that what is found in cells is no test, that analytical p-values find too much
/// in skewed values; empty where there is nothing.
[[nodiscard]] Sentence caution_of(const LevelHotspots& level);

}  // namespace geo
