#pragma once

#include "geo/column.h"
#include "geo/report.h"
#include "geo/table.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace geo {

/// Scores as one source has them, before they are brought into a table.
struct SourceScores {
    struct Values {
        Column column;  // numbers [rows]
        std::string dimension;
        int date = 0;                    // of the whole column; 0: `dates` of each row
        std::string model_version = {};  // of the whole column; empty if unknown
    };
    std::string source;              // for messages
    std::vector<std::uint32_t> row;  // [rows] into the areas or cells, or Column::no_word
    std::vector<double> dates;       // [rows] reference years; empty if every column has its own
    Column versions;                 // [rows] model versions as text; no rows if the source has none
    std::string edition;             // empty if unknown
    std::vector<Values> values;
    std::vector<Values> no_data = {};  // text: why there is no value, as no_data_name() has it
};

/// A whole year from 1900 to 2100; 0 for anything else.
[[nodiscard]] int reference_year(double date);

/// Model version as it is written in a measurement: "Leefbaarometer 3.0" -> "3.0".
[[nodiscard]] std::string model_version(std::string_view text);

/// One table of all sources: the union of their dimensions (known ones first) and measurements. Where two sources or
/// rows give the same value, the first that is not missing counts; disagreements are counted in the report. A source
/// that does not say its model version joins the one another source names for the same year and edition.
/// \param no_data filled with [1][measurement][row] the kind of no data where a source tells it, as by withholding a
/// value; left empty where none does
/// \param row_name code of a row, for the report
using RowName = std::function<std::string(std::uint32_t)>;
[[nodiscard]] Table merge(const std::vector<SourceScores>& sources, std::size_t rows, const RowName& row_name,
                          Cube<std::uint8_t>& no_data, Report& report, unsigned threads);

}  // namespace geo
