// read_csv() of geo/csv.h: what becomes of the rows.
#include "geo/csv.h"

#include "geo/table.h"

#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace {

using geo::Column;
using geo::Field;
using geo::Rows;
using enum Field::Kind;
using test::fails_saying;

Rows read(std::string_view text, const std::vector<Field>& wanted, unsigned threads = 0) {
    return geo::read_csv(geo::open_csv(text, "mine.csv"), wanted, threads);
}

std::vector<std::string> texts(const Column& column) {
    std::vector<std::string> out;
    for (std::size_t row = 0; row < column.rows(); ++row) out.push_back(column.text(row));
    return out;
}

TEST(CsvRows, words_for_no_figure_are_missing_and_not_counted_as_unreadable) {
    const auto column =
        read("v,x\nNA,\n,\n.,\nNaN,\nnull,\nna,\nNULL,\nnan,\n\"\",\n  ,\n1,\n", {{0, number}}).columns[0];
    ASSERT_EQ(column.numbers.size(), 11u);
    for (std::size_t row = 0; row < 10; ++row) EXPECT_TRUE(std::isnan(column.numbers[row])) << row;
    EXPECT_EQ(column.numbers[10], 1);
    EXPECT_EQ(column.unreadable, 0u);
    EXPECT_TRUE(column.suppressed.empty());
}

TEST(CsvRows, codes_for_no_figure_are_suppressed) {
    const auto column =
        read("v;x\n5;\n-99997;\n-99995,0;\n-99999999;\n-99990;\n\"-99997\";\n", {{0, number}}).columns[0];
    EXPECT_TRUE(test::same_values(column.numbers,
                                  std::vector{5.0, geo::missing, geo::missing, geo::missing, -99990.0, geo::missing}));
    EXPECT_EQ(column.suppressed, (std::vector<std::uint32_t>{1, 2, 3, 5}));
    EXPECT_EQ(column.unreadable, 0u);
}

TEST(CsvRows, what_is_no_number_is_missing_and_counted_with_its_line) {
    const auto column = read("x,v\n1,0.5\n\n2,O.7\n3,12abc\n4,1e999\n5,0.25\n", {{1, number}}).columns[0];
    EXPECT_TRUE(test::same_values(column.numbers, std::vector{0.5, geo::missing, geo::missing, geo::missing, 0.25}));
    EXPECT_EQ(column.unreadable, 3u);
    EXPECT_EQ(column.first_unreadable, "'O.7' on line 4");
}

TEST(CsvRows, infinity_is_no_number) {
    for (const auto* word : {"inf", "-inf", "Infinity", "-INF"}) {
        const auto column = read(std::string("v,x\n1,a\n") + word + ",b\n", {{0, number}}).columns[0];
        EXPECT_TRUE(std::isnan(column.numbers[1])) << word;
        EXPECT_EQ(column.unreadable, 1u) << word;
        EXPECT_TRUE(column.suppressed.empty()) << word;
    }
}

TEST(CsvRows, the_line_is_that_of_the_file_also_behind_a_quoted_line_end) {
    EXPECT_EQ(read("x,v\n\"a\nb\nc\",1\nd,oops\n", {{0, text}, {1, number}}).columns[1].first_unreadable,
              "'oops' on line 5");
}

TEST(CsvRows, a_number_column_of_text_only_is_refused) {
    const auto refused = [](std::string_view csv) {
        return fails_saying(
            [&] {
                static_cast<void>(read(csv, {{1, number}}));
            },
            {"mine.csv", "'afw'", "'goed'", "line 2"});
    };
    EXPECT_TRUE(refused("x,afw\n1,goed\n2,slecht\n"));
    EXPECT_TRUE(refused("x,afw\n1,goed\n2,\n3,slecht\n")) << "missing words are no numbers either";
    EXPECT_NO_THROW(static_cast<void>(read("x,afw\n1,NA\n2,\n", {{1, number}})));
}

TEST(CsvRows, a_dropped_row_leaves_no_trace_in_the_columns) {
    const auto rows = read("v,w,t\nbad,1\n5,2,kept\n", {{0, number}, {1, number}, {2, text}});
    EXPECT_EQ(rows.rows, 1u);
    EXPECT_EQ(rows.dropped_short, 1u);
    EXPECT_EQ(rows.columns[0].numbers, std::vector{5.0});
    EXPECT_EQ(rows.columns[0].unreadable, 0u);
    const auto suppressed = read("v,w\n-99997\n1,2\n-99997,3\n", {{0, number}, {1, number}});
    EXPECT_EQ(suppressed.columns[0].suppressed, std::vector<std::uint32_t>{1});
}

TEST(CsvRows, short_rows_are_dropped_and_counted_with_the_first_line) {
    const auto rows = read("a,b,c\n1,2,3\n4,5\n\n6\n7,8,9\n", {{2, number}, {0, text}});
    EXPECT_EQ(rows.rows, 2u);
    EXPECT_EQ(rows.dropped_short, 2u);
    EXPECT_EQ(rows.first_dropped, "line 3");
    EXPECT_EQ(rows.columns[0].numbers, (std::vector{3.0, 9.0}));
    EXPECT_EQ(texts(rows.columns[1]), (std::vector<std::string>{"1", "7"}));
    EXPECT_FALSE(rows.cut_off);
}

