#include "app/cli/demo_files.h"
#include "app/cli/input.h"
#include "app/cli/json.h"
#include "app/cli/options.h"
#include "app/cli/output_file.h"
#include "app/cli/verbs.h"
#include "app/model/derive.h"
#include "app/model/session.h"
#include "app/model/session_file.h"
#include "app/model/settings.h"
#include "app/page/png.h"
#include "app/replay.h"
#include "app/window.h"
#include "app/window_picture.h"
#include "geo/error.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace cli {

namespace {

struct ViewCommand {
    Input input;
    geo::AssessOptions assess;
    std::string record;
    std::string replay;
    std::string screenshot;
    bool overwrite = false;
    std::vector<int> size{1280, 800};
    double scale = 1;
    std::string language;
    std::vector<std::string> over;  // own layers
    std::vector<std::string> under;
};

constexpr int largest_side = 16384;
constexpr double most_pixels = 2e8;

model::SceneOptions scene_options(ViewCommand& command) {
    model::SceneOptions out;
    check_scoring(command.input, command.assess);
    out.load = command.input.load;
    out.assess = command.assess;
    return out;
}

/// Those under the areas first, which then let them through. Named in full, to be found again from another folder.
std::vector<model::OwnLayer> own_layers(const ViewCommand& command) {
    std::vector<model::OwnLayer> out;
    const auto add = [&](const std::string& path, bool under) {
        const bool file = std::filesystem::exists(path);
        out.push_back({.path = file ? std::filesystem::absolute(path).lexically_normal().string() : path,
                       .under = under,
                       .colour = static_cast<int>(out.size())});
    };
    for (const auto& path : command.under) add(path, true);
    for (const auto& path : command.over) add(path, false);
    return out;
}

/// What the session came to, for whoever checks it.
void print_end(const app::Replayed& end, bool json) {
    model::Deriver derive;
    const auto& derived = derive(end.state, end.results);
    const auto& view = end.state.view;
    const auto& a = derived.shown.layer->assessment;
    const auto dimension = a.class_dimensions[derived.shown.dimension];
    const auto measurement = derived.moments[derived.shown.measurement].label;
    std::vector<std::string> selected;
    for (const auto& area : derived.selected) selected.push_back(area.code);
    std::vector<std::string> explained;  // [selected]
    for (const auto& told : derived.explanations)
        explained.push_back(told.explanation ? model::gap_sentence(*told.explanation, end.state.language)
                                             : told.refusal);
    if (json) {
        const Json out{{"level", derived.shown.layer->level()},
                       {"dimension", dimension},
                       {"measurement", measurement},
                       {"selected", selected},
                       {"reference", end.state.reference},
                       {"compare_from", end.state.compare_from},
                       {"explained", explained},
                       {"hovered", end.state.hovered},
                       {"view",
                        {{"x", view.centre.x},
                         {"y", view.centre.y},
                         {"metres_per_pixel", view.metres_per_pixel},
                         {"width", view.width},
                         {"height", view.height}}},
                       {"unknown", end.unknown},
                       {"notices", end.notices},
                       {"copied", end.copied}};
        fmt::print("{}\n", out.dump(1));
        return;
    }
    fmt::print("{}\n", derived.title);
    if (!selected.empty()) {
        fmt::print("selected: {}\n", fmt::join(selected, " "));
        fmt::print("compared with: {}\n", end.state.reference);
    }
    for (const auto& sentence : explained) fmt::print("{}\n", sentence);
    for (const auto& text : end.copied) fmt::print("copied:\n{}", text);
    fmt::print("centre {:.1f} {:.1f}, {:.4g} m per pixel\n", view.centre.x, view.centre.y, view.metres_per_pixel);
}

/// What opens the session file that was named in the place of inputs; none where it was not.
model::Actions opening(ViewCommand& command) {
    auto& inputs = command.input.load.inputs;
    if (std::none_of(inputs.begin(), inputs.end(), model::is_session)) return {};
    const auto session = std::filesystem::absolute(inputs.front()).string();
    if (inputs.size() > 1) geo::fail("a session file names its own inputs; name it alone");
    inputs.clear();
    if (model::reading_of(scene_options(command)) != model::Reading{})
        geo::fail("{}: a session file says itself how its inputs are read; name no options of reading or scoring",
                  session);
    // What cannot be opened at all is said where it was asked for, not in a window without a map.
    static_cast<void>(model::read_session_file(session, language_of(command.language)));
    return {model::ErrandAsked{{model::Errand::Kind::open_session, session}}};
}

bool opens_files(const model::Action& action) {
    const auto* asked = std::get_if<model::ErrandAsked>(&action);
    return std::holds_alternative<model::Opened>(action) || (asked != nullptr && !asked->errand.path.empty() &&
                                                             (asked->errand.kind == model::Errand::Kind::open_session ||
                                                              asked->errand.kind == model::Errand::Kind::open_files));
}

void run_without_window(ViewCommand& command) {
    app::ReplayOptions options;
    options.program = LEEFBEELD_VERSION;
    options.session = opening(command);
    options.scene = scene_options(command);
    if (!command.replay.empty()) {
        for (auto& action : model::read_session(command.replay)) options.session.push_back(std::move(action));
    }
    const bool opens = std::any_of(options.session.begin(), options.session.end(), opens_files);
    options.opens = opens;
    if (!opens && options.scene.load.inputs.empty()) options.scene.load.inputs = mount_demo();
    options.picture = !command.screenshot.empty();
    options.width = command.size[0];
    options.height = command.size[1];
    options.scale = command.scale;
    options.language = language_of(command.language);
    options.own_layers = own_layers(command);
    if (options.picture && extension_of(command.screenshot) != ".png")
        geo::fail("{}: a picture of the window is a PNG; name it .png", command.screenshot);
    if (options.picture && double(options.width) * options.height > most_pixels)
        geo::fail("--size {}x{}: no more than 200 million pixels in all", options.width, options.height);
    if (options.picture) check_output(command.screenshot, read_by(options.scene.load), command.overwrite);
    const auto end = app::replay(options);
    if (end.results.phase == model::Results::Phase::failed) throw geo::Error(end.results.failure);
    for (std::size_t i = 1; i < end.failures.size(); ++i)
        std::fprintf(stderr, "leefbeeld: %s\n", end.failures[i].c_str());
    if (!end.failures.empty()) throw geo::Error(geo::Sentence::verbatim(end.failures.front()));
    for (const auto& [key, read] : end.results.overlays.own) {
        const bool named = std::any_of(options.own_layers.begin(), options.own_layers.end(),
                                       [&](const auto& own) { return own.path == key.first; });
        if (named && read.content == nullptr) throw geo::Error(read.failure);
        for (const auto& sentence : {read.failure, read.content != nullptr ? read.content->remark : geo::Sentence()}) {
            if (!sentence.empty()) std::fprintf(stderr, "leefbeeld: %s\n", sentence.text().c_str());
        }
    }
    if (!command.input.quiet) {
        for (const auto& notice : end.notices) std::fprintf(stderr, "leefbeeld: %s\n", notice.c_str());
    }
    // A session file that was opened has said it already.
    const auto unknown = model::unknown_sentence(end.unknown, end.state.language);
    const auto said = [&](const std::string& notice) { return notice.find(unknown) != std::string::npos; };
    if (!unknown.empty() && std::none_of(end.notices.begin(), end.notices.end(), said))
        std::fprintf(stderr, "leefbeeld: %s\n", unknown.c_str());
    if (end.results.scene == nullptr) geo::fail("{}: opens nothing", command.replay);
    if (options.picture) {
        write_whole(command.screenshot, page::png_bytes(app::picture_of(end.picture), 0, options.scene.load.threads),
                    existing(command.overwrite));
        if (!command.input.quiet) std::fprintf(stderr, "written: %s\n", command.screenshot.c_str());
    }
    if (!command.replay.empty()) print_end(end, command.input.json);
}

void run(ViewCommand& command) {
    read_bbox(command.input);
    static_cast<void>(mount_demo());  // a session may name its files
    if (!command.replay.empty() || !command.screenshot.empty()) {
        run_without_window(command);
        return;
    }
    app::WindowOptions options;
    options.program = LEEFBEELD_VERSION;
    options.first = opening(command);
    options.scene = scene_options(command);
    if (options.scene.load.inputs.empty()) options.scene.load.inputs = mount_demo();
    options.record = command.record;
    if (!command.record.empty()) {  // to be found again from another folder
        for (auto& input : options.scene.load.inputs) {
            if (std::filesystem::exists(input)) input = std::filesystem::absolute(input).string();
        }
    }
    options.language_asked = !command.language.empty();
    options.settings = model::settings_path();
    if (options.first.empty()) options.first = {model::Opened{options.scene.load.inputs}};
    options.language = language_of(command.language);
    options.own_layers = own_layers(command);
    options.width = command.size[0];
    options.height = command.size[1];
    app::run_window(options);
}

}  // namespace

