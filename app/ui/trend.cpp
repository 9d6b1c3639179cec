#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace ui {

namespace {

struct Plot {
    Rect at;
    double low = 0;
    double high = 1;

    [[nodiscard]] float x(double position) const { return at.x + static_cast<float>(position) * at.width; }
    [[nodiscard]] float y(double value) const {
        return at.bottom() - static_cast<float>((value - low) / (high - low)) * at.height;
    }
};

// Places in [0, 1], as on the slider; evenly where the slider does not know a measurement.
std::vector<double> places(const Context& c, const std::vector<model::Figure>& figures) {
    std::vector<double> out;
    for (const auto& figure : figures) {
        const auto at = std::find_if(c.derived.moments.begin(), c.derived.moments.end(),
                                     [&](const model::Moment& moment) { return moment.label == figure.code; });
        if (at == c.derived.moments.end()) break;
        out.push_back(std::clamp(at->position, 0., 1.));
    }
    if (out.size() == figures.size()) return out;
    out.clear();
    for (std::size_t i = 0; i < figures.size(); ++i) {
        out.push_back(figures.size() > 1 ? static_cast<double>(i) / static_cast<double>(figures.size() - 1) : 0.5);
    }
    return out;
}

void years(Context& c, const Plot& plot, const std::vector<model::Figure>& figures, const std::vector<double>& at,
           const Rect& room) {
    float free_from = room.x;
    const float last_width = width_of(c, Face::small, figures.back().code);
    const float last_left = room.right() - last_width;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const bool last = i + 1 == figures.size();
        const float width = width_of(c, Face::small, figures[i].code);
        if (width > room.width) continue;
        const float x = std::clamp(plot.x(at[i]) - width / 2, room.x, room.right() - width);
        if (x < free_from || (!last && x + width + c.px(6) > last_left)) continue;
        put(c, Face::small, c.ink.muted, figures[i].code,
            {x, plot.at.bottom() + c.px(8), width, height_of(c, Face::small)});
        free_from = x + width + c.px(6);
    }
}

using Series = model::AreaSpread::Series;

/// References are told apart by their dashes, as all are thin and grey.
void dashed(Context& c, ImVec2 from, ImVec2 to, std::size_t kind, ImU32 colour) {
    auto* list = ImGui::GetWindowDrawList();
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    const float dash = c.px(kind % 3 == 0 ? 7.F : kind % 3 == 1 ? 2.F : 4.F);
    const float gap = c.px(kind % 3 == 1 ? 3.F : 2.F);
    for (float at = 0; at < length; at += dash + gap) {
        const float end = std::min(at + dash, length);
        const auto place = [&](float along) {
            return ImVec2{from.x + (to.x - from.x) * along / length, from.y + (to.y - from.y) * along / length};
        };
        list->AddLine(place(at), place(end), colour, c.px(1.3F));
    }
}

void reference_line(Context& c, const Plot& plot, const std::vector<model::Figure>& figures,
                    const std::vector<double>& at, const Series& reference, std::size_t kind) {
    for (std::size_t i = 1; i < std::min(figures.size(), reference.values.size()); ++i) {
        const double before = reference.values[i - 1];
        const double now = reference.values[i];
        if (figures[i].break_before || !std::isfinite(before) || !std::isfinite(now)) continue;
        dashed(c, {plot.x(at[i - 1]), plot.y(before)}, {plot.x(at[i]), plot.y(now)}, kind, c.ink.accent);
    }
}

/// Which line is what, and where it stands at the measurement shown.
void reference_row(Context& c, const Series& reference, std::size_t kind, std::size_t measurement) {
    const auto value = model::number_text(c.state.language, reference.values[measurement], 3, true);
    const float width = width_of(c, Face::small, value);
    const auto at = row(c, height_of(c, Face::small) + c.px(4));
    const float y = at.y + at.height / 2;
    dashed(c, {at.x, y}, {at.x + c.px(22), y}, kind, c.ink.accent);
    const Rect room{at.x + c.px(30), at.y, at.width - c.px(38) - width, at.height};
    put(c, Face::small, c.ink.muted, elided(c, Face::small, reference.label, room.width), room);
    put(c, Face::small, c.ink.muted, value, at, Align::right);
}

}  // namespace

