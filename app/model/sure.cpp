#include "app/model/sure.h"

#include "app/model/shown.h"
#include "app/model/tried_index.h"
#include "geo/error.h"
#include "geo/index_robustness.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <utility>

namespace model {

namespace {

constexpr std::size_t usual_draws = 1000;
constexpr std::size_t least_draws = 100;
constexpr std::size_t most_places = 100'000'000;  // that are kept: rows times draws

std::size_t draws_for(std::size_t rows) {
    return std::clamp(most_places / std::max<std::size_t>(rows, 1), least_draws, usual_draws);
}

}  // namespace

std::optional<SureRequest> sure_request(const State& state, const Results& results) {
    if (!state.sure.shown || results.scene == nullptr) return std::nullopt;
    const auto shown = resolve(state, results);
    if (shown.layer == nullptr) return std::nullopt;
    SureRequest out;
    out.level = shown.layer->level();
    out.measurement = geo::labels(shown.layer->assessment.values.measurements)[shown.measurement];
    if (makes_own_index(*shown.layer, state.importance)) out.importance = state.importance;
    out.concentration = state.sure.concentration;
    return out;
}

bool awaits_sureness(const State& state, const Results& results) {
    const auto wanted = sure_request(state, results);
    return wanted && results.sure.request != wanted;
}

const geo::LevelRobustness* sure_of(const State& state, const Results& results) {
    const auto& answer = results.sure;
    return answer.found != nullptr && sure_request(state, results) == answer.request ? answer.found.get() : nullptr;
}

SureColumns columns_of(const geo::LevelRobustness& told) {
    const auto& drawn = told.drawn;
    const auto numbers = [](const std::vector<std::uint32_t>& ranks) {
        std::vector<double> out;
        for (const auto rank : ranks) out.push_back(rank == 0 ? geo::missing : static_cast<double>(rank));
        return out;
    };
    return {numbers(drawn.rank), numbers(drawn.rank_low), numbers(drawn.rank_high), drawn.class_differs};
}

std::vector<std::string> sure_sentences(const geo::LevelRobustness& told, std::size_t row, Language language) {
    const auto& drawn = told.drawn;
    if (drawn.rank[row] == 0) return {};
    const auto count = [&](std::size_t number) { return count_text(language, static_cast<double>(number)); };
    const auto ranked = static_cast<std::size_t>(
        std::count_if(drawn.rank.begin(), drawn.rank.end(), [](auto rank) { return rank != 0; }));
    std::vector<std::string> out;
    out.push_back(filled(language, "sure.rank", count(drawn.rank[row]), count(ranked), count(drawn.rank_low[row]),
                         count(drawn.rank_high[row]), percent_text(language, told.asked.coverage),
                         count(drawn.variants)));
    if (!std::isnan(drawn.class_differs[row]))
        out.push_back(filled(language, "sure.class", percent_text(language, drawn.class_differs[row])));
    return out;
}

SureJob::SureJob(unsigned threads, std::function<void()> wake)
    : RequestJob(
          [threads](const std::shared_ptr<const Scene>& scene, const SureRequest& request, const std::stop_token& stop,
                    const std::function<void(double)>& progress) {
              SureTold out{scene, request, nullptr, {}};
              try {
                  const auto* layer = scene->find(request.level);
                  geo::RobustnessAsked asked;
                  asked.measurement = request.measurement;
                  asked.draws.concentration = request.concentration;
                  asked.count = draws_for(layer->rows());
                  asked.samples = 0;
                  geo::RobustnessRun run{threads, stop, progress, request.importance};
                  auto found = geo::robustness_of(scene->dataset, layer->assessment, asked, run);
                  out.failure = found.refusal;
                  if (found.refusal.empty()) out.found = std::make_shared<const geo::LevelRobustness>(std::move(found));
              } catch (const std::bad_alloc&) {
                  out.failure = geo::Sentence("not enough memory to draw weights for so many rows");
              } catch (const std::exception& error) {
                  out.failure = geo::sentence_of(error);
              }
              return out;
          },
          std::move(wake)) {}

void SureJob::follow(const State& state, const Results& results) {
    RequestJob::follow(results.scene, sure_request(state, results), results.sure);
}

}  // namespace model
