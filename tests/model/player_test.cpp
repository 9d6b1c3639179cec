#include "app/model/player.h"

#include "tests/model/scenes.h"

#include <gtest/gtest.h>

namespace {

struct Playing {
    model::State state;
    model::Results results;
    model::Deriver derive;
    model::Player player;

    explicit Playing(std::shared_ptr<const model::Scene> scene) {
        model::apply(state, results, model::Opened{{"files"}});
        model::apply(state, results, model::Loaded{1, std::move(scene)});
    }
    void operator()(const model::Action& action) { model::apply(state, results, action); }
    /// \return what is shown then
    std::string at(double now_s) {
        for (const auto& action : player.tick(state, derive(state, results), now_s)) (*this)(action);
        const auto& derived = derive(state, results);
        return derived.moments[derived.shown.measurement].label;
    }
};

TEST(Player, HoldsEachMeasurementAndBeginsAgain) {
    Playing playing(scenes::areas_of_cells());
    EXPECT_EQ(playing.at(0), "2020");
    playing(model::PlayToggled{});
    EXPECT_EQ(playing.at(1), "2014");  // from the last on it begins at the first
    EXPECT_EQ(playing.at(2.1), "2014");
    EXPECT_EQ(playing.at(2.2), "2018");
    EXPECT_EQ(playing.at(3.5), "2020");
    EXPECT_EQ(playing.at(5), "2014");
    EXPECT_NEAR(playing.player.wait_s(5), 1.2, 1e-9);
    EXPECT_GT(playing.player.wait_s(100), 0);
}

TEST(Player, StopsAtTheEndWhereItDoesNotLoop) {
    Playing playing(scenes::areas_of_cells());
    playing(model::PlaybackSet{{0.5, false, false}});
    playing(model::MeasurementChosen{"2018"});
    playing(model::PlayToggled{});
    EXPECT_EQ(playing.at(0), "2018");
    EXPECT_EQ(playing.at(0.6), "2020");
    EXPECT_TRUE(playing.state.playing);
    EXPECT_EQ(playing.at(1.2), "2020");
    EXPECT_FALSE(playing.state.playing);
}

TEST(CrossFade, NeverGoesAcrossABreakNorWhereMotionIsReduced) {
    Playing playing(scenes::three_areas());  // 2012 | 2014, 2020
    const auto& derived = playing.derive(playing.state, playing.results);
    EXPECT_TRUE(model::may_fade(playing.state, derived, 1, 2));
    EXPECT_TRUE(model::may_fade(playing.state, derived, 2, 1));
    EXPECT_FALSE(model::may_fade(playing.state, derived, 0, 1));
    EXPECT_FALSE(model::may_fade(playing.state, derived, 2, 0));
    EXPECT_FALSE(model::may_fade(playing.state, derived, 2, 2));
    playing.state.reduced_motion = true;
    EXPECT_FALSE(model::may_fade(playing.state, derived, 1, 2));
}

}  // namespace
