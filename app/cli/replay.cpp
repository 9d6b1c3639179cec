#include "app/cli/demo_files.h"
#include "app/cli/json.h"
#include "app/cli/output_file.h"
#include "app/cli/printable.h"
#include "app/cli/provenance_lines.h"
#include "app/cli/verbs.h"
#include "app/model/exported.h"
#include "app/model/provenance.h"
#include "geo/clock.h"
#include "geo/error.h"
#include "geo/vector/compare.h"
#include "geo/vector/digest.h"
#include "geo/vector/part_file.h"
#include "geo/vector/write.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

namespace cli {

namespace {

namespace fs = std::filesystem;

struct ReplayCommand {
    std::string file;
    std::string folder;
    std::string output;
    bool overwrite = false;
    bool redact = false;
    bool json = false;
    bool quiet = false;
    unsigned threads = 0;
    std::vector<std::string> words;
};

std::string name_of(const std::string& path) {
    return fs::path(path).lexically_normal().filename().string();
}

bool is_there(const fs::path& path) {
    std::error_code none;
    return fs::is_regular_file(path, none) || fs::is_directory(path, none);
}

/// Where the inputs of a run are now, and how they differ from what they were.
class Inputs {
public:
    Inputs(const model::Provenance& made, const ReplayCommand& command) : command_(command) {
        for (const auto& input : made.inputs) records_.push_back(&input);
    }

    /// \return the path to read
    std::string find(const std::string& name) {
        const std::string_view demo = model::demo_prefix;
        if (name.starts_with(demo)) {
            if (!mounted_) static_cast<void>(mount_demo());
            mounted_ = true;
            return model::demo_mount + name.substr(demo.size());
        }
        // Without the facts of its files any file of that name would do.
        const auto* told = record(name);
        if (told == nullptr)
            geo::fail(
                "{}: cannot be repeated: its metadata name the input '{}' but do not tell of its files, so nobody can "
                "say which they were",
                command_.file, name);
        if (told->files.empty())
            geo::fail("{}: cannot be repeated: the input '{}' was no file, and a repeat opens no service or database",
                      command_.file, name);
        std::vector<fs::path> places;
        if (!command_.folder.empty()) {
            places.push_back(fs::path(command_.folder) / name_of(name));
            // A folder that was an input may be that folder itself.
            if (holds_files_of(*told, command_.folder)) places.emplace_back(command_.folder);
        } else {
            if (fs::path(name).is_absolute()) places.emplace_back(name);
            places.push_back(fs::path(command_.file).parent_path() / name_of(name));
        }
        const auto at = std::find_if(places.begin(), places.end(), is_there);
        if (at == places.end()) {
            missing_.push_back(name);
            return name;
        }
        check(*told, *at);
        if (fs::is_directory(*at)) {
            for (const auto& file : told->files) folders_[at->string()].push_back(name_of(file.path));
        }
        return at->string();
    }

    /// Of inputs that are folders only the files that were there then: this one may be among those that came since.
    [[nodiscard]] const std::map<std::string, std::vector<std::string>>& folders() const { return folders_; }

    /// \throws Error naming those that are gone
    void require_all() const {
        if (missing_.empty()) return;
        geo::fail("{}: cannot be repeated: {} {} not there; name the folder with {} by --inputs DIR", command_.file,
                  fmt::format("'{}'", fmt::join(missing_, "', '")), missing_.size() == 1 ? "is" : "are",
                  missing_.size() == 1 ? "it" : "them");
    }

    [[nodiscard]] const std::vector<std::string>& changed() const { return changed_; }

private:
    [[nodiscard]] const model::InputRecord* record(const std::string& name) const {
        const auto at =
            std::find_if(records_.begin(), records_.end(), [&](const auto* input) { return input->name == name; });
        return at == records_.end() ? nullptr : *at;
    }

