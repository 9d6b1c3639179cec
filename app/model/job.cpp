#include "app/model/job.h"

#include "geo/error.h"

#include <exception>
#include <mutex>
#include <new>
#include <utility>

namespace model {

struct LoadJob::Shared {
    std::function<void()> wake;
    std::mutex mutex;
    Actions actions;
    bool running = false;

    void say(Action action) {
        {
            const std::scoped_lock lock(mutex);
            // Only the latest progress matters: a slow window need not see each.
            if (std::holds_alternative<LoadProgressed>(action) && !actions.empty() &&
                std::holds_alternative<LoadProgressed>(actions.back())) {
                actions.back() = std::move(action);
            } else {
                actions.push_back(std::move(action));
            }
        }
        if (wake) wake();
    }
    void ended() {
        {
            const std::scoped_lock lock(mutex);
            running = false;
        }
        if (wake) wake();
    }
};

LoadJob::LoadJob(SceneOptions base, std::function<void()> wake)
    : base_(std::move(base)), shared_(std::make_shared<Shared>()) {
    shared_->wake = std::move(wake);
}

LoadJob::~LoadJob() = default;

bool LoadJob::running() const {
    const std::scoped_lock lock(shared_->mutex);
    return shared_->running;
}

void LoadJob::follow(const State& state, const Results& results) {
    const bool wanted = state.load.number != 0 && results.phase == Results::Phase::loading;
    if (running()) {
        if (!wanted || state.load.number != started_) thread_.request_stop();
        return;
    }
    if (wanted && state.load.number != started_) start(state.load);
}

void LoadJob::start(const LoadRequest& request) {
    started_ = request.number;
    shared_->running = true;
    auto options = base_;
    if (request.reading) read_so(options, *request.reading);
    options.load.inputs = request.inputs;
    options.load.progress = [shared = shared_, number = request.number](double part, const std::string& what) {
        shared->say(LoadProgressed{number, part, what});
    };
    thread_ = std::jthread(
        [shared = shared_, options = std::move(options), number = request.number](const std::stop_token& stop) {
            try {
                shared->say(Loaded{number, build_scene(options, stop)});
            } catch (const Cancelled&) {
            } catch (const std::bad_alloc&) {
                shared->say(LoadFailed{number, geo::Sentence("not enough memory for these files")});
            } catch (const std::exception& error) {
                shared->say(LoadFailed{number, geo::sentence_of(error)});
            }
            shared->ended();
        });
}

Actions LoadJob::poll() {
    const std::scoped_lock lock(shared_->mutex);
    return std::exchange(shared_->actions, {});
}

}  // namespace model
