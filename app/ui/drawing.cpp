#include "app/model/commands.h"
#include "app/ui/controls.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ui {

namespace {

using Tool = model::Drawing::Tool;

constexpr float tool_side = 30;  // units
constexpr float line_units = 2;
constexpr ImU32 line_colour = IM_COL32(148, 0, 118, 255);  // that of areas that were drawn
constexpr ImU32 band_colour = IM_COL32(255, 255, 255, 210);

struct Button {
    Tool tool;
    const char* name;  // of the control, and of the command that does the same
    const char* hint;
};
constexpr Button buttons[] = {{Tool::polygon, "draw.polygon", "command.draw_polygon"},
                              {Tool::lasso, "draw.lasso", "command.draw_lasso"}};

/// Empty where there is no room for them, as below.
Rect tools_place(const Context& c) {
    const auto& map = c.layout.map;
    if (!c.has_scene() || map.width < c.px(160) || map.height < c.px(160)) return {};
    return {map.x + c.px(10), map.y + c.px(10), c.px(2 * tool_side), c.px(tool_side)};
}

void draw_icon(const Context& c, Tool tool, const Rect& at, ImU32 colour, ImU32 ground) {
    auto* list = ImGui::GetWindowDrawList();
    const auto point = [&](float x, float y) {
        return ImVec2{at.x + at.width / 2 + c.px(x), at.y + at.height / 2 + c.px(y)};
    };
    const float thick = c.px(1.6F);
    if (tool == Tool::polygon) {
        const ImVec2 corners[] = {point(-7, -2), point(1, -8), point(8, -1), point(4, 7), point(-6, 6)};
        list->AddPolyline(corners, 5, colour, ImDrawFlags_Closed, thick);
        for (const auto& corner : corners) {
            list->AddCircleFilled(corner, c.px(2.6F), ground);
            list->AddCircle(corner, c.px(2.4F), colour, 12, c.px(1.2F));
        }
        return;
    }
    list->PathLineTo(point(-4, 5));
    list->PathBezierCubicCurveTo(point(-15, -2), point(-3, -11), point(4, -8));
    list->PathBezierCubicCurveTo(point(13, -5), point(8, 6), point(-4, 4));
    list->PathStroke(colour, 0, thick);
    list->AddCircleFilled(point(-4, 4.6F), c.px(2.2F), colour);
    list->AddBezierQuadratic(point(-4, 5), point(-5, 9), point(-8, 9), colour, thick);
}

void tools(Context& c) {
    const auto at = tools_place(c);
    if (at.empty() || c.memory.bare) return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    begin(c, "map tools", at, IM_COL32(0, 0, 0, 0), ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleVar();
    auto* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.card, c.px(4));
    float x = at.x;
    for (const auto& button : buttons) {
        const Rect place{x, at.y, c.px(tool_side), at.height};
        x += place.width;
        const bool on = c.state.drawing.tool == button.tool;
        const auto touched = hit(c, button.name, place);
        const auto ground = on ? c.ink.accent : touched.hovered ? c.ink.hover : c.ink.card;
        list->AddRectFilled({place.x, place.y}, {place.right(), place.bottom()}, ground, c.px(4));
        draw_icon(c, button.tool, place, on ? c.ink.on_accent : c.ink.text, ground);
        if (touched.hovered) {
            const auto all = model::commands(c.state, c.results, c.derived);
            const auto* command = model::command_of(all, button.name);
            auto hint = std::string(c.text(button.hint));
            if (command != nullptr) hint += " (" + model::shortcut_text(c.state.language, command->keys) + ")";
            tooltip(c, hint);
        }
        if (touched.clicked) c.out.emplace_back(model::DrawingSet{{on ? Tool::none : button.tool, {}}});
    }
    list->AddRect({at.x, at.y}, {at.right(), at.bottom()}, c.ink.grab, c.px(4), 0, c.px(1));
    end();
}

void line(const Context& c, ImDrawList* list, const std::vector<ImVec2>& points) {
    const auto count = static_cast<int>(points.size());
    if (count < 2) return;
    list->AddPolyline(points.data(), count, band_colour, 0, c.px(line_units + 2.5F));
    list->AddPolyline(points.data(), count, line_colour, 0, c.px(line_units));
}

/// The corners so far, and where the next line would run.
void corners(Context& c, ImDrawList* list) {
    const auto& drawn = c.state.drawing.corners;
    std::vector<ImVec2> points;
    for (const auto& at : drawn) points.push_back(on_screen(c, at));
    const bool closes = c.memory.gesture.closes;
    if (c.memory.gesture.over && !points.empty()) {
        const auto& map = c.layout.map;
        const auto& at = c.memory.gesture.mouse;
        const ImVec2 mouse{map.x + static_cast<float>(at.x), map.y + static_cast<float>(at.y)};
        const auto end = closes ? points.front() : mouse;
        if (points.size() > 1 && !closes)
            list->AddLine(points.front(), mouse, (line_colour & 0x00FFFFFFU) | (90U << IM_COL32_A_SHIFT), c.px(1));
        points.push_back(end);
    }
    line(c, list, points);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const bool first = i == 0;
        const float radius = c.px(first && closes ? 7.F : first ? 5.F : 3.5F);
        list->AddCircleFilled(points[i], radius, first && closes ? line_colour : IM_COL32_WHITE);
        list->AddCircle(points[i], radius, line_colour, 0, c.px(1.6F));
    }
    if (c.frame.probe != nullptr && !points.empty())
        c.frame.probe->items["drawing"] = {points.front().x, points.front().y, 1, 1};
}

