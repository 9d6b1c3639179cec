#include "geo/column.h"

#include <cmath>

#include <fmt/format.h>

namespace geo {

std::string Column::text(std::size_t row) const {
    if (type == Type::text) return index[row] == no_word ? std::string() : words[index[row]];
    const double value = numbers[row];
    if (std::isnan(value)) return {};
    if (type == Type::integer) return fmt::format("{}", static_cast<std::int64_t>(value));
    return fmt::format("{}", value);
}

}  // namespace geo
