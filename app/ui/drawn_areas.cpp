#include "app/ui/controls.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr float row_height = 26;  // units
constexpr ImU32 line_colour = IM_COL32(148, 0, 118, 255);

enum class Icon {
    pen,
    cross
};

/// \return pressed
bool icon_button(Context& c, const std::string& name, Icon icon, const Rect& at, std::string_view hint) {
    const auto touched = hit(c, name, at);
    auto* list = ImGui::GetWindowDrawList();
    if (touched.hovered) list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.hover, c.px(4));
    const auto colour = touched.hovered ? c.ink.text : c.ink.muted;
    const float thick = c.px(1.5F);
    const auto point = [&](float x, float y) {
        return ImVec2{std::round(at.x + at.width / 2) + c.px(x), std::round(at.y + at.height / 2) + c.px(y)};
    };
    if (icon == Icon::cross) {
        list->AddLine(point(-4, -4), point(4, 4), colour, thick);
        list->AddLine(point(-4, 4), point(4, -4), colour, thick);
    } else {
        list->AddLine(point(-5, 5), point(-3.5F, 0.5F), colour, thick);
        list->AddLine(point(-5, 5), point(-0.5F, 3.5F), colour, thick);
        list->AddLine(point(-3.5F, 0.5F), point(2.5F, -5.5F), colour, thick);
        list->AddLine(point(-0.5F, 3.5F), point(5.5F, -2.5F), colour, thick);
        list->AddLine(point(2.5F, -5.5F), point(5.5F, -2.5F), colour, thick);
    }
    if (touched.hovered) tooltip(c, hint);
    return touched.clicked;
}

bool holds(const geo::Box& outer, const geo::Box& inner) {
    return outer.min.x <= inner.min.x && outer.min.y <= inner.min.y && outer.max.x >= inner.max.x &&
           outer.max.y >= inner.max.y;
}

/// One that is not in sight, or too small to be seen, is flown to.
void choose(Context& c, const model::DrawnFacts& area) {
    constexpr double small_px = 12;
    const auto& view = c.state.view;
    const auto& box = area.bounds;
    const double side = std::max(box.max.x - box.min.x, box.max.y - box.min.y) / view.metres_per_pixel;
    const bool ctrl = c.frame.ctrl || ImGui::GetIO().KeyCtrl;
    if (ctrl || !area.placed || (holds(model::visible(view), box) && side > small_px)) {
        c.out.emplace_back(model::Selected{area.code, ctrl, model::drawn_level});
    } else {
        c.out.emplace_back(model::AreaFound{model::drawn_level, area.code});
    }
}

/// A new name is written where the old one stands. \return whether that is so
bool renaming(Context& c, const model::DrawnFacts& area, const std::string& name, const Rect& at) {
    auto& draft = c.memory.renaming;
    if (draft.code != area.code) return false;
    const auto field = name + ".field";
    if (draft.fresh) write_in(c, field, draft.text);
    const auto written = text_field(c, field, draft.text, c.text("drawn.rename"), at);
    draft.text = written.text;
    const bool left = !draft.fresh && !written.focused && !written.escaped;
    draft.fresh = false;
    if (!written.entered && !written.escaped && !left) return true;
    if (!written.escaped && draft.text != area.name) c.out.emplace_back(model::DrawnRenamed{area.code, draft.text});
    draft = {};
    return true;
}

void one(Context& c, const model::DrawnFacts& area) {
    const auto name = "drawn." + area.code;
    const auto at = row(c, c.px(row_height));
    const float side = c.px(24);
    const Rect remove{at.right() - side, at.y + (at.height - side) / 2, side, side};
    if (icon_button(c, name + ".remove", Icon::cross, remove, c.text("drawn.remove")))
        c.out.emplace_back(model::DrawnRemoved{area.code});
    const Rect rename{remove.x - side, remove.y, side, side};
    if (icon_button(c, name + ".rename", Icon::pen, rename, c.text("drawn.rename")))
        c.memory.renaming = {area.code, area.name, true};
    const Rect title{at.x - c.px(4), at.y, rename.x - at.x, at.height};
    if (!renaming(c, area, name, title)) {
        const auto touched = hit(c, name, title);
        auto* list = ImGui::GetWindowDrawList();
        if (touched.hovered || area.selected)
            list->AddRectFilled({title.x, title.y}, {title.right(), title.bottom()},
                                area.selected ? c.ink.chosen : c.ink.hover, c.px(4));
        const float mark = c.px(11);
        const ImVec2 from{std::round(title.x + c.px(7)), std::round(title.y + (title.height - mark) / 2)};
        list->AddRect(from, {from.x + mark, from.y + mark}, line_colour, c.px(2), 0, c.px(2));
        const float left = c.px(26);
        auto words = Rect{title.x + left, title.y, title.width - left - c.px(4), title.height};
        const float surface = area.surface.empty() ? 0 : width_of(c, Face::small, area.surface) + c.px(8);
        if (surface > 0 && surface < words.width / 2) {
            put(c, Face::small, c.ink.muted, area.surface, words, Align::right);
            words.width -= surface;
        }
        put(c, area.selected ? Face::bold : Face::regular, area.placed ? c.ink.text : c.ink.muted,
            elided(c, area.selected ? Face::bold : Face::regular, area.name, words.width), words);
        if (touched.clicked) choose(c, area);
    }
    if (!area.placed) {
        for (const auto& sentence : area.remarks) paragraph(c, Face::small, c.ink.warning, sentence);
        gap(c, 3);
    }
}

}  // namespace

void drawn_areas(Context& c) {
    const auto& all = c.derived.drawn;
    if (!c.has_scene() || all.empty()) {
        c.memory.renaming = {};
        return;
    }
    heading(c, c.text("panel.drawn"));
    for (const auto& area : all) one(c, area);
    gap(c, 3);
    const auto at = row(c, c.px(28));
    const Rect wanted{at.x, at.y, std::min(at.width, button_width(c, c.text("drawn.save"))), at.height};
    if (button(c, "drawn.save", c.text("drawn.save"), wanted))
        c.out.emplace_back(model::ErrandAsked{{model::Errand::Kind::export_drawn, {}}});
    gap(c, 9);
}

}  // namespace ui
