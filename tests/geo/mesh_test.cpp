#include "geo/mesh.h"

#include "geo/simplify.h"
#include "geo/triangulate.h"

#include "../bench/synthetic_mesh.h"
#include "rings.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

namespace {

using geo::Mesh;
using geo::Point;
using geo::Polygons;
using shapes::from_wkt;

Point place(const Mesh& mesh, std::uint32_t vertex) {
    return {mesh.origin.x + static_cast<double>(mesh.vertices[vertex].x),
            mesh.origin.y + static_cast<double>(mesh.vertices[vertex].y)};
}

double surface(const Mesh& mesh, std::size_t first_index) {
    const auto at = [&](std::size_t k) { return place(mesh, mesh.indices[first_index + k]); };
    return geo::signed_surface(std::array{at(0), at(1), at(2)});
}

bool covers(const Mesh& mesh, std::size_t first_index, Point p) {
    const auto at = [&](std::size_t k) { return place(mesh, mesh.indices[first_index + k]); };
    const auto left = [&](Point a, Point b) { return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0; };
    return left(at(0), at(1)) && left(at(1), at(2)) && left(at(2), at(0));
}

/// Areas whose triangles cover the point, found by way of the chunks.
std::vector<std::uint32_t> areas_at(const Mesh& mesh, Point p) {
    std::vector<std::uint32_t> out;
    for (const auto& chunk : mesh.chunks) {
        const auto& box = chunk.bounds;
        if (p.x < box.min.x || p.x > box.max.x || p.y < box.min.y || p.y > box.max.y) continue;
        for (auto i = chunk.first; i < chunk.first + chunk.count; i += 3) {
            if (covers(mesh, i, p)) out.push_back(mesh.vertices[mesh.indices[i]].area);
        }
    }
    return out;
}

double distance_to_border(const Polygons& polygons, Point p) {
    double least = 1e300;
    for (std::uint32_t r = 0; r + 1 < polygons.ring_starts.size(); ++r) {
        const auto ring = polygons.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const auto& a = ring[i];
            const auto& b = ring[(i + 1) % ring.size()];
            const double dx = b.x - a.x;
            const double dy = b.y - a.y;
            const double t = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
            least = std::min(least, std::hypot(a.x + t * dx - p.x, a.y + t * dy - p.y));
        }
    }
    return least;
}

bool same(const Mesh& a, const Mesh& b) {
    const auto equal = [](const geo::MeshVertex& u, const geo::MeshVertex& v) {
        return u.x == v.x && u.y == v.y && u.area == v.area;
    };
    return a.snap == b.snap && a.origin == b.origin && a.indices == b.indices &&
           std::equal(a.vertices.begin(), a.vertices.end(), b.vertices.begin(), b.vertices.end(), equal) &&
           a.chunks.size() == b.chunks.size();
}

/// What is wrong with a mesh, whatever the areas are.
std::string fault(const Mesh& mesh) {
    std::uint32_t next = 0;
    for (const auto& chunk : mesh.chunks) {
        if (chunk.first != next || chunk.count == 0 || chunk.count % 3 != 0) return "chunks do not follow each other";
        next += chunk.count;
        for (auto i = chunk.first; i < next; ++i) {
            if (mesh.indices[i] >= mesh.vertices.size()) return "an index beyond the vertices";
            if (mesh.vertices[mesh.indices[i]].area != mesh.vertices[mesh.indices[i - i % 3]].area)
                return "a triangle of two areas";
            const auto p = place(mesh, mesh.indices[i]);
            const double slack = mesh.snap == 0 ? 0.1 : 0;
            if (p.x < chunk.bounds.min.x - slack || p.x > chunk.bounds.max.x + slack ||
                p.y < chunk.bounds.min.y - slack || p.y > chunk.bounds.max.y + slack)
                return "a corner outside the chunk's box";
        }
    }
    return next == mesh.indices.size() ? "" : "chunks do not cover the indices";
}

const synthetic::MeshOptions small{.columns = 12, .rows = 10, .side = 700, .halvings = 4, .areas_per_enclave = 9};

