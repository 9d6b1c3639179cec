#pragma once

#include "app/model/state.h"

#include <optional>
#include <string>
#include <string_view>

namespace model {

/// An action as one line of JSON, {"do":"measurement","label":"2018"}; nothing for those of jobs,
/// nor for a view that is nowhere.
[[nodiscard]] std::optional<std::string> to_line(const Action& action);

/// \param where of the line, for errors: "actions.jsonl, line 3" \throws Error for what is no such line, naming the
/// actions there are
[[nodiscard]] Action from_line(std::string_view line, std::string_view where);

/// All lines of a recorded session. Blank lines are skipped. \throws Error as above, or if the file cannot be read
[[nodiscard]] Actions read_session(const std::string& path);

}  // namespace model
