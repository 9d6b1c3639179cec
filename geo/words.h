#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace geo {

/// What files, tables and options call each of a kind.
template <typename Kind>
using Words = std::vector<std::pair<std::string_view, Kind>>;

/// \pre it is one of them
template <typename Kind>
[[nodiscard]] std::string_view word_of(const Words<Kind>& words, Kind kind) {
    return std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.second == kind; })->first;
}

/// The one that is called so; none for any other word.
template <typename Kind>
[[nodiscard]] std::optional<Kind> kind_of(const Words<Kind>& words, std::string_view word) {
    const auto at = std::find_if(words.begin(), words.end(), [&](const auto& one) { return one.first == word; });
    return at == words.end() ? std::nullopt : std::optional<Kind>(at->second);
}

}  // namespace geo
