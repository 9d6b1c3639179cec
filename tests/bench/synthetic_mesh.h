#pragma once

#include "geo/geometry.h"

#include <cstdint>

/// Areas that are like a country's neighbourhoods in number, points and shape, and belong to no place.
namespace synthetic {

struct MeshOptions {
    int columns = 118;
    int rows = 116;
    double side = 1500;          // metres, of a cell of the lattice that the areas are made from
    int halvings = 5;            // of a border between two corners; a third of the borders get one more
    int areas_per_enclave = 40;  // one area in so many has a hole with another area in it; 0: none
    std::uint64_t seed = 1;
};

/// A partition of a rectangle with wandering sides: the cells of a lattice with moved corners, whose shared borders are
/// halved again and again with each middle moved aside. Valid; neighbours share every point of their border. As default
/// 14,030 areas with 2.4 million points at Dutch coordinates (EPSG:28992). Enclaves come last. The same for the same
/// options, on every machine but for the last bit of a sine.
[[nodiscard]] geo::Polygons mesh(const MeshOptions& options = {});

/// One area with one ring of `points` points: a closed border made in the same way. \pre points >= 4
[[nodiscard]] geo::Polygons ring(std::uint32_t points, std::uint64_t seed = 1);

}  // namespace synthetic
