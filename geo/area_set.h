#pragma once

#include "geo/dataset.h"

#include <string>

namespace geo {

/// Level and code of the one area that is all that was read.
inline constexpr const char* everything_level = "all";

/// Areas made of those of the finest level whose codes tell where they lie: "gemeente" of buurten or wijken, "wijk" of
/// buurten (CBS codes). Names come from the attributes of the members where they name it. \param borders whether their
/// polygons are made, by GEOS's union \throws Error if no level has such codes
[[nodiscard]] Areas dissolved(const Dataset& dataset, const std::string& level, bool borders, unsigned threads = 0);

/// The column that names the areas of a level ("gemeente", "wijk") among the attributes of those below; null where
/// there is none.
[[nodiscard]] const Column* names_above(const Areas& areas, const std::string& level);

/// Gives areas made of others their borders: the union of their members'. Slivers between members stay.
void unite_members(const Dataset& dataset, Areas& areas, unsigned threads);

/// One area, all that was read: every cell, in an area or not; without cells, every area with a score of its own. It is
/// never called a country, for nobody can see from the files that they hold one. \throws Error if there are no scores
[[nodiscard]] Areas everything(const Dataset& dataset);

}  // namespace geo
