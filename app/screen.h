#pragma once

#include "app/model/derive.h"
#include "app/model/state.h"
#include "app/render/image.h"
#include "app/render/map_renderer.h"
#include "app/ui/ui.h"

#include <functional>
#include <string>

struct ImGuiContext;

namespace app {

/// What the mouse and keys did since the last frame, in framebuffer pixels.
struct ScreenInput {
    model::Pixel mouse;
    bool has_mouse = false;
    bool pressed = false;  // left button; at most one change per frame
    double wheel = 0;
    bool shift = false;
    bool ctrl = false;
    double time_s = 0;  // never runs back
    ui::Typed typed;
};

/// What is copied and pasted. Without it a Screen keeps one for itself.
struct Clipboard {
    std::function<std::string()> read;
    std::function<void(const char*)> write;
};

/// The map and the panels in one framebuffer: the same in a window and without one. Holds an ImGui context of its own.
/// Needs a GL context that is current, with its functions loaded, for as long as it lives.
class Screen {
public:
    explicit Screen(std::string renderer, Clipboard clipboard = {});  // as the driver calls itself
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    /// One frame into `framebuffer` of that size: reads the input, applies nothing, draws the map and the panels.
    /// \return what the user asked for. \throws Error if the map is larger than this OpenGL can hold
    [[nodiscard]] model::Actions draw(const model::State& state, const model::Results& results, int width, int height,
                                      double scale, const ScreenInput& input, unsigned framebuffer);

    /// Whether the map is on its way from one measurement to another: the next frame shows more of it.
    [[nodiscard]] bool animating() const { return fade_from_s_ >= 0; }

    /// Opens the file chooser of the window.
    void choose(const ui::Choosing& asked) { ui::choose_file(memory_, asked); }
    /// What the menu offers to open again.
    void offer(const std::vector<std::vector<std::string>>& recent) { memory_.recent = recent; }

    /// What draw() shows of these, without messages or cursor: the window, or the map with its notes alone.
    [[nodiscard]] render::Image picture(const model::State& state, const model::Results& results, int width, int height,
                                        double scale, bool map_only);

private:
    /// What was shown in the last frame, to fade from.
    struct Seen {
        const model::Layer* layer = nullptr;
        std::size_t measurement = 0;
        std::size_t dimension = 0;
        model::Show show = model::Show::state;
    };
    /// How much of the measurement shown has come, 0 .. 1.
    [[nodiscard]] double faded_in(const model::State& state, const model::Derived& derived, double now_s);
    [[nodiscard]] std::string code_at(model::Pixel pixel) const;
    void set_scale(double monitor, double text_size);

    ImGuiContext* imgui_;
    Clipboard clipboard_;
    std::string pasted_;  // holds what was last read, for ImGui
    render::MapRenderer map_;
    render::Style style_;
    model::Deriver derive_;
    ui::Fonts fonts_;
    ui::Memory memory_;
    ui::OverlayFacts facts_;
    const model::Layer* drawn_ = nullptr;  // the layer that map_ shows
    double scale_ = 0;                     // of the panels: the monitor's times the text size
    double last_s_ = 0;
    Seen seen_;
    double fade_from_s_ = -1;  // when the measurement began to come; negative: it is there
};

}  // namespace app
