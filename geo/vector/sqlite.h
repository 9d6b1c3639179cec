#pragma once

#include "geo/sentence.h"

#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

/// Private to geo/vector: SQLite whose failures are errors about a file.
namespace geo::sqlite {

struct StatementFinalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// A prepared statement, bound and stepped.
class Statement {
public:
    Statement(sqlite3* database, const std::string& sql, const Sentence& name);

    void bind(int place, std::string_view text);  // \pre the text outlives the next step
    void bind(int place, long long number);
    void bind(int place, double number);
    void bind_null(int place);
    /// \return whether there is a row
    bool step();
    /// Runs it to its end, ready to be bound again.
    void run();

    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] sqlite3_stmt* get() const { return statement_.get(); }

private:
    void check(int status) const;

    std::unique_ptr<sqlite3_stmt, StatementFinalize> statement_;
    Sentence name_;
};

class Database {
public:
    enum class Access {
        read,  // of a file that is not trusted: no triggers, no functions of its schema
        write
    };
    /// \param name in errors
    Database(const std::string& path, Sentence name, Access access);

    void run(const std::string& sql);
    [[nodiscard]] Statement prepare(const std::string& sql) { return {database_.get(), sql, name_}; }

private:
    struct Close {
        void operator()(sqlite3* database) const { sqlite3_close(database); }
    };
    void check(int status) const;

    std::unique_ptr<sqlite3, Close> database_;
    Sentence name_;
};

/// A name within SQL.
[[nodiscard]] std::string identifier(std::string_view name);

}  // namespace geo::sqlite
