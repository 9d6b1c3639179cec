#include "app/model/exported.h"

#include "app/model/choices_json.h"
#include "app/model/data_dictionary.h"
#include "app/model/drawn.h"
#include "app/model/hotspots.h"
#include "app/model/provenance.h"
#include "geo/clock.h"
#include "geo/error.h"
#include "geo/index_tables.h"
#include "geo/output.h"
#include "geo/text_fold.h"
#include "geo/vector/formats.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_set>

#include <fmt/ranges.h>

namespace model {

namespace {

using Rows = std::vector<std::uint32_t>;
using What = Exporting::What;

/// Rows of a tidy table that are about one of these codes.
geo::OutputTable about(const geo::OutputTable& table, const std::unordered_set<std::string>& codes) {
    geo::OutputTable out{table.name, {}, nullptr};
    const auto code = std::find_if(table.columns.begin(), table.columns.end(),
                                   [](const auto& column) { return column.name == "code"; });
    Rows rows;
    if (code != table.columns.end()) {
        std::vector<bool> wanted;  // [words]
        for (const auto& word : code->words) wanted.push_back(codes.contains(word));
        for (std::uint32_t row = 0; row < code->index.size(); ++row) {
            if (code->index[row] != geo::Column::no_word && wanted[code->index[row]]) rows.push_back(row);
        }
    }
    for (const auto& column : table.columns) {
        geo::OutputColumn taken(geo::Column(), column.meaning);
        taken.name = column.name;
        taken.type = column.type;
        taken.words = column.words;
        for (const auto row : rows) {
            if (column.type == geo::Column::Type::text) {
                taken.index.push_back(column.index[row]);
            } else {
                taken.numbers.push_back(column.numbers[row]);
            }
        }
        out.columns.push_back(std::move(taken));
    }
    return out;
}

/// Of areas their own, of cells the squares they are.
geo::Polygons borders(const Scene& scene, const Layer& layer, const Rows& rows) {
    geo::Polygons out;
    const auto& areas = *layer.assessment.areas;
    for (const auto row : rows) {
        if (areas.has_polygons()) {
            out.append(areas.polygons, row);
            continue;
        }
        if (const auto box = scene.bounds_of(layer, row); !box.empty()) {
            for (const auto& corner : {box.min, geo::Point{box.max.x, box.min.y}, box.max, {box.min.x, box.max.y}})
                out.points.push_back(corner);
            out.end_ring();
            out.end_polygon();
        }
        out.end_area();
    }
    return out;
}

/// A name that no column has, as SQLite compares them.
std::string free_name(std::string name, const std::vector<geo::OutputColumn>& columns) {
    const auto same = [&](const auto& column) { return geo::lower_ascii(column.name) == geo::lower_ascii(name); };
    while (std::any_of(columns.begin(), columns.end(), same)) name += '_';
    return name;
}

bool has_shown(const Export& what) {
    return !what.title.empty();
}

/// Empty is also what a preview has: no rows, but all the columns.
void add_shown(const Export& what, std::span<const std::uint32_t> rows, geo::OutputTable& layer) {
    std::vector<double> classes;
    std::vector<std::string> reasons;
    const auto count = rows.empty() ? 0 : what.values.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto code = what.classes[i];
        classes.push_back(geo::is_class(code) ? code : geo::missing);
        reasons.emplace_back(geo::no_data_name(code));
    }
    const auto& taken = layer.columns;
    const auto reason = free_name("no_data_shown", taken);
    geo::Meaning of_class{.term = "class_shown", .no_data = reason};
    if (!what.table.labels_en.empty()) of_class.classes = what.table;
    const auto values = count == 0 ? std::vector<double>() : what.values;
    const auto labels = count == 0 ? std::vector<std::string>() : what.labels;
    std::array<geo::OutputColumn, 5> shown{
        {{geo::number_column(free_name("value_shown", taken), values), {.term = "value_shown"}},
         {geo::number_column(free_name("class_shown", taken), std::move(classes), geo::Column::Type::integer),
          std::move(of_class)},
         {geo::text_column(free_name("label_shown", taken), labels), {.term = "label_shown"}},
         {geo::text_column(reason, reasons), {.term = "no_data_shown"}},
         {geo::text_column(free_name("what_shown", taken), std::vector<std::uint32_t>(count, 0), {what.title}),
          {.term = "what_shown"}}}};
    constexpr std::ptrdiff_t after = 2;  // code and name
    layer.columns.insert(layer.columns.begin() + after, std::make_move_iterator(shown.begin()),
                         std::make_move_iterator(shown.end()));
}

/// What one sees on the map is told in words where its value is described.
void describe_shown(const Export& what, std::vector<geo::OutputTable>& tables) {
    for (auto& column : tables.front().columns) {
        if (column.meaning.term != "value_shown") continue;
        column.about.title = what.title;
        if (!what.notes.empty()) column.about.description += ' ' + what.notes;
    }
}

/// Levels that everything is made of: all but the cells, which come only where they are asked for or there is no other;
/// then what was drawn.
std::vector<const Layer*> layers_of(const Export& what) {
    std::vector<const Layer*> out;
    for (const auto& layer : what.scene->layers) {
        if (!layer.cells || what.exporting.cells || what.scene->layers.size() == 1) out.push_back(&layer);
    }
    if (what.drawn && what.drawn->layer) out.push_back(&*what.drawn->layer);
    return out;
}

std::vector<const geo::Assessment*> assessments_of(const Export& what) {
    std::vector<const geo::Assessment*> out;
    if (what.exporting.what != What::everything) return {&what.layer->assessment};
    for (const auto* layer : layers_of(what)) out.push_back(&layer->assessment);
    return out;
}

void add_everything(const Export& what, bool preview, ExportTables& out) {
    std::vector<const geo::Assessment*> tidy;
    const auto layers = layers_of(what);
    std::vector<std::string> levels;
    for (const auto* layer : layers) levels.push_back(layer->level());
    const auto names = geo::layer_names(levels);
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const auto* layer = layers[l];
        const auto& a = layer->assessment;
        out.tables.push_back(preview ? geo::wide_rows(a, {}) : geo::wide_layer(a));
        if (layer->cells && !preview) {
            Rows all(layer->rows());
            std::iota(all.begin(), all.end(), 0U);
            out.tables.back().polygons = &out.polygons.emplace_back(borders(*what.scene, *layer, all));
        }
        out.tables.back().name = names[l];
        if (!layer->cells && !preview) tidy.push_back(&a);
    }
    out.tables.push_back(geo::scores_table(tidy));
    out.tables.push_back(geo::class_shares_table(tidy));
    out.tables.push_back(geo::measurements_table(tidy));
}

