#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

namespace ui {

namespace {

struct Grid {
    float name = 0;    // width of the first column
    float column = 0;  // of each area
    std::size_t shown = 0;
};

Grid grid_of(const Context& c, float width) {
    Grid out;
    out.name = std::round(std::min(c.px(98), width * 0.34F));
    const float least = c.px(68);
    const auto fits = static_cast<std::size_t>(std::max(std::floor((width - out.name) / least), 1.F));
    out.shown = std::min(fits, c.derived.selected.size());
    out.column = std::floor((width - out.name) / static_cast<float>(out.shown));
    return out;
}

/// A row of the table: a name, and a text for each area.
template <typename Text>
void line(Context& c, const Grid& grid, std::string_view name, bool strong, Text&& text) {
    const auto face = strong ? Face::bold : Face::small;
    const auto at =
        row(c, std::max(wrapped_height(c, Face::small, name, grid.name - c.px(6)), height_of(c, face)) + c.px(6));
    put_wrapped(c, Face::small, c.ink.muted, name, at.x, at.y + c.px(3), grid.name - c.px(6));
    for (std::size_t i = 0; i < grid.shown; ++i) {
        const Rect room{at.x + grid.name + grid.column * static_cast<float>(i), at.y, grid.column - c.px(6), at.height};
        put(c, face, c.ink.text, elided(c, face, text(c.derived.selected[i]), room.width), room, Align::right);
    }
}

/// What the areas are called, in up to three lines each: neighbours often begin alike.
void names(Context& c, const Grid& grid) {
    constexpr float most_lines = 3;
    const float width = grid.column - c.px(6);
    const auto height = [&](const std::string& name) { return wrapped_height(c, Face::small, name, width); };
    const float most = most_lines * height_of(c, Face::small);
    float tallest = 0;
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < grid.shown; ++i) {
        auto name = c.derived.selected[i].name;
        if (height(name) > most + 1) name = elided(c, Face::small, name, width);
        tallest = std::max(tallest, height(name));
        shown.push_back(std::move(name));
    }
    const auto at = row(c, tallest + c.px(6));
    for (std::size_t i = 0; i < grid.shown; ++i) {
        const float right = at.x + grid.name + grid.column * static_cast<float>(i) + width;
        const float x = std::max(right - width, right - std::ceil(width_of(c, Face::small, shown[i])));
        const float y = at.y + c.px(3) + tallest - height(shown[i]);
        put_wrapped(c, Face::small, c.ink.text, shown[i], x, y, right - x);
    }
}

}  // namespace

void compare(Context& c) {
    const auto& areas = c.derived.selected;
    if (areas.size() < 2) return;
    const auto grid = grid_of(c, ImGui::GetContentRegionAvail().x);
    heading(c, filled(c.text("compare.title"), model::count_text(c.state.language, static_cast<double>(areas.size()))));
    paragraph(c, Face::small, c.ink.muted, areas.front().shown.name);
    gap(c, 4);
    const auto number = [&](double value) { return model::number_text(c.state.language, value, 3, true); };
    names(c, grid);
    const auto classes = row(c, c.px(22));
    for (std::size_t i = 0; i < grid.shown; ++i) {
        const Rect room{classes.x + grid.name + grid.column * static_cast<float>(i), classes.y + c.px(3),
                        grid.column - c.px(6), classes.height - c.px(6)};
        const Rect patch{room.right() - c.px(40), room.y, c.px(40), room.height};
        swatch(c, patch, areas[i].shown.style);
        if (under_mouse(c, "compare.class." + areas[i].code, patch)) tooltip(c, areas[i].shown.class_label);
    }
    put(c, Face::small, c.ink.muted, c.text("compare.class"), {classes.x, classes.y, grid.name, classes.height});
    line(c, grid, {}, false, [](const model::AreaFacts& area) { return area.shown.class_label; });
    line(c, grid, c.text("compare.value"), true,
         [&](const model::AreaFacts& area) { return value_text(c, area.shown.value); });
    line(c, grid, areas.front().weight_name, false,
         [&](const model::AreaFacts& area) { return model::count_text(c.state.language, area.weight); });
    for (std::size_t d = 0; d < areas.front().dimensions.size(); ++d) {
        const auto& [code, name] = std::tie(areas.front().dimensions[d].code, areas.front().dimensions[d].name);
        const bool said = c.state.show == model::Show::state && code == areas.front().shown.code;
        if (said || code == "class_dev" || code == "lbm") continue;  // as the value, or the total once more
        line(c, grid, name, false, [&](const model::AreaFacts& area) {
            return d < area.dimensions.size() ? number(area.dimensions[d].value) : std::string();
        });
    }
    if (grid.shown < areas.size()) {
        gap(c, 3);
        paragraph(c, Face::small, c.ink.muted,
                  filled(c.text("compare.more"),
                         model::count_text(c.state.language, static_cast<double>(areas.size() - grid.shown))));
    }
    gap(c, 12);
    const auto rule = row(c, c.px(1));
    ImGui::GetWindowDrawList()->AddRectFilled({rule.x, rule.y}, {rule.right(), rule.bottom()}, c.ink.line);
    gap(c, 12);
}

}  // namespace ui
