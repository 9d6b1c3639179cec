#include "geo/composite/words.h"
#include "geo/error.h"
#include "geo/index_tables.h"
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

/// What the tables of a file tell.
struct FileTables {
    std::vector<Told> measurements;
    std::map<std::string, OwnIndex> indices;  // by layer
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

/// The columns of one of our tables; nothing where it is another table of that name. \param names those that are
/// numbers end in _year, or are weights or shares
std::optional<Rows> read_table(const Source& table, std::span<const std::string_view> names) {
    if (table.has_polygons() || !has_fields(table, names)) return std::nullopt;
    std::vector<Field> wanted;
    for (const auto name : names) {
        const bool number = name.ends_with("_year") || name == "share" || (name == "weight" && names[0] == "part");
        wanted.push_back({*find_field(table.fields(), name), number ? Field::Kind::number : Field::Kind::text});
    }
    return table.read(wanted, false).table;
}

void take_measurements(const Source& table, FileTables& into) {
    constexpr std::array<std::string_view, 7> names{"level",   "measurement", "reference_year", "model_version",
                                                    "edition", "weight",      "weight_year"};
    const auto rows = read_table(table, names);
    for (std::size_t row = 0; rows && row < rows->rows; ++row) {
        const auto& columns = rows->columns;
        const int year = reference_year(columns[2].numbers[row]);
        if (year == 0) continue;
        into.measurements.push_back({layer_name(columns[0].text(row)),
                                     {columns[1].text(row),
                                      {year, columns[3].text(row), columns[4].text(row)},
                                      columns[5].text(row),
                                      reference_year(columns[6].numbers[row])}});
    }
}

void take_index(const Source& table, FileTables& into) {
    constexpr std::array<std::string_view, 8> names{"part",   "level", "kind",        "of",
                                                    "weight", "share", "aggregation", "name"};
    const auto rows = read_table(table, names);
    std::map<std::string, std::string> aggregation;  // of the total, by layer
    for (std::size_t row = 0; rows && row < rows->rows; ++row) {
        const auto& columns = rows->columns;
        const auto layer = layer_name(columns[1].text(row));
        auto& index = into.indices[layer];
        if (auto name = columns[7].text(row); !name.empty()) index.names[columns[0].text(row)] = std::move(name);
        if (columns[2].text(row) == "total") {
            index.total = columns[0].text(row);
            aggregation[layer] = columns[6].text(row);
        } else if (!index.total.empty() && columns[3].text(row) == index.total) {  // the total stands before its parts
            const bool sum = aggregation[layer] == word_of(aggregation_words(), Aggregation::sum);
            const bool mean = aggregation[layer] == word_of(aggregation_words(), Aggregation::arithmetic);
            const double factor = (sum ? columns[4] : columns[5]).numbers[row];
            if ((sum || mean) && factor > 0) index.parts.push_back({columns[0].text(row), factor});
        }
    }
}

/// They are read whichever layers were asked for. \param sources of this file and others
FileTables tables_of(const std::string& file, const std::vector<Source>& sources) {
    FileTables out;
    const auto take = [&](const char* name, auto&& into) {
        const auto here = std::find_if(sources.begin(), sources.end(), [&](const Source& other) {
            return other.file() == file && other.layer() == name;
        });
        if (here != sources.end()) return into(*here, out);
        std::vector<Source::Skipped> skipped;
        try {
            for (const auto& table : Source::open(file, {name}, skipped)) {
                if (table.layer() == name) into(table, out);
            }
        } catch (const Error&) {  // the file has no such table
        }
    };
    take(measurements_name, take_measurements);
    take(index_parts_name, take_index);
    return out;
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

std::vector<OwnTables> take_own_tables(std::vector<Source>& sources, bool asked_for, Report& report) {
    std::map<std::string, FileTables> told;  // by file
    for (const auto& source : sources) {
        if (told.contains(source.file()) || !is_own_layer(source)) continue;
        auto found = tables_of(source.file(), sources);
        if (!found.measurements.empty()) told[source.file()] = std::move(found);
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
    std::vector<OwnTables> out;
    for (const auto& source : sources) {
        auto& tables = out.emplace_back();
        const auto at = told.find(source.file());
        if (at == told.end() || !is_own_layer(source)) continue;
        tables.measurements = of_layer(at->second.measurements, source.layer());
        const auto& indices = at->second.indices;  // of areas made from cells that of the cells
        const auto index = indices.find(source.layer());
        if (!indices.empty()) tables.index = index != indices.end() ? index->second : indices.begin()->second;
    }
    return out;
}

}  // namespace geo
