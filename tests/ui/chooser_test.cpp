#include "tests/ui/hands.h"

#include <gtest/gtest.h>

#include <filesystem>

using hands::first;
using hands::Window;
using ui::Key;

namespace {

namespace fs = std::filesystem;

struct Chooser : testing::Test {
    scenes::Folder folder;
    std::string root = fs::path(folder.write("b.csv", "x")).parent_path().string();
    Window window{1280, 800};

    Chooser() {
        folder.write("a.gpkg", "x");
        folder.write("A2.GPKG", "x");
        folder.write(".hidden.gpkg", "x");
        folder.write("town.leefbeeld", "x");
        fs::create_directories(fs::path(root) / "data/deep");
        fs::create_directories(fs::path(root) / ".git");
        window.load(scenes::three_areas());
    }
    void ask(bool save, std::vector<std::string> endings, const std::string& name = {}) {
        ui::choose_file(window.memory, {save ? model::Errand::Kind::export_rows : model::Errand::Kind::open_files,
                                        "Choose", root, name, save, std::move(endings)});
        window.settle();
    }
    model::Actions key(Key key) {
        window.type(key);
        return window.step();
    }
    void write(const std::string& text) {
        for (const char c : text) window.type(static_cast<char32_t>(c));
        window.step();
    }
    [[nodiscard]] bool open() const { return window.memory.chooser.open; }
    [[nodiscard]] std::string at(const char* name) const { return (fs::path(root) / name).string(); }
};

const model::Errand* errand(const model::Actions& actions) {
    const auto* asked = first<model::ErrandAsked>(actions);
    return asked != nullptr ? &asked->errand : nullptr;
}

}  // namespace

TEST_F(Chooser, lists_folders_first_and_files_by_name_without_hidden_ones) {
    const auto all = ui::read_folder(root, {});
    const std::vector<ui::FolderEntry> expected{
        {"data", true}, {"a.gpkg", false}, {"A2.GPKG", false}, {"b.csv", false}, {"town.leefbeeld", false}};
    EXPECT_EQ(all.entries, expected);
    EXPECT_EQ(all.refusal, "");
    const auto some = ui::read_folder(root, {".gpkg"});
    EXPECT_EQ(some.entries.size(), 3u) << "whatever the case of the ending";
}

TEST_F(Chooser, says_why_a_folder_cannot_be_read) {
    EXPECT_FALSE(ui::read_folder("/nowhere/at/all", {}).refusal.empty());
    ui::choose_file(window.memory, {model::Errand::Kind::open_files, "Choose", "/nowhere/at/all", "", false});
    window.settle();
    EXPECT_TRUE(window.probe.says("This folder cannot be read"));
    window.click("chooser.up");
    window.settle();
    window.click("chooser.up");
    window.settle();
    window.click("chooser.up");
    window.settle();
    EXPECT_EQ(window.memory.chooser.folder.path, "/");
    EXPECT_TRUE(window.memory.chooser.folder.refusal.empty());
}

TEST_F(Chooser, opens_the_file_that_is_pressed_twice) {
    ask(false, {});
    window.click("file.b.csv");
    EXPECT_TRUE(open());
    const auto actions = window.click("file.b.csv");
    ASSERT_NE(errand(actions), nullptr);
    EXPECT_EQ(errand(actions)->path, at("b.csv"));
    EXPECT_EQ(errand(actions)->kind, model::Errand::Kind::open_files);
    EXPECT_FALSE(open());
}

TEST_F(Chooser, goes_into_folders_and_out_of_them) {
    ask(false, {});
    window.click("file.data");
    window.settle();
    EXPECT_TRUE(window.has("file.deep"));
    EXPECT_FALSE(window.has("file.b.csv"));
    window.click("chooser.up");
    window.settle();
    EXPECT_TRUE(window.has("file.b.csv"));
}

TEST_F(Chooser, takes_a_name_that_is_typed) {
    ask(false, {});
    write("b.csv");
    const auto actions = key(Key::enter);
    ASSERT_NE(errand(actions), nullptr);
    EXPECT_EQ(errand(actions)->path, at("b.csv"));
}

TEST_F(Chooser, follows_a_path_that_is_typed) {
    ask(false, {});
    write("data/deep");
    key(Key::enter);
    EXPECT_EQ(window.memory.chooser.folder.path, at("data/deep"));
    window.settle();
    write("../../a.gpkg");
    const auto actions = key(Key::enter);
    ASSERT_NE(errand(actions), nullptr);
    EXPECT_EQ(errand(actions)->path, at("a.gpkg"));
}

TEST_F(Chooser, says_that_there_is_no_such_file) {
    ask(false, {});
    write("none.csv");
    EXPECT_EQ(errand(key(Key::enter)), nullptr);
    window.settle();
    EXPECT_TRUE(open());
    EXPECT_TRUE(window.probe.says("none.csv"));
    EXPECT_TRUE(window.probe.says("is not there"));
}

