#include "geo/vector/formats.h"

#include "geo/clock.h"
#include "geo/error.h"
#include "geo/text_fold.h"
#include "geo/vector/one_layer.h"
#include "geo/vector/part_file.h"
#include "geo/vector/spreadsheet.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>

#include <fmt/ranges.h>

namespace geo {

namespace {

using Holds = FormatFacts::Holds;

constexpr std::array all_formats{
    FormatFacts{Format::geopackage, "GPKG", ".gpkg", "", Holds::all},
    FormatFacts{Format::csv, "CSV", ".csv", "", Holds::one_table},
    FormatFacts{Format::csv_excel_nl, "CSV-NL", ".csv", "", Holds::one_table},
    FormatFacts{Format::xlsx, "XLSX", ".xlsx", "", Holds::sheets},
    FormatFacts{Format::ods, "ODS", ".ods", "", Holds::sheets},
    FormatFacts{Format::flatgeobuf, "FlatGeobuf", ".fgb", "", Holds::one_layer},
    FormatFacts{Format::geojson, "GeoJSON", ".geojson", ".json", Holds::one_layer},
    FormatFacts{Format::shapefile, "ESRI Shapefile", ".shp", "", Holds::one_layer},
};

std::string ending_of(const std::string& path) {
    return lower_ascii(std::filesystem::path(path).extension().string());
}

std::string endings() {
    std::vector<std::string_view> out;
    for (const auto& f : all_formats) {
        if (std::find(out.begin(), out.end(), f.ending) == out.end()) out.push_back(f.ending);
    }
    const auto last = out.back();
    out.pop_back();
    return fmt::format("{} or {}", fmt::join(out, ", "), last);
}

/// "'a', 'b' and 'c'"
Sentence listed(std::span<const std::string> names) {
    std::string most;
    for (std::size_t i = 0; i + 1 < names.size(); ++i) most += fmt::format("{}'{}'", i == 0 ? "" : ", ", names[i]);
    const auto last = fmt::format("'{}'", names.back());
    return most.empty() ? Sentence::verbatim(last) : Sentence("{} and {}", most, last);
}

/// \param kept the only one that is in the file
std::vector<Sentence> left_out(const std::string& path, Format format, std::span<const OutputTable> tables,
                               const OutputTable& kept) {
    std::vector<std::string> names;
    for (const auto& table : tables) {
        if (&table != &kept) names.push_back(table.name);
    }
    if (names.empty()) return {};
    return {Sentence("{}: {} holds one layer, '{}'; not in it: {} (in .gpkg, .xlsx and .ods they are)", path,
                     facts(format).name, kept.name, listed(names))};
}

const OutputTable& only_layer(const std::string& path, Format format, std::span<const OutputTable> tables) {
    std::vector<std::string> levels;
    const OutputTable* out = nullptr;
    for (const auto& table : tables) {
        if (table.polygons == nullptr) continue;
        levels.push_back(table.name);
        out = &table;
    }
    check_one_level(path, format, levels);
    if (out == nullptr) fail("{}: there is no layer with borders, and {} holds nothing else", path, facts(format).name);
    return *out;
}

/// Text that a spreadsheet program would take for a formula (= + - @) stays as it is in CSV: with something before it
/// the file would no longer be what the source says, and a program that reads it would get another name.
const OutputTable& csv_table(const std::string& path, std::span<const OutputTable> tables) {
    if (tables.size() == 1) return tables.front();
    const auto scores = std::find_if(tables.begin(), tables.end(), [](const auto& t) { return t.name == "scores"; });
    if (scores == tables.end()) fail("{}: there is no table of scores, and a CSV file holds nothing else", path);
    return *scores;
}

}  // namespace

std::span<const FormatFacts> formats() {
    return all_formats;
}

const FormatFacts& facts(Format format) {
    return *std::find_if(all_formats.begin(), all_formats.end(), [&](const auto& f) { return f.format == format; });
}

Format format_of(const std::string& path, std::string_view name) {
    const auto ending = ending_of(path);
    const auto found = std::find_if(all_formats.begin(), all_formats.end(), [&](const auto& f) {
        return name.empty() ? !ending.empty() && (ending == f.ending || ending == f.alternative)
                            : lower_ascii(name) == lower_ascii(f.name);
    });
    if (found == all_formats.end()) {
        if (name.empty()) fail("{}: write {}, or name the format with --of", path, endings());
        std::vector<std::string> names;
        for (const auto& f : all_formats) names.emplace_back(f.name);
        fail("{}: no format '{}'; there are {}", path, name, listed(names));
    }
    // Its parts are found by their endings.
    if (found->format == Format::shapefile && ending != found->ending)
        fail("{}: the name of a shapefile ends in .shp", path);
    return found->format;
}

std::vector<std::string> files_of(const std::string& path, Format format) {
    if (format == Format::shapefile) return shapefile_files(path);
    return {path};
}

void check_one_level(const std::string& path, Format format, std::span<const std::string> levels) {
    std::vector<std::string> different(levels.begin(), levels.end());
    std::sort(different.begin(), different.end());
    different.erase(std::unique(different.begin(), different.end()), different.end());
    if (facts(format).holds != Holds::one_layer || different.size() <= 1) return;
    different.clear();  // as they were given
    for (const auto& level : levels) {
        if (std::find(different.begin(), different.end(), level) == different.end()) different.push_back(level);
    }
    fail(
        "{}: {} holds one level, and there are {}; give one (--only LEVEL, or in the window what the map shows), or "
        "write .gpkg",
        path, facts(format).name, listed(different));
}

namespace {

std::vector<Sentence> write_as(const std::string& path, Format format, std::span<const OutputTable> tables,
                               const Crs& crs, const Accompaniment& made, const Watch& watch) {
    switch (format) {
        case Format::geopackage:
            write_geopackage(path, tables, crs, made, watch);
            return {};
        case Format::csv:
        case Format::csv_excel_nl:
            write_csv(path, csv_table(path, tables), format == Format::csv ? CsvKind::rfc4180 : CsvKind::excel_nl,
                      watch);
            return {};
        case Format::xlsx:
            return write_xlsx(path, tables, made, watch);
        case Format::ods:
            return write_ods(path, tables, made, watch);
        case Format::flatgeobuf:
        case Format::geojson:
        case Format::shapefile:
            break;
    }
    const auto& layer = only_layer(path, format, tables);
    auto notes = left_out(path, format, tables, layer);
    auto more = format == Format::flatgeobuf ? write_flatgeobuf(path, layer, crs, watch)
                : format == Format::geojson  ? write_geojson(path, layer, crs, made, watch)
                                             : write_shapefile(path, layer, crs, made, watch);
    notes.insert(notes.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return notes;
}

}  // namespace

std::vector<Sentence> write_format(const std::string& path, Format format, std::span<const OutputTable> tables,
                                   const Crs& crs, const Accompaniment& with, const Watch& watch) {
    auto made = with;
    if (made.now.empty()) made.now = time_now();
    return naming_full_disk(path, [&] { return write_as(path, format, tables, crs, made, watch); });
}

}  // namespace geo
