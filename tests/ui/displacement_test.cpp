#include "app/model/displacement.h"

#include "tests/model/cell_town.h"
#include "tests/ui/hands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <tuple>

using hands::Window;

namespace {

void open_town(Window& window) {
    window.load(scenes::cell_town());
    model::apply(window.state, window.results, model::LevelChosen{"focus"});
    model::apply(window.state, window.results, model::ShowChosen{model::Show::change});
    window.state.unfolded = {"displacement"};
    window.settle();
}

void find(Window& window) {
    model::DisplacementJob job{2, {}};
    for (int tick = 0; tick < 12000; ++tick) {
        for (const auto& action : job.poll()) model::apply(window.state, window.results, action);
        job.follow(window.state, window.results);
        if (!job.running() && !model::awaits_displacement(window.state, window.results)) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    window.settle();
}

struct DisplacementPanel : testing::Test {
    Window window{1280, 1900};

    void SetUp() override { open_town(window); }
    bool says(const std::string& text) {
        const auto words = [](std::string all) {
            std::erase_if(all, [](char c) { return c == ' ' || c == '\n'; });
            return all;
        };
        return std::any_of(window.probe.texts.begin(), window.probe.texts.end(),
                           [&](const auto& said) { return words(said.text) == words(text); });
    }
};

}  // namespace

TEST_F(DisplacementPanel, is_turned_on_by_a_box_tells_how_far_it_is_and_stops) {
    EXPECT_FALSE(window.has("displacement.ring"));
    const auto* set = hands::first<model::DisplacementSet>(window.click("displacement.shown"));
    ASSERT_NE(set, nullptr);
    window.settle();
    EXPECT_TRUE(window.state.displacement.shown);
    EXPECT_TRUE(window.has("displacement.progress"));
    window.click("displacement.stop");
    EXPECT_FALSE(window.state.displacement.shown);
}

TEST_F(DisplacementPanel, tells_of_what_is_selected_beside_areas_elsewhere) {
    window.click("displacement.shown");
    find(window);
    ASSERT_NE(window.derived().displacement, nullptr);
    EXPECT_TRUE(says("Select an area on the map."));
    EXPECT_FALSE(window.has("displacement.plot"));
    model::apply(window.state, window.results, model::Selected{"A"});
    window.settle();
    EXPECT_FALSE(says("Select an area on the map."));
    EXPECT_TRUE(window.has("displacement.plot"));
    const auto& found = *window.derived().displacement;
    for (const auto& sentence : model::displacement_sentences(found, 0, window.state.language))
        EXPECT_TRUE(says(sentence)) << sentence;
    EXPECT_TRUE(says(model::told_whole(window.state.language, geo::displacement_caution(found))));
}

TEST_F(DisplacementPanel, puts_a_dot_on_each_unit_around_what_is_selected) {
    window.click("displacement.shown");
    find(window);
    const auto& vertices = ImGui::GetBackgroundDrawList()->VtxBuffer;
    const auto without = vertices.Size;
    model::apply(window.state, window.results, model::Selected{"A"});
    window.settle();
    const auto& area = window.derived().displacement->areas[0];
    ASSERT_EQ(area.ring_centres.size(), area.ring.units);
    ASSERT_GT(area.ring.units, 20u);
    // Two squares each, one within the other.
    EXPECT_EQ(vertices.Size - without, static_cast<int>(8 * area.ring.units));
    for (const auto centre : area.ring_centres) {
        const auto pixel = model::to_screen(window.state.view, centre);
        const auto x = window.layout.map.x + static_cast<float>(pixel.x);
        const auto y = window.layout.map.y + static_cast<float>(pixel.y);
        EXPECT_TRUE(std::any_of(vertices.begin(), vertices.end(), [&](const ImDrawVert& v) {
            return std::abs(v.pos.x - x + 1.5F) < 0.01F && std::abs(v.pos.y - y + 1.5F) < 0.01F;
        }));
    }
    EXPECT_TRUE(says(std::string(model::text(window.state.language, "displacement.dots"))));
    model::apply(window.state, window.results, model::ShowChosen{model::Show::state});
    window.settle();
    EXPECT_EQ(vertices.Size, without);
}

TEST_F(DisplacementPanel, asks_for_the_ring_that_is_picked) {
    window.click("displacement.shown");
    find(window);
    window.click("displacement.ring");
    window.settle();
    window.click("displacement.ring.4");
    window.settle();
    EXPECT_EQ(window.state.displacement.ring, geo::ring_rule("queen:2"));
    find(window);
    EXPECT_NE(window.derived().displacement, nullptr);
    // One of a session has a place in the list too.
    model::apply(window.state, window.results, model::DisplacementSet{{true, geo::ring_rule("band:725")}});
    window.settle();
    window.click("displacement.ring");
    window.settle();
    EXPECT_TRUE(window.has("displacement.ring.5"));
}

namespace {

using Case = std::tuple<std::pair<int, int>, float, model::Language>;
struct DisplacementFit : testing::TestWithParam<Case> {};

}  // namespace

TEST_P(DisplacementFit, no_text_is_clipped) {
    const auto [size, scale, language] = GetParam();
    const auto pixels = [scale = scale](int units) { return static_cast<int>(static_cast<float>(units) * scale); };
    Window window(pixels(size.first), pixels(size.second), scale);
    open_town(window);
    model::apply(window.state, window.results, model::LanguageChosen{language});
    const auto expect_fits = [&](const std::string& where) {
        window.for_each_text([&](const auto& text) {
            EXPECT_LE(text.needs.width, text.room.width + 0.5F) << where << ": " << text.text;
            EXPECT_LE(text.needs.height, text.room.height + 0.5F) << where << ": " << text.text;
        });
    };
    model::apply(window.state, window.results, model::DisplacementSet{{true}});
    expect_fits("sought");
    find(window);
    expect_fits("nothing selected");
    model::apply(window.state, window.results, model::Selected{"A"});
    model::apply(window.state, window.results, model::Selected{"B", true});
    expect_fits("two selected");
    model::apply(window.state, window.results, model::ImportanceSet{"fys", 2});
    expect_fits("own index");
    model::apply(window.state, window.results, model::ShowChosen{model::Show::state});
    expect_fits("no change");
    model::apply(window.state, window.results, model::LevelChosen{"cells"});
    expect_fits("no units");
}

INSTANTIATE_TEST_SUITE_P(
    Everywhere, DisplacementFit,
    testing::Combine(testing::Values(std::pair(480, 320), std::pair(1280, 720), std::pair(1280, 1900)),
                     testing::Values(1.0F, 2.0F), testing::Values(model::Language::english, model::Language::dutch)));
