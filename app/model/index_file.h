#pragma once

#include "geo/composite/model.h"

#include <string>
#include <string_view>

namespace model {

inline constexpr const char* model_extension = ".toml";

/// How an index is made, as a TOML file says it.
/// \param name of the file, for messages \throws Error with the line: where it is no TOML, for a key that is not known
/// (with the nearest that is), one of the wrong kind, or a word that is none of those there are. Whether the parts are
/// a tree with weights is for geo::order_of() to say.
[[nodiscard]] geo::IndexModel index_from(std::string_view toml, const std::string& name);

/// A file that says the same: index_from() gives the model again.
[[nodiscard]] std::string to_toml(const geo::IndexModel& model);

/// Whether a file is one by its ending.
[[nodiscard]] bool is_model(const std::string& path);

/// \throws Error likewise, and where the file cannot be read
[[nodiscard]] geo::IndexModel read_index(const std::string& path);

}  // namespace model
