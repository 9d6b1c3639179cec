#include "geo/vector/compare.h"

#include "geo/error.h"
#include "geo/vector/sqlite.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <set>
#include <unordered_map>

namespace geo {

namespace {

using sqlite::Database;
using sqlite::identifier;
using sqlite::Statement;

constexpr std::size_t largest_metadata = 256 << 20;

Database opened(const std::string& path) {
    std::error_code none;
    if (!std::filesystem::exists(path, none)) fail("{}: no such file", path);
    if (!std::filesystem::is_regular_file(path, none)) fail("{}: not a plain file", path);
    Database database(path, Sentence("{}: not a GeoPackage that can be read", path), Database::Access::read);
    auto found = database.prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'gpkg_contents'");
    found.step();
    if (sqlite3_column_int(found.get(), 0) == 0) fail("{}: no GeoPackage (it has no table gpkg_contents)", path);
    return database;
}

constexpr const char* schema = "sqlite_master";

/// Tables of values: those the contents name, and those of the standard that describe them. Views and virtual tables
/// are none: what they give may be anything. Last the names of all there is.
std::vector<std::string> tables_of(Database& database) {
    auto rows = database.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND (name IN (SELECT "
        "table_name FROM gpkg_contents) OR name IN ('gpkg_contents', 'gpkg_geometry_columns', 'gpkg_data_columns', "
        "'gpkg_data_column_constraints', 'gpkg_metadata_reference', 'gpkg_spatial_ref_sys')) ORDER BY name");
    std::vector<std::string> out;
    while (rows.step()) out.push_back(rows.text(0));
    out.emplace_back(schema);
    return out;
}

std::vector<std::string> columns_of(Database& database, const std::string& table) {
    auto rows = database.prepare("SELECT name FROM pragma_table_info(?)");
    rows.bind(1, std::string_view(table));
    std::vector<std::string> out;
    while (rows.step()) out.push_back(rows.text(0));
    return out;
}

bool holds(const std::vector<std::string>& list, const std::string& what) {
    return std::find(list.begin(), list.end(), what) != list.end();
}

/// Columns that say what a row is about.
std::vector<std::string> keys_of(const std::string& table, const std::vector<std::string>& columns) {
    std::vector<std::string> wanted{"level", "code", "measurement", "dimension",
                                    "from",  "to",   "class_from",  "class_to"};
    if (table == "class_shares") wanted.emplace_back("class");
    if (table == "layer_styles") wanted = {"f_table_name", "styleName"};
    if (table.starts_with("gpkg_")) wanted = {"table_name", "column_name"};
    if (table == "gpkg_data_column_constraints") wanted = {"constraint_name", "value"};
    if (table == "gpkg_spatial_ref_sys") wanted = {"srs_id"};
    if (table == schema) wanted = {"type", "name"};
    if (table == "gpkg_metadata_reference")
        wanted = {"reference_scope", "table_name", "column_name", "row_id_value", "md_file_id"};
    std::erase_if(wanted, [&](const auto& key) { return !holds(columns, key); });
    return wanted;
}

bool is_compared(const std::string& table, const std::string& column) {
    if (table == "gpkg_contents") return column != "last_change";
    if (table == schema) return column == "type" || column == "name";
    if (table == "gpkg_metadata_reference") return column != "timestamp";
    // Its names and descriptions are for people; what a library adds beside the definition is the same in other words.
    if (table == "gpkg_spatial_ref_sys")
        return column == "srs_id" || column == "organization" || column == "organization_coordsys_id" ||
               column == "definition";
    if (table == "layer_styles") return column != "update_time" && column != "id";
    return column != "fid";
}

/// Of the CRSs only those that a layer is in; of what there is what others than SQLite and GDAL name.
const char* rows_of(const std::string& table) {
    if (table == schema) return "name NOT LIKE 'sqlite_%' AND name NOT LIKE 'rtree_%' AND name NOT LIKE 'trigger_%'";
    return table == "gpkg_spatial_ref_sys"
               ? "srs_id IN (SELECT srs_id FROM gpkg_contents UNION SELECT srs_id FROM gpkg_geometry_columns)"
               : "TRUE";
}

/// The bytes of a geometry after its header, whose extent a version of GDAL may write or leave out (GeoPackage 2.1.3).
std::string_view wkb(std::string_view blob) {
    if (blob.size() < 8 || blob[0] != 'G' || blob[1] != 'P') return blob;
    constexpr std::size_t extents[] = {0, 32, 48, 48, 64};
    const auto kind = static_cast<std::size_t>((static_cast<unsigned char>(blob[3]) >> 1U) & 7U);
    if (kind >= std::size(extents) || blob.size() < 8 + extents[kind]) return blob;
    return blob.substr(8 + extents[kind]);
}

/// A value of a row, as long as its statement stands there.
struct Value {
    sqlite3_stmt* statement;
    int column;

    [[nodiscard]] int type() const { return sqlite3_column_type(statement, column); }
    [[nodiscard]] bool is_number() const { return type() == SQLITE_INTEGER || type() == SQLITE_FLOAT; }
    [[nodiscard]] double number() const { return sqlite3_column_double(statement, column); }
    [[nodiscard]] std::string_view bytes() const {
        const auto* begin = static_cast<const char*>(sqlite3_column_blob(statement, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        return begin == nullptr ? std::string_view() : std::string_view(begin, size);
    }
    [[nodiscard]] std::string shown() const {
        constexpr std::size_t longest = 200;
        if (type() == SQLITE_NULL) return "nothing";
        if (type() == SQLITE_INTEGER) return fmt::format("{}", sqlite3_column_int64(statement, column));
        if (type() == SQLITE_FLOAT) return fmt::format("{}", number());
        if (type() == SQLITE_BLOB) return fmt::format("{} bytes", bytes().size());
        const auto text = bytes();
        return text.size() <= longest ? std::string(text) : fmt::format("{} characters", text.size());
    }
};

bool same(const Value& a, const Value& b) {
    if (a.type() == SQLITE_NULL || b.type() == SQLITE_NULL) return a.type() == b.type();
    if (a.type() == SQLITE_INTEGER && b.type() == SQLITE_INTEGER)
        return sqlite3_column_int64(a.statement, a.column) == sqlite3_column_int64(b.statement, b.column);
    if (a.is_number() && b.is_number()) return a.number() == b.number();
    if (a.type() != b.type()) return false;
    if (a.type() == SQLITE_BLOB) return wkb(a.bytes()) == wkb(b.bytes());
    return a.bytes() == b.bytes();
}

/// Compares the columns that both files have of one table.
class TableComparison {
public:
    TableComparison(Database& before, Database& after, const std::string& table, Comparison& out)
        : table_(table), out_(out) {
        difference_.table = table;
        const auto old_columns = columns_of(before, table);
        const auto new_columns = columns_of(after, table);
        for (const auto& column : old_columns) {
            if (!holds(new_columns, column)) {
                difference_.columns_before.push_back(column);
            } else if (is_compared(table, column)) {
                columns_.push_back(column);
            }
        }
        for (const auto& column : new_columns) {
            if (!holds(old_columns, column)) difference_.columns_after.push_back(column);
        }
        const auto keys = keys_of(table, columns_);
        for (const auto& key : keys)
            keys_.push_back(static_cast<int>(std::find(columns_.begin(), columns_.end(), key) - columns_.begin()));
        std::string list;
        for (const auto& column : columns_) list += (list.empty() ? "" : ", ") + identifier(column);
        if (list.empty()) list = "NULL";
        select_ = fmt::format("SELECT {}, rowid FROM {} WHERE {}", list, identifier(table), rows_of(table));
        found_.resize(columns_.size());
    }

    void run(Database& before, Database& after) {
        ++out_.tables;
        // Most often both have the same rows in the same order; else they are brought together by what they are about.
        const auto order = table_.starts_with("gpkg_") ? " ORDER BY 1, 2" : " ORDER BY rowid";
        auto old_rows = before.prepare(select_ + order);
        auto new_rows = after.prepare(select_ + order);
        while (true) {
            const bool old_row = old_rows.step();
            const bool new_row = new_rows.step();
            if (!old_row && !new_row) break;
            if (!old_row || !new_row || key(old_rows) != key(new_rows)) return by_key(before, after);
            compare(old_rows, new_rows);
        }
        finish();
    }

private:
    [[nodiscard]] std::string key(const Statement& row) const {
        std::string out;
        for (const int column : keys_) {
            if (!out.empty()) out += ", ";
            out += Value{row.get(), column}.shown();
        }
        return out;
    }

    void by_key(Database& before, Database& after) {
        for (auto& column : found_) column = {};
        values_ = 0;
        std::unordered_map<std::string, std::vector<long long>> rows;  // of the new file; keys ought to be distinct
        auto new_rows = after.prepare(select_ + " ORDER BY rowid DESC");
        std::size_t left = 0;
        while (new_rows.step()) {
            rows[key(new_rows)].push_back(sqlite3_column_int64(new_rows.get(), static_cast<int>(columns_.size())));
            ++left;
        }
        auto one = after.prepare(select_ + " AND rowid = ?");
        auto old_rows = before.prepare(select_ + " ORDER BY rowid");
        while (old_rows.step()) {
            const auto at = rows.find(key(old_rows));
            if (at == rows.end() || at->second.empty()) {
                ++difference_.rows_before;
                continue;
            }
            one.bind(1, at->second.back());
            at->second.pop_back();
            --left;
            if (one.step()) compare(old_rows, one);
            sqlite3_reset(one.get());
        }
        difference_.rows_after = left;
        finish();
    }

    void compare(const Statement& old_row, const Statement& new_row) {
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const Value a{old_row.get(), static_cast<int>(c)};
            const Value b{new_row.get(), static_cast<int>(c)};
            ++values_;
            if (same(a, b)) continue;
            auto& found = found_[c];
            if (found.values++ == 0) {
                const auto about = key(old_row);
                found.example = fmt::format("{}{}{} -> {}", about, about.empty() ? "" : ": ", a.shown(), b.shown());
            }
            if (!a.is_number() || !b.is_number()) continue;
            const double apart = std::abs(a.number() - b.number());
            if (std::isnan(found.largest) || apart > found.largest) found.largest = apart;
        }
    }

    void finish() {
        out_.values += values_;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            if (found_[c].values == 0) continue;
            found_[c].column = columns_[c];
            difference_.columns.push_back(std::move(found_[c]));
        }
        const auto& d = difference_;
        if (!d.columns_before.empty() || !d.columns_after.empty() || d.rows_before > 0 || d.rows_after > 0 ||
            !d.columns.empty())
            out_.differences.push_back(std::move(difference_));
    }

    std::string table_;
    Comparison& out_;
    TableDifference difference_;
    std::vector<std::string> columns_;  // compared
    std::vector<int> keys_;             // into columns_
    std::string select_;
    std::vector<ColumnDifference> found_;  // [columns_]
    std::size_t values_ = 0;
};

}  // namespace

Comparison compare_geopackages(const std::string& before, const std::string& after) {
    auto old_file = opened(before);
    auto new_file = opened(after);
    const auto old_tables = tables_of(old_file);
    const auto new_tables = tables_of(new_file);
    Comparison out;
    for (const auto& table : old_tables) {
        if (holds(new_tables, table)) {
            TableComparison(old_file, new_file, table, out).run(old_file, new_file);
            continue;
        }
        auto& difference = out.differences.emplace_back();
        difference.table = table;
        difference.only_before = true;
    }
    for (const auto& table : new_tables) {
        if (holds(old_tables, table)) continue;
        auto& difference = out.differences.emplace_back();
        difference.table = table;
        difference.only_after = true;
    }
    return out;
}

std::string read_metadata(const std::string& geopackage, const std::string& uri) {
    auto database = opened(geopackage);
    auto has = database.prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'gpkg_metadata'");
    has.step();
    if (sqlite3_column_int(has.get(), 0) == 0) return {};
    // Any version of the same kind: what it says is then for the reader to refuse.
    const auto stem = uri.substr(0, uri.rfind(':') + 1);
    auto rows = database.prepare(
        "SELECT metadata FROM gpkg_metadata WHERE substr(md_standard_uri, 1, length(?1)) = ?1 ORDER BY id LIMIT 1");
    rows.bind(1, std::string_view(stem));
    if (!rows.step()) return {};
    if (static_cast<std::size_t>(sqlite3_column_bytes(rows.get(), 0)) > largest_metadata)
        fail("{}: its metadata are too long to be leefbeeld's", geopackage);
    return rows.text(0);
}

}  // namespace geo
