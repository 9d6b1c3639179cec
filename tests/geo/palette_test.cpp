#include "geo/palette.h"

#include "geo/classify.h"
#include "tests/geo/support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace {

/// Relative luminance, WCAG 2.1.
double luminance(geo::Colour colour) {
    const auto linear = [](std::uint8_t channel) {
        const double c = channel / 255.0;
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

int distance(geo::Colour a, geo::Colour b) {
    return std::abs(a.red - b.red) + std::abs(a.green - b.green) + std::abs(a.blue - b.blue);
}

TEST(Palette, HasTheColoursOfTheManualForTheNineJudgementClasses) {
    const auto colours = geo::palette("leefbaarometer", 9);
    EXPECT_EQ(colours.front(), (geo::Colour{0xcf, 0x78, 0x3f}));
    EXPECT_EQ(colours.back(), (geo::Colour{0x3c, 0x59, 0x41}));
}

TEST(Palette, KeepsItsEndsWithAnyNumberOfClasses) {
    const auto given = geo::palette("sequential", 6);
    for (std::size_t classes = 2; classes < 30; ++classes) {
        const auto colours = geo::palette("sequential", classes);
        ASSERT_EQ(colours.size(), classes);
        EXPECT_LE(distance(colours.front(), given.front()), 3);
        EXPECT_LE(distance(colours.back(), given.back()), 3);
    }
    EXPECT_EQ(geo::palette("deviation", 1).size(), 1u);
}

TEST(Palette, DarkensEvenlyWhereItIsSequential) {
    const auto colours = geo::palette("sequential", 7);
    for (std::size_t k = 1; k < colours.size(); ++k) EXPECT_LT(luminance(colours[k]), luminance(colours[k - 1]));
}

TEST(Palette, IsSymmetricInLightnessWhereItDiverges) {
    const auto colours = geo::palette("deviation", 9);
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_NEAR(luminance(colours[k]), luminance(colours[8 - k]), 0.06) << k;
        EXPECT_LT(luminance(colours[k]), luminance(colours[k + 1]));
    }
}

TEST(Palette, TellsItsClassesFromEachOtherAndFromNoData) {
    for (const auto* name : {"leefbaarometer", "deviation"}) {
        auto colours = geo::palette(name, 9);
        colours.push_back(geo::no_data_style(geo::no_data_uninhabited).ground);
        for (std::size_t a = 0; a < colours.size(); ++a) {
            for (std::size_t b = 0; b < a; ++b) EXPECT_GE(distance(colours[a], colours[b]), 30) << name << a << b;
        }
    }
}

TEST(Palette, SaysWhichPalettesThereAre) {
    EXPECT_TRUE(test::fails_saying([] { static_cast<void>(geo::palette("rainbow", 3)); },
                                   {"no palette 'rainbow'", "leefbaarometer", "sequential"}));
}

TEST(Colour, IsReadFromSixHexadecimalDigits) {
    EXPECT_EQ(geo::parse_colour("#0aF010"), (geo::Colour{10, 240, 16}));
    for (const auto* bad : {"", "#12345", "123456#", "#12345g", "red"}) {
        EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::parse_colour(bad)); }, {"no colour"})) << bad;
    }
}

TEST(Pattern, TellsTheFourKindsOfNoDataApartWithoutColour) {
    std::vector<geo::Pattern> patterns;
    for (const auto code :
         {geo::no_data_missing, geo::no_data_uninhabited, geo::no_data_suppressed, geo::no_data_outside}) {
        patterns.push_back(geo::no_data_style(code).pattern);
    }
    std::sort(patterns.begin(), patterns.end());
    EXPECT_EQ(std::unique(patterns.begin(), patterns.end()), patterns.end());
}

TEST(Pattern, RepeatsOnBothSidesOfZeroAndGrowsWithTheScale) {
    for (const auto pattern : {geo::Pattern::stripes, geo::Pattern::dots, geo::Pattern::crosses}) {
        int ink = 0;
        for (int y = -30; y < 30; ++y) {
            for (int x = -30; x < 30; ++x) {
                EXPECT_EQ(geo::has_ink(pattern, x, y), geo::has_ink(pattern, x + 6, y - 12));
                EXPECT_EQ(geo::has_ink(pattern, x, y), geo::has_ink(pattern, 3 * x + 1, 3 * y + 2, 3));
                ink += geo::has_ink(pattern, x, y) ? 1 : 0;
            }
        }
        EXPECT_GT(ink, 300);
        EXPECT_LT(ink, 1800);
    }
}

}  // namespace
