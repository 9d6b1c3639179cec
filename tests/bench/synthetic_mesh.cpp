#include "synthetic_mesh.h"

#include <cassert>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace synthetic {

namespace {

using geo::Point;
using Line = std::vector<Point>;

class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_(seed) {}

    /// In [low, high); the standard's distributions differ from library to library.
    double uniform(double low, double high) {
        return low + (high - low) * static_cast<double>(random_() >> 11) * 0x1p-53;
    }

    /// From a to b without b. A middle is moved less at every halving, so that all of the line stays within half a
    /// right angle of a-b, seen from either end: borders that meet at a corner do not cross, nor does a line cross
    /// itself.
    Line border(Point a, Point b, int halvings) {
        Line out;
        append(a, b, halvings, 0.09, out);
        return out;
    }

private:
    void append(Point a, Point b, int halvings, double part, Line& out) {
        constexpr double smaller = 0.7;
        if (halvings == 0) return out.push_back(a);
        const double aside = uniform(-part, part);
        const Point middle{(a.x + b.x) / 2 - aside * (b.y - a.y), (a.y + b.y) / 2 + aside * (b.x - a.x)};
        append(a, middle, halvings - 1, part * smaller, out);
        append(middle, b, halvings - 1, part * smaller, out);
    }

    std::mt19937_64 random_;
};

void append(geo::Polygons& out, const Line& line) {
    out.points.insert(out.points.end(), line.begin(), line.end());
}

/// `line` leads from `from` to `to`, without `to`; the other way round it leads from `to`, without `from`.
void append_backwards(geo::Polygons& out, const Line& line, Point to) {
    out.points.push_back(to);
    out.points.insert(out.points.end(), line.rbegin(), line.rend() - 1);
}

}  // namespace

geo::Polygons mesh(const MeshOptions& options) {
    constexpr Point origin{14'000, 307'000};
    constexpr double moved = 0.1;  // of a side
    Maker maker(options.seed);
    const auto columns = static_cast<std::size_t>(options.columns);
    const auto rows = static_cast<std::size_t>(options.rows);
    std::vector<Point> corners;
    for (std::size_t i = 0; i <= columns; ++i) {
        for (std::size_t j = 0; j <= rows; ++j) {
            const double x = static_cast<double>(i) + maker.uniform(-moved, moved);
            const double y = static_cast<double>(j) + maker.uniform(-moved, moved);
            corners.push_back({origin.x + x * options.side, origin.y + y * options.side});
        }
    }
    const auto at = [&](std::size_t i, std::size_t j) { return i * (rows + 1) + j; };
    std::vector<Line> east(corners.size());   // from corner (i, j) to (i + 1, j)
    std::vector<Line> north(corners.size());  // from corner (i, j) to (i, j + 1)
    for (std::size_t i = 0; i <= columns; ++i) {
        for (std::size_t j = 0; j <= rows; ++j) {
            const auto halvings = [&] { return options.halvings + (maker.uniform(0, 3) < 1 ? 1 : 0); };
            if (i < columns) east[at(i, j)] = maker.border(corners[at(i, j)], corners[at(i + 1, j)], halvings());
            if (j < rows) north[at(i, j)] = maker.border(corners[at(i, j)], corners[at(i, j + 1)], halvings());
        }
    }
    geo::Polygons out;
    std::vector<Line> enclaves;
    for (std::size_t i = 0; i < columns; ++i) {
        for (std::size_t j = 0; j < rows; ++j) {
            append(out, east[at(i, j)]);
            append(out, north[at(i + 1, j)]);
            append_backwards(out, east[at(i, j + 1)], corners[at(i + 1, j + 1)]);
            append_backwards(out, north[at(i, j)], corners[at(i, j + 1)]);
            out.end_ring();
            const auto area = i * rows + j + 1;
            if (options.areas_per_enclave > 0 && area % static_cast<std::size_t>(options.areas_per_enclave) == 0) {
                const Point centre{origin.x + (static_cast<double>(i) + 0.5) * options.side,
                                   origin.y + (static_cast<double>(j) + 0.5) * options.side};
                constexpr int points = 60;
                auto& enclave = enclaves.emplace_back();
                for (int k = 0; k < points; ++k) {
                    const double radius = maker.uniform(0.1, 0.15) * options.side;
                    const double angle = 2 * std::numbers::pi * k / points;
                    enclave.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
                }
                out.points.insert(out.points.end(), enclave.rbegin(), enclave.rend());
                out.end_ring();
            }
            out.end_polygon();
            out.end_area();
        }
    }
    for (const auto& enclave : enclaves) {
        append(out, enclave);
        out.end_ring();
        out.end_polygon();
        out.end_area();
    }
    return out;
}

geo::Polygons ring(std::uint32_t points, std::uint64_t seed) {
    assert(points >= 4);
    int halvings = 0;
    while (4u << halvings < points) ++halvings;
    Maker maker(seed);
    constexpr double side = 100'000;
    constexpr Point corners[]{
        {50'000, 350'000}, {50'000 + side, 350'000}, {50'000 + side, 350'000 + side}, {50'000, 350'000 + side}};
    Line all;
    for (std::size_t k = 0; k < 4; ++k) {
        const auto line = maker.border(corners[k], corners[(k + 1) % 4], halvings);
        all.insert(all.end(), line.begin(), line.end());
    }
    geo::Polygons out;
    for (std::size_t k = 0; k < points; ++k) out.points.push_back(all[k * all.size() / points]);
    out.end_ring();
    out.end_polygon();
    out.end_area();
    return out;
}

}  // namespace synthetic
