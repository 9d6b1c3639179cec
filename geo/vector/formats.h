#pragma once

#include "geo/sentence.h"
#include "geo/vector/write.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

enum class Format {
    geopackage,
    csv,
    csv_excel_nl,
    flatgeobuf,
    geojson,
    shapefile,
    xlsx,
    ods
};

struct FormatFacts {
    enum class Holds {
        all,        // layers and tables
        one_table,  // without borders
        one_layer,  // and no table
        sheets      // layers without borders, and tables
    };
    Format format;
    std::string_view name;         // as GDAL has it, where it has it
    std::string_view ending;       // ".gpkg"
    std::string_view alternative;  // another ending; may be empty
    Holds holds;
};

/// All of them. Of two with one ending the first is meant by it.
[[nodiscard]] std::span<const FormatFacts> formats();
[[nodiscard]] const FormatFacts& facts(Format format);

/// By its name in any case, or where that is empty by the ending of the file.
/// \throws Error where there is none, or the file's name does not suit the format
[[nodiscard]] Format format_of(const std::string& path, std::string_view name = {});

/// The files that writing puts in place or takes away, `path` first: a shapefile is several, and the indexes that other
/// programs made of an earlier one would be wrong.
[[nodiscard]] std::vector<std::string> files_of(const std::string& path, Format format);

/// \throws Error naming the levels where the format holds one and there are several
void check_one_level(const std::string& path, Format format, std::span<const std::string> levels);

/// Writes what the format holds of the tables, in place only when whole: the GeoPackage all, XLSX and ODS a sheet of
/// each, FlatGeobuf, GeoJSON and the shapefile the only layer, CSV the only table or else the one named "scores".
/// Text is UTF-8; numbers read back to the same double, but for what the notes tell.
/// \return what people must know of the file, a sentence each
/// \throws Error naming the file and the reason \throws WritingStopped
std::vector<Sentence> write_format(const std::string& path, Format format, std::span<const OutputTable> tables,
                                   const Crs& crs, const Accompaniment& with = {}, const Watch& watch = {});

}  // namespace geo
