#include "geo/text_fold.h"

#include <gtest/gtest.h>

TEST(TextFold, leaves_case_and_diacritics_out) {
    EXPECT_EQ(geo::folded("Fryslân"), "fryslan");
    EXPECT_EQ(geo::folded("Ĳsselmuiden"), "ijsselmuiden");
    EXPECT_EQ(geo::folded("ÉÉN Straße"), "een strasse");
    EXPECT_EQ(geo::folded("e\xCC\x81"), "e");  // composed from two
    EXPECT_EQ(geo::folded(""), "");
}

TEST(TextFold, parts_words_at_whatever_is_no_letter_or_digit) {
    EXPECT_EQ(geo::folded_words("'s-Gravenhage"), "s gravenhage");
    EXPECT_EQ(geo::folded_words("’s‑Hertogenbosch – Oost"), "s hertogenbosch oost");
    EXPECT_EQ(geo::folded_words("  A/B (C)  "), "a b c");
    EXPECT_EQ(geo::folded_words("!?"), "");
}

TEST(TextFold, only_lowers_what_is_no_utf8) {
    EXPECT_EQ(geo::folded("A\xFF"), "a\xFF");
    EXPECT_EQ(geo::lower_ascii("ÀB_Code"), "Àb_code");
}
