#pragma once

#include "geo/distribution.h"
#include "geo/sentence.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Class bytes: 1 .. 200 are classes, ascending with the value; the rest is why there is none.
inline constexpr std::uint8_t no_class = 0;  // not classified: nothing was asked for
inline constexpr std::uint8_t most_classes = 200;
inline constexpr std::uint8_t no_data_untested = 250;     // nothing can be told of it, where hotspots are asked for
inline constexpr std::uint8_t no_data_island = 251;       // no neighbour with a value, where neighbours are asked for
inline constexpr std::uint8_t no_data_missing = 252;      // a weight (people live there) but no score
inline constexpr std::uint8_t no_data_uninhabited = 253;  // no weight
inline constexpr std::uint8_t no_data_suppressed = 254;   // withheld by the source (a no-data code)
inline constexpr std::uint8_t no_data_outside = 255;      // a value that lies in no class

/// In the order that legends have them.
inline constexpr std::array no_data_kinds{no_data_missing, no_data_uninhabited, no_data_suppressed,
                                          no_data_outside, no_data_island,      no_data_untested};

[[nodiscard]] inline bool is_class(std::uint8_t code) {
    return code >= 1 && code <= most_classes;
}

/// "missing", "uninhabited", "suppressed", "outside", "island", "untested"; empty for a class.
[[nodiscard]] std::string_view no_data_name(std::uint8_t code);
/// The same for people to read.
[[nodiscard]] Sentence no_data_reason(std::uint8_t code);
/// The kind of that name; no_class for any other word.
[[nodiscard]] std::uint8_t no_data_code(std::string_view name);

/// A named scheme: class k (1-based) holds limits[k-2] <= value < limits[k-1].
struct ClassTable {
    std::string scheme;                  // "judgement", "deviation", "quantile" ...
    std::string edition;                 // of the Leefbaarometer; empty for schemes made from the data
    std::vector<double> limits;          // [classes - 1], strictly ascending
    std::vector<std::string> labels_nl;  // [classes]
    std::vector<std::string> labels_en;  // [classes]

    [[nodiscard]] std::size_t classes() const { return limits.size() + 1; }
};

/// The table of a scheme for one edition, from assets/class_tables.csv; that of the newest edition where the edition
/// has none (then .edition differs from the one asked for). \throws Error for an unknown scheme or a broken table.
[[nodiscard]] ClassTable class_table(std::string_view scheme, std::string_view edition);
/// The same from the text of such a file; `name` is used in errors.
[[nodiscard]] ClassTable class_table(std::string_view csv, std::string_view name, std::string_view scheme,
                                     std::string_view edition);

/// Editions whose constant lbm - afw agrees with `constant` (assets/editions.csv), ascending.
[[nodiscard]] std::vector<std::string> editions_with_constant(double constant);

/// The constant lbm - afw of an edition; missing where it is not known.
[[nodiscard]] double constant_of_edition(std::string_view edition);

/// Class limits made from the data, so that each class holds as much weight as another: class q ends with the smallest
/// value that has at least q/classes of the weight at or below it, and the limit is the next value, so that equal
/// values are never split.
/// \return at most classes - 1, ascending; fewer where the values have fewer distinct steps, none where all are equal
[[nodiscard]] std::vector<double> quantile_limits(const Distribution& values, std::size_t classes);
/// Limits at equal distances between the smallest and the largest value.
[[nodiscard]] std::vector<double> equal_interval_limits(const Distribution& values, std::size_t classes);

/// The one place that decides which class a value is in: map, legend, GeoPackage and table all show this result.
/// A missing value becomes no_data_missing, an infinite one no_data_outside.
/// \param limits  ascending, < most_classes of them
/// \param classes [values.size()] filled
void classify(std::span<const double> values, std::span<const double> limits, std::span<std::uint8_t> classes);

}  // namespace geo
