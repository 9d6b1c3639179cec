#pragma once

#include "geo/vector/write.h"

#include <span>
#include <string>

namespace geo {

/// Private to geo/vector: adds plain tables to a GeoPackage that GDAL has made and closed, several times faster than
/// feature by feature. They are registered as attributes (GeoPackage 1.3, 2.3). \throws Error
void add_attribute_tables(const std::string& geopackage, std::span<const OutputTable* const> tables,
                          const std::string& name_for_errors);

}  // namespace geo
