#pragma once

#include <string_view>
#include <vector>

namespace geo {

/// A file of assets/ or shaders/, embedded in the program at build time, by its path below assets/ ("class_tables.csv")
/// or with the folder's name ("shaders/colour.frag"). \pre the file exists
[[nodiscard]] std::string_view asset(std::string_view path);

/// Paths of the embedded files below a folder ("demo/"), ascending.
[[nodiscard]] std::vector<std::string_view> assets_below(std::string_view folder);

}  // namespace geo
