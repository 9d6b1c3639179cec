#include "tests/ui/hands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using hands::first;
using hands::Window;

namespace {

struct Opened : testing::Test {
    Window window;
    Opened() { window.load(scenes::three_areas()); }

    // The panel says what the state says, whatever way it was changed.
    void choose(const model::Action& action) {
        model::apply(window.state, window.results, action);
        window.settle();
    }
};

using Panels = Opened;
using Legend = Opened;
using Inspector = Opened;
using Slider = Opened;
using Overlay = Opened;

float middle(const ui::Rect& at) {
    return at.x + at.width / 2;
}

}  // namespace

TEST_F(Panels, give_the_renderer_a_map_of_the_size_the_state_has) {
    EXPECT_EQ(window.state.view.width, static_cast<int>(window.layout.map.width));
    EXPECT_EQ(window.state.view.height, static_cast<int>(window.layout.map.height));
    EXPECT_TRUE(window.step().empty());
    window.resize(900, 500);
    EXPECT_NE(first<model::MapResized>(window.step()), nullptr);
    window.settle();
    EXPECT_EQ(window.state.view.width, static_cast<int>(window.layout.map.width));
    EXPECT_TRUE(window.step().empty());
}

TEST_F(Panels, keep_a_view_fitted_that_was_not_moved) {
    window.resize(700, 600);
    window.settle();
    const auto fitted = model::fitted(window.state.view, window.results.scene->bounds());
    EXPECT_EQ(window.state.view, fitted);
}

TEST_F(Panels, choose_a_dimension) {
    const auto dimensions = window.derived().dimensions;  // a click makes them anew
    for (const auto& dimension : dimensions) {
        if (dimension == "afw") continue;
        const auto actions = window.click("dimension." + dimension);
        ASSERT_NE(first<model::DimensionChosen>(actions), nullptr) << dimension;
        EXPECT_EQ(first<model::DimensionChosen>(actions)->code, dimension);
    }
    EXPECT_NE(first<model::DimensionChosen>(window.click("dimension.afw")), nullptr);
    EXPECT_EQ(first<model::DimensionChosen>(window.click("dimension.afw")), nullptr);  // is chosen already
}

TEST_F(Panels, choose_the_language_and_follow_it) {
    EXPECT_TRUE(window.probe.says("Housing stock"));
    const auto dutch = window.click("language.nl");
    ASSERT_NE(first<model::LanguageChosen>(dutch), nullptr);
    window.settle();
    EXPECT_TRUE(window.probe.says("Woningvoorraad"));
    EXPECT_FALSE(window.probe.says("Housing stock"));
    EXPECT_NE(first<model::LanguageChosen>(window.click("language.en")), nullptr);
}

TEST_F(Panels, fit_by_a_button) {
    EXPECT_NE(first<model::Fitted>(window.click("fit")), nullptr);
}

TEST_F(Panels, list_the_keys_until_closed) {
    window.click("keys");
    window.settle();
    EXPECT_TRUE(window.probe.says("Play"));
    window.click("keys.close");
    window.settle();
    EXPECT_FALSE(window.probe.says("Play"));
}

TEST_F(Panels, pass_keys_on) {
    window.type(U'l');
    EXPECT_NE(first<model::LegendToggled>(window.step()), nullptr);
    EXPECT_TRUE(window.step().empty());
}

TEST_F(Legend, shows_every_class_with_its_number_and_folds) {
    for (const auto& entry : window.derived().legend.entries)
        EXPECT_TRUE(window.probe.says(entry.label)) << entry.label;
    EXPECT_TRUE(window.probe.says(window.derived().legend.title));
    EXPECT_TRUE(window.probe.says("No score"));
    EXPECT_NE(first<model::LegendToggled>(window.click("legend")), nullptr);
    window.settle();
    EXPECT_FALSE(window.probe.says("Excellent"));
    EXPECT_NE(first<model::LegendToggled>(window.click("legend")), nullptr);
}

TEST_F(Inspector, tells_everything_of_what_is_selected) {
    choose(model::MeasurementChosen{"2014"});
    choose(model::Selected{"BU00010001"});
    window.click("section.measurements.BU00010001");
    window.settle();
    for (const auto* said :
         {"West", "BU00010001", "Very insufficient", "−0.500", "Housing stock", "Series break", "2012"}) {
        EXPECT_TRUE(window.probe.says(said)) << said;
    }
}

TEST_F(Inspector, shows_all_selected_and_lets_go_of_one) {
    choose(model::Selected{"BU00010001"});
    choose(model::Selected{"BU00010003", true});
    EXPECT_TRUE(window.probe.says("West"));
    EXPECT_TRUE(window.probe.says("Oost"));
    const auto actions = window.click("close.BU00010003");
    ASSERT_NE(first<model::Selected>(actions), nullptr);
    EXPECT_EQ(window.state.selected, std::vector<std::string>{"BU00010001"});
    window.settle();
    window.click("close.BU00010001");
    window.settle();
    EXPECT_TRUE(window.layout.right.empty());
}

