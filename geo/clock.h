#pragma once

#include <string>

namespace geo {

/// "2026-11-24T09:30:00.000Z", as GeoPackages have it: now, or the moment that SOURCE_DATE_EPOCH names
/// (reproducible-builds.org), so that a run can be repeated to the byte. \throws Error where that is no number of
/// seconds
[[nodiscard]] std::string time_now();

/// Seconds since 1970 as such a time.
[[nodiscard]] std::string time_text(long long seconds);

}  // namespace geo
