#include "app/model/settings.h"

#include "tests/geo/support.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace {

namespace fs = std::filesystem;
using model::Language;

model::Settings read(const std::string& path, std::string& problem) {
    return model::read_settings(path, Language::dutch, problem);
}

}  // namespace

TEST(Settings, are_read_as_they_were_written) {
    const scenes::Folder folder;
    const auto path = folder.write("x", "") + ".d/deep/settings.json";
    model::Settings settings{{Language::english, 1.5, true, true}, {{"b.leefbeeld"}, {"a.csv", "é \"x\".gpkg"}}};
    model::write_settings(settings, path);
    std::string problem;
    EXPECT_EQ(read(path, problem), settings);
    EXPECT_EQ(problem, "");
    settings.comfort.text_size = 0.8;
    model::write_settings(settings, path);  // in the place of those before
    EXPECT_EQ(read(path, problem), settings);
}

TEST(Settings, that_are_not_there_are_the_usual_ones) {
    std::string problem;
    const auto settings = read("/nowhere/settings.json", problem);
    EXPECT_EQ(settings.comfort, (model::Comfort{Language::dutch, 1, false, false}));
    EXPECT_TRUE(settings.recent.empty());
    EXPECT_EQ(problem, "");
    EXPECT_EQ(read("", problem).comfort.language, Language::dutch);
}

TEST(Settings, that_are_broken_are_the_usual_ones_and_that_is_said) {
    const scenes::Folder folder;
    for (const auto* text : {"", "{", "[1]", "7", R"({"comfort":7})", R"({"comfort":{"language":"fr"}})",
                             R"({"comfort":{"text_size":"big"}})", R"({"recent":[1]})", "\xff\xfe"}) {
        std::string problem;
        const auto settings = read(folder.write("settings.json", text), problem);
        EXPECT_EQ(settings.comfort.text_size, 1) << text;
        EXPECT_NE(problem.find("settings.json"), std::string::npos) << text;
    }
    std::string problem;
    static_cast<void>(read(fs::path(folder.write("x", "")).parent_path().string(), problem));
    EXPECT_FALSE(problem.empty()) << "a folder";
}

TEST(Settings, hold_text_sizes_within_what_can_be_read) {
    const scenes::Folder folder;
    std::string problem;
    EXPECT_EQ(read(folder.write("s.json", R"({"comfort":{"text_size":90}})"), problem).comfort.text_size, 2);
    EXPECT_EQ(read(folder.write("s.json", R"({"comfort":{"text_size":-1}})"), problem).comfort.text_size, 0.8);
}

TEST(Settings, that_cannot_be_written_are_said) {
    EXPECT_TRUE(test::fails_saying([] { model::write_settings({}, "/proc/none/settings.json"); }, {"/proc/none"}));
}

RC_GTEST_PROP(SettingsProperty, remember_what_was_opened_last_first_and_once,
              (const std::vector<std::vector<std::string>>& opened)) {
    model::Settings settings;
    for (const auto& files : opened) add_recent(settings, files);
    RC_ASSERT(settings.recent.size() <= model::most_recent);
    for (std::size_t i = 0; i < settings.recent.size(); ++i) {
        RC_ASSERT(!settings.recent[i].empty());
        for (std::size_t j = 0; j < i; ++j) RC_ASSERT(settings.recent[i] != settings.recent[j]);
    }
    for (auto last = opened.rbegin(); last != opened.rend(); ++last) {
        if (last->empty()) continue;
        RC_ASSERT(settings.recent.front() == *last);
        break;
    }
}

TEST(Settings, lie_where_the_desktop_keeps_such_files) {
    const char* before = std::getenv("XDG_CONFIG_HOME");
    const std::string kept = before != nullptr ? before : "";
    ::setenv("XDG_CONFIG_HOME", "/c", 1);
    EXPECT_EQ(model::settings_path(), "/c/leefbeeld/settings.json");
    ::setenv("XDG_CONFIG_HOME", "relative", 1);  // to be ignored, says the specification
    EXPECT_EQ(model::settings_path().find("relative"), std::string::npos);
    if (before != nullptr) {
        ::setenv("XDG_CONFIG_HOME", kept.c_str(), 1);
    } else {
        ::unsetenv("XDG_CONFIG_HOME");
    }
}