TEST_F(Chooser, is_gone_through_with_the_arrows) {
    ask(false, {});
    key(Key::down);
    key(Key::down);
    key(Key::down);
    key(Key::down);
    const auto actions = key(Key::enter);
    ASSERT_NE(errand(actions), nullptr);
    EXPECT_EQ(errand(actions)->path, at("b.csv"));
}

TEST_F(Chooser, is_left_by_Esc_and_by_its_button_without_an_errand) {
    ask(false, {});
    EXPECT_EQ(errand(key(Key::escape)), nullptr);
    EXPECT_FALSE(open());
    ask(false, {});
    EXPECT_EQ(errand(window.click("chooser.cancel")), nullptr);
    EXPECT_FALSE(open());
}

TEST_F(Chooser, adds_the_ending_to_a_name_that_has_none) {
    ask(true, {".gpkg", ".csv"}, "areas.gpkg");
    write("mine");  // what was suggested is selected, and so replaced
    auto actions = key(Key::enter);
    ASSERT_NE(errand(actions), nullptr);
    EXPECT_EQ(errand(actions)->path, at("mine.gpkg"));
    ask(true, {".gpkg", ".csv"}, "areas.gpkg");
    write("mine.CSV");
    actions = key(Key::enter);
    ASSERT_NE(errand(actions), nullptr);
    EXPECT_EQ(errand(actions)->path, at("mine.CSV"));
}

TEST_F(Chooser, asks_before_a_file_is_replaced) {
    ask(true, {".gpkg"}, "a.gpkg");
    EXPECT_EQ(errand(key(Key::enter)), nullptr);
    window.settle();
    EXPECT_TRUE(window.probe.says("exists already"));
    EXPECT_EQ(errand(key(Key::enter)), nullptr) << "Enter keeps what is there";
    window.settle();
    EXPECT_TRUE(open());
    EXPECT_EQ(errand(window.click("chooser.accept")), nullptr);
    window.settle();
    const auto actions = window.click("chooser.replace");
    ASSERT_NE(errand(actions), nullptr);
    EXPECT_EQ(errand(actions)->path, at("a.gpkg"));
}

TEST_F(Chooser, keeps_the_mouse_and_the_keys_from_what_lies_under_it) {
    window.under = "BU00010001";
    ask(false, {});
    window.click_map(0.1, 0.5);
    EXPECT_TRUE(window.state.selected.empty());
    const auto dimension = window.state.dimension;
    key(Key::tab);
    window.type(U'3');
    window.step();
    EXPECT_EQ(window.state.dimension, dimension);
    EXPECT_TRUE(open());
}

TEST_F(Chooser, fits_small_and_finely_scaled_windows) {
    for (const auto& [width, height, scale] : {std::tuple(480, 320, 1.F), {1280, 720, 2.F}, {960, 640, 2.F}}) {
        for (const auto language : {model::Language::english, model::Language::dutch}) {
            Window small(width, height, scale);
            small.load(scenes::three_areas());
            apply(small.state, small.results, model::LanguageChosen{language});
            for (const bool save : {false, true}) {
                ui::choose_file(small.memory, {model::Errand::Kind::export_rows,
                                               "Title of a chooser that is rather long to read",
                                               root,
                                               "a.gpkg",
                                               save,
                                               {".gpkg"}});
                small.settle();
                if (save) {
                    small.click("chooser.accept");
                    small.settle();
                }
                for (const auto& text : small.probe.texts) {
                    EXPECT_LE(text.needs.width, text.room.width + 0.5F) << text.text;
                    EXPECT_LE(text.needs.height, text.room.height + 0.5F) << text.text;
                }
                const auto card = small.probe.items.at("chooser");
                for (const auto* name : {"chooser.accept", "chooser.cancel", "chooser.keep", "chooser.replace"}) {
                    if (!small.has(name)) continue;
                    const auto at = small.probe.items.at(name);
                    EXPECT_GE(at.x, card.x) << name;
                    EXPECT_LE(at.right(), card.right()) << name;
                    EXPECT_LE(at.bottom(), card.bottom()) << name;
                }
            }
        }
    }
}

TEST(Within, means_what_a_shell_means) {
    EXPECT_EQ(ui::within("/a/b", "c.csv"), "/a/b/c.csv");
    EXPECT_EQ(ui::within("/a/b", "../c"), "/a/c");
    EXPECT_EQ(ui::within("/a/b", "/x/y"), "/x/y");
    EXPECT_EQ(ui::above("/a/b"), "/a");
    EXPECT_EQ(ui::above("/"), "/");
}
