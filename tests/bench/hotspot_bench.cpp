// What hotspots cost, step by step, medians of some runs as JSON. Nothing is asserted. usage: hotspot_bench AREAS
// [GRID...]: files with the scores of areas, and of grid cells.
#include "geo/assess.h"
#include "geo/hotspots.h"
#include "geo/spatial/contiguity.h"
#include "geo/spatial/near_points.h"
#include "geo/spatial/permutation.h"
#include "tests/bench/timing.h"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <string>
#include <vector>

namespace {

constexpr int runs = 5;

template <typename Work>
double cost(Work&& work) {
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) times.push_back(timing::seconds(work));
    return timing::median(times);
}

/// From now on the most memory held is counted anew.
void forget_peak() {
    std::ofstream("/proc/self/clear_refs") << 5;
}

/// The most memory this process has held since, MB.
double peak_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1000;
    }
    return 0;
}

void tell(const std::string& what, double value) {
    fmt::print("{{\"what\": \"{}\", \"value\": {:.6f}}}\n", what, value);
    std::fflush(stdout);
}

std::vector<double> values_of(const geo::Table& table) {
    const auto at = table.find_dimension("afw");
    const auto column = table.values.column(at < table.dimensions.size() ? at : 0, table.measurements.size() - 1);
    return {column.begin(), column.end()};
}

void of_areas(const std::string& file) {
    geo::LoadOptions options;
    options.inputs = {file};
    const auto dataset = geo::load(options);
    const auto& areas = dataset.levels.front();
    const auto values = values_of(areas.scores.values);
    std::vector<bool> present(values.size());
    for (std::size_t row = 0; row < values.size(); ++row) present[row] = values[row] == values[row];
    geo::ContiguousAreas queen;
    tell("queen", cost([&] { queen = geo::contiguous(areas.polygons, geo::Contiguity::queen, 0.001); }));
    tell("queen_links", static_cast<double>(queen.neighbours.links()));
    const auto points = geo::centroids(areas.polygons);
    tell("knn6", cost([&] { static_cast<void>(geo::nearest(points, 6, 1)); }));
    const auto weights = geo::spatial_weights(geo::between(queen.neighbours, present), geo::WeightStyle::row);
    tell("moran", cost([&] {
             static_cast<void>(geo::local_statistics(geo::LocalMethod::moran, weights, {values, {}}, geo::Divisor::n));
         }));
    for (const std::size_t permutations : {499, 999, 1999, 3999}) {
        for (const unsigned threads : {1U, 2U}) {
            if (threads == 2 && permutations != 999) continue;
            geo::PermutationOptions how{.permutations = permutations, .threads = threads};
            tell(fmt::format("moran_{}_{}", permutations, threads), cost([&] {
                     static_cast<void>(
                         geo::conditional_permutation(geo::LocalMethod::moran, weights, {values, {}}, how));
                 }));
        }
    }
    // Half of the areas, those of the first rows, for how cost grows with rows.
    auto half = present;
    for (auto row = half.size() / 2; row < half.size(); ++row) half[row] = false;
    auto half_values = values;
    for (auto row = half.size() / 2; row < half.size(); ++row) half_values[row] = geo::missing;
    const auto half_weights = geo::spatial_weights(geo::between(queen.neighbours, half), geo::WeightStyle::row);
    tell("moran_half_999_1", cost([&] {
             static_cast<void>(geo::conditional_permutation(geo::LocalMethod::moran, half_weights, {half_values, {}},
                                                            {.permutations = 999, .threads = 1}));
         }));
    const auto nearest = geo::spatial_weights(geo::between(geo::nearest(points, 6, 1), present), geo::WeightStyle::row);
    tell("moran_knn6_999_1", cost([&] {
             static_cast<void>(geo::conditional_permutation(geo::LocalMethod::moran, nearest, {values, {}},
                                                            {.permutations = 999, .threads = 1}));
         }));
}

void of_cells(const std::vector<std::string>& files) {
    geo::LoadOptions options;
    options.inputs = files;
    const auto dataset = geo::load(options);
    const auto& lattice = dataset.cells.lattice;
    const auto values = values_of(dataset.cells.scores.values);
    std::vector<bool> present(values.size());
    for (std::size_t row = 0; row < values.size(); ++row) present[row] = values[row] == values[row];
    tell("cells", static_cast<double>(lattice.size()));
    forget_peak();
    const auto before = peak_mb();
    for (const double band : {142.0, 500.0, 1000.0}) {
        const auto name = fmt::format("cells_{:g}", band);
        forget_peak();
        geo::Neighbours neighbours;
        tell(name + "_neighbours", cost([&] { neighbours = geo::within(lattice, band, 1); }));
        geo::SpatialWeights weights;
        tell(name + "_weights", cost([&] {
                 weights = geo::spatial_weights(geo::between(neighbours, present), geo::WeightStyle::binary, true);
             }));
        tell(name + "_links", static_cast<double>(weights.links().links()));
        tell(name + "_gi_star", cost([&] {
                 static_cast<void>(
                     geo::local_statistics(geo::LocalMethod::gi_star, weights, {values, {}}, geo::Divisor::n));
             }));
        tell(name + "_memory", peak_mb() - before);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: hotspot_bench AREAS [GRID...]\n");
        return 2;
    }
    try {
        of_areas(argv[1]);
        if (argc > 2) of_cells({argv + 2, argv + argc});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "hotspot_bench: %s\n", error.what());
        return 1;
    }
}
