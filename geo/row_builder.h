#pragma once

#include "geo/output_table.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace geo {

/// A table of named columns that is made row by row: each value is added in one order, the same for every row.
class RowBuilder {
public:
    void text(const std::string& column, const std::string& value) { texts_[slot(column, true)].push_back(value); }
    /// In English, until the column's sentences are told in another language.
    void sentence(const std::string& column, const Sentence& value);
    void number(const std::string& column, double value) { numbers_[slot(column, false)].push_back(value); }
    void whole(const std::string& column, double value);

    /// \param terms of the data dictionary, of columns whose name means something else there
    [[nodiscard]] OutputTable table(std::string name, const std::map<std::string, std::string>& terms = {}) &&;

private:
    [[nodiscard]] std::size_t slot(const std::string& column, bool is_text);

    std::vector<std::string> names_;
    std::vector<bool> is_text_, integer_;
    std::vector<std::map<std::string, Sentence>> sentences_;  // by their English
    std::vector<std::vector<std::string>> texts_;
    std::vector<std::vector<double>> numbers_;
    std::size_t next_ = 0;
};

}  // namespace geo
