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

/// Two doubles in one register, and what a comparison of two such gives. Spelled out because a compiler makes branches
/// of "is there a value" and "is it smaller", and real scores are as hard to guess as dice.
using Pair = double __attribute__((vector_size(16)));
using Mask = std::int64_t __attribute__((vector_size(16)));

Pair only(Pair value, Mask where) {
    return reinterpret_cast<Pair>(reinterpret_cast<Mask>(value) & where);
}
Pair choose(Mask where, Pair yes, Pair no) {
    return reinterpret_cast<Pair>((reinterpret_cast<Mask>(yes) & where) | (reinterpret_cast<Mask>(no) & ~where));
}

/// Cells of one area with their weights in it, gathered once for all dimensions.
struct Members {
    std::span<const std::uint32_t> cells;
    std::vector<double> weight;
    std::vector<double> gate;  // 0, or missing where the weight is 0: added to a value it keeps or drops it
};

void gather(const Overlap& overlap, std::size_t area, std::span<const double> weight, Members& members) {
    const auto begin = overlap.row_starts[area];
    members.cells = std::span(overlap.cells).subspan(begin, overlap.row_starts[area + 1] - begin);
    members.weight.resize(members.cells.size());
    members.gate.resize(members.cells.size());
    for (std::size_t k = 0; k < members.cells.size(); ++k) {
        const double known = weight[members.cells[k]];
        const double w = std::isnan(known) ? 0.0 : known;
        members.weight[k] = overlap.share.empty() ? w : overlap.share[begin + k] * w;
        members.gate[k] = members.weight[k] > 0 ? 0.0 : missing;
    }
}

struct Mean {
    double value = missing;
    double weight = 0;
    std::uint32_t n = 0;
};

/// Weighted means of four columns side by side: a sum waits for its own last addition, so one alone would leave the
/// processor idle.
std::array<Mean, 4> means(const Members& members, const std::array<const double*, 4>& columns) {
    struct Sums {
        Pair sum{}, weight{}, least{infinity, infinity}, most{-infinity, -infinity};
        Mask n{};
    };
    std::array<Sums, 2> sums;
    for (std::size_t k = 0; k < members.cells.size(); ++k) {
        const auto cell = members.cells[k];
        const Pair w{members.weight[k], members.weight[k]};
        const Pair gate{members.gate[k], members.gate[k]};
        for (std::size_t p = 0; p < 2; ++p) {
            auto& s = sums[p];
            const Pair v{columns[2 * p][cell], columns[2 * p + 1][cell]};
            const Mask there = v == v;
            s.sum += only(w * v, there);
            s.weight += only(w, there);
            s.n -= there;  // a mask is -1 where it holds
            const Pair weighing = v + gate;
            s.least = choose(weighing < s.least, weighing, s.least);
            s.most = choose(weighing > s.most, weighing, s.most);
        }
    }
    std::array<Mean, 4> out;
    for (std::size_t c = 0; c < 4; ++c) {
        const auto& s = sums[c / 2];
        const double weight = s.weight[c % 2];
        // Rounding may carry the quotient past the values it is made of, and so over a class limit.
        const double value = weight > 0 ? std::clamp(s.sum[c % 2] / weight, s.least[c % 2], s.most[c % 2]) : missing;
        out[c] = {value, weight, static_cast<std::uint32_t>(s.n[c % 2])};
    }
    return out;
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
            for (std::size_t d = 0; d < dimensions; d += 4) {
                const auto column = [&](std::size_t c) { return columns[std::min(d + c, dimensions - 1)]; };
                const auto four = means(members, {column(0), column(1), column(2), column(3)});
                for (std::size_t c = 0; c < 4 && d + c < dimensions; ++c) store(d + c, m, area, four[c]);
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