/// \param preview the columns alone
std::unique_ptr<ExportTables> tables_of(const Export& what, bool layer_only, bool preview) {
    auto out = std::make_unique<ExportTables>();
    if (what.exporting.what == What::everything) {
        add_everything(what, preview, *out);
    } else {
        const auto& a = what.layer->assessment;
        const std::span<const std::uint32_t> rows = preview ? std::span<const std::uint32_t>() : std::span(what.rows);
        out->tables.push_back(geo::wide_rows(a, rows));
        out->tables.front().name = geo::layer_name(what.layer->level());
        if (has_shown(what)) add_shown(what, rows, out->tables.front());
        if (!layer_only && !preview) {
            out->polygons.push_back(borders(*what.scene, *what.layer, what.rows));
            if (!out->polygons.front().points.empty()) out->tables.front().polygons = &out->polygons.front();
        }
        if (!layer_only && !what.layer->cells) {  // every figure of a cell stands in the layer
            std::unordered_set<std::string> codes;
            if (!preview) {
                for (const auto row : what.rows) codes.insert(a.areas->code[row]);
            }
            const std::vector<const geo::Assessment*> of = preview ? decltype(of){} : decltype(of){&a};
            for (const auto& table : {geo::scores_table(of), geo::class_shares_table(of)})
                out->tables.push_back(about(table, codes));
            out->tables.push_back(geo::measurements_table(of));
        }
    }
    if (!layer_only) {
        for (auto& table : geo::index_tables(what.scene->dataset, false)) out->tables.push_back(std::move(table));
    }
    out->with.code_lists = describe(out->tables, what.language);
    if (has_shown(what)) describe_shown(what, out->tables);
    if (!preview && !layer_only)
        out->with.styles = layer_styles(out->tables, what.language, {what.choices.palette, Vision::full}, what.title);
    return out;
}

