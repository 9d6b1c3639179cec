// Triangles of areas, by the library and by GEOS's constrained Delaunay triangulation. Where there are two, every
// iteration runs both, one after the other, and `ratio` is the median of the pairs, so that a busy machine slows both
// alike. Surfaces must be met; nothing is asserted about time.
#include "synthetic_mesh.h"
#include "timing.h"

#include "geo/mesh.h"
#include "geo/triangulate.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <span>
#include <vector>

#include <geos_c.h>

namespace {

using timing::median;
using timing::seconds;

struct Finish {
    void operator()(GEOSContextHandle_HS* context) const { GEOS_finish_r(context); }
};
using Context = std::unique_ptr<GEOSContextHandle_HS, Finish>;

GEOSGeometry* ring_to_geos(GEOSContextHandle_t context, std::span<const geo::Point> ring) {
    const auto size = static_cast<unsigned>(ring.size());
    auto* sequence = GEOSCoordSeq_create_r(context, size + 1, 2);
    for (unsigned i = 0; i <= size; ++i) GEOSCoordSeq_setXY_r(context, sequence, i, ring[i % size].x, ring[i % size].y);
    return GEOSGeom_createLinearRing_r(context, sequence);
}

/// Each polygon as a geometry of GEOS. Areas have one polygon each here.
class GeosPolygons {
public:
    explicit GeosPolygons(const geo::Polygons& polygons) : context_(GEOS_init_r()) {
        for (std::size_t area = 0; area < polygons.size(); ++area) {
            const auto first = polygons.first_ring(area);
            std::vector<GEOSGeometry*> holes;
            for (auto r = first + 1; r < polygons.last_ring(area); ++r)
                holes.push_back(ring_to_geos(context_.get(), polygons.ring(r)));
            geometries_.push_back(GEOSGeom_createPolygon_r(context_.get(),
                                                           ring_to_geos(context_.get(), polygons.ring(first)),
                                                           holes.data(), static_cast<unsigned>(holes.size())));
        }
    }
    GeosPolygons(const GeosPolygons&) = delete;
    GeosPolygons& operator=(const GeosPolygons&) = delete;
    ~GeosPolygons() {
        for (auto* geometry : geometries_) GEOSGeom_destroy_r(context_.get(), geometry);
    }

    /// \return whether all could be triangulated
    [[nodiscard]] bool triangulate() const {
        bool all = true;
        for (const auto* geometry : geometries_) {
            auto* triangles = GEOSConstrainedDelaunayTriangulation_r(context_.get(), geometry);
            all = all && triangles != nullptr;
            GEOSGeom_destroy_r(context_.get(), triangles);
        }
        return all;
    }

private:
    Context context_;
    std::vector<GEOSGeometry*> geometries_;
};

/// Whether the triangles of every area are its surface to 1e-9.
bool exact(const geo::Polygons& polygons, const geo::Triangles& triangles) {
    for (std::size_t area = 0; area < polygons.size(); ++area) {
        double sum = 0;
        for (auto t = triangles.area_starts[area]; t < triangles.area_starts[area + 1]; ++t) {
            const auto& [a, b, c] = triangles.corners[t];
            sum += geo::signed_surface(std::array{polygons.points[a], polygons.points[b], polygons.points[c]});
        }
        const double surface = geo::surface(polygons, area);
        if (std::abs(sum - surface) > 1e-9 * surface) return false;
    }
    return true;
}

/// A tenth of a country, so that GEOS takes part of a second.
void triangulate(benchmark::State& state) {
    const auto polygons = synthetic::mesh({.columns = 38, .rows = 36});
    const GeosPolygons geos(polygons);
    std::vector<double> others;
    std::vector<double> ratios;
    for (auto _ : state) {
        geo::Triangles triangles;
        const double own = seconds([&] { triangles = geo::triangulate(polygons, 1); });
        bool all = true;
        const double other = seconds([&] { all = geos.triangulate(); });
        if (!all || !exact(polygons, triangles)) return state.SkipWithError("triangles are missing or not the surface");
        state.SetIterationTime(own);
        others.push_back(other);
        ratios.push_back(own / other);
    }
    state.counters["other_ms"] = 1000 * median(others);
    state.counters["ratio"] = median(ratios);
}

void triangulate_country(benchmark::State& state) {
    const auto polygons = synthetic::mesh();
    const auto threads = static_cast<unsigned>(state.range(0));
    for (auto _ : state) {
        state.SetIterationTime(seconds([&] { benchmark::DoNotOptimize(geo::triangulate(polygons, threads)); }));
    }
}

void meshes_of_country(benchmark::State& state) {
    const auto polygons = synthetic::mesh();
    const auto threads = static_cast<unsigned>(state.range(0));
    for (auto _ : state) {
        state.SetIterationTime(seconds([&] { benchmark::DoNotOptimize(geo::make_meshes(polygons, threads)); }));
    }
}

void triangulate_ring(benchmark::State& state) {
    const auto polygons = synthetic::ring(static_cast<std::uint32_t>(state.range(0)));
    for (auto _ : state) {
        geo::Triangles triangles;
        state.SetIterationTime(seconds([&] { triangles = geo::triangulate(polygons, 1); }));
        if (!exact(polygons, triangles)) return state.SkipWithError("the triangles are not the surface");
    }
}

BENCHMARK(triangulate)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(triangulate_ring)->Arg(200'000)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(triangulate_country)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(meshes_of_country)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
