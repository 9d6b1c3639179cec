#include "geo/dataset.h"

#include "geo/error.h"
#include "geo/loading.h"
#include "geo/parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace geo {

namespace {

/// A column the user named must be somewhere, else the name is a slip.
void check_named_columns(const std::vector<Source>& sources, const LayoutHints& hints) {
    auto names = hints.values;
    for (const auto& name : {hints.code, hints.name}) {
        if (!name.empty()) names.push_back(name);
    }
    for (const auto& name : names) {
        const auto has = [&](const Source& s) { return find_field(s.fields(), name).has_value(); };
        if (std::any_of(sources.begin(), sources.end(), has)) continue;
        fail("{}: no column '{}'; it has {}", sources.front().label(), name, field_names(sources.front().fields()));
    }
}

std::vector<Incoming> recognised(std::vector<Source> sources, const LoadOptions& options, Report& report) {
    std::vector<Incoming> out;
    std::string refusal;
    for (auto& source : sources) {
        auto layout = recognise(source.file(), source.layer(), source.fields(), source.sample(100),
                                source.has_polygons(), options.hints);
        if (layout.rows != Layout::Rows::unknown) {
            out.push_back(plan(std::move(source), std::move(layout)));
            continue;
        }
        const auto why =
            layout.code
                ? fmt::format(
                      "{}: no polygons, no cells and no scores that are known; name the columns to score with --value; "
                      "it has {}",
                      source.label(), field_names(source.fields()))
                : fmt::format("{}: no column with codes of areas or cells is known; name it with --code; it has {}",
                              source.label(), field_names(source.fields()));
        if (refusal.empty()) refusal = why;
        report.count(Note::Kind::dropped, source.label(), {}, "layers or tables that were not understood", 1, {why});
    }
    if (out.empty()) throw Error(refusal);
    return out;
}

/// Reads all sources. The layers of one file are read one after the other: GDAL allows one thread a file.
void read_all(std::vector<Incoming>& incoming, const LoadOptions& options) {
    std::vector<std::vector<std::size_t>> files;
    for (std::size_t i = 0; i < incoming.size(); ++i) {
        const bool same = i > 0 && incoming[i].source.file() == incoming[i - 1].source.file();
        if (!same) files.emplace_back();
        files.back().push_back(i);
    }
    std::size_t done = 0;
    std::mutex mutex;
    parallel_for(files.size(), options.threads, [&](std::size_t f) {
        for (const auto i : files[f]) {
            auto& in = incoming[i];
            in.rows =
                in.source.read(in.wanted, in.polygons, in.polygons ? options.where : std::string(), options.threads);
            if (!options.progress) continue;
            const std::scoped_lock lock(mutex);
            options.progress(static_cast<double>(++done) / static_cast<double>(incoming.size()), in.source.label());
        }
    });
}

}  // namespace

const Areas& Dataset::level(const std::string& name) const {
    std::vector<std::string> names;
    for (const auto& areas : levels) {
        if (areas.level == name) return areas;
        names.push_back(areas.level);
    }
    fail("no level '{}'; there is {}", name, fmt::join(names, ", "));
}

Dataset load(const LoadOptions& options) {
    Dataset dataset;
    std::vector<Source> sources;
    for (const auto& input : options.inputs) {
        std::vector<std::string> skipped;
        for (auto& source : Source::open(input, options.layers, skipped)) sources.push_back(std::move(source));
        const auto count = skipped.size();
        dataset.report.count(Note::Kind::dropped, input, {}, "files in it that cannot be read", count,
                             std::move(skipped));
    }
    if (sources.empty()) fail("{}: no layer or table of that name", fmt::join(options.inputs, ", "));
    check_named_columns(sources, options.hints);
    auto incoming = recognised(std::move(sources), options, dataset.report);
    read_all(incoming, options);
    std::vector<Incoming*> cells;
    std::vector<Incoming*> areas;
    for (auto& in : incoming) (in.layout.rows == Layout::Rows::cells ? cells : areas).push_back(&in);
    if (!cells.empty()) dataset.crs = parse_crs(cell_crs);
    load_cells(std::move(cells), options, dataset);
    load_areas(std::move(areas), options, dataset);
    return dataset;
}

}  // namespace geo
