#include "app/ui/focus.h"

#include "app/ui/ink.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

/// To the next control or the one before, from where the focus was even if that is gone.
void go(Focus& focus, int by) {
    const auto count = focus.order.size();
    if (count == 0) return;
    const auto here = std::find(focus.order.begin(), focus.order.end(), focus.name);
    const bool there = here != focus.order.end();
    auto place = there ? static_cast<std::size_t>(here - focus.order.begin()) : std::min(focus.place, count);
    if (focus.name.empty()) {
        place = by > 0 ? 0 : count - 1;
    } else if (by > 0) {
        place = there ? (place + 1) % count : place % count;
    } else {
        place = (place + count - 1) % count;
    }
    focus.place = place;
    focus.name = focus.order[place];
    focus.ring = true;
    focus.came = true;
}

/// The current panel is scrolled, so that all of it is in sight.
void bring_into_sight(Context& c, const Rect& at) {
    const float top = ImGui::GetWindowPos().y;
    const float bottom = top + ImGui::GetWindowSize().y;
    const float margin = c.px(8);
    float by = 0;
    if (at.bottom() + margin > bottom) by = at.bottom() + margin - bottom;
    if (at.y - margin - by < top) by = at.y - margin - top;
    if (by != 0) ImGui::SetScrollY(std::max(ImGui::GetScrollY() + by, 0.F));
}

template <typename Value>
bool take_from(std::vector<Value>& typed, const Value& wanted) {
    const auto at = std::find(typed.begin(), typed.end(), wanted);
    if (at == typed.end()) return false;
    typed.erase(at);
    return true;
}

}  // namespace

void begin_focus(Context& c) {
    auto& focus = c.memory.focus;
    focus.at = {};
    if (ImGui::GetIO().MouseClicked[0]) unfocus(c);
    for (;;) {
        const bool on = take(c, Key::tab);
        if (!on && !take(c, Key::back_tab)) break;
        c.memory.list.name.clear();
        go(focus, on ? 1 : -1);
    }
}

void end_focus(Context& c) {
    auto& focus = c.memory.focus;
    focus.came = false;
    focus.order = std::move(c.stops);
    const auto here = std::find(focus.order.begin(), focus.order.end(), focus.name);
    if (here != focus.order.end()) focus.place = static_cast<std::size_t>(here - focus.order.begin());
    auto& open = c.memory.list;  // perhaps of a control that is gone
    if (std::find(focus.order.begin(), focus.order.end(), open.name) == focus.order.end()) open = {};
    const auto& keys = c.typed.keys;
    if (std::find(keys.begin(), keys.end(), Key::escape) != keys.end()) focus.ring = false;
    if (!focus.ring || focus.at.empty()) return;
    const float out = std::round(c.px(1));
    const ImVec2 from{focus.at.x - out, focus.at.y - out};
    const ImVec2 to{focus.at.right() + out, focus.at.bottom() + out};
    auto* list = ImGui::GetForegroundDrawList();
    list->AddRect(from, to, c.ink.on_accent, c.px(5), 0, c.px(c.ink.focus_units + 2));
    list->AddRect(from, to, c.ink.focus, c.px(5), 0, c.px(c.ink.focus_units));
    if (c.frame.probe != nullptr) c.frame.probe->items["focus ring"] = focus.at;
}

void focus(Context& c, const std::string& name, Ring ring) {
    auto& focus = c.memory.focus;
    focus.name = name;
    focus.ring = ring == Ring::shown;
    focus.came = focus.ring;
}

void unfocus(Context& c) {
    c.memory.focus.name.clear();
    c.memory.focus.ring = false;
}

bool has_focus(const Context& c, const std::string& name) {
    return c.memory.focus.name == name;
}

bool has_ring(const Context& c, const std::string& name) {
    return c.memory.focus.ring && has_focus(c, name);
}

void stop_at(Context& c, const std::string& name, const Rect& at) {
    c.stops.push_back(name);
    if (!has_focus(c, name)) return;
    auto& focus = c.memory.focus;
    // Only what can be seen of it is ringed.
    const auto* list = ImGui::GetWindowDrawList();
    const auto least = list->GetClipRectMin();
    const auto most = list->GetClipRectMax();
    focus.at.x = std::max(at.x, least.x);
    focus.at.y = std::max(at.y, least.y);
    focus.at.width = std::min(at.right(), most.x) - focus.at.x;
    focus.at.height = std::min(at.bottom(), most.y) - focus.at.y;
    if (focus.came) bring_into_sight(c, at);
}

bool pressed_by_key(Context& c, const std::string& name) {
    if (!has_ring(c, name) || !c.memory.list.name.empty()) return false;
    const bool enter = take(c, Key::enter);
    return take(c, U' ') || enter;
}

bool take(Context& c, Key key) {
    return take_from(c.typed.keys, key);
}

bool take(Context& c, char32_t character) {
    return take_from(c.typed.characters, character);
}

bool take(Context& c, const Chord& chord) {
    return take_from(c.typed.chords, chord);
}

std::size_t stepped_by_keys(Context& c, std::size_t at, std::size_t count, std::size_t page) {
    auto& keys = c.typed.keys;
    for (auto key = keys.begin(); key != keys.end();) {
        const auto last = count > 0 ? count - 1 : 0;
        if (*key == Key::up) {
            at = at > 0 ? at - 1 : 0;
        } else if (*key == Key::down) {
            at = std::min(at + 1, last);
        } else if (*key == Key::page_up) {
            at = at > page ? at - page : 0;
        } else if (*key == Key::page_down) {
            at = std::min(at + page, last);
        } else if (*key == Key::home) {
            at = 0;
        } else if (*key == Key::end) {
            at = last;
        } else {
            ++key;
            continue;
        }
        key = keys.erase(key);
    }
    return at;
}

}  // namespace ui
