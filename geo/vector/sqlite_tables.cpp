#include "geo/vector/sqlite_tables.h"

#include "geo/error.h"

#include <cmath>
#include <memory>

#include <sqlite3.h>

namespace geo {

namespace {

struct DatabaseClose {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct StatementFinalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using StatementPtr = std::unique_ptr<sqlite3_stmt, StatementFinalize>;

/// A database whose failures are errors about `name`.
class Database {
public:
    Database(const std::string& path, const std::string& name) : name_(name) {
        sqlite3* opened = nullptr;
        const int status = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        database_.reset(opened);
        check(status);
    }

    void run(const std::string& sql) { check(sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr)); }

    StatementPtr prepare(const std::string& sql) {
        sqlite3_stmt* made = nullptr;
        check(sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &made, nullptr));
        return StatementPtr(made);
    }

    void check(int status) const {
        if (status == SQLITE_OK || status == SQLITE_DONE) return;
        fail("{}: cannot be written ({})", name_, database_ ? sqlite3_errmsg(database_.get()) : sqlite3_errstr(status));
    }

private:
    std::unique_ptr<sqlite3, DatabaseClose> database_;
    const std::string& name_;
};

std::string quoted(const std::string& name) {
    std::string out = "\"";
    for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

const char* type_name(Column::Type type) {
    if (type == Column::Type::integer) return "INTEGER";
    return type == Column::Type::real ? "REAL" : "TEXT";
}

int bind(sqlite3_stmt* statement, int place, const Column& column, std::size_t row) {
    if (column.type == Column::Type::text) {
        if (column.index[row] == Column::no_word) return sqlite3_bind_null(statement, place);
        const auto& word = column.words[column.index[row]];
        return sqlite3_bind_text(statement, place, word.data(), static_cast<int>(word.size()), SQLITE_STATIC);
    }
    const double value = column.numbers[row];
    if (std::isnan(value)) return sqlite3_bind_null(statement, place);
    if (column.type == Column::Type::integer)
        return sqlite3_bind_int64(statement, place, static_cast<sqlite3_int64>(value));
    return sqlite3_bind_double(statement, place, value);
}

void add_table(Database& database, const OutputTable& table) {
    std::string columns;
    std::string places = "NULL";
    for (const auto& column : table.columns) {
        columns += fmt::format(", {} {}", quoted(column.name), type_name(column.type));
        places += ", ?";
    }
    database.run(fmt::format("CREATE TABLE {} (fid INTEGER PRIMARY KEY NOT NULL{})", quoted(table.name), columns));
    const auto insert = database.prepare(fmt::format("INSERT INTO {} VALUES ({})", quoted(table.name), places));
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            database.check(bind(insert.get(), static_cast<int>(c) + 1, table.columns[c], row));
        }
        database.check(sqlite3_step(insert.get()));
        database.check(sqlite3_reset(insert.get()));
    }
    const auto contents = database.prepare(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'attributes', ?, 0)");
    const auto count = database.prepare("INSERT INTO gpkg_ogr_contents (table_name, feature_count) VALUES (?, ?)");
    for (const int place : {1, 2})
        database.check(sqlite3_bind_text(contents.get(), place, table.name.c_str(), -1, SQLITE_STATIC));
    database.check(sqlite3_step(contents.get()));
    database.check(sqlite3_bind_text(count.get(), 1, table.name.c_str(), -1, SQLITE_STATIC));
    database.check(sqlite3_bind_int64(count.get(), 2, static_cast<sqlite3_int64>(table.rows())));
    database.check(sqlite3_step(count.get()));
}

}  // namespace

void add_attribute_tables(const std::string& geopackage, std::span<const OutputTable* const> tables,
                          const std::string& name_for_errors) {
    Database database(geopackage, name_for_errors);
    // The file is new and thrown away if anything fails: a journal would only cost time.
    database.run(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = "
        "-131072; BEGIN");
    for (const auto* table : tables) add_table(database, *table);
    database.run("COMMIT");
}

}  // namespace geo
