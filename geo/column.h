#pragma once

#include "geo/lattice.h"
#include "geo/sentence.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// One column of a source as it was read. Text is dictionary-coded: a national table repeats few words many times.
struct Column {
    enum class Type {
        real,
        integer,
        text
    };
    static constexpr std::uint32_t no_word = 0xffffffff;

    std::string name;
    Type type = Type::text;
    std::vector<double> numbers;            // real, integer: [rows], missing = NaN (integers exact up to 2^53)
    std::vector<std::uint32_t> index;       // text: [rows] into words, or no_word
    std::vector<std::string> words;         // text: distinct values in order of first appearance
    std::vector<std::uint32_t> suppressed;  // real, integer: rows that held a no-data code of the source, ascending
    std::size_t unreadable = 0;             // values that are no number, read as missing
    Sentence first_unreadable;              // the first of them, "'abc' on line 7"

    [[nodiscard]] std::size_t rows() const { return type == Type::text ? index.size() : numbers.size(); }

    /// The value of a row as text; empty where it is missing. An integer has no decimals.
    [[nodiscard]] std::string text(std::size_t row) const;
};

/// What to read of a source's column.
struct Field {
    enum class Kind {
        number,  // values below no_data_below are suppressed, text that is no number is missing and counted
        text,    // trimmed; a number becomes its digits
        cell,    // ids of grid cells; a row without one is dropped and counted
        native   // as the source has it: attributes that are carried through
    };
    std::size_t field = 0;  // into the source's fields; each is asked for once at most
    Kind kind = Kind::text;
};

/// Rows of a source, as far as they were asked for.
struct Rows {
    std::size_t rows = 0;
    std::vector<Column> columns;    // fields that are no cell ids, in the order asked for
    std::vector<Cell> cells;        // [rows] where ids of cells were asked for
    std::size_t dropped_short = 0;  // rows of a CSV file with too few fields
    std::size_t dropped_long = 0;   // rows of a CSV file with too many
    std::size_t recoded = 0;        // different texts that were not UTF-8
    std::size_t dropped_ids = 0;    // rows whose cell id is none
    Sentence first_dropped;         // "line 7"
    bool cut_off = false;           // the last line of a CSV file has no line end
};

/// CBS codes for "no figure": -99997 (withheld), -99995 (not available), -99999999 (older files). Any value below
/// counts.
inline constexpr double no_data_below = -99990;

}  // namespace geo
