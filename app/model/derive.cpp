#include "app/model/derive.h"

#include "app/model/displacement.h"
#include "app/model/exported.h"
#include "app/model/facts.h"
#include "app/model/finder.h"
#include "app/model/hotspots.h"
#include "app/model/sure.h"
#include "app/model/tried_index.h"
#include "geo/index_robustness.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace model {

namespace {

/// A result that is made anew only when what it is made of changes.
template <typename Input, typename Output>
class Stage {
public:
    template <typename Make>
    const Output& operator()(const Input& input, Make&& make) {
        if (!input_ || !(*input_ == input)) {
            output_ = make();
            input_ = input;
        }
        return output_;
    }

private:
    std::optional<Input> input_;
    Output output_{};
};

/// What the explanations of the selection are made from: not what is hovered, nor which dimension or level is shown.
struct ExplanationInput {
    const Layer* layer = nullptr;
    std::size_t measurement = 0;
    std::vector<std::uint32_t> rows;
    std::string reference;
    std::string compare_from;
    Language language = Language::english;
    friend bool operator==(const ExplanationInput&, const ExplanationInput&) = default;
};

/// What facts of areas are made from, besides the rows.
struct FactsInput {
    Shown shown;
    unsigned long theme = 0;  // revision
    Colouring colouring;
    Language language = Language::english;
    std::map<std::string, double> importance;
    std::string index_from;
    unsigned long sure = 0;  // revision of how sure it is; 0: not told
    friend bool operator==(const FactsInput&, const FactsInput&) = default;
};

/// What the legend is made from.
struct LegendInput {
    Shown shown;
    unsigned long theme = 0;
    Colouring colouring;
    Language language = Language::english;
    std::map<std::string, double> importance;
    std::string reference;
    Faint faint = Faint::no;
    double faint_below = 0;
    bool trail = false;
    bool filtered = false;
    Sureness sure;
    unsigned long told = 0;  // revision of how sure it is; 0: not told
    friend bool operator==(const LegendInput&, const LegendInput&) = default;
};

/// What can be chosen depends on.
struct OptionsInput {
    Shown shown;
    std::string reference;
    std::string compare_from;
    std::vector<std::string> selected;
    std::map<std::string, double> importance;
    std::string index_from;
    std::string palette;
    Language language = Language::english;
    friend bool operator==(const OptionsInput&, const OptionsInput&) = default;
};

/// What the looks are made from.
struct LooksInput {
    unsigned long theme = 0;
    Faint faint = Faint::no;
    double faint_below = 0;
    unsigned long before = 0;  // theme of the measurement before, where what changed class is outlined
    unsigned long kept = 0;    // revision of what the filter keeps
    Sureness sure;
    unsigned long told = 0;  // revision of how sure it is
    friend bool operator==(const LooksInput&, const LooksInput&) = default;
};

/// What the filter keeps, and what that comes to.
struct Kept {
    std::vector<std::uint8_t> rows;  // empty: all
    double weight_kept = geo::missing;
    double weight_all = geo::missing;
    unsigned long revision = 0;
};

/// The themes of one layer: what is shown, and the state over time behind it.
struct LayerThemes {
    Themes shown;
    Themes state;

    const Theme& at(const ThemeRequest& request, std::size_t m) { return shown(request, m); }
    /// Where a row stood at every measurement. \return [measurements]
    std::vector<Stood> over_time(ThemeRequest request, std::uint32_t row) {
        auto& themes = request.show == Show::state ? shown : state;
        request.show = Show::state;
        request.compare_from.clear();
        request.reference.clear();
        std::vector<Stood> out;
        const auto measurements = request.layer->assessment.values.measurements.size();
        for (std::size_t m = 0; m < measurements; ++m) out.push_back(themes.stood(request, m, row));
        return out;
    }
};

}  // namespace

