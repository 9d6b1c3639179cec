#include "app/model/commands.h"
#include "app/model/session_file.h"
#include "app/ui/controls.h"
#include "app/ui/focus.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace ui {

namespace {

using model::Command;

constexpr float entry_height = 26;  // units
constexpr float inset = 4;
constexpr const char* titles[] = {"menu.file", "menu.edit", "menu.view", "menu.analyse", "menu.help"};
constexpr int menu_count = static_cast<int>(std::size(titles));

/// A line of a menu: a command, or the name of a group that opens beside it.
struct Entry {
    const Command* command = nullptr;
    std::string text;
    bool enabled = true;
};

std::string recent_name(const std::vector<std::string>& files) {
    const auto name = std::filesystem::path(files.front()).filename().string();
    return files.size() > 1 ? name + " + " + std::to_string(files.size() - 1) : name;
}

/// The program's commands, and with the files that were opened last.
std::vector<Command> all_commands(const Context& c) {
    auto out = model::commands(c.state, c.results, c.derived);
    std::size_t number = 0;
    for (const auto& files : c.memory.recent) {
        if (files.empty()) continue;
        const model::Action open =
            model::is_session(files.front())
                ? model::Action(model::ErrandAsked{{model::Errand::Kind::open_session, files.front()}})
                : model::Action(model::Opened{files});
        out.push_back({"recent." + std::to_string(number++),
                       model::Menu::file,
                       std::string(c.text("menu.recent")),
                       recent_name(files),
                       "",
                       open,
                       true,
                       {}});
    }
    return out;
}

/// The lines of a menu, or of a group in it. Groups stand where their first command does.
std::vector<Entry> entries_of(const std::vector<Command>& commands, int menu, const std::string& group) {
    std::vector<Entry> out;
    for (const auto& command : commands) {
        if (static_cast<int>(command.menu) != menu) continue;
        if (command.group == group) {
            out.push_back({&command, command.text, command.enabled});
        } else if (group.empty()) {
            const auto same = [&](const Entry& e) { return e.command == nullptr && e.text == command.group; };
            if (std::none_of(out.begin(), out.end(), same)) out.push_back({nullptr, command.group, true});
        }
    }
    return out;
}

void close(Context& c) {
    c.memory.menus = {};
}

void run(Context& c, const Command& command) {
    if (command.action) c.out.push_back(*command.action);
    if (command.id == "keys") c.memory.keys = !c.memory.keys;
    close(c);
}

/// The next line from `at` that can be chosen; `at` where there is none.
std::size_t next(const std::vector<Entry>& entries, std::size_t at, bool down) {
    const auto count = entries.size();
    for (std::size_t i = 1; i <= count; ++i) {
        const auto to = at >= count ? (down ? i - 1 : count - i) : (down ? at + i : at + count - i) % count;
        if (entries[to].enabled) return to;
    }
    return at;
}

void open_menu(Context& c, int menu, bool by_key) {
    auto& menus = c.memory.menus;
    menus = {};
    menus.open = (menu + menu_count) % menu_count;
    c.memory.list = {};
    unfocus(c);
    if (by_key) menus.at = next(entries_of(all_commands(c), menus.open, {}), OpenMenu::none, true);
}

/// What is under the first line that is shown, so that the one at hand is in sight.
std::size_t scrolled(std::size_t first, std::size_t at, std::size_t count, std::size_t shown) {
    if (at < count) {
        if (at < first) first = at;
        if (at >= first + shown) first = at - shown + 1;
    }
    return std::min(first, count - shown);
}

/// One list of lines. \return that the mouse chose
std::optional<std::size_t> draw_list(Context& c, const char* name, const std::vector<Entry>& entries, float x, float y,
                                     float other_side, std::size_t& at, std::size_t& first) {
    const float mark = c.px(24);   // room of a check mark
    const float arrow = c.px(22);  // of the sign of a group
    float text = c.px(120);
    float keys = 0;
    for (const auto& entry : entries) {
        text = std::max(text, width_of(c, Face::regular, entry.text));
        if (entry.command == nullptr) continue;
        const auto shortcut = model::shortcut_text(c.state.language, entry.command->keys);
        if (!shortcut.empty()) keys = std::max(keys, width_of(c, Face::small, shortcut) + c.px(24));
    }
    const float entry = std::round(c.px(entry_height));
    const float border = c.px(inset);
    const auto window_width = static_cast<float>(c.frame.width);
    const auto window_height = static_cast<float>(c.frame.height);
    const float wide = std::min(mark + text + std::max(keys, arrow) + c.px(8) + 2 * border, window_width);
    const auto fitting = static_cast<std::size_t>(
        std::max(1.F, std::floor((window_height - c.layout.title.bottom() - 2 * border - c.px(4)) / entry)));
    const auto shown = std::min(entries.size(), fitting);
    Rect box{x, y, wide, static_cast<float>(shown) * entry + 2 * border};
    if (box.right() > window_width) box.x = other_side >= 0 ? other_side - wide : window_width - wide;
    box.x = std::max(box.x, 0.F);
    box.y = std::max(std::min(box.y, window_height - box.height - c.px(2)), 0.F);

    std::optional<std::size_t> chosen;
    begin_over(c, name, box);
    const auto& io = ImGui::GetIO();
    if (ImGui::IsWindowHovered() && io.MouseWheel != 0 && entries.size() > shown) {
        const float to = static_cast<float>(first) - std::clamp(io.MouseWheel, -20.F, 20.F) * 3;
        first = static_cast<std::size_t>(std::max(to, 0.F));
        at = OpenMenu::none;
    }
    first = scrolled(first, at, entries.size(), shown);
    const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
    auto* list = ImGui::GetWindowDrawList();
    for (std::size_t i = first; i < first + shown; ++i) {
        const auto& line = entries[i];
        const Rect row{box.x + border, box.y + border + static_cast<float>(i - first) * entry, box.width - 2 * border,
                       entry};
        const auto id = line.command != nullptr ? "command." + line.command->id : "menu group." + line.text;
        const auto touched = hit(c, id, row, Stop::no);
        if (touched.hovered && moved) at = i;
        if (touched.clicked && line.enabled) chosen = i;
        if (i == at) {
            list->AddRectFilled({row.x, row.y}, {row.right(), row.bottom()}, c.ink.hover, c.px(4));
            if (c.state.contrast)
                list->AddRect({row.x, row.y}, {row.right(), row.bottom()}, c.ink.focus, c.px(4), 0, c.px(2));
        }
        const auto colour = line.enabled ? c.ink.text : c.ink.unable;
        const Rect words{row.x + mark, row.y, row.width - mark - c.px(8) - std::max(keys, arrow), row.height};
        put(c, Face::regular, colour, elided(c, Face::regular, line.text, words.width), words);
        if (line.command == nullptr) {
            const float side = c.px(4);
            const ImVec2 middle{row.right() - c.px(12), row.y + row.height / 2};
            list->AddTriangleFilled({middle.x - side / 2, middle.y - side}, {middle.x + side / 2 + 1, middle.y},
                                    {middle.x - side / 2, middle.y + side}, colour);
            continue;
        }
        if (line.command->checked.value_or(false)) {
            put(c, Face::regular, colour, "✓", {row.x, row.y, mark, row.height}, Align::centre);
        }
        const auto shortcut = model::shortcut_text(c.state.language, line.command->keys);
        put(c, Face::small, line.enabled ? c.ink.muted : c.ink.unable, shortcut,
            {row.right() - keys - c.px(8), row.y, keys, row.height}, Align::right);
    }
    // What lies beyond the window.
    for (const bool down : {false, true}) {
        if (down ? first + shown >= entries.size() : first == 0) continue;
        const float middle = box.x + box.width / 2;
        const float y_at = down ? box.bottom() - c.px(5) : box.y + c.px(5);
        const float by = down ? c.px(4) : -c.px(4);
        list->AddTriangleFilled({middle - c.px(5), y_at - by / 2}, {middle + c.px(5), y_at - by / 2},
                                {middle, y_at + by / 2}, c.ink.text);
    }
    end_over();
    c.memory.menus.box = box;
    return chosen;
}

}  // namespace

