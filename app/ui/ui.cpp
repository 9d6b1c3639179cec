#include "app/ui/ui.h"

#include "app/ui/focus.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace ui {

namespace {

// The renderer's picture follows the map's rectangle. A view that was not moved yet stays fitted. When only a panel
// came or went, what was seen stays where it is on the screen: a click that opens the inspector must not move the map
// from under a double click.
bool resize(Context& c) {
    const auto& map = c.layout.map;
    const auto& view = c.state.view;
    const int width = static_cast<int>(map.width);
    const int height = static_cast<int>(map.height);
    if (width == view.width && height == view.height) return false;
    const auto& before = c.memory.layout.map;
    const bool same_window = c.memory.width == c.frame.width && c.memory.height == c.frame.height;
    const bool ours = static_cast<int>(before.width) == view.width && static_cast<int>(before.height) == view.height;
    model::MapResized resized{width, height};
    const auto swapped = [](const Rect& a, const Rect& b) { return a.empty() != b.empty(); };
    if (same_window && ours && swapped(c.layout.left, c.memory.layout.left) &&
        swapped(c.layout.right, c.memory.layout.right)) {
        resized.centre = view.centre;  // the one took the other's place: what was in the middle stays there
    } else if (same_window && ours) {
        const model::Pixel middle{static_cast<double>(map.x - before.x) + width / 2.0,
                                  static_cast<double>(map.y - before.y) + height / 2.0};
        resized.centre = model::to_world(view, middle);
    }
    c.out.emplace_back(resized);
    return true;
}

void mouse(Context& c) {
    const auto& io = ImGui::GetIO();
    const auto& map = c.layout.map;
    Mouse mouse;
    const bool known = ImGui::IsMousePosValid();
    mouse.at =
        known ? model::Pixel{static_cast<double>(io.MousePos.x - map.x), static_cast<double>(io.MousePos.y - map.y)}
              : c.memory.gesture.at;
    // A press beside an open list closes the list and does nothing else.
    const bool free = !io.WantCaptureMouse && !c.covered;
    mouse.over = known && c.has_scene() && free && map.holds(io.MousePos.x, io.MousePos.y);
    mouse.pressed = io.MouseDown[0];
    mouse.wheel = static_cast<double>(io.MouseWheel);
    mouse.shift = c.frame.shift || io.KeyShift;
    mouse.ctrl = c.frame.ctrl || io.KeyCtrl;
    mouse.time_s = ImGui::GetTime();
    const auto kind = c.memory.gesture.kind;
    const bool draws = c.state.drawing.tool != model::Drawing::Tool::none;
    const bool asks = mouse.over && !draws && kind != Gesture::Kind::pan && kind != Gesture::Kind::box;
    if (asks && c.frame.code_at) mouse.code = c.frame.code_at(mouse.at);
    const auto scale = static_cast<double>(c.frame.fonts->scale);
    if (asks && !c.derived.drawn.empty())
        mouse.drawn = model::drawn_at(*c.derived.shown.scene, c.state, mouse.at, outline_units * scale);
    mouse.listed = c.memory.areas.hovered.empty() ? c.memory.plotted : c.memory.areas.hovered;
    c.memory.plotted.clear();  // until the plot is drawn again
    read_mouse(mouse, scale, c.state, c.memory.gesture, c.out);
    if (c.memory.gesture.kind == Gesture::Kind::pan) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
}

/// What was pressed before the first map is there is the map's when it is.
void wait_for_map(Context& c) {
    constexpr std::size_t most = 50;
    auto& waiting = c.memory.waiting;
    if (!c.has_scene() && c.results.phase == model::Results::Phase::loading) {
        const auto more = meant_for_later(c.typed, model::commands(c.state, c.results, c.derived));
        const auto keep = [](auto& to, const auto& from) {
            to.insert(to.end(), from.begin(), from.end());
            if (to.size() > most) to.erase(to.begin(), to.end() - most);
        };
        keep(waiting.characters, more.characters);
        keep(waiting.keys, more.keys);
        return;
    }
    if (c.has_scene() && !waiting.empty()) {
        c.typed.characters.insert(c.typed.characters.begin(), waiting.characters.begin(), waiting.characters.end());
        c.typed.keys.insert(c.typed.keys.begin(), waiting.keys.begin(), waiting.keys.end());
    }
    waiting = {};
}

/// The mark of a place goes when one goes elsewhere, or with Esc.
void forget_place(Context& c) {
    if (!c.memory.found) return;
    const auto elsewhere = [](const model::Action& action) {
        return std::holds_alternative<model::ViewMoved>(action) || std::holds_alternative<model::Fitted>(action) ||
               std::holds_alternative<model::AreaFound>(action) || std::holds_alternative<model::Opened>(action) ||
               std::holds_alternative<model::SessionRestored>(action) ||
               std::holds_alternative<model::Undone>(action) || std::holds_alternative<model::Redone>(action);
    };
    const bool draws = c.state.drawing.tool != model::Drawing::Tool::none;  // Esc then stops that
    const bool escaped = !draws && take(c, Key::escape);
    if (escaped || std::any_of(c.out.begin(), c.out.end(), elsewhere)) c.memory.found.reset();
}

/// Also while there are no figures of it: the inspector then says so.
bool selects_drawn(const model::Derived& derived) {
    return std::any_of(derived.drawn.begin(), derived.drawn.end(), [](const auto& area) { return area.selected; });
}

}  // namespace