struct Deriver::Memory {
    std::shared_ptr<const Scene> scene;  // held, so that no other scene comes to lie at the same address
    Derived derived;
    LayerThemes themes;           // of the layer shown
    LayerThemes selected_themes;  // of the layer of the selection, where it is another
    Stage<LooksInput, std::vector<std::uint8_t>> looks;
    std::shared_ptr<const geo::LevelRobustness> sure;  // held, as the scene is
    unsigned long sure_revision = 0;
    std::shared_ptr<const geo::LevelDisplacement> displacement;  // held, as the scene is
    std::shared_ptr<const HotspotsFound> hotspots;               // held, as the scene is
    unsigned long hotspots_revision = 0;
    HotspotTheme hotspot_theme;
    Stage<std::tuple<unsigned long, unsigned long, HotspotChoice::Told>, bool> hotspots_made;
    Stage<std::pair<unsigned long, std::uint32_t>, std::vector<std::pair<geo::Point, geo::Point>>> neighbour_lines;
    Stage<std::pair<unsigned long, std::vector<std::string>>, geo::ClassTransitions> transitions;
    Stage<std::tuple<unsigned long, Colouring, Faint>, Palette> palette;
    Stage<LegendInput, Legend> legend;
    Stage<OptionsInput, Options> options;
    Stage<std::tuple<Shown, Show, std::string>, std::vector<Moment>> moments;
    Stage<std::pair<FactsInput, std::string>, std::optional<AreaFacts>> hovered;
    Stage<std::tuple<FactsInput, std::string, std::vector<std::string>>, std::vector<AreaFacts>> selected;
    Stage<std::tuple<FactsInput, std::string, std::vector<std::string>>, std::vector<AreaSpread>> spreads;
    Stage<std::pair<ExplanationInput, Vision>, std::vector<AreaExplanation>> explanations;
    Stage<std::tuple<Shown, unsigned long, Language>, std::pair<std::string, std::string>> titles;
    using ExportInput =
        std::tuple<Shown, unsigned long, Language, Exporting, std::string, std::vector<std::string>, unsigned long>;
    Stage<ExportInput, std::vector<ExportEntry>> exported;
    std::vector<DrawnArea> drawn;              // as the stages of the selection have seen them
    std::shared_ptr<const DrawnLayer> scored;  // likewise; held, as the scene is
    Stage<std::tuple<Shown, std::vector<std::string>, std::string, Language>, std::vector<DrawnFacts>> drawn_facts;
    Stage<std::pair<std::vector<std::string>, std::string>, std::vector<Laid>> drawn_lines;
    unsigned long looks_revision = 0;
    Names names;
    std::optional<PlaceNames> searched;  // made when first asked for
    std::vector<Place> places;           // of them
    std::optional<AreaFinder> finder;
    Stage<std::tuple<std::string, View, const Layer*, Language>, Found> found;
    Found found_commands;
    Stage<std::tuple<Shown, unsigned long, Filter>, Kept> kept;
    unsigned long kept_revision = 0;
    Stage<unsigned long, SureColumns> sure_columns;
    Stage<std::tuple<Shown, unsigned long, unsigned long, Language>, std::vector<ListColumn>> columns;
    Stage<std::tuple<Shown, unsigned long, unsigned long, Sorting, unsigned long, Language>, std::vector<std::uint32_t>>
        order;

    /// What is told of drawn areas goes by their outlines and their figures.
    void see_drawn(const State& state, const Results& results) {
        if (drawn == state.drawn && scored == results.overlays.drawn) return;
        selected = {};
        spreads = {};
        explanations = {};
        exported = {};
        drawn_facts = {};
        drawn_lines = {};
        selected_themes = {};
        drawn = state.drawn;
        scored = results.overlays.drawn;
    }

    const PlaceNames& place_names() {
        if (!searched) {
            searched = place_names_of(*scene);
            places = places_of(*searched);
        }
        return *searched;
    }
};

Deriver::Deriver() : memory_(std::make_unique<Memory>()) {}
Deriver::~Deriver() = default;
Deriver::Deriver(Deriver&&) noexcept = default;
Deriver& Deriver::operator=(Deriver&&) noexcept = default;

