#pragma once

#include "geo/classify.h"
#include "geo/column.h"
#include "geo/geometry.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace geo {

/// What a column of an output tells, so that words, units and legends are found without taking its name apart.
struct Meaning {
    std::string term = {};                   // key of the data dictionary; empty: the column's own name
    std::string dimension = {};              // "afw"; empty where it is about none, or each row about its own
    std::string dimension_name = {};         // of one of an own index: what people call it
    std::string measurement = {};            // label; likewise
    std::string from = {};                   // label of the earlier measurement, of a change
    std::optional<ClassTable> classes = {};  // of whole numbers that are classes
    std::string no_data = {};                // of a class: the column that tells why there is none; may be empty
};

inline constexpr const char* attribute_term = "attribute";  // carried through from the input

/// What people are told of a column.
struct ColumnWords {
    std::string title;
    std::string description;  // with its unit
    std::string code_list;    // name of the list of the values it may have; empty: any
};

struct OutputColumn : Column {
    Meaning meaning;
    ColumnWords about = {};
    std::vector<Sentence> sentences = {};  // [words] of text that is told in a reader's language; else empty

    OutputColumn(Column column, Meaning means = {}) : Column(std::move(column)), meaning(std::move(means)) {}
};

/// A layer or a plain table to be written.
struct OutputTable {
    std::string name;
    std::vector<OutputColumn> columns;   // all of one length
    const Polygons* polygons = nullptr;  // [rows]; null for a table without geometry
    std::string title = {};              // for people; empty: the name
    std::string description = {};

    [[nodiscard]] std::size_t rows() const { return columns.empty() ? 0 : columns.front().rows(); }
};

/// Gives an attribute another name, where it is called as a column that is to come. Databases do not tell a from A.
void keep_free(OutputTable& wide, const std::string& name);

/// A fresh column of numbers or integers (missing = NaN), or of text given as an index into words.
[[nodiscard]] Column number_column(std::string name, std::vector<double> numbers,
                                   Column::Type type = Column::Type::real);
[[nodiscard]] Column text_column(std::string name, std::vector<std::uint32_t> index, std::vector<std::string> words);
/// Text, one value per row; empty means missing.
[[nodiscard]] Column text_column(std::string name, const std::vector<std::string>& values);

}  // namespace geo
