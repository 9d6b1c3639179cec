#include "geo/assets.h"

#include <cassert>
#include <cstddef>

namespace geo {

// Made by CMake from the list of files in assets/: two arrays of equal length, see embed_assets() there.
struct EmbeddedFile {
    const char* path;
    const char* begin;
    const char* end;
};
extern const EmbeddedFile embedded_files[];
extern const std::size_t embedded_file_count;

std::string_view asset(std::string_view path) {
    for (std::size_t i = 0; i < embedded_file_count; ++i) {
        const auto& file = embedded_files[i];
        if (path == file.path) return {file.begin, static_cast<std::size_t>(file.end - file.begin)};
    }
    assert(!"no such embedded file");
    return {};
}

std::vector<std::string_view> assets_below(std::string_view folder) {
    std::vector<std::string_view> out;
    for (std::size_t i = 0; i < embedded_file_count; ++i) {
        const std::string_view path = embedded_files[i].path;
        if (path.starts_with(folder)) out.push_back(path);
    }
    return out;
}

}  // namespace geo
