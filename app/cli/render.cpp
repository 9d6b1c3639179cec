#include "app/cli/demo_files.h"
#include "app/cli/input.h"
#include "app/cli/notes.h"
#include "app/cli/options.h"
#include "app/cli/output_file.h"
#include "app/cli/verbs.h"
#include "app/model/derive.h"
#include "app/page/sheet.h"
#include "geo/error.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <memory>

namespace cli {

namespace {

struct RenderCommand {
    Input input;
    geo::AssessOptions assess;
    std::string output;
    bool overwrite = false;
    std::vector<int> size;
    std::vector<double> bbox;
    std::string area;
    std::string level;
    std::string dimension;
    std::string theme;
    std::string language;
    bool bare = false;
};

constexpr double margin = 0.04;         // of the extent, around everything
constexpr double margin_of_area = 0.5;  // around an area, so that its surroundings are seen
constexpr double least_extent = 200;    // metres
constexpr double least_extent_given = 0.01;
constexpr double farthest = 1e8;  // metres; of any projected CRS in use

page::Format format_of(const std::string& output) {
    if (output.empty()) geo::fail("--output: the name is empty");
    const auto extension = extension_of(output);
    if (extension == ".png") return page::Format::png;
    if (extension == ".pdf") return page::Format::pdf;
    if (extension == ".svg") return page::Format::svg;
    geo::fail("{}: write .png, .pdf or .svg", output);
}

/// What can be known before anything is read.
page::Sheet sheet_of(const RenderCommand& command) {
    page::Sheet out;
    out.format = format_of(command.output);
    if (out.format != page::Format::png) {  // A4 in points
        out.width = 842;
        out.height = 595;
    }
    if (!command.size.empty()) {
        out.width = command.size[0];
        out.height = command.size[1];
    }
    out.bare = command.bare;
    out.dark = command.theme == "dark";
    out.threads = command.input.load.threads;
    const double pixels = out.width * out.height;
    if (out.width > page::most_side || out.height > page::most_side || pixels > 2e8)
        geo::fail("--size {}x{}: no more than {:.0f} a side and 200 million in all", out.width, out.height,
                  page::most_side);
    if (!out.bare && (out.width < page::least_width || out.height < page::least_height))
        geo::fail("--size {}x{}: a sheet needs at least {:.0f}x{:.0f}; --bare draws the map alone at any size",
                  out.width, out.height, page::least_width, page::least_height);
    if (!command.bbox.empty()) {
        const auto& b = command.bbox;
        out.extent = {{b[0], b[1]}, {b[2], b[3]}};
        if (!(b[0] < b[2] && b[1] < b[3]))
            geo::fail("--bbox: XMIN,YMIN,XMAX,YMAX: each maximum must be above its minimum");
        const bool on_earth = std::all_of(b.begin(), b.end(), [](double v) { return std::abs(v) <= farthest; });
        if (!on_earth || std::max(b[2] - b[0], b[3] - b[1]) < least_extent_given)
            geo::fail("--bbox: the extent must be at least {} m, and within {:.0f} km of the origin",
                      least_extent_given, farthest / 1000);
    }
    return out;
}

geo::Box widened(geo::Box box, double part) {
    const double by = part * std::max({box.max.x - box.min.x, box.max.y - box.min.y, least_extent});
    return {{box.min.x - by, box.min.y - by}, {box.max.x + by, box.max.y + by}};
}

std::shared_ptr<const model::Scene> load_scene(RenderCommand& command) {
    auto& load = command.input.load;
    if (load.inputs.empty()) load.inputs = mount_demo();
    // A year is of the measurement to draw, and also of tables that do not say theirs; there need be none.
    const auto& measurement = load.hints.measurement;
    load.hints.measurement_may_rest =
        !measurement.empty() && std::isdigit(static_cast<unsigned char>(measurement[0])) != 0;
    show_progress(command.input);
    model::SceneOptions options;
    options.load = load;
    options.assess = command.assess;
    options.prepare = false;
    // The area may be of another level than the one drawn.
    if (command.area.empty() && command.level != model::by_scale) options.level = command.level;
    auto scene = model::build_scene(options);
    if (load.progress) load.progress(1, "");
    return scene;
}

/// Where the area is, selected in the state. \return its bounds
geo::Box select_area(const RenderCommand& command, const model::Scene& scene, const model::Layer& shown,
                     model::State& state) {
    std::vector<const model::Layer*> layers{&shown};
    for (const auto& layer : scene.layers) layers.push_back(&layer);
    for (const auto* layer : layers) {
        const auto row = layer->find(command.area);
        if (row == layer->rows()) continue;
        const auto box = scene.bounds_of(*layer, row);
        if (box.empty()) geo::fail("--area {}: it has no borders in these files", command.area);
        state.selected = {command.area};
        state.selected_level = layer->level();
        return box;
    }
    std::vector<std::string> some;
    for (std::size_t row = 0; row < std::min<std::size_t>(shown.rows(), 3); ++row)
        some.push_back(shown.assessment.areas->code[row]);
    geo::fail("--area {}: no area or cell has that code; codes look like {}", command.area, fmt::join(some, ", "));
}

/// Says what there is where a name is not known.
void check_names(const RenderCommand& command, const model::Derived& derived) {
    const auto& layer = *derived.shown.layer;
    const auto& all = layer.assessment.class_dimensions;
    if (!command.level.empty() && command.level != model::by_scale &&
        derived.shown.scene->find(command.level) == nullptr)
        geo::fail("no level '{}'; there is {}", command.level, fmt::join(derived.levels, ", "));
    if (!command.dimension.empty() && std::find(all.begin(), all.end(), command.dimension) == all.end())
        geo::fail("--dimension {}: {} has {}", command.dimension, layer.level(), fmt::join(derived.dimensions, ", "));
    const auto& wanted = command.input.load.hints.measurement;
    if (!command.input.load.hints.measurement_may_rest) return;  // none, or a column with years
    std::vector<std::string> labels;
    for (const auto& moment : derived.moments) labels.push_back(moment.label);
    if (std::find(labels.begin(), labels.end(), wanted) == labels.end())
        geo::fail("--measurement {}: {} has {}", wanted, layer.level(), fmt::join(labels, ", "));
}

/// A map without anything on it is a mistake, mostly of longitude and latitude for metres.
void check_extent(const geo::Box& extent, const model::Layer& layer) {
    const auto& all = layer.bounds;
    if (geo::meets(extent, all)) return;
    geo::fail("--bbox: nothing of {} lies there; it lies within {:.0f},{:.0f},{:.0f},{:.0f}, in metres", layer.level(),
              all.min.x, all.min.y, all.max.x, all.max.y);
}

void run(RenderCommand& command) {
    auto sheet = sheet_of(command);
    check_output(command.output, read_by(command.input.load), command.overwrite);
    check_scoring(command.input, command.assess);
    const auto scene = load_scene(command);

    model::Results results;
    results.phase = model::Results::Phase::ready;
    results.scene = scene;
    model::State state;
    state.language = language_of(command.language);
    state.level = command.level;
    state.dimension = command.dimension;
    if (command.input.load.hints.measurement_may_rest) state.measurement = command.input.load.hints.measurement;
    model::Deriver derive;
    const auto settle = [&]() -> const model::Derived& {
        auto extent = sheet.extent;
        if (extent.empty()) extent = scene->bounds();
        state.view = model::fitted({{}, 1, static_cast<int>(sheet.width), static_cast<int>(sheet.height)}, extent);
        return derive(state, results);
    };
    const auto* derived = &settle();
    check_names(command, *derived);
    if (!command.area.empty()) {
        const auto box = select_area(command, *scene, *derived->shown.layer, state);
        if (sheet.extent.empty()) sheet.extent = widened(box, margin_of_area);
        derived = &settle();
    }
    if (sheet.extent.empty()) {
        if (derived->shown.layer->bounds.empty()) geo::fail("{}: no area has borders", derived->shown.layer->level());
        sheet.extent = widened(derived->shown.layer->bounds, margin);
    }
    check_extent(sheet.extent, *derived->shown.layer);
    if (!command.input.quiet) {
        auto report = scene->dataset.report;  // levels that are not drawn have nothing to say
        const auto& notes = derived->shown.layer->assessment.report.notes;
        report.notes.insert(report.notes.end(), notes.begin(), notes.end());
        for (const auto& line : note_lines(report, Notes::brief)) std::fprintf(stderr, "%s\n", line.c_str());
    }
    write_whole(command.output, page::draw(*derived, state, sheet), existing(command.overwrite));
    if (!command.input.quiet) std::fprintf(stderr, "written: %s\n", command.output.c_str());
}

}  // namespace

void add_render(CLI::App& app) {
    auto command = std::make_shared<RenderCommand>();
    auto* verb = app.add_subcommand("render", "Draw a map sheet: PNG, PDF or SVG");
    add_input_options(*verb, command->input);
    verb->remove_option(verb->get_option("--bbox"));  // a map has an extent instead
    verb->get_option("--measurement")
        ->description(
            "Measurement to draw, such as 2018 (default: the last). Where the files do not say of which year they are, "
            "also that year, or the column with it")
        ->option_text("LABEL|YEAR|COLUMN");
    const auto* map = "What to draw";
    verb->add_option(
            "--show", command->level,
            "Level to draw: buurt, wijk ..., cells, or scale: whichever suits the scale (default: the smallest "
            "areas)")
        ->group(map)
        ->option_text("LEVEL");
    verb->add_option("--dimension", command->dimension,
                     "afw (default), won, fys, vrz, soc, onv, class_dev, or a column")
        ->group(map)
        ->option_text("CODE");
    verb->add_option("--bbox", command->bbox,
                     "Extent of the map, in the projected CRS used (Dutch data: RD New). Leaves out no area from the "
                     "figures in the legend")
        ->group(map)
        ->option_text("XMIN,YMIN,XMAX,YMAX")
        ->delimiter(',')
        ->expected(4)
        ->allow_extra_args(false)
        ->check(any_number());
    verb->add_option("--area", command->area, "Draw this area or cell and its surroundings, outlined")
        ->group(map)
        ->option_text("CODE");
    add_scoring_options(*verb, command->input, command->assess);
    const auto* result = "Result";
    verb->add_option("-o,--output", command->output, "File to write: .png, .pdf or .svg")
        ->group(result)
        ->option_text("FILE")
        ->required();
    verb->add_option("--size", command->size,
                     "Width and height, in pixels of a PNG (default 1754x1240), in points of the others (842x595)")
        ->group(result)
        ->option_text("WxH")
        ->delimiter('x')
        ->expected(2)
        ->allow_extra_args(false)
        ->check(CLI::PositiveNumber);
    verb->add_option("--theme", command->theme, "light (default) or dark")
        ->group(result)
        ->option_text("THEME")
        ->check(CLI::IsMember({"light", "dark"}));
    verb->add_flag("--bare", command->bare, "The map alone, filling the picture")->group(result);
    add_language_option(*verb, command->language, result);
    verb->add_flag("--overwrite", command->overwrite, "Replace the output if it exists")->group(result);
    verb->callback([command] { run(*command); });
}

}  // namespace cli
