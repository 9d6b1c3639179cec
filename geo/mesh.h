#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <span>
#include <vector>

namespace geo {

struct MeshVertex {
    float x = 0;  // metres east of Mesh::origin
    float y = 0;  // metres north of it
    std::uint32_t area = 0;
};

/// A run of triangles that lie near each other, to be drawn or passed over together. Holds whole areas.
struct Chunk {
    Box bounds;               // metres, as Polygons
    std::uint32_t first = 0;  // into Mesh::indices
    std::uint32_t count = 0;  // of indices, a multiple of 3
};

/// The areas as triangles, at one level of detail.
struct Mesh {
    double snap = 0;  // metres to which points were moved together, 0: as they are
    Point origin;     // of the vertices; the same for all levels, subtracted in double
    std::vector<MeshVertex> vertices;
    std::vector<std::uint32_t> indices;  // [3 * triangles] into vertices, counter-clockwise
    std::vector<Chunk> chunks;           // cover `indices`, in order
};

/// One level. Areas follow each other along a z-order curve; a chunk has about 2,000 triangles, or more where one area
/// has. An area that `snap` leaves nothing of keeps one triangle, the largest of its full detail and mostly smaller
/// than a pixel, so that every area with a surface has triangles in every level; it overlaps what its neighbours made
/// of its place. \param snap as for simplify(); 0 for full detail
[[nodiscard]] Mesh make_mesh(const Polygons& polygons, double snap, unsigned threads = 0);

/// Full detail first, then coarser levels with a snap of 2 m to 512 m, of which each has at most six tenths of the
/// vertices of the one before; no more once there are few enough to draw at once. The same for any number of threads.
[[nodiscard]] std::vector<Mesh> make_meshes(const Polygons& polygons, unsigned threads = 0);

/// The level to draw: the coarsest whose snap is at most a pixel, so that no point is off by more than half a pixel in
/// x or y; coarser ones show stairs. \pre levels as made by make_meshes(), not empty \return index into levels
[[nodiscard]] std::size_t level_for(std::span<const Mesh> levels, double metres_per_pixel);

}  // namespace geo
