#include "app/model/drawn.h"
#include "app/model/laying.h"
#include "app/model/possible.h"
#include "app/model/shown.h"
#include "app/model/theme.h"
#include "geo/layout.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>

namespace model {

Action::Action(const Action& other) = default;
Action::Action(Action&& other) noexcept = default;
Action& Action::operator=(const Action& other) = default;
Action& Action::operator=(Action&& other) noexcept = default;
Action::~Action() = default;

namespace {

/// What each action does. A name is kept as it came: what it means is for resolve() to find.
struct Applier {
    State& state;
    Results& results;

    void operator()(const Opened& action) {
        // What was chosen in other files says nothing of these; what is shown beside them may stay.
        Choices anew;
        anew.load.inputs = action.inputs;
        anew.view = state.view;
        anew.legend = state.legend;
        anew.table = state.table;
        anew.labels = state.labels;
        anew.vision = state.vision;
        anew.playback = state.playback;
        anew.drawn = state.drawn;  // in no file: whoever drew them would have to do it again
        choose(std::move(anew));
        ask_for_load();
    }
    void operator()(const LoadCancelled&) {
        if (results.phase == Results::Phase::loading) results.phase = Results::Phase::cancelled;
    }
    void operator()(const MapResized& action) {
        const double scale = state.view.metres_per_pixel;
        state.view = resized(state.view, action.width, action.height);
        if (state.fit_on_load && state.selected.empty()) {
            if (results.scene != nullptr) state.view = fitted(state.view, results.scene->bounds());
        } else if (action.centre && std::isfinite(action.centre->x) && std::isfinite(action.centre->y)) {
            state.view.centre = *action.centre;
            state.view.metres_per_pixel = scale;
        }
    }
    void operator()(const ViewMoved& action) {
        const bool finite =
            std::isfinite(action.centre.x) && std::isfinite(action.centre.y) && std::isfinite(action.metres_per_pixel);
        if (!finite) return;
        state.view.centre = action.centre;
        state.view.metres_per_pixel =
            std::clamp(action.metres_per_pixel, closest_metres_per_pixel, farthest_metres_per_pixel);
        state.fit_on_load = false;
        // Whoever looks for the map must not lose it: some of it stays in sight, or of what is laid on it.
        if (results.scene != nullptr) state.view = held_to(state.view, bounds_of_all());
    }
    void operator()(const Fitted&) {
        if (results.scene == nullptr) return;
        const auto box = bounds_of_selected();
        state.view = fitted(state.view, box.empty() ? results.scene->bounds() : box);
    }
    void operator()(const LevelChosen& action) { state.level = action.level; }
    void operator()(const DimensionChosen& action) { state.dimension = action.code; }
    void operator()(const MeasurementChosen& action) { state.measurement = action.label; }
    void operator()(const Hovered& action) { state.hovered = action.code; }
    void operator()(const Selected& action) {
        const auto shown = resolve(state, results);
        const auto level = action.level == drawn_level ? action.level
                           : shown.layer != nullptr    ? shown.layer->level()
                                                       : std::string();
        const auto at = std::find(state.selected.begin(), state.selected.end(), action.code);
        const bool same_level = level == state.selected_level;
        if (!action.add || !same_level) {
            state.selected.clear();
            if (!action.code.empty()) state.selected.push_back(action.code);
        } else if (at != state.selected.end()) {
            state.selected.erase(at);
        } else if (!action.code.empty()) {
            state.selected.push_back(action.code);
        }
        state.selected_level = state.selected.empty() ? std::string() : level;
    }
    void operator()(const AreaFound& action) {
        const auto shown = resolve(state, results);
        const bool there =
            action.level == drawn_level || (shown.layer != nullptr && shown.layer->level() == action.level);
        if (!there) state.level = action.level;
        state.selected = {action.code};
        state.selected_level = action.level;
        fly_to(bounds_of_selected(), surroundings);
    }
    void operator()(const ReferenceChosen& action) {
        state.reference = action.against.empty() ? Choices().reference : action.against;
    }
    void operator()(const BaselineChosen& action) { state.compare_from = action.label; }
    void operator()(const ShowChosen& action) { state.show = action.show; }
    void operator()(const ImportanceSet& action) {
        if (action.dimension.empty() || !is_importance(action.weight)) return;
        state.importance[action.dimension] = action.weight;
    }
    void operator()(const ImportancesChosen& action) {
        const auto ok = [](const auto& each) { return is_importance(each.second); };
        if (std::all_of(action.importance.begin(), action.importance.end(), ok)) state.importance = action.importance;
    }
    void operator()(const IndexFromChosen& action) { state.index_from = action.label; }
    void operator()(const ModelChosen& action) {
        if (results.scene == nullptr || results.phase == Results::Phase::loading) return;
        auto reading = results.scene->reading;
        if (!action.model && !reading.index) return;
        reading.index = action.model;
        reading.index_file = action.file;
        if (action.model) reading.values.clear();
        state.load.inputs = results.scene->inputs;
        state.load.reading = std::move(reading);
        state.importance.clear();
        state.dimension.clear();
        state.fit_on_load = false;
        ask_for_load();
    }
    void operator()(const SureSet& action) {
        if (is_possible(action.sure)) state.sure = action.sure;
    }
    void operator()(const HotspotsSet& action) {
        if (is_possible(action.hotspots)) state.hotspots = action.hotspots;
    }
    void operator()(const DisplacementSet& action) {
        if (is_possible(action.displacement)) state.displacement = action.displacement;
    }
    void operator()(const SchemeChosen& action) {
        if (!are_limits(action.scheme.limits)) return;
        state.scheme = action.scheme;
        state.scheme.classes = held_classes(state.scheme.classes);
    }
    void operator()(const PaletteChosen& action) { state.palette = action.name; }
    void operator()(const VisionChosen& action) { state.vision = action.vision; }
    void operator()(const OutlineToggled& action) {
        if (std::erase(state.outlines, action.level) == 0 && !action.level.empty())
            state.outlines.push_back(action.level);
    }
    void operator()(const LabelsToggled&) { state.labels = !state.labels; }
    void operator()(const FaintChosen& action) {
        state.faint = action.faint;
        if (is_weight(action.below)) state.faint_below = action.below;
    }
    void operator()(const OwnLayerAdded& action) {
        if (!is_new(action.own)) return;
        auto own = held(action.own);
        own.colour = free_colour(own.colour);
        state.own_layers.push_back(std::move(own));
        if (action.own.under) let_through();
    }
    void operator()(const OwnLayerRemoved& action) {
        if (const auto at = find(action.path, action.layer); at != state.own_layers.end()) state.own_layers.erase(at);
        results.overlays.own.erase({action.path, action.layer});
    }
    void operator()(const OwnLayerChanged& action) {
        const bool other = action.was && *action.was != action.own.layer;
        const auto at = find(action.own.path, other ? *action.was : action.own.layer);
        if (at == state.own_layers.end()) return;
        if (other && find(action.own.path, action.own.layer) != state.own_layers.end()) return;  // it is shown already
        if (other) results.overlays.own.erase({action.own.path, *action.was});
        if (action.own.under && !at->under) let_through();
        *at = held(action.own);
    }
    void operator()(const OwnLayerMoved& action) {
        const auto at = find(action.path, action.layer);
        if (at == state.own_layers.end()) return;
        const auto from = at - state.own_layers.begin();
        const auto last = static_cast<std::ptrdiff_t>(state.own_layers.size()) - 1;
        const auto to = std::clamp<std::ptrdiff_t>(from + std::clamp(action.by, -1000, 1000), 0, last);
        auto moved = std::move(*at);
        state.own_layers.erase(at);
        state.own_layers.insert(state.own_layers.begin() + to, std::move(moved));
    }
    void operator()(const DrawingSet& action) {
        const bool draws = results.scene != nullptr && action.drawing.tool != Drawing::Tool::none;
        state.drawing = draws ? action.drawing : Drawing{};
        state.drawing.corners = held_corners(state.drawing.corners);
    }
    void operator()(const AreaDrawn& action) {
        if (results.scene == nullptr) return;
        state.drawing = {};
        auto area = drawn_area(state, results.scene->dataset.crs, action.corners);
        if (area.corners.size() < least_corners || state.drawn.size() >= most_drawn) return;
        if (const auto name = held_name(action.name); !name.empty()) area.name = name;
        state.selected = {area.code};
        state.selected_level = drawn_level;
        state.drawn.push_back(std::move(area));
    }
    void operator()(const DrawnRenamed& action) {
        const auto name = held_name(action.name);
        for (auto& area : state.drawn) {
            if (area.code == action.code && !name.empty()) area.name = name;
        }
    }
    void operator()(const DrawnRemoved& action) {
        std::erase_if(state.drawn, [&](const DrawnArea& area) { return area.code == action.code; });
        if (state.selected_level != drawn_level) return;
        std::erase(state.selected, action.code);
        if (state.selected.empty()) state.selected_level.clear();
    }
    void operator()(const OpacityChosen& action) {
        if (std::isfinite(action.opacity)) state.opacity = held_opacity(action.opacity);
    }
    void operator()(const TableToggled&) { state.table = !state.table; }
    void operator()(const FilterSet& action) {
        const bool elsewhere = !action.filter.within.empty() && action.filter.within != state.filter.within;
        state.filter = action.filter;
        if (elsewhere) fly_to(bounds_within(state.filter.within), 1);  // else what it keeps may be a dot on the map
    }
    void operator()(const SortedBy& action) {
        const bool again = state.sorting.column == action.column;
        state.sorting = {action.column, again && !state.sorting.descending};
    }
    void operator()(const PlayToggled&) { state.playing = !state.playing; }
    void operator()(const PlaybackSet& action) {
        state.playback = action.playback;
        state.playback.hold_s = held_hold_s(action.playback.hold_s);
    }
    void operator()(const LegendToggled&) { state.legend = !state.legend; }
    void operator()(const OverlayToggled&) { state.overlay = !state.overlay; }
    void operator()(const LanguageChosen& action) { state.language = action.language; }
    void operator()(const ComfortSet& action) {
        const double size = action.comfort.text_size;
        static_cast<Comfort&>(state) = action.comfort;
        state.text_size = std::isfinite(size) ? std::clamp(size, 0.8, 2.0) : 1.0;
    }
    void operator()(const SectionToggled& action) {
        if (state.unfolded.erase(action.section) == 0 && !action.section.empty()) state.unfolded.insert(action.section);
    }
    void operator()(const FinderSet& action) {
        state.finder = action.finder;
        if (state.finder.kind == Finder::Kind::closed) state.finder.text.clear();
    }
    void operator()(const Undone&) { travel(state.history.past, state.history.future); }
    void operator()(const Redone&) { travel(state.history.future, state.history.past); }
    void operator()(const ErrandAsked&) {}     // done by whoever may touch files
    void operator()(const WritingStopped&) {}  // likewise
    void operator()(const ExportingSet& action) {
        state.exporting = action.exporting;
        if (results.scene == nullptr) state.exporting.open = false;
    }
    void operator()(const WritingProgressed& action) {
        results.writing = action.file;
        results.written = std::isfinite(action.part) ? std::clamp(action.part, 0.0, 1.0) : 0;
    }
    void operator()(const SessionRestored& action) {
        const auto loaded = state.load;
        auto choices = action.choices;
        choices.view = resized(choices.view, state.view.width, state.view.height);
        choose(std::move(choices));
        hold();
        if (results.phase == Results::Phase::ready && (alike(state.load, loaded) || shown(state.load))) {
            state.load = loaded;
        } else {
            ask_for_load();
        }
    }
    void operator()(const Noticed& action) {
        results.notices.push_back(action.sentence);
        if (results.notices.size() > most_notices) results.notices.erase(results.notices.begin());
    }
    void operator()(const BordersMade& action) {
        if (action.of == results.scene && action.borders != nullptr)
            results.overlays.borders[action.level] = action.borders;
    }
    void operator()(const InnerPointsFound& action) {
        if (action.of == results.scene && action.points != nullptr)
            results.overlays.inner_points[action.level] = action.points;
    }
    void operator()(const OwnLayerRead& action) {
        const bool asked = find(action.path, action.layer) != state.own_layers.end();
        if (action.of != results.scene || !asked) return;
        results.overlays.own[{action.path, action.layer}] = action.read;
        if (!action.read.failure.empty()) (*this)(Noticed{told(state.language, action.read.failure)});
    }
    void operator()(const DrawnScored& action) {
        if (action.of == results.scene && action.layer != nullptr) results.overlays.drawn = action.layer;
    }
    void operator()(const SureProgressed& action) { progressed(results.sure, action); }
    void operator()(const SureTold& action) { answered(results.sure, action); }
    void operator()(const HotspotsProgressed& action) { progressed(results.hotspots, action); }
    void operator()(const HotspotsTold& action) { answered(results.hotspots, action); }
    void operator()(const DisplacementProgressed& action) { progressed(results.displacement, action); }
    void operator()(const DisplacementTold& action) { answered(results.displacement, action); }
    void operator()(const MessageDismissed&) {
        if (!results.notices.empty()) return results.notices.clear();
        if (results.phase != Results::Phase::failed && results.phase != Results::Phase::cancelled) return;
        results.phase = results.scene != nullptr ? Results::Phase::ready : Results::Phase::nothing;
        results.failure = {};
    }
    void operator()(const LoadProgressed& action) {
        if (!awaited(action.number)) return;
        results.part = std::max(results.part, std::clamp(action.part, 0.0, 1.0));
        results.doing = action.doing;
    }
    void operator()(const Loaded& action) {
        if (!awaited(action.number) || action.scene == nullptr) return;
        results.phase = Results::Phase::ready;
        results.scene = action.scene;
        results.overlays = {};
        results.sure = {};
        results.hotspots = {};
        results.displacement = {};
        results.part = 1;
        if (state.fit_on_load) state.view = fitted(state.view, results.scene->bounds());
    }
    void operator()(const LoadFailed& action) {
        if (!awaited(action.number)) return;
        results.phase = Results::Phase::failed;
        results.failure = action.sentence;
    }

private:
    template <typename Answer, typename Progressed>
    void progressed(Answer& answer, const Progressed& action) const {
        if (action.of == results.scene) answer.part = std::clamp(action.part, 0.0, 1.0);
    }
    template <typename Answer, typename Told>
    void answered(Answer& answer, const Told& action) const {
        if (action.of == results.scene) answer = {action.request, action.found, action.failure, 0};
    }

