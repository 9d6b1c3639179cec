#pragma once

#include "geo/column.h"
#include "geo/lattice.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// How a CSV file is written. Delimiter and decimal sign are sniffed together: "1,5;2,5" and "1.5,2.5" are both read
/// right.
struct CsvDialect {
    char delimiter = ',';
    char decimal = '.';
    friend bool operator==(const CsvDialect&, const CsvDialect&) = default;
};

/// A delimited text file: its header and where its rows lie. Views into bytes that the caller keeps alive.
struct CsvFile {
    std::string name;       // for messages
    std::string_view rows;  // the bytes after the header line
    CsvDialect dialect;
    std::vector<std::string> header;  // column names, trimmed, without quotes
};

/// Reads the header and sniffs the dialect. A byte order mark is skipped. `bytes` may be the beginning of a longer file
/// (the sniffing looks at 64 KiB). \throws Error for an empty file, a file without rows, two columns of one name, or
/// UTF-16
[[nodiscard]] CsvFile open_csv(std::string_view bytes, std::string name);

/// Whether the bytes look like delimited text at all: a first line with a delimiter and without control bytes.
[[nodiscard]] bool looks_like_csv(std::string_view bytes);

/// The first rows as text, for recognising what a column holds. \return [at most count][header.size()]
[[nodiscard]] std::vector<std::vector<std::string>> csv_sample(const CsvFile& file, std::size_t count);

/// Reads the wanted fields of all rows in one pass, in parallel; the same result for any number of threads.
/// Numbers: missing is "", "NA", "NaN", "null", "." (any case); a value below no_data_below is suppressed; any other
/// text that is no number is missing and counted in Column::unreadable. Text is trimmed. \throws Error where the file
/// ends in the middle of a row, or where a number column holds text only
[[nodiscard]] Rows read_csv(const CsvFile& file, std::span<const Field> fields, unsigned threads = 0);

/// A small table that ships with the program or the user wrote by hand: every row as text, lines that start with '#'
/// left out. \param columns the header it must have, in this order \throws Error otherwise, or where a row has another
/// number of fields
[[nodiscard]] std::vector<std::vector<std::string>> parse_small_csv(std::string_view csv, std::string_view name,
                                                                    const std::vector<std::string>& columns);

/// A field as CSV writes it (RFC 4180): quoted where it holds the delimiter, a quote or a line end.
[[nodiscard]] std::string csv_quoted(std::string_view text, char delimiter = ',');

}  // namespace geo
