#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

// What an errand has to say, at the bottom of the map: it does not stand in the way.
void notice(Context& c) {
    const bool writing = !c.results.writing.empty();
    if (c.results.notices.empty() && !writing) return;
    const auto text = writing ? filled(c.text("export.writing"), c.results.writing,
                                       model::percent_text(c.state.language, c.results.written))
                              : c.results.notices.back();
    const auto& map = c.layout.map;
    const float pad = c.px(12);
    const float side = c.px(24);  // of the cross
    const float most = std::max(std::min(c.px(520), map.width - c.px(24)), c.px(80));
    const float wide = std::max(most - 2 * pad - side, 1.F);
    const float inner = std::min(wide, width_of(c, Face::regular, text) + 1);
    const float lines = wrapped_height(c, Face::regular, text, inner);
    const float height = std::min(lines + 2 * c.px(10), std::max(map.height - c.px(8), 1.F));
    const float width = inner + 2 * pad + side;
    const Rect at{std::round(map.x + (map.width - width) / 2),
                  std::round(std::max(map.bottom() - height - c.px(14), map.y + c.px(2))), std::round(width),
                  std::round(height)};
    shadow(c, at, ImGui::GetBackgroundDrawList());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, c.px(6));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {pad, c.px(10)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, c.state.contrast ? c.px(2) : 0);
    begin(c, "notice", at, c.ink.text, lines + 2 * c.px(10) > height ? 0 : ImGuiWindowFlags_NoScrollbar, Depth::card);
    if (c.frame.probe != nullptr) c.frame.probe->items["notice"] = at;
    const auto room = row(c, lines);
    put_wrapped(c, Face::regular, c.ink.on_accent, text, room.x, room.y, inner);
    const Rect cross{at.right() - side - c.px(6), at.y + c.px(6), side, side};
    const auto touched = hit(c, "notice.close", cross);
    auto* list = ImGui::GetWindowDrawList();
    const auto colour = touched.hovered ? c.ink.chosen : c.ink.on_accent;
    const float half = c.px(4.5F);
    const ImVec2 middle{cross.x + side / 2, cross.y + side / 2};
    list->AddLine({middle.x - half, middle.y - half}, {middle.x + half, middle.y + half}, colour, c.px(1.5F));
    list->AddLine({middle.x - half, middle.y + half}, {middle.x + half, middle.y - half}, colour, c.px(1.5F));
    if (touched.hovered) tooltip(c, c.text(writing ? "export.stop" : "notice.close"));
    if (touched.clicked && writing) c.out.emplace_back(model::WritingStopped{});
    if (touched.clicked && !writing) c.out.emplace_back(model::MessageDismissed{});
    end();
    ImGui::PopStyleVar(3);
}

}  // namespace ui
