#pragma once

#include "geo/dataset.h"

#include <span>
#include <string>
#include <vector>

namespace geo {

/// The weight that one measurement was given.
struct WeightUse {
    std::string name;    // "dwellings"; empty where nothing says how much each unit counts
    int date = 0;        // year of the weight; 0 if it has none
    std::string source;  // file; empty for "cells"
};

/// The weights of one measurement of the units, and which they are. Spans are into the dataset.
struct ChosenWeight {
    WeightUse use;
    std::span<const double> values;             // [units]; missing where the source has no figure
    std::span<const std::uint32_t> suppressed;  // units whose figure is withheld, ascending
};

/// What is added up to areas: the grid cells, or areas that carry scores of their own.
struct Units {
    std::string level;                  // "cells", "buurt" ...
    const Scores* scores = nullptr;     // of the dataset, [units]
    std::vector<ChosenWeight> weights;  // [measurement]; empty where nothing says how much each unit counts

    [[nodiscard]] const Table& table() const { return scores->values; }
    [[nodiscard]] std::size_t size() const { return scores == nullptr ? 0 : scores->values.rows; }
    [[nodiscard]] std::vector<std::span<const double>> weight_columns() const;
};

/// The cells, each measurement with the weight of that name whose year is nearest (of two equally near, the earlier),
/// noted in the report. \param wanted "dwellings" (also where empty), "inhabitants", "households", "cells" (each counts
/// one), or a column \throws Error if there is no such weight, if none was named and there are no dwellings, or if what
/// there is weighs nothing
[[nodiscard]] Units cell_units(const Dataset& dataset, const std::string& wanted, Report& report);

/// Areas with scores of their own. Without such a weight, `weights` is empty: each can be looked at, not added up.
/// \throws Error if the weight there is weighs nothing
[[nodiscard]] Units area_units(const Areas& areas, const std::string& wanted, Report& report);

}  // namespace geo
