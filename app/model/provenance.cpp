#include "app/model/provenance.h"

#include "geo/clock.h"
#include "geo/error.h"
#include "geo/libraries.h"
#include "geo/vector/digest.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace model {

namespace {

namespace fs = std::filesystem;

std::string in_full(const std::string& name) {
    if (name.starts_with(demo_mount)) return demo_prefix + name.substr(std::string_view(demo_mount).size());
    std::error_code failed;
    if (!fs::exists(name, failed)) return name;
    const auto whole = fs::absolute(name, failed);
    return failed ? name : whole.lexically_normal().string();
}

/// Takes folders out of texts: each path of a run, as it was given and in full, becomes the name of its file.
class Redaction {
public:
    void add(const std::string& path) {
        if (path.find('/') == std::string::npos) return;
        if (const auto file = geo::file_on_disk(path); file != path) add(file);
        const auto name = fs::path(path).lexically_normal().filename().string();
        for (const std::string_view prefix : {"/vsizip/", "/vsigzip/"}) {
            if (path.starts_with(prefix)) add(path.substr(prefix.size()));
        }
        paths_.insert(
            {path, name.empty() ? fs::path(path).lexically_normal().parent_path().filename().string() : name});
    }
    void operator()(std::string& text) const {
        // Longer ones first: a file before its folder.
        for (const auto& [path, name] : paths_) {
            for (auto at = text.find(path); at != std::string::npos; at = text.find(path, at + name.size()))
                text.replace(at, path.size(), name);
        }
    }
    template <typename Texts>
    void each(Texts& texts) const {
        for (auto& text : texts) (*this)(text);
    }

private:
    struct LongerFirst {
        bool operator()(const std::pair<std::string, std::string>& a,
                        const std::pair<std::string, std::string>& b) const {
            return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a < b;
        }
    };
    std::set<std::pair<std::string, std::string>, LongerFirst> paths_;
};

void redact(Provenance& p, const RunOptions& as_given, const ProvenanceOptions& more) {
    Redaction redaction;
    for (const auto* options : {&as_given, &std::as_const(p.options)}) {
        for (const auto& name : options->inputs) redaction.add(name);
        for (const auto& name : files_beside(options->reading)) redaction.add(name);
        redaction.add(options->reading.index_file);
    }
    redaction.add(more.output);
    for (const auto& file : more.beside) redaction.add(file);
    for (const auto& input : p.inputs) {
        for (const auto& file : input.files) redaction.add(file.path);
    }
    redaction.each(p.command);
    redaction.each(p.options.inputs);
    for (auto* name : files_beside(p.options.reading)) redaction(*name);
    redaction(p.options.reading.index_file);
    for (auto& input : p.inputs) {
        redaction(input.name);
        for (auto& file : input.files) redaction(file.path);
    }
    for (auto& operation : p.operations) redaction(operation.source);
    for (auto& measurement : p.measurements) redaction(measurement.weight.source);
    for (auto& note : p.report.notes) {
        redaction(note.source);
        // A note has no other words from here on: what filled them may be a path.
        auto what = note.what.text();
        redaction(what);
        note.what = geo::Sentence::verbatim(std::move(what));
        redaction.each(note.examples);
    }
    p.redacted = true;
}

bool same_table(const geo::ClassTable& a, const geo::ClassTable& b) {
    return a.scheme == b.scheme && a.edition == b.edition && a.limits == b.limits && a.labels_en == b.labels_en;
}

void record_classes(const geo::Assessment& a, std::vector<ClassRecord>& out) {
    const auto label = geo::labels(a.values.measurements);
    const bool has_afw = a.values.find_dimension("afw") < a.values.dimensions.size();
    for (std::size_t c = 0; c < a.class_dimensions.size(); ++c) {
        if (has_afw && a.class_dimensions[c] == "lbm") continue;  // classified as afw is, by its limits
        const auto first = out.size();
        for (std::size_t m = 0; m < label.size(); ++m) {
            const auto& table = a.tables[c][m];
            if (table.labels_en.empty()) continue;
            const auto at = std::find_if(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
                                         [&](const auto& record) { return same_table(record.table, table); });
            if (at == out.end()) {
                out.push_back({a.areas->level, a.class_dimensions[c], {label[m]}, table});
            } else {
                at->measurements.push_back(label[m]);
            }
        }
    }
}

/// Empty where the file is no longer what was read.
std::string digest_of(const geo::FileFacts& file, const std::stop_token& stop) {
    try {
        auto digest = geo::sha256_of_file(file.path, stop);
        return geo::facts_of(file.path) == file ? digest : std::string();
    } catch (const geo::Error&) {
        return {};
    }
}

}  // namespace

RunView view_of(const Run& run) {
    RunView out{run.dataset, {}, run.report};
    for (const auto& level : run.levels) out.levels.push_back(&level);
    return out;
}

Provenance provenance_of(const RunView& run, const RunOptions& options, const ProvenanceOptions& more,
                         const std::stop_token& stop) {
    Provenance out;
    out.program = more.program;
    out.libraries = geo::library_versions();
    out.created = more.now;
    out.command = more.command;
    out.options = options;
    for (auto& name : out.options.inputs) name = in_full(name);
    for (auto* name : files_beside(out.options.reading)) *name = in_full(*name);
    if (auto& file = out.options.reading.index_file; !file.empty()) file = in_full(file);
    for (const auto& input : run.dataset.inputs) {
        InputRecord record{in_full(input.name), input.role, {}};
        for (const auto& file : input.files) {
            auto digest = digest_of(file, stop);
            if (digest.empty())
                out.report.count(geo::Note::Kind::differs, file.path, {},
                                 geo::Sentence("file that was changed or removed since it was "
                                               "read: nobody can say which it was"),
                                 1);
            const bool embedded = file.path.starts_with(demo_mount);
            record.files.push_back(
                {in_full(file.path), file.bytes, embedded ? "" : geo::time_text(file.modified), std::move(digest)});
        }
        out.inputs.push_back(std::move(record));
    }
    out.crs_id = run.dataset.crs.id;
    out.crs_name = run.dataset.crs.name;
    out.operations = run.dataset.operations;
    for (const auto* level : run.levels) {
        const auto& a = *level;
        const auto label = geo::labels(a.values.measurements);
        const auto breaks = geo::series_breaks(a.values.measurements);
        for (std::size_t m = 0; m < label.size(); ++m)
            out.measurements.push_back(
                {a.areas->level, label[m], a.values.measurements[m], bool(breaks[m]), a.weights[m]});
        record_classes(a, out.classes);
    }
    out.report.notes.insert(out.report.notes.begin(), run.report.notes.begin(), run.report.notes.end());
    if (more.redacted) redact(out, options, more);
    return out;
}

}  // namespace model
