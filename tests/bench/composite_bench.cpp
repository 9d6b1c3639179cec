// What an own index costs, on one core, beside sorting its areas with the standard library in the same moment, medians
// of some runs. Nothing is asserted. usage: composite_bench The areas are made up: as many as the country has
// neighbourhoods (12,147), England its LSOAs (33,000).
#include "geo/composite/aggregate.h"
#include "geo/composite/compose.h"
#include "geo/composite/robustness.h"
#include "tests/bench/timing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace {

using timing::median;
using timing::seconds;

constexpr int runs = 5;

double noise(std::uint64_t& state) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(state >> 11U) * 0x1.0p-53;
}

geo::IndexModel model_of(std::size_t parts, geo::Normalisation::Method scale, geo::Aggregation aggregation) {
    geo::IndexModel out;
    out.name = "bench";
    out.normalisation = {scale, 1, 100};
    out.aggregation = aggregation;
    out.dimensions = {{"total", {}, {}}};
    for (std::size_t i = 0; i < parts; ++i) {
        geo::Indicator indicator;
        indicator.code = fmt::format("part{}", i);
        indicator.parent = "total";
        out.indicators.push_back(indicator);
    }
    return out;
}

geo::Table table_of(std::size_t rows, std::size_t parts) {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < parts; ++i) codes.push_back(fmt::format("part{}", i));
    geo::Table out(codes, {{2024, {}, {}}}, rows);
    std::uint64_t state = 1;
    for (std::size_t i = 0; i < parts; ++i) {
        for (double& value : out.values.column(i, 0)) value = noise(state) + noise(state) + noise(state) - 1.5;
    }
    return out;
}

/// Seconds that sorting so many places takes, the yardstick of the same moment.
double sorting(const geo::Table& table) {
    const auto column = table.values.column(0, 0);
    std::vector<std::pair<double, std::uint32_t>> keyed;
    for (std::uint32_t row = 0; row < column.size(); ++row) keyed.emplace_back(column[row], row);
    return seconds([&] { std::sort(keyed.begin(), keyed.end()); });
}

struct Cost {
    double time = 0;   // seconds
    double ratio = 0;  // to a sort of the rows
};

Cost cost(const geo::Table& table, const std::function<void()>& job) {
    std::vector<double> times, ratios;
    for (int run = 0; run < runs; ++run) {
        std::vector<double> sorts;
        for (int i = 0; i < 5; ++i) sorts.push_back(sorting(table));
        times.push_back(seconds(job));
        ratios.push_back(times.back() / median(sorts));
    }
    return {median(times), median(ratios)};
}

Cost draws(std::size_t rows, std::size_t parts, std::size_t count) {
    const auto table = table_of(rows, parts);
    const auto model = model_of(parts, geo::Normalisation::Method::none, geo::Aggregation::arithmetic);
    std::vector<std::span<const double>> columns;
    for (std::size_t i = 0; i < parts; ++i) columns.push_back(table.values.column(i, 0));
    std::vector<double> scores(rows);
    geo::Aggregator(model).total(columns, scores);
    std::vector<std::uint8_t> classes(rows);
    for (std::size_t row = 0; row < rows; ++row)
        classes[row] = static_cast<std::uint8_t>(1 + std::clamp(4 + static_cast<int>(scores[row] * 6), 0, 8));
    geo::ClassShares shares;
    shares.classes = classes;
    shares.class_count = 9;
    geo::RobustnessOptions options;
    options.variants = count;
    options.threads = 1;
    return cost(table, [&] {
        const auto told = geo::robustness(
            scores, scores, shares,
            [&](std::size_t which, std::span<double> out, std::span<double>) {
                geo::Aggregator(geo::drawn_weights(model, {}, which)).total(columns, out);
            },
            options);
        if (told.rank_low.size() != rows) std::abort();
    });
}

void line(const std::string& what, const Cost& of, double target_s) {
    const auto target = target_s > 0 ? fmt::format("{:8.3f} s", target_s) : std::string("         -");
    fmt::print("{:<58} {:9.3f} s  {}  {:8.1f}\n", what, of.time, target, of.ratio);
}

}  // namespace

int main() {
    fmt::print("{:<58} {:>11}  {:>10}  {:>8}\n", "one core", "median", "target", "sorts");
    line("1,000 draws of weights, 12,147 areas, 5 parts", draws(12'147, 5, 1000), 1);
    line("  the same, 500 draws", draws(12'147, 5, 500), 0);
    line("  the same, 24,294 areas", draws(24'294, 5, 1000), 0);
    const auto england = table_of(33'000, 7);
    for (const auto& [name, scale] : {std::pair{"min-max", geo::Normalisation::Method::min_max},
                                      {"z", geo::Normalisation::Method::z},
                                      {"exponential of ranks", geo::Normalisation::Method::exponential}}) {
        const auto model = model_of(7, scale, geo::Aggregation::arithmetic);
        geo::ComposeOptions options;
        options.threads = 1;
        line(fmt::format("33,000 areas of 7 domains composed, {}", name),
             cost(england, [&] { static_cast<void>(geo::compose(england, model, options)); }), 0.2);
    }
    const auto model = model_of(7, geo::Normalisation::Method::min_max, geo::Aggregation::geometric);
    geo::ComposeOptions options;
    options.threads = 1;
    const auto made = geo::compose(england, model, options);
    std::vector<std::span<const double>> columns;
    for (std::size_t i = 0; i < 7; ++i) columns.push_back(made.normalised.values.column(i, 0));
    std::vector<double> total(33'000);
    line("a weight moved, geometric mean of 33,000 areas of 7",
         cost(england, [&] { geo::Aggregator(model).total(columns, total); }), 0.016);
}
