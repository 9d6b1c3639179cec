#pragma once

#include "app/page/layout.h"

#include <span>

namespace page {

/// The map as paths, for PDF and SVG: one path for each class, on coordinates of a quarter point, without what cannot
/// be seen; borders over the fills, so that nothing shines through between neighbours. Too many cells become a picture.
void draw_vector_map(cairo_t* ink, const model::Derived& derived, const Sheet& sheet, const Layout& layout);

/// Outlines of the areas selected, over whatever the map was drawn with.
void draw_outlines(cairo_t* ink, const model::Derived& derived, const Sheet& sheet, const Layout& layout);

/// A pattern of no-data in a rectangle, within what the ink is clipped to.
void draw_pattern(cairo_t* ink, const geo::NoDataStyle& style, const Area& area, double unit);

}  // namespace page
