#include "app/model/displacement.h"

#include "app/model/facts.h"
#include "app/model/shown.h"
#include "app/model/theme.h"
#include "app/model/tried_index.h"
#include "app/model/wording.h"
#include "geo/error.h"

#include <exception>
#include <new>
#include <utility>

namespace model {

const char* no_displacement(const State& state, const Results& results) {
    if (!state.displacement.shown || results.scene == nullptr) return nullptr;
    const auto shown = resolve(state, results);
    if (shown.layer == nullptr) return nullptr;
    const auto& a = shown.layer->assessment;
    if (!a.aggregated || a.units.weights.empty()) return "displacement.no_units";
    if (state.show != Show::change) return "displacement.no_change";
    if (!baseline_of(*shown.scene, a, shown.measurement, state.compare_from)) return "displacement.no_baseline";
    // Its scores are not those that the units have.
    if (shown.value == a.total && makes_own_index(*shown.layer, state.importance)) return "displacement.no_own_index";
    return nullptr;
}

std::optional<geo::DisplacementAsked> displacement_request(const State& state, const Results& results) {
    if (!state.displacement.shown || results.scene == nullptr || no_displacement(state, results) != nullptr)
        return std::nullopt;
    const auto shown = resolve(state, results);
    if (shown.layer == nullptr) return std::nullopt;
    const auto& a = shown.layer->assessment;
    const auto label = geo::labels(a.values.measurements);
    const auto from = baseline_of(*shown.scene, a, shown.measurement, state.compare_from);
    geo::DisplacementAsked out;
    out.level = shown.layer->level();
    out.change =
        fmt::format("change:{}-{}:{}", label[*from], label[shown.measurement], a.values.dimensions[shown.value]);
    out.ring = state.displacement.ring;
    return out;
}

bool awaits_displacement(const State& state, const Results& results) {
    const auto wanted = displacement_request(state, results);
    return wanted && results.displacement.request != wanted;
}

std::shared_ptr<const geo::LevelDisplacement> displacement_found(const State& state, const Results& results) {
    const auto& answer = results.displacement;
    return answer.found != nullptr && displacement_request(state, results) == answer.request ? answer.found : nullptr;
}

std::vector<std::string> displacement_sentences(const geo::LevelDisplacement& found, std::size_t row,
                                                Language language) {
    const auto& area = found.areas[row];
    std::vector<std::string> out{told_whole(language, geo::words_of(found, area))};
    if (!area.placebos.empty() && geo::improved(area))
        out.push_back(filled(language, "displacement.p", number_text(language, area.p_of(area.ring_part), 4),
                             number_text(language, area.p_of(0), 4)));
    return out;
}

DisplacementTold find_displacement(const std::shared_ptr<const Scene>& scene, const geo::DisplacementAsked& asked,
                                   unsigned threads, const std::stop_token& stop,
                                   const std::function<void(double)>& progress) {
    DisplacementTold out{scene, asked, nullptr, {}};
    try {
        const geo::DisplacementRun run{.threads = threads, .stop = stop, .progress = progress};
        out.found = std::make_shared<const geo::LevelDisplacement>(
            geo::displacement_of(scene->dataset, scene->find(asked.level)->assessment, asked, run));
    } catch (const std::bad_alloc&) {
        out.failure = geo::Sentence("not enough memory to compare areas with others elsewhere");
    } catch (const std::exception& error) {
        out.failure = geo::sentence_of(error);
    }
    return out;
}

DisplacementJob::DisplacementJob(unsigned threads, std::function<void()> wake)
    : RequestJob([threads](const auto& scene, const auto& asked, const auto& stop,
                           const auto& progress) { return find_displacement(scene, asked, threads, stop, progress); },
                 std::move(wake)) {}

void DisplacementJob::follow(const State& state, const Results& results) {
    RequestJob::follow(results.scene, displacement_request(state, results), results.displacement);
}

}  // namespace model
