#include "app/model/theme.h"

#include "app/model/derive.h"
#include "app/model/looks.h"
#include "geo/explain.h"
#include "tests/model/program.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace {

using scenes::Program;

TEST(Theme, OfTheStateIsWhatWasPublished) {
    Program program(scenes::three_areas());
    const auto& a = program.derived().shown.layer->assessment;
    EXPECT_EQ(program.theme().classes.data(), a.classes.column(a.total, 2).data());
    EXPECT_EQ(program.theme().table.scheme, "judgement");
    EXPECT_FALSE(program.theme().own_index);
}

TEST(Theme, OfAChangeIsTheDifferenceOfTwoMeasurementsThatCanBeCompared) {
    Program program(scenes::three_areas());
    program(model::ShowChosen{model::Show::change});
    EXPECT_EQ(program.theme().from, 1U);  // 2014: 2012 is of another model
    EXPECT_NEAR(program.theme().values[0], 0.3, 1e-12);
    EXPECT_NEAR(program.theme().values[1], 0.05, 1e-12);
    EXPECT_EQ(program.theme().classes[2], geo::no_data_missing);  // no score in 2020
    EXPECT_EQ(program.theme().table.scheme, "change");
    EXPECT_EQ(program.derived().legend.title, "Change of Total liveability, 2014–2020");
    program(model::MeasurementChosen{"2014"});
    EXPECT_NE(program.theme().refusal, nullptr);
    EXPECT_FALSE(program.derived().legend.refusal.empty());
    for (const auto code : program.theme().classes) EXPECT_EQ(code, geo::no_data_missing);
}

/// 2016 was measured with the older model between measurements of the newer one: it breaks the series, not the change.
std::shared_ptr<const model::Scene> with_an_older_one_between(bool across_editions = false) {
    const scenes::Folder folder;
    std::string scores = "bu_code,versie,jaar,afw\n";
    for (const auto& [model, year] : {std::pair{"3.0", 2014}, {"2.0", 2016}, {"3.0", 2018}, {"3.0", 2020}}) {
        for (int area = 1; area <= 3; ++area)
            scores +=
                fmt::format("BU0001000{},Leefbaarometer {},{},{}\n", area, model, year, (year % 100) * area / 256.0);
    }
    return scenes::load({folder.write("areas.geojson", scenes::areas_geojson), folder.write("scores.csv", scores)},
                        across_editions);
}

TEST(Theme, OfAChangeSkipsMeasurementsThatAreNotComparable) {
    Program program(with_an_older_one_between());
    program(model::ShowChosen{model::Show::change});
    program(model::Selected{"BU00010002", false});
    const auto names = [](const auto& choices) {
        std::vector<std::string> out;
        for (const auto& choice : choices) out.push_back(choice.name + (choice.chosen ? "*" : ""));
        return out;
    };
    for (const std::string since : {"", "2014", "2018", "2016"}) {
        program(model::BaselineChosen{since});
        const auto& derived = program.derived();
        const std::size_t from = since == "2018" ? 2 : 0;
        EXPECT_EQ(derived.theme->from, from) << since;
        EXPECT_EQ(derived.explanations[0].explanation->change->from, from) << since;
        EXPECT_EQ(derived.theme->values[1], derived.explanations[0].explanation->change->total.split.change());
        EXPECT_EQ(names(derived.options.baselines), names(derived.explanations[0].baselines)) << since;
        EXPECT_NE(derived.legend.title.find(from == 0 ? "2014–2020" : "2018–2020"), std::string::npos);
    }
    std::vector<bool> can_be_told;
    for (const auto& moment : program.derived().moments) can_be_told.push_back(moment.has_values);
    EXPECT_EQ(can_be_told, (std::vector<bool>{false, false, true, true}));
    program(model::ShowChosen{model::Show::state});  // but nothing is outlined across a break
    program(model::PlaybackSet{{1.2, true, true}});
    program(model::MeasurementChosen{"2018"});
    EXPECT_FALSE(model::outlined_since(program.derived().shown, program.state));
}

