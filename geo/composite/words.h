#pragma once

#include "geo/composite/model.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace geo {

/// What model files and tables call each of a kind.
template <typename Kind>
using Words = std::vector<std::pair<std::string_view, Kind>>;

[[nodiscard]] const Words<Imputation::Method>& imputation_words();
[[nodiscard]] const Words<Outliers::Method>& outlier_words();
[[nodiscard]] const Words<Normalisation::Method>& normalisation_words();
[[nodiscard]] const Words<Aggregation>& aggregation_words();

/// \pre it is one of them
template <typename Kind>
[[nodiscard]] std::string_view word_of(const Words<Kind>& words, Kind kind) {
    return std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.second == kind; })->first;
}

}  // namespace geo