void menu_keys(Context& c) {
    auto& menus = c.memory.menus;
    const auto letters = c.text("menu.keys");
    for (int menu = 0; menu < menu_count && menu < static_cast<int>(letters.size()); ++menu) {
        const auto letter = static_cast<char32_t>(letters[static_cast<std::size_t>(menu)]);
        if (take(c, Chord{letter, false, true})) open_menu(c, menu, true);
    }
    std::erase_if(c.typed.chords, [](const Chord& chord) { return chord.alt; });
    if (take(c, Key::f10)) {
        if (menus.open >= 0) {
            close(c);
        } else {
            open_menu(c, 0, true);
        }
    }
    if (menus.open < 0) return;
    const auto commands = all_commands(c);
    for (const auto key : std::exchange(c.typed.keys, {})) {
        const auto entries = entries_of(commands, menus.open, {});
        const bool in_group = !menus.group.empty();
        const auto inner = in_group ? entries_of(commands, menus.open, menus.group) : std::vector<Entry>{};
        const bool on_group = menus.at < entries.size() && entries[menus.at].command == nullptr;
        const auto enter_group = [&] {
            menus.group = entries[menus.at].text;
            menus.group_at = next(entries_of(commands, menus.open, menus.group), OpenMenu::none, true);
            menus.group_first = 0;
        };
        switch (key) {
            case Key::up:
            case Key::down:
                if (in_group) {
                    menus.group_at = next(inner, menus.group_at, key == Key::down);
                } else {
                    menus.at = next(entries, menus.at, key == Key::down);
                }
                break;
            case Key::home:
            case Key::end:
                (in_group ? menus.group_at : menus.at) =
                    next(in_group ? inner : entries, OpenMenu::none, key == Key::home);
                break;
            case Key::right:
                if (!in_group && on_group) {
                    enter_group();
                } else {
                    open_menu(c, menus.open + 1, true);
                }
                break;
            case Key::left:
                if (in_group) {
                    menus.group.clear();
                } else {
                    open_menu(c, menus.open - 1, true);
                }
                break;
            case Key::enter:
                if (in_group && menus.group_at < inner.size()) return run(c, *inner[menus.group_at].command);
                if (on_group) {
                    enter_group();
                } else if (menus.at < entries.size() && entries[menus.at].enabled) {
                    return run(c, *entries[menus.at].command);
                }
                break;
            case Key::escape:
                if (in_group) {
                    menus.group.clear();
                    break;
                }
                return close(c);
            default:
                break;
        }
    }
    c.typed.characters.clear();  // a menu is open: they are not the map's
    c.typed.chords.clear();
}

