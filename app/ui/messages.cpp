#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

using Phase = model::Results::Phase;

// A card in the middle of the map, or at its top where there is a map to be seen.
class Card {
public:
    Card(Context& c, const char* name, float height, bool on_top) : c_(c) {
        const auto& map = c.layout.map;
        width_ = inner_width(c) + 2 * c.px(18);
        height += 2 * c.px(16);
        const float most = std::max(map.height - c.px(8), 1.F);
        const float shown = std::min(height, most);
        const Rect at{std::round(map.x + (map.width - width_) / 2),
                      std::round(on_top ? map.y + std::min(c.px(12), (map.height - shown) / 2)
                                        : map.y + (map.height - shown) / 2),
                      width_, std::round(shown)};
        shadow(c, at, ImGui::GetBackgroundDrawList());
        ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, c.px(7));
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {c.px(18), c.px(16)});
        ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, c.px(1));
        begin(c, name, at, c.ink.card, 0, Depth::card);
        if (c.frame.probe != nullptr) c.frame.probe->items[name] = at;
    }
    ~Card() {
        end();
        ImGui::PopStyleVar(3);
    }
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;

    // A button at the left of a row of its own.
    [[nodiscard]] bool button(const std::string& name, std::string_view label, Emphasis emphasis) {
        const auto at = row(c_, c_.px(32));
        return ui::button(c_, name, label, {at.x, at.y, std::min(button_width(c_, label), at.width), at.height},
                          emphasis);
    }

    [[nodiscard]] static float inner_width(const Context& c) {
        return std::max(std::min(c.px(440), c.layout.map.width - c.px(16)) - 2 * c.px(18), 1.F);
    }

private:
    Context& c_;
    float width_ = 0;
};

// Height of a heading and the paragraphs under it, as said() sets them.
float said_height(const Context& c, std::string_view title, std::initializer_list<std::string_view> paragraphs) {
    const float width = Card::inner_width(c);
    float height = wrapped_height(c, Face::bold, title, width);
    for (const auto paragraph : paragraphs) height += c.px(8) + wrapped_height(c, Face::regular, paragraph, width);
    return height;
}

void said(Context& c, std::string_view title, std::initializer_list<std::string_view> paragraphs) {
    paragraph(c, Face::bold, c.ink.text, title);
    for (const auto text : paragraphs) {
        gap(c, 8);
        paragraph(c, Face::regular, c.ink.text, text);
    }
}

void loading(Context& c) {
    const float bar = c.px(6);
    const float text_height = height_of(c, Face::small);
    const auto title = c.text("loading.title");
    const float height = said_height(c, title, {}) + c.px(10) + bar + c.px(8) + text_height + c.px(12) + c.px(32);
    Card card(c, "loading", height, c.has_scene());
    said(c, title, {});
    gap(c, 10);
    const auto at = row(c, bar);
    auto* list = ImGui::GetWindowDrawList();
    const double done = std::isfinite(c.results.part) ? std::clamp(c.results.part, 0., 1.) : 0.;
    const auto part = static_cast<float>(done);
    list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.line, bar / 2);
    if (part > 0) {
        list->AddRectFilled({at.x, at.y}, {at.x + std::max(part * at.width, bar), at.bottom()}, c.ink.accent, bar / 2);
    }
    if (c.frame.probe != nullptr) c.frame.probe->items["progress"] = {at.x, at.y, part * at.width, at.height};
    gap(c, 8);
    const auto line = row(c, text_height);
    const auto percent = model::number_text(c.state.language, std::floor(100 * done + 1e-9), 0) + " %";
    const float percent_width = width_of(c, Face::small, percent);
    const float name_width = line.width - percent_width - c.px(12);
    put(c, Face::small, c.ink.muted, elided(c, Face::small, c.results.doing, name_width),
        {line.x, line.y, name_width, line.height});
    put(c, Face::small, c.ink.muted, percent, line, Align::right);
    gap(c, 12);
    if (card.button("cancel", c.text("loading.cancel"), Emphasis::quiet)) c.out.emplace_back(model::LoadCancelled{});
}

void failure(Context& c) {
    const auto title = c.text("failure.title");
    const auto why = model::told(c.state.language, c.results.failure);
    Card card(c, "failure", said_height(c, title, {why}) + c.px(14) + c.px(32), c.has_scene());
    said(c, title, {why});
    gap(c, 14);
    if (card.button("dismiss", c.text("failure.dismiss"), Emphasis::strong)) {
        c.out.emplace_back(model::MessageDismissed{});
    }
}

void nothing(Context& c) {
    const auto title = c.text(c.results.phase == Phase::cancelled ? "empty.cancelled" : "empty.title");
    const auto drop = c.text("empty.drop");
    const auto command = c.text("empty.command");
    Card card(c, "empty", said_height(c, title, {drop, command}), false);
    said(c, title, {drop, command});
}

}  // namespace

void messages(Context& c) {
    if (c.results.phase == Phase::loading) {
        loading(c);
    } else if (c.results.phase == Phase::failed) {
        failure(c);
    } else if (!c.has_scene()) {
        nothing(c);
    }
}

}  // namespace ui
