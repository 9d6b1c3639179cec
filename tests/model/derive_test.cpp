#include "app/model/derive.h"
#include "app/model/facts.h"
#include "geo/classify.h"
#include "tests/geo/support.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>

namespace {

struct Shows {
    model::State state;
    model::Results results;
    model::Deriver derive;
    explicit Shows(std::shared_ptr<const model::Scene> scene) {
        results.phase = model::Results::Phase::ready;
        results.scene = std::move(scene);
    }
    const model::Derived& operator()() { return derive(state, results); }
};

TEST(Derive, ShowsTheTotalOfTheLastMeasurementAtFirst) {
    Shows shows(scenes::three_areas());
    const auto& derived = shows();
    EXPECT_EQ(derived.title, "Total liveability 2020 · Neighbourhoods");
    EXPECT_EQ(derived.dimensions, (std::vector<std::string>{"afw", "won", "fys", "vrz", "soc", "onv", "class_dev"}));
    ASSERT_EQ(derived.classes.size(), 3u);
    EXPECT_EQ(derived.classes[0], 4);  // -0.2
    EXPECT_EQ(derived.classes[1], 7);  // 0.05
    EXPECT_EQ(derived.classes[2], geo::no_data_missing);
}

TEST(Derive, ListsEveryClassInTheLegendAndOnlyTheNoDataThatOccurs) {
    Shows shows(scenes::three_areas());
    const auto& legend = shows().legend;
    ASSERT_EQ(legend.entries.size(), 10u);
    EXPECT_EQ(legend.entries.front().label, "Excellent");
    EXPECT_EQ(legend.entries.back().label, "No score");
    EXPECT_EQ(legend.entries.back().rows, 1u);
    std::size_t rows = 0;
    for (const auto& entry : legend.entries) rows += entry.rows;
    EXPECT_EQ(rows, 3u);
    EXPECT_TRUE(std::isnan(legend.entries.front().share)) << "areas with scores of their own have no weight";
    EXPECT_EQ(legend.weight, "");
    EXPECT_EQ(legend.subtitle, "Judgement classes · 2020 edition");
}

TEST(Derive, ColoursTheMapAsTheLegendDoes) {
    Shows shows(scenes::three_areas());
    for (const auto* dimension : {"afw", "won", "class_dev"}) {
        shows.state.dimension = dimension;
        const auto& derived = shows();
        for (const auto& entry : derived.legend.entries) {
            EXPECT_EQ(derived.palette[entry.code].ground, entry.style.ground);
            EXPECT_EQ(derived.palette[entry.code].pattern, entry.style.pattern);
        }
    }
}

TEST(Derive, PutsMeasurementsAtTheirTrueSpacingAndMarksBreaks) {
    Shows shows(scenes::three_areas());
    const auto& moments = shows().moments;
    ASSERT_EQ(moments.size(), 3u);
    EXPECT_EQ(moments[0].position, 0);
    EXPECT_EQ(moments[1].position, 0.25);  // 2012, 2014, 2020
    EXPECT_EQ(moments[2].position, 1);
    EXPECT_TRUE(moments[1].break_before);
    EXPECT_FALSE(moments[2].break_before);
}

TEST(Derive, SaysWhereADimensionHasNoValues) {
    Shows shows(scenes::three_areas());
    shows.state.dimension = "won";
    EXPECT_FALSE(shows().moments[0].has_values);  // 2.0 rows come without dimensions
    EXPECT_TRUE(shows().moments[1].has_values);
}

TEST(Derive, StepsThroughMeasurementsAndStopsAtTheEnds) {
    Shows shows(scenes::three_areas());
    EXPECT_EQ(model::stepped(shows(), 1), "2020");
    EXPECT_EQ(model::stepped(shows(), 1, true), "2012");
    EXPECT_EQ(model::stepped(shows(), -1), "2014");
    EXPECT_EQ(model::stepped(shows(), -100), "2012");
}

TEST(Derive, TellsWhatIsKnownOfTheAreaUnderTheCursor) {
    Shows shows(scenes::three_areas());
    shows.state.hovered = "BU00010001";
    const auto& derived = shows();
    EXPECT_EQ(derived.hovered_row, 0u);
    ASSERT_TRUE(derived.hovered);
    EXPECT_EQ(derived.hovered->name, "West");
    EXPECT_EQ(derived.hovered->shown.class_label, "Weak");
    EXPECT_EQ(derived.hovered->dimensions.size(), 7u);
    EXPECT_TRUE(derived.hovered->measurements.empty());  // only where they are looked at
    shows.state.selected = {"BU00010001"};
    shows.state.selected_level = "buurt";
    const auto& area = shows().selected.at(0);
    ASSERT_EQ(area.measurements.size(), 3u);
    EXPECT_EQ(area.measurements[1].class_code, 1);  // -0.5 in 2014
    EXPECT_TRUE(area.measurements[1].break_before);
}

TEST(Derive, KeepsTheFactsOfASelectionWhileAnotherLevelIsShown) {
    Shows shows(scenes::three_areas());
    shows.state.selected = {"BU00010002"};
    shows.state.selected_level = "buurt";
    EXPECT_EQ(shows().selected_rows, std::vector<std::uint32_t>{1});
    EXPECT_EQ(shows().selected.at(0).code, "BU00010002");
}

TEST(Derive, SpeaksOfTheLeefbaarometerOnlyWhereItsFiguresAreShown) {
    Shows shows(scenes::three_areas());
    EXPECT_NE(shows().disclaimer.find("Leefbaarometer"), std::string::npos);
    const scenes::Folder folder;
    model::SceneOptions options;
    options.load.inputs = {folder.write("areas.geojson", scenes::areas_geojson),
                           folder.write("own.csv", "code,income\nBU00010001,1\nBU00010002,2\nBU00010003,3\n")};
    options.load.hints.values = {"income"};
    options.load.hints.measurement = "2021";
    Shows other(model::build_scene(options));
    EXPECT_EQ(other().disclaimer.find("Leefbaarometer"), std::string::npos);
    EXPECT_EQ(other().source, "Source: areas.geojson, own.csv");
    EXPECT_EQ(other().legend.subtitle, "Quantiles");
    EXPECT_EQ(other().legend.entries.size(), 3u);  // three values make no more classes
}

TEST(Derive, SpeaksDutch) {
    Shows shows(scenes::three_areas());
    shows.state.language = model::Language::dutch;
    shows.state.hovered = "BU00010001";
    const auto& derived = shows();
    EXPECT_EQ(derived.legend.entries.front().label, "Uitstekend");
    EXPECT_EQ(derived.title, "Leefbaarheid totaal 2020 · Buurten");
    EXPECT_EQ(derived.hovered->shown.class_label, "Zwak");
}

TEST(Scene, RefusesWhatCannotBeDrawn) {
    const scenes::Folder folder;
    const auto scores = folder.write("scores.csv", scenes::scores_csv);
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(scenes::load({scores})); }, {"no borders"}));
    const auto areas = folder.write("areas.geojson", scenes::areas_geojson);
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(scenes::load({areas})); }, {"no scores"}));
}

TEST(Scene, FindsRowsByCodeAndByPlace) {
    const auto scene = scenes::three_areas();
    const auto& layer = scene->layers.front();
    EXPECT_EQ(layer.find("BU00010003"), 2u);
    EXPECT_EQ(layer.find("BU"), layer.rows());
    EXPECT_EQ(scene->row_at(layer, {101500, 400500}), 1u);
    EXPECT_EQ(scene->row_at(layer, {99000, 400500}), layer.rows());
    EXPECT_NEAR(layer.typical_side, 1000, 1e-9);
}

TEST(Scene, StopsWhenAskedTo) {
    const scenes::Folder folder;
    model::SceneOptions options;
    options.load.inputs = {folder.write("areas.geojson", scenes::areas_geojson),
                           folder.write("scores.csv", scenes::scores_csv)};
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(static_cast<void>(model::build_scene(options, stop.get_token())), model::Cancelled);
}

}  // namespace