namespace {

std::vector<std::string> levels_of(const Scene& scene) {
    std::vector<std::string> out;
    for (const auto& layer : scene.layers) out.push_back(layer.level());
    if (out.size() > 1) out.emplace_back(by_scale);
    return out;
}

/// The names of the state in the layer of the selection, whatever level is shown. \pre there are both
Shown shown_of_selected(const Shown& shown, const Layer& layer, const State& state) {
    Choices names = state;
    names.dimension = shown.layer->assessment.class_dimensions[shown.dimension];
    names.measurement = geo::labels(shown.layer->assessment.values.measurements)[shown.measurement];
    return resolve_in(layer, names, *shown.scene);
}

ExplanationInput explanation_input(const Derived& derived, const State& state) {
    if (derived.selected.empty() || derived.shown.scene->references == nullptr) return {};
    const auto there = shown_of_selected(derived.shown, *derived.selected_layer, state);
    std::vector<std::uint32_t> rows;
    for (const auto& area : derived.selected) rows.push_back(area.row);
    return {there.layer, there.measurement, std::move(rows), state.reference, state.compare_from, state.language};
}

std::vector<AreaExplanation> explanations_of(const Scene& scene, const ExplanationInput& input, Vision vision) {
    std::vector<AreaExplanation> out;
    for (const auto row : input.rows) {
        out.push_back(explanation_of(scene, *input.layer, row, input.measurement, input.reference, input.compare_from,
                                     input.language));
        for (auto& share : out.back().classes) share.colour = seen(share.colour, vision);
    }
    return out;
}

/// Areas that little weighs in, and those that changed class since the measurement before.
LookRequest look_request(const Theme& theme, const Theme* before, const Layer& layer, const State& state,
                         const geo::LevelRobustness* sure, std::span<const std::uint8_t> kept) {
    LookRequest out;
    out.kept = kept;
    if (sure != nullptr && state.sure.mark != Faint::no) {
        out.unsure = sure->drawn.class_differs;
        out.unsure_above = state.sure.unsure_above;
    }
    if (state.faint != Faint::no && !layer.row_weight.empty()) {
        out.weight = layer.row_weight[theme.measurement];
        out.faint_below = state.faint_below;
    }
    if (before != nullptr) out.before = before->classes;
    return out;
}

Kept kept_of(const Scene& scene, const PlaceNames& names, const Layer& layer, const Theme& theme, const Filter& filter,
             unsigned long revision) {
    Kept out;
    out.revision = revision;
    if (!filter.empty()) out.rows = kept_rows(scene, names, layer, theme, filter);
    if (layer.row_weight.empty()) return out;
    out.weight_kept = out.weight_all = 0;
    const auto& weight = layer.row_weight[theme.measurement];
    for (std::size_t row = 0; row < weight.size(); ++row) {
        if (!(weight[row] > 0)) continue;
        out.weight_all += weight[row];
        if (out.rows.empty() || out.rows[row] != 0) out.weight_kept += weight[row];
    }
    return out;
}

}  // namespace

const Derived& Deriver::operator()(const State& state, const Results& results) {
    auto& memory = *memory_;
    auto& out = memory.derived;
    if (memory.scene != results.scene) {
        memory = Memory{};
        memory.scene = results.scene;
    }
    out.shown = resolve(state, results);
    out.disclaimer = disclaimer_of(out.shown, state.language);
    out.laid = laid_of(out.shown, state, results);
    out.outlines = outlines_of(out.shown, state);
    out.own_layers = own_layers_of(state, results);
    out.names = memory.names.in_view(out.shown, state, results);
    derive_scene(state, results);
    // Commands go by all of the above.
    if (state.finder.kind == Finder::Kind::commands) {
        memory.found_commands = find_commands(state.finder.text, commands(state, results, out), state.language);
        out.found = &memory.found_commands;
    }
    return out;
}

