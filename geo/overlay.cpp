#include "geo/overlay.h"

#include "geo/parallel.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace geo {

namespace {

struct Crossing {
    int column;
    double y;
    friend auto operator<=>(const Crossing&, const Crossing&) = default;
};

double centre_x(int column) {
    return (column + 0.5) * cell_size;
}

/// First row whose centre is at or above y. The division may round across a centre, so the exact centres decide.
int row_at(double y) {
    int row = static_cast<int>(std::ceil(y / cell_size - 0.5));
    if ((row - 0.5) * cell_size >= y) --row;
    if ((row + 0.5) * cell_size < y) ++row;
    return row;
}

void append_runs(const Polygons& areas, std::size_t area, const Lattice& lattice, std::vector<Crossing>& crossings,
                 std::vector<Overlap::Run>& runs) {
    const double first_column = lattice.first_column();
    const double last_column = lattice.last_column() - 1;
    const double lowest = lattice.first_row() * cell_size;
    const double highest = lattice.last_row() * cell_size;
    crossings.clear();
    for (auto r = areas.first_ring(area); r < areas.last_ring(area); ++r) {
        const auto ring = areas.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const auto& a = ring[i];
            const auto& b = ring[i + 1 == ring.size() ? 0 : i + 1];
            const auto [low, high] = std::minmax(a.x, b.x);
            // One column too many on either side costs a comparison; the exact test below decides.
            const double first = std::clamp(std::floor(low / cell_size - 0.5), first_column, last_column);
            const double last = std::clamp(std::ceil(high / cell_size - 0.5), first_column, last_column);
            for (int column = static_cast<int>(first); column <= static_cast<int>(last); ++column) {
                const double x = centre_x(column);
                if ((a.x <= x) == (b.x <= x)) continue;
                crossings.push_back({column, crossing_y(a, b, x)});
            }
        }
    }
    std::sort(crossings.begin(), crossings.end());
    const auto before = runs.size();
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {  // a column is crossed an even number of times
        const int column = crossings[i].column;
        const auto begin = lattice.rank(column, row_at(std::clamp(crossings[i].y, lowest, highest)));
        const auto end = lattice.rank(column, row_at(std::clamp(crossings[i + 1].y, lowest, highest)));
        if (begin == end) continue;
        if (runs.size() > before && runs.back().end == begin) {
            runs.back().end = end;  // no cell lies between
        } else {
            runs.push_back({begin, end, static_cast<std::uint32_t>(area)});
        }
    }
}

/// Counts rather than compares: a first cell is a small whole number, and areas keep their order.
std::vector<Overlap::Run> by_first_cell(const std::vector<std::vector<Overlap::Run>>& parts, std::size_t cells) {
    std::vector<std::uint32_t> place(cells + 1, 0);
    for (const auto& part : parts) {
        for (const auto& run : part) ++place[run.begin + 1];
    }
    std::partial_sum(place.begin(), place.end(), place.begin());
    std::vector<Overlap::Run> out(place.back());
    for (const auto& part : parts) {
        for (const auto& run : part) out[place[run.begin]++] = run;
    }
    return out;
}

}  // namespace

Overlap overlay_by_centroid(const Polygons& areas, const Lattice& cells, unsigned threads) {
    if (cells.size() == 0) return {areas.size(), {}, {}};
    constexpr std::size_t block = 64;  // areas per job
    std::vector<std::vector<Overlap::Run>> parts((areas.size() + block - 1) / block);
    parallel_for(parts.size(), threads, [&](std::size_t b) {
        std::vector<Crossing> crossings;
        for (std::size_t area = b * block; area < std::min(areas.size(), (b + 1) * block); ++area)
            append_runs(areas, area, cells, crossings, parts[b]);
    });
    return {areas.size(), by_first_cell(parts, cells.size()), {}};
}

std::vector<double> share_held(const Overlap& overlap, std::size_t cells) {
    std::vector<double> out(cells, 0.0);
    for (std::size_t r = 0; r < overlap.runs.size(); ++r) {
        const auto& run = overlap.runs[r];
        for (auto cell = run.begin; cell < run.end; ++cell) out[cell] += overlap.share_of(r);
    }
    return out;
}

}  // namespace geo
