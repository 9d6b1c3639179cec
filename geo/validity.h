#pragma once

#include "geo/geometry.h"

namespace geo {

/// Whether an area is valid (OGC Simple Features) beyond doubt: its rings touch neither themselves nor each other and
/// lie within each other as they should. False where that is not so, but also where it is too close to call, where a
/// valid area touches itself at a point, or where the question would take long: ask GEOS then. For nearly every real
/// area it saves that question, which takes ten times as long. \pre area < polygons.size()
[[nodiscard]] bool surely_valid(const Polygons& polygons, std::size_t area);

}  // namespace geo