Layout draw(const model::State& state, const model::Results& results, const model::Derived& derived, const Frame& frame,
            Memory& memory, model::Actions& out) {
    assert(frame.fonts != nullptr);
    if (frame.probe != nullptr) *frame.probe = {};
    const bool scene = derived.shown.scene != nullptr;
    Room room{frame.width,
              frame.height,
              frame.fonts->scale,
              scene,
              scene && (!derived.selected.empty() || selects_drawn(derived)),
              scene && derived.moments.size() > 1,
              scene && state.table};
    // Who asks for the list of areas is to see it, also where there is no room beside the map.
    if (room.table != std::exchange(memory.listed, room.table)) memory.open = room.table ? Panel::table : Panel::none;
    const auto& ink = state.contrast ? strong_inks : usual_inks;
    set_colours(ink);
    const bool over = !memory.list.name.empty() || memory.menus.open >= 0 || memory.chooser.open ||
                      state.finder.kind != model::Finder::Kind::closed;
    Context c{state, results, derived, frame, memory, out, ink, {}, frame.typed, {}, over};
    room.shelf = scene && !(title_plan(c).search && title_plan(c).fit);
    room.open = memory.open;
    c.layout = layout(
        room, [&](float map_width) { return scene ? notes_height(c, map_width) : 0; },
        [&](float width) { return least_list_height(c, width); });
    memory.open = c.layout.over;
    const bool resized = resize(c);
    begin_focus(c);
    if (!memory.chooser.open) menu_keys(c);
    title_row(c);
    shelf(c, room);
    left_panel(c);
    inspector(c);
    area_list(c);
    time_slider(c);
    time_options(c);
    neighbours(c);
    rings(c);
    labels(c);
    furniture(c);
    drawing(c);
    notes(c);
    overlay(c);
    messages(c);
    keys_card(c);
    export_card(c);
    finder_card(c);
    notice(c);
    menus(c);
    chooser(c);
    end_focus(c);
    if (c.memory.open != Panel::none && take(c, Key::escape)) c.memory.open = Panel::none;
    const auto found = std::exchange(c.memory.found_now, std::nullopt);
    forget_place(c);
    wait_for_map(c);
    for (const auto& command : read_keys(c.typed, state, results, derived, out)) {
        if (command == "keys") memory.keys = !memory.keys;
    }
    // A view that has just been resized is read anew in the next frame.
    if (!resized) mouse(c);
    forget_place(c);
    if (found) c.memory.found = found;
    hover(c);
    if (!frame.fonts->complete && !std::exchange(memory.font_said, true))
        out.emplace_back(model::Noticed{std::string(c.text("notice.font"))});
    memory.layout = c.layout;
    memory.width = frame.width;
    memory.height = frame.height;
    return c.layout;
}

}  // namespace ui
