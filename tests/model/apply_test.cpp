#include "app/model/derive.h"
#include "app/model/drawn.h"
#include "app/model/session.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace {

struct Program {
    model::State state;
    model::Results results;
    model::Deriver derive;

    void operator()(const model::Action& action) { model::apply(state, results, action); }
    const model::Derived& derived() { return derive(state, results); }
};

Program with_scene() {
    Program program;
    program(model::MapResized{800, 600});
    program(model::Opened{{"files"}});
    program(model::Loaded{1, scenes::three_areas()});
    return program;
}

TEST(Apply, ShowsWhatWasLoadedInTheWholeMap) {
    auto program = with_scene();
    EXPECT_EQ(program.results.phase, model::Results::Phase::ready);
    const auto seen = model::visible(program.state.view);
    EXPECT_LE(seen.min.x, 100000);
    EXPECT_GE(seen.max.x, 103000);
    EXPECT_LT(seen.max.x - seen.min.x, 3300);
}

TEST(Apply, IgnoresTheAnswerOfALoadThatWasCancelled) {
    Program program;
    program(model::Opened{{"files"}});
    program(model::LoadCancelled{});
    program(model::Loaded{1, scenes::three_areas()});
    EXPECT_EQ(program.results.scene, nullptr);
    EXPECT_EQ(program.results.phase, model::Results::Phase::cancelled);
}

TEST(Apply, IgnoresTheAnswerOfAnEarlierLoad) {
    Program program;
    program(model::Opened{{"first"}});
    program(model::Opened{{"second"}});
    program(model::LoadFailed{1, geo::Sentence("first failed")});
    program(model::LoadProgressed{1, 0.9, "first"});
    EXPECT_EQ(program.results.phase, model::Results::Phase::loading);
    EXPECT_EQ(program.results.part, 0);
    program(model::Loaded{2, scenes::three_areas()});
    EXPECT_EQ(program.results.phase, model::Results::Phase::ready);
}

TEST(Apply, KeepsTheMapWhenAFurtherFileFails) {
    auto program = with_scene();
    program(model::Opened{{"bad"}});
    program(model::LoadFailed{2, geo::Sentence("bad: does not exist")});
    EXPECT_EQ(program.results.failure, "bad: does not exist");
    EXPECT_EQ(program.results.scene, scenes::three_areas());
    program(model::MessageDismissed{});
    EXPECT_EQ(program.results.phase, model::Results::Phase::ready);
}

TEST(Apply, NeverGoesBackInItsProgress) {
    Program program;
    program(model::Opened{{"files"}});
    program(model::LoadProgressed{1, 0.5, "b"});
    program(model::LoadProgressed{1, 0.25, "a"});
    EXPECT_EQ(program.results.part, 0.5);
}

TEST(Apply, KeepsAViewThatWasMovedWhileLoading) {
    Program program;
    program(model::MapResized{800, 600});
    program(model::Opened{{"files"}});
    program(model::ViewMoved{{5, 5}, 2});
    program(model::Loaded{1, scenes::three_areas()});
    EXPECT_EQ(program.state.view.centre, (geo::Point{5, 5}));
}

TEST(Apply, KeepsSomeOfTheMapInSight) {
    auto program = with_scene();
    program(model::ViewMoved{{0, 0}, 1e6});
    const auto seen = model::visible(program.state.view);
    EXPECT_LE(seen.min.x, 103000);
    EXPECT_GE(seen.max.x, 100000);
    EXPECT_LE(program.state.view.metres_per_pixel, 3000 / 40.0);
}

TEST(Apply, RefusesAViewThatIsNowhere) {
    auto program = with_scene();
    const auto before = program.state.view;
    program(model::ViewMoved{{std::nan(""), 0}, 1});
    program(model::ViewMoved{{0, 0}, std::numeric_limits<double>::infinity()});
    EXPECT_EQ(program.state.view, before);
}

