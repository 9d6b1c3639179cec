// Work of the library against reading the same bytes once: how far each is from what memory allows; and membership by
// share against membership by centroid. Every iteration runs both, one after the other, and `ratio` is the median of
// the pairs, so that a busy machine slows both alike. Nothing is asserted.
#include "geo/classify.h"
#include "geo/csv.h"
#include "geo/overlay.h"
#include "geo/parallel.h"
#include "geo/score.h"
#include "geo/statistics.h"
#include "timing.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace {

using timing::median;
using timing::seconds;

constexpr int areas_across = 120;
constexpr int areas_up = 100;
constexpr int area_side = 16;    // cells; a border moves by up to a quarter of it
constexpr int village_side = 6;  // inhabited cells lie together, as they do in the country
constexpr int first_cell = 100;
constexpr std::size_t measurements = 4;
constexpr std::size_t csv_rows = 200'000;
const std::vector<double> limits{-0.428, -0.3538, -0.2815, -0.1640, -0.1030, 0.01015, 0.08955, 0.16796};

/// 12,000 areas that share wandering borders, 380,000 cells in one village each, 7 dimensions in 4 measurements.
struct Country {
    geo::Polygons areas;
    geo::Lattice lattice;
    geo::Overlap overlap;
    geo::Table scores;
    geo::Cube<std::uint8_t> classes;
    std::vector<std::vector<double>> weights;
    std::vector<std::span<const double>> weight_columns;

    Country() {
        make_areas();
        make_cells();
        overlap = geo::overlay_by_centroid(areas, lattice, 1);
        make_scores();
    }

private:
    std::mt19937_64 random_{1};

    double uniform(double low, double high) { return std::uniform_real_distribution<>(low, high)(random_); }

    void make_areas() {
        std::vector<geo::Point> corners;
        for (int column = 0; column <= areas_across; ++column) {
            for (int row = 0; row <= areas_up; ++row) {
                const auto move = [&] { return uniform(-0.25, 0.25) * area_side; };
                corners.push_back({geo::cell_size * (first_cell + column * area_side + move()),
                                   geo::cell_size * (first_cell + row * area_side + move())});
            }
        }
        const auto corner = [&](int column, int row) {
            return corners[static_cast<std::size_t>(column * (areas_up + 1) + row)];
        };
        for (int column = 0; column < areas_across; ++column) {
            for (int row = 0; row < areas_up; ++row) {
                areas.points.insert(areas.points.end(), {corner(column, row), corner(column + 1, row),
                                                         corner(column + 1, row + 1), corner(column, row + 1)});
                areas.end_ring();
                areas.end_polygon();
                areas.end_area();
            }
        }
    }

    void make_cells() {
        std::vector<geo::Cell> cells;
        for (int column = 0; column < areas_across; ++column) {
            for (int row = 0; row < areas_up; ++row) {
                const auto place = [&](int area) {
                    return first_cell + area * area_side + static_cast<int>(uniform(0, area_side - village_side));
                };
                const int west = place(column);
                const int south = place(row);
                for (int k = 0; k < village_side * village_side; ++k) {
                    if (uniform(0, 1) > 0.88) continue;
                    cells.push_back({static_cast<std::uint16_t>(west + k / village_side),
                                     static_cast<std::uint16_t>(south + k % village_side)});
                }
            }
        }
        lattice = geo::Lattice(cells);
    }

    void make_scores() {
        std::vector<geo::Measurement> when;
        for (const int year : {2014, 2018, 2020, 2024}) when.push_back({year, "3.0", "2024"});
        scores = geo::Table({"lbm", "afw", "fys", "onv", "soc", "vrz", "won"}, when, lattice.size());
        classes = geo::Cube<std::uint8_t>(scores.dimensions.size(), measurements, lattice.size());
        for (std::size_t m = 0; m < measurements; ++m) {
            for (std::size_t d = 0; d < scores.dimensions.size(); ++d) {
                auto column = scores.values.column(d, m);
                std::generate(column.begin(), column.end(),
                              [&] { return uniform(0, 1) < 0.01 ? geo::missing : uniform(-0.6, 0.4); });
                geo::classify(column, limits, classes.column(d, m));
            }
            auto& weight = weights.emplace_back(lattice.size());
            std::generate(weight.begin(), weight.end(), [&] { return std::floor(uniform(0, 200)); });
        }
        weight_columns.assign(weights.begin(), weights.end());
    }
};

const Country& country() {
    static const Country made;
    return made;
}

/// Sums in eight lanes: as fast as memory gives them, not as fast as one addition follows another.
double stream(std::span<const double> values) {
    std::array<double, 8> lanes{};
    const std::size_t whole = values.size() / lanes.size() * lanes.size();
    for (std::size_t i = 0; i < whole; i += lanes.size()) {
        for (std::size_t k = 0; k < lanes.size(); ++k) lanes[k] += values[i + k];
    }
    for (std::size_t i = whole; i < values.size(); ++i) lanes[0] += values[i];
    double sum = 0;
    for (const double lane : lanes) sum += lane;
    return sum;
}

