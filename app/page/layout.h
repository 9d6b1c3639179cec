#pragma once

#include "app/page/ink.h"
#include "app/page/sheet.h"
#include "geo/id_raster.h"

#include <string>
#include <vector>

namespace page {

struct Theme {
    geo::Colour paper;
    geo::Colour ground;  // of the map
    geo::Colour border;  // between areas
    geo::Colour text;
    geo::Colour quiet;  // text of less weight
    geo::Colour rule;   // hairlines
    geo::Colour outline;
    geo::Colour halo;  // around outlines
};

[[nodiscard]] const Theme& theme_of(const Sheet& sheet);

/// The palette as the theme shows it: on dark paper the kinds of no-data are dark too. Classes stay as they are.
[[nodiscard]] model::Palette palette_on(const Sheet& sheet, const model::Palette& palette);

/// Measures of a sheet, in pixels or points, from its left upper corner.
struct Area {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double bottom() const { return y + height; }
};

struct Text {
    std::string text;
    double x = 0;  // left end
    double y = 0;  // base line
    double width = 0;
    Font font;
    geo::Colour colour;
};

struct Swatch {
    Area area;
    geo::NoDataStyle style;
};

/// Everything on a sheet and where. \see draw()
struct Layout {
    Area paper;
    double unit = 1;  // of type and lines: a point on a sheet of A4
    Area map;
    geo::RasterGrid window;  // of the map: metres, pixels or points
    std::vector<Text> texts;
    std::vector<Swatch> swatches;
    std::vector<Area> rules;  // hairlines
    Area scale_bar;           // empty where there is none; two halves, one of them filled
    Area north;               // likewise
};

[[nodiscard]] Layout lay_out(const model::Derived& derived, const model::State& state, const Sheet& sheet);

/// The longest round length (1, 2 or 5 and noughts), in metres, that is no longer than `most`. \pre most > 0
[[nodiscard]] double round_length(double most);

}  // namespace page
