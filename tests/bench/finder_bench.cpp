// How long the search box and the list of areas take over a country: areas of three levels, made up.
// usage: finder_bench FOLDER     with the files of the national grid (tests/bench/make_scaling.py, ../shared/tools)
#include "app/model/derive.h"
#include "app/model/finder.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

namespace {

template <typename Work>
double milliseconds(int times, Work&& work) {
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work(i);
        all.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(all.begin(), all.end());
    return all[all.size() * 95 / 100];
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    model::SceneOptions options;
    for (const auto& file : std::filesystem::directory_iterator(arguments[1])) {
        const auto name = file.path().filename().string();
        if (name != "truth.csv" && name != "manifest.json" && !name.starts_with("grid"))
            options.load.inputs.push_back(file.path());
    }
    options.load.dissolve = {"wijk", "gemeente"};
    model::State state;
    model::Results results;
    model::Deriver derive;
    model::apply(state, results, model::MapResized{1280, 800});
    model::apply(state, results, model::Opened{{"a"}});
    model::apply(state, results, model::Loaded{1, model::build_scene(options)});
    for (const auto& layer : results.scene->layers) fmt::print("{:>10} {}\n", layer.rows(), layer.level());
    static_cast<void>(derive(state, results));
    const auto now = [&] { static_cast<void>(derive(state, results)); };
    fmt::print("{:44} {:>9}\n", "action", "ms (p95)");
    const auto tell = [](const char* what, double ms) { fmt::print("{:44} {:9.3f}\n", what, ms); };

    tell("opening the search box, once", milliseconds(1, [&](int) {
             state.finder.kind = model::Finder::Kind::areas;
             now();
         }));
    const std::vector<std::string> words{"d",           "de",     "den",   "den h",   "a",       "haven",
                                         "noord haven", "bu0363", "e",     "wijk 01", "centrum", "155000 463000",
                                         "52,1 5,4",    "xyzzy",  "s grav"};
    tell("a keystroke in it", milliseconds(300, [&](int i) {
             state.finder.text = words[static_cast<std::size_t>(i) % words.size()];
             now();
         }));
    state.finder.kind = model::Finder::Kind::commands;
    tell("a keystroke in the command palette", milliseconds(100, [&](int i) {
             state.finder.text = i % 2 == 0 ? "l" : "la";
             now();
         }));
    state.finder = {};
    tell("a frame with nothing new", milliseconds(300, [&](int) { now(); }));
    state.table = true;
    now();
    const std::vector<std::string> columns{"value", "name", "part_of", "class", "weight", "won", "code"};
    for (const auto* level : {"buurt", "cells"}) {
        state.level = level;
        now();
        tell(fmt::format("sorting the list of {}", level).c_str(), milliseconds(42, [&](int i) {
                 state.sorting = {columns[static_cast<std::size_t>(i) % columns.size()], i % 2 == 0};
                 now();
             }));
        tell(fmt::format("filtering the list of {} by text", level).c_str(), milliseconds(40, [&](int i) {
                 state.filter.text = words[static_cast<std::size_t>(i) % words.size()];
                 now();
             }));
        state.filter = {};
        tell(fmt::format("filtering the list of {} by value", level).c_str(), milliseconds(40, [&](int i) {
                 state.filter.least = -0.01 * i;
                 now();
             }));
        state.filter = {};
    }
    return 0;
}