TEST(CsvRows, a_last_row_that_is_cut_off_is_refused) {
    const auto refused = [](std::string_view csv, const std::vector<Field>& wanted) {
        return fails_saying([&] { static_cast<void>(read(csv, wanted)); }, {"mine.csv", "cut off"});
    };
    EXPECT_TRUE(refused("a,b,c\n1,2,3\n4,5", {{2, number}}));
    EXPECT_TRUE(refused("a,b,c\n1,2,3\n4", {{0, number}, {2, number}}));
    EXPECT_TRUE(refused("a,b,c\n1,2,3\n4,5", {{0, number}})) << "the end is missing whether or not it was asked for";
}

TEST(CsvRows, a_last_row_without_line_end_counts_and_is_mentioned) {
    const auto rows = read("a,b\n1,2\n3,4", {{1, number}});
    EXPECT_EQ(rows.columns[0].numbers, (std::vector{2.0, 4.0}));
    EXPECT_TRUE(rows.cut_off);
}

TEST(CsvRows, a_last_row_that_has_no_id_is_dropped_and_not_called_cut_off) {
    Rows rows;
    EXPECT_NO_THROW(rows = read("id,v\nE0001N0001,1\nE0002N0002\nTotal,5", {{0, cell}, {1, number}}));
    EXPECT_EQ(rows.rows, 1u);
    EXPECT_EQ(rows.dropped_short, 1u);
    EXPECT_EQ(rows.dropped_ids, 1u);
}

TEST(CsvRows, ids_of_cells_are_read_as_cells_and_rows_without_one_are_dropped) {
    const auto rows =
        read("v,id\n1,E1213N4879\n2,NL\n3, E0001N0002 \n4,\"E0003N0004\"\n5,\n", {{1, cell}, {0, number}});
    EXPECT_EQ(rows.cells, (std::vector<geo::Cell>{{1213, 4879}, {1, 2}, {3, 4}}));
    EXPECT_EQ(rows.columns[0].numbers, (std::vector{1.0, 3.0, 4.0}));
    EXPECT_EQ(rows.dropped_ids, 2u);
    EXPECT_EQ(rows.first_dropped, "line 3");
}

TEST(CsvRows, quotes_may_hold_delimiters_quotes_and_line_ends) {
    const auto column =
        read("t,n\r\n\"a,b\",1\r\n\"say \"\"hi\"\"\",2\r\n\"two\nlines\",3\r\n  plain  ,4\r\n,5\r\n\"\",6\r\n",
             {{0, text}, {1, number}});
    EXPECT_EQ(texts(column.columns[0]), (std::vector<std::string>{"a,b", "say \"hi\"", "two\nlines", "plain", "", ""}));
    EXPECT_EQ(column.columns[1].numbers, (std::vector{1.0, 2.0, 3.0, 4.0, 5.0, 6.0}));
    EXPECT_EQ(column.columns[0].words.size(), 4u);
}

TEST(CsvRows, text_stays_text_with_its_leading_zeros) {
    const auto column = read("code,x\n0014,1\nBU0363AB10,2\nNA,3\n0014,4\n", {{0, text}}).columns[0];
    EXPECT_EQ(texts(column), (std::vector<std::string>{"0014", "BU0363AB10", "NA", "0014"}));
    EXPECT_EQ(column.words, (std::vector<std::string>{"0014", "BU0363AB10", "NA"}));
}

/// Any finite double that is no code for "no figure", in any magnitude.
double any_double() {
    const double value = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
    if (!std::isfinite(value)) return geo::missing;
    return value < geo::no_data_below ? -value : value;
}

RC_GTEST_PROP(CsvRows, numbers_and_text_come_back_as_they_were_written, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 30);
    const std::vector<std::string> words{"",           "a",  "Súdwest-Fryslân", "a,b", "x;y", "\"",
                                         "two\nlines", "12", "'s-Gravenhage"};
    std::vector<std::vector<double>> numbers(2);
    std::vector<std::string> names;
    std::string csv = "one,name,two\n";
    for (std::size_t row = 0; row < size; ++row) {
        for (auto& column : numbers) column.push_back(any_double());
        names.push_back(words[*rc::gen::inRange<std::size_t>(0, words.size())]);
        const auto shown = [&](std::size_t c) {
            return std::isnan(numbers[c][row]) ? std::string() : fmt::format("{}", numbers[c][row]);
        };
        csv += fmt::format("{},{},{}\n", shown(0), geo::csv_quoted(names.back()), shown(1));
    }
    for (const auto threads : test::thread_counts) {
        const auto rows = read(csv, {{2, number}, {1, text}, {0, number}}, threads);
        RC_ASSERT(test::same_values(rows.columns[0].numbers, numbers[1]));
        RC_ASSERT(texts(rows.columns[1]) == names);
        RC_ASSERT(test::same_values(rows.columns[2].numbers, numbers[0]));
    }
}

RC_GTEST_PROP(CsvRows, any_bytes_are_read_or_refused_but_never_crash, ()) {
    const auto rows = *rc::gen::container<std::string>(
        rc::gen::element('1', '.', ',', '"', '\n', '\r', ';', 'a', ' ', '-', 'E', '\t'));
    try {
        const auto out = read("a,b,c\n" + rows, {{0, number}, {2, text}});
        for (const auto& column : out.columns) RC_ASSERT(column.rows() == out.rows);
    } catch (const geo::Error&) {
        RC_SUCCEED("refused");
    }
}

}  // namespace
