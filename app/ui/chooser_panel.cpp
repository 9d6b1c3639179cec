#include "app/ui/controls.h"
#include "app/ui/focus.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace ui {

namespace {

namespace fs = std::filesystem;

constexpr const char* name_field = "chooser.name";
constexpr float line_units = 26;

void go(Context& c, const std::string& folder) {
    auto& chooser = c.memory.chooser;
    chooser.folder = read_folder(folder, chooser.asked.endings);
    chooser.at = FileChoice::none;
    chooser.first = 0;
    chooser.said.clear();
    if (!chooser.asked.save) write_in(c, name_field, chooser.typed = {});
}

void close(Context& c) {
    c.memory.chooser = {};
    unfocus(c);
}

void choose(Context& c, const std::string& path) {
    c.out.emplace_back(model::ErrandAsked{{c.memory.chooser.asked.kind, path}});
    close(c);
}

/// With the first of the endings where it has none of them.
std::string with_ending(const Choosing& asked, std::string path) {
    auto ending = fs::path(path).extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto& all = asked.endings;
    if (!all.empty() && std::find(all.begin(), all.end(), ending) == all.end()) path += all.front();
    return path;
}

/// What was typed, or the line that was chosen: into a folder, or a file that is taken.
void accept(Context& c) {
    auto& chooser = c.memory.chooser;
    if (chooser.typed.empty()) return;
    auto path = within(chooser.folder.path, chooser.typed);
    std::error_code failed;
    if (fs::is_directory(path, failed)) return go(c, path);
    if (!chooser.asked.save) {
        if (fs::exists(path, failed)) return choose(c, path);
        chooser.said = filled(c.text("chooser.not_there"), chooser.typed);
        return;
    }
    path = with_ending(chooser.asked, path);
    if (!fs::is_directory(fs::path(path).parent_path(), failed)) {
        chooser.said = filled(c.text("chooser.not_there"), fs::path(path).parent_path().string());
        return;
    }
    if (!fs::exists(path, failed)) return choose(c, path);
    chooser.question = path;
    focus(c, "chooser.keep", Ring::shown);
}

/// A scroll bar that only shows.
void bar(Context& c, const Rect& at, std::size_t first, std::size_t shown, std::size_t count) {
    if (count <= shown) return;
    const auto part = [&](std::size_t n) { return at.height * static_cast<float>(n) / static_cast<float>(count); };
    ImGui::GetWindowDrawList()->AddRectFilled({at.right() - c.px(7), at.y + part(first)},
                                              {at.right() - c.px(2), at.y + part(first + shown)}, c.ink.grab,
                                              c.px(2.5F));
}

void lines(Context& c, const Rect& at) {
    auto& chooser = c.memory.chooser;
    const auto& entries = chooser.folder.entries;
    auto* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.panel, c.px(4));
    list->AddRect({at.x, at.y}, {at.right(), at.bottom()}, c.ink.line, c.px(4), 0, c.px(1));
    const float line = std::round(c.px(line_units));
    const auto shown =
        std::min(static_cast<std::size_t>(std::max(1.F, std::floor((at.height - c.px(8)) / line))), entries.size());
    if (entries.empty()) {
        const auto text = chooser.folder.refusal.empty() ? std::string(c.text("chooser.empty"))
                                                         : filled(c.text("chooser.unreadable"), chooser.folder.refusal);
        put_wrapped(c, Face::regular, chooser.folder.refusal.empty() ? c.ink.muted : c.ink.warning, text,
                    at.x + c.px(12), at.y + c.px(10), at.width - c.px(24));
        return;
    }
    const auto& io = ImGui::GetIO();
    const auto before = chooser.at;
    auto from = chooser.at;
    if (from == FileChoice::none) {  // the first step is onto the list
        if (take(c, Key::down) || take(c, Key::up)) from = 0;
    }
    if (from != FileChoice::none) {
        chooser.at = stepped_by_keys(c, from, entries.size(), shown);
        if (chooser.at != before) {
            write_in(c, name_field, chooser.typed = entries[chooser.at].name);
            if (chooser.at < chooser.first) chooser.first = chooser.at;
            if (chooser.at >= chooser.first + shown) chooser.first = chooser.at - shown + 1;
        }
    }
    if (at.holds(io.MousePos.x, io.MousePos.y) && io.MouseWheel != 0) {
        const float to = static_cast<float>(chooser.first) - std::clamp(io.MouseWheel, -20.F, 20.F) * 3;
        chooser.first = static_cast<std::size_t>(std::max(to, 0.F));
    }
    chooser.first = std::min(chooser.first, entries.size() - shown);
    for (std::size_t i = chooser.first; i < chooser.first + shown; ++i) {
        const auto entry = entries[i];  // by value: going into a folder ends the list
        const Rect row{at.x + c.px(4), at.y + c.px(4) + static_cast<float>(i - chooser.first) * line,
                       at.width - c.px(16), line};
        const auto touched = hit(c, "file." + entry.name, row, Stop::no);
        if (touched.hovered || i == chooser.at) {
            list->AddRectFilled({row.x, row.y}, {row.right(), row.bottom()},
                                i == chooser.at ? c.ink.chosen : c.ink.hover, c.px(4));
        }
        const Rect room{row.x + c.px(30), row.y, row.width - c.px(36), row.height};
        put(c, Face::regular, c.ink.text, elided(c, Face::regular, entry.name, room.width), room);
        const float x = row.x + c.px(8);
        const float y = std::round(row.y + row.height / 2);
        if (entry.folder) {
            list->AddRectFilled({x, y - c.px(5)}, {x + c.px(6), y - c.px(2)}, c.ink.accent, c.px(1));
            list->AddRectFilled({x, y - c.px(4)}, {x + c.px(14), y + c.px(6)}, c.ink.accent, c.px(1.5F));
        } else {
            list->AddRect({x + c.px(2), y - c.px(6)}, {x + c.px(12), y + c.px(7)}, c.ink.muted, c.px(1), 0, c.px(1));
        }
        if (!touched.clicked) continue;
        if (entry.folder) return go(c, within(chooser.folder.path, entry.name));
        const bool again = chooser.at == i && ImGui::GetTime() - chooser.clicked_s < double_click_s;
        chooser.at = i;
        chooser.clicked_s = ImGui::GetTime();
        chooser.said.clear();
        write_in(c, name_field, chooser.typed = entry.name);
        if (again) return accept(c);
    }
    bar(c, {at.x, at.y + c.px(4), at.width, at.height - c.px(8)}, chooser.first, shown, entries.size());
}

