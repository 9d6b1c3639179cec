#include "geo/error.h"

#include <cerrno>
#include <new>
#include <stdexcept>

#include <gtest/gtest.h>

using geo::Sentence;

TEST(Sentence, says_what_its_pattern_and_values_make) {
    const Sentence said("{}: {} of {} rows, {:.2f} on average {{sic}}", "a.csv", 3, 12u, 0.125);
    EXPECT_EQ(said, "a.csv: 3 of 12 rows, 0.12 on average {sic}");
    EXPECT_EQ(said.pattern(), "{}: {} of {} rows, {:.2f} on average {{sic}}");
    ASSERT_EQ(said.values().size(), 4u);
    EXPECT_EQ(said.values()[0], "a.csv");
    EXPECT_EQ(said.values()[3], "0.12");
    EXPECT_FALSE(said.values()[1].decimal());
    EXPECT_TRUE(said.values()[3].decimal());
}

TEST(Sentence, keeps_the_sentences_within_it) {
    const Sentence reason("no column '{}'", "naam");
    const Sentence said("{}: cannot be read ({})", "a.csv", reason);
    EXPECT_EQ(said, "a.csv: cannot be read (no column 'naam')");
    EXPECT_EQ(said.values()[1].pattern(), reason.pattern());
    EXPECT_EQ(said.values()[1].values()[0], "naam");
}

TEST(Sentence, may_say_nothing_or_what_others_said) {
    EXPECT_TRUE(Sentence().empty());
    EXPECT_EQ(Sentence("a{}b{}", Sentence(), Sentence::verbatim("{}")), "ab{}");
    EXPECT_TRUE(Sentence::verbatim("{}").pattern().empty());
}

TEST(Sentence, of_an_exception_is_that_of_our_errors_or_what_it_says) {
    try {
        geo::fail("{}: no rows", "a.csv");
    } catch (const std::exception& error) {
        EXPECT_STREQ(error.what(), "a.csv: no rows");
        EXPECT_EQ(geo::sentence_of(error).pattern(), "{}: no rows");
    }
    EXPECT_EQ(geo::sentence_of(std::bad_alloc()), "not enough memory");
    const auto other = geo::sentence_of(std::runtime_error("100 {}"));
    EXPECT_EQ(other, "100 {}");
    EXPECT_TRUE(other.pattern().empty());
}

TEST(Sentence, of_the_system_is_ours_where_people_meet_it_often) {
    EXPECT_EQ(geo::system_reason(ENOENT).pattern(), "no such file");
    EXPECT_EQ(geo::system_reason(ENOSPC).pattern(), "No space left on device");
    EXPECT_FALSE(geo::system_reason(ELOOP).empty());
    EXPECT_TRUE(geo::system_reason(ELOOP).pattern().empty());
}
