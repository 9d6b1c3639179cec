#include "geo/palette.h"

#include "geo/assets.h"
#include "geo/classify.h"
#include "geo/colour_space.h"
#include "geo/csv.h"
#include "geo/error.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace geo {

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

namespace {

const std::vector<std::vector<std::string>>& palette_rows() {
    static const auto rows = parse_small_csv(asset("palettes.csv"), "palettes.csv", {"palette", "class", "colour"});
    return rows;
}

}  // namespace

const std::vector<std::string>& palette_names() {
    static const auto names = [] {
        std::vector<std::string> out;
        for (const auto& row : palette_rows()) {
            if (std::find(out.begin(), out.end(), row[0]) == out.end()) out.push_back(row[0]);
        }
        return out;
    }();
    return names;
}

std::vector<Colour> palette(std::string_view name, std::size_t classes) {
    assert(classes >= 1);
    static const auto all = [] {
        std::map<std::string, std::vector<Colour>, std::less<>> out;
        for (const auto& row : palette_rows()) out[row[0]].push_back(parse_colour(row[2]));
        return out;
    }();
    const auto at = all.find(name);
    if (at == all.end()) fail("no palette '{}'; there is {}", name, fmt::join(palette_names(), ", "));
    const auto& given = at->second;
    if (given.size() == classes) return given;
    std::vector<Colour> out;
    for (std::size_t k = 0; k < classes; ++k) {
        const double part_of_way = classes == 1 ? 0.5 : static_cast<double>(k) / static_cast<double>(classes - 1);
        const double place = part_of_way * static_cast<double>(given.size() - 1);
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
    if (scheme == "own_index") return "leefbaarometer";
    if (scheme == "hotspot_geary" || scheme.ends_with("_over_time")) return scheme;
    if (scheme.starts_with("hotspot")) return "hotspot";
    return scheme == "deviation" || scheme == "change" ? "deviation" : "sequential";
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
        case no_data_island:
            return {{232, 232, 234}, ink, Pattern::lines};
        case no_data_untested:
            return {{232, 232, 234}, ink, Pattern::plain};
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
        case Pattern::lines:
            return phase(unit(y)) % 3 == 0;
        case Pattern::plain:
            break;
    }
    return false;
}

}  // namespace geo