void Deriver::derive_scene(const State& state, const Results& results) {
    auto& memory = *memory_;
    auto& out = memory.derived;
    out.found = nullptr;
    out.exported = {};
    out.drawn.clear();
    memory.see_drawn(state, results);
    if (out.shown.scene == nullptr) return;
    const auto& layer = *out.shown.layer;
    const auto language = state.language;
    const auto request = theme_request(out.shown, state);
    const auto m = out.shown.measurement;
    const auto& of_figures = memory.themes.at(request, m);
    const auto found = hotspots_found(state, results);
    if (found != nullptr && (memory.hotspots.owner_before(found) || found.owner_before(memory.hotspots))) {
        memory.hotspots = found;  // held while it is not shown: nothing else may come to lie where it lies
        ++memory.hotspots_revision;
    }
    out.hotspots = found.get();
    memory.displacement = displacement_found(state, results);
    out.displacement = memory.displacement.get();
    if (found != nullptr) {
        memory.hotspots_made({of_figures.revision, memory.hotspots_revision, state.hotspots.told}, [&] {
            make_hotspot_theme(memory.hotspot_theme, of_figures, *found, state.hotspots.told);
            return true;
        });
    }
    const auto& theme = found != nullptr ? memory.hotspot_theme.theme : of_figures;
    const Colouring colouring{state.palette, state.vision};
    out.theme = &theme;
    out.classes = theme.classes;
    out.moments =
        memory.moments({out.shown, state.show, state.compare_from}, [&] { return moments_of(out.shown, state); });
    const auto since = outlined_since(out.shown, state);
    const auto* before = since && found == nullptr ? &memory.themes.at(request, *since) : nullptr;
    const bool lists = state.table || !state.filter.empty();
    const Kept* kept = nullptr;
    if (lists) {
        kept = &memory.kept({out.shown, theme.revision, state.filter}, [&] {
            return kept_of(*out.shown.scene, memory.place_names(), layer, theme, state.filter, ++memory.kept_revision);
        });
    }
    if (memory.sure != results.sure.found) {
        memory.sure = results.sure.found;
        ++memory.sure_revision;
    }
    const auto* sure = found == nullptr && theme.show == Show::state &&
                               theme.dimension == layer.assessment.class_dimensions[layer.assessment.total]
                           ? sure_of(state, results)
                           : nullptr;
    out.sure = sure;
    const auto told = sure != nullptr ? memory.sure_revision : 0;
    const auto look =
        look_request(theme, before, layer, state, sure, kept ? std::span(kept->rows) : std::span<const std::uint8_t>());
    const auto& looks = memory.looks({theme.revision, state.faint, state.faint_below, before ? before->revision : 0,
                                      kept && !kept->rows.empty() ? kept->revision : 0, state.sure, told},
                                     [&] {
                                         ++memory.looks_revision;
                                         return look.empty() ? std::vector<std::uint8_t>()
                                                             : looks_of(theme.classes, theme.table.classes(), look);
                                     });
    out.looks = look.empty() ? theme.classes : std::span<const std::uint8_t>(looks);
    out.looks_revision = memory.looks_revision;
    const auto faint = state.faint != Faint::no || sure == nullptr ? state.faint : state.sure.mark;
    out.palette =
        memory.palette({theme.revision, colouring, faint}, [&] { return palette_of(theme.table, colouring, faint); });
    out.legend =
        memory.legend({out.shown, theme.revision, colouring, language, state.importance, state.reference, state.faint,
                       state.faint_below, state.playback.trail, !state.filter.empty(), state.sure, told},
                      [&] {
                          auto made = legend_of(out.shown, theme, state, sure, language);
                          if (found == nullptr) return made;
                          made.title = hotspot_title(*found, state.hotspots.told, of_figures, made.title, language);
                          auto notes = hotspot_notes(*found, state.hotspots.told, language);
                          made.notes.insert(made.notes.begin(), notes.begin(), notes.end());
                          return made;
                      });
    out.options = memory.options({out.shown, state.reference, state.compare_from, state.selected, state.importance,
                                  state.index_from, state.palette, language},
                                 [&] { return options_of(out.shown, state, language); });
    out.listing = {};
    if (lists) {
        const auto& names = memory.place_names();
        const auto* how_sure =
            sure != nullptr ? &memory.sure_columns(told, [&] { return columns_of(*sure); }) : nullptr;
        const auto& columns = memory.columns({out.shown, theme.revision, told, language}, [&] {
            auto made = columns_of(layer, names, theme, how_sure, language);
            if (found == nullptr) return made;
            using Kind = ListColumn::Kind;
            const auto& at = found->level.at.back();
            const auto after = made.begin() + std::min<std::ptrdiff_t>(5, std::ssize(made));
            made.insert(after,
                        {{"hotspot_z", std::string(text(language, "list.hotspot_z")), Kind::number, at.local.z, true},
                         {"hotspot_p", std::string(text(language, "list.hotspot_p")), Kind::number, at.adjusted_p}});
            return made;
        });
        const auto& order =
            memory.order({out.shown, theme.revision, kept->revision, state.sorting, told, language},
                         [&] { return sorted_rows(layer, names, theme, columns, state.sorting, kept->rows); });
        out.listing = {&layer,
                       &names,
                       &theme,
                       language,
                       columns,
                       memory.places,
                       order,
                       kept->rows,
                       layer.rows(),
                       kept->weight_kept,
                       kept->weight_all,
                       layer.weights.empty() ? std::string() : weight_text(language, layer.weights[m])};
    }
    out.levels = levels_of(*out.shown.scene);
    out.dimensions = dimensions_of(layer);
    out.unknown = unknown_names(state, results);

    const FactsInput facts_input{out.shown,        theme.revision,   colouring, language,
                                 state.importance, state.index_from, told};
    const auto row = state.hovered.empty() ? layer.rows() : layer.find(state.hovered);
    const bool hovers = row < layer.rows();
    out.hovered_row = hovers ? static_cast<std::uint32_t>(row) : Derived::none;
    out.hovered = memory.hovered({facts_input, hovers ? state.hovered : std::string()}, [&] {
        return hovers ? std::optional(facts_of(out.shown, theme, {}, out.hovered_row, colouring, language))
                      : std::nullopt;
    });
    out.neighbour_lines =
        memory.neighbour_lines({found != nullptr ? memory.hotspots_revision : 0, out.hovered_row}, [&] {
            return found != nullptr && hovers ? neighbour_lines(*found, *out.shown.scene, row)
                                              : std::vector<std::pair<geo::Point, geo::Point>>();
        });
    out.drawn = memory.drawn_facts({out.shown, state.selected, state.selected_level, language},
                                   [&] { return drawn_facts(out.shown, state, results, language); });
    const auto& lines = memory.drawn_lines({state.selected, state.selected_level},
                                           [&] { return drawn_lines(*out.shown.scene, state); });
    out.laid.insert(out.laid.end(), lines.begin(), lines.end());
    const auto* selected_layer = out.selected_layer = layer_of_selected(state, results);
    const auto rows = rows_of_selected(selected_layer, state, results);
    // Of an own index they would be steps between the classes of another figure.
    const bool steps = found != nullptr && found->over_time && state.hotspots.told != HotspotChoice::Told::now &&
                       !makes_own_index(layer, state.importance);
    std::vector<std::string> among;
    if (selected_layer == &layer) {
        for (const auto each : rows) among.push_back(layer.assessment.areas->code[each]);
    }
    out.transitions = memory.transitions({steps ? memory.hotspots_revision : 0, among}, [&] {
        return steps ? geo::class_transitions(found->level, among) : geo::ClassTransitions();
    });
    out.selected = memory.selected({facts_input, state.selected_level, state.selected}, [&] {
        std::vector<AreaFacts> made;
        if (rows.empty()) return made;
        const auto there = shown_of_selected(out.shown, *selected_layer, state);
        auto& themes = selected_layer == &layer ? memory.themes : memory.selected_themes;
        const auto asked = theme_request(there, state);
        const auto& shown = themes.at(asked, there.measurement);
        for (const auto each : rows)
            made.push_back(facts_of(there, shown, themes.over_time(asked, each), each, colouring, language));
        for (auto& facts : made) {
            if (found != nullptr && selected_layer == &layer)
                facts.hotspot = hotspot_sentences(*found, facts.row, language);
            if (sure != nullptr && selected_layer == &layer) facts.sure = sure_sentences(*sure, facts.row, language);
            for (const auto& drawn : out.drawn) {
                if (facts.level == drawn_level && facts.code == drawn.code) facts.remarks = drawn.remarks;
            }
        }
        return made;
    });
    out.spreads = memory.spreads({facts_input, state.selected_level, state.selected}, [&] {
        std::vector<AreaSpread> made;
        if (rows.empty()) return made;
        const auto there = shown_of_selected(out.shown, *selected_layer, state);
        auto& themes = selected_layer == &layer ? memory.themes : memory.selected_themes;
        const auto& shown = themes.at(theme_request(there, state), there.measurement);
        for (const auto each : rows) made.push_back(spread_of(there, shown, state, each, language));
        return made;
    });
    const auto asked = explanation_input(out, state);
    out.explanations = memory.explanations({asked, state.vision},
                                           [&] { return explanations_of(*out.shown.scene, asked, state.vision); });
    out.selected_rows.clear();
    for (const auto& facts : out.selected) {
        if (facts.level == layer.level()) out.selected_rows.push_back(facts.row);
    }
    const auto& titles = memory.titles({out.shown, theme.revision, language}, [&] {
        auto figure = figure_name(out.shown, of_figures, language);
        if (found != nullptr) figure = hotspot_title(*found, state.hotspots.told, of_figures, figure, language);
        return std::pair(title_of(out.shown, figure, language), source_of(out.shown, language));
    });
    out.title = titles.first;
    out.source = titles.second;
    if (state.exporting.open) {
        out.exported = memory.exported({out.shown, theme.revision, language, state.exporting, state.selected_level,
                                        state.selected, memory.looks_revision},
                                       [&] { return preview_of(export_of(state, out, results)); });
    }
    if (state.finder.kind == Finder::Kind::areas) {
        if (!memory.finder) memory.finder.emplace(*memory.scene, memory.place_names());
        out.found = &memory.found({state.finder.text, state.view, &layer, language},
                                  [&] { return (*memory.finder)(state.finder.text, state.view, &layer, language); });
    }
}

std::string stepped(const Derived& derived, int step, bool around) {
    const auto count = static_cast<int>(derived.moments.size());
    if (count == 0) return {};
    const int wanted = static_cast<int>(derived.shown.measurement) + step;
    const int held = around ? ((wanted % count) + count) % count : std::clamp(wanted, 0, count - 1);
    return derived.moments[static_cast<std::size_t>(held)].label;
}

}  // namespace model
