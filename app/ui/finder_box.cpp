#include "app/model/finder.h"
#include "app/ui/controls.h"
#include "app/ui/focus.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

using Kind = model::Finder::Kind;

constexpr float entry_height = 28;  // units
constexpr std::size_t most_entries = 12;
constexpr const char* box_name = "find";
constexpr const char* palette_name = "find command";

void close(Context& c) {
    c.out.emplace_back(model::FinderSet{});
    if (has_focus(c, box_name) || has_focus(c, palette_name)) unfocus(c);
    c.memory.finder = {};
}

void run(Context& c, const model::Hit& hit) {
    close(c);
    c.memory.open = Panel::none;  // what was found is to be seen
    if (hit.own == "keys") {
        c.memory.keys = true;
    } else {
        c.out.push_back(hit.action);
        c.memory.found_now = hit.place;
    }
}

/// The keys that go through the answers, before the field takes the others.
void step(Context& c, std::size_t hits) {
    auto& finder = c.memory.finder;
    const auto last = hits > 0 ? hits - 1 : 0;
    finder.at = std::min(finder.at, last);
    std::erase_if(c.typed.keys, [&](Key key) {
        switch (key) {
            case Key::up:
                finder.at = finder.at > 0 ? finder.at - 1 : last;
                return true;
            case Key::down:
                finder.at = finder.at < last ? finder.at + 1 : 0;
                return true;
            case Key::page_up:
                finder.at -= std::min(finder.at, most_entries);
                return true;
            case Key::page_down:
                finder.at = std::min(finder.at + most_entries, last);
                return true;
            default:
                return false;
        }
    });
}

/// Height of the answers, and of what is said under them.
struct Answers {
    std::size_t entries = 0;  // in sight
    float entry = 0;
    float said = 0;  // height of the sentence under them, 0 for none
    std::string sentence;

    [[nodiscard]] float height() const { return static_cast<float>(entries) * entry + said; }
};

Answers answers_in(const Context& c, const model::Found& found, float width, float most) {
    Answers out;
    out.entry = std::round(c.px(entry_height));
    out.sentence = found.nothing;
    if (found.more > 0) {
        out.sentence = model::filled(c.state.language, "finder.more",
                                     model::count_text(c.state.language, static_cast<double>(found.more)));
    }
    if (!out.sentence.empty()) {
        out.said = std::round(wrapped_height(c, Face::small, out.sentence, width - c.px(20)) + c.px(12));
    }
    const auto fitting = static_cast<std::size_t>(std::max(1.F, std::floor((most - out.said) / out.entry)));
    out.entries = std::min({found.hits.size(), most_entries, fitting});
    return out;
}

void entry(Context& c, const model::Hit& hit, const Rect& at, bool lit) {
    auto* list = ImGui::GetWindowDrawList();
    if (lit) list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.chosen, c.px(4));
    const Rect room{at.x + c.px(10), at.y, at.width - c.px(20), at.height};
    const float mark = hit.checked ? c.px(18) : 0;
    const float text_width = std::min(width_of(c, Face::regular, hit.text), room.width * 0.7F);
    const auto note = elided(c, Face::small, hit.note, room.width - mark - text_width - c.px(14));
    const float note_width = width_of(c, Face::small, note);
    const float width = room.width - mark - note_width - c.px(14);
    put(c, Face::regular, c.ink.text, elided(c, Face::regular, hit.text, width), {room.x, room.y, width, room.height});
    put(c, Face::small, c.ink.muted, note, {room.right() - mark - note_width, room.y, note_width, room.height},
        Align::right);
    if (hit.checked) {
        const float x = room.right() - c.px(11);
        const float y = std::round(at.y + at.height / 2);
        const ImVec2 tick[] = {{x, y}, {x + c.px(4), y + c.px(4)}, {x + c.px(11), y - c.px(5)}};
        list->AddPolyline(tick, 3, c.ink.accent, 0, c.px(2));
    }
}

/// The answers, in a room of that height in the current window. \return one that was pressed
const model::Hit* put_answers(Context& c, const model::Found& found, const Answers& answers, const Rect& at) {
    auto& finder = c.memory.finder;
    const auto& io = ImGui::GetIO();
    const auto count = found.hits.size();
    const float wheel = at.holds(io.MousePos.x, io.MousePos.y) ? std::clamp(io.MouseWheel, -20.F, 20.F) : 0;
    if (wheel != 0) {
        finder.first = static_cast<std::size_t>(std::max(static_cast<float>(finder.first) - 3 * wheel, 0.F));
    } else if (finder.at != finder.shown) {
        if (finder.at < finder.first) finder.first = finder.at;
        if (finder.at >= finder.first + answers.entries) finder.first = finder.at + 1 - answers.entries;
    }
    finder.shown = finder.at;
    finder.first = std::min(finder.first, count - answers.entries);
    const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
    const bool scrolls = count > answers.entries;
    const model::Hit* pressed = nullptr;
    for (std::size_t i = finder.first; i < finder.first + answers.entries; ++i) {
        const Rect line{at.x, at.y + static_cast<float>(i - finder.first) * answers.entry,
                        at.width - (scrolls ? c.px(10) : 0), answers.entry};
        const auto touched = hit(c, "found." + fmt::format("{}", i), line, Stop::no);
        if (touched.hovered && moved) finder.at = finder.shown = i;
        if (touched.clicked) pressed = &found.hits[i];
        entry(c, found.hits[i], line, i == finder.at);
    }
    if (scrolls) {
        const float track = static_cast<float>(answers.entries) * answers.entry;
        const auto part = [&](std::size_t n) { return track * static_cast<float>(n) / static_cast<float>(count); };
        const float y = at.y + part(finder.first);
        ImGui::GetWindowDrawList()->AddRectFilled(
            {at.right() - c.px(6), y}, {at.right() - c.px(1), y + part(answers.entries)}, c.ink.grab, c.px(2.5F));
    }
    if (!answers.sentence.empty()) {
        put_wrapped(c, Face::small, c.ink.muted, answers.sentence, at.x + c.px(10),
                    at.y + static_cast<float>(answers.entries) * answers.entry + c.px(6), at.width - c.px(20));
    }
    return pressed;
}

