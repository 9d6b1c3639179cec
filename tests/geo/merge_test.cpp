#include "geo/merge.h"

#include "geo/classify.h"
#include "geo/output_table.h"

#include "support.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using geo::Column;
using geo::Cube;
using geo::Measurement;
using geo::missing;
using geo::Note;
using geo::Report;
using geo::SourceScores;
using geo::Table;

Column numbers(std::string name, std::vector<double> values) {
    Column out;
    out.name = std::move(name);
    out.type = Column::Type::real;
    out.numbers = std::move(values);
    return out;
}

/// A long table: a row per area and year.
SourceScores long_table(std::string name, std::vector<std::uint32_t> row, std::vector<double> dates,
                        std::string dimension, std::vector<double> values, std::string edition = "2024") {
    SourceScores out;
    out.source = std::move(name);
    out.row = std::move(row);
    out.dates = std::move(dates);
    out.edition = std::move(edition);
    out.values.push_back({numbers(dimension, std::move(values)), dimension, 0});
    return out;
}

/// Says the model version of every row.
void add_versions(SourceScores& source, const std::vector<std::string>& versions) {
    source.versions.type = Column::Type::text;
    for (const auto& version : versions) {
        source.versions.index.push_back(static_cast<std::uint32_t>(source.versions.words.size()));
        source.versions.words.push_back(version);
    }
}

struct Merged {
    Table table;
    Cube<std::uint8_t> no_data;
    Report report;
};

Merged merged(const std::vector<SourceScores>& sources, std::size_t rows, unsigned threads = 0) {
    Merged out;
    out.table = geo::merge(
        sources, rows, [](std::uint32_t row) { return "row " + std::to_string(row); }, out.no_data, out.report,
        threads);
    return out;
}

std::vector<double> column(const Table& table, std::string_view dimension, std::size_t measurement) {
    const auto values = table.values.column(table.find_dimension(dimension), measurement);
    return {values.begin(), values.end()};
}

std::size_t counted(const Report& report, Note::Kind kind, const std::string& source) {
    std::size_t sum = 0;
    for (const auto& note : report.notes) sum += note.kind == kind && note.source == source ? note.count : 0;
    return sum;
}

TEST(Merge, a_long_table_becomes_a_column_per_year) {
    const auto out = merged({long_table("a", {1, 0, 1}, {2020, 2018, 2018}, "afw", {0.3, 0.1, 0.2})}, 2);
    EXPECT_EQ(out.table.measurements, (std::vector<Measurement>{{2018, "", "2024"}, {2020, "", "2024"}}));
    EXPECT_TRUE(test::same_values(column(out.table, "afw", 0), std::vector{0.1, 0.2}));
    EXPECT_TRUE(test::same_values(column(out.table, "afw", 1), std::vector{missing, 0.3}));
    EXPECT_TRUE(out.no_data.empty());
    EXPECT_TRUE(out.report.notes.empty());
}

TEST(Merge, wide_columns_bring_their_own_years) {
    SourceScores wide;
    wide.source = "wide";
    wide.row = {0, 1};
    wide.values = {{numbers("won_2014", {1, 2}), "won", 2014}, {numbers("won_2018", {3, missing}), "won", 2018}};
    const auto out = merged({wide}, 2);
    EXPECT_EQ(out.table.measurements, (std::vector<Measurement>{{2014, "", ""}, {2018, "", ""}}));
    EXPECT_TRUE(test::same_values(column(out.table, "won", 0), std::vector{1.0, 2.0}));
    EXPECT_TRUE(test::same_values(column(out.table, "won", 1), std::vector{3.0, missing}));
}

TEST(Merge, dimensions_and_measurements_are_the_union_with_known_dimensions_first) {
    const auto out = merged({long_table("a", {0}, {2018}, "noise", {1}), long_table("b", {0}, {2020}, "won", {2}),
                             long_table("c", {1}, {2014}, "lbm", {3}), long_table("d", {1}, {2014}, "air", {4})},
                            2);
    EXPECT_EQ(out.table.dimensions, (std::vector<std::string>{"lbm", "won", "noise", "air"}));
    std::vector<int> years;
    for (const auto& m : out.table.measurements) years.push_back(m.date);
    EXPECT_EQ(years, (std::vector{2014, 2018, 2020}));
    EXPECT_EQ(column(out.table, "lbm", 0)[1], 3);
    EXPECT_TRUE(std::isnan(column(out.table, "lbm", 1)[1]));
}

