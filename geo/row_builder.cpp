#include "geo/row_builder.h"

#include <utility>

namespace geo {

void RowBuilder::whole(const std::string& column, double value) {
    const auto at = slot(column, false);
    integer_[at] = true;
    numbers_[at].push_back(value);
}

void RowBuilder::sentence(const std::string& column, const Sentence& value) {
    const auto at = slot(column, true);
    texts_[at].push_back(value.text());
    sentences_[at].try_emplace(value.text(), value);
}

OutputTable RowBuilder::table(std::string name, const std::map<std::string, std::string>& terms) && {
    OutputTable out{std::move(name), {}, nullptr};
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (is_text_[i]) {
            auto& column = out.columns.emplace_back(text_column(names_[i], texts_[i]));
            if (!sentences_[i].empty()) {
                for (const auto& word : column.words) column.sentences.push_back(sentences_[i].at(word));
            }
        } else {
            out.columns.push_back(number_column(names_[i], std::move(numbers_[i]),
                                                integer_[i] ? Column::Type::integer : Column::Type::real));
        }
        if (const auto at = terms.find(names_[i]); at != terms.end()) out.columns.back().meaning.term = at->second;
    }
    return out;
}

/// Columns come in the same order for every row, so the one wanted is nearly always the next.
std::size_t RowBuilder::slot(const std::string& column, bool is_text) {
    for (std::size_t step = 0; step < names_.size(); ++step) {
        const auto at = (next_ + step) % names_.size();
        if (names_[at] == column) {
            next_ = at + 1;
            return at;
        }
    }
    names_.push_back(column);
    is_text_.push_back(is_text);
    texts_.emplace_back();
    numbers_.emplace_back();
    integer_.push_back(false);
    sentences_.emplace_back();
    next_ = names_.size();
    return names_.size() - 1;
}

}  // namespace geo
