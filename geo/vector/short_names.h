#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Private to geo/vector: names of at most `longest` bytes, of ASCII letters, digits and underscores, distinct in any
/// case, and the same whenever the names are. One that is so already stays; of others the years stay, if need be in two
/// digits, and words lose vowels and then their ends, the longest first: class_dev_2024 -> cls_dev_24. \pre longest >=
/// 10
[[nodiscard]] std::vector<std::string> short_names(std::span<const std::string> names, std::size_t longest);

/// The first part of UTF-8 text that is no longer than so many bytes, without a character cut in two.
[[nodiscard]] std::string_view first_bytes(std::string_view text, std::size_t bytes);

}  // namespace geo
