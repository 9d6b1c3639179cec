#pragma once

#include "app/model/derive.h"

#include <string>

namespace page {

enum class Format {
    png,
    pdf,
    svg
};

/// What a map sheet is to be.
struct Sheet {
    Format format = Format::png;
    double width = 1754;  // pixels of a PNG, points of the others; defaults are A4 at 150 dots per inch
    double height = 1240;
    bool bare = false;  // the map alone, filling the picture
    bool dark = false;
    geo::Box extent;  // metres; all of it is on the map, in its middle
    unsigned threads = 0;
};

inline constexpr double least_width = 320;  // of a sheet; a bare map may be smaller
inline constexpr double least_height = 240;
inline constexpr double most_side = 16384;

/// The map of the layer shown, with title, legend, scale bar, north arrow, notes and sources around it; the areas
/// selected are outlined. The same arguments give the same bytes, on any number of threads.
/// \pre derived has a scene, extent is not empty, sides are within the limits \return the bytes of the file
/// \throws Error if Cairo fails
[[nodiscard]] std::string draw(const model::Derived& derived, const model::State& state, const Sheet& sheet);

}  // namespace page