void lasso(Context& c, ImDrawList* list) {
    if (c.memory.gesture.kind != Gesture::Kind::lasso) return;
    std::vector<ImVec2> points;
    for (const auto& at : c.memory.gesture.path) points.push_back(on_screen(c, at));
    line(c, list, points);
    if (points.size() > 2)
        list->AddLine(points.back(), points.front(), (line_colour & 0x00FFFFFFU) | (90U << IM_COL32_A_SHIFT), c.px(1));
    if (c.frame.probe != nullptr && !points.empty())
        c.frame.probe->items["drawing"] = {points.front().x, points.front().y, 1, 1};
}

/// How one draws, under the tools.
void hint(Context& c, ImDrawList* list) {
    const auto& map = c.layout.map;
    const auto words = c.text(c.state.drawing.tool == Tool::polygon ? "drawn.hint_polygon" : "drawn.hint_lasso");
    const auto place = tools_place(c);
    const float top = place.empty() ? map.y + c.px(8) : place.bottom() + c.px(8);
    const float pad = c.px(9);
    const float most = std::min(c.px(420), map.width - c.px(20) - 2 * pad);
    if (most < c.px(80)) return;
    const float height = wrapped_height(c, Face::small, words, most);
    const float width = std::min(width_of(c, Face::small, words), most);
    const Rect at{map.x + c.px(10), top, width + 2 * pad, height + c.px(12)};
    if (at.bottom() > map.bottom()) return;
    list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.card, c.px(4));
    list->AddRect({at.x, at.y}, {at.right(), at.bottom()}, line_colour, c.px(4), 0, c.px(1));
    put_wrapped(c, Face::small, c.ink.text, words, at.x + pad, at.y + c.px(6), width, list);
    if (c.frame.probe != nullptr) c.frame.probe->items["drawing hint"] = at;
}

}  // namespace

Rect drawing_tools_place(const Context& c) {
    return tools_place(c);
}

void drawing(Context& c) {
    tools(c);
    if (!c.has_scene() || c.state.drawing.tool == Tool::none) return;
    auto* list = ImGui::GetBackgroundDrawList();
    const auto& map = c.layout.map;
    list->PushClipRect({map.x, map.y}, {map.right(), map.bottom()});
    if (c.state.drawing.tool == Tool::polygon) corners(c, list);
    if (c.state.drawing.tool == Tool::lasso) lasso(c, list);
    hint(c, list);
    list->PopClipRect();
}

}  // namespace ui
