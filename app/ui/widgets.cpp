#include "app/ui/widgets.h"

#include "app/ui/focus.h"
#include "app/ui/ink.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

#include <fmt/format.h>

namespace ui {

namespace {

ImVec2 measured(const Context& c, Face face, std::string_view text, float wrap) {
    const auto* font = (*c.frame.fonts)[face];
    if (text.empty()) return {0, font->FontSize};  // an empty view may have no characters to point to
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, wrap, text.data(), text.data() + text.size());
}

ImDrawList* or_window(ImDrawList* list) {
    return list != nullptr ? list : ImGui::GetWindowDrawList();
}

void record(Context& c, std::string_view text, const Rect& needs, const Rect& room, bool cut = false) {
    if (c.frame.probe != nullptr && !text.empty())
        c.frame.probe->texts.push_back({std::string(text), needs, room, cut});
}

bool is_first_of_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// Text with line breaks put in.
struct Lines {
    std::string text;
    bool cut = false;  // a word was wider than the room: it is left to ImGui to break
};

/// At spaces only: ImGui would break after a decimal comma too. A word that is wider than the room is broken where
/// paths and double names have a joint.
Lines broken(const Context& c, Face face, std::string_view text, float width) {
    Lines out;
    std::size_t line = 0;  // of out, where the current line begins
    const auto add = [&](std::string_view word, std::string_view space) {
        const bool first = out.text.size() == line;
        const auto longer = first ? std::string(word) : fmt::format("{}{}{}", out.text.substr(line), space, word);
        if (first || measured(c, face, longer, 0).x <= width) {
            out.text.replace(line, std::string::npos, longer);
        } else {
            out.text += '\n';
            line = out.text.size();
            out.text += word;
        }
    };
    for (std::size_t from = 0; from <= text.size();) {
        const auto end = std::min(text.find_first_of(" \n", from), text.size());
        auto word = text.substr(from, end - from);
        std::string_view space = " ";
        while (measured(c, face, word, 0).x > width) {
            const auto joint = word.find_first_of("/-_");
            if (joint == std::string_view::npos || joint + 1 == word.size()) break;
            add(word.substr(0, joint + 1), space);
            word.remove_prefix(joint + 1);
            space = {};
        }
        out.cut = out.cut || measured(c, face, word, 0).x > width;
        add(word, space);
        if (end < text.size() && text[end] == '\n') {
            out.text += '\n';
            line = out.text.size();
        }
        from = end + 1;
    }
    return out;
}

}  // namespace

bool Probe::says(std::string_view part) const {
    return std::any_of(texts.begin(), texts.end(),
                       [&](const Text& text) { return text.text.find(part) != std::string::npos; });
}

std::string filled(std::string_view text, std::string_view a, std::string_view b) {
    return fmt::format(fmt::runtime(text), a, b);
}

ImVec2 on_screen(const Context& c, geo::Point at) {
    constexpr double far = 20'000;
    const auto pixel = model::to_screen(c.state.view, at);
    return {c.layout.map.x + static_cast<float>(std::clamp(pixel.x, -far, far)),
            c.layout.map.y + static_cast<float>(std::clamp(pixel.y, -far, far))};
}

float width_of(const Context& c, Face face, std::string_view text) {
    return std::ceil(measured(c, face, text, 0).x);
}

float height_of(const Context& c, Face face) {
    return (*c.frame.fonts)[face]->FontSize;
}

float wrapped_height(const Context& c, Face face, std::string_view text, float width) {
    width = std::max(width, 1.F);
    return measured(c, face, broken(c, face, text, width).text, width).y;
}

std::string elided(const Context& c, Face face, std::string_view text, float width) {
    if (width_of(c, face, text) <= width) return std::string(text);
    constexpr std::string_view dots = "…";
    std::size_t low = 0;  // bytes that fit, and one that does not
    std::size_t high = text.size();
    while (low + 1 < high) {
        const auto middle = (low + high) / 2;
        const auto part = std::string(text.substr(0, middle)) + std::string(dots);
        (width_of(c, face, part) <= width ? low : high) = middle;
    }
    while (low > 0 && !is_first_of_character(text[low])) --low;
    while (low > 0 && text[low - 1] == ' ') --low;
    const auto out = std::string(text.substr(0, low)) + std::string(dots);
    return width_of(c, face, out) <= width ? out : std::string();
}

