// What every kind of action costs over a whole country, as ratios to a colour pass of the same moment: deriving,
// drawing at 1920 x 1080 and the panels. Nothing is asserted. usage: interaction_bench FOLDER [PART OF A NAME]     with
// the files of the national grid
#include "app/model/overlay_job.h"
#include "app/render/context.h"
#include "app/render/map_renderer.h"
#include "geo/error.h"
#include "tests/bench/timing.h"
#include "tests/ui/hands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

using model::Actions;
using timing::median;
using timing::seconds;

constexpr int times = 15;
constexpr int width = 1920;
constexpr int height = 1080;

/// What is measured: actions on top of what was set up, another set of them at every turn.
struct Case {
    enum class Bound {
        derive,  // milliseconds of deriving alone
        over,    // of deriving and drawing together, over a colour pass
        panels   // of a frame of panels
    };
    std::string name;
    std::function<Actions(int turn)> actions;
    Actions setup = {};
    Bound bound = Bound::over;
    double most = 2;                                   // milliseconds
    std::function<void(hands::Window&)> gesture = {};  // of the mouse, in the frame of panels
};

/// Milliseconds of one turn.
struct Turn {
    double derive = 0;
    double drawn = 0;   // on the map: areas, colours and what is laid on them
    double plain = 0;   // a colour pass of the same rows just before
    double panels = 0;  // deriving that nothing is new included
};

double percentile(std::vector<double> values, double part) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1) + 0.5)];
}

std::shared_ptr<const model::Scene> load(const std::string& folder) {
    model::SceneOptions options;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        const auto name = file.path().filename().string();
        if (name != "truth.csv" && name != "manifest.json" && !name.starts_with("grid"))
            options.load.inputs.push_back(file.path());
    }
    std::sort(options.load.inputs.begin(), options.load.inputs.end());
    options.load.dissolve = {"wijk", "gemeente"};
    return model::build_scene(options);
}

class Bench {
public:
    explicit Bench(std::shared_ptr<const model::Scene> scene, std::string only) : only_(std::move(only)) {
        try {
            context_.emplace(render::Context::offscreen());
            map_.emplace();
            fmt::print("drawn by {}\n", render::describe_context());
        } catch (const geo::Error& error) {
            fmt::print("no OpenGL off-screen here ({}): drawing is left out\n", error.what());
        }
        window_.load(std::move(scene));
        first_ = window_.state;
    }

    /// Everything after this is on top of it. \pre the scene has the level
    void show(const std::string& level) {
        window_.state = first_;
        model::apply(window_.state, window_.results, model::LevelChosen{level});
        window_.settle();
        base_ = window_.state;
        fmt::print("\n{} ({} rows)\n{:40} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7}  {}\n", level,
                   window_.derived().shown.layer->rows(), "action", "first", "derive", "p95", "drawn", "panels", "over",
                   "ratio", "at most");
    }

    void run(const Case& each) {
        if (!only_.empty() && each.name.find(only_) == std::string::npos) return;
        window_.state = base_;
        for (const auto& action : each.setup) {
            model::apply(window_.state, window_.results, action);
            fetch();
        }
        window_.settle();
        const auto before = window_.state;
        std::vector<Turn> turns;
        for (int i = 0; i < times; ++i) {
            window_.state = before;
            static_cast<void>(draw(false));
            static_cast<void>(window_.look());
            turns.push_back(measure(each, i));
        }
        tell(each, turns);
    }

private:
    std::string only_;
    std::optional<render::Context> context_;
    std::optional<render::MapRenderer> map_;
    hands::Window window_{width, height};
    model::State first_;
    model::State base_;
    unsigned long anew_ = 1UL << 40;  // revisions that no derivation gives

    /// What jobs beside the window would bring.
    void fetch() {
        model::OverlayJob job({}, {});
        while (model::next_overlay_task(window_.state, window_.results, true)) {
            job.follow(window_.state, window_.results, true);
            while (job.running()) std::this_thread::yield();
            for (const auto& action : job.poll()) model::apply(window_.state, window_.results, action);
        }
    }

    double draw(bool again) {
        if (!map_) return 0;
        const auto& derived = window_.derived();
        auto picture = render::picture_of(window_.state, window_.results, derived);
        picture.view = model::resized(picture.view, width, height);
        if (again) picture.revision = ++anew_;
        const auto stats = map_->draw(picture, {.timed = true});
        return again ? stats.colour_ms : stats.id_ms + stats.colour_ms + stats.overlay_ms;
    }

    Turn measure(const Case& each, int turn) {
        Turn out;
        const auto actions = each.actions(turn);
        out.plain = draw(true);
        out.derive = 1000 * seconds([&] {
                         for (const auto& action : actions) model::apply(window_.state, window_.results, action);
                         static_cast<void>(window_.derived());
                     });
        out.drawn = draw(false);
        if (each.gesture) each.gesture(window_);
        out.panels = 1000 * seconds([&] { static_cast<void>(window_.look()); });
        return out;
    }

