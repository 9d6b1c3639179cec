#pragma once

#include "geo/table.h"

#include <cstddef>
#include <string>
#include <vector>

namespace geo {

/// Values of one column that are not the same in two GeoPackages.
struct ColumnDifference {
    std::string column;
    std::size_t values = 0;
    double largest = missing;  // of numbers
    std::string example;       // "BU00010203, 2024: 4.31 -> 4.32"
};

struct TableDifference {
    std::string table;
    bool only_before = false;
    bool only_after = false;
    std::vector<std::string> columns_before;  // only there
    std::vector<std::string> columns_after;
    std::size_t rows_before = 0;  // only there, by what they are about (code, measurement, ...)
    std::size_t rows_after = 0;
    std::vector<ColumnDifference> columns;
};

struct Comparison {
    std::size_t tables = 0;
    std::size_t values = 0;  // compared
    std::vector<TableDifference> differences;
};

/// Every value of every layer and table of two GeoPackages, with borders, styles, the CRSs of the layers, what
/// describes the columns and what the metadata are about; not the times they were written at, nor the metadata
/// themselves. Files that are not trusted may be given: nothing in them is run. \throws Error where one is no
/// GeoPackage or cannot be read
[[nodiscard]] Comparison compare_geopackages(const std::string& before, const std::string& after);

/// The JSON that a GeoPackage holds about how it was made: the row of gpkg_metadata of that kind. Empty if it has none.
/// \throws Error where it is no GeoPackage
[[nodiscard]] std::string read_metadata(const std::string& geopackage, const std::string& uri);

}  // namespace geo