/// Whether what is there may be replaced.
void question(Context& c, const Rect& inner) {
    auto& chooser = c.memory.chooser;
    const auto name = fs::path(chooser.question).filename().string();
    const auto text = filled(c.text("chooser.replace_question"), elided(c, Face::regular, name, inner.width));
    const float height = put_wrapped(c, Face::regular, c.ink.text, text, inner.x, inner.y, inner.width);
    const auto keep = c.text("chooser.keep");
    const auto replace = c.text("chooser.replace");
    const float y = inner.y + height + c.px(16);
    const Rect left{inner.x, y, button_width(c, keep), c.px(32)};
    const Rect right{left.right() + c.px(10), y, button_width(c, replace), c.px(32)};
    const bool kept = button(c, "chooser.keep", keep, left, Emphasis::strong);
    const bool replaced = button(c, "chooser.replace", replace, right);
    if (replaced) return choose(c, chooser.question);
    if (kept || take(c, Key::escape)) {
        chooser.question.clear();
        write_in(c, name_field, chooser.typed);
    }
}

void form(Context& c, const Rect& inner) {
    auto& chooser = c.memory.chooser;
    const float field = c.px(control_height);
    const float space = c.px(10);
    // The folder, and the way out of it.
    const auto up = c.text("chooser.up");
    const Rect up_at{inner.x, inner.y, std::min(button_width(c, up), inner.width), field};
    if (button(c, "chooser.up", up, up_at)) return go(c, above(chooser.folder.path));
    const Rect path{up_at.right() + space, inner.y, inner.right() - up_at.right() - space, field};
    // Of a long path the end tells most.
    auto shown = chooser.folder.path;
    while (width_of(c, Face::regular, shown) > path.width) {
        const auto slash = shown.find('/', shown.starts_with("…/") ? 4 : 1);
        if (slash == std::string::npos) break;
        shown = "…" + shown.substr(slash);
    }
    put(c, Face::regular, c.ink.muted, elided(c, Face::regular, shown, path.width), path);
    // From below: buttons, what is said, the name; the list has what is left.
    const Rect buttons{inner.x, inner.bottom() - c.px(32), inner.width, c.px(32)};
    const float said_height =
        chooser.said.empty() ? 0 : wrapped_height(c, Face::small, chooser.said, inner.width) + c.px(6);
    const Rect name{inner.x, buttons.y - space - said_height - field, inner.width, field};
    const float top = up_at.bottom() + space;
    lines(c, {inner.x, top, inner.width, std::max(name.y - space - top, c.px(line_units + 8))});
    if (!chooser.open) return;
    const auto written = text_field(c, name_field, chooser.typed, c.text("chooser.name"), name);
    if (written.changed) {
        chooser.typed = written.text;
        chooser.at = FileChoice::none;
        chooser.said.clear();
    }
    if (!chooser.said.empty()) {
        put_wrapped(c, Face::small, c.ink.warning, chooser.said, inner.x, name.bottom() + c.px(6), inner.width);
    }
    const auto cancel = c.text("chooser.cancel");
    const auto done = c.text(chooser.asked.save ? "chooser.save" : "chooser.open");
    const float done_width = button_width(c, done);
    const Rect done_at{buttons.right() - done_width, buttons.y, done_width, buttons.height};
    const float cancel_width = button_width(c, cancel);
    const Rect cancel_at{done_at.x - space - cancel_width, buttons.y, cancel_width, buttons.height};
    const bool cancelled = button(c, "chooser.cancel", cancel, cancel_at);
    const bool accepted = button(c, "chooser.accept", done, done_at, Emphasis::strong);
    if (cancelled || written.escaped || take(c, Key::escape)) return close(c);
    if (accepted || written.entered) accept(c);
}

}  // namespace

