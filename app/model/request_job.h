#pragma once

#include "app/model/job_queue.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace model {

/// Answers requests beside the window, one at a time. What it has to say comes out of poll() as actions.
template <typename Request, typename Found>
class RequestJob {
public:
    /// Answers a request of a scene; what a stopped one says is of no use.
    using Work = std::function<Told<Request, Found>(const std::shared_ptr<const Scene>&, const Request&,
                                                    const std::stop_token&, const std::function<void(double)>&)>;

    /// \param wake called from the job's threads when poll() has something new; may be empty
    RequestJob(Work work, std::function<void()> wake)
        : work_(std::move(work)), queue_(std::make_shared<JobQueue>(std::move(wake))) {}
    ~RequestJob() = default;  // asks to stop, and waits until it has
    RequestJob(const RequestJob&) = delete;
    RequestJob& operator=(const RequestJob&) = delete;

    /// Starts what is asked for and not answered; stops what is no longer asked for. Does not wait.
    void follow(const std::shared_ptr<const Scene>& scene, const std::optional<Request>& wanted,
                const JobAnswer<Request, Found>& answer) {
        if (queue_->running()) {
            if (of_ != scene || wanted != request_) thread_.request_stop();
            return;
        }
        if (queue_->speaks()) return;  // what it says is not in the results yet
        if (!wanted || answer.request == wanted) return;
        request_ = wanted;
        of_ = scene;
        queue_->begin();
        thread_ = std::jthread([queue = queue_, work = work_, request = *wanted, scene](const std::stop_token& stop) {
            auto out = work(scene, request, stop, [&](double part) {
                queue->progress(Progressed<Request>{scene, part});
            });
            if (stop.stop_requested()) return queue->end();
            queue->end(std::move(out));
        });
    }

    /// What happened since the last call. Never waits.
    [[nodiscard]] Actions poll() { return queue_->poll(); }
    [[nodiscard]] bool running() const { return queue_->running(); }

private:
    Work work_;
    std::shared_ptr<JobQueue> queue_;
    std::optional<Request> request_;   // that runs, or ran last
    std::shared_ptr<const Scene> of_;  // it is for
    std::jthread thread_;
};

}  // namespace model
