#include "geo/spatial/emergence.h"

#include "tests/geo/support.h"

#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::Categories;
using geo::Trend;
using test::fails_saying;

constexpr Trend trends[] = {Trend::up, Trend::down, Trend::none};

const Categories& shipped() {
    static const auto categories = geo::hotspot_categories();
    return categories;
}

std::string code(std::string_view sequence, Trend trend = Trend::none) {
    const auto which = shipped().of(sequence, trend);
    return which == Categories::unknown ? "unknown" : shipped().all()[which].code;
}

Categories with(const std::string& rows) {
    return Categories("category,pattern,trend,nl,en,about_nl,about_en\n" + rows, "mine.csv");
}

TEST(Emergence, names_what_a_place_went_through) {
    EXPECT_EQ(code("0"), "never");
    EXPECT_EQ(code("0000"), "never");
    EXPECT_EQ(code("1"), "once");
    EXPECT_EQ(code("01"), "new");
    EXPECT_EQ(code("0001"), "new");
    EXPECT_EQ(code("011"), "emerged");
    EXPECT_EQ(code("00111"), "emerged");
    EXPECT_EQ(code("11"), "persistent");
    EXPECT_EQ(code("11111"), "persistent");
    EXPECT_EQ(code("101"), "returned");
    EXPECT_EQ(code("0100111"), "returned");
    EXPECT_EQ(code("1101011"), "returned");
    EXPECT_EQ(code("10"), "fading");
    EXPECT_EQ(code("0110"), "fading");
    EXPECT_EQ(code("10110"), "fading");
    EXPECT_EQ(code("100"), "former");
    EXPECT_EQ(code("0101000"), "former");
}

TEST(Emergence, looks_at_the_trend_only_where_a_place_was_in_it_all_the_time) {
    EXPECT_EQ(code("111", Trend::up), "intensifying");
    EXPECT_EQ(code("111", Trend::down), "diminishing");
    EXPECT_EQ(code("111", Trend::none), "persistent");
    for (const auto* sequence : {"0", "1", "001", "011", "101", "110", "100"}) {
        EXPECT_EQ(code(sequence, Trend::up), code(sequence)) << sequence;
        EXPECT_EQ(code(sequence, Trend::down), code(sequence)) << sequence;
    }
}

TEST(Emergence, without_a_measurement_is_unknown) {
    for (const auto trend : trends) EXPECT_EQ(shipped().of("", trend), Categories::unknown);
}

TEST(Emergence, every_category_has_a_code_of_its_own_and_is_told_in_both_languages) {
    ASSERT_EQ(shipped().all().size(), 10u);
    std::set<std::string> codes, dutch, english;
    for (const auto& category : shipped().all()) {
        codes.insert(category.code);
        dutch.insert(category.label_nl);
        english.insert(category.label_en);
        for (const auto& about : {category.about_nl, category.about_en}) EXPECT_TRUE(about.ends_with('.')) << about;
    }
    for (const auto& different : {codes, dutch, english}) EXPECT_EQ(different.size(), 10u);
}

/// What the table says, told in another way.
std::string expected(const std::string& sequence, Trend trend) {
    const auto in = sequence.find('1');
    if (in == std::string::npos) return "never";
    if (sequence.back() == '0') return sequence[sequence.size() - 2] == '1' ? "fading" : "former";
    if (sequence.find('0', in) != std::string::npos) return "returned";
    const auto stayed = sequence.size() - in;
    if (in > 0) return stayed == 1 ? "new" : "emerged";
    if (stayed == 1) return "once";
    return trend == Trend::up ? "intensifying" : trend == Trend::down ? "diminishing" : "persistent";
}

TEST(Emergence, one_category_and_no_other_fits_each_sequence_of_up_to_twelve) {
    for (std::size_t length = 1; length <= 12; ++length) {
        for (std::size_t bits = 0; bits < std::size_t{1} << length; ++bits) {
            std::string sequence;
            for (std::size_t i = 0; i < length; ++i) sequence += (bits >> i) % 2 == 1 ? '1' : '0';
            for (const auto trend : trends) ASSERT_EQ(code(sequence, trend), expected(sequence, trend)) << sequence;
        }
    }
}

RC_GTEST_PROP(Emergence, of_a_long_series_follows_the_same_rules, (const std::vector<bool>& in)) {
    RC_PRE(!in.empty());
    std::string sequence;
    for (const bool one : in) sequence += one ? '1' : '0';
    for (const auto trend : trends) RC_ASSERT(code(sequence, trend) == expected(sequence, trend));
}

TEST(Emergence, refuses_a_table_that_leaves_a_sequence_out) {
    EXPECT_TRUE(fails_saying([] { (void)with("in,[01]*1,any,a,b,c,d\n"); },
                             {"mine.csv: no category fits the sequence 0 with trend up"}));
    EXPECT_TRUE(fails_saying([] { (void)with("out,0+,any,a,b,c,d\nin,[01]*1[01]*,up,a,b,c,d\n"); },
                             {"mine.csv: no category fits the sequence 1 with trend down"}));
}

TEST(Emergence, refuses_a_table_with_two_categories_for_a_sequence) {
    EXPECT_TRUE(fails_saying([] { (void)with("all,[01]+,any,a,b,c,d\nlate,0+1,down,a,b,c,d\n"); },
                             {"mine.csv: the categories 'all' and 'late' both fit the sequence 01 with trend down"}));
}

TEST(Emergence, refuses_what_is_no_pattern_and_no_trend) {
    EXPECT_TRUE(fails_saying([] { (void)with("all,[01,any,a,b,c,d\n"); },
                             {"mine.csv: the pattern '[01' of category 'all' is no regular expression"}));
    EXPECT_TRUE(fails_saying([] { (void)with("all,[01]+,rising,a,b,c,d\n"); },
                             {"mine.csv: the trend 'rising' of category 'all' is none of any, up, down, none"}));
}

TEST(Emergence, refuses_a_table_without_one_of_its_columns) {
    EXPECT_TRUE(
        fails_saying([] { Categories("category,pattern,nl,en,about_nl,about_en\nall,[01]+,a,b,c,d\n", "mine.csv"); },
                     {"mine.csv: its columns must be category,pattern,trend,nl,en,about_nl,about_en"}));
    EXPECT_TRUE(fails_saying([] { (void)with("all,[01]+,any,a,b,c\n"); }, {"mine.csv", "6 fields, not 7"}));
}

}  // namespace
