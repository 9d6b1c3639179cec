#include "app/model/hotspots.h"

#include "app/model/choices_json.h"
#include "app/model/derive.h"
#include "app/model/possible.h"
#include "app/model/session.h"
#include "geo/error.h"
#include "geo/hotspot_classes.h"
#include "tests/model/block_town.h"
#include "tests/model/program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <thread>

namespace {

using Told = model::HotspotChoice::Told;
using scenes::Program;

void settle(Program& program, model::HotspotJob& job) {
    scenes::settle(program, job, model::awaits_hotspots);
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

/// What the same question gives without a window, of what is shown.
geo::LevelHotspots direct(Program& program, const geo::HotspotsAsked& asked, geo::HotspotsRun run = {}) {
    const auto& at = program.derived().shown;
    run.threads = 1;
    return geo::hotspots_of(at.scene->dataset, at.layer->assessment, asked, run);
}

geo::HotspotsAsked asked_of(const char* on, const char* measurement = "", bool over_time = false) {
    geo::HotspotsAsked out;
    out.on = on;
    out.measurement = measurement;
    out.over_time = over_time;
    return out;
}

std::vector<std::uint8_t> bytes_of(const geo::HotspotsOverTime& of, const std::vector<std::size_t>& categories) {
    return geo::category_bytes(categories, geo::outcome_bytes(*of.of, of.of->at.back()));
}

bool says(const std::vector<std::string>& notes, const std::string& part) {
    return std::any_of(notes.begin(), notes.end(),
                       [&](const auto& note) { return note.find(part) != std::string::npos; });
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
    EXPECT_NE(derived.legend.notes.front().find("Neighbours: areas that touch"), std::string::npos);
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
    EXPECT_EQ(derived.theme->table.scheme, "hotspot_low_over_time");
    EXPECT_EQ(classes_of(program), bytes_of(*derived.hotspots->over_time, derived.hotspots->over_time->low));
    const auto& notes = derived.legend.notes;
    EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), [](const auto& note) {
        return note.find("With 3 measurements no trend can be significant") != std::string::npos;
    }));
    program(model::Selected{"BU00020000"});
    EXPECT_EQ(program.derived().selected.at(0).hotspot.size(), 3u);
}

TEST(Hotspots, are_named_by_what_they_tell_of) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    const auto title = [&](const model::HotspotChoice& choice, model::Language language) {
        program(model::LanguageChosen{language});
        program(model::HotspotsSet{choice});
        settle(program, job);
        EXPECT_NE(program.derived().legend.title.find(program.derived().title.substr(0, 10)), std::string::npos);
        return program.derived().title;
    };
    EXPECT_EQ(title(shown(), model::Language::english), "Hotspots: Total liveability 2020 · Neighbourhoods");
    EXPECT_EQ(title(shown(Told::low), model::Language::english).find("Low over time: Total liveability, 2014–2020"),
              0u);
    EXPECT_EQ(title(shown(Told::high), model::Language::english).find("High over time: Total liveability, 2014–2020"),
              0u);
    EXPECT_EQ(title(shown(Told::low), model::Language::dutch).find("Laag over de tijd"), 0u);
    auto with = shown();
    with.asked.method = geo::LocalMethod::bivariate_moran;
    with.asked.with = "won";
    EXPECT_NE(title(with, model::Language::english).find("Housing"), std::string::npos);
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
    EXPECT_EQ(program.results.hotspots.part, 0);
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

TEST(Hotspots, are_asked_for_only_while_they_are_shown) {
    Program program(scenes::block_town());
    EXPECT_FALSE(model::hotspot_request(program.state, program.results).has_value());
    program(model::HotspotsSet{shown()});
    const auto request = model::hotspot_request(program.state, program.results);
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request->level, "buurt");
    EXPECT_EQ(request->asked.on, "afw");
    EXPECT_EQ(request->asked.measurement, "2020");
    EXPECT_FALSE(request->asked.over_time);
    EXPECT_TRUE(request->importance.empty());
    EXPECT_FALSE(model::hotspot_request(program.state, model::Results()).has_value());
}

