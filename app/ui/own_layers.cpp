#include "app/ui/controls.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ui {

namespace {

constexpr float line_height = 26;  // units

enum class Icon {
    eye,
    hidden,
    up,
    down,
    cross
};

void draw_icon(Context& c, Icon icon, const Rect& at, ImU32 colour) {
    auto* list = ImGui::GetWindowDrawList();
    const ImVec2 middle{std::round(at.x + at.width / 2), std::round(at.y + at.height / 2)};
    const float thick = c.px(1.5F);
    const auto point = [&](float x, float y) { return ImVec2{middle.x + c.px(x), middle.y + c.px(y)}; };
    switch (icon) {
        case Icon::eye:
        case Icon::hidden:
            list->AddBezierQuadratic(point(-7, 0), point(0, -8.5F), point(7, 0), colour, thick);
            list->AddBezierQuadratic(point(-7, 0), point(0, 8.5F), point(7, 0), colour, thick);
            if (icon == Icon::eye) list->AddCircleFilled(middle, c.px(2.2F), colour);
            if (icon == Icon::hidden) list->AddLine(point(-6, 6), point(6, -6), colour, thick);
            break;
        case Icon::up:
            list->AddTriangleFilled(point(0, -4), point(5, 3), point(-5, 3), colour);
            break;
        case Icon::down:
            list->AddTriangleFilled(point(0, 4), point(-5, -3), point(5, -3), colour);
            break;
        case Icon::cross:
            list->AddLine(point(-4, -4), point(4, 4), colour, thick);
            list->AddLine(point(-4, 4), point(4, -4), colour, thick);
            break;
    }
}

/// \return pressed
bool icon_button(Context& c, const std::string& name, Icon icon, const Rect& at, std::string_view hint,
                 bool usable = true) {
    const auto touched = hit(c, name, at);
    auto* list = ImGui::GetWindowDrawList();
    if (touched.hovered && usable) list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.hover, c.px(4));
    draw_icon(c, icon, at, !usable ? c.ink.grab : touched.hovered ? c.ink.text : c.ink.muted);
    if (touched.hovered) tooltip(c, hint);
    return touched.clicked && usable;
}

void patch(Context& c, const Rect& at, geo::Colour colour, bool chosen) {
    auto* list = ImGui::GetWindowDrawList();
    const ImVec2 from{std::round(at.x), std::round(at.y)};
    const ImVec2 to{std::round(at.right()), std::round(at.bottom())};
    list->AddRectFilled(from, to, ink::of(colour), c.px(3));
    list->AddRect(from, to, c.ink.outline, c.px(3), 0, c.px(1));
    if (chosen)
        list->AddRect({from.x - c.px(3), from.y - c.px(3)}, {to.x + c.px(3), to.y + c.px(3)}, c.ink.accent, c.px(5), 0,
                      c.px(2));
}

/// A caption at the left, and the rest of the row for a control. \return that rest
Rect captioned(Context& c, std::string_view caption, float height) {
    const auto at = row(c, c.px(height));
    const float share = std::floor(at.width * 0.42F);
    put(c, Face::small, c.ink.muted, elided(c, Face::small, caption, share - c.px(6)), {at.x, at.y, share, at.height});
    return {at.x + share, at.y, at.width - share, at.height};
}

std::string whole_percent(const Context& c, double part) {
    return model::number_text(c.state.language, 100 * part, 0) + " %";
}

void opacity_row(Context& c, const std::string& name, std::string_view caption, double value,
                 const std::function<void(double)>& changed) {
    const auto rest = captioned(c, caption, line_height);
    const float figure = width_of(c, Face::small, whole_percent(c, 1)) + c.px(4);
    const Rect rail{rest.x, rest.y, rest.width - figure, rest.height};
    if (const auto now = slider(c, name, value, {0, 1, 0.05, 1}, rail)) changed(*now);
    put(c, Face::small, c.ink.text, whole_percent(c, value), {rest.right() - figure, rest.y, figure, rest.height},
        Align::right);
}

/// Of the section that its settings are under.
std::string key_of(const model::OwnLayer& own) {
    return "own:" + own.path + '\n' + own.layer;
}

