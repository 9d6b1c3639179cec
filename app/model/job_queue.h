#pragma once

#include "app/model/state.h"

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace model {

/// What a job beside the window has to say, until somebody asks. Held by the job and by its thread.
class JobQueue {
public:
    /// \param wake called from the thread that speaks, when there is something new; may be empty
    explicit JobQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

    void begin() {
        const std::scoped_lock lock(mutex_);
        running_ = true;
    }
    /// Says how far it is: only the last of these counts.
    void progress(Action action) {
        {
            const std::scoped_lock lock(mutex_);
            if (!actions_.empty() && actions_.back().index() == action.index()) actions_.pop_back();
            actions_.push_back(std::move(action));
        }
        if (wake_) wake_();
    }
    /// Says what came of it.
    void end(Action action) {
        {
            const std::scoped_lock lock(mutex_);
            actions_.push_back(std::move(action));
            running_ = false;
        }
        if (wake_) wake_();
    }
    /// Ends without a word.
    void end() {
        {
            const std::scoped_lock lock(mutex_);
            running_ = false;
        }
        if (wake_) wake_();
    }

    [[nodiscard]] Actions poll() {
        const std::scoped_lock lock(mutex_);
        return std::exchange(actions_, {});
    }
    [[nodiscard]] bool running() const {
        const std::scoped_lock lock(mutex_);
        return running_;
    }
    /// Whether something was said that nobody has asked for yet.
    [[nodiscard]] bool speaks() const {
        const std::scoped_lock lock(mutex_);
        return !actions_.empty();
    }

private:
    std::function<void()> wake_;
    mutable std::mutex mutex_;
    Actions actions_;
    bool running_ = false;
};

}  // namespace model