TEST(Hotspots, tell_what_a_reader_must_know_beside_the_map_and_keep_their_own_colours) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    const auto& derived = program.derived();
    ASSERT_NE(derived.hotspots, nullptr);
    const auto table = geo::outcome_classes(derived.hotspots->level);
    std::set<std::string> labels;
    for (const auto& entry : derived.legend.entries) labels.insert(entry.label);
    for (const auto& label : table.labels_en) EXPECT_TRUE(labels.contains(label)) << label;
    const auto& at = derived.hotspots->level.at.back();
    EXPECT_TRUE(
        says(derived.legend.notes, "adjusted for " + std::to_string(at.tests) + " tests (the false discovery rate)"));
    EXPECT_TRUE(says(derived.legend.notes, "An area alone cannot have a p below"));
    const auto own = derived.palette;
    program(model::PaletteChosen{"viridis"});
    ASSERT_NE(program.derived().hotspots, nullptr);
    for (std::size_t k = 1; k <= table.classes(); ++k) EXPECT_EQ(program.derived().palette[k].ground, own[k].ground);

    auto choice = program.state.hotspots;
    choice.asked.inference = geo::Inference::analytical;
    choice.asked.adjustment = geo::Adjustment::none;
    program(model::HotspotsSet{choice});
    settle(program, job);
    EXPECT_TRUE(says(program.derived().legend.notes, "not adjusted"));
    EXPECT_FALSE(says(program.derived().legend.notes, "the smallest p"));
}

TEST(Hotspots, are_sought_anew_for_another_dimension) {
    Program program(scenes::block_town());
    const auto ordinary = [&] {
        program(model::DimensionChosen{"won"});
        return classes_of(program);
    }();
    program(model::DimensionChosen{""});
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    program(model::DimensionChosen{"won"});
    EXPECT_EQ(program.derived().hotspots, nullptr);
    EXPECT_TRUE(model::awaits_hotspots(program.state, program.results));
    EXPECT_EQ(classes_of(program), ordinary);
    settle(program, job);
    const auto wanted = direct(program, asked_of("won", "2020"));
    EXPECT_EQ(classes_of(program), geo::outcome_bytes(wanted, wanted.at.back()));
}

TEST(Hotspots, of_a_change_are_what_the_same_question_gives_elsewhere) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    program(model::ShowChosen{model::Show::change});
    program(model::BaselineChosen{"2017"});
    settle(program, job);
    const auto wanted = direct(program, asked_of("change:2017-2020:afw"));
    EXPECT_EQ(classes_of(program), geo::outcome_bytes(wanted, wanted.at.back()));
    // There is none from the first measurement, nor one of a change over time.
    program(model::MeasurementChosen{"2014"});
    EXPECT_STREQ(model::no_hotspots(program.state, program.results), "hotspots.no_change");
    program(model::MeasurementChosen{"2020"});
    program(model::HotspotsSet{shown(Told::high)});
    EXPECT_STREQ(model::no_hotspots(program.state, program.results), "hotspots.no_change_over_time");
    EXPECT_FALSE(model::hotspot_request(program.state, program.results).has_value());
}

TEST(Hotspots, over_time_tell_of_low_and_of_high_from_the_same_answer) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown(Told::low)});
    settle(program, job);
    const auto* found = program.derived().hotspots;
    ASSERT_NE(found, nullptr);
    const auto low = classes_of(program);
    program(model::HotspotsSet{shown(Told::high)});
    EXPECT_FALSE(model::awaits_hotspots(program.state, program.results));
    EXPECT_EQ(program.derived().hotspots, found);
    EXPECT_EQ(classes_of(program), bytes_of(*found->over_time, found->over_time->high));
    EXPECT_NE(classes_of(program), low);
    auto told = direct(program, asked_of("afw", "2020", true));
    const auto over_time = geo::over_time(told);
    EXPECT_EQ(low, bytes_of(over_time, over_time.low));
}

