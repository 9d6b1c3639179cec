#include "geo/vector/geopackage_parts.h"

#include "geo/clock.h"
#include "geo/error.h"
#include "geo/vector/sqlite.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace geo {

namespace {

using sqlite::Database;
using sqlite::identifier;
using sqlite::Statement;

constexpr std::size_t rows_a_step = 1 << 16;
constexpr const char* schema_extension = "http://www.geopackage.org/spec121/#extension_schema";
constexpr const char* metadata_extension = "http://www.geopackage.org/spec121/#extension_metadata";

const char* type_name(Column::Type type) {
    if (type == Column::Type::integer) return "INTEGER";
    return type == Column::Type::real ? "REAL" : "TEXT";
}

void bind(Statement& statement, int place, const Column& column, std::size_t row) {
    if (column.type == Column::Type::text) {
        if (column.index[row] == Column::no_word) return statement.bind_null(place);
        return statement.bind(place, std::string_view(column.words[column.index[row]]));
    }
    const double value = column.numbers[row];
    if (std::isnan(value)) return statement.bind_null(place);
    if (column.type == Column::Type::integer) return statement.bind(place, static_cast<long long>(value));
    statement.bind(place, value);
}

/// Writes one GeoPackage's parts.
class PartsWriter {
public:
    PartsWriter(const std::string& path, const std::string& name, const Accompaniment& with,
                const std::function<void(double)>& step)
        : database_(path, Sentence::verbatim(name), Database::Access::write), with_(with), step_(step) {
        now_ = with.now.empty() ? time_now() : with.now;
    }

    void write(std::span<const OutputTable> tables) {
        // The file is new and thrown away if anything fails: a journal would only cost time.
        database_.run(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = "
            "-131072; BEGIN");
        for (const auto& table : tables) {
            rows_ += table.polygons == nullptr ? table.rows() : 0;
        }
        for (const auto& table : tables) {
            if (table.polygons == nullptr) add_table(table);
        }
        describe(tables);
        if (!with_.styles.empty()) add_styles();
        if (!with_.metadata.empty()) add_metadata();
        database_.run("COMMIT");
    }

private:
    void add_table(const OutputTable& table) {
        std::string columns;
        std::string places = "NULL";
        for (const auto& column : table.columns) {
            columns += fmt::format(", {} {}", identifier(column.name), type_name(column.type));
            places += ", ?";
        }
        database_.run(
            fmt::format("CREATE TABLE {} (fid INTEGER PRIMARY KEY NOT NULL{})", identifier(table.name), columns));
        auto insert = database_.prepare(fmt::format("INSERT INTO {} VALUES ({})", identifier(table.name), places));
        for (std::size_t row = 0; row < table.rows(); ++row) {
            for (std::size_t c = 0; c < table.columns.size(); ++c)
                bind(insert, static_cast<int>(c) + 1, table.columns[c], row);
            insert.run();
            if (++done_ % rows_a_step == 0) step_(static_cast<double>(done_) / static_cast<double>(rows_));
        }
        register_table(table.name, table.rows());
    }

    void register_table(const std::string& name, std::size_t rows) {
        auto contents = database_.prepare(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) "
            "VALUES (?, 'attributes', ?, ?, 0)");
        contents.bind(1, std::string_view(name));
        contents.bind(2, std::string_view(name));
        contents.bind(3, std::string_view(now_));
        contents.run();
        auto count = database_.prepare("INSERT INTO gpkg_ogr_contents (table_name, feature_count) VALUES (?, ?)");
        count.bind(1, std::string_view(name));
        count.bind(2, static_cast<long long>(rows));
        count.run();
    }

    /// Titles and descriptions of tables and of their columns.
    void describe(std::span<const OutputTable> tables) {
        auto contents =
            database_.prepare("UPDATE gpkg_contents SET identifier = ?, description = ? WHERE table_name = ?");
        std::set<std::string> taken;  // identifiers are distinct
        for (const auto& table : tables) taken.insert(table.name);
        for (const auto& table : tables) {
            if (table.title.empty() && table.description.empty()) continue;
            const bool free = !table.title.empty() && taken.insert(table.title).second;
            contents.bind(1, std::string_view(free ? table.title : table.name));
            contents.bind(2, std::string_view(table.description));
            contents.bind(3, std::string_view(table.name));
            contents.run();
        }
        const auto told = [](const OutputTable& table) {
            return std::any_of(table.columns.begin(), table.columns.end(),
                               [](const auto& column) { return !column.about.title.empty(); });
        };
        if (std::none_of(tables.begin(), tables.end(), told)) return;
        database_.run(
            "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title "
            "TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, "
            "column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));"
            "CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, "
            "value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description "
            "TEXT, CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))");
        add_extension("gpkg_data_columns", "gpkg_schema", schema_extension);
        add_extension("gpkg_data_column_constraints", "gpkg_schema", schema_extension);
        for (const auto& table : tables) describe_columns(table);
        auto code = database_.prepare(
            "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description) "
            "VALUES (?, 'enum', ?, ?)");
        for (const auto& list : with_.code_lists) {
            for (const auto& [value, meaning] : list.codes) {
                code.bind(1, std::string_view(list.name));
                code.bind(2, std::string_view(value));
                code.bind(3, std::string_view(meaning));
                code.run();
            }
        }
    }

