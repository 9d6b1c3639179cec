#include "app/replay.h"

#include "app/model/job.h"
#include "app/model/overlay_job.h"
#include "app/render/canvas.h"
#include "app/render/context.h"
#include "app/screen.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

namespace app {

namespace {

/// The program without a window: what a session does to it.
class Rehearsal {
public:
    explicit Rehearsal(const model::SceneOptions& base)
        : job_(base, {}), overlays_({base.load.crs, base.load.threads}, {}) {}

    void act(const model::Action& action) { model::apply(state, results, action); }
    void lay(const std::vector<model::OwnLayer>& layers) {
        for (const auto& own : layers) act(model::OwnLayerAdded{own});
    }

    /// Until no load is under way.
    void wait() {
        for (;;) {
            for (const auto& action : job_.poll()) act(action);
            job_.follow(state, results);
            if (!job_.running() && results.phase != model::Results::Phase::loading) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    /// Until all is there that is laid on the map.
    void wait_for_overlays() {
        for (;;) {
            for (const auto& action : overlays_.poll()) act(action);
            overlays_.follow(state, results, true);
            if (!overlays_.running() && !model::next_overlay_task(state, results, true)) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }

    model::State state;
    model::Results results;

private:
    model::LoadJob job_;
    model::OverlayJob overlays_;
};

/// The panels take a frame or two to agree with the state, and may ask for a map of another size.
render::Image draw(Rehearsal& rehearsal, const ReplayOptions& options) {
    const auto context = render::Context::offscreen();
    Screen screen(render::describe_context());
    const render::Canvas canvas(options.width, options.height);
    ScreenInput input;
    constexpr int frames = 4;
    for (int frame = 0; frame < frames; ++frame) {
        rehearsal.wait_for_overlays();
        input.time_s = frame / 60.0;
        const auto actions = screen.draw(rehearsal.state, rehearsal.results, options.width, options.height,
                                         options.scale, input, canvas.framebuffer());
        for (const auto& action : actions) rehearsal.act(action);
    }
    return canvas.read_image();
}

}  // namespace

Replayed replay(const ReplayOptions& options) {
    Rehearsal rehearsal(options.scene);
    rehearsal.act(model::LanguageChosen{options.language});
    rehearsal.act(model::MapResized{options.width, options.height});
    std::optional<std::vector<std::string>> inputs;
    if (!options.scene.load.inputs.empty()) inputs = options.scene.load.inputs;
    const bool opens = std::any_of(options.session.begin(), options.session.end(),
                                   [](const auto& action) { return std::holds_alternative<model::Opened>(action); });
    if (!opens && inputs) rehearsal.act(model::Opened{*inputs});
    if (!opens) rehearsal.lay(options.own_layers);
    for (auto action : options.session) {
        // What was done while a file was being read is done when it has been: a replay has no clock.
        if (!std::holds_alternative<model::LoadCancelled>(action)) rehearsal.wait();
        if (auto* opened = std::get_if<model::Opened>(&action); opened != nullptr && inputs) {
            opened->inputs = *inputs;
            inputs.reset();
        }
        rehearsal.act(action);
    }
    if (opens) rehearsal.lay(options.own_layers);
    rehearsal.wait();
    rehearsal.wait_for_overlays();
    auto unknown = model::unknown_names(rehearsal.state, rehearsal.results);
    const bool drawn = options.picture && rehearsal.results.phase != model::Results::Phase::failed;
    auto picture = drawn ? draw(rehearsal, options) : render::Image{};
    return {rehearsal.state, rehearsal.results, std::move(unknown), std::move(picture)};
}

}  // namespace app