    [[nodiscard]] static bool holds_files_of(const model::InputRecord& input, const std::string& folder) {
        // Of a folder the files lie in it; of a file beside it, or it is one of them.
        return std::none_of(input.files.begin(), input.files.end(),
                            [&](const auto& file) { return name_of(file.path) == name_of(input.name); }) &&
               std::all_of(input.files.begin(), input.files.end(),
                           [&](const auto& file) { return is_there(fs::path(folder) / name_of(file.path)); });
    }

    void check(const model::InputRecord& input, const fs::path& found) {
        std::error_code none;
        const auto folder = fs::is_directory(found, none) ? found : found.parent_path();
        for (const auto& file : input.files) {
            const bool itself = name_of(file.path) == name_of(input.name);
            const auto path = itself ? found : folder / name_of(file.path);
            if (!fs::is_regular_file(path, none)) {
                changed_.push_back(fmt::format("input {}: is gone", name_of(file.path)));
                continue;
            }
            if (file.sha256.empty()) {
                changed_.push_back(
                    fmt::format("input {}: it had changed before it could be told which it was", name_of(file.path)));
                continue;
            }
            const auto facts = geo::facts_of(path.string());
            const auto digest = geo::sha256_of_file(path.string());
            if (digest == file.sha256) continue;
            changed_.push_back(
                fmt::format("input {}: another file: {} bytes of {}, SHA-256 {}; it was {} bytes of {}, {}",
                            name_of(file.path), facts.bytes, geo::time_text(facts.modified).substr(0, 10),
                            digest.substr(0, 12), file.bytes, file.modified.substr(0, 10), file.sha256.substr(0, 12)));
        }
    }

    const ReplayCommand& command_;
    std::vector<const model::InputRecord*> records_;
    std::map<std::string, std::vector<std::string>> folders_;
    std::vector<std::string> missing_;
    std::vector<std::string> changed_;
    bool mounted_ = false;
};

/// What else is not as it was: versions, operations, class limits.
std::vector<std::string> differences(const model::Provenance& then, const model::Provenance& now) {
    std::vector<std::string> out;
    if (then.changed) out.emplace_back("metadata: changed by hand after they were written");
    if (then.program != now.program)
        out.push_back(fmt::format("program: leefbeeld {}, was {}", now.program, then.program));
    for (const auto& [name, version] : now.libraries) {
        const auto at = then.libraries.find(name);
        if (at != then.libraries.end() && at->second != version)
            out.push_back(fmt::format("library {}: {}, was {}", name, version, at->second));
    }
    const auto files = [](const model::Provenance& p) {
        std::size_t sum = 0;
        for (const auto& input : p.inputs) sum += input.files.size();
        return sum;
    };
    if (files(then) != files(now))
        out.push_back(fmt::format("inputs: {} files, and the metadata tell of {}", files(now), files(then)));
    if (then.crs_id != now.crs_id)
        out.push_back(fmt::format("CRS: {}, was {}", now.crs_id.empty() ? now.crs_name : now.crs_id,
                                  then.crs_id.empty() ? then.crs_name : then.crs_id));
    if (then.operations.size() != now.operations.size())
        out.push_back(fmt::format("coordinates: brought from {} other CRSs, were from {}", now.operations.size(),
                                  then.operations.size()));
    for (const auto& m : now.measurements) {
        const auto at = std::find_if(then.measurements.begin(), then.measurements.end(), [&](const auto& other) {
            return other.level == m.level && other.label == m.label;
        });
        if (at == then.measurements.end()) {
            out.push_back(fmt::format("measurement {} of {}: the metadata do not tell of it", m.label, m.level));
        } else if (at->measurement != m.measurement || at->weight.name != m.weight.name ||
                   at->weight.date != m.weight.date || at->series_break != m.series_break) {
            out.push_back(fmt::format("measurement {} of {}: version {}, edition {}, weight {} {}; was {}, {}, {} {}",
                                      m.label, m.level, m.measurement.model_version, m.measurement.edition,
                                      m.weight.name, m.weight.date, at->measurement.model_version,
                                      at->measurement.edition, at->weight.name, at->weight.date));
        }
    }
    if (then.report.notes.size() != now.report.notes.size())
        out.push_back(fmt::format("report: {} notes, were {}", now.report.notes.size(), then.report.notes.size()));
    const auto count = std::min(then.operations.size(), now.operations.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (then.operations[i].operation != now.operations[i].operation)
            out.push_back(fmt::format("coordinates from {}: by '{}', was '{}'", now.operations[i].from,
                                      now.operations[i].operation, then.operations[i].operation));
    }
    for (const auto& c : now.classes) {
        const auto at = std::find_if(then.classes.begin(), then.classes.end(), [&](const auto& other) {
            return other.level == c.level && other.dimension == c.dimension && other.measurements == c.measurements;
        });
        if (at != then.classes.end() && at->table.limits != c.table.limits)
            out.push_back(fmt::format("class limits of {} ({}): {}, were {}", c.dimension, c.level,
                                      fmt::join(c.table.limits, ", "), fmt::join(at->table.limits, ", ")));
    }
    return out;
}

std::vector<std::string> told(const geo::Comparison& comparison, const std::string& file) {
    std::vector<std::string> out;
    for (const auto& d : comparison.differences) {
        const auto add = [&](const std::string& what) { out.push_back(fmt::format("{}: {}", d.table, what)); };
        if (d.only_before) add(fmt::format("a table of {} only", file));
        if (d.only_after) add("a table of the repeat only");
        if (!d.columns_before.empty())
            add(fmt::format("columns of {} only: {}", file, fmt::join(d.columns_before, ", ")));
        if (!d.columns_after.empty())
            add(fmt::format("columns of the repeat only: {}", fmt::join(d.columns_after, ", ")));
        if (d.rows_before > 0) add(fmt::format("{} rows of {} only", d.rows_before, file));
        if (d.rows_after > 0) add(fmt::format("{} rows of the repeat only", d.rows_after));
        for (const auto& c : d.columns) {
            add(fmt::format("{}: {} {}{} ({})", c.column, c.values, c.values == 1 ? "value" : "values",
                            std::isnan(c.largest) ? "" : fmt::format(", by at most {:.6g}", c.largest), c.example));
        }
    }
    return out;
}

/// A run made again: that of `score`, or an export of the window.
struct Remade {
    std::unique_ptr<const model::Run> run;
    model::RunOutput output;
    model::Repeated view;
    model::Provenance provenance;

