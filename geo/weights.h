#pragma once

#include "geo/dataset.h"

#include <span>
#include <string>
#include <vector>

namespace geo {

/// The weight that one measurement was given.
struct WeightUse {
    std::string name;    // "dwellings"; empty where areas carry their own scores
    int date = 0;        // year of the weight; 0 if it has none
    std::string source;  // file; empty for "cells"
};

/// The weights of one measurement of the cells, and which they are.
struct ChosenWeight {
    WeightUse use;
    std::span<const double> values;             // [cells], of the dataset; empty for "cells": each counts one
    std::span<const std::uint32_t> suppressed;  // cells whose figure is withheld, ascending
};

/// For every measurement of the cells' scores the weight of that name whose year is nearest (of two equally near, the
/// earlier), noted in the report. \param wanted "dwellings" (also where empty), "inhabitants", "households", "cells",
/// or a column of the cells \throws Error if there is no such weight, or none was named and there are no dwellings
[[nodiscard]] std::vector<ChosenWeight> choose_weights(const Dataset& dataset, const std::string& wanted,
                                                       Report& report);

}  // namespace geo
