#include "tests/ui/hands.h"

#include <gtest/gtest.h>

#include <memory>

using hands::Window;

namespace {

model::OwnRead vector_of(std::vector<std::string> columns, std::string remark = {}) {
    auto vector = std::make_shared<geo::OwnVector>();
    vector->columns = std::move(columns);
    vector->features = 12;
    auto content = std::make_shared<geo::OwnLayerContent>();
    content->vector = vector;
    content->remark = geo::Sentence::verbatim(std::move(remark));
    return {{}, content, {}, {}, {}};
}

struct OwnLayers : testing::Test {
    Window window{1280, 1600};

    void SetUp() override {
        window.load(scenes::areas_of_cells());
        window.click("section.own");
        window.settle();
    }
    void add(const std::string& path, bool under = false) {
        model::apply(window.state, window.results, model::OwnLayerAdded{{.path = path, .under = under}});
        window.settle();
    }
    void read(const std::string& path, model::OwnRead read) {
        model::apply(window.state, window.results,
                     model::OwnLayerRead{window.results.scene, path, {}, std::move(read)});
        window.settle();
    }
    [[nodiscard]] std::vector<std::string> paths() const {
        std::vector<std::string> out;
        for (const auto& own : window.state.own_layers) out.push_back(own.path);
        return out;
    }
};

}  // namespace

TEST_F(OwnLayers, are_asked_for_by_a_button) {
    EXPECT_TRUE(window.probe.says("None yet"));
    const auto actions = window.click("own.add");
    const auto* asked = hands::first<model::ErrandAsked>(actions);
    ASSERT_NE(asked, nullptr);
    EXPECT_EQ(asked->errand.kind, model::Errand::Kind::add_layer);
}

TEST_F(OwnLayers, are_listed_as_they_lie_the_one_on_top_first) {
    add("/data/under.tif");
    add("/data/over.gpkg");
    ASSERT_TRUE(window.has("own.1.name"));
    EXPECT_LT(window.probe.items.at("own.1.name").y, window.probe.items.at("own.0.name").y);
    EXPECT_TRUE(window.probe.says("over.gpkg"));
    EXPECT_TRUE(window.probe.says("Being read"));
    window.click("own.1.down");
    EXPECT_EQ(paths(), (std::vector<std::string>{"/data/over.gpkg", "/data/under.tif"}));
    window.click("own.1.down");
    window.click("own.1.up");  // there is nothing above it
    EXPECT_EQ(paths().back(), "/data/over.gpkg");
    window.click("own.1.remove");
    EXPECT_EQ(paths(), std::vector<std::string>{"/data/under.tif"});
}

TEST_F(OwnLayers, are_hidden_and_shown) {
    add("/data/a.gpkg");
    window.click("own.0.eye");
    EXPECT_FALSE(window.state.own_layers[0].visible);
    window.settle();
    EXPECT_FALSE(window.probe.says("Being read"));
    window.click("own.0.eye");
    EXPECT_TRUE(window.state.own_layers[0].visible);
}

TEST_F(OwnLayers, unfold_to_what_can_be_set) {
    add("/data/a.gpkg");
    EXPECT_FALSE(window.has("own.0.opacity"));
    read("/data/a.gpkg", vector_of({"naam", "code"}));
    window.click("own.0.name");
    window.settle();
    EXPECT_TRUE(window.probe.says("12 features"));
    ASSERT_TRUE(window.has("own.0.colour.2"));
    window.click("own.0.colour.2");
    EXPECT_EQ(window.state.own_layers[0].colour, 2);
    const auto rail = window.probe.items.at("own.0.opacity");
    window.click(rail.x + rail.width / 2, rail.y + rail.height / 2);
    EXPECT_NEAR(window.state.own_layers[0].opacity, 0.5, 0.11);
    window.settle();
    window.click("own.0.label");
    window.settle();
    window.click("own.0.label.1");
    EXPECT_EQ(window.state.own_layers[0].label, "naam");
    window.settle();
    window.click("own.0.place");
    window.settle();
    window.click("own.0.place.1");
    EXPECT_TRUE(window.state.own_layers[0].under);
    window.settle();
    EXPECT_TRUE(window.has("own.areas"));
    window.click("own.0.name");
    window.settle();
    EXPECT_FALSE(window.has("own.0.opacity"));
}