TEST(Theme, OfAChangeAcrossABreakHasNoClassesWhereTheExplanationTellsIt) {
    Program program(with_an_older_one_between(true));
    program(model::ShowChosen{model::Show::change});
    program(model::Selected{"BU00010002", false});
    EXPECT_EQ(program.theme().from, 0u);  // unasked, a comparable one
    EXPECT_EQ(program.theme().refusal, nullptr);
    program(model::BaselineChosen{"2016"});
    const auto& derived = program.derived();
    EXPECT_EQ(derived.explanations[0].explanation->change->from, 1u);
    EXPECT_EQ(std::string(derived.theme->refusal), "theme.not_comparable");
    for (const auto code : derived.theme->classes) EXPECT_EQ(code, geo::no_data_missing);
    EXPECT_NE(derived.legend.refusal.find("cannot be compared"), std::string::npos);
    ASSERT_EQ(derived.options.baselines.size(), 3u);
    EXPECT_EQ(derived.options.baselines.size(), derived.explanations[0].baselines.size());
    EXPECT_TRUE(derived.options.baselines[1].chosen);
    EXPECT_FALSE(derived.moments[3].has_values);
    program(model::MeasurementChosen{"2016"});  // compares with none unasked
    EXPECT_EQ(std::string(program.theme().refusal), "theme.no_baseline");
}

TEST(Theme, OfAChangeIsWhatTheExplanationTells) {
    Program program(scenes::areas_of_cells());
    program(model::ShowChosen{model::Show::change});
    program(model::BaselineChosen{"2018"});
    program(model::Selected{"BU00010002", false});
    const auto& derived = program.derived();
    ASSERT_TRUE(derived.explanations[0].explanation->change);
    EXPECT_EQ(derived.theme->values[1], derived.explanations[0].explanation->change->total.split.change());
    EXPECT_EQ(derived.theme->classes[1], derived.explanations[0].explanation->change->change_class);
    EXPECT_EQ(derived.selected[0].shown.value, derived.theme->values[1]);
    // The trend stays that of the state.
    EXPECT_EQ(derived.selected[0].measurements[2].value,
              derived.shown.layer->assessment.values.values.column(derived.shown.value, 2)[1]);
}

TEST(Theme, OfADifferenceIsTheGapThatTheExplanationTells) {
    for (const std::string against : {"fixed", "all", "gemeente", "BU00010003"}) {
        Program program(scenes::areas_of_cells());
        program(model::ShowChosen{model::Show::difference});
        program(model::ReferenceChosen{against});
        program(model::Selected{"BU00010001", false});
        const auto& derived = program.derived();
        ASSERT_TRUE(derived.explanations[0].explanation) << derived.explanations[0].refusal;
        EXPECT_EQ(derived.theme->values[0], derived.explanations[0].explanation->gap.difference()) << against;
        EXPECT_EQ(derived.theme->table.scheme, "deviation");
    }
}

TEST(Theme, OfADifferenceThatCannotBeToldSaysSo) {
    Program program(scenes::areas_of_cells());
    program(model::ShowChosen{model::Show::difference});
    program(model::ReferenceChosen{"nowhere"});
    EXPECT_FALSE(program.derived().legend.refusal.empty());
}

TEST(OwnIndexTheme, IsTheOfficialFigureWhereAllDimensionsCountAlike) {
    Program program(scenes::areas_of_cells());
    program(model::ImportancesChosen{{{"won", 2}, {"fys", 2}, {"vrz", 2}, {"soc", 2}, {"onv", 2}}});
    EXPECT_FALSE(program.theme().own_index);
    program(model::ImportancesChosen{{{"won", 1}}});
    EXPECT_FALSE(program.theme().own_index);
}

TEST(OwnIndexTheme, SaysThatItIsOneWhereverItIsShown) {
    Program program(scenes::areas_of_cells());
    program(model::ImportanceSet{"won", 3});
    program(model::Selected{"BU00010001", false});
    const auto& derived = program.derived();
    EXPECT_TRUE(derived.theme->own_index);
    EXPECT_NE(derived.title.find("Own index"), std::string::npos);
    EXPECT_NE(derived.legend.title.find("Own index"), std::string::npos);
    ASSERT_FALSE(derived.legend.notes.empty());
    EXPECT_NE(derived.legend.notes[0].find("not the official figure"), std::string::npos);
    EXPECT_EQ(derived.selected[0].shown.name, "Own index");
    EXPECT_EQ(derived.selected[0].over_time, "Own index");
    program(model::DimensionChosen{"won"});  // a dimension is what it is
    EXPECT_FALSE(program.theme().own_index);
}