template <typename Byte>
double stream_bytes(std::span<const Byte> bytes) {
    std::uint64_t sum = 0;
    for (const auto byte : bytes) sum += static_cast<std::uint8_t>(byte);
    return static_cast<double>(sum);
}

/// Reads every score, class byte and weight once.
double stream_columns(const Country& c, unsigned threads) {
    const std::size_t dimensions = c.scores.dimensions.size();
    std::vector<double> sums(dimensions * measurements);
    geo::parallel_for(sums.size(), threads, [&](std::size_t job) {
        const auto d = job / measurements;
        const auto m = job % measurements;
        sums[job] = stream(c.scores.values.column(d, m)) + stream_bytes(c.classes.column(d, m)) +
                    (d == 0 ? stream(c.weight_columns[m]) : 0.0);
    });
    return stream(sums);
}

/// Runs `work` and `reference` in turn. Time is that of `work`; counters: `other_ms` of the reference, `ratio` work /
/// reference.
template <typename Work, typename Reference>
void compare(benchmark::State& state, Work&& work, Reference&& reference) {
    std::vector<double> others;
    std::vector<double> ratios;
    for (auto _ : state) {
        const double own = seconds(work);
        const double other = seconds(reference);
        state.SetIterationTime(own);
        others.push_back(other);
        ratios.push_back(own / other);
    }
    state.counters["other_ms"] = 1000 * median(others);
    state.counters["ratio"] = median(ratios);
}

/// Means, weights and counts of all columns, with shares per class of one dimension in seven or of all.
void aggregate_with(benchmark::State& state, const std::vector<std::size_t>& share_dimensions) {
    const auto& c = country();
    const auto threads = static_cast<unsigned>(state.range(0));
    const geo::ShareRequest shares{&c.classes, share_dimensions, limits.size() + 1};
    compare(
        state,
        [&] { benchmark::DoNotOptimize(geo::aggregate(c.overlap, c.scores, c.weight_columns, shares, threads)); },
        [&] { benchmark::DoNotOptimize(stream_columns(c, threads)); });
}

void aggregate(benchmark::State& state) {
    aggregate_with(state, {1});
}
void aggregate_all_shares(benchmark::State& state) {
    aggregate_with(state, {0, 1, 2, 3, 4, 5, 6});
}

void classify(benchmark::State& state) {
    const auto& c = country();
    auto classes = c.classes;
    compare(
        state,
        [&] {
            for (std::size_t m = 0; m < measurements; ++m) {
                for (std::size_t d = 0; d < c.scores.dimensions.size(); ++d)
                    geo::classify(c.scores.values.column(d, m), limits, classes.column(d, m));
            }
            benchmark::ClobberMemory();
        },
        [&] { benchmark::DoNotOptimize(stream_columns(c, 1)); });
}

void overlay_by_centroid(benchmark::State& state) {
    const auto& c = country();
    const auto threads = static_cast<unsigned>(state.range(0));
    compare(
        state, [&] { benchmark::DoNotOptimize(geo::overlay_by_centroid(c.areas, c.lattice, threads)); },
        [&] { benchmark::DoNotOptimize(stream_columns(c, threads)); });
}

/// The areas of the country with borders of ten edges from corner to corner, the same for both neighbours.
geo::Polygons with_bent_borders(const geo::Polygons& areas) {
    constexpr int edges = 10;
    geo::Polygons out;
    for (std::uint32_t r = 0; r + 1 < areas.ring_starts.size(); ++r) {
        const auto ring = areas.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const auto& next = ring[i + 1 == ring.size() ? 0 : i + 1];
            const bool turned = next.x < ring[i].x || (next.x == ring[i].x && next.y < ring[i].y);
            const auto a = turned ? next : ring[i];
            const auto b = turned ? ring[i] : next;
            std::mt19937_64 random(static_cast<std::uint64_t>(a.x * 4096 + a.y + b.x * 64 + b.y * 16));
            std::uniform_real_distribution<> bend(-60, 60);
            std::vector<geo::Point> bent{a};
            for (int k = 1; k < edges; ++k) {
                const double part = static_cast<double>(k) / edges;
                bent.push_back({a.x + part * (b.x - a.x) + bend(random), a.y + part * (b.y - a.y) + bend(random)});
            }
            bent.push_back(b);
            if (turned) std::ranges::reverse(bent);
            out.points.insert(out.points.end(), bent.begin(), bent.end() - 1);
        }
        out.end_ring();
        out.end_polygon();
        out.end_area();
    }
    return out;
}

/// Beside membership by centroid, of the same areas.
void overlay_by_share(benchmark::State& state) {
    const auto& c = country();
    static const auto areas = with_bent_borders(c.areas);
    const auto threads = static_cast<unsigned>(state.range(0));
    compare(
        state, [&] { benchmark::DoNotOptimize(geo::overlay_by_share(areas, c.lattice, threads)); },
        [&] { benchmark::DoNotOptimize(geo::overlay_by_centroid(areas, c.lattice, threads)); });
}