TEST(Apply, AddsToTheSelectionAndTakesOut) {
    auto program = with_scene();
    program(model::Selected{"BU00010001", false});
    program(model::Selected{"BU00010003", true});
    EXPECT_EQ(program.state.selected, (std::vector<std::string>{"BU00010001", "BU00010003"}));
    program(model::Selected{"BU00010001", true});
    EXPECT_EQ(program.state.selected, std::vector<std::string>{"BU00010003"});
    program(model::Selected{"", false});
    EXPECT_TRUE(program.state.selected.empty());
}

TEST(Apply, ComparesWithTheFixedReferenceUntilAskedOtherwise) {
    auto program = with_scene();
    EXPECT_EQ(program.state.reference, "fixed");
    program(model::ReferenceChosen{"BU00010002"});
    program(model::BaselineChosen{"2014"});
    EXPECT_EQ(program.state.reference, "BU00010002");
    EXPECT_EQ(program.state.compare_from, "2014");
    EXPECT_TRUE(program.derived().unknown.empty());
    program(model::Opened{{"others"}});
    EXPECT_EQ(program.state.reference, "fixed");
    EXPECT_EQ(program.state.compare_from, "");
}

TEST(Apply, FitsTheSelectedAreas) {
    auto program = with_scene();
    program(model::Selected{"BU00010003", false});
    program(model::Fitted{});
    EXPECT_NEAR(program.state.view.centre.x, 102500, 1e-6);
    EXPECT_NEAR(program.state.view.metres_per_pixel, 1.05 * 1000 / 600, 1e-9);
}

TEST(Apply, NamesWhatTheSceneDoesNotHave) {
    auto program = with_scene();
    program(model::Selected{"BU99999999", false});
    program(model::MeasurementChosen{"1999"});
    program(model::DimensionChosen{"xyz"});
    program(model::LevelChosen{"wijk"});
    program(model::BaselineChosen{"1998"});
    program(model::ReferenceChosen{"GM9999"});
    const auto& derived = program.derived();
    EXPECT_EQ(derived.unknown, (std::vector<std::string>{"wijk", "xyz", "1999", "1998", "GM9999", "BU99999999"}));
    EXPECT_TRUE(derived.selected.empty());
    EXPECT_EQ(derived.shown.layer->level(), "buurt");
    EXPECT_EQ(derived.legend.title, "Total liveability, 2020");
}

TEST(Undo, GoesBackAStepAtATimeAndForthAgain) {
    auto program = with_scene();
    program(model::Selected{"BU00010001", false});
    program(model::DimensionChosen{"won"});
    program(model::Undone{});
    EXPECT_EQ(program.state.dimension, "");
    EXPECT_EQ(program.state.selected, std::vector<std::string>{"BU00010001"});
    program(model::Undone{});
    EXPECT_TRUE(program.state.selected.empty());
    program(model::Redone{});
    program(model::Redone{});
    program(model::Redone{});  // nothing left
    EXPECT_EQ(program.state.dimension, "won");
    program(model::Undone{});
    program(model::DimensionChosen{"fys"});
    program(model::Redone{});  // what was undone is gone once something else was done
    EXPECT_EQ(program.state.dimension, "fys");
}

TEST(Undo, TakesASliderThatWasDraggedForOneStep) {
    auto program = with_scene();
    for (const double weight : {0.5, 0.7, 0.9}) program(model::ImportanceSet{"won", weight});
    for (const double weight : {2.0, 3.0}) program(model::ImportanceSet{"fys", weight});
    program(model::Undone{});
    EXPECT_EQ(program.state.importance, (std::map<std::string, double>{{"won", 0.9}}));
    program(model::Undone{});
    EXPECT_TRUE(program.state.importance.empty());
}

TEST(Undo, HoldsNoStepForWhatChangesNothingOrOnlyTheLayout) {
    auto program = with_scene();
    const auto steps = program.state.history.past.size();
    program(model::MapResized{700, 500});
    program(model::Hovered{"BU00010001"});
    program(model::OverlayToggled{});
    program(model::DimensionChosen{""});
    EXPECT_EQ(program.state.history.past.size(), steps);
    program(model::DimensionChosen{"won"});
    program(model::MapResized{300, 200});
    program(model::Undone{});
    EXPECT_EQ(program.state.view.width, 300);
}

