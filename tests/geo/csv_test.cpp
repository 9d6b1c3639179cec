#include "geo/csv.h"

#include "support.h"

#include <gtest/gtest.h>

namespace {

using geo::CsvDialect;
using geo::Field;
using test::fails_saying;

using Header = std::vector<std::string>;
using TextRows = std::vector<std::vector<std::string>>;

CsvDialect dialect_of(std::string_view text) {
    return geo::open_csv(text, "t.csv").dialect;
}

/// First column as numbers.
geo::Column numbers_of(std::string_view text) {
    const std::vector<Field> wanted{{0, Field::Kind::number}};
    return geo::read_csv(geo::open_csv(text, "t.csv"), wanted).columns.at(0);
}

TEST(Csv, delimiter_and_decimal_sign_are_found_together) {
    EXPECT_EQ(dialect_of("a,b\n1.5,2.5\n"), (CsvDialect{',', '.'}));
    EXPECT_EQ(dialect_of("a;b\n1,5;2,5\n"), (CsvDialect{';', ','}));
    EXPECT_EQ(dialect_of("a;b\n1.5;2.5\n"), (CsvDialect{';', '.'}));
    EXPECT_EQ(dialect_of("a\tb\n1,5\t2,5\n"), (CsvDialect{'\t', ','}));
    EXPECT_EQ(dialect_of("a|b\n1.5|x\n"), (CsvDialect{'|', '.'}));
    EXPECT_EQ(dialect_of("a;b\n1;2\n"), (CsvDialect{';', '.'}));
    EXPECT_EQ(dialect_of("a,b\n\"1,5\",\"2,5\"\n"), (CsvDialect{',', ','}));
}

TEST(Csv, a_delimiter_within_a_quoted_column_name_is_none) {
    EXPECT_EQ(dialect_of("\"wijken; buurten; regio's\",waarde\nx,1\n").delimiter, ',');
}

TEST(Csv, every_dialect_reads_the_same_numbers) {
    for (const auto* text :
         {"a,b\n1.5,x\n-2e-3,y\n", "a;b\n1,5;x\n-2e-3;y\n", "a\tb\r\n1.5\tx\r\n-0.002\ty\r\n", "a|b\n1,5|x\n-0,002|y\n",
          "\xEF\xBB\xBF\"a\",b\n\"1.5\",x\n -0.002 ,y\n", "a,b\r1.5,x\r-0.002,y\r", "a;b\n+1,5;x\n-,002;y\n"}) {
        EXPECT_TRUE(test::same_values(numbers_of(text).numbers, std::vector{1.5, -0.002})) << text;
    }
}

TEST(Csv, a_byte_order_mark_and_blanks_are_no_part_of_a_column_name) {
    EXPECT_EQ(geo::open_csv("\xEF\xBB\xBF bu_code ,\"lbm\"\r\nx,1\r\n", "t.csv").header, (Header{"bu_code", "lbm"}));
    EXPECT_EQ(geo::open_csv("\"a,b\",\"c \"\"d\"\"\"\n1,2\n", "t.csv").header, (Header{"a,b", "c \"d\""}));
}

TEST(Csv, a_quote_behind_a_blank_is_a_quote) {
    const auto file = geo::open_csv("code, \"naam\"\n1, \"a, b\"\n", "t.csv");
    EXPECT_EQ(file.header, (Header{"code", "naam"}));
    EXPECT_EQ(geo::csv_sample(file, 1), (TextRows{{"1", "a, b"}}));
}

TEST(Csv, what_cannot_be_a_table_is_refused_by_name) {
    const auto refused = [](std::string_view text, std::initializer_list<std::string_view> says) {
        return fails_saying([&] { static_cast<void>(geo::open_csv(text, "mine.csv")); }, says);
    };
    EXPECT_TRUE(refused("", {"mine.csv", "empty"}));
    EXPECT_TRUE(refused("\xEF\xBB\xBF", {"mine.csv", "empty"}));
    EXPECT_TRUE(refused("a,b", {"mine.csv", "header"}));
    EXPECT_TRUE(refused("a,b\r\n", {"mine.csv", "header"}));
    EXPECT_TRUE(refused({"\xFF\xFE"
                         "a\0,\0b\0",
                         8},
                        {"mine.csv", "UTF-16"}));
    EXPECT_TRUE(refused({"\xFE\xFF\0a\0,\0b", 8}, {"mine.csv", "UTF-16"}));
    EXPECT_TRUE(refused("a,b,a\n1,2,3\n", {"mine.csv", "'a'"}));
    EXPECT_NO_THROW(static_cast<void>(geo::open_csv("a,,\n1,2,3\n", "mine.csv")));  // unnamed columns are no namesakes
}

TEST(Csv, delimited_text_is_told_from_other_files) {
    EXPECT_TRUE(geo::looks_like_csv("a,b\n1,2\n"));
    EXPECT_TRUE(
        geo::looks_like_csv("\xEF\xBB\xBF"
                            "a;b\r\n1;2\r\n"));
    EXPECT_FALSE(geo::looks_like_csv(std::string_view("SQLite format 3\0,,", 18)));
    EXPECT_FALSE(geo::looks_like_csv("{\"type\": \"FeatureCollection\", \"features\": []}"));
    EXPECT_FALSE(geo::looks_like_csv("<?xml version=\"1.0\", ?>"));
    EXPECT_FALSE(geo::looks_like_csv("just words\n"));
    EXPECT_FALSE(geo::looks_like_csv(""));
}

TEST(Csv, the_sample_is_the_first_rows_as_wide_as_the_header) {
    const auto file = geo::open_csv("a,b,c\n1, x ,\"p,q\"\n\n2\n3,4,5,6\n7,8,9\n", "t.csv");
    EXPECT_EQ(geo::csv_sample(file, 3), (TextRows{{"1", "x", "p,q"}, {"2", "", ""}, {"3", "4", "5"}}));
    EXPECT_EQ(geo::csv_sample(file, 100).size(), 4u);
    EXPECT_TRUE(geo::csv_sample(file, 0).empty());
}

TEST(Csv, a_sample_of_the_beginning_of_a_longer_file_holds_whole_rows_only) {
    std::string text = "code,value\n";
    while (text.size() < 200 * 1024) text += "BU00140000,0.189053\n";
    const auto rows = geo::csv_sample(geo::open_csv(text, "t.csv"), 100000);
    ASSERT_GT(rows.size(), 1000u);
    for (const auto& row : rows) ASSERT_EQ(row, (std::vector<std::string>{"BU00140000", "0.189053"}));
}

TEST(Csv, a_field_is_quoted_only_where_it_must_be) {
    EXPECT_EQ(geo::csv_quoted("Súdwest-Fryslân 12.5"), "Súdwest-Fryslân 12.5");
    EXPECT_EQ(geo::csv_quoted("a,b"), "\"a,b\"");
    EXPECT_EQ(geo::csv_quoted("a,b", ';'), "a,b");
    EXPECT_EQ(geo::csv_quoted("a;b", ';'), "\"a;b\"");
    EXPECT_EQ(geo::csv_quoted("the \"Bijlmer\""), "\"the \"\"Bijlmer\"\"\"");
    EXPECT_EQ(geo::csv_quoted("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(geo::csv_quoted("two\rlines"), "\"two\rlines\"");
    EXPECT_EQ(geo::csv_quoted(""), "");
}

class SmallCsv : public testing::Test {
protected:
    const Header columns{"code", "name"};
    const TextRows rows{{"GM0014", "Groningen"}, {"GM0363", "Amsterdam, NL"}};
};

TEST_F(SmallCsv, comments_and_blank_lines_are_left_out) {
    EXPECT_EQ(geo::parse_small_csv("# note\ncode,name\nGM0014,Groningen\n\n# more\nGM0363,\"Amsterdam, NL\"", "t.csv",
                                   columns),
              rows);
}

TEST_F(SmallCsv, blank_lines_of_a_file_with_crlf_are_left_out_too) {
    EXPECT_EQ(geo::parse_small_csv("# note\r\ncode,name\r\nGM0014,Groningen\r\n\r\nGM0363,\"Amsterdam, NL\"\r\n",
                                   "t.csv", columns),
              rows);
}

TEST_F(SmallCsv, a_byte_order_mark_may_stand_before_a_comment) {
    EXPECT_EQ(geo::parse_small_csv("\xEF\xBB\xBF# note\ncode,name\nGM0014,Groningen\nGM0363,\"Amsterdam, NL\"\n",
                                   "t.csv", columns),
              rows);
}

TEST_F(SmallCsv, another_header_or_another_number_of_fields_is_refused) {
    const auto refused = [](std::string_view text, std::initializer_list<std::string_view> says) {
        return fails_saying([&] { static_cast<void>(geo::parse_small_csv(text, "mine.csv", {"a", "b"})); }, says);
    };
    EXPECT_TRUE(refused("b,a\n1,2\n", {"mine.csv", "a,b"}));
    EXPECT_TRUE(refused("a,b,c\n1,2,3\n", {"mine.csv", "a,b"}));
    EXPECT_TRUE(refused("a,b\n1,2\n3\n", {"mine.csv", "row 2", "1"}));
    EXPECT_TRUE(refused("a,b\n1,2,3\n", {"mine.csv", "row 1", "3"}));
    EXPECT_TRUE(refused("# only notes\n", {"mine.csv"}));
}

}  // namespace
