#pragma once

#include "geo/crs.h"
#include "geo/geometry.h"

#include <optional>
#include <string_view>

namespace model {

/// Two numbers as people write a place, with the letters that may stand beside them.
struct Pair {
    double first = 0;
    double second = 0;
    bool north_first = false;  // letters said so: the first is a latitude, the second a longitude
    bool east_first = false;   // or the other way round
};
/// "155000 463000", "155000,463000", "52.37 4.90", "52,37 4,90", "52.37N 4.9E", "N 52,37 O 4,9"; blanks, semicolons and
/// a single comma part them. Nothing where the text is no such pair.
[[nodiscard]] std::optional<Pair> parse_pair(std::string_view text);

/// The place that the pair means: in the CRS of the map where that lies within `bounds`, else latitude and longitude
/// (WGS 84), else longitude and latitude. Nothing where none lies within. \param from_degrees null where the CRS is not
/// known
[[nodiscard]] std::optional<geo::Point> place_of(const Pair& pair, const geo::Box& bounds,
                                                 const geo::Transform* from_degrees);

}  // namespace model
