#include "app/ui/controls.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ui {

namespace {

/// One of a few, side by side. \return the one chosen now
std::optional<std::size_t> segments(Context& c, const std::string& name, std::span<const std::string> labels,
                                    std::size_t chosen) {
    std::optional<std::size_t> out;
    const auto whole = row(c, c.px(control_height));
    auto* list = ImGui::GetWindowDrawList();
    const auto count = static_cast<float>(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const float left = std::round(whole.x + whole.width * static_cast<float>(i) / count);
        const float right = std::round(whole.x + whole.width * static_cast<float>(i + 1) / count);
        const Rect at{left, whole.y, right - left, whole.height};
        const auto touched = hit(c, name + "." + std::to_string(i), at);
        const bool on = i == chosen;
        list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()},
                            on                ? c.ink.accent
                            : touched.hovered ? c.ink.hover
                                              : c.ink.card);
        put(c, Face::regular, on ? c.ink.on_accent : c.ink.text,
            elided(c, Face::regular, labels[i], at.width - c.px(6)), at, Align::centre);
        if (i > 0) list->AddLine({at.x, at.y}, {at.x, at.bottom()}, c.ink.grab, c.px(1));
        if (touched.clicked && !on) out = i;
    }
    list->AddRect({whole.x, whole.y}, {whole.right(), whole.bottom()}, c.ink.grab, c.px(4), 0, c.px(1));
    return out;
}

void options(Context& c, const std::string& name, std::string_view label, const std::vector<model::Option>& from,
             const std::function<model::Action(const std::string&)>& action) {
    if (from.empty()) return;
    gap(c, 6);
    if (const auto chosen = labelled_pick(c, name, label, from)) c.out.emplace_back(action(from[*chosen].name));
}

}  // namespace

bool job_progress(Context& c, const std::string& name, double part, std::string_view doing) {
    const auto at = row(c, c.px(18));
    auto* list = ImGui::GetWindowDrawList();
    const Rect rail{at.x, std::round(at.y + at.height / 2 - c.px(2)), at.width, c.px(4)};
    const float done = static_cast<float>(part) * rail.width;
    list->AddRectFilled({rail.x, rail.y}, {rail.right(), rail.bottom()}, c.ink.line, c.px(2));
    list->AddRectFilled({rail.x, rail.y}, {rail.x + done, rail.bottom()}, c.ink.accent, c.px(2));
    if (c.frame.probe != nullptr) c.frame.probe->items[name + ".progress"] = {rail.x, rail.y, done, rail.height};
    paragraph(c, Face::small, c.ink.muted, doing);
    gap(c, 4);
    const auto label = c.text("job.stop");
    const auto room = row(c, c.px(control_height));
    return button(c, name + ".stop", label,
                  {room.x, room.y, std::min(button_width(c, label), room.width), room.height});
}

std::optional<std::size_t> labelled_pick(Context& c, const std::string& name, std::string_view label,
                                         std::span<const model::Option> options) {
    std::vector<std::string> labels;
    std::size_t chosen = 0;
    for (std::size_t i = 0; i < options.size(); ++i) {
        labels.push_back(options[i].label);
        if (options[i].chosen) chosen = i;
    }
    const auto at = row(c, c.px(control_height));
    const float left = std::round(at.width * 0.42F);
    put_wrapped(c, Face::small, c.ink.muted, label, at.x,
                at.y + std::round((at.height - wrapped_height(c, Face::small, label, left - c.px(6))) / 2),
                left - c.px(6));
    return pick(c, name, labels, chosen, {at.x + left, at.y, at.width - left, at.height});
}

void showing(Context& c) {
    const std::array labels{std::string(c.text("show.state")), std::string(c.text("show.change")),
                            std::string(c.text("show.difference"))};
    constexpr std::array shows{model::Show::state, model::Show::change, model::Show::difference};
    const auto at = static_cast<std::size_t>(std::find(shows.begin(), shows.end(), c.state.show) - shows.begin());
    if (const auto chosen = segments(c, "show", labels, at)) c.out.emplace_back(model::ShowChosen{shows[*chosen]});
    const auto& choices = c.derived.options;
    if (c.state.show == model::Show::change) {
        options(c, "show.baseline", c.text("show.since"), choices.baselines,
                [](const std::string& name) { return model::BaselineChosen{name}; });
    } else if (c.state.show == model::Show::difference) {
        options(c, "show.reference", c.text("show.against"), choices.references,
                [](const std::string& name) { return model::ReferenceChosen{name}; });
    }
    gap(c, 8);
}

}  // namespace ui