TEST(Undo, DoesNotGoBackToBeforeTheFirstFilesWereOpened) {
    Program program;
    program(model::ComfortSet{});
    program(model::LanguageChosen{model::Language::dutch});
    program(model::MapResized{800, 600});
    program(model::Opened{{"files"}});
    program(model::Loaded{1, scenes::three_areas()});
    program(model::Selected{"BU00010001", false});
    for (int i = 0; i < 5; ++i) program(model::Undone{});
    EXPECT_TRUE(program.state.selected.empty());
    EXPECT_EQ(program.state.load.inputs, std::vector<std::string>{"files"});
    EXPECT_EQ(program.results.phase, model::Results::Phase::ready);
    EXPECT_EQ(program.state.language, model::Language::dutch);
    for (int i = 0; i < 5; ++i) program(model::Redone{});
    EXPECT_EQ(program.state.selected, std::vector<std::string>{"BU00010001"});
}

TEST(Undo, OpensTheFilesAgainThatWereOpenBefore) {
    auto program = with_scene();
    program(model::Selected{"BU00010001", false});
    program(model::Opened{{"others"}});
    program(model::Loaded{2, scenes::areas_of_cells()});
    program(model::Undone{});
    EXPECT_EQ(program.results.phase, model::Results::Phase::loading);
    EXPECT_EQ(program.state.load.number, 3U);
    EXPECT_EQ(program.state.load.inputs, std::vector<std::string>{"files"});
    program(model::Loaded{3, scenes::three_areas()});
    EXPECT_EQ(program.state.selected, std::vector<std::string>{"BU00010001"});
}

TEST(Apply, FliesToWhatWasFoundOnWhateverLevel) {
    auto program = with_scene();
    program(model::AreaFound{"buurt", "BU00010003"});
    EXPECT_EQ(program.state.selected, std::vector<std::string>{"BU00010003"});
    EXPECT_NEAR(program.state.view.centre.x, 102500, 1e-6);
    const auto seen = model::visible(program.state.view);
    EXPECT_LT(seen.min.x, 102000);
    EXPECT_GT(seen.max.x, 103000);
    program(model::AreaFound{"wijk", "WK1"});  // not there: said, not shown
    EXPECT_EQ(program.derived().unknown, (std::vector<std::string>{"wijk", "WK1"}));
}

TEST(Apply, FliesToThePlaceThatAFilterIsHeldTo) {
    auto program = with_scene();
    const auto whole = program.state.view;
    model::Filter filter;
    filter.classes = {1, 2};
    program(model::FilterSet{filter});
    EXPECT_EQ(program.state.view, whole);
    filter.within = "BU00010003";
    program(model::FilterSet{filter});
    EXPECT_DOUBLE_EQ(program.state.view.centre.x, 102500);
    EXPECT_LT(program.state.view.metres_per_pixel, whole.metres_per_pixel);
    program(model::ViewMoved{{101000, 400500}, 2});
    const auto moved = program.state.view;
    filter.classes = {3};
    program(model::FilterSet{filter});  // in the same place
    EXPECT_EQ(program.state.view, moved);
    filter.within = "GM0001";  // no area here, but its neighbourhoods are
    program(model::FilterSet{filter});
    EXPECT_DOUBLE_EQ(program.state.view.centre.x, 101500);
    const auto all = program.state.view;
    filter.within = "GM9999";
    program(model::FilterSet{filter});
    EXPECT_EQ(program.state.view, all);
}

