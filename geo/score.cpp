#include "geo/score.h"

#include "geo/classify.h"
#include "geo/parallel.h"
#include "geo/sums.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace geo {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

constexpr Sums nothing{
    {}, {}, {infinity, infinity, infinity, infinity}, {-infinity, -infinity, -infinity, -infinity}, {}};

/// The quickest way of adding that this processor has.
auto add_runs_here() {
#ifdef LEEFBEELD_AVX2
    if (__builtin_cpu_supports("avx2")) return add_runs_avx2;
#endif
    return add_runs;
}

/// Weighted mean; `missing` where nothing weighs.
double mean_of(const Sums& sums, std::size_t c) {
    if (!(sums.weight[c] > 0)) return missing;
    // Rounding may carry the quotient past the values it is made of, and so over a class limit.
    return std::clamp(sums.sum[c] / sums.weight[c], sums.least[c], sums.most[c]);
}

}  // namespace

Aggregate aggregate(const Overlap& overlap, const Table& scores, std::span<const std::span<const double>> weights,
                    const ShareRequest& shares, unsigned threads) {
    const std::size_t dimensions = scores.dimensions.size();
    const std::size_t measurements = scores.measurements.size();
    const std::size_t areas = overlap.areas;
    assert(weights.size() == measurements && shares.class_count <= most_classes);
    Aggregate out{Cube<double>(dimensions, measurements, areas),
                  Cube<double>(dimensions, measurements, areas),
                  Cube<std::uint32_t>(dimensions, measurements, areas),
                  {}};
    for (std::size_t k = 0; k < shares.class_count; ++k) {
        out.class_weight.emplace_back(shares.dimensions.size(), measurements, areas);
    }
    // A job is a measurement and a few dimensions, of the scores as well as of the shares. It goes through the cells in
    // their order, so memory is read as a stream; sums of areas, begun and not yet done, wait in the cache.
    const std::size_t groups = (std::max(dimensions, shares.dimensions.size()) + side_by_side - 1) / side_by_side;
    const auto add = add_runs_here();
    parallel_for(measurements * groups, threads, [&](std::size_t job) {
        const std::size_t m = job / groups;
        const std::size_t first = job % groups * side_by_side;
        CellColumns cells{};
        cells.weights = weights[m].data();
        for (std::size_t c = 0; c < side_by_side; ++c)
            cells.values[c] = scores.values.column(std::min(first + c, dimensions - 1), m).data();
        std::vector<double> in_no_class(areas);
        for (std::size_t c = 0; c < side_by_side && first + c < shares.dimensions.size(); ++c) {
            cells.classes[c] = shares.classes->column(shares.dimensions[first + c], m).data();
            std::ranges::fill(cells.class_weights[c], in_no_class.data());
            for (std::size_t k = 0; k < shares.class_count; ++k)
                cells.class_weights[c][k + 1] = out.class_weight[k].column(first + c, m).data();
        }
        std::vector<Sums> sums(areas, nothing);
        add(overlap.runs.data(), overlap.runs.size(), overlap.share.empty() ? nullptr : overlap.share.data(), cells,
            sums.data());
        for (std::size_t c = 0; c < side_by_side && first + c < dimensions; ++c) {
            const auto mean = out.mean.column(first + c, m);
            const auto weight = out.weight.column(first + c, m);
            const auto n = out.n.column(first + c, m);
            for (std::size_t area = 0; area < areas; ++area) {
                mean[area] = mean_of(sums[area], c);
                weight[area] = sums[area].weight[c];
                n[area] = static_cast<std::uint32_t>(sums[area].n[c]);
            }
        }
    });
    return out;
}

std::vector<double> sum_cells(const Overlap& overlap, std::span<const double> cells) {
    std::vector<double> out(overlap.areas, 0.0);
    for (std::size_t r = 0; r < overlap.runs.size(); ++r) {
        const auto& run = overlap.runs[r];
        for (auto cell = run.begin; cell < run.end; ++cell) {
            if (!std::isnan(cells[cell])) out[run.area] += overlap.share_of(r) * cells[cell];
        }
    }
    return out;
}

}  // namespace geo
