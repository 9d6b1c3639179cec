#pragma once

#include "geo/composition.h"
#include "geo/output_table.h"

#include <string>
#include <vector>

namespace geo {

struct Dataset;

/// What an own index is made of, a row per level and part: level, part, kind (total, dimension, indicator), name, of
/// (the part above), weight, share (of the weight within that), weight_in_total (the product of the shares),
/// aggregation; of indicators column, better (high, low), unit, source, imputation, outliers, normalisation; reference
/// (measurement).
[[nodiscard]] OutputTable index_parts_table(const Composition& made);

/// What to know of each indicator: level, measurement, indicator, imputed (part of the areas),
/// correlation_with_dimension, correlation_with_total, weight_in_total, effective_weight, against (1: it pulls against
/// its dimension), opposed (other indicators of it that it is negatively correlated with), treatment, drawn_in
/// (values), skewness_before, skewness, kurtosis_before, kurtosis.
[[nodiscard]] OutputTable index_audit_table(const Composition& made);

/// Stage by stage: level, code, measurement, indicator, value (as it came), imputed (the same, or what was put in),
/// treated, normalised, was_imputed. \pre the stages were kept
[[nodiscard]] OutputTable index_stages_table(const Dataset& dataset);

/// These tables, of what has an own index; else none. \param stages whether with those \pre they were kept then
[[nodiscard]] std::vector<OutputTable> index_tables(const Dataset& dataset, bool stages);

inline constexpr const char* index_parts_name = "index_parts";

}  // namespace geo