TEST(Simplify, leaves_out_what_falls_together) {
    const auto polygons = from_wkt({
        "POLYGON((1 1,2 2,11 1,11 11,11 21,11 12,1 11))",                                // a repeated point and a spike
        "POLYGON((1 1,3 1,3 3,1 3))",                                                    // all in one place
        "POLYGON((1 1,21 2,41 1,21 3))",                                                 // a line there and back
        "POLYGON((1 1,91 1,91 91,1 91),(31 31,32 34,34 31),(41 41,41 61,61 61,61 41))",  // one hole of two
        "MULTIPOLYGON(((1 1,2 1,2 2)),((31 31,51 31,51 51)))",
        "EMPTY",
    });
    const auto out = geo::simplify(polygons, 10);
    const auto expected =
        from_wkt({"POLYGON((5 5,15 5,15 15,5 15))", "EMPTY", "EMPTY",
                  "POLYGON((5 5,95 5,95 95,5 95),(45 45,45 65,65 65,65 45))", "POLYGON((35 35,55 35,55 55))", "EMPTY"});
    EXPECT_TRUE(shapes::same(out, expected));
}

RC_GTEST_PROP(Simplify, of_twice_the_snap_is_the_same_from_a_finer_one_and_for_any_threads, ()) {
    const auto polygons = shapes::any_triangulation(*rc::gen::inRange(1, 6), 300, false);
    const double snap = 1 << *rc::gen::inRange(0, 6);
    const auto direct = geo::simplify(polygons, 2 * snap);
    const auto nested = geo::simplify(geo::simplify(polygons, snap), 2 * snap);
    RC_ASSERT(shapes::same(direct, nested));
    for (const auto threads : test::thread_counts)
        RC_ASSERT(shapes::same(geo::simplify(polygons, 2 * snap, threads), direct));
}

TEST(SyntheticMesh, is_a_valid_partition_of_the_size_asked_for) {
    const auto polygons = synthetic::mesh(small);
    EXPECT_EQ(polygons.size(), 120u + 13);
    EXPECT_EQ(shapes::fault(polygons, geo::triangulate(polygons)), "");
    EXPECT_TRUE(shapes::same(polygons, synthetic::mesh(small)));
    std::mt19937_64 random(3);
    for (int k = 0; k < 2000; ++k) {
        const Point p{14'700 + static_cast<double>(random() % 6000), 307'700 + static_cast<double>(random() % 5000)};
        int holding = 0;
        for (std::size_t area = 0; area < polygons.size(); ++area) holding += geo::contains(polygons, area, p) ? 1 : 0;
        EXPECT_EQ(holding, 1);
    }
}

TEST(MeshTest, full_detail_has_every_point_and_the_whole_surface) {
    const auto polygons = synthetic::mesh(small);
    const auto mesh = geo::make_mesh(polygons, 0);
    EXPECT_EQ(fault(mesh), "");
    EXPECT_EQ(mesh.vertices.size(), polygons.points.size());
    std::vector<double> sum(polygons.size(), 0);
    for (std::size_t i = 0; i < mesh.indices.size(); i += 3)
        sum[mesh.vertices[mesh.indices[i]].area] += surface(mesh, i);
    for (std::size_t area = 0; area < polygons.size(); ++area)
        EXPECT_NEAR(sum[area], geo::surface(polygons, area), 1e-5 * geo::surface(polygons, area));
}

