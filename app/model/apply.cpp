#include "app/model/shown.h"

#include <algorithm>
#include <cmath>

namespace model {

namespace {

/// What each action does. A name is kept as it came: what it means is for resolve() to find.
struct Applier {
    State& state;
    Results& results;

    void operator()(const Opened& action) {
        ++state.load.number;
        state.load.inputs = action.inputs;
        state.fit_on_load = true;
        state.level.clear();
        state.dimension.clear();
        state.measurement.clear();
        state.hovered.clear();
        state.selected.clear();
        state.selected_level.clear();
        state.reference = State().reference;
        state.compare_from.clear();
        state.playing = false;
        results.number = state.load.number;
        results.phase = Results::Phase::loading;
        results.part = 0;
        results.doing.clear();
        results.failure.clear();
    }
    void operator()(const LoadCancelled&) {
        if (results.phase == Results::Phase::loading) results.phase = Results::Phase::cancelled;
    }
    void operator()(const MapResized& action) { state.view = resized(state.view, action.width, action.height); }
    void operator()(const ViewMoved& action) {
        const bool finite =
            std::isfinite(action.centre.x) && std::isfinite(action.centre.y) && std::isfinite(action.metres_per_pixel);
        if (!finite) return;
        state.view.centre = action.centre;
        state.view.metres_per_pixel =
            std::clamp(action.metres_per_pixel, closest_metres_per_pixel, farthest_metres_per_pixel);
        state.fit_on_load = false;
        // Whoever looks for the map must not lose it: some of it stays in sight.
        if (results.scene != nullptr) state.view = held_to(state.view, results.scene->bounds());
    }
    void operator()(const Fitted&) {
        if (results.scene == nullptr) return;
        geo::Box box;
        if (const auto* layer = results.scene->find(state.selected_level)) {
            for (const auto& code : state.selected) {
                const auto row = layer->find(code);
                if (row < layer->rows()) box.extend(results.scene->bounds_of(*layer, row));
            }
        }
        state.view = fitted(state.view, box.empty() ? results.scene->bounds() : box);
    }
    void operator()(const LevelChosen& action) { state.level = action.level; }
    void operator()(const DimensionChosen& action) { state.dimension = action.code; }
    void operator()(const MeasurementChosen& action) { state.measurement = action.label; }
    void operator()(const Hovered& action) { state.hovered = action.code; }
    void operator()(const Selected& action) {
        const auto shown = resolve(state, results);
        const auto level = shown.layer != nullptr ? shown.layer->level() : std::string();
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
    void operator()(const ReferenceChosen& action) {
        state.reference = action.against.empty() ? State().reference : action.against;
    }
    void operator()(const BaselineChosen& action) { state.compare_from = action.label; }
    void operator()(const PlayToggled&) { state.playing = !state.playing; }
    void operator()(const LegendToggled&) { state.legend = !state.legend; }
    void operator()(const OverlayToggled&) { state.overlay = !state.overlay; }
    void operator()(const LanguageChosen& action) { state.language = action.language; }
    void operator()(const MessageDismissed&) {
        if (results.phase != Results::Phase::failed && results.phase != Results::Phase::cancelled) return;
        results.phase = results.scene != nullptr ? Results::Phase::ready : Results::Phase::nothing;
        results.failure.clear();
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
        results.part = 1;
        if (state.fit_on_load) state.view = fitted(state.view, results.scene->bounds());
    }
    void operator()(const LoadFailed& action) {
        if (!awaited(action.number)) return;
        results.phase = Results::Phase::failed;
        results.failure = action.sentence;
    }

private:
    [[nodiscard]] bool awaited(unsigned number) const {
        return results.phase == Results::Phase::loading && number == results.number;
    }
};

}  // namespace

void apply(State& state, Results& results, const Action& action) {
    std::visit(Applier{state, results}, action);
}

}  // namespace model