    void tell(const Case& each, const std::vector<Turn>& turns) const {
        const auto all = [&](auto&& of) {
            std::vector<double> out;
            for (const auto& turn : turns) out.push_back(of(turn));
            return out;
        };
        const auto derive = all([](const Turn& turn) { return turn.derive; });
        const auto panels = all([](const Turn& turn) { return turn.panels; });
        const double drawn = median(all([](const Turn& turn) { return turn.drawn; }));
        const double over = median(all([](const Turn& turn) { return turn.derive + turn.drawn - turn.plain; }));
        const double ratio =
            map_ ? median(all([](const Turn& turn) { return (turn.derive + turn.drawn) / turn.plain; })) : geo::missing;
        const double told = each.bound == Case::Bound::derive   ? median(derive)
                            : each.bound == Case::Bound::panels ? median(panels)
                                                                : over;
        const auto* what = each.bound == Case::Bound::derive   ? "to derive"
                           : each.bound == Case::Bound::panels ? "of panels"
                                                               : "over";
        fmt::print("{:40} {:8.3f} {:8.3f} {:8.3f} {:8.2f} {:8.2f} {:8.2f} {:7.2f}  {} ms {}{}\n", each.name,
                   derive.front(), median(derive), percentile(derive, 0.95), drawn, median(panels), over, ratio,
                   std::round(10 * each.most) / 10, what, told > each.most ? "  <- more" : "");
        std::fflush(stdout);
    }
};

