#include "geo/vector/mapped_file.h"

#include "geo/vector/source.h"
#include "tests/geo/support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace {

class MappedFile : public testing::Test {
protected:
    MappedFile() {
        std::string name = (std::filesystem::temp_directory_path() / "leefbeeld-test-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    ~MappedFile() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string& name, const std::string& text) const {
        const auto path = (folder_ / name).string();
        std::ofstream(path) << text;
        return path;
    }

private:
    std::filesystem::path folder_;
};

TEST_F(MappedFile, ShowsWhatIsInTheFile) {
    const geo::MappedFile file(write("a.txt", "words"));
    EXPECT_EQ(file.view(), "words");
    file.require_unchanged();
    EXPECT_EQ(geo::MappedFile(write("empty.txt", "")).view(), "");
}

TEST_F(MappedFile, OutlivesAFileThatIsCutOffAndTells) {
    const auto path = write("a.txt", std::string(1'000'000, 'x'));
    const geo::MappedFile file(path);
    std::filesystem::resize_file(path, 10'000);
    EXPECT_EQ(std::count(file.view().begin(), file.view().end(), 'x'), 10'000);
    EXPECT_TRUE(test::fails_saying([&] { file.require_unchanged(); }, {"a.txt", "changed by another program"}));
}

TEST_F(MappedFile, TellsOfAFileThatIsWrittenAnewInPlace) {
    const auto path = write("a.txt", "before");
    const geo::MappedFile file(path);
    std::filesystem::last_write_time(path, std::filesystem::last_write_time(path) + std::chrono::seconds(5));
    EXPECT_TRUE(test::fails_saying([&] { file.require_unchanged(); }, {"a.txt"}));
}

TEST_F(MappedFile, KeepsAFileThatIsRemoved) {
    const auto path = write("a.txt", std::string(100'000, 'x'));
    const geo::MappedFile file(path);
    std::filesystem::remove(path);
    EXPECT_EQ(std::count(file.view().begin(), file.view().end(), 'x'), 100'000);
    file.require_unchanged();
}

TEST_F(MappedFile, GivesItsPlaceBack) {
    const auto path = write("a.txt", "words");
    for (int round = 0; round < 3; ++round) {
        std::vector<std::unique_ptr<geo::MappedFile>> many;
        for (int i = 0; i < 200; ++i) many.push_back(std::make_unique<geo::MappedFile>(path));
        EXPECT_EQ(many.back()->view(), "words");
    }
}

TEST_F(MappedFile, MakesATableThatChangesWhileItIsReadAnError) {
    std::string text = "bu_code,jaar,afw\n";
    for (int i = 0; i < 100'000; ++i) text += "BU00010001,2024,0.125\n";
    const auto path = write("scores.csv", text);
    std::vector<geo::Source::Skipped> skipped;
    const auto sources = geo::Source::open(path, {}, skipped);
    ASSERT_EQ(sources.size(), 1u);
    std::filesystem::resize_file(path, text.size() / 2);
    EXPECT_TRUE(test::fails_saying(
        [&] {
            static_cast<void>(sources[0].read({{2, geo::Field::Kind::number}}, false));
        },
        {"scores.csv", "changed by another program"}));
}

}  // namespace
