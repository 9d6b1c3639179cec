#pragma once

#include <string>
#include <vector>

namespace cli {

/// A table for people: columns lined up by the width of their text (UTF-8 characters), numbers to the right.
class TextTable {
public:
    struct Heading {
        std::string text;
        bool right = false;
    };
    explicit TextTable(std::vector<Heading> headings) : headings_(std::move(headings)) {}

    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] std::string text() const;

private:
    std::vector<Heading> headings_;
    std::vector<std::vector<std::string>> rows_;
};

/// "12,147": a whole number with separators.
[[nodiscard]] std::string with_separators(double number);

}  // namespace cli