void trend(Context& c, const model::AreaFacts& area, const model::AreaSpread* spread) {
    const auto& figures = area.measurements;
    const auto whole = row(c, c.px(88) + height_of(c, Face::small) + c.px(10));
    const float inset = c.px(10);
    Plot plot{{whole.x + inset, whole.y + c.px(8), whole.width - 2 * inset, c.px(72)}};
    plot.low = INFINITY;
    plot.high = -INFINITY;
    for (const auto& figure : figures) {
        if (!std::isfinite(figure.value)) continue;
        plot.low = std::min(plot.low, figure.value);
        plot.high = std::max(plot.high, figure.value);
    }
    if (plot.low > plot.high) return;
    const auto references = spread != nullptr ? std::span(spread->references) : std::span<const Series>();
    for (const auto& reference : references) {
        for (const double value : reference.values) {
            if (!std::isfinite(value)) continue;
            plot.low = std::min(plot.low, value);
            plot.high = std::max(plot.high, value);
        }
    }
    // No drama out of nothing: the scale spans at least a tenth.
    const double margin = std::max((plot.high - plot.low) * 0.1, (0.1 - (plot.high - plot.low)) / 2);
    plot.low -= margin;
    plot.high += margin;
    auto* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({whole.x, whole.y}, {whole.right(), whole.y + c.px(88)}, c.ink.card, c.px(4));
    if (plot.low < 0 && plot.high > 0) {
        const float y = std::round(plot.y(0));
        list->AddLine({whole.x, y}, {whole.right(), y}, c.ink.line, c.px(1));
        put(c, Face::small, c.ink.muted, "0",
            {whole.x + c.px(4), y - height_of(c, Face::small) - c.px(1), c.px(12), height_of(c, Face::small)});
    }
    const auto at = places(c, figures);
    for (std::size_t k = 0; k < references.size(); ++k) reference_line(c, plot, figures, at, references[k], k);
    for (std::size_t i = 1; i < figures.size(); ++i) {
        const auto& before = figures[i - 1];
        const auto& now = figures[i];
        if (now.break_before || !std::isfinite(before.value) || !std::isfinite(now.value)) continue;
        list->AddLine({plot.x(at[i - 1]), plot.y(before.value)}, {plot.x(at[i]), plot.y(now.value)}, c.ink.muted,
                      c.px(1.5F));
    }
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (i > 0 && figures[i].break_before) {
            const float x = std::round((plot.x(at[i - 1]) + plot.x(at[i])) / 2);
            for (float y = whole.y + c.px(4); y + c.px(3) < plot.at.bottom() + c.px(4); y += c.px(6)) {
                list->AddLine({x, y}, {x, y + c.px(3)}, c.ink.warning, c.px(1));
            }
        }
        if (!std::isfinite(figures[i].value)) continue;
        const ImVec2 point{plot.x(at[i]), plot.y(figures[i].value)};
        const bool shown = c.derived.shown.measurement < c.derived.moments.size() &&
                           c.derived.moments[c.derived.shown.measurement].label == figures[i].code;
        list->AddCircleFilled(point, c.px(shown ? 7 : 5), shown ? c.ink.accent : c.ink.muted, 24);
        list->AddCircleFilled(point, c.px(shown ? 5 : 4), ink::of(figures[i].style.ground), 24);
    }
    years(c, plot, figures, at, whole);
    const auto shown = std::min(c.derived.shown.measurement, figures.size() - 1);
    for (std::size_t k = 0; k < references.size(); ++k) reference_row(c, references[k], k, shown);
}

}  // namespace ui
