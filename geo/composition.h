#pragma once

#include "geo/composite/audit.h"
#include "geo/composite/compose.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace geo {

struct Assessment;
struct Dataset;

/// How the index of the units of one table was made: of the cells, or of the areas of a level.
struct UnitsIndex {
    std::string level;                      // "cells", "buurt" ...
    std::string reference;                  // label of the measurement that makes the scale; empty: each its own
    std::vector<Measurement> measurements;  // that follow
    std::vector<std::vector<IndicatorAudit>> audit;  // [measurement][indicator]
    std::vector<std::vector<Treatment>> treatments;  // [indicator][measurement]
    std::optional<Composed> stages;                  // where they were asked for
};

/// An own index, and what is known of how it came about.
struct Composition {
    IndexModel model;
    std::vector<UnitsIndex> units;
};

/// Columns that hold the indicators of a model, each once, in its order.
[[nodiscard]] std::vector<std::string> columns_of(const IndexModel& model);

/// Columns that a model tells groups of areas apart by, each once.
[[nodiscard]] std::vector<std::string> group_columns_of(const IndexModel& model);

/// The model that the figures of a level were made by; null where they are of no own index made here.
[[nodiscard]] const IndexModel* model_of(const Dataset& dataset, const Assessment& level);

/// Whether totals of the level are sums of its indicators times factors, also with other weights: means are arithmetic,
/// and what lacks an indicator lacks them all.
[[nodiscard]] bool is_sum_of_indicators(const Assessment& level, const IndexModel& model);

/// Puts an index in the place of the scores it is made of: of the cells, and of each level whose areas carry all the
/// indicators. Each such table makes its own scale. The scores are then the total, its dimensions from above, and the
/// indicators on the scale of the index; years whose indicators come from several publications are one measurement.
/// Sets Dataset::composition, and adds to the report.
/// \param stages whether all that the index was made of is kept \throws Error where no table carries all the
/// indicators; as compose()
void make_index(Dataset& dataset, const IndexModel& model, bool stages, unsigned threads);

}  // namespace geo
