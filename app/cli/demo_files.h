#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

struct DemoFile {
    std::string_view name;  // without folder
    std::string_view bytes;
};

/// The files of the demo town, embedded in the program.
[[nodiscard]] std::vector<DemoFile> demo_files();

/// Puts the demo town where the loader finds it. \return names to load: scores, borders of all levels, dwellings
[[nodiscard]] std::vector<std::string> mount_demo();

}  // namespace cli
