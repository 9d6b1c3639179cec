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
Pair missing_where(Mask where, Pair value) {
    return reinterpret_cast<Pair>(reinterpret_cast<Mask>(value) | where);  // all bits set are a NaN
}

/// What the cells of one area add up to in two columns.
struct Sums {
    Pair sum{}, weight{}, least{infinity, infinity}, most{-infinity, -infinity};
    Mask n{};

    void add(Pair v, Pair w, Mask weightless) {
        const Mask there = v == v;
        sum += only(w * v, there);
        weight += only(w, there);
        n -= there;  // a mask is -1 where it holds
        const Pair weighing = missing_where(weightless, v);
        least = weighing < least ? weighing : least;
        most = weighing > most ? weighing : most;
    }
};

/// Columns that one job takes side by side: a sum waits for its own last addition, so one alone would leave the
/// processor idle.
constexpr std::size_t side_by_side = 4;

/// The weight of a cell; missing is no more than 0, and so becomes 0.
double weight_of(double known, double share) {
    return share * std::max(0.0, known);
}

void add_run(const Overlap::Run& run, double share, const double* weights,
             const std::array<const double*, side_by_side>& columns, std::array<Sums, side_by_side / 2>& area) {
    auto sums = area;  // in registers while the run lasts
    const auto [a, b, c, d] = columns;
    for (auto cell = run.begin; cell < run.end; ++cell) {
        const double weight = weight_of(weights[cell], share);
        const Pair w{weight, weight};
        const Mask weightless = w <= Pair{};
        sums[0].add(Pair{a[cell], b[cell]}, w, weightless);
        sums[1].add(Pair{c[cell], d[cell]}, w, weightless);
    }
    area = sums;
}

struct Mean {
    double value = missing;
    double weight = 0;
    std::uint32_t n = 0;
};

Mean mean_of(const Sums& sums, std::size_t lane) {
    const double weight = sums.weight[lane];
    // Rounding may carry the quotient past the values it is made of, and so over a class limit.
    const double value = weight > 0 ? std::clamp(sums.sum[lane] / weight, sums.least[lane], sums.most[lane]) : missing;
    return {value, weight, static_cast<std::uint32_t>(sums.n[lane])};
}

/// Where the weight of a cell is added, by its class byte, which so needs no test.
using ClassColumns = std::array<double*, 256>;

void add_run(const Overlap::Run& run, double share, const double* weights, const std::uint8_t* classes,
             const ClassColumns& columns) {
    for (auto cell = run.begin; cell < run.end; ++cell)
        columns[classes[cell]][run.area] += weight_of(weights[cell], share);
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
    // A job is a measurement and up to four dimensions, of the scores as well as of the shares. It goes through the
    // cells in their order, so memory is read as a stream; sums of areas, begun and not yet done, wait in the cache.
    const std::size_t groups = (std::max(dimensions, shares.dimensions.size()) + side_by_side - 1) / side_by_side;
    parallel_for(measurements * groups, threads, [&](std::size_t job) {
        const std::size_t m = job / groups;
        const std::size_t first = job % groups * side_by_side;
        const std::size_t last = std::min(dimensions, first + side_by_side);
        const std::size_t last_share = std::min(shares.dimensions.size(), first + side_by_side);

        std::array<const double*, side_by_side> columns;
        for (std::size_t c = 0; c < side_by_side; ++c)
            columns[c] = scores.values.column(std::min(first + c, dimensions - 1), m).data();
        std::vector<double> no_class_weight(areas);
        std::vector<const std::uint8_t*> classes;
        std::vector<ClassColumns> class_columns;
        for (std::size_t s = first; s < last_share; ++s) {
            classes.push_back(shares.classes->column(shares.dimensions[s], m).data());
            class_columns.emplace_back().fill(no_class_weight.data());
            for (std::size_t k = 0; k < shares.class_count; ++k)
                class_columns.back()[k + 1] = out.class_weight[k].column(s, m).data();
        }

        std::vector<std::array<Sums, side_by_side / 2>> sums(areas);
        for (std::size_t r = 0; r < overlap.runs.size(); ++r) {
            const auto& run = overlap.runs[r];
            const double share = overlap.share_of(r);
            add_run(run, share, weights[m].data(), columns, sums[run.area]);
            for (std::size_t s = 0; s < classes.size(); ++s)
                add_run(run, share, weights[m].data(), classes[s], class_columns[s]);
        }
        for (std::size_t d = first; d < last; ++d) {
            for (std::size_t area = 0; area < areas; ++area) {
                const auto mean = mean_of(sums[area][(d - first) / 2], (d - first) % 2);
                out.mean.column(d, m)[area] = mean.value;
                out.weight.column(d, m)[area] = mean.weight;
                out.n.column(d, m)[area] = mean.n;
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
