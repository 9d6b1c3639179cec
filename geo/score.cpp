#include "geo/score.h"

#include "geo/classify.h"
#include "geo/parallel.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace geo {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Cells of one area with their weights in it, gathered once for all dimensions.
struct Members {
    std::span<const std::uint32_t> cells;
    std::vector<double> weight;
};

void gather(const Overlap& overlap, std::size_t area, std::span<const double> weight, Members& members) {
    const auto begin = overlap.row_starts[area];
    members.cells = std::span(overlap.cells).subspan(begin, overlap.row_starts[area + 1] - begin);
    members.weight.resize(members.cells.size());
    for (std::size_t k = 0; k < members.cells.size(); ++k) {
        const double known = weight[members.cells[k]];
        const double w = std::isnan(known) ? 0.0 : known;
        members.weight[k] = overlap.share.empty() ? w : overlap.share[begin + k] * w;
    }
}

struct Mean {
    double value = missing;
    double weight = 0;
    std::uint32_t n = 0;
};

/// Weighted means of `Columns` columns side by side: each sum waits for its own last addition, so several keep the
/// processor busy where one would not.
template <std::size_t Columns>
void means(const Members& members, const std::array<const double*, Columns>& columns, std::array<Mean, Columns>& out) {
    std::array<double, Columns> sum{};
    std::array<double, Columns> weight{};
    std::array<double, Columns> n{};
    std::array<double, Columns> least;
    std::array<double, Columns> most;
    least.fill(infinity);
    most.fill(-infinity);
    for (std::size_t k = 0; k < members.cells.size(); ++k) {
        const auto cell = members.cells[k];
        const double w = members.weight[k];
        for (std::size_t c = 0; c < Columns; ++c) {
            const double v = columns[c][cell];
            const bool there = v == v;
            const bool weighs = there && w > 0;
            sum[c] += there ? w * v : 0.0;
            weight[c] += there ? w : 0.0;
            n[c] += there ? 1.0 : 0.0;
            least[c] = weighs && v < least[c] ? v : least[c];
            most[c] = weighs && v > most[c] ? v : most[c];
        }
    }
    for (std::size_t c = 0; c < Columns; ++c) {
        // Rounding may carry the quotient past the values it is made of, and so over a class limit.
        const double value = weight[c] > 0 ? std::clamp(sum[c] / weight[c], least[c], most[c]) : missing;
        out[c] = {value, weight[c], static_cast<std::uint32_t>(n[c])};
    }
}

/// [class] sum of weights; a byte indexes it without a test.
void class_weights(const Members& members, const std::uint8_t* classes, std::size_t class_count,
                   std::array<double, 256>& out) {
    std::fill_n(out.begin(), class_count + 1, 0.0);
    for (std::size_t k = 0; k < members.cells.size(); ++k) out[classes[members.cells[k]]] += members.weight[k];
}

}  // namespace

Aggregate aggregate(const Overlap& overlap, const Table& scores, std::span<const std::span<const double>> weights,
                    const ShareRequest& shares, unsigned threads) {
    const std::size_t dimensions = scores.dimensions.size();
    const std::size_t measurements = scores.measurements.size();
    const std::size_t areas = overlap.areas();
    assert(weights.size() == measurements && shares.class_count <= most_classes);
    Aggregate out{Cube<double>(dimensions, measurements, areas),
                  Cube<double>(dimensions, measurements, areas),
                  Cube<std::uint32_t>(dimensions, measurements, areas),
                  {}};
    for (std::size_t k = 0; k < shares.class_count; ++k) {
        out.class_weight.emplace_back(shares.dimensions.size(), measurements, areas);
    }
    const auto store = [&](std::size_t d, std::size_t m, std::size_t area, const Mean& mean) {
        out.mean.column(d, m)[area] = mean.value;
        out.weight.column(d, m)[area] = mean.weight;
        out.n.column(d, m)[area] = mean.n;
    };
    constexpr std::size_t block = 256;  // areas per job
    const std::size_t blocks = (areas + block - 1) / block;
    parallel_for(measurements * blocks, threads, [&](std::size_t job) {
        const std::size_t m = job / blocks;
        std::vector<const double*> columns;
        for (std::size_t d = 0; d < dimensions; ++d) columns.push_back(scores.values.column(d, m).data());
        Members members;
        std::array<double, 256> sums;
        for (std::size_t area = job % blocks * block; area < std::min(areas, (job % blocks + 1) * block); ++area) {
            gather(overlap, area, weights[m], members);
            std::size_t d = 0;
            for (; d + 2 < dimensions; d += 3) {
                std::array<Mean, 3> three;
                means<3>(members, {columns[d], columns[d + 1], columns[d + 2]}, three);
                for (std::size_t c = 0; c < 3; ++c) store(d + c, m, area, three[c]);
            }
            for (; d < dimensions; ++d) {
                std::array<Mean, 1> one;
                means<1>(members, {columns[d]}, one);
                store(d, m, area, one[0]);
            }
            for (std::size_t s = 0; s < shares.dimensions.size(); ++s) {
                class_weights(members, shares.classes->column(shares.dimensions[s], m).data(), shares.class_count,
                              sums);
                for (std::size_t k = 0; k < shares.class_count; ++k)
                    out.class_weight[k].column(s, m)[area] = sums[k + 1];
            }
        }
    });
    return out;
}

std::vector<double> sum_cells(const Overlap& overlap, std::span<const double> cells) {
    std::vector<double> out(overlap.areas(), 0.0);
    for (std::size_t area = 0; area < out.size(); ++area) {
        for (auto k = overlap.row_starts[area]; k < overlap.row_starts[area + 1]; ++k) {
            const double value = cells[overlap.cells[k]];
            if (!std::isnan(value)) out[area] += overlap.share.empty() ? value : overlap.share[k] * value;
        }
    }
    return out;
}

}  // namespace geo
