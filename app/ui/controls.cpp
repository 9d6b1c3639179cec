#include "app/ui/controls.h"

#include "app/ui/focus.h"
#include "app/ui/ink.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace ui {

namespace {

/// A number as people type it; nothing where it is none, missing where there is nothing.
std::optional<double> number_in(std::string text) {
    std::erase(text, ' ');
    if (text.empty()) return geo::missing;
    std::replace(text.begin(), text.end(), ',', '.');
    std::string_view digits = text;
    bool negative = false;
    for (const std::string_view sign : {"−", "–", "-", "+"}) {
        if (!digits.starts_with(sign)) continue;
        negative = sign != "+";
        digits.remove_prefix(sign.size());
        break;
    }
    double value = 0;
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value) || std::signbit(value)) {
        return std::nullopt;
    }
    return negative ? -value : value;
}

std::string written(const Context& c, double value) {
    if (std::isnan(value)) return {};
    auto text = fmt::format("{}", value);
    if (c.state.language == model::Language::dutch) std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace

std::optional<double> number_field(Context& c, const std::string& name, double value, std::string_view hint,
                                   const Rect& at) {
    auto& field = c.memory.field;
    const bool inside = has_focus(c, name) && field.name == name;
    // While it is being written it reads as it was typed: "0," is on the way to "0,5".
    const auto shown = inside && number_in(field.draft) && same(*number_in(field.draft), value) ? field.draft
                       : inside && !number_in(field.draft)                                      ? field.draft
                                                                                                : written(c, value);
    const auto now = text_field(c, name, shown, hint, at);
    const auto read = number_in(now.text);
    if (now.focused) field.draft = now.text;
    if (!read) {
        ImGui::GetWindowDrawList()->AddRect({at.x, at.y}, {at.right(), at.bottom()}, c.ink.warning, c.px(4), 0,
                                            c.px(2));
    }
    return now.changed && read && !same(*read, value) ? read : std::nullopt;
}

std::optional<double> slider(Context& c, const std::string& name, double value, const Range& range, const Rect& at) {
    if (at.empty()) return std::nullopt;
    const auto touched = hit(c, name, at, Stop::own_keys);
    const float radius = std::round(c.px(7));
    const float left = at.x + radius;
    const float right = std::max(at.right() - radius, left + 1);
    const double span = std::max(range.most - range.least, 1e-300);
    const auto held = [&](double to) {
        const double steps = std::round((to - range.least) / range.step);
        // Through the step's inverse where that is whole: 3 * 0.1 is not 0.3, but 3 / 10 is.
        const double whole = std::round(1 / range.step);
        const bool inverse = std::abs(whole * range.step - 1) < 1e-9;
        return std::clamp(range.least + (inverse ? steps / whole : steps * range.step), range.least, range.most);
    };
    double to = value;
    const bool has_usual = !std::isnan(range.usual);
    if (has_usual && touched.hovered && ImGui::IsMouseDoubleClicked(0)) {
        c.memory.let_go = name;  // else the second press would take the handle to the mouse again
        to = range.usual;
    } else if (touched.held && c.memory.let_go != name) {
        const double part = static_cast<double>((ImGui::GetIO().MousePos.x - left) / (right - left));
        if (std::isfinite(part)) to = held(range.least + std::clamp(part, 0.0, 1.0) * span);
    } else if (!touched.held && c.memory.let_go == name) {
        c.memory.let_go.clear();
    }
    if (has_ring(c, name)) {
        auto& keys = c.typed.keys;
        std::erase_if(keys, [&](Key key) {
            switch (key) {
                case Key::left:
                case Key::down:
                    return to = held(to - range.step), true;
                case Key::right:
                case Key::up:
                    return to = held(to + range.step), true;
                case Key::page_down:
                    return to = held(to - 10 * range.step), true;
                case Key::page_up:
                    return to = held(to + 10 * range.step), true;
                case Key::home:
                    return to = range.least, true;
                case Key::end:
                    return to = range.most, true;
                case Key::del:
                case Key::backspace:
                    if (has_usual) to = range.usual;
                    return true;
                default:
                    return false;
            }
        });
    }

    auto* list = ImGui::GetWindowDrawList();
    const float y = std::round(at.y + at.height / 2);
    const auto x_of = [&](double v) {
        const double part = std::clamp((v - range.least) / span, 0.0, 1.0);
        return left + static_cast<float>(part) * (right - left);
    };
    const float x = x_of(std::isnan(to) ? range.least : to);
    const float half = std::max(1.F, c.px(1.5F));
    list->AddRectFilled({left, y - half}, {right, y + half}, c.ink.grab, half);
    list->AddRectFilled({left, y - half}, {x, y + half}, c.ink.accent, half);
    if (has_usual) {
        const float mark = std::round(x_of(range.usual));
        list->AddRectFilled({mark, y - c.px(5)}, {mark + std::max(1.F, c.px(1)), y + c.px(5)}, c.ink.grab);
    }
    const bool lit = touched.hovered || touched.held;
    list->AddCircleFilled({x, y}, radius, lit ? c.ink.accent_hover : c.ink.accent, 24);
    list->AddCircleFilled({x, y}, c.px(2.5F), c.ink.on_accent, 16);
    return to != value && !std::isnan(to) ? std::optional(to) : std::nullopt;
}

bool toggle(Context& c, const std::string& name, std::string_view label, bool on, std::string_view hint) {
    const float line = height_of(c, Face::regular);
    const float box = std::round(c.px(15));
    const float left = c.px(24);
    const float hint_width = hint.empty() ? 0 : width_of(c, Face::small, hint) + c.px(8);
    const float inner = ImGui::GetContentRegionAvail().x - left - hint_width - c.px(6);
    const auto at = row(c, wrapped_height(c, Face::regular, label, inner) + c.px(7));
    const auto touched = hit(c, name, at);
    auto* list = ImGui::GetWindowDrawList();
    if (touched.hovered) list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.hover, c.px(4));
    const float x = std::round(at.x + c.px(4));
    const float y = std::round(at.y + c.px(3.5F) + (line - box) / 2);
    if (on) {
        list->AddRectFilled({x, y}, {x + box, y + box}, c.ink.accent, c.px(3));
        const ImVec2 tick[] = {
            {x + box * 0.22F, y + box * 0.52F}, {x + box * 0.42F, y + box * 0.72F}, {x + box * 0.78F, y + box * 0.3F}};
        list->AddPolyline(tick, 3, c.ink.on_accent, 0, c.px(2));
    } else {
        list->AddRectFilled({x, y}, {x + box, y + box}, c.ink.card, c.px(3));
        list->AddRect({x, y}, {x + box, y + box}, c.ink.grab, c.px(3), 0, c.px(1.5F));
    }
    put_wrapped(c, Face::regular, c.ink.text, label, at.x + left, at.y + c.px(3), inner);
    if (!hint.empty()) {
        put(c, Face::small, c.ink.muted, hint, {at.right() - hint_width, at.y, hint_width - c.px(6), at.height},
            Align::right);
    }
    return touched.clicked;
}

}  // namespace ui
