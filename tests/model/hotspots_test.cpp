#include "app/model/hotspots.h"

#include "app/model/choices_json.h"
#include "app/model/derive.h"
#include "app/model/session.h"
#include "geo/hotspot_classes.h"
#include "tests/model/block_town.h"
#include "tests/model/program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

namespace {

using Told = model::HotspotChoice::Told;
using scenes::Program;

/// Until they are found, or nothing is asked for any more.
void settle(Program& program, model::HotspotJob& job) {
    for (int tick = 0; tick < 12000; ++tick) {
        for (const auto& action : job.poll()) program(action);
        job.follow(program.state, program.results);
        if (!job.running() && !model::awaits_hotspots(program.state, program.results)) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL() << "it takes longer than a minute";
}

model::HotspotChoice shown(Told told = Told::now) {
    model::HotspotChoice out;
    out.shown = true;
    out.told = told;
    return out;
}

std::vector<std::uint8_t> classes_of(Program& program) {
    const auto classes = program.derived().classes;
    return {classes.begin(), classes.end()};
}

TEST(Hotspots, take_the_place_of_classes_once_they_are_found) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    settle(program, job);
    EXPECT_EQ(program.derived().hotspots, nullptr);  // nobody asked
    const auto before = classes_of(program);
    program(model::HotspotsSet{shown()});
    EXPECT_TRUE(model::awaits_hotspots(program.state, program.results));
    EXPECT_EQ(classes_of(program), before);
    settle(program, job);
    const auto& derived = program.derived();
    ASSERT_NE(derived.hotspots, nullptr);
    const auto& layer = *derived.shown.layer;
    geo::HotspotsAsked asked;
    asked.on = "afw";
    asked.measurement = "2020";
    const auto direct = geo::hotspots_of(derived.shown.scene->dataset, layer.assessment, asked, {.threads = 1});
    EXPECT_EQ(classes_of(program), geo::outcome_bytes(direct, direct.at.back()));
    EXPECT_EQ(derived.theme->table.scheme, "hotspot_moran");
    EXPECT_GT(std::count(derived.classes.begin(), derived.classes.end(), 1), 3);  // low among low
    EXPECT_EQ(derived.classes[35], geo::no_data_missing);
    EXPECT_EQ(derived.legend.entries.front().label, "High among high");
    EXPECT_NE(derived.legend.notes.front().find("queen"), std::string::npos);
    EXPECT_NE(derived.title.find("Hotspots"), std::string::npos);
}

TEST(Hotspots, are_sought_anew_for_another_measurement_and_never_shown_for_the_wrong_one) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    const auto last = classes_of(program);
    program(model::MeasurementChosen{"2014"});
    EXPECT_EQ(program.derived().hotspots, nullptr);
    settle(program, job);
    ASSERT_NE(program.derived().hotspots, nullptr);
    EXPECT_EQ(program.derived().hotspots->level.asked.measurement, "2014");
    program(model::MeasurementChosen{"2020"});
    settle(program, job);
    EXPECT_EQ(classes_of(program), last);
    auto off = program.state.hotspots;
    off.shown = false;
    program(model::HotspotsSet{off});
    EXPECT_EQ(program.derived().hotspots, nullptr);
}

TEST(Hotspots, are_of_the_change_where_that_is_shown_and_of_no_difference) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    program(model::ShowChosen{model::Show::change});
    settle(program, job);
    ASSERT_NE(program.derived().hotspots, nullptr);
    EXPECT_EQ(program.derived().hotspots->level.asked.on, "change:2014-2020:afw");
    program(model::ShowChosen{model::Show::difference});
    EXPECT_EQ(program.derived().hotspots, nullptr);
    EXPECT_STREQ(model::no_hotspots(program.state, program.results), "hotspots.no_difference");
    EXPECT_FALSE(model::awaits_hotspots(program.state, program.results));
}

TEST(Hotspots, over_time_are_categories_with_the_smallest_p_of_a_trend) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown(Told::low)});
    settle(program, job);
    const auto& derived = program.derived();
    ASSERT_NE(derived.hotspots, nullptr);
    ASSERT_TRUE(derived.hotspots->over_time.has_value());
    EXPECT_EQ(derived.theme->table.scheme, "hotspot_over_time");
    EXPECT_EQ(classes_of(program), geo::category_bytes(derived.hotspots->over_time->low));
    const auto& notes = derived.legend.notes;
    EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), [](const auto& note) {
        return note.find("with 3 measurements no trend can be significant") != std::string::npos;
    }));
    program(model::Selected{"BU00020000"});
    EXPECT_EQ(program.derived().selected.at(0).hotspot.size(), 3u);
}

