#include "geo/score.h"

#include "geo/classify.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace geo {

namespace {

/// The columns of all dimensions at one measurement, as bare pointers: the inner loop runs over dimensions.
struct Slice {
    std::vector<const double*> values;
    std::vector<const std::uint8_t*> classes;
    std::span<const double> weight;
};

/// Sums of one area, reused from area to area.
struct Sums {
    std::vector<double> sum;
    std::vector<double> weight;
    std::vector<double> least;  // smallest and ...
    std::vector<double> most;   // ... largest value that weighs
    std::vector<std::uint32_t> n;
    std::vector<double> class_weight;  // [dimension][256]: a byte indexes it without a test

    explicit Sums(std::size_t dimensions)
        : sum(dimensions),
          weight(dimensions),
          least(dimensions),
          most(dimensions),
          n(dimensions),
          class_weight(dimensions * 256) {}

    void clear(std::size_t class_count) {
        std::fill(sum.begin(), sum.end(), 0.0);
        std::fill(weight.begin(), weight.end(), 0.0);
        std::fill(least.begin(), least.end(), std::numeric_limits<double>::infinity());
        std::fill(most.begin(), most.end(), -std::numeric_limits<double>::infinity());
        std::fill(n.begin(), n.end(), 0u);
        for (std::size_t d = 0; d < sum.size(); ++d) {
            std::fill_n(class_weight.begin() + static_cast<std::ptrdiff_t>(d * 256), class_count + 1, 0.0);
        }
    }
};

void add_cells(const Overlap& overlap, std::size_t area, const Slice& slice, Sums& sums) {
    const std::size_t dimensions = slice.values.size();
    const bool whole = overlap.share.empty();
    for (auto k = overlap.row_starts[area]; k < overlap.row_starts[area + 1]; ++k) {
        const auto cell = overlap.cells[k];
        const double known = slice.weight[cell];
        const double declared = std::isnan(known) ? 0.0 : known;
        const double w = whole ? declared : overlap.share[k] * declared;
        for (std::size_t d = 0; d < dimensions; ++d) {
            const double v = slice.values[d][cell];
            const bool there = !std::isnan(v);
            sums.sum[d] += there ? w * v : 0.0;
            sums.weight[d] += there ? w : 0.0;
            sums.least[d] = there && w > 0 ? std::min(sums.least[d], v) : sums.least[d];
            sums.most[d] = there && w > 0 ? std::max(sums.most[d], v) : sums.most[d];
            sums.n[d] += there ? 1u : 0u;
            sums.class_weight[d * 256 + slice.classes[d][cell]] += w;
        }
    }
}

}  // namespace

Aggregate aggregate(const Overlap& overlap, const Table& scores, const Cube<std::uint8_t>& classes,
                    std::span<const std::span<const double>> weights, std::size_t class_count, unsigned threads) {
    const std::size_t dimensions = scores.dimensions.size();
    const std::size_t measurements = scores.measurements.size();
    const std::size_t areas = overlap.areas();
    assert(weights.size() == measurements && class_count <= most_classes);
    Aggregate out{Cube<double>(dimensions, measurements, areas, missing), Cube<double>(dimensions, measurements, areas),
                  Cube<std::uint32_t>(dimensions, measurements, areas),
                  std::vector<Cube<double>>(class_count, Cube<double>(dimensions, measurements, areas))};
    constexpr std::size_t block = 256;  // areas per job
    const std::size_t blocks = (areas + block - 1) / block;
    parallel_for(measurements * blocks, threads, [&](std::size_t job) {
        const std::size_t m = job / blocks;
        Slice slice;
        slice.weight = weights[m];
        for (std::size_t d = 0; d < dimensions; ++d) {
            slice.values.push_back(scores.values.column(d, m).data());
            slice.classes.push_back(classes.column(d, m).data());
        }
        Sums sums(dimensions);
        for (std::size_t area = job % blocks * block; area < std::min(areas, (job % blocks + 1) * block); ++area) {
            sums.clear(class_count);
            add_cells(overlap, area, slice, sums);
            for (std::size_t d = 0; d < dimensions; ++d) {
                out.weight.column(d, m)[area] = sums.weight[d];
                out.n.column(d, m)[area] = sums.n[d];
                // Rounding may carry the quotient past the values it is made of, and so over a class limit.
                if (sums.weight[d] > 0) {
                    out.mean.column(d, m)[area] = std::clamp(sums.sum[d] / sums.weight[d], sums.least[d], sums.most[d]);
                }
                for (std::size_t k = 0; k < class_count; ++k) {
                    out.class_weight[k].column(d, m)[area] = sums.class_weight[d * 256 + k + 1];
                }
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