TEST(Merge, a_source_without_versions_joins_the_one_version_another_names) {
    auto known = long_table("known", {0}, {2018}, "afw", {0.1});
    add_versions(known, {"Leefbaarometer 3.0"});
    const auto unknown = long_table("unknown", {1, 1}, {2018, 2020}, "won", {0.2, 0.3});
    const auto out = merged({unknown, known}, 2);
    EXPECT_EQ(out.table.measurements, (std::vector<Measurement>{{2018, "3.0", "2024"}, {2020, "", "2024"}}));
    EXPECT_EQ(column(out.table, "won", 0)[1], 0.2);
    EXPECT_EQ(column(out.table, "afw", 0)[0], 0.1);
}

TEST(Merge, a_source_without_versions_joins_neither_of_two_nor_another_edition) {
    auto known = long_table("known", {0, 0}, {2018, 2018}, "afw", {0.1, 0.2});
    add_versions(known, {"2.0", "3.0"});
    EXPECT_EQ(merged({known, long_table("unknown", {1}, {2018}, "afw", {0.3})}, 2).table.measurements,
              (std::vector<Measurement>{{2018, "", "2024"}, {2018, "2.0", "2024"}, {2018, "3.0", "2024"}}));
    auto one = long_table("one", {0}, {2018}, "afw", {0.1});
    add_versions(one, {"3.0"});
    EXPECT_EQ(merged({one, long_table("old", {0}, {2018}, "afw", {0.3}, "2022")}, 2).table.measurements,
              (std::vector<Measurement>{{2018, "", "2022"}, {2018, "3.0", "2024"}}));
}

TEST(Merge, the_first_value_that_is_there_counts_and_a_disagreement_is_counted) {
    const auto first = long_table("first", {0, 1, 2}, {2018, 2018, 2018}, "afw", {0.1, missing, 0.3});
    const auto second = long_table("second", {0, 1, 2}, {2018, 2018, 2018}, "afw", {0.5, 0.2, 0.3 + 1e-15});
    const auto out = merged({first, second}, 3);
    EXPECT_TRUE(test::same_values(column(out.table, "afw", 0), std::vector{0.1, 0.2, 0.3}));
    ASSERT_EQ(out.report.notes.size(), 1u);
    const auto& note = out.report.notes[0];
    EXPECT_EQ(note.kind, Note::Kind::differs);
    EXPECT_EQ(note.count, 1u);
    EXPECT_EQ(note.source, "second");
    EXPECT_NE(note.what.text().find("'afw'"), std::string::npos);
    EXPECT_NE(note.what.text().find("0.4"), std::string::npos);
}

TEST(Merge, rows_that_stand_there_twice_are_counted_and_the_first_counts) {
    const auto out =
        merged({long_table("twice", {0, 0, 1, 0}, {2018, 2018, 2018, 2020}, "afw", {0.1, 0.9, 0.2, 0.3})}, 2);
    EXPECT_TRUE(test::same_values(column(out.table, "afw", 0), std::vector{0.1, 0.2}));
    EXPECT_EQ(counted(out.report, Note::Kind::dropped, "twice"), 1u);
    EXPECT_EQ(counted(out.report, Note::Kind::differs, "twice"), 1u);
}

TEST(Merge, rows_without_area_or_year_are_left_out) {
    const auto out =
        merged({long_table("a", {Column::no_word, 0, 1}, {2018, missing, 2018}, "afw", {0.1, 0.2, 0.3})}, 2);
    EXPECT_TRUE(test::same_values(column(out.table, "afw", 0), std::vector{missing, 0.3}));
    EXPECT_EQ(out.table.measurements.size(), 1u);
}

