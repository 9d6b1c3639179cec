#include "app/model/displacement.h"

#include "app/model/choices_json.h"
#include "app/model/possible.h"
#include "app/model/session.h"
#include "app/model/text.h"
#include "geo/error.h"
#include "tests/model/block_town.h"
#include "tests/model/cell_town.h"
#include "tests/model/program.h"

#include <gtest/gtest.h>

#include <variant>

namespace {

using model::Language;
using model::Show;
using scenes::Program;

model::DisplacementSet shown(const char* ring = "band:500") {
    return {{true, geo::ring_rule(ring)}};
}

void settle(Program& program, model::DisplacementJob& job) {
    scenes::settle(program, job, model::awaits_displacement);
}

/// Of the change in the two areas.
Program town() {
    Program out(scenes::cell_town());
    out(model::LevelChosen{"focus"});
    out(model::ShowChosen{Show::change});
    return out;
}

TEST(Displacement, tells_what_the_command_line_tells) {
    auto program = town();
    model::DisplacementJob job(2, {});
    EXPECT_FALSE(model::awaits_displacement(program.state, program.results));
    program(shown("band:300"));
    ASSERT_EQ(model::no_displacement(program.state, program.results), nullptr);
    EXPECT_TRUE(model::awaits_displacement(program.state, program.results));
    settle(program, job);
    const auto* told = program.derived().displacement;
    ASSERT_NE(told, nullptr) << program.results.displacement.failure.text();
    geo::DisplacementAsked asked;
    asked.level = "focus";
    asked.change = "change:2014-2018";
    asked.ring = geo::ring_rule("band:300");
    const auto& scene = *program.results.scene;
    const auto direct = geo::displacement_of(scene.dataset, scene.find("focus")->assessment, asked, {.threads = 1});
    ASSERT_EQ(told->areas.size(), 2u);
    EXPECT_EQ(told->level, direct.level);
    for (std::size_t area = 0; area < 2; ++area) {
        EXPECT_GT(told->areas[area].placebos.size(), 4u);
        EXPECT_EQ(told->areas[area].placebos.size(), direct.areas[area].placebos.size());
        EXPECT_EQ(told->areas[area].ring.split.change(), direct.areas[area].ring.split.change());
        EXPECT_EQ(told->areas[area].ring_part, direct.areas[area].ring_part);
        const auto sentences = model::displacement_sentences(*told, area, Language::english);
        ASSERT_EQ(sentences.size(), 2u);
        EXPECT_EQ(sentences[0], model::told_whole(Language::english, geo::words_of(direct, direct.areas[area])));
        const auto dutch = model::displacement_sentences(*told, area, Language::dutch);
        EXPECT_EQ(dutch[0].find("inside"), std::string::npos) << dutch[0];
        EXPECT_NE(
            sentences[1].find(model::p_text(Language::english, direct.areas[area].p_of(direct.areas[area].ring_part))),
            std::string::npos);
    }
    EXPECT_GT(told->areas[0].inside.split.change(), 0.03);  // A got better
}

TEST(Displacement, is_told_anew_of_another_ring_and_dimension_and_not_kept_for_another_question) {
    auto program = town();
    model::DisplacementJob job(2, {});
    program(shown());
    settle(program, job);
    const auto wide = program.derived().displacement->areas[0].ring.units;
    program(shown("queen"));
    EXPECT_EQ(program.derived().displacement, nullptr);
    settle(program, job);
    EXPECT_EQ(program.derived().displacement->areas[0].ring.units, 20u);
    EXPECT_LT(20u, wide);
    program(model::DimensionChosen{"fys"});
    EXPECT_TRUE(model::awaits_displacement(program.state, program.results));
    settle(program, job);
    EXPECT_EQ(program.results.displacement.request->change, "change:2014-2018:fys");
    program(model::ShowChosen{Show::state});
    EXPECT_EQ(program.derived().displacement, nullptr);
    EXPECT_FALSE(model::awaits_displacement(program.state, program.results));
    program(model::ShowChosen{Show::change});
    EXPECT_NE(program.derived().displacement, nullptr);  // told already
}

TEST(Displacement, says_why_there_is_none) {
    auto program = town();
    program(shown());
    const auto why = [&] {
        const auto* key = model::no_displacement(program.state, program.results);
        EXPECT_EQ(key == nullptr, model::displacement_request(program.state, program.results).has_value());
        return std::string(key == nullptr ? "" : key);
    };
    EXPECT_EQ(why(), "");
    program(model::MeasurementChosen{"2014"});
    EXPECT_EQ(why(), "displacement.no_baseline");
    program(model::MeasurementChosen{"2018"});
    program(model::ImportanceSet{"fys", 2});
    EXPECT_EQ(why(), "displacement.no_own_index");
    program(model::DimensionChosen{"fys"});
    EXPECT_EQ(why(), "");
    program(model::ShowChosen{Show::difference});
    EXPECT_EQ(why(), "displacement.no_change");
    program(model::LevelChosen{"cells"});
    EXPECT_EQ(why(), "displacement.no_units");
    Program areas(scenes::block_town());
    areas(model::ShowChosen{Show::change});
    areas(shown());
    EXPECT_STREQ(model::no_displacement(areas.state, areas.results), "displacement.no_units");
    for (const auto language : {Language::english, Language::dutch}) {
        for (const auto* key : {"displacement.no_baseline", "displacement.no_own_index", "displacement.no_change",
                                "displacement.no_units"})
            EXPECT_NE(model::text(language, key), key);
    }
}

TEST(Displacement, stops_where_it_is_no_longer_asked_for_and_what_was_of_another_scene_is_not_kept) {
    auto program = town();
    model::DisplacementJob job(1, {});
    program(shown());
    job.follow(program.state, program.results);
    program(model::DisplacementSet{});
    settle(program, job);
    EXPECT_EQ(program.results.displacement.found, nullptr);
    program(shown());
    settle(program, job);
    ASSERT_NE(program.results.displacement.found, nullptr);
    const auto told = program.results.displacement;
    program(model::Opened{{"other"}});
    program(model::Loaded{2, scenes::block_town()});
    EXPECT_EQ(program.results.displacement.found, nullptr);
    program(model::DisplacementTold{scenes::cell_town(), *told.request, told.found, {}});
    EXPECT_EQ(program.results.displacement.found, nullptr);
    program(model::DisplacementProgressed{scenes::cell_town(), 0.5});
    EXPECT_EQ(program.results.displacement.part, 0);
}

TEST(Displacement, tells_what_failed) {
    auto program = town();
    program(shown());
    const auto request = *model::displacement_request(program.state, program.results);
    auto none = request;
    none.change = "change:2014-2099";
    program(model::find_displacement(program.results.scene, none, 1));
    EXPECT_NE(program.results.displacement.failure.text().find("2014-2099"), std::string::npos);
    EXPECT_EQ(program.derived().displacement, nullptr);
}

TEST(Displacement, is_kept_in_a_session_and_in_a_recorded_line) {
    model::Choices choices;
    choices.displacement = shown("queen:3").displacement;
    EXPECT_EQ(model::choices_from(model::to_json(choices)).displacement, choices.displacement);
    const auto line = model::to_line(shown("band:750"));
    ASSERT_TRUE(line.has_value());
    const auto read = model::from_line(*line, "here");
    ASSERT_TRUE(std::holds_alternative<model::DisplacementSet>(read));
    EXPECT_EQ(std::get<model::DisplacementSet>(read).displacement, shown("band:750").displacement);
    EXPECT_FALSE(model::to_line(model::DisplacementProgressed{}).has_value());
    EXPECT_FALSE(model::to_line(model::DisplacementTold{}).has_value());
    for (const auto* wrong : {R"({"do":"displacement"})", R"({"do":"displacement","displacement":{"shown":3}})",
                              R"({"do":"displacement","displacement":{"ring":"knn:6"}})",
                              R"({"do":"displacement","displacement":{"ring":"band:0"}})"})
        EXPECT_THROW(static_cast<void>(model::from_line(wrong, "here")), geo::Error) << wrong;
    auto program = town();
    program(model::DisplacementSet{{true, geo::neighbour_rule("knn:6")}});
    EXPECT_FALSE(program.state.displacement.shown);
}

}  // namespace
