#include "app/model/hotspots.h"

#include "tests/model/block_town.h"
#include "tests/ui/hands.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>

using hands::Window;

namespace {

struct HotspotsPanel : testing::Test {
    Window window{1280, 1900};
    model::HotspotJob job{2, {}};

    void SetUp() override {
        window.load(scenes::block_town());
        window.click("section.hotspots");
        window.settle();
    }
    void find() {
        for (int tick = 0; tick < 12000; ++tick) {
            for (const auto& action : job.poll()) model::apply(window.state, window.results, action);
            job.follow(window.state, window.results);
            if (!job.running() && !model::awaits_hotspots(window.state, window.results)) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        window.settle();
    }
    /// Where an area's point is in the plot.
    ImVec2 point_of(std::size_t row) {
        const auto& plot = window.probe.items.at("hotspots.plot");
        const auto& local = window.derived().hotspots->level.at.back().local;
        double across = 0, up = 0;
        for (std::size_t i = 0; i < local.lag.size(); ++i) {
            if (std::isnan(local.lag[i])) continue;
            across = std::max(across, std::abs(local.deviation[i]));
            up = std::max(up, std::abs(local.lag[i]));
        }
        return {plot.x + plot.width / 2 + static_cast<float>(local.deviation[row] / across) * (plot.width / 2 - 4),
                plot.y + plot.height / 2 - static_cast<float>(local.lag[row] / up) * (plot.height / 2 - 4)};
    }
};

}  // namespace

TEST_F(HotspotsPanel, is_turned_on_by_a_box_and_tells_how_far_it_is) {
    const auto actions = window.click("hotspots.shown");
    const auto* set = hands::first<model::HotspotsSet>(actions);
    ASSERT_NE(set, nullptr);
    EXPECT_TRUE(set->hotspots.shown);
    window.settle();
    EXPECT_TRUE(window.has("hotspots.progress"));
    const auto stopped = window.click("hotspots.stop");
    ASSERT_NE(hands::first<model::HotspotsSet>(stopped), nullptr);
    EXPECT_FALSE(window.state.hotspots.shown);
}

TEST_F(HotspotsPanel, asks_for_other_methods_and_levels_of_significance) {
    window.click("hotspots.shown");
    find();
    ASSERT_TRUE(window.has("hotspots.method"));
    ASSERT_TRUE(window.tab_to("hotspots.method"));
    window.tap(ui::Key::down);
    EXPECT_EQ(window.state.hotspots.asked.method, geo::LocalMethod::moran);
    window.tap(ui::Key::down);
    EXPECT_EQ(window.state.hotspots.asked.method, geo::LocalMethod::bivariate_moran);
    EXPECT_FALSE(window.state.hotspots.asked.with.empty());
    window.settle();
    EXPECT_TRUE(window.has("hotspots.with"));
    ASSERT_TRUE(window.tab_to("hotspots.method"));
    window.tap(ui::Key::up);
    EXPECT_TRUE(window.state.hotspots.asked.with.empty());
    ASSERT_TRUE(window.tab_to("hotspots.inference"));
    window.tap(ui::Key::down);
    EXPECT_EQ(window.state.hotspots.asked.inference, geo::Inference::analytical);
    EXPECT_FALSE(window.state.hotspots.asked.adjustment.has_value());
    ASSERT_TRUE(window.tab_to("hotspots.neighbours"));
    window.tap(ui::Key::down);
    window.tap(ui::Key::down);
    ASSERT_TRUE(window.state.hotspots.asked.neighbours.has_value());
    EXPECT_EQ(geo::to_text(*window.state.hotspots.asked.neighbours), "rook");
    find();
    EXPECT_NE(window.derived().hotspots, nullptr);
}

TEST_F(HotspotsPanel, and_the_map_point_at_each_other) {
    window.click("hotspots.shown");
    find();
    ASSERT_TRUE(window.has("hotspots.plot"));
    const std::size_t row = 0;  // in the south-west: far from the others in the plot
    const auto code = scenes::block_town()->layers.back().assessment.areas->code[row];
    const auto at = point_of(row);
    window.move(at.x, at.y);
    window.settle();
    EXPECT_EQ(window.state.hovered, code);
    EXPECT_EQ(window.derived().neighbour_lines.size(), 3u);
    window.click(at.x, at.y);
    window.settle();
    EXPECT_EQ(window.state.selected, std::vector{code});
    window.move(2, 2);
    window.settle();
    EXPECT_TRUE(window.state.hovered.empty());
}

TEST_F(HotspotsPanel, fits_in_both_languages) {
    for (const auto language : {model::Language::dutch, model::Language::english}) {
        window.state.language = language;
        window.state.hotspots.shown = true;
        for (const auto told : {model::HotspotChoice::Told::now, model::HotspotChoice::Told::low}) {
            window.state.hotspots.told = told;
            find();
            ASSERT_NE(window.derived().hotspots, nullptr);
            for (const auto& said : window.probe.texts) {
                EXPECT_LE(said.needs.width, said.room.width + 0.5F) << said.text;
                EXPECT_FALSE(said.cut) << said.text;
            }
        }
    }
}
