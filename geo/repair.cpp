#include "geo/repair.h"

#include "geo/geos.h"
#include "geo/parallel.h"
#include "geo/validity.h"

#include <algorithm>
#include <cassert>
#include <map>

namespace geo {

namespace {

struct ParametersRelease {
    void operator()(GEOSMakeValidParams* p) const { GEOSMakeValidParams_destroy_r(geos::context(), p); }
};

/// Null where GEOS fails.
geos::GeometryPtr made_valid(const GEOSGeometry* geometry) {
    const std::unique_ptr<GEOSMakeValidParams, ParametersRelease> how(GEOSMakeValidParams_create_r(geos::context()));
    GEOSMakeValidParams_setMethod_r(geos::context(), how.get(), GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(geos::context(), how.get(), 0);
    return geos::GeometryPtr(GEOSMakeValidWithParams_r(geos::context(), geometry, how.get()));
}

double surface_of(const GEOSGeometry* geometry) {
    double out = 0;
    if (geometry != nullptr) GEOSArea_r(geos::context(), geometry, &out);
    return out;
}

}  // namespace

Repaired repair(Polygons polygons, unsigned threads) {
    constexpr std::size_t block = 64;  // areas per job
    const std::size_t blocks = (polygons.size() + block - 1) / block;
    std::vector<std::map<std::size_t, Polygons>> mended(blocks);
    parallel_for(blocks, threads, [&](std::size_t b) {
        for (std::size_t area = b * block; area < std::min(polygons.size(), (b + 1) * block); ++area) {
            if (surely_valid(polygons, area)) continue;
            const auto geometry = geos::to_geos(polygons, area);
            assert(geometry);  // readers leave out rings of fewer than three points
            if (GEOSisValid_r(geos::context(), geometry.get()) == 1) continue;
            const auto valid = made_valid(geometry.get());
            auto& shape = mended[b][area];
            valid ? geos::append_area(shape, valid.get()) : shape.end_area();
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

bool nearly_same(const Polygons& a, std::size_t in_a, const Polygons& b, std::size_t in_b) {
    constexpr double required = 0.999;
    const auto raw_a = geos::to_geos(a, in_a);
    const auto raw_b = geos::to_geos(b, in_b);
    if (!raw_a || !raw_b) return false;
    const auto valid_a = made_valid(raw_a.get());
    const auto valid_b = made_valid(raw_b.get());
    if (!valid_a || !valid_b) return false;
    const geos::GeometryPtr shared(GEOSIntersection_r(geos::context(), valid_a.get(), valid_b.get()));
    return surface_of(shared.get()) > required * std::max(surface_of(valid_a.get()), surface_of(valid_b.get()));
}

}  // namespace geo