    [[nodiscard]] const geo::Dataset& dataset() const { return run ? run->dataset : view.scene->dataset; }
    [[nodiscard]] const std::vector<geo::OutputTable>& tables() const {
        return run ? output.tables : view.output->tables;
    }
    [[nodiscard]] geo::Accompaniment& with() { return run ? output.with : view.output->with; }
};

Remade make_again(const model::RunOptions& options, const ReplayCommand& command, bool redacted) {
    Remade out;
    const auto now = geo::time_now();
    const model::ProvenanceOptions more{LEEFBEELD_VERSION, command.words, command.output, command.redact || redacted,
                                        now};
    if (options.view) {
        out.view = model::repeated(options, command.threads);
        const auto report = model::report_of(*out.view.scene, out.view.assessments);
        out.provenance = model::provenance_of({out.view.scene->dataset, out.view.assessments, report}, options, more);
    } else {
        out.run = model::run(options, command.threads);
        out.output = model::output_of(*out.run, options, command.threads);
        out.provenance = model::provenance_of(model::view_of(*out.run), options, more);
    }
    out.with().now = now;
    out.with().metadata = model::to_json(out.provenance);
    out.with().metadata_uri = model::provenance_uri;
    return out;
}

void run(ReplayCommand& command) {
    const auto text = geo::read_metadata(command.file, model::provenance_uri);
    if (text.empty()) {
        geo::fail(
            "{}: says nothing of how it was made, so it cannot be repeated (a GeoPackage that `leefbeeld score` wrote "
            "does)",
            command.file);
    }
    const auto made = model::provenance_from(text, command.file);
    Inputs inputs(made, command);
    auto options = made.options;
    for (auto& name : options.inputs) name = inputs.find(name);
    for (auto* name : model::files_beside(options.reading)) *name = inputs.find(*name);
    inputs.require_all();
    options.folders = inputs.folders();
    if (!command.output.empty()) {
        if (extension_of(command.output) != ".gpkg")
            geo::fail("{}: a repeat is a GeoPackage; let its name end in .gpkg", command.output);
        auto used = options.inputs;
        const auto beside = model::files_beside(std::as_const(options.reading));
        used.insert(used.end(), beside.begin(), beside.end());
        used.push_back(command.file);
        check_output(command.output, used, command.overwrite);
    }
    Remade remade;
    try {
        remade = make_again(options, command, made.redacted);
    } catch (const geo::Error& error) {
        if (inputs.changed().empty()) throw;
        geo::fail("{}: cannot be repeated: {} ({})", command.file, error.sentence(), fmt::join(inputs.changed(), "; "));
    }
    const auto& now = remade.provenance;
    std::optional<geo::TemporaryFile> passing;
    if (command.output.empty()) passing.emplace("leefbeeld-replay", ".gpkg");
    const auto target = passing ? passing->path() : command.output;
    geo::write_geopackage(target, remade.tables(), remade.dataset().crs, remade.with(),
                          {.existing = existing(passing.has_value() || command.overwrite)});
    if (!command.output.empty() && !command.quiet) std::fprintf(stderr, "written: %s\n", command.output.c_str());
    const auto comparison = geo::compare_geopackages(command.file, target);
    auto causes = inputs.changed();
    for (auto& line : differences(made, now)) causes.push_back(std::move(line));
    const auto effects = told(comparison, name_of(command.file));
    const bool same = comparison.differences.empty();
    if (command.json) {
        fmt::print("{}\n", Json{{"same", same},
                                {"tables", comparison.tables},
                                {"values", comparison.values},
                                {"not_as_it_was", causes},
                                {"differences", effects}}
                               .dump(1));
    } else {
        if (same) fmt::print("the same: {} values of {} tables\n", comparison.values, comparison.tables);
        if (!causes.empty()) fmt::print("not as it was:\n");
        for (const auto& line : causes) fmt::print("  {}\n", printable(line));
        if (!effects.empty()) fmt::print("what differs ({} -> the repeat):\n", name_of(command.file));
        for (const auto& line : effects) fmt::print("  {}\n", printable(line));
    }
    if (same) return;
    std::size_t values = 0, rows = 0;
    for (const auto& d : comparison.differences) {
        for (const auto& column : d.columns) values += column.values;
        rows += d.rows_before + d.rows_after;
    }
    geo::fail(
        "{}: the repeat differs, in {} tables: values that are others: {} of {}; rows that one of the two lacks: {}",
        command.file, comparison.differences.size(), values, comparison.values, rows);
}

}  // namespace

void add_replay(CLI::App& app, const std::vector<std::string>& words) {
    auto command = std::make_shared<ReplayCommand>();
    command->words = words;
    auto* verb = app.add_subcommand(
        "replay", "Repeat what a GeoPackage says was done, compare every value, and tell what differs and why");
    verb->add_option("FILE", command->file, "GeoPackage that `score` wrote")->required()->option_text("");
    verb->add_option("--inputs", command->folder, "Folder with the inputs, where they are not where they were")
        ->option_text("DIR")
        ->check(CLI::ExistingDirectory);
    verb->add_option("-o,--output", command->output, "Keep the repeat as a GeoPackage")->option_text("FILE");
    verb->add_flag("--overwrite", command->overwrite, "Replace the output if it exists");
    verb->add_flag("--redact-paths", command->redact,
                   "Leave folders of this machine out of what the repeat says of itself");
    verb->add_option("--threads", command->threads, "Threads; 0 is one per processor. Results do not depend on it")
        ->option_text("N")
        ->check(CLI::Range(0, 256));
    verb->add_flag("-q,--quiet", command->quiet, "No messages but failures");
    verb->add_flag("--json", command->json, "Print the verdict as JSON");
    verb->callback([command] { run(*command); });
}

}  // namespace cli
