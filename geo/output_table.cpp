#include "geo/output_table.h"

#include "geo/text_fold.h"

#include <algorithm>

namespace geo {

void keep_free(OutputTable& wide, const std::string& name) {
    const auto find = [&](const std::string& wanted) {
        return std::find_if(wide.columns.begin(), wide.columns.end(),
                            [&](const auto& column) { return lower_ascii(column.name) == lower_ascii(wanted); });
    };
    const auto same = find(name);
    if (same == wide.columns.end()) return;
    auto other = same->name + "_input";
    while (find(other) != wide.columns.end()) other += "_input";
    same->name = other;
}

Column number_column(std::string name, std::vector<double> numbers, Column::Type type) {
    Column column;
    column.name = std::move(name);
    column.type = type;
    column.numbers = std::move(numbers);
    return column;
}

Column text_column(std::string name, std::vector<std::uint32_t> index, std::vector<std::string> words) {
    Column column;
    column.name = std::move(name);
    column.type = Column::Type::text;
    column.index = std::move(index);
    column.words = std::move(words);
    return column;
}

Column text_column(std::string name, const std::vector<std::string>& values) {
    std::vector<std::uint32_t> index(values.size());
    for (std::uint32_t i = 0; i < values.size(); ++i) index[i] = values[i].empty() ? Column::no_word : i;
    return text_column(std::move(name), std::move(index), values);
}

}  // namespace geo