    void describe_columns(const OutputTable& table) {
        auto row = database_.prepare(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description, constraint_name) "
            "VALUES (?, ?, ?, ?, ?, ?)");
        std::set<std::string> taken;  // names are distinct within a table
        for (const auto& column : table.columns) {
            const auto& about = column.about;
            if (about.title.empty()) continue;
            row.bind(1, std::string_view(table.name));
            row.bind(2, std::string_view(column.name));
            if (taken.insert(about.title).second) {
                row.bind(3, std::string_view(about.title));
            } else {
                row.bind_null(3);
            }
            row.bind(4, std::string_view(about.title));
            row.bind(5, std::string_view(about.description));
            if (about.code_list.empty()) {
                row.bind_null(6);
            } else {
                row.bind(6, std::string_view(about.code_list));
            }
            row.run();
        }
    }

    /// The table as QGIS makes it (QgsOgrProviderMetadata::saveStyle), which it finds by its name.
    void add_styles() {
        database_.run(
            "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, "
            "f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD "
            "TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME)");
        auto row = database_.prepare(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner, update_time) "
            "VALUES ('', '', ?, 'geom', ?, ?, ?, ?, ?, '', ?)");
        for (const auto& [table, style, by_default] : with_.styles) {
            const auto for_qgis = qml(style);
            const auto for_others = sld(style, table);
            row.bind(1, std::string_view(table));
            row.bind(2, std::string_view(style.name));
            row.bind(3, std::string_view(for_qgis));
            row.bind(4, std::string_view(for_others));
            row.bind(5, by_default ? 1LL : 0LL);
            row.bind(6, std::string_view(style.description));
            row.bind(7, std::string_view(now_));
            row.run();
        }
        register_table("layer_styles", with_.styles.size());
    }

    void add_metadata() {
        database_.run(
            "CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL "
            "DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata "
            "TEXT NOT NULL DEFAULT '');"
            "CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, "
            "row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), "
            "md_file_id INTEGER NOT NULL, md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) "
            "REFERENCES gpkg_metadata(id), CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES "
            "gpkg_metadata(id))");
        add_extension("gpkg_metadata", "gpkg_metadata", metadata_extension);
        add_extension("gpkg_metadata_reference", "gpkg_metadata", metadata_extension);
        auto document = database_.prepare(
            "INSERT INTO gpkg_metadata (id, md_scope, md_standard_uri, mime_type, metadata) "
            "VALUES (1, 'dataset', ?, 'application/json', ?)");
        document.bind(1, std::string_view(with_.metadata_uri));
        document.bind(2, std::string_view(with_.metadata));
        document.run();
        auto reference = database_.prepare(
            "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id) VALUES ('geopackage', ?, 1)");
        reference.bind(1, std::string_view(now_));
        reference.run();
    }

    void add_extension(const char* table, const char* extension, const char* definition) {
        database_.run(
            "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT "
            "NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, "
            "extension_name))");
        auto row = database_.prepare("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')");
        row.bind(1, std::string_view(table));
        row.bind(2, std::string_view(extension));
        row.bind(3, std::string_view(definition));
        row.run();
    }

    Database database_;
    const Accompaniment& with_;
    const std::function<void(double)>& step_;
    std::string now_;
    std::size_t rows_ = 0;
    std::size_t done_ = 0;
};

}  // namespace

void complete_geopackage(const std::string& geopackage, std::span<const OutputTable> tables, const Accompaniment& with,
                         const std::string& name_for_errors, const std::function<void(double)>& step) {
    PartsWriter(geopackage, name_for_errors + ": cannot be written", with, step).write(tables);
}

}  // namespace geo
