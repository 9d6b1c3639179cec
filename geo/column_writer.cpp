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
}

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
        if (there && std::isnan(parsed) && column.unreadable++ == 0)
            column.first_unreadable = fmt::format("'{}'", value);
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
