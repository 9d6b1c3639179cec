#include "app/cli/input.h"
#include "app/cli/json.h"
#include "app/cli/notes.h"
#include "app/cli/output_file.h"
#include "app/cli/printable.h"
#include "app/cli/provenance_lines.h"
#include "app/cli/text_table.h"
#include "app/cli/verbs.h"
#include "geo/assess.h"
#include "geo/error.h"
#include "geo/vector/compare.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <utility>

namespace cli {

namespace {

std::size_t count_values(std::span<const double> column) {
    return static_cast<std::size_t>(
        std::count_if(column.begin(), column.end(), [](double v) { return !std::isnan(v); }));
}

/// "afw won fys": the dimensions that have a value in a measurement.
std::string dimensions_with_values(const geo::Table& table, std::size_t m) {
    std::string out;
    for (std::size_t d = 0; d < table.dimensions.size(); ++d) {
        if (count_values(table.values.column(d, m)) > 0) out += (out.empty() ? "" : " ") + table.dimensions[d];
    }
    return out;
}

std::size_t total_of(const geo::Table& table) {
    const auto afw = table.find_dimension("afw");
    return afw < table.dimensions.size() ? afw : 0;
}

void print_measurements(const geo::Table& table) {
    const auto label = geo::labels(table.measurements);
    const auto breaks = geo::series_breaks(table.measurements);
    TextTable out({{"  measurement"}, {"model version"}, {"edition"}, {"scores", true}, {"dimensions"}, {""}});
    for (std::size_t m = 0; m < label.size(); ++m) {
        const auto& measurement = table.measurements[m];
        out.add({"  " + label[m], measurement.model_version.empty() ? "-" : measurement.model_version,
                 measurement.edition.empty() ? "-" : measurement.edition,
                 with_separators(double(count_values(table.values.column(total_of(table), m)))),
                 dimensions_with_values(table, m),
                 breaks[m] ? "series break: not comparable with the one before" : ""});
    }
    fmt::print("{}", out.text());
}

void print_dataset(const geo::Dataset& dataset) {
    if (dataset.crs.known())
        fmt::print("CRS: {}{}\n", dataset.crs.name, dataset.crs.id.empty() ? "" : " (" + dataset.crs.id + ")");
    for (const auto& areas : dataset.levels) {
        fmt::print("{}: {} areas{}, from {}\n", areas.level, with_separators(double(areas.size())),
                   areas.has_polygons() ? "" : " without borders",
                   areas.sources.size() == 1 ? areas.sources.front() : fmt::format("{} files", areas.sources.size()));
        if (!areas.scores.empty()) print_measurements(areas.scores.values);
    }
    if (dataset.cells.size() == 0) return;
    fmt::print("cells: {} of 100 m\n", with_separators(double(dataset.cells.size())));
    if (!dataset.cells.scores.empty()) print_measurements(dataset.cells.scores.values);
    for (const auto& weight : dataset.cells.weights) {
        double sum = 0;
        for (const double value : weight.values) sum += std::isnan(value) ? 0 : value;
        fmt::print("  weight {}{}: {} in {} cells, from {}\n", weight.name,
                   weight.date != 0 ? fmt::format(" {}", weight.date) : std::string(), with_separators(sum),
                   with_separators(double(count_values(weight.values))), weight.source);
    }
}

Json table_json(const geo::Table& table) {
    auto out = Json::array();
    const auto label = geo::labels(table.measurements);
    const auto breaks = geo::series_breaks(table.measurements);
    for (std::size_t m = 0; m < label.size(); ++m) {
        const auto& measurement = table.measurements[m];
        auto dimensions = Json::object();
        for (std::size_t d = 0; d < table.dimensions.size(); ++d)
            dimensions[table.dimensions[d]] = count_values(table.values.column(d, m));
        out.push_back({{"label", label[m]},
                       {"reference_year", measurement.date},
                       {"model_version", measurement.model_version},
                       {"edition", measurement.edition},
                       {"series_break", bool(breaks[m])},
                       {"scores", dimensions}});
    }
    return out;
}

/// What scoring would note too: unmatched cells, areas without a score, published classes that differ.
geo::Report scoring_report(const geo::Dataset& dataset, const Input& input) {
    geo::Report out;
    const auto note = [&](const geo::Areas& areas) {
        geo::AssessOptions options;
        options.weight = input.load.hints.weight;
        options.threads = input.load.threads;
        try {
            auto notes = geo::assess(dataset, areas, options).report.notes;
            out.notes.insert(out.notes.end(), std::make_move_iterator(notes.begin()),
                             std::make_move_iterator(notes.end()));
        } catch (const geo::Error& error) {
            out.decided(areas.level, {}, geo::Sentence("cannot be scored: {}", error.sentence()));
        }
    };
    for (const auto& areas : dataset.levels) note(areas);
    if (!dataset.cells.scores.published.measurements.empty()) note(geo::cells_as_areas(dataset.cells));
    return out;
}

/// What those of the inputs that this program made say of themselves: file, JSON.
std::vector<std::pair<std::string, std::string>> metadata_of(const std::vector<std::string>& inputs) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& input : inputs) {
        if (extension_of(input) != ".gpkg" || !std::filesystem::is_regular_file(input)) continue;
        auto text = geo::read_metadata(input, model::provenance_uri);
        if (!text.empty()) out.emplace_back(input, std::move(text));
    }
    return out;
}