/// What follows a corner of an area that is drawn by hand over the whole country: its cells, and the shares per class
/// of the total at every measurement. Beside it, the same by aggregate().
void drawn_area(benchmark::State& state) {
    const auto& c = country();
    geo::Table total({"afw"}, c.scores.measurements, c.lattice.size());
    geo::Cube<std::uint8_t> classes(1, measurements, c.lattice.size());
    for (std::size_t m = 0; m < measurements; ++m) {
        std::ranges::copy(c.scores.values.column(1, m), total.values.column(0, m).begin());
        std::ranges::copy(c.classes.column(1, m), classes.column(0, m).begin());
    }
    const geo::Point centre{geo::cell_size * (first_cell + areas_across * area_side / 2.0),
                            geo::cell_size * (first_cell + areas_up * area_side / 2.0)};
    geo::Polygons drawn;
    constexpr int corners = 50;
    for (int k = 0; k < corners; ++k) {
        const double angle = 2 * std::numbers::pi * k / corners;
        const double radius = geo::cell_size * areas_up * area_side / 2.0 * (k % 2 == 0 ? 0.95 : 0.7);
        drawn.points.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
    }
    drawn.end_ring();
    drawn.end_polygon();
    drawn.end_area();
    const geo::ShareRequest shares{&classes, {0}, limits.size() + 1};
    compare(
        state,
        [&] {
            const auto overlap = geo::overlay_by_share(drawn, c.lattice, 1);
            const geo::Members members{overlap.runs, overlap.share};
            for (std::size_t m = 0; m < measurements; ++m)
                benchmark::DoNotOptimize(
                    geo::class_weights(members, c.weight_columns[m], classes.column(0, m), limits.size() + 1));
        },
        [&] {
            const auto overlap = geo::overlay_by_share(drawn, c.lattice, 1);
            benchmark::DoNotOptimize(geo::aggregate(overlap, total, c.weight_columns, shares, 1));
        });
}

/// Another weight of the cells for the whole country: means of all dimensions, the areas' classes, and shares per class
/// of the total, at every measurement. Beside it, 60 frames a second leave 16.7 ms.
void new_weights(benchmark::State& state) {
    const auto& c = country();
    const geo::ShareRequest shares{&c.classes, {1}, limits.size() + 1};
    geo::Cube<std::uint8_t> classes(c.scores.dimensions.size(), measurements, c.overlap.areas);
    compare(
        state,
        [&] {
            const auto sums = geo::aggregate(c.overlap, c.scores, c.weight_columns, shares, 1);
            for (std::size_t d = 0; d < c.scores.dimensions.size(); ++d) {
                for (std::size_t m = 0; m < measurements; ++m)
                    geo::classify(sums.mean.column(d, m), limits, classes.column(d, m));
            }
            benchmark::ClobberMemory();
        },
        [&] { benchmark::DoNotOptimize(stream_columns(c, 1)); });
}

/// A score table as it is published: seven figures of full length a row.
std::string score_csv() {
    std::mt19937_64 random(2);
    std::uniform_real_distribution<> uniform(-0.6, 0.4);
    std::string out = "grid_id,jaar,lbm,afw,fys,onv,soc,vrz,won\n";
    for (std::size_t row = 0; row < csv_rows; ++row) {
        fmt::format_to(std::back_inserter(out), "E{:04}N{:04},{}", 1000 + row / 4 / 500, 1000 + row / 4 % 500,
                       std::array{2014, 2018, 2020, 2024}[row % 4]);
        for (int k = 0; k < 7; ++k) fmt::format_to(std::back_inserter(out), ",{}", uniform(random));
        out += '\n';
    }
    return out;
}

void read_csv(benchmark::State& state) {
    static const std::string bytes = score_csv();
    const auto threads = static_cast<unsigned>(state.range(0));
    const auto file = geo::open_csv(bytes, "scores.csv");
    std::vector<geo::Field> fields{{0, geo::Field::Kind::cell}};
    for (std::size_t k = 1; k < file.header.size(); ++k) fields.push_back({k, geo::Field::Kind::number});
    const std::size_t half = bytes.size() / 2;
    compare(
        state, [&] { benchmark::DoNotOptimize(geo::read_csv(file, fields, threads)); },
        [&] {
            std::array<double, 2> sums{};
            geo::parallel_for(2, threads,
                              [&](std::size_t k) { sums[k] = stream_bytes(std::span(bytes).subspan(k * half, half)); });
            benchmark::DoNotOptimize(sums);
        });
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes.size()) * state.iterations());
}

BENCHMARK(aggregate)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(aggregate_all_shares)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(overlay_by_centroid)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(overlay_by_share)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(new_weights)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(drawn_area)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(classify)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(read_csv)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
