#include "app/model/job.h"

#include "geo/error.h"

#include <exception>
#include <new>
#include <utility>

namespace model {

LoadJob::LoadJob(SceneOptions base, std::function<void()> wake)
    : base_(std::move(base)), queue_(std::make_shared<JobQueue>(std::move(wake))) {}

LoadJob::~LoadJob() = default;

bool LoadJob::running() const {
    return queue_->running();
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
    queue_->begin();
    auto options = base_;
    if (request.reading) read_so(options, *request.reading);
    options.load.inputs = request.inputs;
    options.load.progress = [queue = queue_, number = request.number](double part, const std::string& what) {
        queue->progress(LoadProgressed{number, part, what});
    };
    thread_ = std::jthread(
        [queue = queue_, options = std::move(options), number = request.number](const std::stop_token& stop) {
            try {
                queue->end(Loaded{number, build_scene(options, stop)});
            } catch (const Cancelled&) {
                queue->end();
            } catch (const std::bad_alloc&) {
                queue->end(LoadFailed{number, geo::Sentence("not enough memory for these files")});
            } catch (const std::exception& error) {
                queue->end(LoadFailed{number, geo::sentence_of(error)});
            }
        });
}

Actions LoadJob::poll() {
    return queue_->poll();
}

}  // namespace model