TEST(MeshTest, every_level_of_a_partition_covers_each_place_once_but_for_a_snap_along_borders) {
    const auto polygons = synthetic::mesh(small);
    std::mt19937_64 random(5);
    for (const double snap : {0.0, 2.0, 16.0, 64.0, 100.0}) {
        const auto mesh = geo::make_mesh(polygons, snap);
        EXPECT_EQ(fault(mesh), "") << snap;
        int once = 0;
        for (int k = 0; k < 1500; ++k) {
            const Point p{14'900 + static_cast<double>(random() % 6'000'000) / 1000,
                          307'900 + static_cast<double>(random() % 5'000'000) / 1000};
            const auto found = areas_at(mesh, p);
            const bool right = found.size() == 1 && geo::contains(polygons, found[0], p);
            once += right ? 1 : 0;
            if (right) continue;
            EXPECT_LE(distance_to_border(polygons, p), snap + 0.1) << snap;
        }
        EXPECT_GT(once, 500) << snap;
    }
}

RC_GTEST_PROP(MeshTest, snapped_triangles_leave_no_gap_between_neighbours, ()) {
    const auto polygons = shapes::any_triangulation(*rc::gen::inRange(2, 6), 256, false);
    const double snap = 1 << *rc::gen::inRange(0, 7);
    const auto mesh = geo::make_mesh(polygons, snap);
    RC_ASSERT(fault(mesh) == "");
    const auto whole = geo::bounds(polygons);
    for (int k = 0; k < 50; ++k) {
        const auto any = [&](double side) { return snap + *rc::gen::inRange(0, 1001) / 1000.0 * (side - 2 * snap); };
        const Point p{any(whole.max.x), any(whole.max.y)};
        const auto found = areas_at(mesh, p);
        const bool right = found.size() == 1 && geo::contains(polygons, found[0], p);
        RC_ASSERT(right || distance_to_border(polygons, p) <= snap);
    }
}

TEST(MeshTest, an_area_too_small_for_a_level_keeps_a_triangle_and_one_without_surface_has_none) {
    const auto polygons = from_wkt({"POLYGON((0 0,1000 0,1000 1000,0 1000))", "POLYGON((3 3,4 3,4 5,3 4))",
                                    "POLYGON((5 5,6 6,7 7))", "EMPTY", "POLYGON((1000 0,2000 0,2000 1000,1000 1000))"});
    const auto mesh = geo::make_mesh(polygons, 64);
    EXPECT_EQ(fault(mesh), "");
    std::vector<int> triangles(polygons.size(), 0);
    for (std::size_t i = 0; i < mesh.indices.size(); i += 3) ++triangles[mesh.vertices[mesh.indices[i]].area];
    EXPECT_EQ(triangles, (std::vector{2, 1, 0, 0, 2}));
    EXPECT_TRUE(geo::make_mesh(Polygons(), 0).chunks.empty());
    EXPECT_EQ(geo::make_meshes(from_wkt({"EMPTY"})).size(), 1u);
}

TEST(MeshTest, levels_get_coarser_in_earnest_and_do_not_depend_on_threads) {
    const auto polygons = synthetic::mesh({.columns = 30, .rows = 30, .side = 500});
    const auto levels = geo::make_meshes(polygons, 1);
    ASSERT_GT(levels.size(), 2u);
    EXPECT_EQ(levels[0].snap, 0);
    for (std::size_t k = 1; k < levels.size(); ++k) {
        EXPECT_EQ(fault(levels[k]), "");
        EXPECT_GT(levels[k].snap, levels[k - 1].snap);
        EXPECT_LT(static_cast<double>(levels[k].vertices.size()),
                  0.62 * static_cast<double>(levels[k - 1].vertices.size()));
        // Made by way of finer levels, which may leave out a spike in another order.
        const auto direct = static_cast<double>(geo::make_mesh(polygons, levels[k].snap).vertices.size());
        EXPECT_NEAR(static_cast<double>(levels[k].vertices.size()), direct, 0.02 * direct);
    }
    for (const auto threads : test::thread_counts) {
        const auto again = geo::make_meshes(polygons, threads);
        EXPECT_TRUE(std::equal(levels.begin(), levels.end(), again.begin(), again.end(), same));
    }
}

TEST(MeshTest, the_level_drawn_is_the_coarsest_that_moves_no_point_by_more_than_half_a_pixel) {
    std::vector<Mesh> levels(4);
    levels[1].snap = 8;
    levels[2].snap = 32;
    levels[3].snap = 256;
    EXPECT_EQ(geo::level_for(levels, 0.5), 0u);
    EXPECT_EQ(geo::level_for(levels, 7.9), 0u);
    EXPECT_EQ(geo::level_for(levels, 8), 1u);
    EXPECT_EQ(geo::level_for(levels, 100), 2u);
    EXPECT_EQ(geo::level_for(levels, 5000), 3u);
}

}  // namespace
