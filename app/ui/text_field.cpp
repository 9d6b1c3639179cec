#include "app/ui/controls.h"
#include "app/ui/focus.h"
#include "app/ui/ink.h"
#include "app/ui/text_edit.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

Caret caret_of(const FieldMemory& field) {
    return {field.caret, field.anchor};
}

void keep(FieldMemory& field, const Caret& caret) {
    field.caret = caret.at;
    field.anchor = caret.anchor;
}

std::string_view upto(const std::string& text, std::size_t end) {
    return std::string_view(text).substr(0, end);
}

/// The place in the text nearest to `x`, which counts from its beginning.
std::size_t place_at(const Context& c, const std::string& text, float x) {
    std::size_t best = 0;
    float nearest = std::abs(x);
    for (std::size_t i = 1; i <= text.size(); ++i) {
        if (held_in(text, {i, i}).at != i) continue;
        const float away = std::abs(width_of(c, Face::regular, upto(text, i)) - x);
        if (away < nearest) {
            nearest = away;
            best = i;
        }
    }
    return best;
}

/// The clipboard: all, copy, cut, paste.
void chords(Context& c, std::string& text, Caret& caret) {
    const auto copy = [&] {
        if (caret.selects()) ImGui::SetClipboardText(text.substr(caret.from(), caret.to() - caret.from()).c_str());
    };
    if (take(c, Chord{U'a'})) caret = {text.size(), 0};
    if (take(c, Chord{U'c'})) copy();
    if (take(c, Chord{U'x'}) && caret.selects()) {
        copy();
        insert(text, caret, {}, most_written);
    }
    if (take(c, Chord{U'v'})) {
        const char* pasted = ImGui::GetClipboardText();
        if (pasted != nullptr) insert(text, caret, pasted, most_written);
    }
}

/// Undo and redo are the field's own while it is written in, also where nothing is left to undo. \return that a text
/// was brought back
bool travel(Context& c, std::string& text) {
    auto& field = c.memory.field;
    bool changed = false;
    const auto go = [&](std::vector<FieldMemory::Step>& from, std::vector<FieldMemory::Step>& to) {
        if (from.empty()) return;
        to.push_back({text, field.caret});
        text = from.back().text;
        field.caret = field.anchor = from.back().caret;
        from.pop_back();
        changed = true;
    };
    while (take(c, Chord{U'z'})) go(field.past, field.future);
    while (take(c, Chord{U'z', true}) || take(c, Chord{U'y'})) go(field.future, field.past);
    return changed;
}

void write(Context& c, std::string& text, Written& out) {
    auto& field = c.memory.field;
    constexpr std::size_t most_steps = 200;
    const FieldMemory::Step before{text, held_in(text, caret_of(field)).at};
    const bool travelled = travel(c, text);
    auto caret = held_in(text, caret_of(field));
    std::string typed;
    for (const auto character : c.typed.characters) typed += utf8(character);
    c.typed.characters.clear();
    if (!typed.empty()) insert(text, caret, typed, most_written);
    auto& keys = c.typed.keys;
    std::erase_if(keys, [&](Key key) { return edit(text, caret, key, c.typed.shift, c.typed.ctrl); });
    chords(c, text, caret);
    keep(field, caret);
    if (!travelled && text != before.text) {
        field.past.push_back(before);
        field.future.clear();
        if (field.past.size() > most_steps) field.past.erase(field.past.begin());
    }
    out.entered = take(c, Key::enter);
    if (take(c, Key::escape)) {
        out.escaped = true;
        unfocus(c);
    }
}

/// A press puts the caret, dragging selects, a double press selects all.
void point(Context& c, const Hit& touched, const std::string& text, float left) {
    auto& field = c.memory.field;
    const auto& io = ImGui::GetIO();
    if (touched.hovered && ImGui::IsMouseDoubleClicked(0)) {
        keep(field, {text.size(), 0});
    } else if (touched.held && (io.MouseClicked[0] || io.MouseDelta.x != 0)) {
        const auto at = place_at(c, text, io.MousePos.x - left + field.scroll);
        keep(field, {at, io.MouseClicked[0] ? at : held_in(text, caret_of(field)).anchor});
    }
}

}  // namespace

void write_in(Context& c, const std::string& name, std::string_view text) {
    focus(c, name, Ring::shown);
    c.memory.field = {name, text.size(), 0, 0, {}, {}, {}};
}

Written text_field(Context& c, const std::string& name, std::string_view text, std::string_view hint, const Rect& at) {
    Written out{std::string(text)};
    if (at.empty()) return out;
    const auto touched = hit(c, name, at, Stop::own_keys);
    auto& field = c.memory.field;
    out.focused = has_focus(c, name);
    if (out.focused && field.name != name)
        field = {name, text.size(), 0, 0, {}, {}, {}};  // all is selected on coming in
    const float inset = c.px(8);
    const float left = at.x + inset;
    if (out.focused) {
        point(c, touched, out.text, left);
        write(c, out.text, out);
        out.changed = out.text != text;
    } else if (field.name == name) {
        field = {};
    }
    if (touched.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);

    auto* list = ImGui::GetWindowDrawList();
    const ImVec2 from{at.x, at.y};
    const ImVec2 to{at.right(), at.bottom()};
    list->AddRectFilled(from, to, c.ink.card, c.px(4));
    list->AddRect(from, to, out.focused ? c.ink.accent : c.ink.grab, c.px(4), 0, c.px(1));
    const Rect room{left, at.y, std::max(at.width - 2 * inset, 1.F), at.height};
    if (out.text.empty()) {
        put(c, Face::regular, c.ink.muted, elided(c, Face::regular, hint, room.width), room);
    }
    const float line = height_of(c, Face::regular);
    const float top = std::round(at.y + (at.height - line) / 2);
    list->PushClipRect({room.x - c.px(2), at.y}, {room.right() + c.px(2), at.bottom()}, true);
    if (out.focused) {
        const auto caret = held_in(out.text, caret_of(field));
        const float x = width_of(c, Face::regular, upto(out.text, caret.at));
        const float whole = width_of(c, Face::regular, out.text);
        field.scroll = std::clamp(field.scroll, x - room.width + c.px(1), x);
        field.scroll = std::clamp(field.scroll, 0.F, std::max(0.F, whole + c.px(1) - room.width));
        if (caret.selects()) {
            const float begin = left - field.scroll + width_of(c, Face::regular, upto(out.text, caret.from()));
            const float end = left - field.scroll + width_of(c, Face::regular, upto(out.text, caret.to()));
            list->AddRectFilled({begin, top - c.px(1)}, {end, top + line + c.px(2)}, c.ink.marked);
        }
        const float caret_x = std::round(left + x - field.scroll);
        list->AddRectFilled({caret_x, top - c.px(1)}, {caret_x + std::max(1.F, c.px(1)), top + line + c.px(2)},
                            c.ink.text);
    }
    if (!out.text.empty()) {
        const auto shown = out.focused ? out.text : elided(c, Face::regular, out.text, room.width);
        const float scrolled = out.focused ? field.scroll : 0;
        const auto* font = (*c.frame.fonts)[Face::regular];
        list->AddText(font, font->FontSize, {std::round(left - scrolled), top}, c.ink.text, shown.data(),
                      shown.data() + shown.size());
        if (c.frame.probe != nullptr) c.frame.probe->texts.push_back({shown, room, room});
    }
    list->PopClipRect();
    return out;
}

}  // namespace ui
