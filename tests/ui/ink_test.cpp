#include "app/ui/ink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace {

/// WCAG 2.1, relative luminance.
double luminance(ImU32 colour) {
    const auto part = [colour](int shift) {
        const double value = static_cast<double>((colour >> shift) & 0xFFU) / 255;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(IM_COL32_R_SHIFT) + 0.7152 * part(IM_COL32_G_SHIFT) + 0.0722 * part(IM_COL32_B_SHIFT);
}

double contrast(ImU32 a, ImU32 b) {
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

struct InkSet : testing::TestWithParam<const ui::Ink*> {};

}  // namespace

TEST(Contrast, is_21_of_black_on_white_and_1_of_a_colour_on_itself) {
    EXPECT_NEAR(contrast(IM_COL32_BLACK, IM_COL32_WHITE), 21, 1e-9);
    EXPECT_NEAR(contrast(IM_COL32(90, 12, 200, 255), IM_COL32(90, 12, 200, 255)), 1, 1e-12);
    EXPECT_NEAR(contrast(IM_COL32(0x76, 0x76, 0x76, 255), IM_COL32_WHITE), 4.54, 0.01);  // the usual example
}

TEST_P(InkSet, has_a_contrast_of_at_least_7_for_text_on_every_ground_it_stands_on) {
    const auto& ink = *GetParam();
    for (const auto ground : {ink.panel, ink.card, ink.plate, ink.hover, ink.chosen}) {
        for (const auto text : {ink.text, ink.muted, ink.accent, ink.warning}) EXPECT_GE(contrast(text, ground), 7);
    }
    for (const auto ground : {ink.accent, ink.accent_hover, ink.text}) EXPECT_GE(contrast(ink.on_accent, ground), 7);
}

TEST_P(InkSet, shows_where_the_keyboard_is_on_every_ground) {
    const auto& ink = *GetParam();
    for (const auto ground : {ink.panel, ink.card, ink.hover, ink.chosen}) EXPECT_GE(contrast(ink.focus, ground), 3);
    EXPECT_GE(ink.focus_units, 2);
}

INSTANTIATE_TEST_SUITE_P(Both, InkSet, testing::Values(&ui::usual_inks, &ui::strong_inks),
                         [](const auto& set) { return set.index == 0 ? "usual" : "strong"; });

TEST(StrongInks, have_lines_as_dark_as_text_and_a_thicker_ring) {
    for (const auto line : {ui::strong_inks.line, ui::strong_inks.grab, ui::strong_inks.outline})
        EXPECT_GE(contrast(line, ui::strong_inks.panel), 7);
    EXPECT_GT(ui::strong_inks.focus_units, ui::usual_inks.focus_units);
}