/// A field and what its text finds. What was typed in this frame is answered in the next; so is Enter behind it.
void write(Context& c, Kind kind, const char* name, std::string_view hint, const Rect& at) {
    auto& finder = c.memory.finder;
    const bool open = c.state.finder.kind == kind;
    const auto* found = open ? c.derived.found : nullptr;
    const auto& io = ImGui::GetIO();
    if (!open && c.state.finder.kind != Kind::closed && has_focus(c, name)) unfocus(c);  // the other took its place
    if (open && finder.kind != kind) {                                                   // opened by a key or a command
        finder = {};
        finder.kind = kind;
        write_in(c, name, c.state.finder.text);
    }
    // A press on the answers must not take the focus away before it is released.
    if (open && io.MouseClicked[0] && finder.over.holds(io.MousePos.x, io.MousePos.y)) focus(c, name, Ring::hidden);
    if (open && has_focus(c, name) && found != nullptr) step(c, found->hits.size());
    const auto now = text_field(c, name, open ? std::string_view(c.state.finder.text) : std::string_view(), hint, at);
    if (now.escaped || (open && !now.focused)) return close(c);
    if (now.focused && (!open || now.changed)) {
        c.out.emplace_back(model::FinderSet{{kind, now.text}});
        finder.kind = kind;
        finder.at = finder.first = finder.shown = 0;
        finder.enter = now.entered && now.changed;
        return;
    }
    if (!open || found == nullptr) return;
    const bool entered = now.entered || std::exchange(finder.enter, false);
    if (entered && finder.at < found->hits.size()) run(c, found->hits[finder.at]);
}

}  // namespace

void search_box(Context& c, const Rect& at) {
    c.searches = true;
    const auto hint = c.text("finder.hint");
    const bool fits = width_of(c, Face::regular, hint) <= at.width - c.px(16);
    write(c, Kind::areas, box_name, fits ? hint : c.text("finder.hint_short"), at);
    auto& finder = c.memory.finder;
    const auto* found = c.derived.found;
    const bool open = c.state.finder.kind == Kind::areas && finder.kind == Kind::areas && has_focus(c, box_name);
    if (!open || found == nullptr || (found->hits.empty() && found->nothing.empty())) {
        if (finder.kind == Kind::areas) finder.over = {};
        return;
    }
    const float width = std::min(std::max(at.width, c.px(420)), static_cast<float>(c.frame.width) - c.px(8));
    const float inset = c.px(4);
    const float top = at.bottom() + c.px(4);
    const auto answers = answers_in(c, *found, width - 2 * inset, static_cast<float>(c.frame.height) - top - c.px(8));
    finder.over = {std::round(std::max(at.right() - width, c.px(4))), std::round(top), width,
                   answers.height() + 2 * inset};
    const auto over = finder.over;
    begin_over(c, "found", over);
    const auto* pressed =
        put_answers(c, *found, answers, {over.x + inset, over.y + inset, over.width - 2 * inset, answers.height()});
    end_over();
    if (pressed != nullptr) run(c, *pressed);
}

void finder_card(Context& c) {
    auto& finder = c.memory.finder;
    const auto kind = c.state.finder.kind;
    if (kind == Kind::closed || (kind == Kind::areas && c.searches)) {
        if (kind == Kind::closed && finder.kind == Kind::commands) finder = {};
        return;
    }
    if (c.derived.found == nullptr) return close(c);  // there is nothing to look in
    const auto& found = *c.derived.found;
    const auto whole_width = static_cast<float>(c.frame.width);
    const auto whole_height = static_cast<float>(c.frame.height);
    const float width = std::round(std::min(c.px(520), whole_width - c.px(16)));
    const float inset = c.px(8);
    const float field = c.px(32);
    const float top = std::round(std::min(c.px(70), whole_height / 10));
    const auto answers = answers_in(c, found, width - 2 * inset, whole_height - top - field - 3 * inset - c.px(8));
    const Rect at{std::round((whole_width - width) / 2), top, width, field + 3 * inset + answers.height()};
    finder.over = at;
    begin_over(c, "palette", at);
    const bool commands = kind == Kind::commands;
    write(c, kind, commands ? palette_name : box_name, c.text(commands ? "finder.commands_hint" : "finder.hint"),
          {at.x + inset, at.y + inset, at.width - 2 * inset, field});
    finder.over = at;
    const auto* pressed = put_answers(c, found, answers,
                                      {at.x + inset, at.y + field + 2 * inset, at.width - 2 * inset, answers.height()});
    end_over();
    if (pressed != nullptr) run(c, *pressed);
}

}  // namespace ui