TEST(Hotspots, of_an_own_index_are_what_its_values_give) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    program(model::ImportanceSet{"won", 9});
    program(model::ImportanceSet{"fys", 0});
    const auto request = model::hotspot_request(program.state, program.results);
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request->importance, program.state.importance);
    settle(program, job);
    const auto values = program.theme().values;
    geo::HotspotsRun run;
    run.total = [&](std::size_t) { return std::vector<double>(values.begin(), values.end()); };
    const auto wanted = direct(program, asked_of("afw", "2020"), run);
    EXPECT_EQ(classes_of(program), geo::outcome_bytes(wanted, wanted.at.back()));
    const auto& p = program.derived().hotspots->level.at.back().adjusted_p;
    for (std::size_t row = 0; row < p.size(); ++row)
        EXPECT_TRUE(p[row] == wanted.at.back().adjusted_p[row] || std::isnan(p[row])) << row;
    // A dimension is no total: its own figures count.
    program(model::DimensionChosen{"won"});
    EXPECT_TRUE(model::hotspot_request(program.state, program.results)->importance.empty());
}

TEST(Hotspots, of_an_index_of_nothing_harm_nothing) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    for (const auto* code : {"won", "fys", "onv", "soc", "vrz"}) program(model::ImportanceSet{code, 0});
    settle(program, job);
    static_cast<void>(program.derived());
    EXPECT_FALSE(model::awaits_hotspots(program.state, program.results));
}

TEST(Hotspots, are_not_sought_twice_for_the_same_question) {
    Program program(scenes::block_town());
    int told = 0;
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    const auto listen = [&] {
        for (int tick = 0; tick < 12000; ++tick) {
            for (const auto& action : job.poll()) {
                told += std::holds_alternative<model::HotspotsTold>(action) ? 1 : 0;
                program(action);
            }
            job.follow(program.state, program.results);
            if (!job.running() && !model::awaits_hotspots(program.state, program.results)) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    };
    listen();
    EXPECT_EQ(told, 1);
    const auto* found = program.derived().hotspots;
    program(model::HotspotsSet{});
    listen();
    program(model::HotspotsSet{shown()});
    listen();
    program(model::PaletteChosen{"viridis"});
    program(model::Selected{"BU00020000"});
    listen();
    EXPECT_EQ(told, 1);
    EXPECT_EQ(program.derived().hotspots, found);
}

TEST(Hotspots, stop_being_sought_when_they_are_turned_off) {
    Program program(scenes::block_town());
    model::HotspotJob job(1, {});
    auto much = shown();
    much.asked.inference = geo::Inference::permutation;
    much.asked.permutations = geo::most_permutations;  // minutes
    program(model::HotspotsSet{much});
    job.follow(program.state, program.results);
    EXPECT_TRUE(job.running());
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    auto off = much;
    off.shown = false;
    program(model::HotspotsSet{off});
    const auto start = std::chrono::steady_clock::now();
    settle(program, job);
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 5);
    EXPECT_EQ(program.results.hotspots.found, nullptr);
    EXPECT_FALSE(program.results.hotspots.request.has_value());
    // And another question takes the place of the one that runs.
    program(model::HotspotsSet{much});
    job.follow(program.state, program.results);
    program(model::HotspotsSet{shown()});
    settle(program, job);
    ASSERT_NE(program.derived().hotspots, nullptr);
    EXPECT_EQ(program.derived().hotspots->level.asked.inference, geo::Inference::adaptive);
}

TEST(Hotspots, say_how_far_they_are_of_the_scene_that_is_open) {
    Program program(scenes::block_town());
    program(model::HotspotsProgressed{program.results.scene, 0.4});
    EXPECT_EQ(program.results.hotspots.part, 0.4);
    program(model::HotspotsProgressed{program.results.scene, 4});
    EXPECT_EQ(program.results.hotspots.part, 1);
    program(model::HotspotsProgressed{nullptr, 0.2});
    EXPECT_EQ(program.results.hotspots.part, 1);
}

TEST(Hotspots, draw_lines_to_the_centres_of_exactly_the_neighbours) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    const auto& scene = *program.results.scene;
    const auto& layer = *program.derived().shown.layer;
    for (const auto* code : {"BU00020000", "BU00020027", "BU00020007"}) {
        program(model::Hovered{code});
        const auto& derived = program.derived();
        const auto row = layer.find(code);
        const auto& neighbours = *derived.hotspots->level.neighbours;
        ASSERT_EQ(derived.neighbour_lines.size(), neighbours.count(row)) << code;
        std::size_t i = 0;
        for (const auto other : neighbours.of(row)) {
            EXPECT_EQ(derived.neighbour_lines[i].first, geo::centroid(layer.assessment.areas->polygons, row));
            EXPECT_EQ(derived.neighbour_lines[i++].second, geo::centroid(layer.assessment.areas->polygons, other));
        }
    }
    program(model::Hovered{"nobody"});
    EXPECT_TRUE(program.derived().neighbour_lines.empty());
    EXPECT_TRUE(model::neighbour_lines(*program.derived().hotspots, scene, layer.rows()).empty());
    program(model::Hovered{"BU00020000"});
    program(model::HotspotsSet{});
    EXPECT_TRUE(program.derived().neighbour_lines.empty());
}

