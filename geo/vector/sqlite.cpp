#include "geo/vector/sqlite.h"

#include "geo/error.h"

namespace geo::sqlite {

Statement::Statement(sqlite3* database, const std::string& sql, const Sentence& name) : name_(name) {
    sqlite3_stmt* made = nullptr;
    const int status = sqlite3_prepare_v2(database, sql.c_str(), static_cast<int>(sql.size()), &made, nullptr);
    statement_.reset(made);
    if (status != SQLITE_OK) fail("{}: {}", name, sqlite3_errmsg(database));
}

void Statement::check(int status) const {
    if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW) return;
    fail("{}: {}", name_, sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
}

void Statement::bind(int place, std::string_view text) {
    // An empty text is no null pointer, which would be NULL.
    const char* begin = text.data() == nullptr ? "" : text.data();
    check(sqlite3_bind_text64(statement_.get(), place, begin, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}
void Statement::bind(int place, long long number) {
    check(sqlite3_bind_int64(statement_.get(), place, number));
}
void Statement::bind(int place, double number) {
    check(sqlite3_bind_double(statement_.get(), place, number));
}
void Statement::bind_null(int place) {
    check(sqlite3_bind_null(statement_.get(), place));
}

bool Statement::step() {
    const int status = sqlite3_step(statement_.get());
    check(status);
    return status == SQLITE_ROW;
}

void Statement::run() {
    while (step()) {
    }
    check(sqlite3_reset(statement_.get()));
}

std::string Statement::text(int column) const {
    const auto* begin = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    const auto bytes = sqlite3_column_bytes(statement_.get(), column);
    return begin == nullptr ? std::string() : std::string(begin, static_cast<std::size_t>(bytes));
}

Database::Database(const std::string& path, Sentence name, Access access) : name_(std::move(name)) {
    sqlite3* opened = nullptr;
    const int flags = access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    const int status = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(opened);
    check(status);
    if (access == Access::write) return;
    check(sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr));
    check(sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr));
    check(sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr));
    check(sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr));
}

void Database::run(const std::string& sql) {
    check(sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr));
}

void Database::check(int status) const {
    if (status == SQLITE_OK) return;
    fail("{}: {}", name_, database_ ? sqlite3_errmsg(database_.get()) : sqlite3_errstr(status));
}

std::string identifier(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

}  // namespace geo::sqlite
