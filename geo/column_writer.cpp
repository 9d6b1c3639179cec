#include "geo/column_writer.h"

#include "geo/error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

namespace geo {

namespace {
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Well-formed by the lengths its first bytes announce (RFC 3629; overlong forms are let pass).
bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = byte < 0x80                   ? 1
                                   : byte >= 0xC2 && byte < 0xE0 ? 2
                                   : byte >= 0xE0 && byte < 0xF0 ? 3
                                   : byte >= 0xF0 && byte < 0xF5 ? 4
                                                                 : 0;
        if (length == 0 || i + length > text.size()) return false;
        for (std::size_t k = 1; k < length; ++k) {
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
        }
        i += length;
    }
    return true;
}
}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool is_missing_word(std::string_view text) {
    static constexpr std::array<std::string_view, 5> words{"", "na", "nan", "null", "."};
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                          [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
    });
}

double to_number(std::string_view text, char decimal) {
    text = trimmed(text);
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    std::string copy;
    if (decimal != '.') {
        if (text.find('.') != std::string_view::npos) return nan;
        copy = text;
        std::replace(copy.begin(), copy.end(), decimal, '.');
        text = copy;
    }
    double value = nan;
    const auto [after, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && after == text.data() + text.size() && std::isfinite(value) ? value : nan;
}

bool to_utf8(std::string& text) {
    if (is_utf8(text)) return false;
    // What Windows-1252 has at 0x80 - 0x9F; elsewhere a byte is its code point.
    static constexpr std::array<std::uint16_t, 32> special{
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const unsigned point = byte >= 0x80 && byte < 0xA0 ? special[byte - 0x80u] : byte;
        if (point < 0x80) {
            out += c;
        } else if (point < 0x800) {
            out += static_cast<char>(0xC0 | point >> 6);
            out += static_cast<char>(0x80 | (point & 0x3F));
        } else {
            out += static_cast<char>(0xE0 | point >> 12);
            out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
            out += static_cast<char>(0x80 | (point & 0x3F));
        }
    }
    text = std::move(out);
    return true;
}

void refuse_text(const Column& column, const std::string& source) {
    const auto is_number = [](double value) { return !std::isnan(value); };
    if (column.unreadable == 0 || !column.suppressed.empty()) return;
    if (std::any_of(column.numbers.begin(), column.numbers.end(), is_number)) return;
    fail("{}: column '{}' holds text ({}), not numbers", source, column.name, column.first_unreadable);
}

ColumnWriter::ColumnWriter(Column& column, Field::Kind kind) : column_(&column), kind_(kind) {
    for (const auto& word : column.words) dictionary_.emplace(word, static_cast<std::uint32_t>(dictionary_.size()));
}

void ColumnWriter::number(double value) {
    auto& column = *column_;
    if (kind_ == Field::Kind::number && value < no_data_below) {
        column.suppressed.push_back(static_cast<std::uint32_t>(column.numbers.size()));
        value = nan;
    }
    column.numbers.push_back(std::isfinite(value) ? value : nan);
}

void ColumnWriter::text(std::string_view value, char decimal) {
    auto& column = *column_;
    value = trimmed(value);
    if (column.type != Column::Type::text) {
        const bool there = !is_missing_word(value);
        const double parsed = there ? to_number(value, decimal) : nan;
        if (there && std::isnan(parsed) && column.unreadable++ == 0) column.first_unreadable = Sentence("'{}'", value);
        number(parsed);
        return;
    }
    if (value.empty()) {
        missing_value();
    } else if (!column.index.empty() && column.index.back() != Column::no_word &&
               column.words[column.index.back()] == value) {
        column.index.push_back(column.index.back());  // long tables repeat what stands above
    } else if (const auto found = dictionary_.find(value); found != dictionary_.end()) {
        column.index.push_back(found->second);
    } else {
        const auto word = static_cast<std::uint32_t>(column.words.size());
        column.words.emplace_back(value);
        dictionary_.emplace(std::string(value), word);
        column.index.push_back(word);
    }
}

void ColumnWriter::missing_value() {
    if (column_->type == Column::Type::text) {
        column_->index.push_back(Column::no_word);
    } else {
        column_->numbers.push_back(nan);
    }
}

}  // namespace geo
