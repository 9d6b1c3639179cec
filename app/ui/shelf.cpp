#include "app/ui/focus.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr float inset = 8;  // units, at both ends
constexpr float most_search = 270;
constexpr float least_search = 90;
constexpr float least_label = 58;  // of a tab; in less, a sign says more than the first letters

struct Tab {
    Panel panel = Panel::none;
    const char* name = nullptr;
    std::string label;
};

std::string label_of_selected(const Context& c) {
    const auto& selected = c.derived.selected;
    if (selected.size() == 1) return selected.front().name;
    return model::filled(c.state.language, "shelf.selected",
                         model::count_text(c.state.language, static_cast<double>(selected.size())));
}

/// The panels that there is no room for beside the map.
std::vector<Tab> tabs_of(const Context& c, const Room& room) {
    std::vector<Tab> out;
    if (gave_way(room, c.layout, Panel::left))
        out.push_back({Panel::left, "shelf.left", std::string(c.text("shelf.layers"))});
    if (gave_way(room, c.layout, Panel::right)) out.push_back({Panel::right, "shelf.right", label_of_selected(c)});
    if (gave_way(room, c.layout, Panel::table))
        out.push_back({Panel::table, "shelf.table", std::string(c.text("shelf.list"))});
    return out;
}

/// What stands for a panel where its name has no room: a legend, an area or a list.
void sign_of(Context& c, Panel panel, ImU32 colour, const Rect& room) {
    auto* list = ImGui::GetWindowDrawList();
    const float x = std::round(room.x + room.width / 2 - c.px(7));
    const float y = std::round(room.y + room.height / 2 - c.px(6));
    const float thick = std::max(c.px(1.5F), 1.F);
    const auto at = [&](float right, float down) { return ImVec2{x + c.px(right), y + c.px(down)}; };
    if (panel == Panel::right) {
        const ImVec2 outline[] = {at(2, 1), at(9, 0), at(14, 5), at(10, 12), at(1, 10)};
        list->AddPolyline(outline, 5, colour, ImDrawFlags_Closed, thick);
        return;
    }
    for (const float line : {0.F, 5.F, 10.F}) {
        if (panel == Panel::left) list->AddRectFilled(at(0, line), at(4, line + 3), colour);
        list->AddLine(at(panel == Panel::left ? 6.F : 0.F, line + 1.5F), at(14, line + 1.5F), colour, thick);
    }
}

/// \return pressed
bool tab_button(Context& c, const Tab& tab, bool open, const Rect& at) {
    const auto touched = hit(c, tab.name, at);
    auto* list = ImGui::GetWindowDrawList();
    const ImVec2 from{at.x, at.y};
    const ImVec2 to{at.right(), at.bottom()};
    list->AddRectFilled(from, to, open ? c.ink.chosen : touched.hovered ? c.ink.hover : c.ink.card, c.px(4));
    list->AddRect(from, to, open ? c.ink.accent : c.ink.grab, c.px(4), 0, c.px(1));
    const float sign = c.px(8);
    const Rect room{at.x + c.px(8), at.y, at.width - c.px(16) - sign - c.px(6), at.height};
    auto shown = elided(c, Face::regular, tab.label, room.width);
    if (shown != tab.label && room.width < c.px(least_label)) shown.clear();
    const auto colour = open ? c.ink.accent : c.ink.text;
    put(c, Face::regular, colour, shown, room);
    const bool arrow = !shown.empty() || room.width >= c.px(14);  // else the sign alone
    if (shown.empty()) sign_of(c, tab.panel, colour, arrow ? room : at);
    const float x = at.right() - c.px(8) - sign;
    const float y = std::round(at.y + at.height / 2);
    const float tip = open ? -c.px(2.5F) : c.px(2.5F);
    if (arrow) {
        list->AddTriangleFilled({x, y - tip}, {x + sign, y - tip}, {x + sign / 2, y + tip},
                                open ? c.ink.accent : c.ink.muted);
    }
    if (touched.hovered) {
        const auto hint = c.text(open ? "shelf.shut" : "shelf.open");
        tooltip(c, shown == tab.label ? std::string(hint) : fmt::format("{}\n{}", tab.label, hint));
    }
    return touched.clicked;
}

}  // namespace

void shelf(Context& c, const Room& room) {
    const auto& at = c.layout.shelf;
    if (at.empty()) return;
    begin(c, "shelf", at, c.ink.card, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    edge(c, {at.x, at.bottom() - std::max(1.F, std::floor(c.frame.fonts->scale)), at.width, 0});
    const auto tabs = tabs_of(c, room);
    const auto plan = title_plan(c);
    const float line = at.height - c.px(9);
    const float between = c.px(6);
    float x = at.x + c.px(inset);
    float right = at.right() - c.px(inset);
    float wanted = 0;
    const auto natural_of = [&](const Tab& tab) { return std::ceil(width_of(c, Face::regular, tab.label) + c.px(31)); };
    for (const auto& tab : tabs) wanted += natural_of(tab) + between;
    if (c.has_scene() && !plan.search) {
        const float fit = plan.fit ? 0 : fit_width(c);
        const float spare = right - x - fit - wanted;
        const float width = std::round(std::clamp(spare, c.px(least_search), c.px(most_search)));
        search_box(c, {x, at.y + c.px(2), std::min(width, right - x), line});
        x += width + between;
        if (!plan.fit) {
            fit_button(c, {x, at.y + c.px(2), fit, line});
            x += fit + between;
        }
    }
    const float share = tabs.empty() ? 0 : (right - x + between) / static_cast<float>(tabs.size()) - between;
    for (const auto& tab : tabs) {
        const float natural = natural_of(tab);
        const float width = wanted <= right - x + between ? natural : std::min(natural, share);
        const bool open = c.layout.over == tab.panel;
        if (tab_button(c, tab, open, {x, at.y + c.px(2), std::floor(width), line}))
            c.memory.open = open ? Panel::none : tab.panel;
        x += std::floor(width) + between;
        wanted -= natural + between;
    }
    end();
}

}  // namespace ui
