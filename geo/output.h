#pragma once

#include "geo/assess.h"
#include "geo/vector/write.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace geo {

/// The layer of one level: code, name, the input's own attributes, then wide columns per measurement: values by
/// dimension (afw_2024, won_2024), class_2024, class_dev_2024, class_won_2024, no_data_2024 (why there is no class),
/// class_published_2024 where the source has them, and from cells weight_2024 and n_2024. An attribute of the input
/// whose name is taken comes as NAME_input. \pre the assessment outlives the result
[[nodiscard]] OutputTable wide_layer(const Assessment& assessment);

/// The same of some areas, in the order given, with all the columns it has for all of them; without borders.
[[nodiscard]] OutputTable wide_rows(const Assessment& assessment, std::span<const std::uint32_t> areas);

/// Tidy: level, code, measurement, dimension, value, class, no_data, weight, n; a row per area, measurement and
/// dimension. class_dev is a dimension of its own, with afw as its value.
[[nodiscard]] OutputTable scores_table(const std::vector<const Assessment*>& levels);

/// level, code, measurement, dimension, class, share, weight: the part of the weight of an area's scored cells in each
/// class, every class listed,
/// for the dimensions the assessment has shares of. Only levels made from cells have
/// such rows.
[[nodiscard]] OutputTable class_shares_table(const std::vector<const Assessment*>& levels);

/// level, measurement, reference year, model version, edition, series_break (1 where it must not be compared with the
/// one before), weight and its year, membership (centroid or share) where made from cells.
[[nodiscard]] OutputTable measurements_table(const std::vector<const Assessment*>& levels);

/// What the layer of a level is called: the level, but for names that GeoPackages or the tables beside it keep.
[[nodiscard]] std::string layer_name(const std::string& level);

/// The same of levels that come in one file: distinct, as SQLite compares names.
[[nodiscard]] std::vector<std::string> layer_names(std::span<const std::string> levels);

/// Whether a table is called so that is written beside the layers.
[[nodiscard]] bool is_table_name(std::string_view name);

/// All of these, layers first, as a GeoPackage holds them. The level "cells" is a layer only, not in the tables.
[[nodiscard]] std::vector<OutputTable> output_tables(const std::vector<Assessment>& levels, unsigned threads = 0);

}  // namespace geo
