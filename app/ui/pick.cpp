#include "app/ui/controls.h"
#include "app/ui/focus.h"
#include "app/ui/ink.h"
#include "app/ui/text_edit.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr float entry_height = 27;  // units
constexpr std::size_t most_entries = 12;

void triangle(Context& c, const Rect& at, ImU32 colour) {
    const float side = c.px(4);
    const ImVec2 middle{at.right() - c.px(14), std::round(at.y + at.height / 2)};
    ImGui::GetWindowDrawList()->AddTriangleFilled({middle.x - side, middle.y - side / 2},
                                                  {middle.x + side, middle.y - side / 2},
                                                  {middle.x, middle.y + side * 0.75F}, colour);
}

/// Under the control, or over it where there is more room.
Rect room_of_list(const Context& c, const Rect& control, std::size_t& entries) {
    const float entry = std::round(c.px(entry_height));
    const float inset = c.px(4);
    const float gap = c.px(2);
    const float below = static_cast<float>(c.frame.height) - control.bottom() - gap - c.px(4);
    const float above = control.y - gap - c.px(4);
    const auto fitting = [&](float room) {
        return static_cast<std::size_t>(std::max(1.F, std::floor((room - 2 * inset) / entry)));
    };
    entries = std::min(entries, most_entries);
    const bool under = fitting(below) >= entries || below >= above;
    entries = std::min(entries, fitting(under ? below : above));
    const float height = static_cast<float>(entries) * entry + 2 * inset;
    return {control.x, under ? control.bottom() + gap : control.y - gap - height, control.width, height};
}

/// The open list. \return what was chosen
std::optional<std::size_t> open_list(Context& c, const std::string& name, std::span<const std::string> labels,
                                     std::size_t chosen, const Rect& control) {
    auto& list = c.memory.list;
    std::size_t entries = labels.size();
    const auto at = room_of_list(c, control, entries);
    const auto& io = ImGui::GetIO();
    const bool beside = !at.holds(io.MousePos.x, io.MousePos.y) && !control.holds(io.MousePos.x, io.MousePos.y);
    for (const auto character : c.typed.characters) {
        if (character != U' ' || !list.typed.empty()) list.typed += utf8(character);
    }
    if (!c.typed.characters.empty() && !list.typed.empty()) {  // to the first that begins so
        c.typed.characters.clear();
        const auto wanted = geo::folded_words(list.typed);
        const auto begins = [&](const std::string& label) { return geo::folded_words(label).starts_with(wanted); };
        const auto to = std::find_if(labels.begin(), labels.end(), begins);
        if (to != labels.end()) {
            list.at = static_cast<std::size_t>(to - labels.begin());
        } else {
            list.typed.clear();
        }
    }
    const auto before_keys = list.at;
    list.at = stepped_by_keys(c, std::min(list.at, labels.size() - 1), labels.size(), entries);
    if (list.at != before_keys) list.typed.clear();
    const bool taken = take(c, Key::enter) || take(c, U' ');
    if (take(c, Key::escape) || taken || (io.MouseClicked[0] && beside)) {
        const auto to = list.at;
        list = {};
        return taken && to != chosen ? std::optional(to) : std::nullopt;
    }
    std::optional<std::size_t> out;
    begin_over(c, "pick list", at);
    const float wheel = ImGui::IsWindowHovered() ? io.MouseWheel : 0;
    const auto before = list.first;
    if (wheel != 0) {
        const float to = static_cast<float>(list.first) - std::clamp(wheel, -20.F, 20.F) * 3;
        list.first = static_cast<std::size_t>(std::max(to, 0.F));
    }
    const auto shown = list.shown;
    if (list.at != shown) {  // the keyboard went on
        if (list.at < list.first) list.first = list.at;
        if (list.at >= list.first + entries) list.first = list.at - entries + 1;
        list.shown = list.at;
    }
    list.first = std::min(list.first, labels.size() - entries);
    const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || before != list.first;
    const bool scrolls = labels.size() > entries;
    const float entry = std::round(c.px(entry_height));
    auto* drawing = ImGui::GetWindowDrawList();
    for (std::size_t i = list.first; i < list.first + entries; ++i) {
        const Rect line{at.x + c.px(4), at.y + c.px(4) + static_cast<float>(i - list.first) * entry,
                        at.width - c.px(scrolls ? 16 : 8), entry};
        const auto touched = hit(c, name + "." + std::to_string(i), line, Stop::no);
        if (touched.hovered && moved) list.at = list.shown = i;
        if (touched.clicked) {
            out = i;
            list = {};
            break;
        }
        if (i == list.at || i == chosen) {
            drawing->AddRectFilled({line.x, line.y}, {line.right(), line.bottom()},
                                   i == list.at ? c.ink.hover : c.ink.chosen, c.px(4));
        }
        const Rect room{line.x + c.px(8), line.y, line.width - c.px(16), line.height};
        put(c, i == chosen ? Face::bold : Face::regular, c.ink.text,
            elided(c, i == chosen ? Face::bold : Face::regular, labels[i], room.width), room);
    }
    if (scrolls && !out) {
        const float track = at.height - c.px(8);
        const auto part = [&](std::size_t count) {
            return track * static_cast<float>(count) / static_cast<float>(labels.size());
        };
        const float y = at.y + c.px(4) + part(list.first);
        drawing->AddRectFilled({at.right() - c.px(9), y}, {at.right() - c.px(4), y + part(entries)}, c.ink.grab,
                               c.px(2.5F));
    }
    end_over();
    return out && *out != chosen ? out : std::nullopt;
}

}  // namespace