TEST(Hotspots, are_sorted_by_z_and_by_p_in_the_list) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::TableToggled{});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    const auto& at = program.derived().hotspots->level.at.back();
    for (const auto& [column, values] : {std::pair{"hotspot_z", &at.local.z}, {"hotspot_p", &at.adjusted_p}}) {
        program(model::SortedBy{column});
        for (const bool descending : {false, true}) {
            const auto& order = program.derived().listing.order;
            ASSERT_EQ(order.size(), values->size());
            for (std::size_t i = 1; i < order.size(); ++i) {
                const auto before = (*values)[order[i - 1]];
                const auto after = (*values)[order[i]];
                EXPECT_TRUE(std::isnan(after) || (descending ? before >= after : before <= after)) << column << i;
            }
            program(model::SortedBy{column});
        }
    }
    // Without hotspots there are no such columns, and the order is that of the names.
    program(model::HotspotsSet{});
    const auto& columns = program.derived().listing.columns;
    EXPECT_TRUE(std::none_of(columns.begin(), columns.end(), [](const auto& c) { return c.id == "hotspot_z"; }));
    EXPECT_EQ(program.derived().listing.order.size(), at.local.z.size());
}

TEST(Hotspots, are_what_the_filter_by_class_goes_by) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    model::Filter filter;
    filter.classes = {1};
    program(model::FilterSet{filter});
    const auto classes = classes_of(program);
    const auto kept = program.derived().listing.kept;
    ASSERT_EQ(kept.size(), classes.size());
    for (std::size_t row = 0; row < kept.size(); ++row) EXPECT_EQ(kept[row] != 0, classes[row] == 1) << row;
    EXPECT_EQ(program.state.filter.classes, std::vector<std::uint8_t>{1});
}

TEST(Hotspots, turned_on_or_off_drop_a_filter_whose_classes_come_to_mean_others) {
    Program program(scenes::block_town());
    model::Filter filter;
    filter.classes = {1};
    program(model::FilterSet{filter});
    program(model::HotspotsSet{shown()});
    EXPECT_TRUE(program.state.filter.classes.empty());
    model::HotspotJob job(2, {});
    settle(program, job);
    program(model::FilterSet{filter});
    program(model::HotspotsSet{shown(Told::low)});
    EXPECT_TRUE(program.state.filter.classes.empty());
    program(model::FilterSet{filter});
    program(model::HotspotsSet{});
    EXPECT_TRUE(program.state.filter.classes.empty());
}

TEST(Hotspots, that_are_shown_are_never_those_of_an_answer_that_lay_in_the_same_place) {
    Program program(scenes::block_town());
    program(model::TableToggled{});
    std::optional<model::HotspotsFound> place;  // as an allocator hands out what was given back
    for (const double alpha : {0.5, 0.0001}) {
        auto choice = shown();
        choice.asked.alpha = alpha;
        choice.asked.inference = geo::Inference::analytical;
        program(model::HotspotsSet{choice});
        const auto request = *model::hotspot_request(program.state, program.results);
        program(model::HotspotsTold{program.results.scene, request, nullptr, geo::Sentence("it failed")});
        static_cast<void>(program.derived());  // lets the answer before go
        place.emplace().level = direct(program, request.asked);
        program(model::HotspotsTold{program.results.scene, request, {&*place, [](const auto*) {}}, {}});
        const auto& at = place->level.at.back();
        EXPECT_EQ(classes_of(program), geo::outcome_bytes(place->level, at)) << alpha;
        for (const auto& column : program.derived().listing.columns) {
            if (column.id != "hotspot_p") continue;
            EXPECT_EQ(column.values.data(), at.adjusted_p.data()) << alpha;
        }
    }
}