void put(Context& c, Face face, ImU32 colour, std::string_view text, const Rect& room, Align align, ImDrawList* list) {
    if (text.empty()) return;
    const auto size = measured(c, face, text, 0);
    const float width = std::ceil(size.x);
    float x = room.x;
    if (align == Align::right) x = room.right() - width;
    if (align == Align::centre) x = room.x + (room.width - width) / 2;
    const float y = room.y + (room.height - size.y) / 2;
    const auto* font = (*c.frame.fonts)[face];
    const Rect at{std::round(x), std::round(y), width, size.y};
    or_window(list)->AddText(font, font->FontSize, {at.x, at.y}, colour, text.data(), text.data() + text.size());
    record(c, text, at, room);
}

float put_wrapped(Context& c, Face face, ImU32 colour, std::string_view text, float x, float y, float width,
                  ImDrawList* list) {
    width = std::max(width, 1.F);
    const auto lines = broken(c, face, text, width);
    const auto size = measured(c, face, lines.text, width);
    const auto* font = (*c.frame.fonts)[face];
    or_window(list)->AddText(font, font->FontSize, {std::round(x), std::round(y)}, colour, lines.text.data(),
                             lines.text.data() + lines.text.size(), width);
    record(c, text, {x, y, size.x, size.y}, {x, y, width, size.y}, lines.cut);
    return size.y;
}

void begin(Context& c, const char* name, const Rect& at, ImU32 ground, int flags, Depth depth) {
    ImGui::SetNextWindowPos({at.x, at.y});
    ImGui::SetNextWindowSize({at.width, at.height});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ground);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::Begin(name, nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     (depth == Depth::panel ? ImGuiWindowFlags_NoBringToFrontOnFocus : 0) | flags);
    if (depth == Depth::card && ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    (void)c;
}

void end() {
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

void shadow(Context& c, const Rect& at, ImDrawList* list) {
    for (const float out : {5.F, 3.5F, 2.F, 1.F}) {
        const float by = c.px(out);
        list->AddRectFilled({at.x - by, at.y - by + c.px(2)}, {at.right() + by, at.bottom() + by + c.px(2)},
                            c.ink.shadow, c.px(6) + by);
    }
}

void edge(Context& c, const Rect& at) {
    auto* list = ImGui::GetWindowDrawList();
    const float thick = std::max(1.F, std::floor(c.frame.fonts->scale));
    const ImVec2 from{at.x, at.y};
    const ImVec2 to{at.x + std::max(at.width, thick), at.y + std::max(at.height, thick)};
    list->PushClipRect(from, to);
    list->AddRectFilled(from, to, c.ink.line);
    list->PopClipRect();
}

Rect row(Context& c, float height) {
    const auto at = ImGui::GetCursorScreenPos();
    const float width = std::max(ImGui::GetContentRegionAvail().x, 1.F);
    height = std::round(height);
    ImGui::Dummy({width, height});
    (void)c;
    return {at.x, at.y, width, height};
}

void gap(Context& c, float units) {
    (void)row(c, c.px(units));
}

void heading(Context& c, std::string_view text) {
    const auto at = row(c, height_of(c, Face::bold) + c.px(7));
    put(c, Face::bold, c.ink.text, text, at);
}

void paragraph(Context& c, Face face, ImU32 colour, std::string_view text) {
    const float width = std::max(ImGui::GetContentRegionAvail().x, 1.F);
    const auto at = row(c, wrapped_height(c, face, text, width));
    put_wrapped(c, face, colour, text, at.x, at.y, at.width);
}

Hit hit(Context& c, const std::string& name, const Rect& at, Stop stop) {
    if (c.frame.probe != nullptr) c.frame.probe->items[name] = at;
    if (at.empty()) return {};
    const auto back = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({at.x, at.y});
    Hit out;
    out.clicked = ImGui::InvisibleButton(name.c_str(), {at.width, at.height});
    out.hovered = ImGui::IsItemHovered();
    out.held = ImGui::IsItemActive();
    const bool pressed = ImGui::IsItemActivated();
    ImGui::SetCursorScreenPos(back);
    if (stop == Stop::no) return out;
    if (pressed) focus(c, name, Ring::hidden);
    stop_at(c, name, at);
    out.by_key = stop == Stop::yes && pressed_by_key(c, name);
    out.clicked = out.clicked || out.by_key;
    return out;
}

bool under_mouse(Context& c, const std::string& name, const Rect& at) {
    if (c.frame.probe != nullptr) c.frame.probe->items[name] = at;
    return ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect({at.x, at.y}, {at.right(), at.bottom()});
}

bool choice(Context& c, const std::string& name, std::string_view label, std::string_view hint, bool chosen) {
    const float line = height_of(c, Face::regular);
    const float dot = c.px(22);  // room of the dot
    const float hint_width = hint.empty() ? 0 : width_of(c, Face::small, hint) + c.px(8);
    const float inner = ImGui::GetContentRegionAvail().x - dot - hint_width - c.px(6);
    const float text_height = wrapped_height(c, Face::regular, label, inner);
    const auto at = row(c, text_height + c.px(7));
    const auto touched = hit(c, name, at);
    auto* list = ImGui::GetWindowDrawList();
    if (chosen || touched.hovered) {
        list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, chosen ? c.ink.chosen : c.ink.hover, c.px(4));
    }
    const ImVec2 middle{at.x + c.px(12), at.y + c.px(3.5F) + line / 2};
    list->AddCircle(middle, c.px(5.5F), chosen ? c.ink.accent : c.ink.grab, 0, c.px(1.5F));
    if (chosen) list->AddCircleFilled(middle, c.px(3), c.ink.accent);
    put_wrapped(c, Face::regular, c.ink.text, label, at.x + dot, at.y + c.px(3), inner);
    if (!hint.empty()) {
        put(c, Face::small, c.ink.muted, hint, {at.right() - hint_width, at.y, hint_width - c.px(6), at.height},
            Align::right);
    }
    return touched.clicked && !chosen;
}

