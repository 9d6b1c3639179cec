#include "geo/dataset.h"

#include "geo/error.h"
#include "geo/loading.h"
#include "geo/parallel.h"

#include <algorithm>
#include <mutex>
#include <set>

namespace geo {

namespace {

/// A column the user named must be somewhere, else the name is a slip.
void check_named_columns(const std::vector<std::vector<Source>>& inputs, const LoadOptions& options) {
    const auto check = [&](const std::string& name, const Sentence& who, auto&& is_in) {
        const Source* first = nullptr;
        bool found = name.empty();
        for (const auto& sources : inputs) {
            for (const auto& source : sources) {
                if (first == nullptr) first = &source;
                found = found || is_in(source);
            }
        }
        if (!found && first != nullptr)
            fail("{}: no column '{}'{}; it has {}", first->label(), name, who, field_names(first->fields()));
    };
    const auto& hints = options.hints;
    for (const auto& name : {hints.code, hints.name})
        check(name, {}, [&](const Source& source) { return find_field(source.fields(), name).has_value(); });
    const auto who = options.index ? Sentence(", which the model '{}' asks for", options.index->name) : Sentence();
    for (const auto& name : hints.values)
        check(name, who, [&](const Source& source) { return !columns_of_value(source.fields(), name).empty(); });
}

Sentence refusal(const Source& source, const Layout& layout) {
    if (layout.code) {
        return Sentence(
            "{}: no polygons, no cells and no scores that are known; name the columns to score with --value; it has {}",
            source.label(), field_names(source.fields()));
    }
    return Sentence("{}: no column with codes of areas or cells is known; name it with --code; it has {}",
                    source.label(), field_names(source.fields()));
}

/// Takes the sources of one input to the others of their kind. Not every layer of a file, nor every file of a folder,
/// need be of use, but one must.
void recognise_all(const std::string& input, std::vector<Source> sources, const LoadOptions& options,
                   std::vector<Incoming>& out, std::vector<SetSource>& sets, Report& report) {
    const auto before = out.size() + sets.size();
    Sentence first_refusal;
    const auto own = take_own_tables(sources, !options.layers.empty(), report);
    for (std::size_t i = 0; i < sources.size(); ++i) {
        auto& source = sources[i];
        auto layout = recognise(source.file(), source.layer(), source.fields(), source.sample(100),
                                source.has_polygons(), options.hints, own[i].measurements);
        if (options.hints.values.empty()) layout.own_index = own[i].index;
        if (layout.rows == Layout::Rows::members) {
            // Not one of those in a folder or zip, nor one whose members may have been left out on purpose.
            const bool named = source.file() == input && options.where.empty() && options.bbox.empty();
            sets.push_back({std::move(source), std::move(layout), named});
            continue;
        }
        if (layout.rows != Layout::Rows::unknown) {
            out.push_back(plan(std::move(source), std::move(layout)));
            continue;
        }
        const auto why = refusal(source, layout);
        if (first_refusal.empty()) first_refusal = why;
        report.count(Note::Kind::dropped, source.label(), {},
                     Sentence("layers or tables that were not understood: {}", why), 1);
    }
    if (out.size() + sets.size() == before) throw Error(first_refusal);
}

/// --measurement is a slip where no table has such a column to take years from, and none with scores lacks a year.
void check_measurement(const std::vector<Incoming>& incoming, const LoadOptions& options) {
    if (options.hints.measurement.empty() || options.hints.measurement_may_rest) return;
    const bool used = std::any_of(incoming.begin(), incoming.end(), [&](const Incoming& in) {
        const bool names_column = find_field(in.source.fields(), options.hints.measurement).has_value();
        return in.layout.has_scores() && (in.layout.date_of_all != 0 || (names_column && in.date));
    });
    if (used) return;
    fail(
        "--measurement {}: no table has a column of that name, and none with scores lacks a year of its own; it has {}",
        options.hints.measurement, field_names(incoming.front().source.fields()));
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

ReadInput read_input(const std::string& name, ReadInput::Role role, const std::vector<Source>& sources) {
    std::set<std::string> paths;
    for (const auto& source : sources) {
        const auto files = source.files();
        paths.insert(files.begin(), files.end());
    }
    ReadInput out{name, role, {}};
    for (const auto& path : paths) out.files.push_back(facts_of(path));
    return out;
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

Dataset load(const LoadOptions& asked) {
    Dataset dataset;
    auto options = asked;
    if (options.index) {
        static_cast<void>(order_of(*options.index));
        options.hints.values = columns_of(*options.index);
        options.hints.groups = group_columns_of(*options.index);
    }
    std::vector<std::vector<Source>> inputs;
    for (const auto& input : options.inputs) {
        std::vector<Source::Skipped> skipped;
        const auto of_these = options.folders.find(input);
        inputs.push_back(
            Source::open(input, options.layers, skipped,
                         of_these == options.folders.end() ? std::vector<std::string>() : of_these->second));
        dataset.inputs.push_back(read_input(input, ReadInput::Role::input, inputs.back()));
        if (!skipped.empty()) {
            std::vector<std::string> names;
            for (const auto& file : skipped) names.push_back(file.file);
            dataset.report.count(Note::Kind::dropped, input, {},
                                 Sentence("files in it that cannot be read; the first: {}", skipped.front().why),
                                 skipped.size(), std::move(names));
        }
    }
    check_named_columns(inputs, options);
    std::vector<Incoming> incoming;
    std::vector<SetSource> sets;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (inputs[i].empty()) continue;  // a table, where --layer asks for layers
        recognise_all(options.inputs[i], std::move(inputs[i]), options, incoming, sets, dataset.report);
    }
    for (const auto& file : options.sets) {
        std::vector<Source::Skipped> skipped;
        auto opened = Source::open(file, {}, skipped);
        dataset.inputs.push_back(read_input(file, ReadInput::Role::set, opened));
        recognise_set(file, std::move(opened), incoming, sets);
    }
    if (incoming.empty() && !sets.empty()) {
        fail("{}: a set of areas, and none of the areas it is made of; name the files with those (and with scores) too",
             sets.front().source.label());
    }
    if (incoming.empty()) fail("{}: no layer of that name", fmt::join(options.inputs, ", "));
    check_set_levels(incoming);
    check_measurement(incoming, options);
    read_all(incoming, options);
    std::vector<Incoming*> cells;
    std::vector<Incoming*> areas;
    for (auto& in : incoming) (in.layout.rows == Layout::Rows::cells ? cells : areas).push_back(&in);
    if (!cells.empty()) dataset.crs = parse_crs(cell_crs);
    load_cells(std::move(cells), options, dataset);
    load_areas(std::move(areas), options, dataset);
    load_area_sets(sets, options, dataset);
    for (const auto& level : options.dissolve) add_dissolved(level, options, dataset);
    if (!options.neighbours.empty()) {
        dataset.neighbours = NeighbourText{options.neighbours, whole_text(options.neighbours)};
        dataset.inputs.push_back({options.neighbours, ReadInput::Role::neighbours, {facts_of(options.neighbours)}});
    }
    if (options.index) make_index(dataset, *options.index, options.index_stages, options.threads);
    return dataset;
}

}  // namespace geo
