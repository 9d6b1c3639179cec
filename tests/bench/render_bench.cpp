// What a frame costs at 1920 x 1080, as ratios: a recoloured map against the map drawn anew, levels of detail against
// all points, cells against the colours. Every iteration does both, and `ratio` is the median of the pairs, so that a
// busy machine slows both alike. Nothing is asserted.
#include "app/render/context.h"
#include "geo/error.h"
#include "geo/lines.h"
#include "tests/bench/synthetic_mesh.h"
#include "tests/bench/timing.h"
#include "tests/render/made_scene.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <random>

namespace {

using timing::median;

constexpr int width = 1920;
constexpr int height = 1080;
constexpr render::Style timed{.timed = true};
constexpr double netherlands = 296;  // metres per pixel at which the Netherlands fill such a map from top to bottom

const made::Map& country() {
    static const auto map = made::of_areas(synthetic::mesh(), 1500);
    return map;
}

/// The same without levels of detail.
const made::Map& all_points() {
    static const auto map = [] {
        auto out = made::of_areas(synthetic::mesh(), 1500);
        out.scene->layers.front().meshes.resize(1);
        return out;
    }();
    return map;
}

/// 380,000 cells of a country of 300 x 330 km, in villages and towns.
const made::Map& cells() {
    static const auto map = [] {
        std::mt19937 random(1);
        std::vector<geo::Cell> out;
        std::uniform_int_distribution<int> column(200, 2950);
        std::uniform_int_distribution<int> row(3100, 6150);
        std::geometric_distribution<int> size(0.12);
        while (out.size() < 450'000) {
            const int west = column(random);
            const int south = row(random);
            const int side = 3 + size(random);
            for (int k = 0; k < side * side; ++k) {
                if (random() % 8 == 0) continue;
                out.push_back(
                    {static_cast<std::uint16_t>(west + k % side), static_cast<std::uint16_t>(south + k / side)});
            }
        }
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        std::shuffle(out.begin(), out.end(), random);
        out.resize(std::min<std::size_t>(out.size(), 380'000));
        return made::of_cells(out);
    }();
    return map;
}

/// Runs both in turn; each returns milliseconds. Time is that of `work`; counters: `other_ms` of the reference, `ratio`
/// reference / work.
template <typename Work, typename Reference>
void compare(benchmark::State& state, Work&& work, Reference&& reference) {
    work(0);
    reference(0);  // shaders are compiled when first used
    std::vector<double> others;
    std::vector<double> ratios;
    int turn = 0;
    for (auto _ : state) {
        ++turn;
        const double own = work(turn);
        const double other = reference(turn);
        state.SetIterationTime(own / 1000);
        others.push_back(other);
        ratios.push_back(other / own);
    }
    state.counters["other_ms"] = median(others);
    state.counters["ratio"] = median(ratios);
}

/// A view of `map` at that scale, that differs from turn to turn by less than a pixel.
model::View view_of(const made::Map& map, double metres_per_pixel, int turn) {
    auto view = map.view(width, height);
    view.metres_per_pixel = metres_per_pixel;
    view.centre.x += view.metres_per_pixel * (turn % 2);
    return view;
}

/// Another measurement: other class bytes for the same rows.
void recolour(benchmark::State& state) {
    render::MapRenderer map;
    render::MapRenderer full;
    auto other = country();
    std::reverse(other.classes.begin(), other.classes.end());
    compare(
        state,
        [&](int turn) {
            return map.draw((turn % 2 == 0 ? country() : other).picture(view_of(country(), netherlands, 0)), timed)
                .colour_ms;
        },
        [&](int turn) { return full.draw(all_points().picture(view_of(country(), netherlands, turn)), timed).id_ms; });
}

void hover(benchmark::State& state) {
    render::MapRenderer map;
    render::MapRenderer full;
    compare(
        state,
        [&](int turn) {
            auto picture = country().picture(view_of(country(), netherlands, 0));
            picture.hovered = static_cast<std::uint32_t>(7000 + turn % 2);
            return map.draw(picture, timed).colour_ms;
        },
        [&](int turn) { return full.draw(all_points().picture(view_of(country(), netherlands, turn)), timed).id_ms; });
}

void levels_of_detail(benchmark::State& state) {
    render::MapRenderer map;
    render::MapRenderer full;
    render::FrameStats last;
    compare(
        state,
        [&](int turn) {
            last = map.draw(country().picture(view_of(country(), netherlands, turn)), timed);
            return last.id_ms;
        },
        [&](int turn) { return full.draw(all_points().picture(view_of(country(), netherlands, turn)), timed).id_ms; });
    state.SetLabel(fmt::format("level {}, {} triangles", last.level, last.triangles));
}

/// All borders of the country, laid on the map.
const std::vector<model::Laid>& borders() {
    static const std::vector<model::Laid> laid{
        {.lines = std::make_shared<const geo::Strokes>(geo::line_strokes(geo::borders(synthetic::mesh())))}};
    return laid;
}

/// Another measurement with all borders on it: here `ratio` is how much of it the colours alone are.
void recolour_under_borders(benchmark::State& state) {
    render::MapRenderer map;
    render::MapRenderer plain;
    auto other = country();
    std::reverse(other.classes.begin(), other.classes.end());
    const auto picture = [&](int turn) {
        return (turn % 2 == 0 ? country() : other).picture(view_of(country(), netherlands, 0));
    };
    compare(
        state,
        [&](int turn) {
            auto laid = picture(turn);
            laid.laid = borders();
            const auto stats = map.draw(laid, timed);
            return stats.colour_ms + stats.overlay_ms;
        },
        [&](int turn) { return plain.draw(picture(turn), timed).colour_ms; });
}

/// All borders drawn anew, as when the map is moved, at 1/n of the scale of the country; against the id pass.
void borders_drawn(benchmark::State& state) {
    render::MapRenderer map;
    render::FrameStats last;
    double ids = 0;
    compare(
        state,
        [&](int turn) {
            auto picture =
                country().picture(view_of(country(), netherlands / static_cast<double>(state.range(0)), turn));
            picture.laid = borders();
            last = map.draw(picture, timed);
            ids = last.id_ms;
            return last.overlay_ms;
        },
        [&](int) { return ids; });
    state.SetLabel(fmt::format("{} segments", last.segments));
}

/// Here `ratio` is what all of a frame of moved cells costs, in colour passes.
void cells_drawn(benchmark::State& state) {
    render::MapRenderer map;
    render::MapRenderer still;
    auto other = cells();
    std::reverse(other.classes.begin(), other.classes.end());
    const auto metres_per_pixel = netherlands / static_cast<double>(state.range(0));
    compare(
        state,
        [&](int turn) {
            return still.draw((turn % 2 == 0 ? cells() : other).picture(view_of(cells(), metres_per_pixel, 0)), timed)
                .colour_ms;
        },
        [&](int turn) {
            const auto stats = map.draw(cells().picture(view_of(cells(), metres_per_pixel, turn)), timed);
            return stats.id_ms + stats.colour_ms;
        });
}

BENCHMARK(recolour)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(15);
BENCHMARK(hover)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(15);
BENCHMARK(levels_of_detail)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(15);
BENCHMARK(recolour_under_borders)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(15);
BENCHMARK(borders_drawn)->Arg(1)->Arg(10)->Arg(100)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(15);
BENCHMARK(cells_drawn)
    ->Arg(1)
    ->Arg(3)
    ->Arg(10)
    ->Arg(100)
    ->Arg(10000)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(15);

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    try {
        const auto context = render::Context::offscreen();
        benchmark::AddCustomContext("renderer", render::describe_context());
        benchmark::RunSpecifiedBenchmarks();
    } catch (const geo::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