TEST(Hotspots, say_no_p_is_out_of_reach_that_some_area_has) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    for (const auto adjustment : {geo::Adjustment::none, geo::Adjustment::bonferroni}) {
        auto choice = shown();
        choice.asked.adjustment = adjustment;
        program(model::HotspotsSet{choice});
        settle(program, job);
        ASSERT_NE(program.derived().hotspots, nullptr);
        const auto& at = program.derived().hotspots->level.at.back();
        for (const auto p : at.adjusted_p)
            EXPECT_TRUE(std::isnan(p) || p >= at.smallest_adjusted_p * (1 - 1e-12))
                << static_cast<int>(adjustment) << ": " << p;
    }
}

TEST(Hotspots, that_cannot_be_found_say_why) {
    Program program(scenes::block_town());
    model::HotspotJob job(1, {});
    auto choice = shown();
    choice.asked.neighbours = geo::neighbour_rule("links");  // of a file that was not read
    program(model::HotspotsSet{choice});
    settle(program, job);
    EXPECT_EQ(program.derived().hotspots, nullptr);
    EXPECT_FALSE(program.results.hotspots.failure.empty());
    EXPECT_FALSE(model::awaits_hotspots(program.state, program.results));
    EXPECT_FALSE(program.derived().classes.empty());
    program(model::HotspotsSet{shown()});
    settle(program, job);
    EXPECT_NE(program.derived().hotspots, nullptr);
    EXPECT_TRUE(program.results.hotspots.failure.empty());
}

TEST(Hotspots, of_rows_that_are_all_equal_say_that_there_is_no_pattern) {
    Program program(scenes::three_areas());
    model::HotspotJob job(1, {});
    program(model::DimensionChosen{"vrz"});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    ASSERT_NE(program.derived().hotspots, nullptr);
    EXPECT_EQ(program.derived().legend.notes.front().find("Rows of level 'buurt' with a value at 2020: 2, too few"), 0u)
        << program.derived().legend.notes.front();
    program(model::Selected{"BU00010001"});
    EXPECT_EQ(program.derived().selected.at(0).hotspot.size(), 1u);
}

TEST(Hotspots, are_kept_in_a_session_and_in_a_recorded_line) {
    model::Choices choices;
    choices.hotspots = shown(Told::low);
    choices.hotspots.asked.method = geo::LocalMethod::bivariate_moran;
    choices.hotspots.asked.with = "won";
    choices.hotspots.asked.neighbours = geo::neighbour_rule("queen:2");
    choices.hotspots.asked.neighbours->tolerance = 0.5;
    choices.hotspots.asked.style = geo::WeightStyle::binary;
    choices.hotspots.asked.alternative = geo::Alternative::less;
    choices.hotspots.asked.alpha = 0.1;
    choices.hotspots.asked.permutations = 99999;
    choices.hotspots.asked.seed = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(model::choices_from(model::to_json(choices)).hotspots, choices.hotspots);
    const auto line = model::to_line(model::HotspotsSet{choices.hotspots});
    ASSERT_TRUE(line.has_value());
    const auto read = model::from_line(*line, "here");
    ASSERT_TRUE(std::holds_alternative<model::HotspotsSet>(read));
    EXPECT_EQ(std::get<model::HotspotsSet>(read).hotspots, choices.hotspots);
    EXPECT_FALSE(model::to_line(model::HotspotsProgressed{}).has_value());
    EXPECT_FALSE(model::to_line(model::HotspotsTold{}).has_value());
    for (const auto* wrong :
         {R"({"do":"hotspots"})", R"({"do":"hotspots","hotspots":{"told":"never"}})",
          R"({"do":"hotspots","hotspots":{"asked":{"method":"kings"}}})",
          R"({"do":"hotspots","hotspots":{"asked":{"kings":1}}})",
          R"({"do":"hotspots","hotspots":{"asked":{"alpha":"x"}}})", R"({"do":"hotspots","hotspots":{"shown":3}})"})
        EXPECT_THROW(static_cast<void>(model::from_line(wrong, "here")), geo::Error) << wrong;
}

