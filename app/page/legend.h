#pragma once

#include "app/page/layout.h"

namespace page {

/// Height that a legend of full size takes. \param unit as in Layout
[[nodiscard]] double legend_height(const model::Derived& derived, double unit);

/// Class names, colours, counts and shares, and what is known of the areas selected, from the top of `area`. Rows give
/// way where there are many: first they move together, then only some of them are labelled, as on a ramp.
void place_legend(const model::Derived& derived, model::Language language, const Theme& theme, const Sheet& sheet,
                  const Ruler& ruler, const Area& area, Layout& out);

}  // namespace page