TEST_F(Inspector, folds_its_lists) {
    window.resize(1280, 800);
    choose(model::Selected{"BU00010001"});
    EXPECT_FALSE(window.probe.says("Series break"));
    window.click("section.measurements.BU00010001");
    window.settle();
    EXPECT_TRUE(window.probe.says("Series break"));
    window.click("section.measurements.BU00010001");
    window.settle();
    EXPECT_FALSE(window.probe.says("Series break"));
}

TEST_F(Inspector, says_why_in_the_words_of_explain_and_that_it_adds_up) {
    window.load(scenes::areas_of_cells());
    choose(model::Selected{"BU00010001"});
    ASSERT_EQ(window.derived().explanations.size(), 1u);
    for (const auto& section : window.derived().explanations.front().words.sections) {
        using Kind = model::Section::Kind;
        if (section.kind != Kind::why && section.kind != Kind::change && section.kind != Kind::share) continue;
        for (const auto& sentence : section.sentences) EXPECT_TRUE(window.probe.says(sentence)) << sentence;
    }
    for (const auto* said : {"sum ", "✓", "weak or lower: ", "dwellings without a score", "our own classes"})
        EXPECT_TRUE(window.probe.says(said)) << said;
}

TEST_F(Inspector, draws_bars_as_long_as_the_differences_are) {
    window.load(scenes::areas_of_cells());
    choose(model::Selected{"BU00010001"});
    const auto why = window.derived().explanations.front().why;
    ASSERT_EQ(why.size(), 5u);
    const auto bar = [&](std::size_t i) {
        return window.probe.items.at("bar.why." + std::to_string(i) + ".BU00010001");
    };
    double least = 0;
    double most = 0;
    for (const auto& part : why) {
        least = std::min(least, part.value);
        most = std::max(most, part.value);
    }
    const auto per_point = static_cast<double>(bar(0).width) / std::abs(why[0].value);
    const auto zero = static_cast<double>(why[0].value < 0 ? bar(0).right() : bar(0).x);
    for (std::size_t i = 0; i < why.size(); ++i) {
        EXPECT_NEAR(static_cast<double>(bar(i).width), per_point * std::abs(why[i].value), 1.5) << i;
        EXPECT_EQ(static_cast<double>(why[i].value < 0 ? bar(i).right() : bar(i).x), zero) << i;
    }
    EXPECT_LE(zero + per_point * most, static_cast<double>(window.layout.right.right()));
    EXPECT_GE(zero + per_point * least, static_cast<double>(window.layout.right.x));
}

TEST_F(Inspector, chooses_what_to_compare_with) {
    window.resize(1280, 1400);
    window.load(scenes::areas_of_cells());
    choose(model::Selected{"BU00010001"});
    const auto clicked = window.click("reference.gemeente.BU00010001");
    ASSERT_NE(first<model::ReferenceChosen>(clicked), nullptr);
    EXPECT_EQ(first<model::ReferenceChosen>(clicked)->against, "gemeente");
    window.settle();
    EXPECT_TRUE(window.probe.says("the mean of the areas read of the municipality of"));
    EXPECT_EQ(first<model::ReferenceChosen>(window.click("reference.gemeente.BU00010001")), nullptr);  // is it already
    const auto since = window.click("baseline.2018.BU00010001");
    ASSERT_NE(first<model::BaselineChosen>(since), nullptr);
    EXPECT_EQ(first<model::BaselineChosen>(since)->label, "2018");
    window.settle();
    EXPECT_TRUE(window.probe.says("Change 2018–2020"));
}

TEST_F(Inspector, says_that_it_tells_of_the_total_where_a_dimension_is_shown) {
    choose(model::Selected{"BU00010001"});
    EXPECT_FALSE(window.probe.says("What follows tells of"));
    choose(model::DimensionChosen{"won"});
    EXPECT_TRUE(window.probe.says("What follows tells of Total liveability, not of Housing stock."));
    choose(model::DimensionChosen{"class_dev"});  // of the total too
    EXPECT_FALSE(window.probe.says("What follows tells of"));
}

TEST_F(Inspector, says_why_it_cannot_say_why) {
    choose(model::Selected{"BU00010003"});
    EXPECT_TRUE(window.probe.says("Without a score"));
    choose(model::Selected{"BU00010001"});
    choose(model::ReferenceChosen{"WK9999"});
    EXPECT_TRUE(window.probe.says("no area has the code 'WK9999'"));
    EXPECT_NE(first<model::ReferenceChosen>(window.click("reference.fixed.BU00010001")), nullptr);
    window.settle();
    EXPECT_TRUE(window.probe.says("Why here"));
}

TEST_F(Slider, has_its_moments_at_their_true_spacing) {
    const auto x = [&](const char* label) { return middle(window.probe.items.at(std::string("moment.") + label)); };
    EXPECT_NEAR((x("2014") - x("2012")) / (x("2020") - x("2012")), 2.0F / 8, 1e-3);
}