void choose_file(Memory& memory, const Choosing& asked) {
    memory.chooser = {};
    memory.chooser.asked = asked;
    memory.chooser.open = true;
    memory.chooser.typed = asked.name;
    memory.chooser.fresh = true;
}

void chooser(Context& c) {
    auto& chooser = c.memory.chooser;
    if (!chooser.open) return;
    if (std::exchange(chooser.fresh, false)) {
        chooser.folder = read_folder(chooser.asked.folder, chooser.asked.endings);
        write_in(c, name_field, chooser.typed);
    }
    c.stops.clear();  // nothing else is at hand while it is open
    const auto width = static_cast<float>(c.frame.width);
    const auto height = static_cast<float>(c.frame.height);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, IM_COL32(20, 26, 32, 110));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({width, height});
    ImGui::Begin("chooser", nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    const bool asks = !chooser.question.empty();
    const float pad = c.px(18);
    const float card_width = std::min(c.px(560), width - c.px(12));
    const float card_height = std::min(c.px(asks ? 156 : 460), height - c.px(12));
    const Rect card{std::round((width - card_width) / 2), std::round((height - card_height) / 2),
                    std::round(card_width), std::round(card_height)};
    auto* list = ImGui::GetWindowDrawList();
    shadow(c, card, list);
    list->AddRectFilled({card.x, card.y}, {card.right(), card.bottom()}, c.ink.card, c.px(7));
    list->AddRect({card.x, card.y}, {card.right(), card.bottom()}, c.ink.line, c.px(7), 0, c.px(1));
    if (c.frame.probe != nullptr) c.frame.probe->items["chooser"] = card;
    Rect inner{card.x + pad, card.y + c.px(14), card.width - 2 * pad, height_of(c, Face::bold) + c.px(4)};
    put(c, Face::bold, c.ink.text, elided(c, Face::bold, chooser.asked.title, inner.width), inner);
    inner.y += inner.height + c.px(10);
    inner.height = card.bottom() - c.px(16) - inner.y;
    if (asks) {
        question(c, inner);
    } else {
        form(c, inner);
    }
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    c.typed = {};  // whatever was not for it is for nobody
}

}  // namespace ui
