#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr std::string_view program_name = "leefbeeld";
constexpr float side = 8;            // units, at both ends
constexpr float before_text = 18;    // between the menus and what follows them
constexpr float least_search = 110;  // width of the search box
constexpr float most_search = 270;
constexpr float least_text = 60;  // of what the map shows

float quiet_width(const Context& c, std::string_view label) {
    return button_width(c, label) - c.px(6);
}

float languages_width(const Context& c) {
    return quiet_width(c, "NL") + quiet_width(c, "EN") + c.px(8);
}

/// What is left of the row beside the menus and what is named.
float spare_of(const Context& c, const TitlePlan& plan) {
    float taken = menu_titles_width(c) + c.px(2 * side);
    if (plan.word) taken += width_of(c, Face::bold, program_name) + c.px(16);
    if (plan.fit) taken += quiet_width(c, c.text("title.fit"));
    if (plan.keys) taken += quiet_width(c, c.text("title.keys"));
    if (plan.languages) taken += languages_width(c);
    return static_cast<float>(c.frame.width) - taken;
}

/// A quiet button. \return pressed
bool quiet_button(Context& c, const std::string& name, std::string_view label, bool chosen, std::string_view hint,
                  const Rect& at) {
    const auto touched = hit(c, name, at);
    if (chosen || touched.hovered) {
        ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()},
                                                  chosen ? c.ink.chosen : c.ink.hover, c.px(4));
    }
    put(c, Face::regular, chosen ? c.ink.accent : c.ink.text, label, at, Align::centre);
    if (touched.hovered && !hint.empty()) tooltip(c, hint);
    return touched.clicked;
}

}  // namespace

TitlePlan title_plan(const Context& c) {
    TitlePlan plan;
    plan.word = plan.keys = plan.languages = true;
    plan.fit = plan.search = c.has_scene();
    const auto fits = [&] {
        const bool alone = !plan.fit && !plan.keys && !plan.languages;
        return spare_of(c, plan) >= c.px(plan.search ? least_search + before_text + 10 : alone ? 0 : before_text);
    };
    // First what the menus hold too.
    for (auto* part : {&plan.keys, &plan.word, &plan.languages}) {
        if (fits()) return plan;
        *part = false;
    }
    if (fits()) return plan;
    plan.search = false;  // it has a place on the shelf, and the row some for others
    for (auto* part : {&plan.languages, &plan.word, &plan.keys}) {
        *part = true;
        *part = fits();
    }
    plan.fit = plan.fit && fits();
    return plan;
}

bool fit_button(Context& c, const Rect& at) {
    const bool pressed = quiet_button(c, "fit", c.text("title.fit"), false, c.text("title.fit_hint"), at);
    if (pressed) c.out.emplace_back(model::Fitted{});
    return pressed;
}

float fit_width(const Context& c) {
    return quiet_width(c, c.text("title.fit"));
}

void title_row(Context& c) {
    const auto& at = c.layout.title;
    if (at.empty()) return;
    begin(c, "title", at, c.ink.card, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    auto* list = ImGui::GetWindowDrawList();
    if (c.layout.shelf.empty())
        edge(c, {at.x, at.bottom() - std::max(1.F, std::floor(c.frame.fonts->scale)), at.width, 0});
    const auto plan = title_plan(c);
    float x = at.x + c.px(side);
    if (plan.word) {
        const Rect word{at.x + c.px(14), at.y, width_of(c, Face::bold, program_name), at.height};
        put(c, Face::bold, c.ink.accent, program_name, word);
        x = word.right() + c.px(10);
    }
    x = menu_titles(c, x, at.right() - c.px(side)) + c.px(before_text);

    // From left to right, as Tab goes. What lies at the right comes to lie there by what is shown of the map.
    const float spare = std::max(spare_of(c, plan) - c.px(before_text), 0.F);
    const float search = plan.search ? std::round(std::min(c.px(most_search), spare - c.px(10))) : 0;
    const Rect room{x, at.y, spare - search - c.px(plan.search ? 22 : 12), at.height};
    if (room.width > c.px(least_text) && !c.derived.title.empty()) {
        list->AddLine({room.x - c.px(9), at.y + c.px(12)}, {room.x - c.px(9), at.bottom() - c.px(12)}, c.ink.line,
                      c.px(1));
        put(c, Face::regular, c.ink.muted, elided(c, Face::regular, c.derived.title, room.width), room);
    }
    x += spare - search - (plan.search ? c.px(10) : 0);
    if (plan.search) {
        search_box(c, {std::round(x), at.y + c.px(5), search, at.height - c.px(10)});
        x += search + c.px(10);
    }
    const auto next = [&](std::string_view label) {
        const Rect out{x, at.y + c.px(7), quiet_width(c, label), at.height - c.px(14)};
        x = out.right();
        return out;
    };
    if (plan.fit) static_cast<void>(fit_button(c, next(c.text("title.fit"))));
    if (plan.keys && quiet_button(c, "keys", c.text("title.keys"), c.memory.keys, {}, next(c.text("title.keys"))))
        c.memory.keys = !c.memory.keys;
    if (plan.languages) {
        x += c.px(8);
        const bool dutch = c.state.language == model::Language::dutch;
        if (quiet_button(c, "language.nl", "NL", dutch, c.text("title.dutch"), next("NL")))
            c.out.emplace_back(model::LanguageChosen{model::Language::dutch});
        if (quiet_button(c, "language.en", "EN", !dutch, c.text("title.english"), next("EN")))
            c.out.emplace_back(model::LanguageChosen{model::Language::english});
    }
    end();
}

}  // namespace ui