    using OwnLayers = std::vector<OwnLayer>;
    static constexpr double surroundings = 2.5;          // of an area that was flown to, times its size
    static constexpr double over_what_lies_under = 0.6;  // opacity of areas, of its own accord
    static constexpr std::size_t most_notices = 20;

    [[nodiscard]] bool awaited(unsigned number) const {
        return results.phase == Results::Phase::loading && number == results.number;
    }
    [[nodiscard]] static OwnLayer held(OwnLayer own) {
        own.opacity = held_opacity(own.opacity);
        return own;
    }
    [[nodiscard]] bool is_new(const OwnLayer& own) {
        return !own.path.empty() && find(own.path, own.layer) == state.own_layers.end();
    }
    /// That one, or the next that no own layer has; that one again where all are taken.
    [[nodiscard]] int free_colour(int wanted) const {
        const auto colours = static_cast<int>(own_colours().size());
        for (int k = 0; k < colours; ++k) {
            const int colour = (std::max(wanted, 0) + k) % colours;
            const bool taken = std::any_of(state.own_layers.begin(), state.own_layers.end(),
                                           [&](const OwnLayer& own) { return own.colour == colour; });
            if (!taken) return colour;
        }
        return wanted;
    }
    /// What lies under the areas is to be seen, unless someone has said how much of it.
    void let_through() {
        if (state.opacity == Choices().opacity) state.opacity = over_what_lies_under;
    }
    [[nodiscard]] OwnLayers::iterator find(const std::string& path, const std::string& layer) {
        return std::find_if(state.own_layers.begin(), state.own_layers.end(),
                            [&](const OwnLayer& own) { return own.path == path && own.layer == layer; });
    }
    [[nodiscard]] geo::Box bounds_of_all() const {
        auto box = results.scene->bounds();
        for (const auto& [key, read] : results.overlays.own) {
            if (read.content == nullptr || read.content->bounds.empty()) continue;
            box.extend(read.content->bounds.min);
            box.extend(read.content->bounds.max);
        }
        return box;
    }
    [[nodiscard]] geo::Box bounds_of_selected() const {
        geo::Box box;
        if (results.scene == nullptr) return box;
        if (state.selected_level == drawn_level) {
            for (const auto& area : state.drawn) {
                const bool selected =
                    std::find(state.selected.begin(), state.selected.end(), area.code) != state.selected.end();
                if (selected && lies_on(area, *results.scene)) box.extend(geo::bounds(area.corners.points()));
            }
            return box;
        }
        if (const auto* layer = results.scene->find(state.selected_level)) {
            for (const auto& code : state.selected) {
                const auto row = layer->find(code);
                if (row < layer->rows()) box.extend(results.scene->bounds_of(*layer, row));
            }
        }
        return box;
    }
    /// Of an area of any level, else of the areas that lie in it by the digits of their codes.
    [[nodiscard]] geo::Box bounds_within(const std::string& code) const {
        geo::Box box;
        if (results.scene == nullptr) return box;
        const auto above = geo::level_of_code(code);
        for (const auto& layer : results.scene->layers) {
            if (layer.cells) continue;
            if (const auto row = layer.find(code); row < layer.rows()) return results.scene->bounds_of(layer, row);
            for (std::size_t row = 0; row < layer.rows() && !above.empty(); ++row) {
                if (geo::code_above(layer.assessment.areas->code[row], above) == code)
                    box.extend(results.scene->bounds_of(layer, row));
            }
        }
        return box;
    }
    /// \param room around the box, times its size. An empty box changes nothing.
    void fly_to(const geo::Box& box, double room) {
        if (box.empty()) return;
        state.view = fitted(state.view, box);
        state.view.metres_per_pixel *= room;
        state.fit_on_load = false;
        state.view = held_to(state.view, results.scene->bounds());
    }
    /// What no action could have made, as a file written by hand may have it, becomes what a new session has; see
    /// impossible_values(), which says so.
    void hold() {
        auto& view = state.view;
        const bool somewhere = std::isfinite(view.centre.x) && std::isfinite(view.centre.y) &&
                               std::isfinite(view.metres_per_pixel) && view.metres_per_pixel > 0;
        if (!somewhere) view = resized(View{}, view.width, view.height);
        view.metres_per_pixel = std::clamp(view.metres_per_pixel, closest_metres_per_pixel, farthest_metres_per_pixel);
        std::erase_if(state.importance,
                      [](const auto& each) { return each.first.empty() || !is_importance(each.second); });
        (*this)(SchemeChosen{std::exchange(state.scheme, {})});
        (*this)(FaintChosen{state.faint, std::exchange(state.faint_below, Choices().faint_below)});
        (*this)(SureSet{std::exchange(state.sure, {})});
        (*this)(HotspotsSet{std::exchange(state.hotspots, {})});
        (*this)(DisplacementSet{std::exchange(state.displacement, {})});
        (*this)(PlaybackSet{state.playback});
        (*this)(OpacityChosen{std::exchange(state.opacity, Choices().opacity)});
        for (const auto& own : std::exchange(state.own_layers, {})) {
            if (is_new(own)) state.own_layers.push_back(held(own));
        }
        for (auto& area : std::exchange(state.drawn, {})) {
            area.corners = held_corners(area.corners.points());
            area.name = held_name(area.name);
            const bool taken = std::any_of(state.drawn.begin(), state.drawn.end(),
                                           [&](const DrawnArea& other) { return other.code == area.code; });
            if (area.name.empty()) area.name = area.code;
            if (!taken && !area.code.empty() && area.corners.size() >= least_corners && state.drawn.size() < most_drawn)
                state.drawn.push_back(std::move(area));
        }
        std::erase(state.outlines, std::string());
        if (state.reference.empty()) state.reference = Choices().reference;
    }
    void choose(Choices choices) {
        static_cast<Choices&>(state) = std::move(choices);
        state.hovered.clear();
        state.playing = false;
        state.drawing = {};
    }
    /// Of state.load.inputs, under a number that no load had before.
    void ask_for_load() {
        state.load.number = results.number + 1;
        results.number = state.load.number;
        results.phase = Results::Phase::loading;
        results.part = 0;
        results.doing.clear();
        results.failure = {};
    }
    /// One step back or forth. The map stays as large as the window leaves it.
    void travel(std::vector<History::Step>& from, std::vector<History::Step>& to) {
        if (from.empty()) return;
        auto step = std::move(from.back());
        from.pop_back();
        to.push_back({state, state});
        state.history.last = 0;
        const auto loaded = state.load;
        step.choices.view = resized(step.choices.view, state.view.width, state.view.height);
        static_cast<Choices&>(state) = std::move(step.choices);
        static_cast<Comfort&>(state) = step.comfort;
        if (alike(state.load, loaded)) {
            state.load = loaded;
        } else {
            ask_for_load();
        }
    }
    /// Whether both come to the same scene.
    [[nodiscard]] bool shown(const LoadRequest& load) const {
        return results.scene != nullptr && load.inputs == results.scene->inputs &&
               load.reading == results.scene->reading;
    }
    [[nodiscard]] static bool alike(const LoadRequest& a, const LoadRequest& b) {
        return a.inputs == b.inputs && a.reading == b.reading;
    }
};

template <typename... Kinds>
bool is_any_of(const Action& action) {
    return (std::holds_alternative<Kinds>(action) || ...);
}

/// Not what changes no choice, as the cursor does many times a second, nor what follows the layout of the window or a
/// job, and nobody would undo.
bool is_a_step(const Action& action) {
    return !is_any_of<Hovered, PlayToggled, OverlayToggled, SectionToggled, FinderSet, DrawingSet, ErrandAsked,
                      ExportingSet, WritingStopped, WritingProgressed, MessageDismissed, LoadCancelled, LoadProgressed,
                      LoadFailed, Noticed, BordersMade, InnerPointsFound, OwnLayerRead, DrawnScored, SureProgressed,
                      SureTold, HotspotsProgressed, HotspotsTold, DisplacementProgressed, DisplacementTold, MapResized,
                      Undone, Redone, Loaded>(action);
}

/// Alike ones that follow each other are one step: what a wheel, a slider or a text field sends.
std::size_t kind_of(const Action& action) {
    const bool alike = std::holds_alternative<ViewMoved>(action) || std::holds_alternative<MeasurementChosen>(action) ||
                       std::holds_alternative<OpacityChosen>(action) || std::holds_alternative<FilterSet>(action) ||
                       std::holds_alternative<FaintChosen>(action) || std::holds_alternative<PlaybackSet>(action) ||
                       std::holds_alternative<SureSet>(action) || std::holds_alternative<HotspotsSet>(action) ||
                       std::holds_alternative<ComfortSet>(action);
    if (alike) return action.index() + 1;
    constexpr std::size_t kinds = std::variant_size_v<AnyAction> + 1;
    if (const auto* set = std::get_if<ImportanceSet>(&action))
        return action.index() + 1 + kinds * (1 + std::hash<std::string>()(set->dimension) % 1000);
    if (const auto* changed = std::get_if<OwnLayerChanged>(&action); changed != nullptr && !changed->was)
        return action.index() + 1 + kinds * (1 + std::hash<std::string>()(changed->own.path) % 1000);
    if (const auto* renamed = std::get_if<DrawnRenamed>(&action))
        return action.index() + 1 + kinds * (1 + std::hash<std::string>()(renamed->code) % 1000);
    return 0;
}

/// What the filter says of classes goes where their numbers come to stand for others, and what it says of values where
/// these are of something else. \return key of a sentence that says so; null where nothing went
const char* hold_filter(const Choices& before, State& state, const Results& results) {
    auto& filter = state.filter;
    const bool values = !std::isnan(filter.least) || !std::isnan(filter.most);
    if (results.scene == nullptr || (filter.classes.empty() && !values)) return nullptr;
    const auto was = class_meaning(resolve(before, results), before);
    const auto is = class_meaning(resolve(state, results), state);
    const bool other_values = values && was.subject != is.subject;
    if (was == is || (filter.classes.empty() && !other_values)) return nullptr;
    filter.classes.clear();
    if (other_values) filter.least = filter.most = geo::missing;
    return other_values ? "filter.values_off" : "filter.classes_off";
}

}  // namespace

void apply(State& state, Results& results, const Action& action) {
    constexpr std::size_t most_steps = 200;
    if (!is_a_step(action)) {
        std::visit(Applier{state, results}, action);
        return;
    }
    History::Step before{state, state};
    std::visit(Applier{state, results}, action);
    if (!is_any_of<Opened, SessionRestored, ModelChosen>(action)) {
        if (const auto* gone = hold_filter(before.choices, state, results))
            std::visit(Applier{state, results}, Action(Noticed{std::string(text(state.language, gone))}));
    }
    if (before == History::Step{state, state}) return;
    auto& history = state.history;
    history.future.clear();
    if (before.choices.load.inputs.empty() && !state.load.inputs.empty()) {
        history.past.clear();  // no files were open: there is no map to go back to
        history.last = 0;
        return;
    }
    const auto kind = kind_of(action);
    if (kind == 0 || kind != history.last) {
        history.past.push_back(std::move(before));
        if (history.past.size() > most_steps) history.past.erase(history.past.begin());
    }
    history.last = kind;
}

}  // namespace model