TEST(Apply, LetsGoOfAFilterOnClassesThatBecomeOthersAndSaysSo) {
    using Kind = model::Scheme::Kind;
    model::Filter filter;
    filter.text = "w";
    filter.classes = {1, 2, 3, 4};
    filter.least = -0.5;
    const auto after = [&](const model::Action& action, const std::vector<model::Action>& first = {}) {
        auto program = with_scene();
        for (const auto& each : first) program(each);
        program(model::FilterSet{filter});
        const auto before = program.state.filter;
        program(action);
        const auto kept = program.state.filter;
        EXPECT_EQ(program.results.notices.size(), kept == before ? 0U : 1U);
        EXPECT_EQ(kept.text, "w");
        if (!(kept == before)) {  // in the same step
            program(model::Undone{});
            EXPECT_EQ(program.state.filter, before);
            program(model::Redone{});
            EXPECT_EQ(program.state.filter, kept);
        }
        return std::pair(!kept.classes.empty(), !std::isnan(kept.least));
    };
    const std::pair both{true, true};
    const std::pair neither{false, false};
    const std::pair values{false, true};
    const model::Scheme quantile{Kind::quantile, 5, false, {}};
    EXPECT_EQ(after(model::ShowChosen{model::Show::change}), neither);
    EXPECT_EQ(after(model::DimensionChosen{"vrz"}), neither);
    EXPECT_EQ(after(model::DimensionChosen{"afw"}), both);  // it was shown
    EXPECT_EQ(after(model::ImportanceSet{"won", 3}), neither);
    EXPECT_EQ(after(model::ImportanceSet{"won", 1}), both);  // no own index
    EXPECT_EQ(after(model::ImportanceSet{"won", 3}, {model::DimensionChosen{"vrz"}}), both);
    EXPECT_EQ(after(model::ImportanceSet{"won", 2}, {model::ImportanceSet{"won", 3}}), both);
    EXPECT_EQ(after(model::SchemeChosen{quantile}), values);
    EXPECT_EQ(after(model::SchemeChosen{{Kind::quantile, 6, false, {}}}, {model::SchemeChosen{quantile}}), values);
    EXPECT_EQ(after(model::SchemeChosen{{Kind::published, 7, false, {}}}), both);
    EXPECT_EQ(after(model::SchemeChosen{{Kind::fixed, 5, false, {0.1}}},
                    {model::SchemeChosen{{Kind::fixed, 5, false, {0.2}}}}),
              values);
    EXPECT_EQ(after(model::MeasurementChosen{"2014"}), both);
    EXPECT_EQ(after(model::MeasurementChosen{"2014"}, {model::SchemeChosen{quantile}}), both);  // of all together
    EXPECT_EQ(after(model::MeasurementChosen{"2014"},
                    {model::SchemeChosen{quantile}, model::ShowChosen{model::Show::change}}),
              values);  // a change has limits of its own
    EXPECT_EQ(after(model::PaletteChosen{"viridis"}), both);
}

TEST(Apply, KeepsWhatIsSeenWhereOnlyAPanelCame) {
    auto program = with_scene();
    program(model::ViewMoved{{101000, 400500}, 5});
    program(model::MapResized{500, 600, geo::Point{101200, 400500}});
    EXPECT_EQ(program.state.view.centre, (geo::Point{101200, 400500}));
    EXPECT_EQ(program.state.view.metres_per_pixel, 5);
}