/// The mean of the cells' own index is the own index of the means, as both are linear; and so on every level.
TEST(OwnIndexTheme, OfAnAreaIsTheWeightedMeanOfItsCells) {
    const auto scene = scenes::areas_of_cells();
    Program program(scene);
    program(model::ImportancesChosen{{{"won", 3}, {"onv", 0}}});
    program(model::MeasurementChosen{"2018"});
    const std::vector<double> areas(program.theme().values.begin(), program.theme().values.end());
    const auto limits = program.theme().table.limits;
    program(model::LevelChosen{"cells"});
    const auto& cells = program.theme();
    EXPECT_EQ(cells.table.limits, limits);
    const auto& layer = *scene->find("buurt");
    for (std::size_t area = 0; area < areas.size(); ++area) {
        double sum = 0;
        double weight = 0;
        layer.members[area].for_each([&](std::size_t cell, double) {
            sum += layer.assessment.units.weights[1].values[cell] * cells.values[cell];
            weight += layer.assessment.units.weights[1].values[cell];
        });
        EXPECT_NEAR(areas[area], sum / weight, 1e-12);
    }
}

/// What is told of one row without making the theme is what the theme says.
TEST(OwnIndexTheme, TellsWhereARowStoodAsTheWholeThemeDoes) {
    const auto scene = scenes::areas_of_cells();
    Program program(scene);
    program(model::ImportancesChosen{{{"won", 3}, {"onv", 0.5}}});
    for (const auto* level : {"buurt", "cells"}) {
        program(model::LevelChosen{level});
        const auto& shown = program.derived().shown;
        const auto request = model::theme_request(shown, program.state);
        for (std::size_t m = 0; m < shown.layer->assessment.values.measurements.size(); ++m) {
            for (std::size_t row = 0; row < shown.layer->rows(); ++row) {
                model::Themes alone;
                model::Themes whole;
                const auto stood = alone.stood(request, m, row);
                const auto& theme = whole(request, m);
                EXPECT_TRUE(stood.value == theme.values[row] ||
                            (std::isnan(stood.value) && std::isnan(theme.values[row])));
                EXPECT_EQ(stood.class_code, theme.classes[row]);
                EXPECT_EQ(stood.table->limits, theme.table.limits);
            }
        }
    }
}

TEST(OwnIndexTheme, KeepsTheDwellingsPerClassOfTheMeasurementChosen) {
    const auto scene = scenes::areas_of_cells();
    Program program(scene);
    program(model::LevelChosen{"cells"});
    program(model::MeasurementChosen{"2014"});
    program(model::IndexFromChosen{"2014"});
    const auto weight_of = [&](std::span<const std::uint8_t> classes) {
        std::vector<double> out(9, 0.0);
        const auto& weights = scene->layers.back().row_weight[0];
        for (std::size_t row = 0; row < classes.size(); ++row) {
            if (geo::is_class(classes[row])) out[classes[row] - 1u] += weights[row];
        }
        return out;
    };
    const auto official = weight_of(program.theme().classes);
    program(model::ImportancesChosen{{{"won", 1.5}}});
    ASSERT_TRUE(program.theme().own_index);
    EXPECT_EQ(program.theme().index_from, "2014");
    // Class k ends with the smallest value that has the weight of classes 1 .. k: without that value it has less.
    const auto& theme = program.theme();
    const auto& weights = scene->layers.back().row_weight[0];
    double below_official = 0;
    for (std::size_t k = 1; k < 9; ++k) {
        below_official += official[k - 1];
        double highest = -INFINITY;
        for (std::size_t row = 0; row < theme.classes.size(); ++row) {
            if (theme.classes[row] <= k) highest = std::max(highest, theme.values[row]);
        }
        double up_to = 0;
        double without = 0;
        for (std::size_t row = 0; row < theme.classes.size(); ++row) {
            if (theme.values[row] <= highest) up_to += weights[row];
            if (theme.values[row] < highest) without += weights[row];
        }
        if (below_official == 0) continue;
        EXPECT_GE(up_to, below_official) << k;
        EXPECT_LT(without, below_official) << k;
    }
}

