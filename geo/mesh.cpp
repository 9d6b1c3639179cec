#include "geo/mesh.h"

#include "geo/morton.h"
#include "geo/parallel.h"
#include "geo/simplify.h"
#include "geo/triangulate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

namespace geo {

namespace {

/// What all levels have in common.
struct Plan {
    const Polygons& polygons;
    Triangles triangles;               // of full detail
    Point origin;                      // on a corner of every raster, so that snapped points are exact in float too
    std::vector<std::uint32_t> order;  // [areas] along a z-order curve
};

Plan make_plan(const Polygons& polygons, unsigned threads) {
    Plan plan{polygons, triangulate(polygons, threads), {}, std::vector<std::uint32_t>(polygons.size())};
    const auto whole = bounds(polygons);
    if (whole.empty()) return plan;
    const auto middle = [](double low, double high) { return std::round((low + high) / 2 / 1024) * 1024; };
    plan.origin = {middle(whole.min.x, whole.max.x), middle(whole.min.y, whole.max.y)};
    const Raster raster(whole);
    std::vector<std::uint32_t> code(polygons.size());
    parallel_for(polygons.size(), threads, [&](std::size_t area) {
        const auto box = bounds(polygons, area);
        if (box.empty()) return;
        code[area] = morton_code(raster({(box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2}));
    });
    std::iota(plan.order.begin(), plan.order.end(), 0u);
    std::stable_sort(plan.order.begin(), plan.order.end(), [&](auto a, auto b) { return code[a] < code[b]; });
    return plan;
}

/// Points and triangles of one area, in the level's polygons or, where nothing is left of it there, in full detail.
struct Piece {
    std::span<const Point> points;
    std::span<const std::array<std::uint32_t, 3>> triangles;
    std::uint32_t first_point;  // that the triangles count from
};

Piece piece_of(const Polygons& polygons, const Triangles& triangles, std::size_t area) {
    const auto begin = polygons.ring_starts[polygons.first_ring(area)];
    const auto end = polygons.ring_starts[polygons.last_ring(area)];
    const auto first = triangles.area_starts[area];
    return {std::span(polygons.points).subspan(begin, end - begin),
            std::span(triangles.corners).subspan(first, triangles.area_starts[area + 1] - first), begin};
}

double surface_of(const Polygons& polygons, const std::array<std::uint32_t, 3>& triangle) {
    const auto at = [&](std::size_t k) { return polygons.points[triangle[k]]; };
    return signed_surface(std::array{at(0), at(1), at(2)});
}

class Builder {
public:
    Builder(const Plan& plan, const Polygons& polygons, const Triangles& triangles)
        : plan_(plan), polygons_(polygons), triangles_(triangles) {}

    Mesh build(double snap, unsigned threads) {
        constexpr std::uint32_t chunk_indices = 3 * 2048;
        Mesh mesh{snap, plan_.origin, {}, {}, {}};
        const auto areas = plan_.order.size();
        std::vector<std::uint32_t> first_vertex(areas + 1, 0);
        std::vector<std::uint32_t> first_index(areas + 1, 0);
        for (std::size_t k = 0; k < areas; ++k) {
            const auto [vertices, indices] = size_of(plan_.order[k]);
            first_vertex[k + 1] = first_vertex[k] + vertices;
            first_index[k + 1] = first_index[k] + indices;
        }
        mesh.vertices.resize(first_vertex[areas]);
        mesh.indices.resize(first_index[areas]);
        std::vector<Box> box(areas);
        constexpr std::size_t block = 64;  // areas per job
        parallel_for((areas + block - 1) / block, threads, [&](std::size_t b) {
            for (std::size_t k = b * block; k < std::min(areas, (b + 1) * block); ++k) {
                if (first_index[k] == first_index[k + 1]) continue;
                box[k] = write(plan_.order[k], mesh, first_vertex[k], first_index[k]);
            }
        });
        for (std::size_t k = 0; k < areas; ++k) {
            const auto count = first_index[k + 1] - first_index[k];
            if (count == 0) continue;
            const bool full = !mesh.chunks.empty() && mesh.chunks.back().count + count > chunk_indices;
            if (mesh.chunks.empty() || full) mesh.chunks.push_back({{}, first_index[k], 0});
            mesh.chunks.back().bounds.extend(box[k]);
            mesh.chunks.back().count += count;
        }
        return mesh;
    }

private:
    [[nodiscard]] bool vanished(std::uint32_t area) const {
        return triangles_.area_starts[area] == triangles_.area_starts[area + 1];
    }

    /// Numbers of vertices and of indices.
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> size_of(std::uint32_t area) const {
        if (vanished(area)) {
            const bool lacks_surface = piece_of(plan_.polygons, plan_.triangles, area).triangles.empty();
            return lacks_surface ? std::pair(0u, 0u) : std::pair(3u, 3u);
        }
        const auto piece = piece_of(polygons_, triangles_, area);
        return {static_cast<std::uint32_t>(piece.points.size()),
                static_cast<std::uint32_t>(3 * piece.triangles.size())};
    }

    Box write(std::uint32_t area, Mesh& mesh, std::uint32_t vertex, std::uint32_t index) const {
        Box box;
        const auto add = [&](std::uint32_t at, Point p) {
            box.extend(p);
            mesh.vertices[at] = {static_cast<float>(p.x - mesh.origin.x), static_cast<float>(p.y - mesh.origin.y),
                                 area};
        };
        if (vanished(area)) {
            const auto all = piece_of(plan_.polygons, plan_.triangles, area).triangles;
            const auto largest = *std::max_element(all.begin(), all.end(), [&](const auto& a, const auto& b) {
                return surface_of(plan_.polygons, a) < surface_of(plan_.polygons, b);
            });
            for (std::uint32_t k = 0; k < 3; ++k) {
                add(vertex + k, plan_.polygons.points[largest[k]]);
                mesh.indices[index + k] = vertex + k;
            }
            return box;
        }
        const auto piece = piece_of(polygons_, triangles_, area);
        for (std::uint32_t k = 0; k < piece.points.size(); ++k) add(vertex + k, piece.points[k]);
        for (const auto& triangle : piece.triangles) {
            for (const auto corner : triangle) mesh.indices[index++] = vertex + corner - piece.first_point;
        }
        return box;
    }

    const Plan& plan_;
    const Polygons& polygons_;
    const Triangles& triangles_;
};

Mesh make_level(const Plan& plan, const Polygons& simple, double snap, unsigned threads) {
    const auto triangles = triangulate(simple, threads);
    return Builder(plan, simple, triangles).build(snap, threads);
}

}  // namespace

Mesh make_mesh(const Polygons& polygons, double snap, unsigned threads) {
    const auto plan = make_plan(polygons, threads);
    if (snap == 0) return Builder(plan, polygons, plan.triangles).build(0, threads);
    return make_level(plan, simplify(polygons, snap, threads), snap, threads);
}

std::vector<Mesh> make_meshes(const Polygons& polygons, unsigned threads) {
    constexpr double finest = 2;
    constexpr double coarsest = 512;
    constexpr double fewer = 0.6;
    constexpr std::size_t few_vertices = 20'000;  // drawn in about a millisecond, also by a processor
    const auto plan = make_plan(polygons, threads);
    std::vector<Mesh> out;
    out.push_back(Builder(plan, polygons, plan.triangles).build(0, threads));
    Polygons simple;
    for (double snap = finest; snap <= coarsest && out.back().vertices.size() > few_vertices; snap *= 2) {
        simple = simplify(snap == finest ? polygons : simple, snap, threads);
        const auto before = static_cast<double>(out.back().vertices.size());
        if (static_cast<double>(simple.points.size()) > fewer * before) continue;
        out.push_back(make_level(plan, simple, snap, threads));
    }
    return out;
}

std::size_t level_for(std::span<const Mesh> levels, double metres_per_pixel) {
    assert(!levels.empty());
    std::size_t level = 0;
    while (level + 1 < levels.size() && levels[level + 1].snap <= metres_per_pixel) ++level;
    return level;
}

}  // namespace geo