model::Action any_other_action() {
    const auto number = [] { return *rc::gen::element(0.0, 0.5, 1.0, 3.0, -1.0, 1e300, std::nan("")); };
    const auto name = [] { return *rc::gen::element<std::string>("", "a.gpkg", "b.tif", "buurt", "é"); };
    const auto drawn = [] { return *rc::gen::element<std::string>("", "drawn-1", "drawn-2", "x"); };
    const auto corners = [] {
        return *rc::gen::element(
            std::vector<geo::Point>{}, std::vector<geo::Point>{{100000, 400000}, {101000, 400000}},
            std::vector<geo::Point>{{100000, 400000}, {100350, 400000}, {100350, 400250}},
            std::vector<geo::Point>{{100000, 400000}, {102500, 400300}, {102500, 400000}, {100000, 400300}},
            std::vector<geo::Point>{{100000, std::nan("")}, {100000, 400000}, {100200, 400000}, {1e300, 400000}},
            std::vector<geo::Point>{{5, 5}, {6, 5}, {6, 6}});
    };
    switch (*rc::gen::inRange(0, 34)) {
        case 0:
            return model::AreaFound{*rc::gen::element<std::string>("buurt", "cells", "x"), "BU00010001"};
        case 1:
            return model::ShowChosen{
                *rc::gen::element(model::Show::state, model::Show::change, model::Show::difference)};
        case 2:
            return model::ImportanceSet{*rc::gen::element<std::string>("won", "fys", "soc", "afw", "x", ""), number()};
        case 3:
            return model::ImportancesChosen{*rc::gen::element(std::map<std::string, double>{},
                                                              std::map<std::string, double>{{"won", 2}, {"onv", 0}},
                                                              std::map<std::string, double>{{"won", 0}})};
        case 4:
            return model::IndexFromChosen{*rc::gen::element<std::string>("", "2012", "2014", "x")};
        case 5: {
            using Kind = model::Scheme::Kind;
            model::Scheme scheme;
            scheme.kind =
                *rc::gen::element(Kind::published, Kind::quantile, Kind::equal_interval, Kind::natural, Kind::fixed);
            scheme.classes = *rc::gen::inRange(-1, 20);
            scheme.by_rows = *rc::gen::arbitrary<bool>();
            scheme.limits = *rc::gen::element(std::vector<double>{}, std::vector<double>{-0.1, 0.1},
                                              std::vector<double>{0.1, 0.1}, std::vector<double>{std::nan("")});
            return model::SchemeChosen{scheme};
        }
        case 6:
            return model::PaletteChosen{*rc::gen::element<std::string>("", "sequential", "deviation", "x")};
        case 7:
            return model::VisionChosen{*rc::gen::element(model::Vision::full, model::Vision::protanopia,
                                                         model::Vision::deuteranopia, model::Vision::tritanopia)};
        case 8:
            return model::OutlineToggled{name()};
        case 9:
            return model::LabelsToggled{};
        case 10:
            return model::FaintChosen{*rc::gen::element(model::Faint::no, model::Faint::fade, model::Faint::pattern),
                                      number()};
        case 11:
        case 12:
            return model::OwnLayerAdded{{.path = name(), .label = name(), .opacity = number()}};
        case 13:
            return model::OwnLayerRemoved{name(), ""};
        case 14:
            return model::OwnLayerChanged{
                {.path = name(),
                 .layer = *rc::gen::element<std::string>("", "roads"),
                 .under = true,
                 .opacity = number(),
                 .colour = 2},
                *rc::gen::element(std::optional<std::string>(), std::optional<std::string>(""))};
        case 15:
            return model::OwnLayerMoved{name(), "", *rc::gen::inRange(-3, 3)};
        case 16:
            return model::OpacityChosen{number()};
        case 17:
            return model::TableToggled{};
        case 18: {
            model::Filter filter;
            filter.text = *rc::gen::element<std::string>("", "west", "oo", "é");
            filter.classes = *rc::gen::element(std::vector<std::uint8_t>{}, std::vector<std::uint8_t>{1, 5, 252});
            filter.least = number();
            filter.most = number();
            filter.within = *rc::gen::element<std::string>("", "GM0001", "x");
            return model::FilterSet{filter};
        }
        case 19:
            return model::SortedBy{*rc::gen::element<std::string>("name", "value", "class", "weight", "won", "x")};
        case 20:
            return model::PlaybackSet{{number(), *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()}};
        case 21:
            return model::ComfortSet{{model::Language::dutch, number(), true, *rc::gen::arbitrary<bool>()}};
        case 22:
            return model::FinderSet{{*rc::gen::element(model::Finder::Kind::closed, model::Finder::Kind::areas,
                                                       model::Finder::Kind::commands),
                                     *rc::gen::element<std::string>("", "we", "1550 4000", "E1000N4000")}};
        case 23:
            return *rc::gen::arbitrary<bool>() ? model::Action(model::Redone{})
                                               : model::Action(model::SectionToggled{name()});
        case 24: {
            using What = model::Exporting::What;
            if (*rc::gen::arbitrary<bool>()) return model::WritingProgressed{name(), number()};
            return model::ExportingSet{
                {*rc::gen::arbitrary<bool>(),
                 *rc::gen::element(What::automatic, What::shown, What::selection, What::everything),
                 *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()}};
        }
        case 25: {
            model::Choices choices;
            choices.load.inputs = {*rc::gen::element<std::string>("files", "others")};
            choices.dimension = "won";
            return model::SessionRestored{choices};
        }
        case 26:
        case 27:
            return model::AreaDrawn{corners(), *rc::gen::element<std::string>("", "Plan", " ", "é")};
        case 28:
            return model::DrawingSet{{*rc::gen::element(model::Drawing::Tool::none, model::Drawing::Tool::polygon,
                                                        model::Drawing::Tool::lasso),
                                      corners()}};
        case 29:
            return model::DrawnRenamed{drawn(), name()};
        case 30:
            return model::DrawnRemoved{drawn()};
        case 31:
            return model::Selected{drawn(), *rc::gen::arbitrary<bool>(), model::drawn_level};
        case 32:
            return model::AreaFound{model::drawn_level, drawn()};
        default:
            return model::Undone{};
    }
}