TEST(OwnIndexTheme, OfNothingIsRefused) {
    Program program(scenes::areas_of_cells());
    program(model::ImportancesChosen{{{"won", 0}, {"fys", 0}, {"vrz", 0}, {"soc", 0}, {"onv", 0}}});
    EXPECT_FALSE(program.derived().legend.refusal.empty());
}

TEST(SchemeTheme, MeansTheSameAtEveryMeasurement) {
    Program program(scenes::areas_of_cells());
    program(model::LevelChosen{"cells"});
    for (const auto kind : {model::Scheme::Kind::quantile, model::Scheme::Kind::equal_interval,
                            model::Scheme::Kind::natural, model::Scheme::Kind::fixed}) {
        program(model::SchemeChosen{{kind, 4, false, {-0.1, 0.1}}});
        program(model::MeasurementChosen{"2014"});
        const auto limits = program.theme().table.limits;
        EXPECT_EQ(limits.size(), kind == model::Scheme::Kind::fixed ? 2U : 3U);
        program(model::MeasurementChosen{"2020"});
        EXPECT_EQ(program.theme().table.limits, limits);
        EXPECT_EQ(program.theme().table.labels_en.size(), limits.size() + 1);
    }
}

TEST(Looks, PaleWhatLittleWeighsInAndWhatIsLeftOut) {
    const std::vector<std::uint8_t> classes{3, 3, 3, geo::no_data_missing};
    const std::vector<double> weight{10, 100, geo::missing, 1};
    const std::vector<std::uint8_t> kept{1, 0, 1, 1};
    const std::vector<std::uint8_t> before{2, 2, geo::no_data_missing, 2};
    const auto looks = model::looks_of(classes, 9, {kept, weight, 50, before});
    EXPECT_EQ(looks[0], 3 + model::look_faint + model::look_trail);
    EXPECT_EQ(looks[1], model::look_left_out);
    EXPECT_EQ(looks[2], 3 + model::look_faint);
    EXPECT_EQ(looks[3], geo::no_data_missing);
}

TEST(Looks, HaveAStyleEach) {
    const auto table = geo::class_table("judgement", "2024");
    const auto palette = model::palette_of(table, {}, model::Faint::pattern);
    for (std::size_t k = 1; k <= 9; ++k) {
        EXPECT_EQ(palette[k + model::look_trail].ground, palette[k].ground);
        EXPECT_EQ(palette[k + model::look_faint].pattern, geo::Pattern::lines);
    }
    const auto faded = model::palette_of(table, {"viridis", model::Vision::deuteranopia}, model::Faint::fade);
    EXPECT_NE(faded[1].ground, palette[1].ground);
    EXPECT_NE(faded[1 + model::look_faint].ground, faded[1].ground);
}

TEST(Looks, OutlineWhatChangedClassButNeverAcrossABreak) {
    Program program(scenes::three_areas());
    program(model::PlaybackSet{{1.2, true, true}});
    EXPECT_EQ(program.derived().looks[0], program.theme().classes[0] + model::look_trail);
    program(model::MeasurementChosen{"2014"});  // after a break
    EXPECT_EQ(program.derived().looks[0], program.theme().classes[0]);
}

TEST(Legend, WarnsOfColoursThatNotEveryEyeTellsApart) {
    Program program(scenes::three_areas());
    model::Scheme scheme;
    scheme.kind = model::Scheme::Kind::equal_interval;
    scheme.classes = 12;
    program(model::SchemeChosen{scheme});
    program(model::PaletteChosen{"viridis"});
    EXPECT_EQ(program.derived().legend.warning, "");
    program(model::PaletteChosen{"sequential"});  // twelve of its steps are too near each other
    const auto& warning = program.derived().legend.warning;
    const auto& labels = program.derived().theme->table.labels_en;
    EXPECT_NE(warning.find("protanopia"), std::string::npos) << warning;
    const auto named = std::count_if(labels.begin(), labels.end(), [&](const std::string& label) {
        return warning.find("‘" + label + "’") != std::string::npos;
    });
    EXPECT_EQ(named, 2) << warning;
    program(model::VisionChosen{model::Vision::tritanopia});
    EXPECT_EQ(program.derived().legend.warning, warning) << "the warning does not depend on whose eyes are shown";
}

}  // namespace
