#pragma once

#include "geo/column.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace geo {

/// Without blanks and tabs at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Whether a source means "no value" by this text: "", "NA", "NaN", "null", ".", in any case.
[[nodiscard]] bool is_missing_word(std::string_view text);

/// A whole text as a finite number; missing where it is none. With a decimal comma a point makes it none: whether it
/// separates thousands cannot be known.
[[nodiscard]] double to_number(std::string_view text, char decimal = '.');

/// Makes text that is not UTF-8 so, taking it as Windows-1252. \return whether it had to
bool to_utf8(std::string& text);

/// \throws Error where a column asked for as numbers holds not one number, but text
void refuse_text(const Column& column, const std::string& source);

/// Fills one column, value by value, in the way its Field::Kind asks for.
class ColumnWriter {
public:
    /// \param column may hold values already \pre it outlives the writer and stays where it is
    ColumnWriter(Column& column, Field::Kind kind);

    void number(double value);
    /// Text for a text column; for a number column what should be a number, counted as unreadable where it is none.
    void text(std::string_view value, char decimal = '.');
    void missing_value();

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    Column* column_;
    Field::Kind kind_;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> dictionary_;
};

}  // namespace geo
