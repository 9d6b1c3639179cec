#include "app/page/layout.h"

#include "app/model/text.h"
#include "app/page/legend.h"
#include "geo/classify.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace page {

namespace {

constexpr double a4_width = 842;  // points, lying
constexpr double a4_height = 595;
constexpr double least_unit = 1;  // type is never smaller than 7 pixels or points
constexpr double most_of_column = 0.42;
constexpr double portrait = 1.1;  // height to width from which the legend stands under the map

constexpr Theme light{{255, 255, 255}, {216, 224, 230}, {255, 255, 255}, {32, 36, 40},
                      {98, 104, 110},  {214, 217, 220}, {20, 24, 28},    {255, 255, 255}};
constexpr Theme dark{{27, 30, 34},    {34, 38, 43}, {27, 30, 34},    {232, 234, 236},
                     {160, 166, 172}, {62, 68, 75}, {255, 255, 255}, {20, 22, 25}};

using model::text;

/// What the figures are and how they were made, a sentence each.
std::vector<std::string> notes_of(const model::Derived& derived, model::Language language) {
    const auto& a = derived.shown.layer->assessment;
    const auto m = derived.shown.measurement;
    auto about = derived.shown.layer->cells ? std::string(text(language, "sheet.cells"))
                 : a.aggregated             ? filled(language, "sheet.from_cells", derived.legend.weight)
                                            : std::string(text(language, "sheet.own_scores"));
    const auto& version = a.values.measurements[m].model_version;
    if (!version.empty() && geo::is_known_dimension(a.values.dimensions[a.total]))
        about += " · " + filled(language, "sheet.version", version);
    std::vector<std::string> out{std::move(about)};
    if (m < derived.moments.size() && derived.moments[m].break_before)
        out.push_back(filled(language, "sheet.break", derived.moments[m].label));
    if (m + 1 < derived.moments.size() && derived.moments[m + 1].break_before)
        out.push_back(filled(language, "sheet.break_after", derived.moments[m].label));
    return out;
}

class Composer {
public:
    Composer(const model::Derived& derived, const model::State& state, const Sheet& sheet, Layout& out)
        : derived_(derived), language_(state.language), sheet_(sheet), theme_(theme_of(sheet)), out_(out) {}

    void compose() {
        out_.paper = {0, 0, sheet_.width, sheet_.height};
        out_.unit = std::max(least_unit, std::min(sheet_.width / a4_width, sheet_.height / a4_height));
        const double u = out_.unit;
        margin_ = std::clamp(0.045 * std::min(sheet_.width, sheet_.height), 10 * u, 28 * u);
        const Area inner{margin_, margin_, sheet_.width - 2 * margin_, sheet_.height - 2 * margin_};
        const double top = header(inner);
        const double bottom = footer(inner);
        const double gap = std::max(0.6 * margin_, 8 * u);
        Area body{inner.x, top, inner.width, bottom - top};
        if (sheet_.height > portrait * sheet_.width) {
            const double height = std::min(legend_height(derived_, u) + 6 * u, 0.5 * body.height);
            out_.map = {body.x, body.y, body.width, body.height - height - gap};
            const double y = out_.map.bottom() + gap;
            const double column = std::min(0.62 * body.width, 250 * u);
            legend({body.x, y, column, height});
            scale({body.x + column + gap, y, body.width - column - gap, height});
        } else {
            const double column =
                std::min(std::clamp(0.25 * inner.width, 172 * u, 218 * u), most_of_column * inner.width);
            out_.map = {body.x, body.y, body.width - column - gap, body.height};
            const double x = out_.map.right() + gap;
            const double foot = 34 * u;
            legend({x, body.y, column, body.height - foot - 6 * u});
            scale({x, body.bottom() - foot, column, foot});
        }
    }

private:
    void put(const std::string& words, double x, double baseline, Font font, geo::Colour colour) {
        out_.texts.push_back({words, x, baseline, ruler_.width(words, font), font, colour});
    }

    /// Title and notes. \return where the map begins
    double header(const Area& inner) {
        const double u = out_.unit;
        Font font{19 * u, true};
        for (; font.size > 13 * u && ruler_.width(derived_.title, font) > inner.width; font.size -= u) {
        }
        double y = inner.y;
        for (const auto& line : ruler_.wrapped(derived_.title, font, inner.width, 2)) {
            y += 1.05 * font.size;
            put(line, inner.x, y - 0.15 * font.size, font, theme_.text);
        }
        const auto notes = notes_of(derived_, language_);
        const Font note{9 * u};
        for (const auto& words : notes) {
            for (const auto& line : ruler_.wrapped(words, note, inner.width, 2)) {
                y += 12.5 * u;
                put(line, inner.x, y, note, theme_.quiet);
            }
        }
        return y + 12 * u;
    }

