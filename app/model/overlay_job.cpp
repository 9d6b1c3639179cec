#include "app/model/overlay_job.h"

#include "app/model/drawn.h"
#include "app/model/laying.h"
#include "geo/error.h"
#include "geo/lines.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

namespace model {

namespace {

const geo::Areas* find_areas(const Scene& scene, const std::string& level) {
    const auto& levels = scene.dataset.levels;
    const auto at = std::find_if(levels.begin(), levels.end(), [&](const auto& areas) { return areas.level == level; });
    return at == levels.end() || !at->has_polygons() ? nullptr : &*at;
}

/// Whether the view shows a picture finer than what is there of it.
bool wants_close(const OwnRead& read, const View& view) {
    if (read.content == nullptr || read.content->picture == nullptr || read.close_view == view) return false;
    const auto& picture = *read.content->picture;
    const auto& whole = *picture.whole;
    const double coarse = (whole.bounds.max.x - whole.bounds.min.x) / whole.width;
    return coarse > 1.01 * std::max(view.metres_per_pixel, picture.metres_per_pixel) &&
           meets(whole.bounds, visible(view));
}

const OwnLayer* find_own(const State& state, const OwnLayer& wanted) {
    const auto at = std::find_if(state.own_layers.begin(), state.own_layers.end(), [&](const OwnLayer& own) {
        return own.path == wanted.path && own.layer == wanted.layer;
    });
    return at == state.own_layers.end() ? nullptr : &*at;
}

/// Whether what a task brings would still be of use.
bool wanted(const OverlayTask& task, const State& state) {
    switch (task.kind) {
        case OverlayTask::Kind::drawn:
            return state.drawn == task.drawn;
        case OverlayTask::Kind::borders:
        case OverlayTask::Kind::inner_points:
            return true;
        case OverlayTask::Kind::own_layer: {
            const auto* own = find_own(state, task.own);
            return own != nullptr && own->label == task.own.label;
        }
        case OverlayTask::Kind::close:
            return find_own(state, task.own) != nullptr && state.view == task.view;
    }
    return false;
}

geo::OwnLayerRequest request_of(const OverlayTask& task, const Scene& scene, const OverlayJobOptions& options,
                                const std::stop_token& stop) {
    return {task.own.path, task.own.layer, task.own.label, scene.dataset.crs, options.crs, options.threads, [stop] {
                return stop.stop_requested();
            }};
}

/// What a task comes to; a failure is part of it.
Action done(const OverlayTask& task, const std::shared_ptr<const Scene>& scene, const OwnRead& before,
            const OverlayJobOptions& options, const std::stop_token& stop) {
    if (task.kind == OverlayTask::Kind::drawn) return DrawnScored{scene, scored(*scene, task.drawn)};
    if (task.kind == OverlayTask::Kind::borders || task.kind == OverlayTask::Kind::inner_points) {
        const auto* areas = find_areas(*scene, task.level);
        const auto& polygons = areas != nullptr ? areas->polygons : geo::Polygons{};
        if (task.kind == OverlayTask::Kind::inner_points)
            return InnerPointsFound{scene, task.level,
                                    std::make_shared<const InnerPoints>(geo::inner_points(polygons, options.threads))};
        return BordersMade{
            scene, task.level,
            std::make_shared<const geo::Strokes>(geo::line_strokes(geo::borders(polygons), options.threads))};
    }
    auto read = before;
    const auto request = request_of(task, *scene, options, stop);
    try {
        if (task.kind == OverlayTask::Kind::close) {
            read.close_view = task.view;
            read.close =
                geo::read_close(request, *before.content->picture, visible(task.view), task.view.metres_per_pixel);
        } else {
            read = {task.own.label, {}, {}, {}, {}};
            read.content = std::make_shared<const geo::OwnLayerContent>(geo::read_own_layer(request));
        }
        read.failure = {};
    } catch (const std::bad_alloc&) {
        read.failure = geo::Sentence("{}: not enough memory for it", task.own.path);
    } catch (const std::exception& error) {
        read.failure = geo::sentence_of(error);
    }
    return OwnLayerRead{scene, task.own.path, task.own.layer, std::move(read)};
}

}  // namespace

std::optional<OverlayTask> next_overlay_task(const State& state, const Results& results, bool settled) {
    if (results.scene == nullptr) return std::nullopt;
    const auto& made = results.overlays;
    if (awaits_scores(state, results)) return OverlayTask{OverlayTask::Kind::drawn, {}, {}, {}, state.drawn};
    const auto found = [&](const OwnLayer& own) {
        const auto at = made.own.find({own.path, own.layer});
        return at == made.own.end() ? nullptr : &at->second;
    };
    for (const auto& own : state.own_layers) {
        const auto* read = found(own);
        if (own.visible && (read == nullptr || read->label != own.label))
            return OverlayTask{OverlayTask::Kind::own_layer, {}, own, {}};
    }
    for (const auto& level : outlined_levels(state, results)) {
        if (!made.borders.contains(level)) return OverlayTask{OverlayTask::Kind::borders, level, {}, {}};
    }
    for (const auto& level : named_levels(state, results)) {
        if (!made.inner_points.contains(level)) return OverlayTask{OverlayTask::Kind::inner_points, level, {}, {}};
    }
    for (const auto& own : state.own_layers) {
        const auto* read = found(own);
        if (settled && own.visible && read != nullptr && wants_close(*read, state.view))
            return OverlayTask{OverlayTask::Kind::close, {}, own, state.view};
    }
    return std::nullopt;
}

OverlayJob::OverlayJob(OverlayJobOptions options, std::function<void()> wake)
    : options_(std::move(options)), queue_(std::make_shared<JobQueue>(std::move(wake))) {}

OverlayJob::~OverlayJob() = default;

bool OverlayJob::running() const {
    return queue_->running();
}

void OverlayJob::follow(const State& state, const Results& results, bool settled) {
    if (queue_->running()) {
        if (of_ != results.scene || !wanted(*task_, state)) thread_.request_stop();
        return;
    }
    if (queue_->speaks()) return;  // what it says is not in the results yet
    task_ = next_overlay_task(state, results, settled);
    of_ = results.scene;
    if (!task_) return;
    auto options = options_;
    if (state.load.reading) options.crs = state.load.reading->crs;
    OwnRead before;
    const auto at = results.overlays.own.find({task_->own.path, task_->own.layer});
    if (at != results.overlays.own.end()) before = at->second;
    queue_->begin();
    thread_ = std::jthread([queue = queue_, task = *task_, scene = of_, before = std::move(before),
                            options = std::move(options)](const std::stop_token& stop) {
        std::optional<Action> action;
        try {
            action = done(task, scene, before, options, stop);
        } catch (const geo::Stopped&) {
        } catch (const std::bad_alloc&) {  // of what can be done without: that there is none is known then
            if (task.kind == OverlayTask::Kind::drawn) {
                action = DrawnScored{scene, unscored(task.drawn)};
            } else if (task.kind == OverlayTask::Kind::inner_points) {
                action = InnerPointsFound{scene, task.level, std::make_shared<const InnerPoints>()};
            } else {
                action = BordersMade{scene, task.level, std::make_shared<const geo::Strokes>()};
            }
        }
        if (!action) return queue->end();
        queue->end(std::move(*action));
    });
}

Actions OverlayJob::poll() {
    return queue_->poll();
}

}  // namespace model
