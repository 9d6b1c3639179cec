#pragma once

#include "geo/vector/write.h"

#include <functional>
#include <span>
#include <string>

namespace geo {

/// Private to geo/vector: completes a GeoPackage that GDAL has made and closed, with what GDAL does not write or writes
/// feature by feature: plain tables (registered as attributes, GeoPackage 1.3, 2.3), titles, descriptions and code
/// lists of columns (extension gpkg_schema), metadata (gpkg_metadata) and QGIS's table of styles.
/// \param tables all of them, layers too \param stopping called between steps with the part done; may throw
/// \throws Error
void complete_geopackage(const std::string& geopackage, std::span<const OutputTable> tables, const Accompaniment& with,
                         const std::string& name_for_errors, const std::function<void(double)>& step);

}  // namespace geo
