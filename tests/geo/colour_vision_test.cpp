#include "geo/colour_vision.h"

#include "geo/colour_space.h"

#include <gtest/gtest.h>

namespace {

using geo::Colour;
using geo::Deficiency;

/// Pairs of Sharma, Wu and Dalal (2005), table 1, through the colours that sRGB has nearest to them would be rounded:
/// black, white and equal colours have closed forms.
TEST(ColourDifference, IsNoneOfEqualColoursAndAHundredFromBlackToWhite) {
    EXPECT_EQ(geo::colour_difference({10, 20, 30}, {10, 20, 30}), 0);
    EXPECT_NEAR(geo::colour_difference({0, 0, 0}, {255, 255, 255}), 100, 1e-3);
}

TEST(ColourDifference, IsTheSameBothWays) {
    EXPECT_NEAR(geo::colour_difference({200, 10, 30}, {20, 150, 90}),
                geo::colour_difference({20, 150, 90}, {200, 10, 30}), 1e-9);
}

TEST(ColourVision, LeavesGreysGrey) {
    for (const auto deficiency : {Deficiency::protanopia, Deficiency::deuteranopia, Deficiency::tritanopia}) {
        const auto grey = geo::simulated({128, 128, 128}, deficiency);
        EXPECT_NEAR(grey.red, 128, 1);
        EXPECT_NEAR(grey.green, 128, 1);
        EXPECT_NEAR(grey.blue, 128, 1);
    }
}

TEST(ColourVision, TakesRedAndGreenTogetherWithoutThoseCones) {
    const Colour red{190, 80, 60};
    const Colour green{110, 120, 50};
    EXPECT_GT(geo::colour_difference(red, green), 20);
    EXPECT_LT(geo::colour_difference(geo::simulated(red, Deficiency::deuteranopia),
                                     geo::simulated(green, Deficiency::deuteranopia)),
              geo::colour_difference(red, green) / 3);
}

TEST(ColourVision, FindsThePairThatLooksAlike) {
    const std::vector<Colour> colours{{255, 255, 255}, {201, 90, 60}, {20, 20, 120}, {135, 128, 52}};
    const auto worst = geo::worst_confusion(colours);
    ASSERT_TRUE(worst.has_value());
    EXPECT_EQ(worst->first, 1U);
    EXPECT_EQ(worst->second, 3U);
}

/// What palettes.csv says of them.
TEST(ColourVision, TellsTheClassesOfOurOwnPalettesApart) {
    for (const auto* name : {"deviation", "sequential", "purple-green", "greys", "viridis"}) {
        const auto colours = geo::palette(name, geo::palette(name, 9).size());
        const auto worst = geo::worst_confusion(colours);
        EXPECT_FALSE(worst.has_value()) << name << ": " << worst->first << " and " << worst->second << " differ by "
                                        << worst->difference;
    }
}

TEST(Palettes, AreNamedInTheOrderOfTheirFile) {
    EXPECT_EQ(geo::palette_names().front(), "leefbaarometer");
    for (const auto& name : geo::palette_names()) EXPECT_EQ(geo::palette(name, 5).size(), 5U);
}

}  // namespace
