#include "app/ui/panel.h"

#include <cmath>

namespace ui {

bool section(Context& c, const std::string& name, std::string_view title, std::string_view hint,
             const std::string& of) {
    const bool open = c.state.unfolded.contains(name);
    const float mark = c.px(16);  // room of the triangle
    const float hint_width = hint.empty() ? 0 : width_of(c, Face::small, hint) + c.px(8);
    const float inner = std::max(ImGui::GetContentRegionAvail().x - mark - hint_width, 1.F);
    const auto at = row(c, wrapped_height(c, Face::bold, title, inner) + c.px(9));
    const auto touched = hit(c, "section." + name + of, at);
    auto* list = ImGui::GetWindowDrawList();
    if (touched.hovered) list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.hover, c.px(4));
    const ImVec2 middle{std::round(at.x + c.px(5)), std::round(at.y + at.height / 2)};
    const auto point = [&](float x, float y) { return ImVec2{middle.x + c.px(x), middle.y + c.px(y)}; };
    if (open) {
        list->AddTriangleFilled(point(-4, -2), point(4, -2), point(0, 3), c.ink.muted);
    } else {
        list->AddTriangleFilled(point(-2, -4), point(3, 0), point(-2, 4), c.ink.muted);
    }
    put_wrapped(c, Face::bold, c.ink.text, title, at.x + mark, at.y + c.px(4), inner);
    if (!hint.empty())
        put(c, Face::small, c.ink.muted, hint, {at.right() - hint_width, at.y, hint_width - c.px(6), at.height},
            Align::right);
    if (touched.clicked) c.out.emplace_back(model::SectionToggled{name});
    return open;
}

}  // namespace ui