/// What can be set of one layer.
void settings(Context& c, const std::string& name, const model::OwnLayerFacts& facts) {
    const auto changed = [&](model::OwnLayer own) { c.out.emplace_back(model::OwnLayerChanged{std::move(own)}); };
    const auto& own = facts.own;
    if (!facts.layers.empty()) {
        const auto at = std::find(facts.layers.begin(), facts.layers.end(), facts.layer);
        const auto shown = at == facts.layers.end() ? 0 : at - facts.layers.begin();
        const auto rest = captioned(c, c.text("own.layer"), control_height);
        if (const auto chosen = pick(c, name + ".layer", facts.layers, static_cast<std::size_t>(shown), rest)) {
            auto next = own;
            next.layer = facts.layers[*chosen];
            next.label.clear();  // its columns are others
            // It stays unfolded, though it goes by another name now.
            if (!c.state.unfolded.contains(key_of(next))) c.out.emplace_back(model::SectionToggled{key_of(next)});
            c.out.emplace_back(model::OwnLayerChanged{next, own.layer});
        }
    }
    const std::vector<std::string> places{std::string(c.text("own.over")), std::string(c.text("own.under"))};
    const auto place = captioned(c, c.text("own.place"), control_height);
    if (const auto chosen = pick(c, name + ".place", places, own.under ? 1 : 0, place)) {
        auto next = own;
        next.under = *chosen == 1;
        changed(next);
    }
    opacity_row(c, name + ".opacity", c.text("own.opacity"), own.opacity, [&](double opacity) {
        auto next = own;
        next.opacity = opacity;
        changed(next);
    });
    if (facts.picture) return;
    if (!facts.columns.empty()) {
        std::vector<std::string> columns{std::string(c.text("own.no_label"))};
        columns.insert(columns.end(), facts.columns.begin(), facts.columns.end());
        const auto at = std::find(columns.begin() + 1, columns.end(), own.label);
        const auto chosen = own.label.empty() || at == columns.end() ? 0 : at - columns.begin();
        const auto rest = captioned(c, c.text("own.label"), control_height);
        if (const auto now = pick(c, name + ".label", columns, static_cast<std::size_t>(chosen), rest)) {
            auto next = own;
            next.label = *now == 0 ? std::string() : columns[*now];
            changed(next);
        }
    }
    gap(c, 3);
    const auto at = row(c, c.px(line_height));
    const auto& colours = model::own_colours();
    const float step = std::floor(at.width / static_cast<float>(colours.size()));
    const float side = std::min(c.px(18), step - c.px(6));
    for (std::size_t k = 0; k < colours.size(); ++k) {
        const Rect cell{at.x + step * static_cast<float>(k), at.y, step, at.height};
        const bool chosen = colours[k] == facts.colour;
        const auto touched = hit(c, fmt::format("{}.colour.{}", name, k), cell);
        patch(c, {cell.x + (cell.width - side) / 2, cell.y + (cell.height - side) / 2, side, side}, colours[k], chosen);
        if (touched.clicked && !chosen) {
            auto next = own;
            next.colour = static_cast<int>(k);
            changed(next);
        }
    }
    gap(c, 3);
}

/// That none of it is in view, and the way there.
void elsewhere(Context& c, const std::string& name, const model::View& there) {
    const auto said = c.text("own.elsewhere");
    const auto label = c.text("own.go");
    const float width = ImGui::GetContentRegionAvail().x;
    const auto at = row(c, wrapped_height(c, Face::small, said, width) + c.px(2));
    put_wrapped(c, Face::small, c.ink.warning, said, at.x, at.y, at.width);
    const auto line = row(c, height_of(c, Face::small) + c.px(6));
    const Rect go{line.x - c.px(4), line.y, width_of(c, Face::small, label) + c.px(10), line.height};
    const auto touched = hit(c, name + ".go", go);
    if (touched.hovered)
        ImGui::GetWindowDrawList()->AddRectFilled({go.x, go.y}, {go.right(), go.bottom()}, c.ink.hover, c.px(4));
    put(c, Face::small, c.ink.accent, label, {go.x + c.px(4), go.y, go.width - c.px(8), go.height});
    if (touched.clicked) c.out.emplace_back(model::ViewMoved{there.centre, there.metres_per_pixel});
    gap(c, 3);
}