/// The same actions for areas and cells.
void run_all(Bench& bench, const model::Layer& layer, double most) {
    using Bound = Case::Bound;
    using model::Scheme;
    const auto code = [&](int turn) {
        return layer.assessment.areas->code[static_cast<std::size_t>(turn + 1) * 7919 % layer.rows()];
    };
    const auto labels = geo::labels(layer.assessment.values.measurements);
    const auto label = [&](int turn) { return labels[static_cast<std::size_t>(turn) % labels.size()]; };
    const std::vector<std::string> words{"d",      "de",     "den",     "a",       "haven",         "noord haven",
                                         "bu0363", "e",      "wijk 01", "centrum", "155000 463000", "52,1 5,4",
                                         "xyzzy",  "s grav", "155e"};
    const auto word = [&](int turn) { return words[static_cast<std::size_t>(turn) % words.size()]; };
    const std::vector<std::string> parts{"won", "fys", "vrz", "soc", "onv"};
    const auto one = [](auto action) { return [action](int) { return Actions{action}; }; };
    const model::ImportancesChosen own{{{"won", 2.0}, {"soc", 0.5}}};
    const model::Selected chosen{code(99), false};
    const auto scheme = [](Scheme::Kind kind) {
        Scheme out;
        out.kind = kind;
        return model::SchemeChosen{out};
    };
    const auto filter = [](std::string text, double least) {
        model::Filter out;
        out.text = std::move(text);
        out.least = least;
        return model::FilterSet{out};
    };
    const model::PlaybackSet trail{{1.2, true, true}};
    const auto wheel = [](hands::Window& window) {
        const auto& at = window.layout.table;
        window.move(at.x + at.width / 2, at.y + at.height * 0.7F);
        window.wheel(-3);
    };

    constexpr double all_cells = 10;  // all cells are re-scored, whatever level is shown: limits are from them
    bench.run({"nothing", [](int) { return Actions{}; }, {}, Bound::derive, 0.1});
    bench.run({"hover", [&](int i) { return Actions{model::Hovered{code(i)}}; }, {}, Bound::derive, 0.1});
    bench.run({"hover, own index", [&](int i) { return Actions{model::Hovered{code(i)}}; }, {own}, Bound::derive, 0.1});
    bench.run({"hover, sorted and filtered list",
               [&](int i) { return Actions{model::Hovered{code(i)}}; },
               {model::TableToggled{}, filter("", -0.2)},
               Bound::derive,
               0.1});
    bench.run({"select another",
               [&](int i) {
                   return Actions{model::Selected{code(i), false}};
               },
               {chosen},
               Bound::over,
               most});
    bench.run({"another measurement",
               [&](int i) { return Actions{model::MeasurementChosen{label(i)}}; },
               {},
               Bound::over,
               most});
    bench.run(
        {"another dimension",
         [&](int i) { return Actions{model::DimensionChosen{parts[static_cast<std::size_t>(i) % parts.size()]}}; },
         {},
         Bound::over,
         most});
    bench.run({"show change", one(model::ShowChosen{model::Show::change}), {}, Bound::over, most});
    bench.run({"show difference", one(model::ShowChosen{model::Show::difference}), {}, Bound::over, most});
    bench.run({"show difference to the municipality",
               one(model::ShowChosen{model::Show::difference}),
               {model::ReferenceChosen{"gemeente"}},
               Bound::over,
               most});
    bench.run({"another importance",
               [](int i) {
                   return Actions{model::ImportanceSet{"won", 1.0 + 0.05 * (i + 1)}};
               },
               {own},
               Bound::over,
               all_cells});
    bench.run({"another importance, one selected",
               [](int i) {
                   return Actions{model::ImportanceSet{"won", 1.0 + 0.05 * (i + 1)}};
               },
               {own, chosen},
               Bound::over,
               all_cells});
    bench.run({"another measurement, own index",
               [&](int i) { return Actions{model::MeasurementChosen{label(i)}}; },
               {own},
               Bound::over,
               most});
    bench.run({"quantiles", one(scheme(Scheme::Kind::quantile)), {}, Bound::over, all_cells});
    bench.run({"natural breaks", one(scheme(Scheme::Kind::natural)), {}, Bound::over, all_cells});
    bench.run({"another palette", one(model::PaletteChosen{"viridis"}), {}, Bound::over, most});
    bench.run({"another vision", one(model::VisionChosen{model::Vision::deuteranopia}), {}, Bound::over, most});
    bench.run({"faint",
               [](int i) {
                   return Actions{model::FaintChosen{model::Faint::fade, 50.0 + i}};
               },
               {},
               Bound::over,
               most});
    bench.run({"trail", one(trail), {}, Bound::over, most});
    bench.run({"another measurement, trail",
               [&](int i) { return Actions{model::MeasurementChosen{label(i)}}; },
               {trail},
               Bound::over,
               most});
    bench.run({"filter by a letter more",
               [&](int i) { return Actions{filter(word(i), geo::missing)}; },
               {model::TableToggled{}},
               Bound::over,
               most});
    bench.run({"filter by value",
               [&](int i) { return Actions{filter("", -0.01 * i)}; },
               {model::TableToggled{}},
               Bound::over,
               most});
    for (const auto* column : {"name", "part_of", "class", "value", "weight", "won", "code"}) {
        bench.run({fmt::format("sort by {}", column),
                   one(model::SortedBy{column}),
                   {model::TableToggled{}, model::SortedBy{"code"}},
                   Bound::derive,
                   1000.0 / 60});
    }
    bench.run({"open the table", one(model::TableToggled{}), {}, Bound::derive, 1000.0 / 60});
    bench.run({"scroll the table",
               [](int) { return Actions{}; },
               {model::TableToggled{}, model::SortedBy{"value"}},
               Bound::panels,
               1000.0 / 60,
               wheel});
    const auto search = [](std::string text) {
        return model::FinderSet{{model::Finder::Kind::areas, std::move(text)}};
    };
    bench.run(
        {"search, a letter more", [&](int i) { return Actions{search(word(i))}; }, {search("")}, Bound::derive, 5});
    bench.run({"command palette, a letter more",
               [&](int i) {
                   return Actions{model::FinderSet{{model::Finder::Kind::commands, word(i)}}};
               },
               {model::FinderSet{{model::Finder::Kind::commands, ""}}},
               Bound::derive,
               5});
    bench.run({"undo a measurement", one(model::Undone{}), {model::MeasurementChosen{label(0)}}, Bound::over, most});
    bench.run(
        {"undo an importance", one(model::Undone{}), {own, model::ImportanceSet{"fys", 3}}, Bound::over, all_cells});
    bench.run(
        {"labels", one(model::LabelsToggled{}), {model::LabelsToggled{}, model::LabelsToggled{}}, Bound::over, most});
    bench.run({"outlines of municipalities",
               one(model::OutlineToggled{"gemeente"}),
               {model::OutlineToggled{"gemeente"}, model::OutlineToggled{"gemeente"}},
               Bound::over,
               most});
    bench.run({"another measurement, with outlines",
               [&](int i) { return Actions{model::MeasurementChosen{label(i)}}; },
               {model::OutlineToggled{"gemeente"}},
               Bound::over,
               most});
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2 || !std::filesystem::is_directory(arguments[1])) {
        fmt::print(stderr, "interaction_bench FOLDER [PART OF A NAME]: where are the files of the national grid?\n");
        return 2;
    }
    try {
        const auto scene = load(arguments[1]);
        Bench bench(scene, count > 2 ? arguments[2] : "");
        fmt::print(
            "milliseconds, medians of {}; over: deriving and drawing, less a colour pass of {} x {}; ratio: to "
            "that pass\n",
            times, width, height);
        bench.show("buurt");
        run_all(bench, *scene->find("buurt"), 2);
        bench.show("cells");
        run_all(bench, *scene->find("cells"), 10);
    } catch (const geo::Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
