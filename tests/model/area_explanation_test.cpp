#include "app/model/area_explanation.h"
#include "app/model/derive.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace {

using Names = std::vector<std::string>;

struct Selects {
    model::State state;
    model::Results results;
    model::Deriver derive;
    Selects(std::shared_ptr<const model::Scene> scene, std::vector<std::string> codes) {
        results.phase = model::Results::Phase::ready;
        results.scene = std::move(scene);
        state.selected = std::move(codes);
        state.selected_level = "buurt";
    }
    const model::Derived& derived() { return derive(state, results); }
    const model::AreaExplanation& operator()() { return derived().explanations.front(); }
};

std::vector<std::string> names_of(const std::vector<model::AreaExplanation::Choice>& choices) {
    std::vector<std::string> out;
    for (const auto& choice : choices) out.push_back(choice.name + (choice.chosen ? "*" : ""));
    return out;
}

TEST(AreaExplanation, has_the_figures_and_sentences_of_explain) {
    const auto scene = scenes::areas_of_cells();
    const auto& layer = *scene->find("buurt");
    const auto& a = layer.assessment;
    const geo::References references(scene->dataset, {&a}, {});
    const auto labels = geo::labels(a.values.measurements);
    ASSERT_EQ(labels, (Names{"2014", "2018", "2020"}));
    for (const std::string against : {"fixed", "gemeente", "all", "BU00010002"}) {
        for (std::size_t row = 0; row < layer.rows(); ++row) {
            for (const std::size_t m : {0u, 1u, 2u}) {
                Selects selects(scene, {a.areas->code[row]});
                selects.state.reference = against;
                selects.state.measurement = labels[m];
                if (m == 2) selects.state.compare_from = "2018";
                const auto& told = selects();
                ASSERT_TRUE(told.explanation) << told.refusal;
                geo::ExplainOptions options;
                options.measurement = m;
                if (m > 0) options.from = m - 1;
                const auto expected = geo::explain(a, row, references.find(against, a, row), options);
                const auto& found = *told.explanation;
                EXPECT_EQ(found.gap.difference(), expected.gap.difference());
                ASSERT_EQ(told.why.size(), expected.gap.parts.size());
                ASSERT_EQ(told.why.size(), 5u);
                for (std::size_t i = 0; i < told.why.size(); ++i)
                    EXPECT_EQ(told.why[i].value, expected.gap.parts[i].difference());
                EXPECT_EQ(found.statistics->class_weight, expected.statistics->class_weight);
                ASSERT_EQ(told.change.size(), m > 0 ? 5u : 0u);
                ASSERT_EQ(told.split.size(), m > 0 ? 4u : 0u);
                if (m > 0) {
                    const auto& split = expected.change->total.split;
                    EXPECT_EQ(told.split[0].value, split.within);
                    EXPECT_EQ(told.split[1].value, split.weights);
                    EXPECT_EQ(told.split[2].value, split.entry);
                    EXPECT_EQ(told.split[3].value, split.exit);
                    EXPECT_EQ(found.share->split.change(), expected.share->split.change());
                }
                const auto words = model::explained(expected, {}, model::Language::english);
                ASSERT_EQ(told.words.sections.size(), words.sections.size());
                for (std::size_t i = 0; i < words.sections.size(); ++i)
                    EXPECT_EQ(told.words.sections[i].sentences, words.sections[i].sentences);
                EXPECT_EQ(told.words.caveats, words.caveats);
            }
        }
    }
}

TEST(AreaExplanation, draws_bars_that_add_up_to_their_sum) {
    Selects selects(scenes::areas_of_cells(), {"BU00010001"});
    const auto& told = selects();
    const auto total = [](const auto& bars) {
        double out = 0;
        for (const auto& bar : bars) out += bar.value;
        return out;
    };
    EXPECT_NEAR(total(told.why), told.explanation->gap.difference(), 1e-12);
    EXPECT_NEAR(total(told.change), told.explanation->change->total.split.change(), 1e-12);
    EXPECT_NEAR(total(told.split), told.explanation->change->total.split.change(), 1e-12);
    EXPECT_GE(std::abs(told.why[0].value), std::abs(told.why[1].value));
    EXPECT_NE(told.split[2].value, 0) << "one cell has no score before";
    EXPECT_NE(told.split[3].value, 0) << "another has none after";
    double shares = 0;
    for (const auto& part : told.classes) shares += part.share;
    EXPECT_NEAR(shares, 1, 1e-12);
    EXPECT_EQ(told.classes.size(), 9u);
    EXPECT_TRUE(told.low_share.starts_with("weak or lower: ")) << told.low_share;
    EXPECT_TRUE(told.without_score.ends_with("dwellings without a score")) << told.without_score;
    const auto* why = told.words.find(model::Section::Kind::why);
    ASSERT_NE(why, nullptr);
    EXPECT_NE(why->check.find("✓"), std::string::npos) << why->check;
}

TEST(AreaExplanation, is_made_anew_for_what_it_depends_on_only) {
    Selects selects(scenes::areas_of_cells(), {"BU00010001", "BU00010003"});
    const auto* before = selects.derived().explanations.data();
    ASSERT_EQ(selects.derived().explanations.size(), 2u);
    selects.state.hovered = "BU00010002";
    EXPECT_EQ(selects.derived().explanations.data(), before);
    selects.state.dimension = "won";
    EXPECT_EQ(selects.derived().explanations.data(), before);
    selects.state.level = "cells";
    EXPECT_EQ(selects.derived().explanations.data(), before);
    selects.state.measurement = "2014";
    EXPECT_EQ(selects().explanation->measurement, 0u);
    selects.state.reference = "all";
    EXPECT_EQ(selects().reference, "the mean of all that was read");
    selects.state.language = model::Language::dutch;
    EXPECT_EQ(selects().reference, "het gemiddelde van alles wat is ingelezen");
}