float menu_titles_width(const Context& c) {
    float out = 0;
    for (const auto* key : titles) out += width_of(c, Face::regular, c.text(key)) + c.px(16);
    return out;
}

float menu_titles(Context& c, float left, float right) {
    auto& menus = c.memory.menus;
    const auto& row = c.layout.title;
    const bool all = menu_titles_width(c) <= right - left;
    const float share = std::floor((right - left) / static_cast<float>(menu_count));
    auto* list = ImGui::GetWindowDrawList();
    const auto letters = c.text("menu.keys");
    for (int menu = 0; menu < menu_count; ++menu) {
        const auto whole = c.text(titles[menu]);
        const float pad = all ? c.px(8) : std::min(c.px(8), share / 6);
        const auto title = all ? std::string(whole) : elided(c, Face::regular, whole, share - 2 * pad);
        const float wide = all ? width_of(c, Face::regular, title) + 2 * pad : share;
        const Rect at{left, row.y + c.px(7), wide, row.height - c.px(14)};
        const auto touched = hit(c, titles[menu], at);
        if (touched.hovered && title != whole && menus.open < 0) tooltip(c, whole);
        const bool open = menus.open == menu;
        if (open || touched.hovered) {
            list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, open ? c.ink.chosen : c.ink.hover, c.px(4));
        }
        put(c, Face::regular, open ? c.ink.accent : c.ink.text, title, at, Align::centre);
        // The letter that opens it with Alt.
        const auto letter = letters[static_cast<std::size_t>(menu)];
        const auto lower = [](char each) { return each >= 'A' && each <= 'Z' ? static_cast<char>(each + 32) : each; };
        const auto found = std::find_if(title.begin(), title.end(), [&](char each) { return lower(each) == letter; });
        if (found != title.end()) {
            const auto before = static_cast<std::size_t>(found - title.begin());
            const float x = std::round(at.x + (at.width - width_of(c, Face::regular, title)) / 2) +
                            width_of(c, Face::regular, title.substr(0, before));
            const float y = std::round(at.y + at.height / 2 + height_of(c, Face::regular) / 2);
            list->AddLine({x, y}, {x + width_of(c, Face::regular, title.substr(before, 1)) - c.px(1), y},
                          open ? c.ink.accent : c.ink.muted, std::max(1.F, std::floor(c.px(1))));
        }
        if (touched.clicked) {
            if (open && !touched.by_key) {
                close(c);
            } else {
                open_menu(c, menu, touched.by_key);
            }
        } else if (touched.hovered && menus.open >= 0 && !open) {
            open_menu(c, menu, false);
        }
        if (menus.open == menu) menus.title = at;
        left = at.right();
    }
    return left;
}