TEST_F(OwnLayers, of_a_file_with_several_are_chosen_among) {
    add("/data/plan.gpkg");
    add("/data/tram.gpkg");
    auto content = std::make_shared<geo::OwnLayerContent>(*vector_of({"naam"}).content);
    content->layers = {"borders", "roads", "trees"};
    content->layer = "borders";
    read("/data/plan.gpkg", {{}, content, {}, {}, {}});
    window.click("own.0.name");
    window.settle();
    EXPECT_FALSE(window.has("own.1.layer"));  // of a file with one
    model::apply(window.state, window.results,
                 model::OwnLayerChanged{{.path = "/data/plan.gpkg", .label = "naam", .colour = 3}});
    window.settle();
    window.click("own.0.layer");
    window.settle();
    window.click("own.0.layer.2");
    const auto& own = window.state.own_layers.at(0);  // at the place it had
    EXPECT_EQ(own.path, "/data/plan.gpkg");
    EXPECT_EQ(own.layer, "trees");
    EXPECT_EQ(own.label, "");
    EXPECT_EQ(own.colour, 3);
    EXPECT_TRUE(window.results.overlays.own.empty());  // it is read anew
    window.settle();
    EXPECT_TRUE(window.has("own.0.opacity"));  // still unfolded
    model::apply(window.state, window.results, model::Undone{});
    EXPECT_EQ(window.state.own_layers.at(0).layer, "");
    EXPECT_EQ(window.state.own_layers.at(0).label, "naam");
}

TEST_F(OwnLayers, do_not_show_a_layer_twice) {
    for (const auto* layer : {"", "roads"})
        model::apply(window.state, window.results, model::OwnLayerAdded{{.path = "/data/plan.gpkg", .layer = layer}});
    const auto before = window.state.own_layers;
    model::apply(window.state, window.results,
                 model::OwnLayerChanged{{.path = "/data/plan.gpkg", .layer = "roads"}, ""});
    EXPECT_EQ(window.state.own_layers, before);
}

TEST_F(OwnLayers, that_cannot_be_read_say_why_at_their_place) {
    add("/data/scan.png");
    const std::string sentence = "scan.png: the picture does not say where it lies; give it a world file";
    read("/data/scan.png", {{}, nullptr, geo::Sentence::verbatim(sentence), {}, {}});
    EXPECT_TRUE(window.probe.says(sentence));
    add("/data/a.gpkg");
    read("/data/a.gpkg", vector_of({"code"}, "a.gpkg: no column 'naam'; it has 'code'"));
    EXPECT_TRUE(window.probe.says("no column 'naam'"));
}

TEST_F(OwnLayers, of_long_names_and_many_columns_keep_to_their_room) {
    for (const auto language : {model::Language::english, model::Language::dutch}) {
        model::apply(window.state, window.results, model::LanguageChosen{language});
        add("/data/" + std::string(200, 'w') + ".gpkg", true);
        add("/data/b.gpkg");
        read("/data/b.gpkg", vector_of({std::string(80, 'c')}, "b.gpkg: " + std::string(120, 'n')));
        window.state.unfolded.insert("own:/data/b.gpkg\n");
        window.state.unfolded.insert("outlines");
        window.settle();
        for (const auto& text : window.probe.texts) {
            EXPECT_LE(text.needs.width, text.room.width + 0.5F) << text.text;
            EXPECT_LE(text.needs.height, text.room.height + 0.5F) << text.text;
        }
    }
}

TEST_F(OwnLayers, and_outlines_do_nothing_to_each_other) {
    window.click("section.outlines");
    window.settle();
    EXPECT_FALSE(window.has("outline.buurt"));  // it is shown
    EXPECT_TRUE(window.has("names"));
    window.click("section.own");
    window.settle();
    EXPECT_FALSE(window.has("own.add"));
}
