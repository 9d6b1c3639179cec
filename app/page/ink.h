#pragma once

#include "geo/palette.h"

#include <cairo.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace page {

struct Release {
    void operator()(cairo_t* ink) const { cairo_destroy(ink); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, Release>;
using Ink = std::unique_ptr<cairo_t, Release>;

/// \throws Error if the surface has failed
void check(cairo_surface_t* surface);

/// Draws on a surface; text and lines are not fitted to pixels, so that a sheet is the same at every size.
[[nodiscard]] Ink ink_on(cairo_surface_t* surface);

void set_colour(cairo_t* ink, geo::Colour colour, double opacity = 1);

struct Font {
    double size = 9;
    bool bold = false;
    bool italic = false;
};

void set_font(cairo_t* ink, Font font);

/// Text as wide as it will be drawn, whatever it will be drawn on.
class Ruler {
public:
    Ruler();

    [[nodiscard]] double width(std::string_view text, Font font) const;

    /// The text, or as much of its beginning as fits, with "…".
    [[nodiscard]] std::string shortened(std::string_view text, Font font, double width) const;

    /// Lines no wider than `width`, cut at blanks, and within words where one is too long. What exceeds `lines` lines
    /// is left out, with "…".
    [[nodiscard]] std::vector<std::string> wrapped(std::string_view text, Font font, double width,
                                                   std::size_t lines) const;

private:
    Surface surface_;
    Ink ink_;
};

}  // namespace page
