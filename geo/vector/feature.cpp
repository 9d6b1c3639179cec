#include "geo/vector/feature.h"

#include <cmath>

namespace geo::gdal {

namespace {

OGRLinearRing* to_ring(std::span<const Point> points) {
    auto* ring = new OGRLinearRing;
    ring->setNumPoints(static_cast<int>(points.size()) + 1);
    for (std::size_t i = 0; i < points.size(); ++i) ring->setPoint(static_cast<int>(i), points[i].x, points[i].y);
    ring->setPoint(static_cast<int>(points.size()), points[0].x, points[0].y);
    return ring;
}

std::unique_ptr<OGRMultiPolygon> to_ogr(const Polygons& polygons, std::size_t area) {
    auto out = std::make_unique<OGRMultiPolygon>();
    for (auto p = polygons.area_starts[area]; p < polygons.area_starts[area + 1]; ++p) {
        auto polygon = std::make_unique<OGRPolygon>();
        for (auto r = polygons.polygon_starts[p]; r < polygons.polygon_starts[p + 1]; ++r) {
            polygon->addRingDirectly(to_ring(polygons.ring(r)));
        }
        out->addGeometryDirectly(polygon.release());
    }
    return out;
}

void set_field(OGRFeature& feature, int field, const Column& column, std::size_t row) {
    if (column.type == Column::Type::text) {
        if (column.index[row] != Column::no_word) feature.SetField(field, column.words[column.index[row]].c_str());
        return;
    }
    const double value = column.numbers[row];
    if (std::isnan(value)) return;
    if (column.type == Column::Type::integer) {
        feature.SetField(field, static_cast<GIntBig>(value));
    } else {
        feature.SetField(field, value);
    }
}

}  // namespace

OGRFieldType field_type(Column::Type type) {
    if (type == Column::Type::integer) return OFTInteger64;
    return type == Column::Type::real ? OFTReal : OFTString;
}

OGRSpatialReference to_reference(const Crs& crs) {
    OGRSpatialReference out;
    out.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (crs.known()) out.SetFromUserInput(crs.id.empty() ? crs.wkt.c_str() : crs.id.c_str());
    return out;
}

bool has_borders(const Polygons& polygons, std::size_t area) {
    return polygons.area_starts[area] != polygons.area_starts[area + 1];
}

void set_feature(OGRFeature& feature, const OutputTable& table, std::size_t row) {
    feature.SetFID(OGRNullFID);
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        feature.SetFieldNull(static_cast<int>(c));
        set_field(feature, static_cast<int>(c), table.columns[c], row);
    }
    feature.SetGeometryDirectly(has_borders(*table.polygons, row) ? to_ogr(*table.polygons, row).release() : nullptr);
}

}  // namespace geo::gdal