void run(Input& input) {
    // Whatever becomes of the figures, a file can say how it was made.
    const auto metadata = metadata_of(input.load.inputs);
    for (const auto& [file, text] : metadata) {
        if (input.json) break;
        fmt::print("{} was made:\n", file);
        for (const auto& line : provenance_lines(model::provenance_from(text, file)))
            fmt::print("  {}\n", printable(line));
    }
    const auto dataset = read(input);
    auto report = dataset.report;
    const auto scoring = scoring_report(dataset, input);
    report.notes.insert(report.notes.end(), scoring.notes.begin(), scoring.notes.end());
    if (!input.json) {
        print_dataset(dataset);
        fmt::print("report:\n");
        for (const auto& line : note_lines(report, Notes::all)) fmt::print("  {}\n", line);
        return;
    }
    Json out{{"program", "leefbeeld " LEEFBEELD_VERSION},
             {"crs", dataset.crs.id.empty() ? dataset.crs.name : dataset.crs.id}};
    auto& levels = out["levels"] = Json::array();
    for (const auto& areas : dataset.levels) {
        levels.push_back({{"level", areas.level},
                          {"areas", areas.size()},
                          {"borders", areas.has_polygons()},
                          {"sources", areas.sources},
                          {"measurements", table_json(areas.scores.values)}});
    }
    out["cells"] = {{"count", dataset.cells.size()}, {"measurements", table_json(dataset.cells.scores.values)}};
    auto& weights = out["cells"]["weights"] = Json::array();
    for (const auto& weight : dataset.cells.weights) {
        weights.push_back({{"name", weight.name},
                           {"year", weight.date != 0 ? Json(weight.date) : Json(nullptr)},
                           {"source", weight.source},
                           {"cells", count_values(weight.values)},
                           {"suppressed", weight.suppressed.size()}});
    }
    for (const auto& [file, text] : metadata) out["made"][file] = Json::parse(text, nullptr, false);
    out["report"] = to_json(report);
    fmt::print("{}\n", out.dump(1));
}

}  // namespace

void add_info(CLI::App& app) {
    auto input = std::make_shared<Input>();
    auto* verb = app.add_subcommand(
        "info", "Tell what was understood of the files, and what was repaired, dropped or unmatched");
    add_input_options(*verb, *input);
    verb->add_option("--weight", input->load.hints.weight, "What each cell counts for (see score)")
        ->option_text("WEIGHT");
    verb->add_flag("--json", input->json, "Print everything as JSON; lists name every code");
    verb->callback([input] { run(*input); });
}

}  // namespace cli
