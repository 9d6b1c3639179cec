#include "geo/error.h"
#include "geo/loading.h"
#include "geo/output.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/ranges.h>

namespace geo {

namespace {

constexpr const char* measurements_name = "measurements";

/// A row of the table "measurements".
struct Told {
    std::string layer;
    OwnMeasurement measurement;
};

bool has_fields(const Source& source, std::span<const std::string_view> names) {
    const auto& fields = source.fields();
    return std::all_of(names.begin(), names.end(), [&](auto name) {
        return std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return field.name == name; });
    });
}

bool is_own_layer(const Source& source) {
    const auto& fields = source.fields();  // tell for most, without a look at the rows
    return std::any_of(fields.begin(), fields.end(), [](const auto& f) { return f.name.starts_with("no_data_"); }) &&
           is_own_output(fields, source.sample(100));
}

std::optional<std::vector<Told>> measurements_of(const Source& table) {
    constexpr std::array<std::string_view, 7> names{"level",   "measurement", "reference_year", "model_version",
                                                    "edition", "weight",      "weight_year"};
    if (table.layer() != measurements_name || table.has_polygons() || !has_fields(table, names)) return std::nullopt;
    std::vector<Field> wanted;
    for (const auto name : names) {
        const bool number = name.ends_with("_year");
        wanted.push_back({*find_field(table.fields(), name), number ? Field::Kind::number : Field::Kind::text});
    }
    const auto rows = table.read(wanted, false).table;
    const auto& columns = rows.columns;
    std::vector<Told> out;
    for (std::size_t row = 0; row < rows.rows; ++row) {
        const int year = reference_year(columns[2].numbers[row]);
        if (year == 0) continue;
        out.push_back({layer_name(columns[0].text(row)),
                       {columns[1].text(row),
                        {year, columns[3].text(row), columns[4].text(row)},
                        columns[5].text(row),
                        reference_year(columns[6].numbers[row])}});
    }
    return out;
}

/// It is read whichever layers were asked for.
std::optional<std::vector<Told>> measurements_in(const std::string& file) {
    std::vector<Source::Skipped> skipped;
    try {
        for (const auto& table : Source::open(file, {measurements_name}, skipped)) return measurements_of(table);
    } catch (const Error&) {  // the file has no such table
    }
    return std::nullopt;
}

/// Those of a layer. One that the table does not tell of, as it does not of cells, has what the others have.
std::vector<OwnMeasurement> of_layer(const std::vector<Told>& all, const std::string& layer) {
    const bool told = std::any_of(all.begin(), all.end(), [&](const Told& t) { return t.layer == layer; });
    std::vector<OwnMeasurement> out;
    for (const auto& t : all) {
        const bool known =
            std::any_of(out.begin(), out.end(), [&](const auto& other) { return other.label == t.measurement.label; });
        if (!known && (!told || t.layer == layer)) out.push_back(t.measurement);
    }
    return out;
}

/// \pre of a file of ours. The last two are sheets of a spreadsheet.
bool is_own_table(const Source& source) {
    constexpr std::array<std::string_view, 1> key{"level"};
    const auto& name = source.layer();
    if (source.has_polygons() || is_own_layer(source)) return false;
    if (name == "columns" || name == "codes") return true;
    if (!is_table_name(name)) return false;
    // Of a sheet without rows GDAL takes the names for a row.
    const auto first = source.sample(1);
    return has_fields(source, key) || (!first.empty() && !first[0].empty() && first[0][0] == key[0]);
}

}  // namespace

std::vector<std::vector<OwnMeasurement>> take_own_tables(std::vector<Source>& sources, bool asked_for, Report& report) {
    std::map<std::string, std::vector<Told>> told;  // by file
    for (const auto& source : sources) {
        if (told.contains(source.file()) || !is_own_layer(source)) continue;
        const auto table = std::find_if(sources.begin(), sources.end(), [&](const Source& other) {
            return other.file() == source.file() && other.layer() == measurements_name;
        });
        auto found = table != sources.end() ? measurements_of(*table) : measurements_in(source.file());
        if (found) told[source.file()] = std::move(*found);
    }
    std::map<std::string, std::vector<std::string>> taken;
    if (!asked_for) {
        std::erase_if(sources, [&](const Source& source) {
            if (!told.contains(source.file()) || !is_own_table(source)) return false;
            taken[source.file()].push_back(source.layer());
            return true;
        });
    }
    for (const auto& [file, tables] : taken)
        report.decided(file, {},
                       Sentence("made by leefbeeld: its layers are read, and its tables '{}' passed over",
                                fmt::join(tables, "', '")));
    std::vector<std::vector<OwnMeasurement>> out;
    for (const auto& source : sources) {
        const auto at = told.find(source.file());
        out.push_back(at != told.end() && is_own_layer(source) ? of_layer(at->second, source.layer())
                                                               : std::vector<OwnMeasurement>());
    }
    return out;
}

}  // namespace geo
