#pragma once

#include "geo/sentence.h"
#include "geo/vector/write.h"

#include <string>
#include <vector>

/// Private to geo/vector: formats that hold one layer. Each writes its file as write_format() says and returns what
/// people must know of it.
namespace geo {

std::vector<Sentence> write_flatgeobuf(const std::string& path, const OutputTable& layer, const Crs& crs,
                                       const Watch& watch);

/// RFC 7946: in WGS 84, longitude first.
std::vector<Sentence> write_geojson(const std::string& path, const OutputTable& layer, const Crs& crs,
                                    const Accompaniment& with, const Watch& watch);

/// \pre path ends in ".shp". Beside it come .shx, .dbf, .prj, .cpg and NAME_columns.csv, which tells what the shortened
/// names stand for.
std::vector<Sentence> write_shapefile(const std::string& path, const OutputTable& layer, const Crs& crs,
                                      const Accompaniment& with, const Watch& watch);
/// What write_shapefile() puts in place or takes away, .shp first.
[[nodiscard]] std::vector<std::string> shapefile_files(const std::string& path);

}  // namespace geo
