#pragma once

#include "geo/column.h"
#include "geo/crs.h"
#include "geo/geometry.h"

#include <span>
#include <string>
#include <vector>

namespace geo {

/// A layer or a plain table to be written.
struct OutputTable {
    std::string name;
    std::vector<Column> columns;         // all of one length
    const Polygons* polygons = nullptr;  // [rows]; null for a table without geometry

    [[nodiscard]] std::size_t rows() const { return columns.empty() ? 0 : columns.front().rows(); }
};

/// Writes under a temporary name beside `path` and renames when whole, so that a failure leaves what was there. Text is
/// UTF-8, numbers in text form read back to the same double. \throws Error naming the file and the reason (no such
/// directory, no space left, …)
void write_geopackage(const std::string& path, std::span<const OutputTable> tables, const Crs& crs);
void write_csv(const std::string& path, const OutputTable& table);

/// Removes what either of them has under way. Safe in a signal handler that ends the program.
void remove_unfinished_file();

/// A fresh column of numbers or integers (missing = NaN), or of text given as an index into words.
[[nodiscard]] Column number_column(std::string name, std::vector<double> numbers,
                                   Column::Type type = Column::Type::real);
[[nodiscard]] Column text_column(std::string name, std::vector<std::uint32_t> index, std::vector<std::string> words);
/// Text, one value per row; empty means missing.
[[nodiscard]] Column text_column(std::string name, const std::vector<std::string>& values);

}  // namespace geo
