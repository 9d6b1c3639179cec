#include "geo/repair.h"

#include "geo/geos.h"
#include "geo/parallel.h"

#include <cassert>
#include <map>

namespace geo {

namespace {

struct ParametersRelease {
    void operator()(GEOSMakeValidParams* p) const { GEOSMakeValidParams_destroy_r(geos::context(), p); }
};

/// Empty where GEOS fails.
Polygons made_valid(const GEOSGeometry* geometry) {
    const std::unique_ptr<GEOSMakeValidParams, ParametersRelease> how(GEOSMakeValidParams_create_r(geos::context()));
    GEOSMakeValidParams_setMethod_r(geos::context(), how.get(), GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(geos::context(), how.get(), 0);
    const geos::GeometryPtr valid(GEOSMakeValidWithParams_r(geos::context(), geometry, how.get()));
    Polygons out;
    valid ? geos::append_area(out, valid.get()) : out.end_area();
    return out;
}

}  // namespace

Repaired repair(Polygons polygons, unsigned threads) {
    constexpr std::size_t block = 64;  // areas per job
    const std::size_t blocks = (polygons.size() + block - 1) / block;
    std::vector<std::map<std::size_t, Polygons>> mended(blocks);
    parallel_for(blocks, threads, [&](std::size_t b) {
        for (std::size_t area = b * block; area < std::min(polygons.size(), (b + 1) * block); ++area) {
            const auto geometry = geos::to_geos(polygons, area);
            assert(geometry);  // readers leave out rings of fewer than three points
            if (GEOSisValid_r(geos::context(), geometry.get()) == 1) continue;
            mended[b].emplace(area, made_valid(geometry.get()));
        }
    });
    Repaired out;
    for (const auto& part : mended) {
        for (const auto& [area, shape] : part) {
            out.areas.push_back(static_cast<std::uint32_t>(area));
            if (shape.points.empty()) out.lost.push_back(static_cast<std::uint32_t>(area));
        }
    }
    if (out.areas.empty()) {
        out.polygons = std::move(polygons);
    } else {
        for (std::size_t area = 0; area < polygons.size(); ++area) {
            const auto& part = mended[area / block];
            const auto found = part.find(area);
            found == part.end() ? out.polygons.append(polygons, area) : out.polygons.append(found->second, 0);
        }
    }
    orient(out.polygons);
    return out;
}

}  // namespace geo
