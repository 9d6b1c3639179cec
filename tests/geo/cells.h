#pragma once

#include "geo/classify.h"
#include "geo/score.h"

#include "support.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

/// Cells with scores and weights, and areas that hold them, for tests of aggregate().
namespace cells {

inline const std::vector<double> limits{-0.3, 0.0, 0.25};

/// Cells, their scores, classes and weights, and areas that hold them.
struct Input {
    geo::Overlap overlap;
    geo::Table scores;
    geo::Cube<std::uint8_t> classes;
    std::vector<std::vector<double>> weights;  // [measurement][cell]

    [[nodiscard]] geo::Aggregate run(unsigned threads = 1) const { return run_with(overlap, threads); }
    [[nodiscard]] geo::Aggregate run_with(const geo::Overlap& members, unsigned threads = 1) const {
        const std::vector<std::span<const double>> columns(weights.begin(), weights.end());
        geo::ShareRequest shares{&classes, {}, limits.size() + 1};
        for (std::size_t d = 0; d < scores.dimensions.size(); ++d) shares.dimensions.push_back(d);
        return geo::aggregate(members, scores, columns, shares, threads);
    }
    void classify_cells() {
        classes = geo::Cube<std::uint8_t>(scores.dimensions.size(), scores.measurements.size(), scores.rows);
        each([&](std::size_t d, std::size_t m) {
            geo::classify(scores.values.column(d, m), limits, classes.column(d, m));
        });
    }
    void each(auto&& job) const {
        for (std::size_t d = 0; d < scores.dimensions.size(); ++d) {
            for (std::size_t m = 0; m < scores.measurements.size(); ++m) job(d, m);
        }
    }
};

/// [area] its cells.
inline geo::Overlap overlap_of(std::vector<std::vector<std::uint32_t>> areas) {
    geo::Overlap overlap;
    for (auto& cells : areas) {
        std::ranges::sort(cells);
        const auto area = static_cast<std::uint32_t>(overlap.areas++);
        for (std::size_t k = 0; k < cells.size(); ++k) {
            if (k > 0 && cells[k - 1] + 1 == cells[k]) {
                ++overlap.runs.back().end;
            } else {
                overlap.runs.push_back({cells[k], cells[k] + 1, area});
            }
        }
    }
    std::ranges::sort(overlap.runs, {}, [](const auto& run) { return std::pair(run.begin, run.area); });
    return overlap;
}

/// [area] its cells, in the order in which the runs have them.
inline std::vector<std::vector<std::uint32_t>> cells_of(const geo::Overlap& overlap) {
    std::vector<std::vector<std::uint32_t>> out(overlap.areas);
    for (const auto& run : overlap.runs) {
        for (auto cell = run.begin; cell < run.end; ++cell) out[run.area].push_back(cell);
    }
    return out;
}

/// One to nine dimensions. Some values and weights are missing, some weights are zero, some areas are empty; areas
/// overlap. Weights are whole numbers.
inline Input random_input(std::uint32_t seed, std::size_t areas, std::size_t cells) {
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    Input in;
    const std::vector<std::string> names{"afw", "won", "x", "fys", "onv", "soc", "vrz", "lbm", "y"};
    in.scores = geo::Table({names.begin(), names.begin() + 1 + below(9)},
                           {{2018, "3.0", "2024"}, {2020, "3.0", "2024"}}, cells);
    in.each([&](std::size_t d, std::size_t m) {
        for (auto& v : in.scores.values.column(d, m))
            v = below(5) == 0 ? geo::missing : (below(200001) - 100000.0) / 99991.0;
    });
    in.classify_cells();
    in.weights.assign(2, std::vector<double>(cells));
    for (auto& column : in.weights) {
        for (auto& w : column) w = below(6) == 0 ? geo::missing : below(6) == 0 ? 0.0 : below(300);
    }
    std::vector<std::vector<std::uint32_t>> held(areas);
    for (auto& members : held) {
        const auto part = below(4);
        for (std::uint32_t cell = 0; cell < cells; ++cell) {
            if (below(4) < part) members.push_back(cell);
        }
    }
    in.overlap = overlap_of(std::move(held));
    return in;
}

inline bool same_bits(const Input& in, const geo::Aggregate& a, const geo::Aggregate& b) {
    bool same = true;
    in.each([&](std::size_t d, std::size_t m) {
        same = same && test::same_values(a.mean.column(d, m), b.mean.column(d, m)) &&
               test::same_values(a.weight.column(d, m), b.weight.column(d, m)) &&
               std::ranges::equal(a.n.column(d, m), b.n.column(d, m));
        for (std::size_t k = 0; k <= limits.size(); ++k) {
            same = same && test::same_values(a.class_weight[k].column(d, m), b.class_weight[k].column(d, m));
        }
    });
    return same;
}

/// A single area that holds all cells.
inline Input one_area(std::vector<double> values, std::vector<double> weights) {
    Input in;
    in.scores = geo::Table({"afw"}, {{2024, "3.0", "2024"}}, values.size());
    std::ranges::copy(values, in.scores.values.column(0, 0).begin());
    in.classify_cells();
    in.weights = {std::move(weights)};
    std::vector<std::uint32_t> all(values.size());
    std::iota(all.begin(), all.end(), 0u);
    in.overlap = overlap_of({all});
    return in;
}

}  // namespace cells