TEST(Hotspots, of_an_own_index_are_of_its_total) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    const auto official = program.derived().hotspots->level.at.back().values;
    program(model::ImportanceSet{"won", 9});
    EXPECT_EQ(program.derived().hotspots, nullptr);
    settle(program, job);
    ASSERT_NE(program.derived().hotspots, nullptr);
    const auto& values = program.derived().hotspots->level.at.back().values;
    const auto& theme = program.theme();
    EXPECT_NE(values, official);
    for (std::size_t row = 0; row < values.size(); ++row)
        EXPECT_TRUE(values[row] == theme.values[row] || std::isnan(values[row])) << row;
}

TEST(Hotspots, show_the_neighbours_of_what_is_hovered_and_tell_of_what_is_selected) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    program(model::Hovered{"BU00020000"});
    const auto& lines = program.derived().neighbour_lines;
    ASSERT_EQ(lines.size(), 3u);
    for (const auto& [from, to] : lines) {
        EXPECT_EQ(from, (geo::Point{150050, 450050}));
        EXPECT_LE(std::hypot(to.x - from.x, to.y - from.y), 142);
    }
    program(model::Hovered{});
    EXPECT_TRUE(program.derived().neighbour_lines.empty());
    program(model::Selected{"BU00020000"});
    ASSERT_EQ(program.derived().selected.at(0).hotspot.size(), 1u);
    EXPECT_NE(program.derived().selected[0].hotspot[0].find("3 neighbours"), std::string::npos);
    program(model::TableToggled{});
    const auto& columns = program.derived().listing.columns;
    for (const auto* id : {"hotspot_z", "hotspot_p"})
        EXPECT_TRUE(std::any_of(columns.begin(), columns.end(), [&](const auto& column) { return column.id == id; }));
}

TEST(Hotspots, that_cannot_be_change_nothing) {
    Program program(scenes::block_town());
    const auto before = program.state;
    for (const double alpha : {0.0, 1.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
        auto wrong = shown();
        wrong.asked.alpha = alpha;
        program(model::HotspotsSet{wrong});
    }
    auto much = shown();
    much.asked.permutations = geo::most_permutations + 1;
    program(model::HotspotsSet{much});
    EXPECT_EQ(program.state.hotspots, before.hotspots);
    auto carried = shown();
    carried.asked.inference = geo::Inference::permutation;
    carried.asked.adjustment = geo::Adjustment::fdr;
    program(model::HotspotsSet{carried});
    model::HotspotJob job(1, {});
    settle(program, job);
    EXPECT_EQ(program.derived().hotspots, nullptr);
    EXPECT_NE(program.results.hotspots.failure.text().find("cannot carry"), std::string::npos);
}

TEST(Hotspots, for_another_scene_come_to_nothing) {
    Program program(scenes::block_town());
    program(model::HotspotsSet{shown()});
    const auto request = *model::hotspot_request(program.state, program.results);
    program(model::HotspotsTold{scenes::three_areas(), request, std::make_shared<model::HotspotsFound>(), {}});
    program(model::HotspotsProgressed{scenes::three_areas(), 0.3});
    EXPECT_EQ(program.results.hotspots.found, nullptr);
    EXPECT_EQ(program.results.hotspots.part, 1);
}

TEST(Hotspots, are_recorded_and_kept_as_they_were_asked_for) {
    auto choice = shown(Told::high);
    choice.asked.method = geo::LocalMethod::gi_star;
    choice.asked.neighbours = geo::neighbour_rule("kernel:gaussian:750");
    choice.asked.inference = geo::Inference::analytical;
    choice.asked.adjustment = geo::Adjustment::bonferroni;
    choice.asked.alpha = 0.01;
    choice.asked.seed = 12;
    EXPECT_EQ(model::hotspot_choice_from(model::to_json(choice)), choice);
    EXPECT_EQ(model::hotspot_choice_from(model::to_json(model::HotspotChoice())), model::HotspotChoice());
    for (const auto* wrong :
         {R"({"told":"never"})", R"({"asked":{"method":"x"}})", R"({"asked":{"neighbours":"kings"}})",
          R"({"asked":{"colour":1}})", R"({"asked":{"alpha":"low"}})"})
        EXPECT_ANY_THROW(static_cast<void>(model::hotspot_choice_from(model::Json::parse(wrong)))) << wrong;
}

TEST(Hotspots, of_cells_say_that_they_are_a_concentration) {
    Program program(scenes::areas_of_cells());
    model::HotspotJob job(1, {});
    program(model::LevelChosen{"cells"});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    ASSERT_NE(program.derived().hotspots, nullptr);
    EXPECT_TRUE(program.derived().hotspots->level.concentration);
    EXPECT_EQ(program.theme().table.scheme, "hotspot_cells");
    const auto& notes = program.derived().legend.notes;
    EXPECT_TRUE(std::any_of(notes.begin(), notes.end(),
                            [](const auto& note) { return note.find("no significance") != std::string::npos; }));
}

}  // namespace
