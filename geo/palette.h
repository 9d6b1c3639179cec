#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// sRGB, 8 bits a channel.
struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    friend bool operator==(const Colour&, const Colour&) = default;
};

/// "#cf783f". \throws Error for anything else
[[nodiscard]] Colour parse_colour(std::string_view text);

/// Colours of a named palette (assets/palettes.csv), lowest class first. With another number of classes than the
/// palette has, colours in between, along straight lines in CIELAB. \pre classes >= 1 \throws Error naming the palettes
/// there are
[[nodiscard]] std::vector<Colour> palette(std::string_view name, std::size_t classes);

/// Those there are, in the order of the file.
[[nodiscard]] const std::vector<std::string>& palette_names();

/// The palette a class scheme is shown in unless another is chosen: "judgement" -> "leefbaarometer" (own_index too),
/// "deviation" -> "deviation" (change too), those of hotspots -> their own, else "sequential".
[[nodiscard]] std::string_view palette_of_scheme(std::string_view scheme);

/// How a kind of no-data is drawn, so that the four are told apart without colour.
enum class Pattern : std::uint8_t {
    plain,    // ground only
    stripes,  // rising diagonal lines
    dots,     // a dot every few pixels
    crosses,  // falling diagonal lines both ways
    lines     // level lines
};

struct NoDataStyle {
    Colour ground;
    Colour ink;
    Pattern pattern = Pattern::plain;
    friend bool operator==(const NoDataStyle&, const NoDataStyle&) = default;
};

/// Of a class byte that is no class (geo/classify.h): missing stripes, uninhabited plain, suppressed dots, outside
/// crosses; a byte of 0 (nothing asked for) plain.
[[nodiscard]] NoDataStyle no_data_style(std::uint8_t code);

/// Units after which every pattern repeats, across and down.
inline constexpr int pattern_period = 6;

/// Whether the pattern has ink at a pixel, x from the left and y from the top of the map; `scale` pixels to a unit
/// (1 on an ordinary screen). \pre scale >= 1
[[nodiscard]] bool has_ink(Pattern pattern, int x, int y, int scale = 1);

}  // namespace geo
