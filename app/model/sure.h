#pragma once

#include "app/model/job_queue.h"
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

/// Draws weights for it beside the window, one request at a time. What it has to say comes out of poll() as actions.
class SureJob {
public:
    /// \param threads 0: one per processor \param wake called from the job's threads when poll() has something new; may
    /// be empty
    SureJob(unsigned threads, std::function<void()> wake);
    ~SureJob();  // asks to stop, and waits until it has
    SureJob(const SureJob&) = delete;
    SureJob& operator=(const SureJob&) = delete;

    /// Starts what is asked for and not told; stops what is no longer asked for. Does not wait.
    void follow(const State& state, const Results& results);

    /// What happened since the last call. Never waits.
    [[nodiscard]] Actions poll();
    [[nodiscard]] bool running() const;

private:
    unsigned threads_;
    std::shared_ptr<JobQueue> queue_;
    std::optional<SureRequest> request_;  // that runs, or ran last
    std::shared_ptr<const Scene> of_;     // it is for
    std::jthread thread_;
};

}  // namespace model