void menus(Context& c) {
    auto& menus = c.memory.menus;
    if (menus.open < 0 || menus.title.empty()) return;
    const auto commands = all_commands(c);
    const auto entries = entries_of(commands, menus.open, {});
    if (entries.empty()) return close(c);
    const auto before = menus.at;
    const auto chosen =
        draw_list(c, "menu", entries, menus.title.x, c.layout.title.bottom(), -1, menus.at, menus.first);
    const auto outer = menus.box;
    const auto on_group = [&](std::size_t at) { return at < entries.size() && entries[at].command == nullptr; };
    if (chosen && entries[*chosen].command != nullptr) return run(c, *entries[*chosen].command);
    // The mouse opens the group it is at, and closes the one it leaves for another line.
    if ((menus.at != before || chosen) && menus.at < entries.size()) {
        menus.group = on_group(menus.at) ? entries[menus.at].text : std::string();
        menus.group_at = OpenMenu::none;
        menus.group_first = 0;
    }
    Rect inner_box;
    if (!menus.group.empty()) {
        const auto inner = entries_of(commands, menus.open, menus.group);
        const auto line = std::min(menus.at, entries.size() - 1) - std::min(menus.first, menus.at);
        const float y = outer.y + static_cast<float>(line) * std::round(c.px(entry_height));
        if (!inner.empty()) {
            const auto taken = draw_list(c, "menu group", inner, outer.right() - c.px(2), y, outer.x + c.px(2),
                                         menus.group_at, menus.group_first);
            inner_box = menus.box;
            if (taken) return run(c, *inner[*taken].command);
        }
    }
    const auto& io = ImGui::GetIO();
    const auto holds = [&](const Rect& at) { return at.holds(io.MousePos.x, io.MousePos.y); };
    const bool on_title = c.layout.title.holds(io.MousePos.x, io.MousePos.y) && holds(menus.title);
    if (io.MouseClicked[0] && !holds(outer) && !holds(inner_box) && !on_title) close(c);
}

}  // namespace ui
