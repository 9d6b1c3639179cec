#pragma once

#include "app/model/state.h"

#include <string>
#include <vector>

/// What the program keeps for the person who uses it, in a file of its own: comfort, and what was opened last.
namespace model {

struct Settings {
    Comfort comfort;
    std::vector<std::vector<std::string>> recent;  // files opened together, or one session; the last one first
    friend bool operator==(const Settings&, const Settings&) = default;
};

inline constexpr std::size_t most_recent = 10;

/// Puts what was opened before the others. Each stands there once.
void add_recent(Settings& settings, const std::vector<std::string>& files);

/// $XDG_CONFIG_HOME/leefbeeld/settings.json, else below ~/.config; empty where neither is known.
[[nodiscard]] std::string settings_path();

/// The settings of a file; the usual ones where there is none. Nothing in it is an error: what cannot be read is as
/// usual, and \param problem says so in one sentence, which is otherwise empty
[[nodiscard]] Settings read_settings(const std::string& path, Language usual, std::string& problem);

/// Makes its folder where that is not there; in place only when whole. \throws Error if that fails
void write_settings(const Settings& settings, const std::string& path);

}  // namespace model
