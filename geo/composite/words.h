#pragma once

#include "geo/composite/model.h"
#include "geo/words.h"

namespace geo {

/// What model files and tables call them.
[[nodiscard]] const Words<Imputation::Method>& imputation_words();
[[nodiscard]] const Words<Outliers::Method>& outlier_words();
[[nodiscard]] const Words<Normalisation::Method>& normalisation_words();
[[nodiscard]] const Words<Aggregation>& aggregation_words();

}  // namespace geo
