#include "app/model/commands.h"

#include "tests/model/scenes.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace {

struct Commands : testing::Test {
    model::State state;
    model::Results results;
    model::Deriver derive;

    void load() {
        model::apply(state, results, model::Opened{{"a"}});
        model::apply(state, results, model::Loaded{state.load.number, scenes::three_areas()});
    }
    std::vector<model::Command> all() { return model::commands(state, results, derive(state, results)); }
    void run(std::string_view id) {
        const auto there = all();
        const auto* command = model::command_of(there, id);
        ASSERT_NE(command, nullptr) << id;
        ASSERT_TRUE(command->action) << id;
        model::apply(state, results, *command->action);
    }
    bool checked(std::string_view id) {
        const auto there = all();
        const auto* command = model::command_of(there, id);
        return command != nullptr && command->checked.value_or(false);
    }
};

}  // namespace

TEST_F(Commands, have_ids_and_keys_of_their_own_with_and_without_a_scene) {
    for (int i = 0; i < 2; ++i) {
        std::set<std::string> ids;
        std::set<std::string> keys;
        for (const auto& command : all()) {
            EXPECT_TRUE(ids.insert(command.id).second) << command.id;
            EXPECT_FALSE(command.text.empty()) << command.id;
            std::string_view rest = command.keys;
            while (!rest.empty()) {
                const auto end = std::min(rest.find(' '), rest.size());
                EXPECT_TRUE(keys.insert(std::string(rest.substr(0, end))).second) << command.keys;
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
        load();
    }
}

TEST_F(Commands, are_all_said_in_both_languages) {
    load();
    for (const auto language : {model::Language::dutch, model::Language::english}) {
        state.language = language;
        for (const auto& command : all()) {
            EXPECT_EQ(command.text.find("command."), std::string::npos) << command.text;
            EXPECT_EQ(command.group.find("command."), std::string::npos) << command.group;
        }
    }
}

TEST_F(Commands, hold_the_keys_of_the_product) {
    load();
    const auto there = all();
    const std::map<std::string, std::string> wanted{{"space", "play"},
                                                    {"left", "measurement_before"},
                                                    {"right", "measurement_after"},
                                                    {"home", "measurement_first"},
                                                    {"end", "measurement_last"},
                                                    {"f", "fit"},
                                                    {"l", "legend"},
                                                    {"d", "show.difference"},
                                                    {"t", "table"},
                                                    {"p", "draw.polygon"},
                                                    {"o", "draw.lasso"},
                                                    {"ctrl+z", "undo"},
                                                    {"ctrl+shift+z", "redo"},
                                                    {"ctrl+y", "redo"},
                                                    {"ctrl+s", "save_session"},
                                                    {"ctrl+o", "open"},
                                                    {"ctrl+f", "find"},
                                                    {"ctrl+k", "palette"},
                                                    {"?", "keys"},
                                                    {"f1", "overlay"},
                                                    {"1", "dimension.afw"},
                                                    {"ctrl++", "text_larger"}};
    for (const auto& [key, id] : wanted) {
        const auto* command = model::command_of_key(there, key);
        ASSERT_NE(command, nullptr) << key;
        EXPECT_EQ(command->id, id) << key;
    }
    EXPECT_EQ(model::command_of_key(there, ""), nullptr);
    EXPECT_EQ(model::command_of_key(there, "ctrl"), nullptr);
}

TEST_F(Commands, do_what_they_say_and_tell_what_is_so) {
    load();
    EXPECT_FALSE(checked("show.difference"));
    run("show.difference");
    EXPECT_TRUE(checked("show.difference"));
    run("show.difference");  // once more goes back
    EXPECT_TRUE(checked("show.state"));
    run("language.nl");
    EXPECT_TRUE(checked("language.nl"));
    run("contrast");
    EXPECT_TRUE(state.contrast);
    for (int i = 0; i < 30; ++i) run("text_larger");
    EXPECT_EQ(state.text_size, 2);
    run("text_usual");
    EXPECT_EQ(state.text_size, 1);
    run("outline.buurt");
    EXPECT_TRUE(checked("outline.buurt"));
    run("undo");
    EXPECT_FALSE(checked("outline.buurt"));
    const double before = state.view.metres_per_pixel;
    run("zoom_in");
    EXPECT_LT(state.view.metres_per_pixel, before);
}

TEST_F(Commands, that_need_a_scene_or_a_selection_are_not_enabled_without) {
    const auto enabled = [&](std::string_view id) {
        const auto there = all();
        return model::command_of(there, id)->enabled;
    };
    for (const auto* id : {"fit", "save_session", "undo", "copy_text", "table", "find"})
        EXPECT_FALSE(enabled(id)) << id;
    for (const auto* id : {"open", "palette", "keys", "language.nl"}) EXPECT_TRUE(enabled(id)) << id;
    load();
    for (const auto* id : {"fit", "save_session", "table", "find"}) EXPECT_TRUE(enabled(id)) << id;
    EXPECT_FALSE(enabled("copy_text"));
    model::apply(state, results, model::Selected{"BU00010001"});
    EXPECT_TRUE(enabled("copy_text"));
}

TEST(Shortcuts, read_as_they_stand_on_the_keys) {
    using model::Language;
    EXPECT_EQ(model::shortcut_text(Language::dutch, "space"), "Spatie");
    EXPECT_EQ(model::shortcut_text(Language::english, "ctrl+shift+z ctrl+y"), "Ctrl+Shift+Z");
    EXPECT_EQ(model::shortcut_text(Language::english, "ctrl++ ctrl+="), "Ctrl++");
    EXPECT_EQ(model::shortcut_text(Language::english, "shift+left"), "Shift+←");
    EXPECT_EQ(model::shortcut_text(Language::english, "?"), "?");
    EXPECT_EQ(model::shortcut_text(Language::english, ""), "");
}
