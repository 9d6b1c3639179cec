#include "app/ui/scatter.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

float middle(float a, float b) {
    return std::round((a + b) / 2);
}

}  // namespace

ImVec2 Scatter::place(double x, double y) const {
    return {middle(room.x, room.right()) + static_cast<float>(x / across) * half_width,
            middle(room.y, room.bottom()) - static_cast<float>(y / up) * half_height};
}

void Scatter::line(double slope, ImU32 colour) const {
    if (!std::isfinite(slope)) return;
    const double reach = slope == 0 ? across : std::min(across, up / std::abs(slope));
    ImGui::GetWindowDrawList()->AddLine(place(-reach, -reach * slope), place(reach, reach * slope), colour);
}

Scatter scatter(Context& c, const char* name, double across, double up,
                const std::function<std::string(double)>& number) {
    const auto whole = row(c, 0);
    const auto at = row(c, std::min(whole.width, c.px(240)));
    Scatter out;
    out.room = {at.x, at.y, std::min(at.width, at.height), at.height};
    out.side = std::max(1.F, std::floor(c.px(1)));
    out.across = across;
    out.up = up;
    out.half_width = out.room.width / 2 - c.px(4);
    out.half_height = out.room.height / 2 - c.px(4);
    if (c.frame.probe != nullptr) c.frame.probe->items[name] = out.room;
    const auto& plot = out.room;
    auto* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({plot.x, plot.y}, {plot.right(), plot.bottom()}, c.ink.card, c.px(4));
    const auto x = middle(plot.x, plot.right());
    const auto y = middle(plot.y, plot.bottom());
    list->AddLine({x, plot.y}, {x, plot.bottom()}, c.ink.line);
    list->AddLine({plot.x, y}, {plot.right(), y}, c.ink.line);
    const auto write = [&](double value, bool right, float top) {
        const auto text = number(value);
        const float wide = width_of(c, Face::small, text);
        const float left = right ? plot.right() - wide - c.px(3) : x + c.px(3);
        put(c, Face::small, c.ink.muted, text, {left, top, wide, c.px(16)});
    };
    write(across, true, y);
    write(up, false, plot.y);
    return out;
}

void mark(Context& c, ImVec2 at, ImU32 colour) {
    auto* list = ImGui::GetWindowDrawList();
    list->AddCircleFilled(at, c.px(4), colour);
    list->AddCircle(at, c.px(4), c.ink.card, 12, c.px(1));
}

}  // namespace ui
