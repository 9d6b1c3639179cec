#pragma once

#include "geo/palette.h"

#include <array>

namespace geo {

using Lab = std::array<double, 3>;  // CIELAB (CIE 15), D65 white
using Rgb = std::array<double, 3>;  // linear light, 0 .. 1

/// Of sRGB (IEC 61966-2-1). What lies outside is held to it on the way back.
[[nodiscard]] Lab to_lab(Colour colour);
[[nodiscard]] Colour from_lab(Lab lab);
[[nodiscard]] Rgb to_linear(Colour colour);
[[nodiscard]] Colour from_linear(const Rgb& rgb);

/// CIEDE2000 (Sharma, Wu, Dalal 2005): about 1 is the least a trained eye tells apart side by side.
[[nodiscard]] double colour_difference(Colour a, Colour b);

}  // namespace geo
