#pragma once

#include "geo/crs.h"
#include "geo/ground.h"
#include "geo/sentence.h"
#include "geo/strokes.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace geo {

/// A file to be laid on a map, as lines and dots or as a picture.
struct OwnLayerRequest {
    std::string path;        // anything GDAL opens
    std::string layer;       // empty: the first that can be drawn
    std::string label;       // column with the names of its features; empty: none
    Crs crs;                 // of the map
    std::string source_crs;  // of a layer that names none ("EPSG:28992"); empty: such a layer is refused
    unsigned threads = 0;
    std::function<bool()> stopped;  // asked now and then; may be empty
};

/// A name and where it is written.
struct PlacedName {
    Point at;         // metres, CRS of the map
    double size = 0;  // metres across of what it names; 0: a point
    std::string text;
};

/// What a vector layer holds. Features that cannot be drawn are left out and counted.
struct OwnVector {
    std::shared_ptr<const Strokes> lines;  // and borders; null where there are none, as dots
    std::shared_ptr<const Strokes> dots;
    std::vector<PlacedName> names;  // the largest first, then as in the file
    std::vector<std::string> columns;
    std::size_t features = 0;
    std::size_t without = 0;  // of them without geometry
    std::size_t outside = 0;  // of them with points that have no place in the map's CRS
};

/// What is known of a picture before any close part of it is read.
struct OwnPicture {
    std::shared_ptr<const Ground> whole;  // coarse
    double metres_per_pixel = 0;          // of the file
    std::vector<double> stretch;          // [2 * colour bands] values that become 0 and 255; empty: bytes already
};

struct OwnLayerContent {
    std::string layer;                        // that was read; empty of a picture without a name
    std::vector<std::string> layers;          // that the file has
    Box bounds;                               // metres, CRS of the map; may be empty
    Sentence remark;                          // sentence: what was asked for and is not there; mostly empty
    std::shared_ptr<const OwnVector> vector;  // one of the two
    std::shared_ptr<const OwnPicture> picture;
};

/// No more points than this, corners of lines and borders included, are laid on a map.
inline constexpr std::size_t most_own_points = 20'000'000;

/// Thrown out of the functions below when they were stopped.
struct Stopped {};

/// \throws Error if the file is missing, is nothing GDAL can read, lies nowhere (no georeference, no CRS), or is too
/// large \throws Stopped
[[nodiscard]] OwnLayerContent read_own_layer(const OwnLayerRequest& request);

/// A part of a picture as it is seen at `metres_per_pixel`, not finer than the file is, overviews used. Transparent
/// where it holds nothing. \param part metres, CRS of the map; cut down to the picture \return null where they do not
/// meet \throws as above
[[nodiscard]] std::shared_ptr<const Ground> read_close(const OwnLayerRequest& request, const OwnPicture& picture,
                                                       const Box& part, double metres_per_pixel);

}  // namespace geo
