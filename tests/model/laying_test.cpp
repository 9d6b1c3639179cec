#include "app/model/derive.h"
#include "app/model/overlay_job.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <thread>

namespace {

/// A program with a job for what is laid on the map.
struct Laying : testing::Test {
    model::State state;
    model::Results results;
    model::Deriver derive;
    model::OverlayJob job{{}, {}};

    void apply(const model::Action& action) { model::apply(state, results, action); }
    void load(std::shared_ptr<const model::Scene> scene) {
        apply(model::Opened{{"files"}});
        apply(model::Loaded{state.load.number, std::move(scene)});
        apply(model::MapResized{800, 600});
    }
    void wait() {
        for (int i = 0; i < 10'000; ++i) {
            for (const auto& action : job.poll()) apply(action);
            job.follow(state, results, true);
            if (!job.running() && !model::next_overlay_task(state, results, true)) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        FAIL() << "no end";
    }
    const model::Derived& derived() { return derive(state, results); }
};

std::shared_ptr<const model::Scene> with_a_set() {
    static const auto scene = [] {
        const scenes::Folder folder;
        auto inputs = scenes::write_cells(folder);
        model::SceneOptions options;
        options.load.inputs = inputs;
        options.load.sets = {folder.write("focus.csv",
                                          "area_id,name,member_code,member_level,share\n"
                                          "F1,Focus one,BU00010001,buurt,1\n"
                                          "F1,Focus one,BU00010002,buurt,1\n")};
        options.load.dissolve = {"gemeente"};
        options.load.threads = options.assess.threads = 1;
        return model::build_scene(options);
    }();
    return scene;
}

const char* line_geojson =
    R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[
{"type":"Feature","properties":{"name":"Tram 1"},"geometry":{"type":"LineString","coordinates":[[100000,400000],[103000,401000]]}}]})";

}  // namespace

TEST_F(Laying, offers_the_borders_of_other_levels_sets_first) {
    EXPECT_TRUE(derived().outlines.empty());
    load(with_a_set());
    apply(model::LevelChosen{"buurt"});
    std::vector<std::string> levels;
    for (const auto& outline : derived().outlines) levels.push_back(outline.level);
    ASSERT_EQ(levels.size(), 2u);
    EXPECT_TRUE(derived().outlines[0].set);
    EXPECT_EQ(levels[1], "gemeente");
    apply(model::OutlineToggled{levels[0]});
    EXPECT_TRUE(derived().outlines[0].laid);
    EXPECT_FALSE(derived().outlines[1].laid);
    // Of a level that is shown nothing is laid, and it is not offered.
    apply(model::LevelChosen{levels[0]});
    EXPECT_EQ(derived().outlines.size(), 2u);
    wait();
    EXPECT_TRUE(derived().laid.empty());
}

TEST_F(Laying, lays_outlines_once_their_borders_are_made_sets_on_top) {
    load(with_a_set());
    apply(model::LevelChosen{"buurt"});
    const auto set = derived().outlines[0].level;
    apply(model::OutlineToggled{set});
    apply(model::OutlineToggled{"gemeente"});
    EXPECT_TRUE(derived().laid.empty());
    wait();
    const auto& laid = derived().laid;
    ASSERT_EQ(laid.size(), 2u);
    EXPECT_EQ(laid.back().lines, results.overlays.borders.at(set));
    EXPECT_GT(laid.back().width, laid.front().width);
    EXPECT_EQ(laid.back().lines->bounds.max, (geo::Point{102'000, 401'000}));
}

TEST_F(Laying, reads_own_layers_beside_the_window_and_keeps_their_order) {
    const scenes::Folder folder;
    const auto tram = folder.write("tram.geojson", line_geojson);
    load(scenes::three_areas());
    apply(model::OwnLayerAdded{{.path = tram, .label = "name", .colour = 1}});
    apply(model::OwnLayerAdded{{.path = folder.write("plan.geojson", line_geojson), .under = true}});
    apply(model::OwnLayerAdded{{.path = "/nowhere/at all.gpkg"}});
    EXPECT_EQ(derived().own_layers[0].phase, model::OwnLayerFacts::Phase::reading);
    wait();
    ASSERT_EQ(derived().own_layers.size(), 3u);
    const auto& facts = derived().own_layers[0];
    EXPECT_EQ(facts.phase, model::OwnLayerFacts::Phase::ready);
    EXPECT_EQ(facts.name, "tram.geojson");
    EXPECT_EQ(facts.contents, "1 feature");
    EXPECT_EQ(facts.columns, std::vector<std::string>{"name"});
    EXPECT_EQ(derived().own_layers[2].phase, model::OwnLayerFacts::Phase::failed);
    EXPECT_NE(derived().own_layers[2].trouble.find("/nowhere/at all.gpkg"), std::string::npos);
    ASSERT_EQ(derived().laid.size(), 2u);
    EXPECT_FALSE(derived().laid[0].under);
    EXPECT_EQ(derived().laid[0].colour, model::own_colours()[1]);
    EXPECT_TRUE(derived().laid[1].under);
    ASSERT_EQ(derived().names.size(), 1u);
    EXPECT_EQ(derived().names[0].text, "Tram 1");
    // Hidden, it is not drawn but still known.
    auto own = state.own_layers[0];
    own.visible = false;
    apply(model::OwnLayerChanged{own});
    EXPECT_EQ(derived().laid.size(), 1u);
    EXPECT_TRUE(derived().names.empty());
    // Another column reads it again, and what there was stays until then.
    own.visible = true;
    own.label = "no such";
    apply(model::OwnLayerChanged{own});
    EXPECT_EQ(derived().laid.size(), 2u);
    EXPECT_EQ(derived().own_layers[0].phase, model::OwnLayerFacts::Phase::reading);
    wait();
    EXPECT_EQ(derived().own_layers[0].phase, model::OwnLayerFacts::Phase::ready);
    EXPECT_NE(derived().own_layers[0].trouble.find("no column 'no such'"), std::string::npos);
    apply(model::OwnLayerRemoved{tram, {}});
    EXPECT_EQ(derived().laid.size(), 1u);
    apply(model::Undone{});
    wait();
    EXPECT_EQ(derived().laid.size(), 2u);
}

