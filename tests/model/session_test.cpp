#include "app/model/session.h"
#include "tests/geo/support.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>

namespace {

TEST(Session, WritesAnActionAsOneLine) {
    EXPECT_EQ(model::to_line(model::MeasurementChosen{"2018"}), R"({"do":"measurement","label":"2018"})");
    EXPECT_EQ(model::to_line(model::Selected{"BU00010001", true}), R"({"do":"select","code":"BU00010001","add":true})");
    EXPECT_EQ(model::to_line(model::ReferenceChosen{"gemeente"}), R"({"do":"reference","against":"gemeente"})");
    EXPECT_EQ(model::to_line(model::BaselineChosen{"2018"}), R"({"do":"baseline","label":"2018"})");
}

TEST(Session, ReadsWhatAreasAreComparedWith) {
    const auto reference = model::from_line(R"({"do":"reference","against":"GM0363"})", "line");
    EXPECT_EQ(std::get<model::ReferenceChosen>(reference).against, "GM0363");
    const auto baseline = model::from_line(R"({"do":"baseline","label":""})", "line");
    EXPECT_EQ(std::get<model::BaselineChosen>(baseline).label, "");
}

TEST(Session, LeavesOutWhatJobsSay) {
    EXPECT_FALSE(model::to_line(model::LoadProgressed{1, 0.5, "x"}));
    EXPECT_FALSE(model::to_line(model::LoadFailed{1, geo::Sentence("x")}));
    EXPECT_FALSE(model::to_line(model::Loaded{1, nullptr}));
}

TEST(Session, ReadsAFileAndSkipsBlankLines) {
    const scenes::Folder folder;
    const auto file = folder.write("actions.jsonl", "{\"do\":\"fit\"}\n\n{\"do\":\"level\",\"level\":\"wijk\"}\r\n");
    const auto actions = model::read_session(file);
    ASSERT_EQ(actions.size(), 2u);
    EXPECT_EQ(std::get<model::LevelChosen>(actions[1]).level, "wijk");
}

TEST(Session, SaysWhichLineItDoesNotUnderstand) {
    const scenes::Folder folder;
    const auto unknown = folder.write("a.jsonl", "{\"do\":\"fit\"}\n{\"do\":\"fly\"}\n");
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(model::read_session(unknown)); },
                                   {"a.jsonl, line 2", "no action 'fly'", "measurement"}));
    const auto junk = folder.write("b.jsonl", "not json\n");
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(model::read_session(junk)); }, {"b.jsonl, line 1"}));
    const auto wrong = folder.write("c.jsonl", "{\"do\":\"resize\",\"width\":\"wide\",\"height\":1}\n");
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(model::read_session(wrong)); }, {"c.jsonl, line 1"}));
    const auto says = [](const char* line, std::initializer_list<std::string_view> parts) {
        return test::fails_saying([&] { static_cast<void>(model::from_line(line, "a.jsonl, line 3")); }, parts);
    };
    EXPECT_TRUE(says(R"({"do":"select"})", {"a.jsonl, line 3: 'select': it lacks \"code\""}));
    EXPECT_TRUE(says(R"({"do":"select","code":5})", {"'select': \"code\" cannot be 5"}));
    EXPECT_TRUE(says(R"({"do":"select","code":"a","add":1})", {"\"add\" cannot be 1"}));
    EXPECT_TRUE(says(R"({"do":"resize","width":1e300,"height":1})", {"'resize': \"width\" cannot be 1e+300"}));
    EXPECT_TRUE(says(R"({"do":"scheme","scheme":{"limits":1}})", {"'scheme': \"scheme\" cannot be"}));
    EXPECT_TRUE(says(R"({"code":"a"})", {"it lacks \"do\""}));
    EXPECT_TRUE(says("[1,2]", {"not a line of a recorded session"}));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(model::read_session("/nowhere.jsonl")); },
                                   {"/nowhere.jsonl", "cannot be opened"}));
}

TEST(Session, RefusesValuesThatCannotBe) {
    const scenes::Folder folder;
    const std::pair<const char*, const char*> lines[] = {
        {R"({"do":"opacity","opacity":7})", "opacity (7)"},
        {R"({"do":"importance","dimension":"won","weight":-1})", "importance of Housing stock (-1)"},
        {R"({"do":"importances","importance":{"won":1,"fys":1e9}})", "importance of Physical environment (1e+09)"},
        {R"({"do":"scheme","scheme":{"kind":"fixed","limits":[2,1]}})", "class limits (2; 1)"},
        {R"({"do":"playback","playback":{"hold_s":900}})", "time of each measurement (900 s)"},
        {R"({"do":"faint","faint":"fade","below":-5})", "limit of few dwellings (-5)"},
        {R"({"do":"own_layer","own":{"path":"a.gpkg","opacity":2}})", "opacity of a.gpkg (2)"},
        {R"({"do":"view","x":0,"y":0,"metres_per_pixel":-1})", "scale of -1 metres per pixel"},
    };
    for (const auto& [line, said] : lines) {
        const auto file = folder.write("a.jsonl", std::string("{\"do\":\"fit\"}\n") + line + "\n");
        EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(model::read_session(file)); },
                                       {"a.jsonl, line 2: it sets what cannot be", said}))
            << line;
    }
    const auto sound =
        folder.write("b.jsonl", "{\"do\":\"opacity\",\"opacity\":0.5}\n{\"do\":\"faint\",\"faint\":\"no\"}\n");
    EXPECT_EQ(model::read_session(sound).size(), 2u);
}

}  // namespace
