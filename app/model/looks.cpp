#include "app/model/looks.h"

#include "geo/classify.h"
#include "geo/colour_vision.h"

#include <algorithm>
#include <cmath>

namespace model {

namespace {

constexpr geo::Colour left_out{238, 239, 240};
constexpr geo::Colour paper{250, 250, 249};
constexpr double faded = 0.62;  // part of paper in a faint colour

geo::Colour mixed(geo::Colour a, geo::Colour b, double part) {
    const auto channel = [part](std::uint8_t x, std::uint8_t y) {
        return static_cast<std::uint8_t>(std::lround(x + part * (y - x)));
    };
    return {channel(a.red, b.red), channel(a.green, b.green), channel(a.blue, b.blue)};
}

std::string palette_name(const geo::ClassTable& table, const std::string& wanted) {
    // Outcomes are no scale: another palette would make one of them.
    if (table.scheme.starts_with("hotspot")) return std::string(geo::palette_of_scheme(table.scheme));
    const auto& names = geo::palette_names();
    if (std::find(names.begin(), names.end(), wanted) != names.end()) return wanted;
    return std::string(geo::palette_of_scheme(table.scheme));
}

}  // namespace

geo::Colour seen(geo::Colour colour, Vision vision) {
    switch (vision) {
        case Vision::full:
            break;
        case Vision::protanopia:
            return geo::simulated(colour, geo::Deficiency::protanopia);
        case Vision::deuteranopia:
            return geo::simulated(colour, geo::Deficiency::deuteranopia);
        case Vision::tritanopia:
            return geo::simulated(colour, geo::Deficiency::tritanopia);
    }
    return colour;
}

Palette styles_of(const geo::ClassTable& table, const Colouring& colouring) {
    Palette out;
    for (std::size_t code = 0; code < out.size(); ++code)
        out[code] = geo::no_data_style(static_cast<std::uint8_t>(code));
    const auto colours = geo::palette(palette_name(table, colouring.palette), table.classes());
    for (std::size_t k = 0; k < colours.size(); ++k) {
        const auto colour = seen(colours[k], colouring.vision);
        out[k + 1] = {colour, colour, geo::Pattern::plain};
    }
    return out;
}

geo::NoDataStyle style_of(const geo::ClassTable& table, const Colouring& colouring, std::uint8_t code) {
    if (!geo::is_class(code) || code > table.classes()) return geo::no_data_style(code);
    const auto colours = geo::palette(palette_name(table, colouring.palette), table.classes());
    const auto colour = seen(colours[code - 1u], colouring.vision);
    return {colour, colour, geo::Pattern::plain};
}

Palette palette_of(const geo::ClassTable& table, const Colouring& colouring, Faint faint) {
    auto out = styles_of(table, colouring);
    out[look_left_out] = {left_out, left_out, geo::Pattern::plain};
    const auto classes = table.classes();
    if (classes > most_looked) return out;
    for (std::size_t k = 1; k <= classes; ++k) {
        const auto pale = mixed(out[k].ground, paper, faded);
        out[k + look_trail] = out[k];
        out[k + look_faint] = faint == Faint::pattern ? geo::NoDataStyle{out[k].ground, pale, geo::Pattern::lines}
                                                      : geo::NoDataStyle{pale, pale, geo::Pattern::plain};
        out[k + look_faint + look_trail] = out[k + look_faint];
    }
    return out;
}

std::vector<std::uint8_t> looks_of(std::span<const std::uint8_t> classes, std::size_t class_count,
                                   const LookRequest& request) {
    std::vector<std::uint8_t> out(classes.begin(), classes.end());
    const bool flags = class_count <= most_looked;
    for (std::size_t row = 0; row < out.size(); ++row) {
        if (!request.kept.empty() && request.kept[row] == 0) {
            out[row] = look_left_out;
            continue;
        }
        if (!flags || !geo::is_class(classes[row])) continue;
        const bool light = !request.weight.empty() && !(request.weight[row] >= request.faint_below);
        const bool unsure = !request.unsure.empty() && request.unsure[row] > request.unsure_above;
        const bool faint = light || unsure;
        const bool moved =
            !request.before.empty() && geo::is_class(request.before[row]) && request.before[row] != classes[row];
        out[row] = static_cast<std::uint8_t>(out[row] + (faint ? look_faint : 0) + (moved ? look_trail : 0));
    }
    return out;
}

}  // namespace model