model::Action any_action() {
    if (*rc::gen::arbitrary<bool>()) return any_other_action();
    const auto code = [] {
        return *rc::gen::element<std::string>("", "BU00010001", "BU00010002", "BU00010003", "BU9", "cells", "é");
    };
    switch (*rc::gen::inRange(0, 20)) {
        case 0:
            return model::Opened{{"files"}};
        case 1:
            return model::LoadCancelled{};
        case 2:
            return model::MapResized{*rc::gen::inRange(-2, 9000), *rc::gen::inRange(-2, 9000)};
        case 3:
            return model::ViewMoved{{*rc::gen::element(0.0, 101000.0, 1e300, std::nan("")), 400000.0},
                                    *rc::gen::element(1.0, 0.0, -1.0, 1e300, std::nan(""))};
        case 4:
            return model::Fitted{};
        case 5:
            return model::LevelChosen{*rc::gen::element<std::string>("", "buurt", "cells", "scale", "x")};
        case 6:
            return model::DimensionChosen{*rc::gen::element<std::string>("", "afw", "won", "class_dev", "x")};
        case 7:
            return model::MeasurementChosen{*rc::gen::element<std::string>("", "2012", "2014", "2020", "x")};
        case 8:
            return model::Hovered{code()};
        case 9:
            return model::Selected{code(), *rc::gen::arbitrary<bool>()};
        case 10:
            return model::PlayToggled{};
        case 11:
            return model::LegendToggled{};
        case 12:
            return model::OverlayToggled{};
        case 13:
            return model::LanguageChosen{*rc::gen::element(model::Language::dutch, model::Language::english)};
        case 14:
            return model::MessageDismissed{};
        case 15:
            return model::LoadProgressed{*rc::gen::inRange(0u, 4u), *rc::gen::element(0.5, -1.0, 7.0), "x"};
        case 16:
            return model::Loaded{*rc::gen::inRange(0u, 4u),
                                 *rc::gen::arbitrary<bool>() ? scenes::three_areas() : scenes::areas_of_cells()};
        case 17:
            return model::ReferenceChosen{
                *rc::gen::element<std::string>("", "fixed", "gemeente", "all", "nl", "BU00010002", "GM0001", "x")};
        case 18:
            return model::BaselineChosen{*rc::gen::element<std::string>("", "2012", "2014", "2020", "x")};
        default:
            return model::LoadFailed{*rc::gen::inRange(0u, 4u), geo::Sentence("failed")};
    }
}