float button_width(const Context& c, std::string_view label) {
    return width_of(c, Face::regular, label) + c.px(24);
}

bool button(Context& c, const std::string& name, std::string_view label, const Rect& at, Emphasis emphasis) {
    const auto touched = hit(c, name, at);
    auto* list = ImGui::GetWindowDrawList();
    const bool strong = emphasis == Emphasis::strong;
    const ImVec2 from{at.x, at.y};
    const ImVec2 to{at.right(), at.bottom()};
    if (strong) {
        list->AddRectFilled(from, to, touched.hovered ? c.ink.accent_hover : c.ink.accent, c.px(4));
    } else {
        list->AddRectFilled(from, to,
                            touched.held      ? c.ink.chosen
                            : touched.hovered ? c.ink.hover
                                              : c.ink.card,
                            c.px(4));
        list->AddRect(from, to, c.ink.grab, c.px(4), 0, c.px(1));
    }
    put(c, Face::regular, strong ? c.ink.on_accent : c.ink.text, label,
        {at.x + c.px(6), at.y, at.width - c.px(12), at.height}, Align::centre);
    return touched.clicked;
}

void swatch(Context& c, const Rect& at, const geo::NoDataStyle& style, ImDrawList* list) {
    list = or_window(list);
    const float left = std::round(at.x);
    const float top = std::round(at.y);
    const int width = static_cast<int>(std::round(at.width));
    const int height = static_cast<int>(std::round(at.height));
    const ImVec2 to{left + static_cast<float>(width), top + static_cast<float>(height)};
    list->AddRectFilled({left, top}, to, ink::of(style.ground));
    const int scale = std::max(1, static_cast<int>(std::lround(c.frame.fonts->scale)));
    const auto inked = [&](int x, int y) { return geo::has_ink(style.pattern, x, y, scale); };
    for (int y = 0; style.pattern != geo::Pattern::plain && y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (!inked(x, y)) continue;
            const int first = x;
            while (x < width && inked(x, y)) ++x;
            list->AddRectFilled({left + static_cast<float>(first), top + static_cast<float>(y)},
                                {left + static_cast<float>(x), top + static_cast<float>(y + 1)}, ink::of(style.ink));
        }
    }
    list->AddRect({left, top}, to, c.ink.outline, 0, 0, std::max(1.F, std::floor(c.frame.fonts->scale)));
}

void tooltip(Context& c, std::string_view text) {
    const float inner = std::min(c.px(280), static_cast<float>(c.frame.width) - c.px(28));
    const float width = std::min(inner, width_of(c, Face::small, text));
    const float height = wrapped_height(c, Face::small, text, width);
    const auto mouse = ImGui::GetIO().MousePos;
    Rect at{mouse.x + c.px(14), mouse.y + c.px(18), width + c.px(16), height + c.px(12)};
    at.x = std::clamp(at.x, 0.F, std::max(0.F, static_cast<float>(c.frame.width) - at.width));
    if (at.bottom() > static_cast<float>(c.frame.height)) at.y = std::max(0.F, mouse.y - at.height - c.px(6));
    auto* list = ImGui::GetForegroundDrawList();
    list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.text, c.px(4));
    put_wrapped(c, Face::small, c.ink.on_accent, text, at.x + c.px(8), at.y + c.px(6), width, list);
}

}  // namespace ui
