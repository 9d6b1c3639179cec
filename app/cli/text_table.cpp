#include "app/cli/text_table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace cli {

namespace {

std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string TextTable::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < headings_.size(); ++c) {
        widths.push_back(width(headings_[c].text));
        for (const auto& row : rows_) widths[c] = std::max(widths[c], width(row[c]));
    }
    std::string out;
    const auto line = [&](const auto& cell) {
        std::string text;
        for (std::size_t c = 0; c < headings_.size(); ++c) {
            const std::string padding(widths[c] - width(cell(c)), ' ');
            text += (c > 0 ? "  " : "") + (headings_[c].right ? padding + cell(c) : cell(c) + padding);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + '\n';
    };
    line([&](std::size_t c) -> const std::string& { return headings_[c].text; });
    for (const auto& row : rows_) line([&](std::size_t c) -> const std::string& { return row[c]; });
    return out;
}

std::string with_separators(double number) {
    const auto digits = fmt::format("{:.0f}", std::abs(number));
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
        out += digits[i];
    }
    return (number < 0 ? "-" : "") + out;
}

}  // namespace cli
