#include "geo/classify.h"

#include "geo/assets.h"
#include "geo/column_writer.h"
#include "geo/csv.h"
#include "geo/error.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace geo {

namespace {

bool names_edition(std::string_view editions, std::string_view edition) {
    for (std::size_t begin = 0; begin < editions.size();) {
        const auto end = std::min(editions.find(' ', begin), editions.size());
        if (editions.substr(begin, end - begin) == edition) return true;
        begin = end + 1;
    }
    return false;
}

std::string newest_edition(std::string_view editions) {
    const auto space = editions.rfind(' ');
    return std::string(space == std::string_view::npos ? editions : editions.substr(space + 1));
}

/// Rows of edition, constant, tolerance.
std::vector<std::vector<std::string>> editions() {
    return parse_small_csv(asset("editions.csv"), "editions.csv", {"edition", "constant", "tolerance"});
}

}  // namespace

std::string_view no_data_name(std::uint8_t code) {
    switch (code) {
        case no_data_missing:
            return "missing";
        case no_data_uninhabited:
            return "uninhabited";
        case no_data_suppressed:
            return "suppressed";
        case no_data_outside:
            return "outside";
        case no_data_island:
            return "island";
        case no_data_untested:
            return "untested";
        default:
            return {};
    }
}

Sentence no_data_reason(std::uint8_t code) {
    switch (code) {
        case no_data_missing:
            return Sentence("missing");
        case no_data_uninhabited:
            return Sentence("uninhabited");
        case no_data_suppressed:
            return Sentence("suppressed");
        case no_data_outside:
            return Sentence("outside");
        case no_data_island:
            return Sentence("island");
        case no_data_untested:
            return Sentence("cannot be told");
        default:
            return {};
    }
}

std::uint8_t no_data_code(std::string_view name) {
    for (const auto code : no_data_kinds) {
        if (name == no_data_name(code)) return code;
    }
    return no_class;
}

ClassTable class_table(std::string_view csv, std::string_view name, std::string_view scheme, std::string_view edition) {
    const auto rows = parse_small_csv(csv, name, {"scheme", "edition", "class", "from", "label_nl", "label_en"});
    // The edition's own table, else the one that names the newest edition.
    std::string editions;
    for (const auto& row : rows) {
        if (row[0] != scheme) continue;
        if (names_edition(row[1], edition)) {
            editions = row[1];
            break;
        }
        if (newest_edition(row[1]) > newest_edition(editions)) editions = row[1];
    }
    if (editions.empty()) fail("{}: no class table '{}'", name, scheme);
    ClassTable table{std::string(scheme), {}, {}, {}, {}};
    table.edition = names_edition(editions, edition) ? std::string(edition) : newest_edition(editions);
    for (const auto& row : rows) {
        if (row[0] != scheme || row[1] != editions) continue;
        if (row[2] != std::to_string(table.labels_en.size() + 1)) {
            fail("{}: class table '{}' lists class {} where class {} is due", name, scheme, row[2],
                 table.labels_en.size() + 1);
        }
        table.labels_nl.push_back(row[4]);
        table.labels_en.push_back(row[5]);
        if (table.labels_en.size() == 1) continue;
        const double limit = to_number(row[3]);
        if (std::isnan(limit) || (!table.limits.empty() && limit <= table.limits.back())) {
            fail("{}: the limit '{}' of class {} in class table '{}' is no number above the one before it", name,
                 row[3], row[2], scheme);
        }
        table.limits.push_back(limit);
    }
    return table;
}

ClassTable class_table(std::string_view scheme, std::string_view edition) {
    return class_table(asset("class_tables.csv"), "class_tables.csv", scheme, edition);
}

double constant_of_edition(std::string_view edition) {
    for (const auto& row : editions()) {
        if (row[0] == edition) return to_number(row[1]);
    }
    return std::numeric_limits<double>::quiet_NaN();
}

std::vector<std::string> editions_with_constant(double constant) {
    std::vector<std::string> out;
    for (const auto& row : editions()) {
        if (std::abs(to_number(row[1]) - constant) <= to_number(row[2])) out.push_back(row[0]);
    }
    return out;
}

std::vector<double> quantile_limits(const Distribution& values, std::size_t classes) {
    assert(classes >= 1 && classes <= most_classes);
    std::vector<double> ends;
    for (std::size_t q = 1; q < classes; ++q)
        ends.push_back(values.weight() * static_cast<double>(q) / static_cast<double>(classes));
    std::vector<double> limits;
    for (const double limit : values.following(ends)) {
        if (std::isfinite(limit) && (limits.empty() || limit > limits.back())) limits.push_back(limit);
    }
    return limits;
}

std::vector<double> equal_interval_limits(const Distribution& values, std::size_t classes) {
    assert(classes >= 1 && classes <= most_classes);
    const double low = values.low();
    const double high = values.high();
    std::vector<double> limits;
    if (!(low < high)) return limits;
    for (std::size_t k = 1; k < classes; ++k) {
        const double part = double(k) / double(classes);
        const double range = high - low;  // infinite where it does not fit into a double
        const double limit =
            std::isfinite(range) ? low + range * double(k) / double(classes) : low * (1 - part) + high * part;
        if (limit > low && (limits.empty() || limit > limits.back())) limits.push_back(limit);
    }
    return limits;
}

void classify(std::span<const double> values, std::span<const double> limits, std::span<std::uint8_t> classes) {
    assert(values.size() == classes.size() && limits.size() < most_classes);
    // Few limits: counting those at or below the value beats a search, and has no branch to miss. Counted in the type
    // that is compared, limit by limit over a block, so that it is done for several values at a time.
    constexpr std::size_t rows_at_once = 1024;
    std::array<double, rows_at_once> above;
    for (std::size_t begin = 0; begin < values.size(); begin += rows_at_once) {
        const auto block = values.subspan(begin, std::min(rows_at_once, values.size() - begin));
        std::fill_n(above.begin(), block.size(), 1.0);
        for (const double limit : limits) {
            for (std::size_t i = 0; i < block.size(); ++i) above[i] += block[i] >= limit ? 1.0 : 0.0;
        }
        for (std::size_t i = 0; i < block.size(); ++i) {
            const double code = std::isfinite(block[i]) ? above[i]
                                : std::isnan(block[i])  ? no_data_missing
                                                        : no_data_outside;
            classes[begin + i] = static_cast<std::uint8_t>(static_cast<int>(code));
        }
    }
}

}  // namespace geo
