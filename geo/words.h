#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>
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

/// The number that all of a word is; none for anything else. With a decimal point, whatever the locale.
template <typename Number>
[[nodiscard]] std::optional<Number> number_of(std::string_view word) {
    Number out{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), out);
    if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
    return out;
}

}  // namespace geo
