#include "geo/column_writer.h"

#include "geo/table.h"
#include "support.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using geo::Column;
using geo::ColumnWriter;
using geo::Field;
using geo::to_number;

Column real_column() {
    Column out;
    out.type = Column::Type::real;
    return out;
}

TEST(ToNumber, text_is_a_number_only_as_a_whole) {
    EXPECT_EQ(to_number(" 0.25\t"), 0.25);
    EXPECT_EQ(to_number("+1e3"), 1000);
    EXPECT_EQ(to_number("-1,5", ','), -1.5);
    for (const auto* text : {"", "abc", "1.5x", "1,5", "1 2", "0x10", "inf", "nan", "--1", "1e999"}) {
        EXPECT_TRUE(std::isnan(to_number(text))) << text;
    }
}

TEST(ToNumber, two_signs_make_no_number) {
    EXPECT_TRUE(std::isnan(to_number("+-1")));
}

TEST(MissingWords, they_are_known_in_any_case) {
    for (const auto* text : {"", "NA", "na", "NaN", "NULL", "null", "."})
        EXPECT_TRUE(geo::is_missing_word(text)) << text;
    for (const auto* text : {"N", "nan0", "..", "0", "none"}) EXPECT_FALSE(geo::is_missing_word(text)) << text;
}

TEST(ColumnWriter, a_number_column_tells_missing_suppressed_and_unreadable_apart) {
    auto column = real_column();
    ColumnWriter writer(column, Field::Kind::number);
    writer.number(0.5);
    writer.number(-99997);
    writer.text("-99995");
    writer.text("NA");
    writer.text("oops");
    writer.text("1,5", ',');
    writer.missing_value();
    writer.number(INFINITY);
    EXPECT_TRUE(test::same_values(column.numbers, std::vector{0.5, geo::missing, geo::missing, geo::missing,
                                                              geo::missing, 1.5, geo::missing, geo::missing}));
    EXPECT_EQ(column.suppressed, (std::vector<std::uint32_t>{1, 2}));
    EXPECT_EQ(column.unreadable, 1u);
}

TEST(ColumnWriter, attributes_keep_their_codes) {
    auto column = real_column();
    ColumnWriter writer(column, Field::Kind::native);
    writer.number(-99997);
    EXPECT_EQ(column.numbers, std::vector{-99997.0});
    EXPECT_TRUE(column.suppressed.empty());
}

TEST(ColumnWriter, text_is_trimmed_and_each_word_is_kept_once) {
    Column column;
    ColumnWriter writer(column, Field::Kind::text);
    for (const auto* text : {" NEE ", "JA", "NEE", "", "  "}) writer.text(text);
    writer.missing_value();
    EXPECT_EQ(column.words, (std::vector<std::string>{"NEE", "JA"}));
    EXPECT_EQ(column.index, (std::vector<std::uint32_t>{0, 1, 0, Column::no_word, Column::no_word, Column::no_word}));
}

TEST(Column, a_value_as_text_has_no_more_decimals_than_it_needs) {
    auto column = real_column();
    column.numbers = {0.1, 3, geo::missing, 100000};
    EXPECT_EQ(column.text(0), "0.1");
    EXPECT_EQ(column.text(2), "");
    column.type = Column::Type::integer;
    EXPECT_EQ(column.text(1), "3");
    EXPECT_EQ(column.text(3), "100000");
}

}  // namespace
