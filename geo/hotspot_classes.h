#pragma once

#include "geo/classify.h"
#include "geo/hotspots.h"
#include "geo/output_table.h"

#include <cstdint>
#include <string>
#include <vector>

/// Outcomes and categories of hotspots as classes, so that map, legend, list, styles and files show them as they show
/// all classes. Class 1 is the lowest.
namespace geo {

/// Of what was asked of the level: scheme "hotspot_moran", "hotspot_geary", "hotspot_gi", "hotspot_cells"
/// (assets/hotspot_outcomes.csv). The limits mean nothing.
[[nodiscard]] ClassTable outcome_classes(const LevelHotspots& level);
/// Islands, rows of which nothing can be told and rows without a value are kinds of no-data, the last of the kind that
/// their score has. \return [rows] class bytes
[[nodiscard]] std::vector<std::uint8_t> outcome_bytes(const LevelHotspots& level, const HotspotsAt& at);

/// Of hotspot_categories(): scheme "hotspot_low_over_time" or "hotspot_high_over_time", class k + 1 for category k.
[[nodiscard]] ClassTable category_classes(bool high);
/// \param categories [rows] indices into hotspot_categories(), or Categories::unknown
/// \param last [rows] of the last measurement, see outcome_bytes(): what an unknown one is
[[nodiscard]] std::vector<std::uint8_t> category_bytes(const std::vector<std::size_t>& categories,
                                                       const std::vector<std::uint8_t>& last);

/// NAME_WHEN with the classes as whole numbers, and NAME_reason_WHEN why there is none, where some row has none.
/// \param about of the columns but for their term, which is NAME_of, and hotspot_reason_of
void add_class_columns(OutputTable& wide, const std::string& name, const std::string& when, const Meaning& about,
                       ClassTable classes, const std::vector<std::uint8_t>& bytes);

}  // namespace geo
