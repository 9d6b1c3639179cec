#pragma once

#include "geo/crs.h"
#include "geo/output_table.h"
#include "geo/vector/gdal.h"

#include <memory>

/// Private to geo/vector: rows of an output table as GDAL's features.
namespace geo::gdal {

struct DatasetClose {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using DatasetPtr = std::unique_ptr<GDALDataset, DatasetClose>;

/// Sets a GDAL option while it exists.
class ConfigOption {
public:
    ConfigOption(const char* key, const char* value) : key_(key) { CPLSetThreadLocalConfigOption(key, value); }
    ~ConfigOption() { CPLSetThreadLocalConfigOption(key_, nullptr); }
    ConfigOption(const ConfigOption&) = delete;
    ConfigOption& operator=(const ConfigOption&) = delete;

private:
    const char* key_;
};

[[nodiscard]] OGRFieldType field_type(Column::Type type);
/// x east, y north; empty where the CRS is unknown.
[[nodiscard]] OGRSpatialReference to_reference(const Crs& crs);
[[nodiscard]] bool has_borders(const Polygons& polygons, std::size_t area);
/// All fields and the borders, null where there are none, of a row that CreateFeature() is to number.
/// \pre the feature has the fields of the table's columns, in their order
void set_feature(OGRFeature& feature, const OutputTable& table, std::size_t row);

}  // namespace geo::gdal
