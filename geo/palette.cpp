#include "geo/palette.h"

#include "geo/assets.h"
#include "geo/classify.h"
#include "geo/csv.h"
#include "geo/error.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <set>
#include <string>

namespace geo {

namespace {

using Lab = std::array<double, 3>;

// CIE 15; sRGB is IEC 61966-2-1, D65 white.
constexpr Lab white{0.95047, 1.0, 1.08883};
constexpr double epsilon = 216.0 / 24389.0;
constexpr double kappa = 24389.0 / 27.0;

double linear(std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint8_t encoded(double c) {
    c = std::clamp(c, 0.0, 1.0);
    const double s = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::lround(255 * s));
}

Lab to_lab(Colour colour) {
    const double r = linear(colour.red);
    const double g = linear(colour.green);
    const double b = linear(colour.blue);
    const Lab xyz{0.4124564 * r + 0.3575761 * g + 0.1804375 * b, 0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
                  0.0193339 * r + 0.1191920 * g + 0.9503041 * b};
    Lab f;
    for (std::size_t i = 0; i < 3; ++i) {
        const double t = xyz[i] / white[i];
        f[i] = t > epsilon ? std::cbrt(t) : (kappa * t + 16) / 116;
    }
    return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

Colour from_lab(Lab lab) {
    const double fy = (lab[0] + 16) / 116;
    const Lab f{fy + lab[1] / 500, fy, fy - lab[2] / 200};
    Lab xyz;
    for (std::size_t i = 0; i < 3; ++i) {
        const double cube = f[i] * f[i] * f[i];
        xyz[i] = white[i] * (cube > epsilon ? cube : (116 * f[i] - 16) / kappa);
    }
    return {encoded(3.2404542 * xyz[0] - 1.5371385 * xyz[1] - 0.4985314 * xyz[2]),
            encoded(-0.9692660 * xyz[0] + 1.8760108 * xyz[1] + 0.0415560 * xyz[2]),
            encoded(0.0556434 * xyz[0] - 0.2040259 * xyz[1] + 1.0572252 * xyz[2])};
}

}  // namespace

Colour parse_colour(std::string_view text) {
    const auto digit = [&](std::size_t i) {
        const char c = text[i];
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        fail("'{}' is no colour; write six hexadecimal digits, like #cf783f", text);
    };
    if (text.size() != 7 || text[0] != '#') fail("'{}' is no colour; write six hexadecimal digits, like #cf783f", text);
    const auto channel = [&](std::size_t i) { return static_cast<std::uint8_t>(16 * digit(i) + digit(i + 1)); };
    return {channel(1), channel(3), channel(5)};
}

std::vector<Colour> palette(std::string_view name, std::size_t classes) {
    assert(classes >= 1);
    static const auto rows = parse_small_csv(asset("palettes.csv"), "palettes.csv", {"palette", "class", "colour"});
    std::vector<Colour> given;
    std::set<std::string> names;
    for (const auto& row : rows) {
        names.insert(row[0]);
        if (row[0] == name) given.push_back(parse_colour(row[2]));
    }
    if (given.empty()) fail("no palette '{}'; there is {}", name, fmt::join(names, ", "));
    if (given.size() == classes) return given;
    std::vector<Colour> out;
    for (std::size_t k = 0; k < classes; ++k) {
        const double at = classes == 1 ? 0.5 : static_cast<double>(k) / static_cast<double>(classes - 1);
        const double place = at * static_cast<double>(given.size() - 1);
        const auto below = std::min(static_cast<std::size_t>(place), given.size() - 1);
        const auto above = std::min(below + 1, given.size() - 1);
        const double part = place - static_cast<double>(below);
        const auto a = to_lab(given[below]);
        const auto b = to_lab(given[above]);
        out.push_back(
            from_lab({a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]), a[2] + part * (b[2] - a[2])}));
    }
    return out;
}

std::string_view palette_of_scheme(std::string_view scheme) {
    if (scheme == "judgement") return "leefbaarometer";
    return scheme == "deviation" ? "deviation" : "sequential";
}

NoDataStyle no_data_style(std::uint8_t code) {
    constexpr Colour ink{150, 150, 155};
    switch (code) {
        case no_data_missing:
            return {{232, 232, 234}, ink, Pattern::stripes};
        case no_data_suppressed:
            return {{232, 232, 234}, ink, Pattern::dots};
        case no_data_outside:
            return {{232, 232, 234}, ink, Pattern::crosses};
        default:
            return {{252, 252, 252}, ink, Pattern::plain};
    }
}

bool has_ink(Pattern pattern, int x, int y, int scale) {
    assert(scale >= 1);
    const auto unit = [scale](int at) { return (at >= 0 ? at : at - scale + 1) / scale; };
    const auto phase = [](int at) { return ((at % pattern_period) + pattern_period) % pattern_period; };
    const int rising = phase(unit(x) + unit(y));
    const int falling = phase(unit(x) - unit(y));
    switch (pattern) {
        case Pattern::stripes:
            return rising == 0;
        case Pattern::dots:
            return phase(unit(x)) < 2 && phase(unit(y)) < 2;
        case Pattern::crosses:
            return rising == 0 || falling == 0;
        case Pattern::plain:
            break;
    }
    return false;
}

}  // namespace geo
