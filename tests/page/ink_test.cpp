#include "app/page/ink.h"

#include <gtest/gtest.h>

namespace {

constexpr page::Font font{10};

TEST(Ruler, bold_and_larger_text_is_wider) {
    const page::Ruler ruler;
    EXPECT_GT(ruler.width("Leefbaarheid", {10, true}), ruler.width("Leefbaarheid", font));
    EXPECT_NEAR(ruler.width("Leefbaarheid", {20}), 2 * ruler.width("Leefbaarheid", font), 0.5);
    EXPECT_EQ(ruler.width("", font), 0);
}

TEST(Ruler, what_fits_is_left_as_it_is) {
    const page::Ruler ruler;
    EXPECT_EQ(ruler.shortened("’s-Gravenhage", font, 500), "’s-Gravenhage");
    EXPECT_EQ(ruler.wrapped("a b c", font, 500, 3), std::vector<std::string>{"a b c"});
    EXPECT_TRUE(ruler.wrapped("", font, 500, 3).empty());
}

TEST(Ruler, what_does_not_fit_is_cut_between_characters) {
    const page::Ruler ruler;
    const std::string text = "Súdwest-Fryslân → ’s-Hertogenbosch, ĳsselmeer";
    for (double width = 8; width < 300; width += 3.7) {
        const auto shortened = ruler.shortened(text, font, width);
        EXPECT_TRUE(ruler.width(shortened, font) <= width || shortened == "S…") << shortened;
        if (shortened != text) {
            EXPECT_TRUE(shortened.ends_with("…"));
            const auto kept = shortened.substr(0, shortened.size() - 3);
            EXPECT_EQ(text.substr(0, kept.size()), kept);
        }
    }
}

TEST(Ruler, lines_are_cut_at_blanks_and_lose_no_word) {
    const page::Ruler ruler;
    const std::string text =
        "How a place really is always asks for a closer look, and averylongwordwithoutanyblanks too";
    for (double width = 40; width < 400; width += 13) {
        const auto lines = ruler.wrapped(text, font, width, 100);
        std::string joined;
        for (const auto& line : lines) {
            EXPECT_LE(ruler.width(line, font), width);
            joined += line;
        }
        std::string without;
        for (const char c : joined) without += c == ' ' ? "" : std::string(1, c);
        std::string wanted;
        for (const char c : text) wanted += c == ' ' ? "" : std::string(1, c);
        EXPECT_EQ(without, wanted);
    }
    EXPECT_TRUE(ruler.wrapped(text, font, 100, 2).back().ends_with("…"));
}

}  // namespace
