#include "app/render/image.h"
#include "geo/error.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <stb_image.h>

namespace {

struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "leefbeeld-test-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
};

TEST(Image, IsReadBackAsItWasWritten) {
    const Folder folder;
    render::Image image{5, 3, {}};
    for (int i = 0; i < 45; ++i) image.rgb.push_back(static_cast<std::uint8_t>(i * 5));
    const auto path = (folder.path / "map.png").string();
    render::write_png(image, path);
    render::write_png(image, path);  // replaces
    int width = 0;
    int height = 0;
    int channels = 0;
    auto* read = stbi_load(path.c_str(), &width, &height, &channels, 0);
    ASSERT_NE(read, nullptr);
    EXPECT_EQ(width, 5);
    EXPECT_EQ(height, 3);
    EXPECT_EQ(channels, 3);
    EXPECT_EQ(std::vector<std::uint8_t>(read, read + 45), image.rgb);
    stbi_image_free(read);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path), {}), 1);
    EXPECT_EQ(image.at(1, 2), (geo::Colour{165, 170, 175}));
}

TEST(Image, SaysWhyItCannotBeWritten) {
    const Folder folder;
    const render::Image image{1, 1, {1, 2, 3}};
    const auto fails = [&](const std::string& path) -> std::string {
        try {
            render::write_png(image, path);
        } catch (const geo::Error& error) {
            return error.what();
        }
        return {};
    };
    const auto missing = (folder.path / "no" / "map.png").string();
    EXPECT_EQ(fails(missing), missing + ": there is no directory '" + (folder.path / "no").string() + "'");
    std::filesystem::create_directory(folder.path / "taken");
    EXPECT_NE(fails((folder.path / "taken").string()), "");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path), {}), 1);
}

}  // namespace