TEST_F(Slider, chooses_what_is_clicked_or_dragged_to) {
    const auto clicked = window.click("moment.2012");
    ASSERT_NE(first<model::MeasurementChosen>(clicked), nullptr);
    EXPECT_EQ(first<model::MeasurementChosen>(clicked)->label, "2012");
    const auto from = window.probe.items.at("moment.2012");
    const auto to = window.probe.items.at("moment.2014");
    window.move(middle(from), from.y + 2);
    window.settle();
    window.press(true);
    window.settle();
    window.move(middle(to) - 8, to.y + 2);
    const auto dragged = window.step();
    ASSERT_NE(first<model::MeasurementChosen>(dragged), nullptr);
    EXPECT_EQ(first<model::MeasurementChosen>(dragged)->label, "2014");
    window.move(middle(to) + 600, 0);  // far past the end, off the slider
    window.step();
    EXPECT_EQ(window.state.measurement, "2020");
    window.press(false);
    EXPECT_TRUE(window.step().empty());
}

TEST_F(Slider, plays_and_pauses) {
    EXPECT_NE(first<model::PlayToggled>(window.click("play")), nullptr);
    EXPECT_TRUE(window.state.playing);
}

TEST_F(Slider, says_where_the_series_breaks_and_where_there_are_no_scores) {
    choose(model::DimensionChosen{"won"});
    const auto a = window.probe.items.at("moment.2012");
    const auto b = window.probe.items.at("moment.2014");
    window.move((middle(a) + middle(b)) / 2, a.y + 2);
    window.settle();
    EXPECT_TRUE(window.probe.says("2012 and 2014 are not comparable"));
    window.move(middle(a), a.y + 2);
    window.settle();
    EXPECT_TRUE(window.probe.says("2012: there are no scores"));
}

TEST_F(Overlay, tells_frame_times_report_and_the_cursor_in_every_space) {
    window.facts.id_ms = 12.34;
    window.facts.triangles = 2406724;
    choose(model::OverlayToggled{});
    window.move(window.layout.map.right() - 50, window.layout.map.y + 60);
    window.settle();
    for (const auto* said : {"12.34 ms", "2,406,724", "Window pixel", "Amersfoort / RD New", "E10", "Load report"}) {
        EXPECT_TRUE(window.probe.says(said)) << said;
    }
    EXPECT_TRUE(window.probe.says("unmatched") || window.probe.says("decided") ||
                window.probe.says("Nothing to report"));
    window.type(ui::Key::f1);
    window.step();
    window.settle();
    EXPECT_FALSE(window.probe.says("Window pixel"));
}

TEST(Messages, invite_where_nothing_is_open) {
    Window window;
    window.settle();
    EXPECT_TRUE(window.probe.says("Drop files on this window"));
    EXPECT_EQ(window.layout.map.width, 1280);
}

TEST(Messages, follow_a_load_and_cancel_it) {
    Window window;
    model::apply(window.state, window.results, model::Opened{{"a.csv"}});
    model::apply(window.state, window.results, model::LoadProgressed{1, 0.25, "a very long name of a file.csv"});
    window.settle();
    EXPECT_TRUE(window.probe.says("a very long name of a file.csv"));
    EXPECT_TRUE(window.probe.says("25 %"));
    EXPECT_NE(first<model::LoadCancelled>(window.click("cancel")), nullptr);
    window.settle();
    EXPECT_TRUE(window.probe.says("Loading was cancelled"));
}

TEST(Messages, say_a_failure_in_the_language_of_the_window) {
    Window window;
    model::apply(window.state, window.results, model::Opened{{"a.csv"}});
    model::apply(window.state, window.results, model::LoadFailed{1, geo::Sentence("{}: the file is empty", "a.csv")});
    model::apply(window.state, window.results, model::LanguageChosen{model::Language::dutch});
    window.settle();
    EXPECT_TRUE(window.probe.says("a.csv: het bestand is leeg"));
    model::apply(window.state, window.results, model::LanguageChosen{model::Language::english});
    window.settle();
    EXPECT_TRUE(window.probe.says("a.csv: the file is empty"));
}

TEST(Messages, say_a_failure_in_full_until_dismissed) {
    Window window;
    model::apply(window.state, window.results, model::Opened{{"a.csv"}});
    std::string sentence = "/a/folder/with/" + std::string(300, 'x') + "/a.csv: ";
    for (int i = 0; i < 60; ++i) sentence += "a long sentence ";
    model::apply(window.state, window.results, model::LoadFailed{1, geo::Sentence::verbatim(sentence)});
    window.settle();
    EXPECT_TRUE(window.probe.says(sentence));
    EXPECT_NE(first<model::MessageDismissed>(window.click("dismiss")), nullptr);
    window.settle();
    EXPECT_FALSE(window.probe.says("a long sentence"));
    EXPECT_TRUE(window.probe.says("Drop files"));
}