void add_view(CLI::App& app) {
    auto command = std::make_shared<ViewCommand>();
    auto* verb = app.add_subcommand("view", "Open the map in a window; without input the demo town");
    add_input_options(*verb, command->input);
    verb->remove_option(verb->get_option("--progress"));  // the window has a bar of its own
    add_scoring_options(*verb, command->input, command->assess);
    const auto* window = "Window";
    verb->add_option("--size", command->size, "Width and height of the window (default 1280x800)")
        ->group(window)
        ->option_text("WxH")
        ->delimiter('x')
        ->expected(2)
        ->allow_extra_args(false)
        ->check(CLI::Range(1, largest_side));
    add_language_option(*verb, command->language, window);
    auto* record =
        verb->add_option("--record", command->record, "Write what is done in the window to a file, a line per action")
            ->group(window)
            ->option_text("FILE");
    const auto* own = "Own layers: lines, borders, points or pictures, in any CRS";
    verb->add_option("--over", command->over, "Lay a file on the areas; may be repeated, the last on top")
        ->group(own)
        ->option_text("FILE")
        ->allow_extra_args(false);
    verb->add_option("--under", command->under,
                     "Lay a file under the areas, which then let it through; may be repeated")
        ->group(own)
        ->option_text("FILE")
        ->allow_extra_args(false);
    const auto* without = "Without a window, with or without a display";
    auto* replay =
        verb->add_option(
                "--replay", command->replay,
                "Do what a recorded session did, and print what it came to. Name the same options of reading and "
                "scoring; the files are those of the session, or INPUT in their place")
            ->group(without)
            ->option_text("FILE")
            ->excludes(record);
    auto* screenshot =
        verb->add_option("--screenshot", command->screenshot, "Write what the window shows at the end as PNG")
            ->group(without)
            ->option_text("FILE")
            ->excludes(record);
    verb->add_option("--scale", command->scale, "Scale of the monitor in the picture, 1 to 4 (default 1)")
        ->group(without)
        ->option_text("S")
        ->needs(screenshot)
        ->check(within(1, 4));
    verb->add_flag("--overwrite", command->overwrite, "Replace the picture if it exists")
        ->group(without)
        ->needs(screenshot);
    verb->add_flag("--json", command->input.json, "Print what a session came to as JSON")
        ->group(without)
        ->needs(replay);
    verb->callback([command] { run(*command); });
}

}  // namespace cli
