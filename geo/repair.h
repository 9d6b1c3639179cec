#pragma once

#include "geo/geometry.h"

#include <vector>

namespace geo {

/// What repair() did.
struct Repaired {
    Polygons polygons;                 // valid, oriented
    std::vector<std::uint32_t> areas;  // that were not valid (OGC Simple Features): self-crossing rings, holes outside,
                                       // overlapping parts ..., ascending
    std::vector<std::uint32_t>
        lost;  // of these, the ones that have no surface left, or that GEOS could not mend; they become empty
};

/// Makes every area valid (GEOS, structure method: rings are cleaned one by one, then holes are cut from shells). Valid
/// areas come out as they went in, but for the orientation of their rings.
[[nodiscard]] Repaired repair(Polygons polygons, unsigned threads = 0);

/// Whether two areas share all but a thousandth of their surface: one area, digitised or simplified twice.
[[nodiscard]] bool nearly_same(const Polygons& a, std::size_t in_a, const Polygons& b, std::size_t in_b);

}  // namespace geo
