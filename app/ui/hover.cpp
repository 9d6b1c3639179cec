#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ui {

namespace {

struct Line {
    Face face;
    ImU32 colour;
    std::string text;
};

void box(Context& c) {
    const auto& gesture = c.memory.gesture;
    if (gesture.kind != Gesture::Kind::box) return;
    const auto& map = c.layout.map;
    const auto x = [&](double at) {
        return map.x + static_cast<float>(std::clamp(at, 0., static_cast<double>(map.width)));
    };
    const auto y = [&](double at) {
        return map.y + static_cast<float>(std::clamp(at, 0., static_cast<double>(map.height)));
    };
    const ImVec2 from{std::min(x(gesture.from.x), x(gesture.at.x)), std::min(y(gesture.from.y), y(gesture.at.y))};
    const ImVec2 to{std::max(x(gesture.from.x), x(gesture.at.x)), std::max(y(gesture.from.y), y(gesture.at.y))};
    auto* list = ImGui::GetBackgroundDrawList();
    list->AddRectFilled(from, to, (c.ink.accent & 0x00FFFFFFU) | (40U << IM_COL32_A_SHIFT));
    list->AddRect(from, to, c.ink.accent, 0, 0, c.px(1.5F));
    if (c.frame.probe != nullptr) c.frame.probe->items["zoom box"] = {from.x, from.y, to.x - from.x, to.y - from.y};
}

// Beside the cursor, on the side where there is room, within the map.
Rect beside(const Context& c, float width, float height) {
    const auto& map = c.layout.map;
    const auto mouse = ImGui::GetIO().MousePos;
    const float away = c.px(16);
    float x = mouse.x + away;
    if (x + width > map.right() - c.px(4)) x = mouse.x - away - width;
    float y = mouse.y + away;
    if (y + height > map.bottom() - c.px(4)) y = mouse.y - away - height;
    x = std::clamp(x, map.x, std::max(map.x, map.right() - width));
    y = std::clamp(y, map.y, std::max(map.y, map.bottom() - height));
    return {std::round(x), std::round(y), width, height};
}

}  // namespace

void hover(Context& c) {
    box(c);
    const auto kind = c.memory.gesture.kind;
    const bool quiet = kind != Gesture::Kind::none && kind != Gesture::Kind::press;
    if (quiet || !ImGui::IsMousePosValid()) return;
    const auto mouse = ImGui::GetIO().MousePos;
    if (!c.layout.map.holds(mouse.x, mouse.y) || ImGui::GetIO().WantCaptureMouse) return;
    if (const auto* drawn = model::find_drawn(c.state, c.memory.gesture.drawn)) return tooltip(c, drawn->name);
    if (!c.derived.hovered || c.state.drawing.tool != model::Drawing::Tool::none) return;

    const auto& area = *c.derived.hovered;
    std::vector<Line> lines{{Face::bold, c.ink.text, area.name}};
    if (area.code != area.name) lines.push_back({Face::small, c.ink.muted, area.code});
    const std::size_t class_line = lines.size();
    lines.push_back({Face::regular, c.ink.text, area.shown.class_label});
    if (!std::isnan(area.shown.value)) {
        lines.push_back({Face::small, c.ink.text, area.shown.name + "  " + value_text(c, area.shown.value)});
    }
    if (auto weight = weight_text(c, area); !weight.empty())
        lines.push_back({Face::small, c.ink.muted, std::move(weight)});

    const float pad = c.px(10);
    const float indent = c.px(26);  // of the class, behind its swatch
    const float most = std::max(std::min(c.px(280), c.layout.map.width - 2 * pad), c.px(40));
    float width = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const float lead = i == class_line ? indent : 0;
        width = std::max(width, std::min(width_of(c, lines[i].face, lines[i].text) + lead, most));
    }
    float height = 2 * pad - c.px(4);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const float lead = i == class_line ? indent : 0;
        height += wrapped_height(c, lines[i].face, lines[i].text, width - lead) + c.px(3);
    }
    const auto at = beside(c, width + 2 * pad, height);
    if (c.frame.probe != nullptr) c.frame.probe->items["hover"] = at;

    auto* list = ImGui::GetBackgroundDrawList();
    shadow(c, at, list);
    list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.card, c.px(5));
    list->AddRect({at.x, at.y}, {at.right(), at.bottom()}, c.ink.grab, c.px(5), 0, c.px(1));
    float y = at.y + pad - c.px(1);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool is_class = i == class_line;
        if (is_class) {
            swatch(c, {at.x + pad, y + c.px(1), c.px(19), c.px(13)}, area.shown.style, list);
        }
        const float lead = is_class ? indent : 0;
        y += put_wrapped(c, lines[i].face, lines[i].colour, lines[i].text, at.x + pad + lead, y, width - lead, list) +
             c.px(3);
    }
}

}  // namespace ui
