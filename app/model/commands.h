#pragma once

#include "app/model/derive.h"
#include "app/model/state.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace model {

enum class Menu {
    file,
    edit,
    view,
    analyse,
    help
};

/// Something the program can be told to do without being asked anything more: an entry of a menu and of the command
/// palette, and a key.
struct Command {
    std::string id;  // "undo", "level.buurt"
    Menu menu = Menu::view;
    std::string group;             // of entries that belong together, as people read it: "Layers"; may be empty
    std::string text;              // within its group: "Neighbourhoods"
    std::string keys;              // as in key_name(), separated by spaces; the first is the one that is shown
    std::optional<Action> action;  // none: the window's own, by its id: "keys"
    bool enabled = true;
    std::optional<bool> checked;  // none: it is nothing that is so or not
};

/// All there are, in the order in which a menu lists them. What cannot be done now is there, but not enabled.
[[nodiscard]] std::vector<Command> commands(const State& state, const Results& results, const Derived& derived);

/// That of an id, or that a key means; null where there is none.
[[nodiscard]] const Command* command_of(std::span<const Command> commands, std::string_view id);
[[nodiscard]] const Command* command_of_key(std::span<const Command> commands, std::string_view key);

/// "Layers: Neighbourhoods"
[[nodiscard]] std::string full_text(const Command& command);

/// A key as Command::keys writes it: "ctrl+shift+z", "f", "space", "left".
[[nodiscard]] std::string key_name(std::string_view key, bool ctrl, bool shift);
/// The first of them as people read it: "Ctrl+Shift+Z", "Spatie", "←"; empty where there is none.
[[nodiscard]] std::string shortcut_text(Language language, std::string_view keys);

}  // namespace model