/// What the window was told, as a run that can be repeated.
RunOptions options_of(const Export& what) {
    RunOptions out;
    out.inputs = what.scene->inputs;
    out.reading = what.scene->reading;
    out.language = what.language;
    if (what.exporting.what == What::everything && what.drawn) {
        Choices choices;
        choices.drawn = what.choices.drawn;
        out.view = ViewOptions{to_json(choices).dump(), What::everything};
        out.cells = what.exporting.cells;
    } else if (what.exporting.what == What::everything) {
        for (const auto* layer : layers_of(what)) out.levels.push_back(layer->level());
        out.cells = what.exporting.cells;
        out.all_class_shares = what.scene->assess.all_class_shares;
    } else {
        auto choices = what.choices;
        choices.own_layers.clear();  // they lie on the map, and no figure depends on them
        out.view = ViewOptions{to_json(choices).dump(), what.exporting.what};
    }
    return out;
}

}  // namespace

Export export_of(const State& state, const Derived& derived, const Results& results) {
    Export out;
    if (derived.shown.scene == nullptr) return out;
    out.scene = results.scene;
    out.exporting = state.exporting;
    out.choices = state;
    out.choices.hotspots.shown = derived.hotspots != nullptr;  // not while they are sought
    out.language = state.language;
    if (out.exporting.what == What::automatic)
        out.exporting.what = state.selected.empty() ? What::shown : What::selection;
    out.layer = derived.shown.layer;
    if (out.exporting.what == What::everything) {
        if (!state.drawn.empty() && !awaits_scores(state, results)) out.drawn = results.overlays.drawn;
        return out;
    }
    if (out.exporting.what == What::selection) {
        out.layer = derived.selected_layer;
        if (out.layer == nullptr) return out;
        for (const auto& facts : derived.selected) out.rows.push_back(facts.row);
        std::sort(out.rows.begin(), out.rows.end());
        if (state.selected_level == drawn_level) out.drawn = results.overlays.drawn;
    } else {
        out.rows.resize(out.layer->rows());
        std::iota(out.rows.begin(), out.rows.end(), 0U);
        const auto& looks = derived.looks;
        if (!state.filter.empty() && looks.size() == out.rows.size())
            std::erase_if(out.rows, [&](std::uint32_t row) { return looks[row] == look_left_out; });
    }
    if (out.layer != derived.shown.layer || derived.theme->refusal != nullptr) return out;
    std::array<std::string, 256> labels;
    for (const auto& entry : derived.legend.entries) labels[entry.code] = entry.label;
    const auto values = derived.theme->values;
    for (const auto row : out.rows) {
        out.values.push_back(row < values.size() ? values[row] : geo::missing);
        out.classes.push_back(derived.classes[row]);
        out.labels.push_back(labels[derived.classes[row]]);
    }
    out.table = derived.theme->table;
    out.title = derived.legend.title;
    out.notes = fmt::format("{}.", derived.legend.subtitle);
    for (const auto& note : derived.legend.notes) out.notes += ' ' + note;
    return out;
}

std::unique_ptr<ExportTables> export_tables(const Export& what, bool layer_only) {
    return tables_of(what, layer_only, false);
}