void layer(Context& c, std::size_t index) {
    const auto& facts = c.derived.own_layers[index];
    const auto& own = facts.own;
    const auto name = fmt::format("own.{}", index);
    const auto key = key_of(own);
    const bool open = c.state.unfolded.contains(key);
    const auto at = row(c, c.px(line_height));
    const float side = c.px(24);
    float right = at.right();
    const auto from_right = [&] {
        right -= side;
        return Rect{right, at.y + (at.height - side) / 2, side, side};
    };
    if (icon_button(c, name + ".remove", Icon::cross, from_right(), c.text("own.remove")))
        c.out.emplace_back(model::OwnLayerRemoved{own.path, own.layer});
    const auto last = c.derived.own_layers.size() - 1;
    if (c.derived.own_layers.size() > 1) {
        if (icon_button(c, name + ".down", Icon::down, from_right(), c.text("own.down"), index > 0))
            c.out.emplace_back(model::OwnLayerMoved{own.path, own.layer, -1});
        if (icon_button(c, name + ".up", Icon::up, from_right(), c.text("own.up"), index < last))
            c.out.emplace_back(model::OwnLayerMoved{own.path, own.layer, 1});
    }
    const Rect eye{at.x - c.px(4), at.y + (at.height - side) / 2, side, side};
    if (icon_button(c, name + ".eye", own.visible ? Icon::eye : Icon::hidden, eye, c.text("own.show"))) {
        auto next = own;
        next.visible = !own.visible;
        c.out.emplace_back(model::OwnLayerChanged{next});
    }
    const Rect title{eye.right() + c.px(2), at.y, right - eye.right() - c.px(4), at.height};
    const auto touched = hit(c, name + ".name", title);
    if (touched.hovered || open)
        ImGui::GetWindowDrawList()->AddRectFilled({title.x, title.y}, {title.right(), title.bottom()},
                                                  touched.hovered ? c.ink.hover : c.ink.chosen, c.px(4));
    float x = title.x + c.px(5);
    if (!facts.picture) {
        const float patch_side = c.px(12);
        patch(c, {x, title.y + (title.height - patch_side) / 2, patch_side, patch_side}, facts.colour, false);
        x += patch_side + c.px(6);
    }
    const Rect words{x, title.y, title.right() - x - c.px(4), title.height};
    const auto shown = elided(c, Face::regular, facts.name, words.width);
    put(c, Face::regular, own.visible ? c.ink.text : c.ink.muted, shown, words);
    if (touched.hovered) tooltip(c, own.path);
    if (touched.clicked) c.out.emplace_back(model::SectionToggled{key});
    const bool reads = facts.phase == model::OwnLayerFacts::Phase::reading && own.visible;
    const float indent = c.px(20);
    ImGui::Indent(indent);
    if (!facts.trouble.empty()) {
        paragraph(c, Face::small, c.ink.warning, facts.trouble);
        gap(c, 3);
    } else if (reads) {
        paragraph(c, Face::small, c.ink.muted, c.text("own.reading"));
    } else if (open && !facts.contents.empty()) {
        paragraph(c, Face::small, c.ink.muted, facts.contents);
        gap(c, 4);
    }
    if (facts.elsewhere) elsewhere(c, name, *facts.elsewhere);
    if (open) settings(c, name, facts);
    ImGui::Unindent(indent);
    gap(c, 2);
}

}  // namespace

void own_layers(Context& c) {
    if (!c.has_scene()) return;
    const auto& all = c.derived.own_layers;
    if (!section(c, "own", c.text("panel.own"), all.empty() ? std::string() : fmt::format("{}", all.size()))) return;
    if (all.empty()) {
        paragraph(c, Face::small, c.ink.muted, c.text("own.none"));
        gap(c, 4);
    }
    for (std::size_t k = all.size(); k-- > 0;) layer(c, k);  // what lies on top comes first
    const bool under =
        std::any_of(all.begin(), all.end(), [](const auto& facts) { return facts.own.under && facts.own.visible; });
    if (under) {
        opacity_row(c, "own.areas", c.text("own.areas"), c.state.opacity,
                    [&](double opacity) { c.out.emplace_back(model::OpacityChosen{opacity}); });
        gap(c, 4);
    }
    const auto at = row(c, c.px(28));
    const Rect wanted{at.x, at.y, std::min(at.width, button_width(c, c.text("own.add"))), at.height};
    if (button(c, "own.add", c.text("own.add"), wanted))
        c.out.emplace_back(model::ErrandAsked{{model::Errand::Kind::add_layer, {}}});
    gap(c, 6);
}

}  // namespace ui
