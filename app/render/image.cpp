#include "app/render/image.h"

#include "geo/error.h"

#include <stb_image_write.h>

#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace render {

namespace {

/// Writes all of `bytes` to a new file, or leaves none.
void write_whole(const std::string& bytes, const std::filesystem::path& part, const std::string& path) {
    std::ofstream file(part, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (file) return;
    const int why = errno;
    std::remove(part.c_str());
    geo::fail("{}: {}", path, std::strerror(why));
}

}  // namespace

geo::Colour Image::at(int x, int y) const {
    assert(x >= 0 && x < width && y >= 0 && y < height);
    const auto* pixel =
        &rgb[3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x))];
    return {pixel[0], pixel[1], pixel[2]};
}

void write_png(const Image& image, const std::string& path) {
    std::string bytes;
    const auto add = [](void* context, void* data, int size) {
        static_cast<std::string*>(context)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
    };
    if (stbi_write_png_to_func(add, &bytes, image.width, image.height, 3, image.rgb.data(), 3 * image.width) == 0) {
        geo::fail("{}: no memory for a PNG of {} x {} pixels", path, image.width, image.height);
    }
    const std::filesystem::path full(path);
    const auto folder = full.has_parent_path() ? full.parent_path() : std::filesystem::path(".");
    if (!std::filesystem::is_directory(folder)) geo::fail("{}: there is no directory '{}'", path, folder.string());
    const auto part = folder / fmt::format(".{}.{}.part", full.filename().string(), ::getpid());
    write_whole(bytes, part, path);
    if (std::rename(part.c_str(), path.c_str()) != 0) {
        const int why = errno;
        std::remove(part.c_str());
        geo::fail("{}: {}", path, std::strerror(why));
    }
}

}  // namespace render
