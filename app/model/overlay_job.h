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

/// One thing that an overlay job can do next.
struct OverlayTask {
    enum class Kind {
        drawn,         // areas are scored
        borders,       // of a level
        inner_points,  // likewise
        own_layer,     // is read
        close          // a part of its picture, for a view
    };
    Kind kind = Kind::borders;
    std::string level;
    OwnLayer own;
    View view;
    std::vector<DrawnArea> drawn = {};
};

/// What is lacking for what the state shows; nothing where all is there. \param settled whether the view stays as it is
/// for now: parts of pictures are read then only
[[nodiscard]] std::optional<OverlayTask> next_overlay_task(const State& state, const Results& results, bool settled);

struct OverlayJobOptions {
    std::string crs;  // of own layers that name none; empty: they are refused
    unsigned threads = 0;
};

/// Does these beside the window, one at a time. What it has to say comes out of poll() as actions.
class OverlayJob {
public:
    /// \param wake called from the job's thread when poll() has something new; may be empty
    OverlayJob(OverlayJobOptions options, std::function<void()> wake);
    ~OverlayJob();  // asks to stop, and waits until it has
    OverlayJob(const OverlayJob&) = delete;
    OverlayJob& operator=(const OverlayJob&) = delete;

    /// Starts what is lacking; stops what is no longer asked for. Does not wait.
    void follow(const State& state, const Results& results, bool settled);

    /// What happened since the last call. Never waits.
    [[nodiscard]] Actions poll();
    [[nodiscard]] bool running() const;

private:
    OverlayJobOptions options_;
    std::shared_ptr<JobQueue> queue_;
    std::optional<OverlayTask> task_;  // that runs, or ran last
    std::shared_ptr<const Scene> of_;  // it is for
    std::jthread thread_;
};

}  // namespace model