std::vector<ExportEntry> preview_of(const Export& what) {
    std::vector<ExportEntry> out;
    if (what.layer == nullptr) return out;
    const auto tables = tables_of(what, false, true);
    const bool everything = what.exporting.what == What::everything;
    const auto layers = everything ? layers_of(what) : std::vector<const Layer*>{what.layer};
    for (std::size_t t = 0; t < tables->tables.size(); ++t) {
        const auto& table = tables->tables[t];
        auto& entry = out.emplace_back();
        entry.name = table.name;
        entry.layer = t < layers.size();
        entry.title =
            entry.layer ? level_name(what.language, (everything ? layers[t] : what.layer)->level()) : table.title;
        if (entry.layer) entry.rows = static_cast<double>(everything ? layers[t]->rows() : what.rows.size());
        for (const auto& column : table.columns) entry.columns.emplace_back(column.name, column.about.title);
    }
    return out;
}

std::vector<geo::Sentence> write_export(const Export& asked, const std::string& path, const std::string& program,
                                        const geo::Watch& watch) {
    auto what = asked;
    using Holds = geo::FormatFacts::Holds;
    const auto format = geo::format_of(path);
    const auto holds = geo::facts(format).holds;
    const auto& crs = what.scene->dataset.crs;
    const bool everything = what.exporting.what == What::everything;
    const bool drawn = everything && !what.choices.drawn.empty();
    if (drawn && !what.drawn) what.drawn = scored(*what.scene, what.choices.drawn);
    if (everything) {
        std::vector<std::string> levels;
        for (const auto* layer : layers_of(what)) levels.push_back(layer->level());
        geo::check_one_level(path, format, levels);
    }
    const auto output = export_tables(what, holds == Holds::one_table && !everything);
    output->with.now = geo::time_now();
    if (format == geo::Format::geopackage) {
        const auto levels = assessments_of(what);
        const auto report = report_of(*what.scene, levels);
        output->with.metadata = to_json(provenance_of(
            {what.scene->dataset, levels, report}, options_of(what),
            {program, {"leefbeeld", "view"}, path, what.exporting.redacted, output->with.now}, watch.stop));
        output->with.metadata_uri = provenance_uri;
    }
    auto told = geo::write_format(path, format, output->tables, crs, output->with, watch);
    if (drawn && !what.drawn->holds_all())
        told.push_back(geo::Sentence::verbatim(std::string(text(what.language, "export.drawn_left_out"))));
    return told;
}

geo::Report report_of(const Scene& scene, const std::vector<const geo::Assessment*>& levels) {
    auto out = scene.dataset.report;
    for (const auto* level : levels)
        out.notes.insert(out.notes.end(), level->report.notes.begin(), level->report.notes.end());
    return out;
}

Repeated repeated(const RunOptions& options, unsigned threads) {
    const auto how = scene_options(options, threads);
    Repeated out;
    out.scene = build_scene(how);
    State state;
    Results results;
    apply(state, results, Opened{options.inputs});
    apply(state, results, Loaded{state.load.number, out.scene});
    const auto load = state.load;
    static_cast<Choices&>(state) = choices_from(Json::parse(options.view->choices));
    state.load = load;
    state.language = options.language;
    state.exporting.what = options.view->what;
    state.exporting.cells = options.cells;
    if (awaits_scores(state, results)) results.overlays.drawn = scored(*out.scene, state.drawn);
    if (const auto request = hotspot_request(state, results))
        apply(state, results, find_hotspots(out.scene, *request, threads));
    Deriver derive;
    const auto what = export_of(state, derive(state, results), results);
    if (what.empty()) geo::fail("there is nothing of what was exported: the areas are not there any more");
    out.drawn = what.drawn;
    out.assessments = assessments_of(what);
    out.output = export_tables(what, false);
    return out;
}

}  // namespace model
