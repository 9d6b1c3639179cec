#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

// A quiet button of the title row, laid from the right. Gives up its place where there is none.
class FromRight {
public:
    FromRight(Context& c, float right, float least) : c_(c), right_(right), least_(least) {}

    bool button(const std::string& name, std::string_view label, bool chosen, std::string_view hint) {
        const float width = button_width(c_, label) - c_.px(6);
        if (right_ - width < least_) return false;
        right_ -= width;
        const Rect at{right_, c_.layout.title.y + c_.px(7), width, c_.layout.title.height - c_.px(14)};
        const auto touched = hit(c_, name, at);
        auto* list = ImGui::GetWindowDrawList();
        if (chosen || touched.hovered) {
            list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, chosen ? c_.ink.chosen : c_.ink.hover,
                                c_.px(4));
        }
        put(c_, Face::regular, chosen ? c_.ink.accent : c_.ink.text, label, at, Align::centre);
        if (touched.hovered && !hint.empty()) tooltip(c_, hint);
        return touched.clicked;
    }
    void space(float units) { right_ -= c_.px(units); }
    [[nodiscard]] float right() const { return right_; }

private:
    Context& c_;
    float right_;
    float least_;
};

}  // namespace

void title_row(Context& c) {
    const auto& at = c.layout.title;
    if (at.empty()) return;
    begin(c, "title", at, c.ink.card, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    auto* list = ImGui::GetWindowDrawList();
    edge(c, {at.x, at.bottom() - std::max(1.F, std::floor(c.frame.fonts->scale)), at.width, 0});
    constexpr std::string_view name = "leefbeeld";
    const Rect word{at.x + c.px(14), at.y, width_of(c, Face::bold, name), at.height};
    put(c, Face::bold, c.ink.accent, name, word);

    const float titles = menu_titles(c, word.right() + c.px(10), at.right() - c.px(8));
    FromRight from_right(c, at.right() - c.px(8), titles + c.px(8));
    const bool dutch = c.state.language == model::Language::dutch;
    if (from_right.button("language.en", "EN", !dutch, c.text("title.english"))) {
        c.out.emplace_back(model::LanguageChosen{model::Language::english});
    }
    if (from_right.button("language.nl", "NL", dutch, c.text("title.dutch"))) {
        c.out.emplace_back(model::LanguageChosen{model::Language::dutch});
    }
    from_right.space(8);
    if (from_right.button("keys", c.text("title.keys"), c.memory.keys, {})) c.memory.keys = !c.memory.keys;
    if (c.has_scene() && from_right.button("fit", c.text("title.fit"), false, c.text("title.fit_hint"))) {
        c.out.emplace_back(model::Fitted{});
    }

    float end_of_title = from_right.right();
    if (c.has_scene()) {
        const float spare = from_right.right() - c.px(10) - titles - c.px(18);
        const float width = std::round(std::min(c.px(270), spare));
        if (width >= c.px(110)) {
            end_of_title -= width + c.px(10);
            search_box(c, {std::round(end_of_title), at.y + c.px(5), width, at.height - c.px(10)});
        }
    }
    const float left = titles + c.px(18);
    const Rect room{left, at.y, end_of_title - c.px(12) - left, at.height};
    if (room.width > c.px(60) && !c.derived.title.empty()) {
        list->AddLine({left - c.px(9), at.y + c.px(12)}, {left - c.px(9), at.bottom() - c.px(12)}, c.ink.line, c.px(1));
        put(c, Face::regular, c.ink.muted, elided(c, Face::regular, c.derived.title, room.width), room);
    }
    end();
}

}  // namespace ui
