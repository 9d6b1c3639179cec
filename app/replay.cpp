#include "app/replay.h"

#include "app/errands.h"
#include "app/model/drawn.h"
#include "app/model/job.h"
#include "app/model/overlay_job.h"
#include "app/model/request_jobs.h"
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
    explicit Rehearsal(const ReplayOptions& options)
        : options_(options),
          job_(options.scene, {}),
          overlays_({options.scene.load.crs, options.scene.load.threads}, {}),
          requests_(options.scene.load.threads, {}),
          errands_(desk(), {}) {}

    void act(const model::Action& action) {
        const auto before = results.notices;
        model::apply(state, results, action);
        // Why a layer could not be read is told with the layer.
        const bool told = std::holds_alternative<model::OwnLayerRead>(action);
        const bool more = std::holds_alternative<model::Noticed>(action) || results.notices != before;
        if (!told && more && !results.notices.empty()) notices.push_back(results.notices.back());
        errands_.heard(action, state, results);
    }
    void lay(const std::vector<model::OwnLayer>& layers) {
        for (const auto& own : layers) act(model::OwnLayerAdded{own});
    }

    /// Until no load and no errand is under way, and what was drawn has its figures.
    void wait() {
        for (;;) {
            for (const auto& action : job_.poll()) act(action);
            for (const auto& action : errands_.poll(state, results)) act(action);
            job_.follow(state, results);
            const bool loads = job_.running() || results.phase == model::Results::Phase::loading;
            const bool scores = !loads && model::awaits_scores(state, results);
            if (scores) {
                for (const auto& action : overlays_.poll()) act(action);
                overlays_.follow(state, results, false);
            }
            for (const auto& action : requests_.poll()) act(action);
            if (!loads) requests_.follow(state, results);
            const bool asks = !loads && model::RequestJobs::awaits(state, results);
            if (!loads && !scores && !asks && !errands_.busy()) return;
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

    /// What a window would show.
    [[nodiscard]] render::Image picture(bool map_only = false) {
        if (!stage_) stage_.emplace();
        const render::Canvas canvas(options_.width, options_.height);
        ScreenInput input;
        // The panels take a frame or two to agree with the state, and may ask for a map of another size.
        constexpr int frames = 4;
        for (int frame = 0; frame < frames; ++frame) {
            wait_for_overlays();
            input.time_s = stage_->time_s += 1 / 60.0;
            const auto actions = stage_->screen.draw(state, results, options_.width, options_.height, options_.scale,
                                                     input, canvas.framebuffer());
            for (const auto& action : actions) act(action);
        }
        if (!map_only) return canvas.read_image();
        return stage_->screen.picture(state, results, options_.width, options_.height, options_.scale, true);
    }

    [[nodiscard]] const std::vector<std::string>& failures() const { return errands_.failures(); }

    model::State state;
    model::Results results;
    std::vector<std::string> notices;
    std::vector<std::string> copied;

private:
    struct Stage {
        render::Context context = render::Context::offscreen();
        Screen screen{render::describe_context()};
        double time_s = 0;
    };

    Desk desk() {
        Desk out;
        out.picture = [this](bool map_only) {
            const auto shown = std::exchange(results.notices, {});
            auto image = picture(map_only);
            results.notices = shown;
            return image;
        };
        out.copy = [this](const std::string& text) { copied.push_back(text); };
        out.program = options_.program;
        return out;
    }

    const ReplayOptions& options_;
    model::LoadJob job_;
    model::OverlayJob overlays_;
    model::RequestJobs requests_;
    std::optional<Stage> stage_;
    Errands errands_;
};

}  // namespace

Replayed replay(const ReplayOptions& options) {
    Rehearsal rehearsal(options);
    rehearsal.act(model::LanguageChosen{options.language});
    rehearsal.act(model::MapResized{options.width, options.height});
    std::optional<std::vector<std::string>> inputs;
    if (!options.scene.load.inputs.empty()) inputs = options.scene.load.inputs;
    if (!options.opens && inputs) rehearsal.act(model::Opened{*inputs});
    if (!options.opens) rehearsal.lay(options.own_layers);
    for (auto action : options.session) {
        // What was done while a file was being read is done when it has been: a replay has no clock.
        if (!std::holds_alternative<model::LoadCancelled>(action)) rehearsal.wait();
        if (auto* opened = std::get_if<model::Opened>(&action); opened != nullptr && inputs) {
            opened->inputs = *inputs;
            inputs.reset();
        }
        rehearsal.act(action);
    }
    if (options.opens) {
        rehearsal.wait();
        rehearsal.lay(options.own_layers);
    }
    rehearsal.wait();
    rehearsal.wait_for_overlays();
    auto unknown = model::unknown_names(rehearsal.state, rehearsal.results);
    const bool drawn = options.picture && rehearsal.results.phase != model::Results::Phase::failed;
    auto picture = drawn ? rehearsal.picture() : render::Image{};
    return {rehearsal.state,      rehearsal.results, std::move(unknown), rehearsal.notices,
            rehearsal.failures(), rehearsal.copied,  std::move(picture)};
}

}  // namespace app
