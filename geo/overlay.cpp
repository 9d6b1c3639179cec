#include "geo/overlay.h"

#include "geo/coverage.h"
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

/// Joins the run to the one before it, if that is of the same area and share and no cell lies between.
void append(Overlap& part, const Overlap::Run& run, double share) {
    if (run.begin == run.end) return;
    if (!part.runs.empty()) {
        auto& last = part.runs.back();
        if (last.end == run.begin && last.area == run.area && part.share_of(part.runs.size() - 1) == share) {
            last.end = run.end;
            return;
        }
    }
    if (share != 1 && part.share.empty()) part.share.assign(part.runs.size(), 1.0);
    if (share != 1 || !part.share.empty()) part.share.push_back(share);
    part.runs.push_back(run);
}

void append_runs(const Polygons& areas, std::size_t area, const Lattice& lattice, std::vector<Crossing>& crossings,
                 Overlap& part) {
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
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {  // a column is crossed an even number of times
        const int column = crossings[i].column;
        const auto begin = lattice.rank(column, row_at(std::clamp(crossings[i].y, lowest, highest)));
        const auto end = lattice.rank(column, row_at(std::clamp(crossings[i + 1].y, lowest, highest)));
        append(part, {begin, end, static_cast<std::uint32_t>(area)}, 1);
    }
}

/// Counts rather than compares: a first cell is a small whole number, and areas keep their order.
Overlap by_first_cell(const std::vector<Overlap>& parts, std::size_t areas, std::size_t cells) {
    std::vector<std::uint32_t> place(cells + 1, 0);
    for (const auto& part : parts) {
        for (const auto& run : part.runs) ++place[run.begin + 1];
    }
    std::partial_sum(place.begin(), place.end(), place.begin());
    Overlap out{areas, std::vector<Overlap::Run>(place.back()), {}};
    if (std::ranges::any_of(parts, [](const auto& part) { return !part.share.empty(); }))
        out.share.resize(place.back());
    for (const auto& part : parts) {
        for (std::size_t i = 0; i < part.runs.size(); ++i) {
            const auto at = place[part.runs[i].begin]++;
            out.runs[at] = part.runs[i];
            if (!out.share.empty()) out.share[at] = part.share_of(i);
        }
    }
    return out;
}

/// \param make_append  gives what appends the runs of an area to a part; called once per job, for room to work in
template <typename MakeAppend>
Overlap overlay(const Polygons& areas, const Lattice& cells, unsigned threads, MakeAppend&& make_append) {
    if (cells.size() == 0) return {areas.size(), {}, {}};
    constexpr std::size_t block = 64;  // areas per job
    std::vector<Overlap> parts((areas.size() + block - 1) / block);
    parallel_for(parts.size(), threads, [&](std::size_t b) {
        auto append_area = make_append();
        parts[b].areas = areas.size();
        for (std::size_t area = b * block; area < std::min(areas.size(), (b + 1) * block); ++area)
            append_area(area, parts[b]);
    });
    if (areas.size() == 1) return std::move(parts.front());  // drawn by hand, say: already in order
    return by_first_cell(parts, areas.size(), cells.size());
}

}  // namespace

Overlap overlay_by_centroid(const Polygons& areas, const Lattice& cells, unsigned threads) {
    return overlay(areas, cells, threads, [&] {
        return [&, crossings = std::vector<Crossing>()](std::size_t area, Overlap& part) mutable {
            append_runs(areas, area, cells, crossings, part);
        };
    });
}

Overlap overlay_by_share(const Polygons& areas, const Lattice& cells, unsigned threads) {
    const Window window{cells.first_column(), cells.last_column(), cells.first_row(), cells.last_row()};
    return overlay(areas, cells, threads, [&] {
        return [&, coverage = Coverage(window)](std::size_t area, Overlap& part) mutable {
            Stretch last{};
            std::uint32_t end = 0;
            for (const auto& stretch : coverage.of(areas, area)) {
                const bool goes_on = stretch.column == last.column && stretch.begin == last.end;
                const auto begin = goes_on ? end : cells.rank(stretch.column, stretch.begin);
                end = cells.rank(stretch.column, stretch.end);
                append(part, {begin, end, static_cast<std::uint32_t>(area)}, stretch.share);
                last = stretch;
            }
        };
    });
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