void begin_over(Context& c, const char* name, const Rect& at, bool scrolls) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, c.px(6));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, c.px(1));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, c.ink.card);
    ImGui::SetNextWindowPos({at.x, at.y});
    ImGui::SetNextWindowSize({at.width, at.height});
    ImGui::Begin(name, nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     (scrolls ? 0 : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse));
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();  // in front of what was over the panels before
    if (c.frame.probe != nullptr) c.frame.probe->items[name] = at;
    auto* list = ImGui::GetWindowDrawList();
    list->PushClipRectFullScreen();
    for (const float out : {5.F, 3.5F, 2.F, 1.F}) {  // a soft shadow around it, not under it
        const float by = c.px(out);
        list->AddRect({at.x - by / 2, at.y - by / 2 + c.px(1)}, {at.right() + by / 2, at.bottom() + by / 2 + c.px(1)},
                      c.ink.shadow, c.px(6) + by / 2, 0, by);
    }
    list->PopClipRect();
}

void end_over() {
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(3);
}

std::optional<std::size_t> pick(Context& c, const std::string& name, std::span<const std::string> labels,
                                std::size_t chosen, const Rect& at) {
    if (labels.empty() || at.empty()) return std::nullopt;
    auto& list = c.memory.list;
    std::optional<std::size_t> out;
    const bool was_open = list.name == name;
    if (was_open) out = open_list(c, name, labels, chosen, at);
    const auto touched = hit(c, name, at);
    if (touched.clicked && !was_open) {
        list = {name, std::min(chosen, labels.size() - 1), 0, labels.size(), {}};
    } else if (touched.clicked && list.name == name) {
        list = {};
    }
    if (!was_open && has_ring(c, name)) {  // without opening it
        const auto to = stepped_by_keys(c, std::min(chosen, labels.size() - 1), labels.size(), most_entries);
        if (to != chosen) out = to;
    }
    auto* drawing = ImGui::GetWindowDrawList();
    const bool lit = touched.hovered || list.name == name;
    drawing->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, lit ? c.ink.hover : c.ink.card, c.px(4));
    drawing->AddRect({at.x, at.y}, {at.right(), at.bottom()}, list.name == name ? c.ink.accent : c.ink.grab, c.px(4), 0,
                     c.px(1));
    const Rect room{at.x + c.px(8), at.y, at.width - c.px(34), at.height};
    if (chosen < labels.size()) {
        put(c, Face::regular, c.ink.text, elided(c, Face::regular, labels[chosen], room.width), room);
    }
    triangle(c, at, lit ? c.ink.text : c.ink.muted);
    return out;
}

std::optional<std::size_t> pick(Context& c, const std::string& name, std::span<const std::string> labels,
                                std::size_t chosen) {
    return pick(c, name, labels, chosen, row(c, c.px(control_height)));
}

}  // namespace ui
