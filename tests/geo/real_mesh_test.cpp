// Real borders: every area's triangles are its surface. Skipped where the data is not on this machine.
#include "geo/inner_point.h"
#include "geo/mesh.h"
#include "geo/simplify.h"
#include "geo/triangulate.h"

#include "real_data.h"
#include "rings.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace {

class RealMesh : public testing::TestWithParam<const char*> {};

TEST_P(RealMesh, triangles_are_the_surface_of_every_area_and_levels_nearly) {
    const auto path = real::data() / GetParam();
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    auto polygons = real::read(path);
    ASSERT_GT(polygons.size(), 400u);
    if (geo::bounds(polygons).max.x < 180) {  // degrees: to something like metres, so that a snap means something
        for (auto& p : polygons.points) p = {p.x * 68'000, p.y * 111'000};
    }
    EXPECT_EQ(shapes::fault(polygons, geo::triangulate(polygons)), "");
    double whole = 0;
    for (std::size_t area = 0; area < polygons.size(); ++area) whole += geo::surface(polygons, area);
    for (const double snap : {4.0, 32.0, 256.0}) {
        const auto simple = geo::simplify(polygons, snap);
        const auto triangles = geo::triangulate(simple);
        double sum = 0;
        for (std::size_t area = 0; area < simple.size(); ++area) {
            const double surface = shapes::triangles_surface(simple, triangles, area);
            sum += surface;
            // Within what moving the border by a snap can do.
            double border = 0;
            for (auto r = polygons.first_ring(area); r < polygons.last_ring(area); ++r) {
                const auto ring = polygons.ring(r);
                for (std::size_t k = 0; k < ring.size(); ++k) {
                    const auto& next = ring[k + 1 == ring.size() ? 0 : k + 1];
                    border += std::hypot(next.x - ring[k].x, next.y - ring[k].y);
                }
            }
            EXPECT_NEAR(surface, geo::surface(polygons, area), snap * (border + 4 * snap)) << area << " at " << snap;
        }
        EXPECT_NEAR(sum, whole, 0.003 * whole) << snap;
    }
    const auto inner = geo::inner_points(polygons);
    for (std::size_t area = 0; area < polygons.size(); ++area) {
        EXPECT_EQ(inner[area].has_value(), geo::surface(polygons, area) > 0) << area;
        if (!inner[area]) continue;
        EXPECT_TRUE(geo::contains(polygons, area, inner[area]->at)) << area;
    }
}

INSTANTIATE_TEST_SUITE_P(files, RealMesh,
                         testing::Values("nl/cbs2016_buurt_fullres_5cities_rd.gpkg", "nl/lbm_buurt_2024",
                                         "nl/lbm_buurt_geom2016_rd_simpl10m.gpkg"),
                         [](const auto& each) { return std::to_string(each.index); });

}  // namespace