TEST(Hotspots, with_a_number_that_is_not_whole_or_below_nought_are_refused) {
    for (const auto* wrong :
         {R"({"asked":{"permutations":-7}})", R"({"asked":{"permutations":1.5}})",
          R"({"asked":{"permutations":1e300}})", R"({"asked":{"permutations":true}})", R"({"asked":{"seed":-1}})",
          R"({"asked":{"seed":0.5}})", R"({"asked":{"seed":1e300}})", R"({"asked":{"alpha":true}})", R"({"asked":[]})",
          R"({"asked":{"neighbours":"queen","tolerance":-1}})"})
        EXPECT_ANY_THROW(static_cast<void>(model::hotspot_choice_from(model::Json::parse(wrong)))) << wrong;
}

TEST(Hotspots, that_cannot_be_are_named_where_a_session_is_restored) {
    model::Choices choices;
    choices.hotspots = shown();
    choices.hotspots.asked.alpha = 2;
    EXPECT_EQ(model::impossible_values(choices, model::Language::english).size(), 1u);
    EXPECT_EQ(
        model::impossible_values(model::Action(model::HotspotsSet{choices.hotspots}), model::Language::dutch).size(),
        1u);
    model::State state;
    model::Results results;
    model::apply(state, results, model::SessionRestored{choices});
    EXPECT_TRUE(model::impossible_values(state, model::Language::english).empty());
    EXPECT_FALSE(state.hotspots.shown);
}

TEST(Hotspots, are_undone) {
    Program program(scenes::block_town());
    program(model::HotspotsSet{shown()});
    program(model::Undone{});
    EXPECT_FALSE(program.state.hotspots.shown);
    program(model::Redone{});
    EXPECT_TRUE(program.state.hotspots.shown);
}

TEST(Hotspots, told_in_dutch_have_a_decimal_comma) {
    Program program(scenes::block_town());
    model::HotspotJob job(2, {});
    program(model::LanguageChosen{model::Language::dutch});
    program(model::HotspotsSet{shown(Told::low)});
    settle(program, job);
    program(model::Selected{"BU00020000"});
    const auto& derived = program.derived();
    auto told = derived.selected.at(0).hotspot;
    auto asked = asked_of("afw", "2020");
    asked.inference = geo::Inference::analytical;  // has p-values of any size
    model::HotspotsFound found;
    found.level = direct(program, asked);
    for (std::size_t row = 0; row < derived.shown.layer->rows(); ++row) {
        for (auto& sentence : model::hotspot_sentences(found, row, model::Language::dutch)) told.push_back(sentence);
    }
    told.insert(told.end(), derived.legend.notes.begin(), derived.legend.notes.end());
    for (const auto& sentence : told) {
        for (std::size_t i = 1; i + 1 < sentence.size(); ++i) {
            const auto digit = [&](std::size_t k) { return sentence[k] >= '0' && sentence[k] <= '9'; };
            // Thousands have three digits behind their point.
            const bool thousands = i + 3 < sentence.size() && digit(i + 1) && digit(i + 2) && digit(i + 3);
            EXPECT_FALSE(sentence[i] == '.' && digit(i - 1) && digit(i + 1) && !thousands) << sentence;
        }
    }
}

TEST(Hotspots, of_cells_do_not_hold_areas_up) {
    Program program(scenes::areas_of_cells());
    model::HotspotJob job(1, {});
    program(model::LevelChosen{"cells"});
    program(model::HotspotsSet{shown()});
    settle(program, job);
    const auto& derived = program.derived();
    ASSERT_NE(derived.hotspots, nullptr);
    const auto& codes = derived.shown.layer->assessment.areas->code;
    for (const auto& code : std::vector<std::string>(codes)) {
        program(model::Hovered{code});
        const auto& now = program.derived();
        for (const auto& [from, to] : now.neighbour_lines) {
            EXPECT_EQ(from, geo::cell_centre(now.shown.scene->dataset.cells.lattice.cells()[now.hovered_row]));
            EXPECT_LE(std::hypot(to.x - from.x, to.y - from.y), 1000.001);
        }
        EXPECT_EQ(now.neighbour_lines.size(), now.hotspots->level.neighbours->count(now.hovered_row));
    }
    program(model::LevelChosen{"buurt"});
    EXPECT_EQ(program.derived().hotspots, nullptr);
    settle(program, job);
    ASSERT_NE(program.derived().hotspots, nullptr);
    EXPECT_EQ(program.theme().table.scheme, "hotspot_moran");
}

}  // namespace