TEST(Merge, what_a_source_withheld_is_marked_where_it_was) {
    auto source = long_table("a", {0, 1, Column::no_word}, {2018, 2020, 2018}, "afw", {0.1, missing, missing});
    source.values[0].column.suppressed = {1, 2};
    const auto out = merged({source}, 2);
    ASSERT_FALSE(out.no_data.empty());
    EXPECT_TRUE(std::ranges::equal(out.no_data.column(0, 0), std::vector<std::uint8_t>{0, 0}));
    EXPECT_TRUE(std::ranges::equal(out.no_data.column(0, 1), std::vector<std::uint8_t>{0, geo::no_data_suppressed}));
}

TEST(Merge, what_a_source_says_of_why_there_is_no_value_is_kept_by_row_and_measurement) {
    SourceScores source;
    source.source = "a";
    source.edition = "2024";
    source.row = {1, 0, Column::no_word};
    source.values = {{geo::number_column("afw_2018", {0.1, missing, missing}), "afw", 2018, "3.0"}};
    source.no_data = {
        {geo::text_column("no_data_2018", std::vector<std::string>{"", "uninhabited", "missing"}), {}, 2018, "3.0"},
        {geo::text_column("no_data_won_2018", std::vector<std::string>{"suppressed", "missing", ""}), {}, 2018, "3.0"},
        {geo::text_column("no_data_2020", std::vector<std::string>{"suppressed", "onbekend", ""}), {}, 2020, "3.0"}};
    const auto out = merged({source}, 2);
    EXPECT_EQ(out.table.measurements, (std::vector<Measurement>{{2018, "3.0", "2024"}, {2020, "3.0", "2024"}}));
    using geo::no_class;
    EXPECT_TRUE(std::ranges::equal(out.no_data.column(0, 0),
                                   std::vector<std::uint8_t>{geo::no_data_uninhabited, geo::no_data_suppressed}));
    EXPECT_TRUE(
        std::ranges::equal(out.no_data.column(0, 1), std::vector<std::uint8_t>{no_class, geo::no_data_suppressed}));
    EXPECT_TRUE(
        test::same_values(column(out.table, "afw", 0), std::vector{missing, 0.1}));  // a value is one all the same
}

TEST(Merge, unreadable_values_are_reported_with_the_first) {
    auto source = long_table("a", {0}, {2018}, "afw", {missing});
    source.values[0].column.unreadable = 1;
    source.values[0].column.first_unreadable = geo::Sentence("'x' on line 2");
    const auto out = merged({source}, 1);
    ASSERT_EQ(out.report.notes.size(), 1u);
    EXPECT_EQ(out.report.notes[0].what,
              "values of 'afw' that are no numbers, read as missing (the first: 'x' on line 2)");
}

TEST(Merge, the_table_is_the_same_for_any_number_of_threads) {
    std::vector<SourceScores> sources;
    for (int s = 0; s < 6; ++s) {
        std::vector<std::uint32_t> rows;
        std::vector<double> dates, values;
        for (std::uint32_t r = 0; r < 300; ++r) {
            rows.push_back(r * 7 % 100);
            dates.push_back(2014 + 2 * (r % 3));
            values.push_back((r + static_cast<std::uint32_t>(s)) % 11 == 0 ? missing : r / 7.0);
        }
        sources.push_back(long_table("s" + std::to_string(s), rows, dates, s % 2 == 0 ? "afw" : "x", values));
    }
    const auto one = merged(sources, 100, 1);
    for (const auto threads : test::thread_counts) {
        const auto out = merged(sources, 100, threads);
        for (const auto* dimension : {"afw", "x"}) {
            for (std::size_t m = 0; m < 3; ++m)
                EXPECT_TRUE(test::same_values(column(out.table, dimension, m), column(one.table, dimension, m)));
        }
        EXPECT_EQ(out.report.notes.size(), one.report.notes.size());
    }
}

TEST(ModelVersion, it_is_the_number_at_the_end) {
    EXPECT_EQ(geo::model_version("Leefbaarometer 3.0"), "3.0");
    EXPECT_EQ(geo::model_version("2.0"), "2.0");
    EXPECT_EQ(geo::model_version(""), "");
}

}  // namespace
