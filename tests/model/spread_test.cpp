#include "app/model/spread.h"

#include "app/model/derive.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace {

struct Program {
    model::State state;
    model::Results results;
    model::Deriver derive;

    explicit Program(std::shared_ptr<const model::Scene> scene) {
        (*this)(model::Opened{{"files"}});
        (*this)(model::Loaded{1, std::move(scene)});
    }
    void operator()(const model::Action& action) { model::apply(state, results, action); }
    const model::AreaSpread& spread() { return derive(state, results).spreads[0]; }
};

TEST(Spread, HasAllOfTheWeightInItsBinsAndInItsBars) {
    for (const auto* code : {"BU00010001", "BU00010002", "BU00010003"}) {
        Program program(scenes::areas_of_cells());
        program(model::Selected{code, false});
        const auto& spread = program.spread();
        double all = 0;
        for (const auto& bin : spread.bins) all += bin.share;
        EXPECT_NEAR(all, 1, 1e-12);
        ASSERT_EQ(spread.bars.size(), 3U);
        for (const auto& bar : spread.bars) {
            double whole = 0;
            for (const auto& part : bar.parts) whole += part.share;
            EXPECT_NEAR(whole, 1, 1e-12) << bar.label;
        }
        EXPECT_TRUE(spread.bars[2].shown);
    }
}

TEST(Spread, HasTheSharesPerClassOfTheExplanation) {
    Program program(scenes::areas_of_cells());
    program(model::Selected{"BU00010002", false});
    program(model::MeasurementChosen{"2018"});
    const auto& derived = program.derive(program.state, program.results);
    std::map<int, double> told;
    for (const auto& share : derived.explanations[0].classes) {
        if (share.share > 0) told[share.code] = share.share;
    }
    std::map<int, double> drawn;
    for (const auto& part : derived.spreads[0].bars[1].parts) drawn[part.code] = part.share;
    EXPECT_EQ(told.size(), drawn.size());
    for (const auto& [code, share] : told) EXPECT_NEAR(drawn[code], share, 1e-12);
}

TEST(Spread, SetsAnAreaAgainstItsMunicipalityAndAllThatWasRead) {
    Program program(scenes::areas_of_cells());
    program(model::Selected{"BU00010001", false});
    const auto& derived = program.derive(program.state, program.results);
    const auto& references = derived.spreads[0].references;
    ASSERT_EQ(references.size(), 2U);  // all three areas are of one municipality
    EXPECT_EQ(references[0].values.size(), 3U);
    EXPECT_NEAR(references[0].values[2], references[1].values[2], 1e-12);
    program(model::ReferenceChosen{"all"});
    const auto& told = program.derive(program.state, program.results).explanations[0];
    EXPECT_EQ(told.explanation->gap.other, program.spread().references[1].values[2]);
}

TEST(Spread, OfAnOwnIndexIsSetAgainstTheOwnIndexOfTheReference) {
    const auto scene = scenes::areas_of_cells();
    Program program(scene);
    program(model::Selected{"BU00010001", false});
    program(model::ImportancesChosen{{{"won", 5}, {"fys", 0}, {"vrz", 0}, {"soc", 0}, {"onv", 0}}});
    const double index = program.spread().references[1].values[0];
    program(model::ImportancesChosen{});
    program(model::DimensionChosen{"won"});
    EXPECT_NEAR(index, 5 * program.spread().references[1].values[0], 1e-12);
}

TEST(Spread, OfAreasWithScoresOfTheirOwnHasNoCells) {
    Program program(scenes::three_areas());
    program(model::Selected{"BU00010001", false});
    EXPECT_TRUE(program.spread().bins.empty());
    EXPECT_TRUE(program.spread().bars.empty());
}

}  // namespace
