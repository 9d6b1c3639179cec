#pragma once

#include "app/model/job_queue.h"
#include "app/model/state.h"

#include <functional>
#include <memory>
#include <thread>

namespace model {

/// Runs load requests beside the window, one at a time. What it has to say comes out of poll() as actions.
class LoadJob {
public:
    /// \param base hold for every request; its inputs are replaced by the request's, and so is how they are read where
    /// the request says that
    /// \param wake called from the job's thread when poll() has something new; may be empty
    LoadJob(SceneOptions base, std::function<void()> wake);
    ~LoadJob();  // asks to stop, and waits until the file being read has been read
    LoadJob(const LoadJob&) = delete;
    LoadJob& operator=(const LoadJob&) = delete;

    /// Starts what the state asks for if it has not been started; stops what is no longer asked for. Does not wait: a
    /// new request begins when the one before has stopped.
    void follow(const State& state, const Results& results);

    /// What happened since the last call. Never waits.
    [[nodiscard]] Actions poll();

    /// Whether a load is running.
    [[nodiscard]] bool running() const;

private:
    void start(const LoadRequest& request);

    SceneOptions base_;
    std::shared_ptr<JobQueue> queue_;
    unsigned started_ = 0;  // number of the last request that was started
    std::jthread thread_;
};

}  // namespace model