    /// Disclaimer, sources, CRS, from below. \return where the map ends
    double footer(const Area& inner) {
        const double u = out_.unit;
        struct Paragraph {
            std::string words;
            Font font;
            geo::Colour colour;
        };
        const auto& crs = derived_.shown.scene->dataset.crs;
        const auto place = crs.id.empty() ? crs.name : fmt::format("{} ({})", crs.name, crs.id);
        const Font small{7 * u};
        std::vector<Paragraph> paragraphs{
            {derived_.disclaimer, {7.5 * u, false, true}, theme_.text},
            {derived_.source + (place.empty() ? "" : "   ·   " + filled(language_, "sheet.crs", place)), small,
             theme_.quiet}};
        double y = inner.bottom();
        for (auto at = paragraphs.rbegin(); at != paragraphs.rend(); ++at) {
            const auto lines = ruler_.wrapped(at->words, at->font, inner.width, 3);
            for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
                put(*line, inner.x, y - 0.25 * at->font.size, at->font, at->colour);
                y -= 1.35 * at->font.size;
            }
            y -= 1.5 * u;
        }
        out_.rules.push_back({inner.x, y - 2 * u, inner.width, 0});
        return y - 11 * u;
    }

    void legend(const Area& area) { place_legend(derived_, language_, theme_, sheet_, ruler_, area, out_); }

    /// Scale bar and north arrow, at the foot of an area.
    void scale(const Area& area) {
        const double u = out_.unit;
        out_.window = window_of(out_.map, sheet_.extent);
        const double arrow = 11 * u;
        out_.north = {area.right() - arrow, area.bottom() - 30 * u, arrow, 22 * u};
        const Font font{7.5 * u};
        const double room = area.width - arrow - 40 * u;
        const double most = std::min(room, 120 * u) * out_.window.side;
        if (room < 20 * u || !(most > 0)) return;
        const double length = round_length(most);
        const bool kilometres = length >= 1000;
        const auto number = [&](double metres) {
            const double shown = kilometres ? metres / 1000 : metres;
            const int decimals = shown >= 1 || shown == 0 ? (shown == std::floor(shown) ? 0 : 1) : 2;
            return decimals == 0 ? model::count_text(language_, shown) : model::number_text(language_, shown, decimals);
        };
        out_.scale_bar = {area.x, area.bottom() - 6 * u, length / out_.window.side, 4 * u};
        const double baseline = out_.scale_bar.y - 4 * u;
        put("0", area.x, baseline, font, theme_.quiet);
        const auto end =
            number(length) + " " + std::string(text(language_, kilometres ? "sheet.kilometres" : "sheet.metres"));
        put(end, out_.scale_bar.right() - ruler_.width(number(length), font) / 2, baseline, font, theme_.quiet);
    }

    static geo::RasterGrid window_of(const Area& map, const geo::Box& extent) {
        const double width = std::max(extent.max.x - extent.min.x, 1e-6);
        const double height = std::max(extent.max.y - extent.min.y, 1e-6);
        const double side = std::max(width / map.width, height / map.height);
        return {(extent.min.x + extent.max.x) / 2 - map.width / 2 * side,
                (extent.min.y + extent.max.y) / 2 + map.height / 2 * side, side, static_cast<int>(map.width),
                static_cast<int>(map.height)};
    }

    const model::Derived& derived_;
    model::Language language_;
    const Sheet& sheet_;
    const Theme& theme_;
    Layout& out_;
    Ruler ruler_;
    double margin_ = 0;

    friend Layout page::lay_out(const model::Derived&, const model::State&, const Sheet&);
};

}  // namespace

const Theme& theme_of(const Sheet& sheet) {
    return sheet.dark ? dark : light;
}

model::Palette palette_on(const Sheet& sheet, const model::Palette& palette) {
    auto out = palette;
    if (!sheet.dark) return out;
    for (std::size_t code = 0; code < out.size(); ++code) {
        if (geo::is_class(static_cast<std::uint8_t>(code))) continue;
        out[code].ground = {52, 57, 63};
        out[code].ink = {104, 111, 119};
    }
    return out;
}

double round_length(double most) {
    const double power = std::pow(10, std::floor(std::log10(most)));
    for (const double step : {5.0, 2.0}) {
        if (step * power <= most) return step * power;
    }
    return power;
}

Layout lay_out(const model::Derived& derived, const model::State& state, const Sheet& sheet) {
    Layout out;
    if (sheet.bare) {
        out.paper = out.map = {0, 0, sheet.width, sheet.height};
        out.unit = std::max(least_unit, std::min(sheet.width / a4_width, sheet.height / a4_height));
    } else {
        Composer(derived, state, sheet, out).compose();
        if (sheet.format == Format::png) {  // the map's pixels are the sheet's
            out.map.width = std::floor(out.map.right()) - std::ceil(out.map.x);
            out.map.height = std::floor(out.map.bottom()) - std::ceil(out.map.y);
            out.map.x = std::ceil(out.map.x);
            out.map.y = std::ceil(out.map.y);
        }
    }
    out.window = Composer::window_of(out.map, sheet.extent);
    return out;
}

}  // namespace page
