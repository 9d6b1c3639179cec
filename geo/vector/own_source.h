#pragma once

#include "geo/vector/gdal.h"
#include "geo/vector/own_layer.h"

#include <memory>
#include <string>
#include <vector>

namespace geo::gdal {

struct CloseDataset {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using DatasetPtr = std::unique_ptr<GDALDataset, CloseDataset>;

/// Private to geo/vector: an own layer's file, opened, and which of its layers is meant.
struct OwnSource {
    DatasetPtr dataset;
    std::string label;               // for messages
    OGRLayer* vector = nullptr;      // null: a picture
    std::string layer;               // name
    std::vector<std::string> names;  // of all layers, or of the pictures in it
};

/// \throws Error
[[nodiscard]] OwnSource open_own_source(const OwnLayerRequest& request);

/// The CRS a source names, or else the one given. \param wkt empty: it names none \throws Error where neither is known
[[nodiscard]] Crs crs_of(const OwnLayerRequest& request, const std::string& label, const std::string& wkt,
                         const std::string& remedy);

/// \throws Stopped if it is asked for
void check(const OwnLayerRequest& request);

[[nodiscard]] OwnLayerContent read_vector(const OwnLayerRequest& request, OwnSource source);
[[nodiscard]] OwnLayerContent read_picture(const OwnLayerRequest& request, OwnSource source);

}  // namespace geo::gdal