TEST(AreaExplanation, offers_the_references_that_can_be_had) {
    Selects selects(scenes::areas_of_cells(), {"BU00010001"});
    EXPECT_EQ(names_of(selects().references), (Names{"fixed*", "gemeente", "all"}));
    selects.state.reference = "BU00010002";
    EXPECT_EQ(names_of(selects().references), (Names{"fixed", "gemeente", "all", "BU00010002*"}));
    EXPECT_EQ(selects().references.back().label, "Midden");
    Selects own(scenes::three_areas(), {"BU00010001"});  // nothing says what they count for
    EXPECT_EQ(names_of(own().references), Names{"fixed*"});
    own.state.reference = "gemeente";  // for this area the first there is stands for it
    EXPECT_EQ(names_of(own().references), Names{"fixed*"});
    EXPECT_EQ(own().reference, "the fixed reference of the 2020 edition");
}

TEST(AreaExplanation, refuses_in_a_sentence) {
    Selects own(scenes::three_areas(), {"BU00010001"});
    own.state.reference = "WK9999";
    EXPECT_NE(own().refusal.find("no area has the code 'WK9999'"), std::string::npos) << own().refusal;
    Selects without(scenes::three_areas(), {"BU00010003"});
    EXPECT_EQ(without().refusal, "Without a score there is no gap or change to tell.");
    EXPECT_TRUE(without().references.empty());
}

TEST(AreaExplanation, says_that_a_measurement_has_no_dimensions) {
    Selects own(scenes::three_areas(), {"BU00010001"});
    own.state.measurement = "2012";
    ASSERT_TRUE(own().explanation);
    EXPECT_TRUE(own().why.empty());
    const auto& sentences = own().words.find(model::Section::Kind::why)->sentences;
    EXPECT_NE(sentences.back().find("2012"), std::string::npos);
    EXPECT_FALSE(own().explanation->change) << "nothing earlier is comparable";
}

TEST(AreaExplanation, compares_with_the_earliest_where_the_one_asked_for_cannot_be_had) {
    Selects own(scenes::three_areas(), {"BU00010001"});
    EXPECT_EQ(names_of(own().baselines), Names{"2014*"});
    EXPECT_EQ(own().baseline_note, "");
    own.state.compare_from = "2012";  // of an older model
    EXPECT_EQ(names_of(own().baselines), Names{"2014*"});
    EXPECT_EQ(own().baseline_note, "2012 is no earlier measurement that can be compared with 2020; hence from 2014.");
    EXPECT_EQ(own().explanation->change->from, 1u);
    own.state.compare_from = "2014";
    EXPECT_EQ(own().baseline_note, "");
}

TEST(AreaExplanation, tells_of_a_cell_its_own_score_only) {
    Selects selects(scenes::areas_of_cells(), {"E1000N4000"});
    selects.state.selected_level = "cells";
    const auto& told = selects();
    ASSERT_TRUE(told.explanation) << told.refusal;
    EXPECT_EQ(told.why.size(), 5u);
    EXPECT_TRUE(told.split.empty());
    EXPECT_TRUE(told.classes.empty());
    for (const auto& section : told.words.sections) {
        for (const auto& sentence : section.sentences)
            EXPECT_EQ(sentence.find("Add grid cells"), std::string::npos) << sentence;
    }
}

TEST(AreaExplanation, is_not_made_without_a_window) {
    const scenes::Folder folder;
    model::SceneOptions options;
    options.load.inputs = scenes::write_cells(folder);
    options.prepare = false;
    Selects selects(model::build_scene(options), {"BU00010001"});
    EXPECT_EQ(selects.derived().selected.size(), 1u);
    EXPECT_TRUE(selects.derived().explanations.empty());
}

TEST(Scene, shows_a_set_of_areas_only_when_it_is_chosen) {
    const scenes::Folder folder;
    model::SceneOptions options;
    options.load.inputs = scenes::write_cells(folder);
    options.load.sets = {folder.write("plan.csv",
                                      "area_id,name,member_code,member_level,share\n"
                                      "p1,Plan,BU00010001,buurt,1\n")};
    Selects selects(model::build_scene(options), {"p1"});
    EXPECT_EQ(selects.derived().shown.layer->level(), "buurt");
    const auto set = std::find_if(selects.results.scene->layers.begin(), selects.results.scene->layers.end(),
                                  [](const model::Layer& layer) { return layer.assessment.areas->chosen; });
    ASSERT_NE(set, selects.results.scene->layers.end());
    selects.state.level = model::by_scale;
    for (const double scale : {0.1, 1.0, 10.0, 100.0, 1000.0}) {
        selects.state.view.metres_per_pixel = scale;
        EXPECT_FALSE(selects.derived().shown.layer->assessment.areas->chosen) << scale;
    }
    selects.state.selected_level = selects.state.level = set->level();
    EXPECT_TRUE(selects.derived().shown.layer->assessment.areas->chosen);
    ASSERT_TRUE(selects().explanation) << selects().refusal;
    EXPECT_EQ(names_of(selects().references), (Names{"fixed*", "gemeente", "all"}));
}

}  // namespace
