#include "geo/spatial/near_points.h"

#include "geo/error.h"
#include "geo/parallel.h"
#include "geo/spatial/point_raster.h"
#include "geo/table.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace geo {

namespace {

constexpr std::size_t stretch = 512;  // rows that are looked at together
constexpr double gaussian_reach = 3;  // bandwidths

double squared_distance(Point a, Point b) {
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

/// Puts the rows of stretches together. \param make adds the rows of a stretch to its own neighbours
template <typename Make>
Neighbours in_stretches(std::size_t rows, unsigned threads, Make&& make) {
    std::vector<Neighbours> parts((rows + stretch - 1) / stretch);
    parallel_for(parts.size(), threads,
                 [&](std::size_t part) { make(part * stretch, std::min(rows, (part + 1) * stretch), parts[part]); });
    Neighbours out;
    std::size_t links = 0;
    for (const auto& part : parts) links += part.links();
    out.starts.reserve(rows + 1);
    out.to.reserve(links);
    for (auto& part : parts) {
        const auto before = out.links();
        out.to.insert(out.to.end(), part.to.begin(), part.to.end());
        out.weights.insert(out.weights.end(), part.weights.begin(), part.weights.end());
        for (std::size_t row = 0; row < part.size(); ++row) out.starts.push_back(before + part.starts[row + 1]);
        part = {};
    }
    return out;
}

[[noreturn]] void fail_for(double distance) {
    fail(
        "a distance of {:g} m makes more links between neighbours than the {:.3g} that can be held; take a shorter one",
        distance, static_cast<double>(most_links));
}

/// \param weigh of the square of a distance; null: links without weights
Neighbours within_radius(std::span<const Point> points, double radius, unsigned threads,
                         double (*weigh)(double, double), double bandwidth) {
    const PointRaster raster(points, radius);
    std::atomic<std::size_t> links{0};
    return in_stretches(points.size(), threads, [&](std::size_t first, std::size_t last, Neighbours& rows) {
        std::vector<std::pair<std::uint32_t, double>> found;
        for (auto row = first; row < last; ++row) {
            const auto p = points[row];
            found.clear();
            if (PointRaster::is_known(p)) {
                raster.for_each_around(p, radius, [&](std::uint32_t other) {
                    const auto square = squared_distance(p, points[other]);
                    if (other != row && std::sqrt(square) <= radius) found.emplace_back(other, square);
                });
            }
            std::sort(found.begin(), found.end());
            for (const auto& [other, square] : found) {
                if (weigh == nullptr) {
                    rows.to.push_back(other);
                } else if (const auto weight = weigh(square, bandwidth); weight > 0) {
                    rows.to.push_back(other);
                    rows.weights.push_back(weight);
                }
            }
            rows.end_row();
            if ((links += rows.count(rows.size() - 1)) > most_links) fail_for(radius);
        }
    });
}

}  // namespace

Point centroid(const Polygons& polygons, std::size_t area) {
    const auto box = bounds(polygons, area);
    if (box.empty()) return {missing, missing};
    const auto origin = box.min;
    double surface = 0;  // twice
    double x = 0;        // six times
    double y = 0;
    for (auto ring = polygons.first_ring(area); ring < polygons.last_ring(area); ++ring) {
        const auto points = polygons.ring(ring);
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Point a{points[i].x - origin.x, points[i].y - origin.y};
            const auto& next = points[i + 1 < points.size() ? i + 1 : 0];
            const Point b{next.x - origin.x, next.y - origin.y};
            const auto cross = a.x * b.y - b.x * a.y;
            surface += cross;
            x += (a.x + b.x) * cross;
            y += (a.y + b.y) * cross;
        }
    }
    if (surface == 0) return {(box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2};
    return {origin.x + x / (3 * surface), origin.y + y / (3 * surface)};
}

std::vector<Point> centroids(const Polygons& polygons) {
    std::vector<Point> out(polygons.size());
    for (std::size_t area = 0; area < out.size(); ++area) out[area] = centroid(polygons, area);
    return out;
}

const Words<Kernel>& kernel_words() {
    static const Words<Kernel> words{{"triangular", Kernel::triangular},
                                     {"epanechnikov", Kernel::epanechnikov},
                                     {"quartic", Kernel::quartic},
                                     {"gaussian", Kernel::gaussian}};
    return words;
}

Neighbours nearest(std::span<const Point> points, std::size_t k, unsigned threads) {
    std::size_t known = 0;
    Box box;
    for (const auto p : points) {
        if (!PointRaster::is_known(p)) continue;
        box.extend(p);
        ++known;
    }
    k = std::min(k, known == 0 ? 0 : known - 1);
    if (known * k > most_links)
        fail("{} nearest neighbours of {} rows make more than the {:.3g} links that can be held; take fewer", k, known,
             static_cast<double>(most_links));
    const auto surface = box.empty() ? 0 : (box.max.x - box.min.x) * (box.max.y - box.min.y);
    const PointRaster raster(points,
                             std::sqrt(surface * static_cast<double>(k + 1) / static_cast<double>(known + 1) / 4));
    return in_stretches(points.size(), threads, [&](std::size_t first, std::size_t last, Neighbours& rows) {
        std::vector<std::pair<double, std::uint32_t>> found;  // squared distance, row
        for (auto row = first; row < last; ++row) {
            const auto p = points[row];
            found.clear();
            bool more = PointRaster::is_known(p) && k > 0;
            for (std::int64_t ring = 0; more; ++ring) {
                more = raster.for_each_in_ring(p, ring, [&](std::uint32_t other) {
                    if (other != row) found.emplace_back(squared_distance(p, points[other]), other);
                });
                if (found.size() < k) continue;
                std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(k - 1), found.end());
                // All within `ring` whole squares have been seen.
                const auto seen = static_cast<double>(ring) * raster.side();
                more = more && found[k - 1].first >= seen * seen;
            }
            const auto count = std::min(k, found.size());
            const auto begin = rows.to.size();
            for (std::size_t i = 0; i < count; ++i) rows.to.push_back(found[i].second);
            std::sort(rows.to.begin() + static_cast<std::ptrdiff_t>(begin), rows.to.end());
            rows.end_row();
        }
    });
}

