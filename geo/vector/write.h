#pragma once

#include "geo/crs.h"
#include "geo/layer_style.h"
#include "geo/output_table.h"
#include "geo/vector/part_file.h"

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace geo {

/// Values a column may have, and what each means: an enumerated constraint of a GeoPackage.
struct CodeList {
    std::string name;                                        // lower case, distinct
    std::vector<std::pair<std::string, std::string>> codes;  // value, meaning
};

struct TableStyle {
    std::string table;
    LayerStyle style;
    bool by_default = false;  // one of a table's at most
};

/// What a GeoPackage holds beside its tables.
struct Accompaniment {
    std::vector<CodeList> code_lists;
    std::vector<TableStyle> styles;
    std::string metadata;      // JSON, about the whole file; empty: none
    std::string metadata_uri;  // of what the JSON holds
    std::string now;           // ISO 8601, see time_now(): what the file says of when it was made
};

/// How a job watches what is written, and what may happen to a file that is there already.
struct Watch {
    std::function<void(double)> progress = {};  // part done in [0, 1]
    std::stop_token stop = {};
    Existing existing = Existing::replaced;
};

/// Thrown where a stop was asked for; nothing is left then.
struct WritingStopped {};

/// Writes under a temporary name beside `path` and renames when whole, so that a failure leaves what was there (where
/// that is kept: also what was written, under another name). Text is
/// UTF-8, numbers in text form read back to the same double. \throws Error naming the file and the reason (no such
/// directory, no space left, …) \throws WritingStopped
void write_geopackage(const std::string& path, std::span<const OutputTable> tables, const Crs& crs,
                      const Accompaniment& with = {}, const Watch& watch = {});

/// Which dialect a CSV file is written in.
enum class CsvKind {
    rfc4180,  // commas, decimal points
    excel_nl  // semicolons, decimal commas, a byte order mark: as a Dutch Excel opens it
};
void write_csv(const std::string& path, const OutputTable& table, CsvKind kind = CsvKind::rfc4180,
               const Watch& watch = {});

/// Removes what either of them has under way. Safe in a signal handler that ends the program.
void remove_unfinished_file();

}  // namespace geo
