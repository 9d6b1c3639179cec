#include "geo/simplify.h"

#include "geo/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace geo {

namespace {

Point snapped(Point p, double snap) {
    return {(std::floor(p.x / snap) + 0.5) * snap, (std::floor(p.y / snap) + 0.5) * snap};
}

/// Adds the ring to `out` without repeated points and spikes; nothing if fewer than three points remain.
void append_snapped(std::span<const Point> ring, double snap, std::vector<Point>& out) {
    const auto begin = static_cast<std::ptrdiff_t>(out.size());
    const auto size = [&] { return static_cast<std::ptrdiff_t>(out.size()) - begin; };
    for (const auto& point : ring) {
        const auto p = snapped(point, snap);
        if (size() >= 1 && out.back() == p) continue;
        if (size() >= 2 && out[out.size() - 2] == p) {
            out.pop_back();
        } else {
            out.push_back(p);
        }
    }
    // The same across the seam, where the last point meets the first.
    auto first = begin;
    const auto left = [&] { return static_cast<std::ptrdiff_t>(out.size()) - first; };
    const auto at = [&](std::ptrdiff_t i) { return out[static_cast<std::size_t>(first + i)]; };
    while (left() >= 2) {
        if (at(left() - 1) == at(0) || at(left() - 2) == at(0)) {
            out.pop_back();
        } else if (at(left() - 1) == at(1)) {
            ++first;
        } else {
            break;
        }
    }
    out.erase(out.begin() + begin, out.begin() + first);
    if (size() < 3) out.resize(static_cast<std::size_t>(begin));
}

void append_snapped_area(const Polygons& from, std::size_t area, double snap, Polygons& to) {
    for (auto polygon = from.area_starts[area]; polygon < from.area_starts[area + 1]; ++polygon) {
        const auto shell = from.polygon_starts[polygon];
        for (auto r = shell; r < from.polygon_starts[polygon + 1]; ++r) {
            const auto begin = to.points.size();
            append_snapped(from.ring(r), snap, to.points);
            const double surface = signed_surface(std::span(to.points).subspan(begin));
            if (r == shell ? surface > 0 : surface < 0) {
                to.end_ring();
                continue;
            }
            to.points.resize(begin);
            if (r == shell) break;
        }
        if (to.polygon_starts.back() + 1 < to.ring_starts.size()) to.end_polygon();
    }
    to.end_area();
}

}  // namespace

Polygons simplify(const Polygons& polygons, double snap, unsigned threads) {
    assert(snap > 0);
    constexpr std::size_t block = 64;  // areas per job
    std::vector<Polygons> parts((polygons.size() + block - 1) / block);
    parallel_for(parts.size(), threads, [&](std::size_t b) {
        for (std::size_t area = b * block; area < std::min(polygons.size(), (b + 1) * block); ++area) {
            append_snapped_area(polygons, area, snap, parts[b]);
        }
    });
    Polygons out;
    std::size_t points = 0;
    for (const auto& part : parts) points += part.points.size();
    out.points.reserve(points);
    out.area_starts.reserve(polygons.area_starts.size());
    for (const auto& part : parts) {
        for (std::size_t area = 0; area < part.size(); ++area) out.append(part, area);
    }
    return out;
}

}  // namespace geo
