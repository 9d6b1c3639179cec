// read_csv() of geo/csv.h on files of several chunks of 4 MiB, which are read side by side.
#include "geo/csv.h"

#include "geo/table.h"

#include "support.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using geo::Field;
using geo::Rows;
using enum Field::Kind;

constexpr std::size_t bytes = 10 * 1024 * 1024;

/// What a file was written from.
struct Table {
    std::string csv = "id,note,value,code,count\r\n";
    std::vector<geo::Cell> cells;
    std::vector<std::string> notes;
    std::vector<double> values;
    std::vector<double> counts;
    std::vector<std::uint32_t> suppressed;
};

Table written(const std::vector<std::string>& notes) {
    Table out;
    for (std::uint32_t row = 0; out.csv.size() < bytes; ++row) {
        const geo::Cell cell{static_cast<std::uint16_t>(row % 2800), static_cast<std::uint16_t>(row / 2800)};
        const auto& note = notes[row * 7919 % notes.size()];
        const double value = std::sin(row) / 3;
        const bool withheld = row % 1001 == 1000;
        out.csv += fmt::format("{},{},{},BU{:08},{}\r\n", geo::cell_id(cell), geo::csv_quoted(note), value, row % 14000,
                               withheld ? "-99997" : std::to_string(row % 300));
        out.cells.push_back(cell);
        out.notes.push_back(note);
        out.values.push_back(value);
        out.counts.push_back(withheld ? geo::missing : row % 300);
        if (withheld) out.suppressed.push_back(row);
    }
    return out;
}

void expect_read_right(const Table& table) {
    const auto file = geo::open_csv(table.csv, "large.csv");
    const std::vector<Field> all{{0, cell}, {1, text}, {2, number}, {4, number}};
    const std::vector<Field> without_notes{{2, number}};
    std::vector<std::string> words;  // in order of first appearance, whatever the threads
    for (const auto threads : test::thread_counts) {
        const auto rows = geo::read_csv(file, all, threads);
        ASSERT_EQ(rows.rows, table.cells.size());
        EXPECT_EQ(rows.cells, table.cells);
        const auto& notes = rows.columns[0];
        std::size_t wrong = 0;
        for (std::size_t row = 0; row < rows.rows; ++row) wrong += notes.text(row) != table.notes[row] ? 1u : 0u;
        EXPECT_EQ(wrong, 0u);
        EXPECT_EQ(notes.words, threads == 1 ? notes.words : words);
        words = notes.words;
        EXPECT_TRUE(test::same_values(rows.columns[1].numbers, table.values));
        EXPECT_TRUE(test::same_values(rows.columns[2].numbers, table.counts));
        EXPECT_EQ(rows.columns[2].suppressed, table.suppressed);
        EXPECT_EQ(rows.dropped_short + rows.dropped_ids, 0u);
        EXPECT_FALSE(rows.cut_off);
    }
    EXPECT_TRUE(test::same_values(geo::read_csv(file, without_notes, 2).columns[0].numbers, table.values));
}

TEST(CsvLarge, a_file_of_several_chunks_is_read_right_by_any_number_of_threads) {
    expect_read_right(written({"", "plain", "a, quoted one", "with a \"quote\"", "Súdwest-Fryslân"}));
}

TEST(CsvLarge, quoted_line_ends_at_the_border_of_chunks_do_no_harm) {
    std::string lines;  // long enough that a chunk is sure to be cut within one, and looks like rows
    for (int i = 0; i < 40; ++i) lines += "E0001N0001,note,0.5,BU00000000,7\r\n";
    lines += "end";
    expect_read_right(written({lines, "plain", lines + ", \"again\""}));
}

TEST(CsvLarge, what_is_wrong_in_a_later_chunk_is_named_by_its_line) {
    auto table = written({"plain"});
    const auto lines = table.cells.size() + 1;  // with the header
    table.csv += "E2799N0001,x,oops,BU00000000,1\r\nE2799N0002,x\r\nE2799N0003,x,0.5,BU00000000,1\r\n";
    const auto file = geo::open_csv(table.csv, "large.csv");
    for (const auto threads : test::thread_counts) {
        const auto rows = geo::read_csv(file, std::vector<Field>{{0, cell}, {2, number}}, threads);
        EXPECT_EQ(rows.rows, table.cells.size() + 2);
        EXPECT_EQ(rows.columns[0].unreadable, 1u);
        EXPECT_EQ(rows.columns[0].first_unreadable, fmt::format("'oops' on line {}", lines + 1));
        EXPECT_EQ(rows.dropped_short, 1u);
        EXPECT_EQ(rows.first_dropped, fmt::format("line {}", lines + 2));
    }
}

}  // namespace
