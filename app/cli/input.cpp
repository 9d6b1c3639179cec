#include "app/cli/input.h"

#include "app/cli/demo_files.h"
#include "app/cli/options.h"
#include "app/model/index_file.h"
#include "geo/error.h"

#include <cstdio>

#include <unistd.h>

namespace cli {

namespace {

constexpr int bar_width = 40;

void draw_bar(double part, const std::string& what) {
    const int filled = static_cast<int>(part * bar_width);
    std::fprintf(stderr, "\r\033[K[%s%s] %3.0f %%  %s", std::string(static_cast<std::size_t>(filled), '#').c_str(),
                 std::string(static_cast<std::size_t>(bar_width - filled), '.').c_str(), 100 * part, what.c_str());
    if (part >= 1) std::fprintf(stderr, "\r\033[K");
}

}  // namespace

void add_input_options(CLI::App& verb, Input& input) {
    auto& load = input.load;
    verb.add_option("INPUT", load.inputs,
                    "Files, zips or folders: area borders, score tables, grid cells, CBS 100 m squares; recognised by "
                    "what they hold. None: the demo town")
        ->option_text("...");
    const auto* reading = "What to read";
    verb.add_option("--layer", load.layers, "Only layers of this name (repeatable)")
        ->group(reading)
        ->option_text("NAME")
        ->allow_extra_args(false);
    verb.add_option("--where", load.where, "Only areas that meet this condition (OGR SQL)")
        ->group(reading)
        ->option_text("CONDITION");
    verb.add_option("--bbox", input.bbox,
                    "Only areas that meet this box, in the projected CRS used (Dutch data: RD New)")
        ->group(reading)
        ->option_text("XMIN,YMIN,XMAX,YMAX")
        ->delimiter(',')
        ->expected(4)
        ->allow_extra_args(false)
        ->check(any_number());
    verb.add_option("--crs", load.crs, "CRS of layers that do not say theirs, e.g. EPSG:28992")
        ->group(reading)
        ->option_text("CRS");
    verb.add_option("--set", load.sets,
                    "Set of areas: a CSV (area_id,name,member_code,member_level,share) or polygons (repeatable)")
        ->group(reading)
        ->option_text("FILE")
        ->allow_extra_args(false);
    verb.add_option("--dissolve", load.dissolve,
                    "Make areas of this level of those below it, by their codes: wijk, gemeente; or all: one area, all "
                    "that was read (repeatable)")
        ->group(reading)
        ->option_text("LEVEL")
        ->allow_extra_args(false)
        ->check(CLI::IsMember({"wijk", "gemeente", "all"}));
    const auto* meaning = "What columns mean, where the files do not say";
    verb.add_option("--code", load.hints.code, "Column with the codes of the areas")
        ->group(meaning)
        ->option_text("COLUMN");
    verb.add_option("--name", load.hints.name, "Column with their names")->group(meaning)->option_text("COLUMN");
    verb.add_option("--value", load.hints.values, "Column to score, in place of the known ones (repeatable)")
        ->group(meaning)
        ->option_text("COLUMN")
        ->allow_extra_args(false);
    verb.add_option_function<std::string>(
            "--index", [&load](const std::string& file) { take_index(load, file); },
            "Make an own index of the columns read, as this model file (TOML) says; `leefbeeld compose` tells more of "
            "it")
        ->group(meaning)
        ->option_text("MODEL")
        ->excludes("--value");
    verb.add_option("--measurement", load.hints.measurement, "Column with the reference year, or a year for all rows")
        ->group(meaning)
        ->option_text("COLUMN|YEAR");
    verb.add_option("--level", load.hints.level, "Name of the level the areas form")
        ->group(meaning)
        ->option_text("NAME");
    verb.add_option("--edition", load.edition,
                    "Edition (publication) of the scores: declares it, or chooses one of several")
        ->group(meaning)
        ->option_text("YEAR");
    verb.add_flag("--across-editions", load.across_editions,
                  "Keep scores of several editions side by side; they cannot be compared")
        ->group(meaning);
    verb.add_option("--threads", load.threads, "Threads; 0 is one per processor. Results do not depend on it")
        ->option_text("N")
        ->check(CLI::Range(0, 256));
    verb.add_flag("-q,--quiet", input.quiet, "No messages but failures");
    verb.add_flag("--progress", input.progress, "A progress bar even where stderr is no terminal");
}

void take_index(geo::LoadOptions& load, const std::string& file) {
    load.index = model::read_index(file);
    load.index_file = file;
}

void show_progress(Input& input) {
    if (input.progress || (!input.quiet && ::isatty(STDERR_FILENO) != 0)) input.load.progress = draw_bar;
}

void read_bbox(Input& input) {
    if (input.bbox.size() != 4) return;
    input.load.bbox = {{input.bbox[0], input.bbox[1]}, {input.bbox[2], input.bbox[3]}};
    if (input.load.bbox.empty() || input.bbox[1] > input.bbox[3])
        geo::fail("--bbox: XMIN,YMIN,XMAX,YMAX: each maximum must not be below its minimum");
}

geo::Dataset read(Input& input) {
    if (input.load.inputs.empty()) input.load.inputs = mount_demo();
    read_bbox(input);
    show_progress(input);
    return geo::load(input.load);
}

}  // namespace cli
