#pragma once

#include "geo/vector/gdal.h"
#include "geo/vector/source.h"

namespace geo {
class RowWriter;
}

namespace geo::gdal {

/// Private to geo/vector: one OGR layer, seen as the columns and polygons of a Source. Nested properties (a field "raw"
/// that holds a JSON object, as some dumps of the official WFS have) count as fields of their own: "raw.afw".
class LayerView {
public:
    LayerView(OGRLayer& layer, std::string label);

    [[nodiscard]] const std::vector<Source::FieldInfo>& fields() const { return fields_; }
    [[nodiscard]] bool has_polygons() const;
    [[nodiscard]] std::string crs_wkt() const;
    [[nodiscard]] std::vector<std::vector<std::string>> sample(std::size_t count) const;
    [[nodiscard]] LayerRows read(const std::vector<Field>& wanted, bool polygons, const std::string& where) const;

private:
    void ignore_others(const std::vector<Field>& wanted, bool nested, bool polygons) const;
    /// Many rows at a time, without geometry. \return false, having read nothing, where a column's type is not one it
    /// knows
    bool read_batches(const std::vector<Field>& wanted, RowWriter& writer) const;
    void read_features(const std::vector<Field>& wanted, bool nested, RowWriter& writer, LayerRows* geometry) const;

    OGRLayer* layer_;
    std::string label_;
    std::vector<Source::FieldInfo> fields_;
    std::size_t plain_fields_ = 0;  // fields_[plain_fields_ ...) are nested in raw_field_
    int raw_field_ = -1;
};

}  // namespace geo::gdal
