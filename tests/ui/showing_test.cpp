#include "tests/ui/hands.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using hands::first;
using hands::Window;

TEST(Showing, ChoosesChangeAndSinceWhen) {
    Window window(1280, 1400);
    window.load(scenes::areas_of_cells());
    const auto actions = window.click("show.1");
    ASSERT_NE(first<model::ShowChosen>(actions), nullptr);
    EXPECT_EQ(window.state.show, model::Show::change);
    window.settle();
    EXPECT_TRUE(window.has("show.baseline"));
    EXPECT_TRUE(window.probe.says("Change of Total liveability, 2014–2020"));
    window.click("show.2");
    window.settle();
    EXPECT_TRUE(window.has("show.reference"));
    EXPECT_FALSE(window.has("show.baseline"));
}

TEST(Showing, TellsOfAnAreaFirstWhatTheMapShows) {
    Window window(1280, 1400);
    window.load(scenes::areas_of_cells());
    model::apply(window.state, window.results, model::Selected{"BU00010001", false});
    window.settle();
    EXPECT_LT(window.probe.items.at("reference.all.BU00010001").y, window.probe.items.at("baseline.2014.BU00010001").y);
    model::apply(window.state, window.results, model::ShowChosen{model::Show::change});
    window.settle();
    EXPECT_GT(window.probe.items.at("reference.all.BU00010001").y, window.probe.items.at("baseline.2014.BU00010001").y);
}

TEST(Importances, BecomeAnOwnIndexWithASliderAndOfficialAgainWithAButton) {
    Window window(1280, 1400);
    window.load(scenes::areas_of_cells());
    window.click("section.importance");
    window.settle();
    ASSERT_TRUE(window.has("importance.won"));
    EXPECT_FALSE(window.has("importance.reset"));
    const auto at = window.probe.items.at("importance.won");
    const auto actions = window.click(at.x + at.width * 0.9F, at.y + at.height / 2);
    ASSERT_NE(first<model::ImportanceSet>(actions), nullptr);
    EXPECT_GT(window.state.importance.at("won"), 2);
    window.settle();
    EXPECT_TRUE(window.probe.says("Own index"));
    EXPECT_TRUE(window.probe.says("not the official figure"));
    window.click("importance.reset");
    EXPECT_TRUE(window.state.importance.empty());
}

TEST(Classes, AreChosenByScheme) {
    Window window(1280, 1400);
    window.load(scenes::areas_of_cells());
    window.click("section.classes");
    window.settle();
    for (const auto* control : {"classes.scheme", "classes.palette", "classes.vision", "classes.faint"})
        EXPECT_TRUE(window.has(control)) << control;
    EXPECT_FALSE(window.has("classes.number"));
    model::apply(window.state, window.results, model::SchemeChosen{{model::Scheme::Kind::quantile, 4, false, {}}});
    window.settle();
    EXPECT_TRUE(window.has("classes.number"));
    EXPECT_TRUE(window.probe.says("Quantiles"));
    model::apply(window.state, window.results,
                 model::SchemeChosen{{model::Scheme::Kind::fixed, 4, false, {-0.1, 0.1}}});
    window.settle();
    EXPECT_TRUE(window.has("classes.limits"));
    EXPECT_TRUE(window.probe.says("−0.100"));
}

TEST(Compare, PutsSeveralAreasBesideEachOther) {
    Window window(1280, 1400);
    window.load(scenes::areas_of_cells());
    model::apply(window.state, window.results, model::Selected{"BU00010001", false});
    window.settle();
    EXPECT_FALSE(window.probe.says("side by side"));
    model::apply(window.state, window.results, model::Selected{"BU00010003", true});
    window.settle();
    EXPECT_TRUE(window.probe.says("2 areas side by side"));
    EXPECT_TRUE(window.has("compare.class.BU00010003"));
}

TEST(Compare, TellsNeighboursApartWhoseLongNamesBeginAlike) {
    for (const float size : {1.F, 2.F}) {
        Window window(1280, 1400, size);
        window.load(scenes::areas_called("Oud Hoograven-Zuid", "Oud Hoograven-Noord"));
        model::apply(window.state, window.results, model::Selected{"BU00010001", false});
        model::apply(window.state, window.results, model::Selected{"BU00010002", true});
        window.settle();
        const auto& texts = window.probe.texts;
        const auto beside = [&](const std::string& name) {  // not the heading of one alone
            return std::count_if(texts.begin(), texts.end(), [&](const auto& t) { return t.text == name; });
        };
        EXPECT_GE(beside("Oud Hoograven-Zuid"), 1) << size;
        EXPECT_GE(beside("Oud Hoograven-Noord"), 1) << size;
    }
}

TEST(TimeOptions, SetHoldLoopAndTrail) {
    Window window;
    window.load(scenes::areas_of_cells());
    window.click("time.options");
    window.settle();
    ASSERT_TRUE(window.has("time.trail"));
    window.click("time.trail");
    EXPECT_TRUE(window.state.playback.trail);
    window.click("time.loop");
    EXPECT_FALSE(window.state.playback.loop);
    const auto at = window.probe.items.at("time.hold");
    window.click(at.x + at.width - 8, at.y + at.height / 2);
    EXPECT_GT(window.state.playback.hold_s, 4);
}

}  // namespace