TEST_F(Laying, forgets_with_the_scene_what_was_made_for_it) {
    load(with_a_set());
    apply(model::LevelChosen{"buurt"});
    apply(model::OutlineToggled{"gemeente"});
    wait();
    const auto before = results.scene;
    const auto borders = results.overlays.borders.at("gemeente");
    load(scenes::three_areas());
    EXPECT_TRUE(results.overlays.borders.empty());
    apply(model::BordersMade{before, "gemeente", borders});
    EXPECT_TRUE(results.overlays.borders.empty());
    apply(model::OwnLayerRead{results.scene, "nobody asked", {}, {}});
    EXPECT_TRUE(results.overlays.own.empty());
}

TEST_F(Laying, reads_a_close_part_of_a_picture_when_the_view_has_settled) {
    const scenes::Folder folder;
    const std::string pixels(3000 * 1000, 'g');
    folder.write("photo.raw", pixels);
    const auto photo = folder.write(
        "photo.vrt",
        R"(<VRTDataset rasterXSize="3000" rasterYSize="1000"><SRS>EPSG:28992</SRS><GeoTransform>100000,1,0,401000,0,-1</GeoTransform>
<VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename relativetoVRT="1">photo.raw</SourceFilename></VRTRasterBand></VRTDataset>)");
    load(scenes::three_areas());
    apply(model::OwnLayerAdded{{.path = photo, .under = true}});
    wait();
    ASSERT_EQ(derived().laid.size(), 1u);
    EXPECT_TRUE(derived().own_layers[0].picture);
    EXPECT_EQ(derived().own_layers[0].contents, "Picture, 1.0 m per pixel");
    EXPECT_LE(derived().laid[0].ground->width, 1024);
    apply(model::ViewMoved{{101'500, 400'500}, 0.5});
    EXPECT_FALSE(model::next_overlay_task(state, results, false));
    EXPECT_TRUE(model::next_overlay_task(state, results, true));
    wait();
    ASSERT_NE(derived().laid[0].close, nullptr);
    EXPECT_EQ(derived().laid[0].close->width, 400);  // of the file's own pixels: no finer
    apply(model::ViewMoved{{101'500, 400'500}, 100});
    EXPECT_FALSE(model::next_overlay_task(state, results, true));
}

TEST_F(Laying, names_what_counts_for_most_first_wherever_the_view_is) {
    load(scenes::areas_of_cells());
    apply(model::LevelChosen{"buurt"});
    EXPECT_TRUE(derived().names.empty());
    apply(model::LabelsToggled{});
    wait();
    ASSERT_EQ(derived().names.size(), 3u);
    std::vector<std::string> order;
    for (const auto& name : derived().names) order.push_back(name.text);
    EXPECT_EQ(std::set<std::string>(order.begin(), order.end()), (std::set<std::string>{"West", "Midden", "Oost"}));
    const auto& weight = results.scene->find("buurt")->row_weight.back();
    const auto heaviest = static_cast<std::size_t>(std::max_element(weight.begin(), weight.end()) - weight.begin());
    EXPECT_EQ(order.front(), results.scene->find("buurt")->assessment.areas->name[heaviest]);
    apply(model::ViewMoved{{100'500, 400'500}, 1});
    std::size_t next = 0;
    for (const auto& name : derived().names) {
        while (next < order.size() && order[next] != name.text) ++next;
        EXPECT_LT(next, order.size()) << name.text;
    }
    state.view.metres_per_pixel = 1000;
    EXPECT_TRUE(derived().names.empty());  // too small for a letter
}

TEST_F(Laying, gives_each_own_layer_a_colour_and_lets_through_what_lies_under) {
    load(scenes::three_areas());
    for (const auto* path : {"a", "b", "c"}) apply(model::OwnLayerAdded{{.path = path}});
    EXPECT_EQ(state.own_layers[0].colour, 0);
    EXPECT_EQ(state.own_layers[1].colour, 1);
    EXPECT_EQ(state.own_layers[2].colour, 2);
    EXPECT_EQ(state.opacity, 1);
    apply(model::OwnLayerAdded{{.path = "photo", .under = true}});
    EXPECT_LT(state.opacity, 1);
    EXPECT_GT(state.opacity, 0);
    apply(model::OpacityChosen{0.9});
    apply(model::OwnLayerAdded{{.path = "another", .under = true}});
    EXPECT_EQ(state.opacity, 0.9);
    // A session comes back as it was, whatever it says of them.
    auto choices = static_cast<const model::Choices&>(state);
    choices.opacity = 1;
    for (auto& own : choices.own_layers) own.colour = 3;
    apply(model::SessionRestored{choices});
    EXPECT_EQ(state.opacity, 1);
    ASSERT_EQ(state.own_layers.size(), 5u);
    for (const auto& own : state.own_layers) EXPECT_EQ(own.colour, 3);
}

TEST_F(Laying, says_aloud_what_could_not_be_read) {
    load(scenes::three_areas());
    apply(model::OwnLayerAdded{{.path = "/nowhere/photo.tif"}});
    wait();
    ASSERT_FALSE(results.notices.empty());
    EXPECT_NE(results.notices.back().find("/nowhere/photo.tif"), std::string::npos);
}
