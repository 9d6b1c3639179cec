#pragma once

#include "app/model/request_job.h"
#include "app/model/state.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace model {

/// What is asked of the figures shown, where it is to be told how sure their places and classes are; nothing where it
/// is not, or where they are no index.
[[nodiscard]] std::optional<SureRequest> sure_request(const State& state, const Results& results);

/// Whether what is asked for has yet to be told.
[[nodiscard]] bool awaits_sureness(const State& state, const Results& results);

/// What is told of the layer and measurement shown; null where nothing is, or not yet.
[[nodiscard]] const geo::LevelRobustness* sure_of(const State& state, const Results& results);

/// The same as columns of the list: [rows], missing where there is no score.
struct SureColumns {
    std::vector<double> rank, low, high, class_differs;
};
[[nodiscard]] SureColumns columns_of(const geo::LevelRobustness& told);

/// What is told of one row, a sentence each.
[[nodiscard]] std::vector<std::string> sure_sentences(const geo::LevelRobustness& told, std::size_t row,
                                                      Language language);

/// Draws weights for it beside the window.
class SureJob : public RequestJob<SureRequest, geo::LevelRobustness> {
public:
    /// \param threads 0: one per processor
    SureJob(unsigned threads, std::function<void()> wake);
    void follow(const State& state, const Results& results);
};

}  // namespace model
