#include "app/model/exported.h"

#include "geo/error.h"
#include "geo/output.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <unordered_set>

namespace model {

namespace {

using Rows = std::vector<std::uint32_t>;

geo::OutputColumn taken(const geo::OutputColumn& column, const Rows& rows) {
    geo::OutputColumn out(geo::Column(), column.meaning);
    out.name = column.name;
    out.type = column.type;
    out.words = column.words;
    for (const auto row : rows) {
        if (column.type == geo::Column::Type::text) {
            out.index.push_back(column.index[row]);
        } else {
            out.numbers.push_back(column.numbers[row]);
        }
    }
    return out;
}

geo::OutputTable taken(const geo::OutputTable& table, const Rows& rows) {
    geo::OutputTable out{table.name, {}, nullptr};
    for (const auto& column : table.columns) out.columns.push_back(taken(column, rows));
    return out;
}

/// Rows of a tidy table that are about one of these codes.
Rows about(const geo::OutputTable& table, const std::unordered_set<std::string>& codes) {
    const auto code = std::find_if(table.columns.begin(), table.columns.end(),
                                   [](const auto& column) { return column.name == "code"; });
    Rows out;
    if (code == table.columns.end()) return out;
    std::vector<bool> wanted;  // [words]
    for (const auto& word : code->words) wanted.push_back(codes.contains(word));
    for (std::uint32_t row = 0; row < code->index.size(); ++row) {
        if (code->index[row] != geo::Column::no_word && wanted[code->index[row]]) out.push_back(row);
    }
    return out;
}

/// Of areas their own, of cells the squares they are.
geo::Polygons borders(const Export& what) {
    geo::Polygons out;
    const auto& areas = *what.layer->assessment.areas;
    for (const auto row : what.rows) {
        if (areas.has_polygons()) {
            out.append(areas.polygons, row);
            continue;
        }
        if (const auto box = what.scene->bounds_of(*what.layer, row); !box.empty()) {
            for (const auto& corner : {box.min, geo::Point{box.max.x, box.min.y}, box.max, {box.min.x, box.max.y}})
                out.points.push_back(corner);
            out.end_ring();
            out.end_polygon();
        }
        out.end_area();
    }
    return out;
}

/// A name that no column has, as SQLite compares them.
std::string free_name(std::string name, const std::vector<geo::OutputColumn>& columns) {
    const auto same = [&](const auto& column) {
        return std::equal(name.begin(), name.end(), column.name.begin(), column.name.end(), [](char a, char b) {
            const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
            return lower(a) == lower(b);
        });
    };
    while (std::any_of(columns.begin(), columns.end(), same)) name += '_';
    return name;
}

void add_shown(const Export& what, geo::OutputTable& layer) {
    std::vector<double> classes;
    for (const auto code : what.classes) classes.push_back(geo::is_class(code) ? code : geo::missing);
    const auto& taken = layer.columns;
    std::array shown{
        geo::number_column(free_name("value_shown", taken), what.values),
        geo::number_column(free_name("class_shown", taken), std::move(classes), geo::Column::Type::integer),
        geo::text_column(free_name("label_shown", taken), what.labels)};
    constexpr std::ptrdiff_t after = 2;  // code and name
    layer.columns.insert(layer.columns.begin() + after, std::make_move_iterator(shown.begin()),
                         std::make_move_iterator(shown.end()));
}

}  // namespace

Export export_of(const Choices& choices, const Derived& derived, const Results& results) {
    Export out;
    if (derived.shown.scene == nullptr) return out;
    out.scene = results.scene;
    out.layer = derived.shown.layer;
    out.rows = derived.selected_rows;
    std::sort(out.rows.begin(), out.rows.end());
    if (out.rows.empty()) {
        out.rows.resize(out.layer->rows());
        std::iota(out.rows.begin(), out.rows.end(), 0U);
        const auto& looks = derived.looks;
        if (!choices.filter.empty() && looks.size() == out.rows.size())
            std::erase_if(out.rows, [&](std::uint32_t row) { return looks[row] == look_left_out; });
    }
    std::array<std::string, 256> labels;
    for (const auto& entry : derived.legend.entries) labels[entry.code] = entry.label;
    const auto values = derived.theme->values;
    for (const auto row : out.rows) {
        out.values.push_back(row < values.size() ? values[row] : geo::missing);
        out.classes.push_back(derived.classes[row]);
        out.labels.push_back(labels[derived.classes[row]]);
    }
    return out;
}

std::unique_ptr<ExportTables> export_tables(const Export& what, bool layer_only) {
    auto out = std::make_unique<ExportTables>();
    const auto& a = what.layer->assessment;
    auto layer = taken(geo::wide_layer(a), what.rows);
    add_shown(what, layer);
    out->tables.push_back(std::move(layer));
    if (layer_only) return out;
    out->polygons = borders(what);
    if (!out->polygons.points.empty()) out->tables.front().polygons = &out->polygons;
    if (what.layer->cells) return out;  // every figure of a cell stands in the layer
    std::unordered_set<std::string> codes;
    for (const auto row : what.rows) codes.insert(a.areas->code[row]);
    for (const auto& table : {geo::scores_table({&a}), geo::class_shares_table({&a})})
        out->tables.push_back(taken(table, about(table, codes)));
    out->tables.push_back(geo::measurements_table({&a}));
    return out;
}

void write_export(const Export& what, const std::string& path) {
    const auto ending = std::filesystem::path(path).extension();
    if (ending == ".csv") {
        geo::write_csv(path, export_tables(what, true)->tables.front());
    } else if (ending == ".gpkg") {
        geo::write_geopackage(path, export_tables(what, false)->tables, what.scene->dataset.crs);
    } else {
        geo::fail("{}: write .gpkg or .csv", path);
    }
}

}  // namespace model