Neighbours within(std::span<const Point> points, double distance, unsigned threads) {
    return within_radius(points, distance, threads, nullptr, 0);
}

Neighbours by_kernel(std::span<const Point> points, Kernel kernel, double bandwidth, unsigned threads) {
    switch (kernel) {
        case Kernel::triangular:
            return within_radius(
                points, bandwidth, threads, [](double square, double width) { return 1 - std::sqrt(square) / width; },
                bandwidth);
        case Kernel::epanechnikov:
            return within_radius(
                points, bandwidth, threads, [](double square, double width) { return 1 - square / (width * width); },
                bandwidth);
        case Kernel::quartic:
            return within_radius(
                points, bandwidth, threads,
                [](double square, double width) {
                    const auto one = 1 - square / (width * width);
                    return one * one;
                },
                bandwidth);
        case Kernel::gaussian:
            break;
    }
    return within_radius(
        points, gaussian_reach * bandwidth, threads,
        [](double square, double width) { return std::exp(-square / (2 * width * width)); }, bandwidth);
}

namespace {

/// Cells around each: those of the column `columns` further on, up to `reach[|columns|]` rows up and down.
Neighbours around(const Lattice& cells, const std::vector<int>& reach, unsigned threads, double distance) {
    const auto all = cells.cells();
    const auto farthest = static_cast<int>(reach.size()) - 1;
    const auto each_range = [&](std::size_t row, auto&& use) {
        const auto cell = all[row];
        for (int offset = -farthest; offset <= farthest; ++offset) {
            const auto rows = reach[static_cast<std::size_t>(std::abs(offset))];
            use(cells.rank(cell.column + offset, cell.row - rows),
                cells.rank(cell.column + offset, cell.row + rows + 1));
        }
    };
    Neighbours out;
    out.starts.assign(all.size() + 1, 0);
    const auto parts = (all.size() + stretch - 1) / stretch;
    const auto each_part = [&](auto&& use) {
        parallel_for(parts, threads, [&](std::size_t part) {
            for (auto row = part * stretch; row < std::min(all.size(), (part + 1) * stretch); ++row) use(row);
        });
    };
    each_part([&](std::size_t row) {
        std::size_t count = 0;
        each_range(row, [&](std::uint32_t begin, std::uint32_t end) { count += end - begin; });
        out.starts[row + 1] = count - 1;  // not itself
    });
    std::partial_sum(out.starts.begin(), out.starts.end(), out.starts.begin());
    if (out.starts.back() > most_links) fail_for(distance);
    out.to.resize(out.starts.back());
    each_part([&](std::size_t row) {
        auto at = out.starts[row];
        each_range(row, [&](std::uint32_t begin, std::uint32_t end) {
            for (auto other = begin; other < end; ++other) {
                if (other != row) out.to[at++] = other;
            }
        });
    });
    return out;
}

}  // namespace

Neighbours within(const Lattice& cells, double distance, unsigned threads) {
    // Further than the grid is wide, all are as near as at that.
    const auto widest =
        2.0 * std::max({cells.last_column() - cells.first_column(), cells.last_row() - cells.first_row(), 1});
    const auto radius = std::min(distance / cell_size, widest);
    std::vector<int> reach(static_cast<std::size_t>(radius) + 1);
    for (std::size_t offset = 0; offset < reach.size(); ++offset) {
        const auto across = static_cast<double>(offset);
        auto rows = static_cast<int>(std::sqrt(std::max(0.0, radius * radius - across * across)));
        // In whole cells a distance is the root of a whole number: no rounding may decide.
        while (std::hypot(across, rows + 1) <= radius) ++rows;
        while (rows > 0 && std::hypot(across, rows) > radius) --rows;
        reach[offset] = rows;
    }
    return around(cells, reach, threads, distance);
}

Neighbours contiguous(const Lattice& cells, Contiguity rule, unsigned threads) {
    return around(cells, {1, rule == Contiguity::queen ? 1 : 0}, threads, cell_size);
}

}  // namespace geo