RC_GTEST_PROP(Apply, NeverFailsWhateverHappens, ()) {
    Program program;
    for (int i = 0; i < 60; ++i) {
        program(any_action());
        const auto& derived = program.derived();
        RC_ASSERT(program.state.view.width >= 1 && program.state.view.height >= 1);
        RC_ASSERT(program.state.view.metres_per_pixel > 0);
        RC_ASSERT((derived.shown.layer != nullptr) == (program.results.scene != nullptr));
    }
}

/// What a job would do by and by, or not yet.
void perhaps_score(Program& program) {
    if (program.results.scene == nullptr || !*rc::gen::arbitrary<bool>()) return;
    program(model::DrawnScored{program.results.scene, model::scored(*program.results.scene, program.state.drawn)});
}

/// What derive() remembers must not change what it says.
RC_GTEST_PROP(Derive, SaysTheSameWithAndWithoutMemory, ()) {
    Program program;
    for (int i = 0; i < 40; ++i) {
        program(any_action());
        perhaps_score(program);
        const auto& remembered = program.derived();
        model::Deriver fresh;
        const auto& anew = fresh(program.state, program.results);
        RC_ASSERT(remembered.shown == anew.shown);
        RC_ASSERT(std::ranges::equal(remembered.classes, anew.classes));
        RC_ASSERT(std::ranges::equal(remembered.looks, anew.looks));
        RC_ASSERT(remembered.palette == anew.palette);
        RC_ASSERT(remembered.legend.notes == anew.legend.notes && remembered.legend.warning == anew.legend.warning);
        RC_ASSERT(remembered.legend.title == anew.legend.title);
        RC_ASSERT(remembered.legend.entries.size() == anew.legend.entries.size());
        RC_ASSERT(remembered.hovered.has_value() == anew.hovered.has_value());
        RC_ASSERT(!anew.hovered || remembered.hovered->shown.class_label == anew.hovered->shown.class_label);
        RC_ASSERT(remembered.selected_rows == anew.selected_rows);
        RC_ASSERT(remembered.selected.size() == anew.selected.size() && remembered.laid.size() == anew.laid.size());
        for (std::size_t area = 0; area < anew.selected.size(); ++area) {
            RC_ASSERT(remembered.selected[area].name == anew.selected[area].name);
            RC_ASSERT(remembered.selected[area].remarks == anew.selected[area].remarks);
            RC_ASSERT(remembered.selected[area].shown.class_label == anew.selected[area].shown.class_label);
        }
        RC_ASSERT(remembered.drawn.size() == anew.drawn.size());
        for (std::size_t area = 0; area < anew.drawn.size(); ++area) {
            RC_ASSERT(remembered.drawn[area].remarks == anew.drawn[area].remarks);
            RC_ASSERT(remembered.drawn[area].waits == anew.drawn[area].waits);
            RC_ASSERT(remembered.drawn[area].selected == anew.drawn[area].selected);
        }
        RC_ASSERT(remembered.explanations.size() == anew.explanations.size());
        for (std::size_t area = 0; area < anew.explanations.size(); ++area) {
            RC_ASSERT(remembered.explanations[area].refusal == anew.explanations[area].refusal);
            RC_ASSERT(remembered.explanations[area].words.title == anew.explanations[area].words.title);
            RC_ASSERT(remembered.explanations[area].reference == anew.explanations[area].reference);
        }
        RC_ASSERT(remembered.title == anew.title && remembered.source == anew.source);
    }
}

/// Recording and replaying a session ends in the same State.
RC_GTEST_PROP(Session, ComesBackFromItsLines, ()) {
    Program lived;
    Program replayed;
    for (int i = 0; i < 40; ++i) {
        const auto action = any_action();
        if (const auto line = model::to_line(action)) {
            RC_ASSERT(model::to_line(model::from_line(*line, "line")) == line);
        }
        lived(action);
        const auto line = model::to_line(action);
        replayed(line ? model::from_line(*line, "line") : action);
    }
    RC_ASSERT(lived.state == replayed.state);
}

}  // namespace
