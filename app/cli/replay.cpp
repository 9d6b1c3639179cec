#include "app/cli/demo_files.h"
#include "app/cli/json.h"
#include "app/cli/output_file.h"
#include "app/cli/provenance_lines.h"
#include "app/cli/verbs.h"
#include "app/model/exported.h"
#include "app/model/provenance.h"
#include "geo/clock.h"
#include "geo/error.h"
#include "geo/vector/compare.h"
#include "geo/vector/digest.h"
#include "geo/vector/write.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

#include <unistd.h>

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
        std::vector<fs::path> places;
        if (!command_.folder.empty()) {
            places.push_back(fs::path(command_.folder) / name_of(name));
            // A folder that was an input may be that folder itself.
            if (holds_files_of(name, command_.folder)) places.emplace_back(command_.folder);
        } else {
            if (fs::path(name).is_absolute()) places.emplace_back(name);
            places.push_back(fs::path(command_.file).parent_path() / name_of(name));
        }
        const auto at = std::find_if(places.begin(), places.end(), is_there);
        if (at == places.end()) {
            missing_.push_back(name);
            return name;
        }
        check(name, *at);
        return at->string();
    }

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

    [[nodiscard]] bool holds_files_of(const std::string& name, const std::string& folder) const {
        const auto* input = record(name);
        // Of a folder the files lie in it; of a file beside it, or it is one of them.
        return input != nullptr && !input->files.empty() &&
               std::none_of(input->files.begin(), input->files.end(),
                            [&](const auto& file) { return name_of(file.path) == name_of(name); }) &&
               std::all_of(input->files.begin(), input->files.end(),
                           [&](const auto& file) { return is_there(fs::path(folder) / name_of(file.path)); });
    }

    void check(const std::string& name, const fs::path& found) {
        const auto* input = record(name);
        if (input == nullptr) return;
        std::error_code none;
        const auto folder = fs::is_directory(found, none) ? found : found.parent_path();
        for (const auto& file : input->files) {
            const bool itself = name_of(file.path) == name_of(name);
            const auto path = itself ? found : folder / name_of(file.path);
            if (!fs::is_regular_file(path, none)) {
                changed_.push_back(fmt::format("input {}: is gone", name_of(file.path)));
                continue;
            }
            if (file.sha256.empty()) {
                changed_.push_back(fmt::format("input {}: it had changed before it could be told which it was",
                                               name_of(file.path)));
                continue;
            }
            const auto facts = geo::facts_of(path.string());
            const auto digest = geo::sha256_of_file(path.string());
            if (digest == file.sha256) continue;
            changed_.push_back(fmt::format("input {}: another file: {} bytes of {}, SHA-256 {}; it was {} bytes of {}, {}",
                                           name_of(file.path), facts.bytes, geo::time_text(facts.modified).substr(0, 10),
                                           digest.substr(0, 12), file.bytes, file.modified.substr(0, 10),
                                           file.sha256.substr(0, 12)));
        }
    }

    const ReplayCommand& command_;
    std::vector<const model::InputRecord*> records_;
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
        if (!d.columns_before.empty()) add(fmt::format("columns of {} only: {}", file, fmt::join(d.columns_before, ", ")));
        if (!d.columns_after.empty()) add(fmt::format("columns of the repeat only: {}", fmt::join(d.columns_after, ", ")));
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
        out.provenance = model::provenance_of({out.view.scene->dataset, out.view.assessments, out.view.scene->report},
                                              options, more);
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

/// The file that the repeat is written to: the one asked for, or one that goes when it has been compared.
class Target {
public:
    explicit Target(const std::string& output) : path_(output), kept_(!output.empty()) {
        if (!kept_)
            path_ = (fs::temp_directory_path() / fmt::format("leefbeeld-replay-{}.gpkg", ::getpid())).string();
    }
    ~Target() {
        if (!kept_) std::remove(path_.c_str());
    }
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    bool kept_;
};

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
    for (auto* names : {&options.inputs, &options.reading.sets}) {
        for (auto& name : *names) name = inputs.find(name);
    }
    inputs.require_all();
    if (!command.output.empty()) {
        auto used = options.inputs;
        used.insert(used.end(), options.reading.sets.begin(), options.reading.sets.end());
        used.push_back(command.file);
        check_output(command.output, used, command.overwrite);
    }
    Remade remade;
    try {
        remade = make_again(options, command, made.redacted);
    } catch (const geo::Error& error) {
        if (inputs.changed().empty()) throw;
        geo::fail("{}: cannot be repeated: {} ({})", command.file, error.what(), fmt::join(inputs.changed(), "; "));
    }
    const auto& now = remade.provenance;
    const Target target(command.output);
    geo::write_geopackage(target.path(), remade.tables(), remade.dataset().crs, remade.with());
    if (!command.output.empty() && !command.quiet) std::fprintf(stderr, "written: %s\n", command.output.c_str());
    const auto comparison = geo::compare_geopackages(command.file, target.path());
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
        for (const auto& line : causes) fmt::print("  {}\n", line);
        if (!effects.empty()) fmt::print("what differs ({} -> the repeat):\n", name_of(command.file));
        for (const auto& line : effects) fmt::print("  {}\n", line);
    }
    if (same) return;
    std::size_t values = 0;
    for (const auto& d : comparison.differences) {
        for (const auto& column : d.columns) values += column.values;
    }
    geo::fail("{}: the repeat differs: {} of {} values, in {} tables", command.file, values, comparison.values,
              comparison.differences.size());
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
    verb->add_flag("--redact-paths", command->redact, "Leave folders of this machine out of what the repeat says of itself");
    verb->add_option("--threads", command->threads, "Threads; 0 is one per processor. Results do not depend on it")
        ->option_text("N")
        ->check(CLI::Range(0, 256));
    verb->add_flag("-q,--quiet", command->quiet, "No messages but failures");
    verb->add_flag("--json", command->json, "Print the verdict as JSON");
    verb->callback([command] { run(*command); });
}

}  // namespace cli
