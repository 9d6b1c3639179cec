#include "app/screen.h"

#include "app/model/player.h"
#include "app/render/canvas.h"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace app {

namespace {

double milliseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void feed(const ScreenInput& input, int width, int height, double seconds) {
    auto& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    io.DisplayFramebufferScale = {1, 1};
    io.DeltaTime = static_cast<float>(std::clamp(seconds, 1e-4, 1.0));
    const float nowhere = -std::numeric_limits<float>::max();
    io.MousePos = input.has_mouse ? ImVec2{static_cast<float>(input.mouse.x), static_cast<float>(input.mouse.y)}
                                  : ImVec2{nowhere, nowhere};
    io.MouseDown[0] = input.pressed;
    io.MouseWheel = static_cast<float>(input.wheel);
    io.KeyShift = input.shift;
    io.KeyCtrl = input.ctrl;
}

}  // namespace

Screen::Screen(std::string renderer, Clipboard clipboard)
    : imgui_(ImGui::CreateContext()), clipboard_(std::move(clipboard)) {
    ImGui::SetCurrentContext(imgui_);
    if (clipboard_.read && clipboard_.write) {
        auto& io = ImGui::GetIO();
        io.ClipboardUserData = this;
        io.GetClipboardTextFn = [](void* user) {
            auto& screen = *static_cast<Screen*>(user);
            screen.pasted_ = screen.clipboard_.read();
            return screen.pasted_.c_str();
        };
        io.SetClipboardTextFn = [](void* user, const char* text) {
            static_cast<Screen*>(user)->clipboard_.write(text);
        };
    }
    ImGui::GetIO().IniFilename = nullptr;  // nothing is written beside the user's files
    ImGui_ImplOpenGL3_Init("#version 330");
    facts_.renderer = std::move(renderer);
}

Screen::~Screen() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(imgui_);
}

void Screen::set_scale(double monitor, double text_size) {
    style_.content_scale = monitor;
    const double scale = std::clamp(monitor * text_size, 0.5, 4.0);
    if (scale == scale_) return;
    scale_ = scale;
    if (ImGui::GetIO().Fonts->IsBuilt()) ImGui_ImplOpenGL3_DestroyFontsTexture();
    fonts_ = ui::set_style(static_cast<float>(scale));
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

double Screen::faded_in(const model::State& state, const model::Derived& derived, double now_s) {
    const auto& shown = derived.shown;
    const bool same = shown.layer != nullptr && shown.layer == seen_.layer && shown.dimension == seen_.dimension &&
                      state.show == seen_.show;
    if (!same || state.reduced_motion) {
        fade_from_s_ = -1;
    } else if (shown.measurement != seen_.measurement) {
        fade_from_s_ = model::may_fade(state, derived, seen_.measurement, shown.measurement) ? now_s : -1;
    }
    seen_ = {shown.layer, shown.measurement, shown.dimension, state.show};
    if (fade_from_s_ < 0) return 1;
    const double part = (now_s - fade_from_s_) / model::cross_fade_s;
    if (part >= 1) fade_from_s_ = -1;
    return std::clamp(part, 0.0, 1.0);
}

std::string Screen::code_at(model::Pixel pixel) const {
    if (drawn_ == nullptr) return {};
    const auto row = map_.pick(pixel);
    return row && *row < drawn_->rows() ? drawn_->assessment.areas->code[*row] : std::string();
}

model::Actions Screen::draw(const model::State& state, const model::Results& results, int width, int height,
                            double scale, const ScreenInput& input, unsigned framebuffer) {
    model::Actions actions;
    set_scale(scale, state.text_size);
    const auto& derived = derive_(state, results);
    if (derived.shown.layer != drawn_) drawn_ = nullptr;  // what was drawn is of a scene that may be gone

    const auto start = std::chrono::steady_clock::now();
    feed(input, width, height, input.time_s - last_s_);
    last_s_ = input.time_s;
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    const ui::Frame frame{
        width,   height,  &fonts_,     input.typed, [this](model::Pixel pixel) { return code_at(pixel); },
        &facts_, nullptr, input.shift, input.ctrl};
    const auto layout = ui::draw(state, results, derived, frame, memory_, actions);
    ImGui::Render();
    facts_.ui_ms = milliseconds_since(start);

    style_.timed = state.overlay;
    auto picture = render::picture_of(state, results, derived);
    picture.fade = faded_in(state, derived, input.time_s);
    const auto stats = map_.draw(picture, style_);
    drawn_ = picture.layer;
    ++facts_.frames;
    if (stats.id_pass) {
        ++facts_.id_passes;
        facts_.id_ms = stats.id_ms;
    }
    if (stats.colour_pass) facts_.colour_ms = stats.colour_ms;
    if (stats.overlay_pass) {
        facts_.laid_ms = stats.overlay_ms;
        facts_.segments = stats.segments;
    }
    facts_.triangles = stats.triangles;
    facts_.detail = static_cast<std::size_t>(std::max(stats.level, 0));
    facts_.snap = drawn_ != nullptr && !drawn_->meshes.empty() ? drawn_->meshes[facts_.detail].snap : 0;
    facts_.buffer_bytes = stats.buffer_bytes;
    map_.show(framebuffer, static_cast<int>(layout.map.x), static_cast<int>(layout.map.y), width, height);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    return actions;
}

namespace {

/// \pre `part` lies within the image
render::Image cut(const render::Image& image, const ui::Rect& part) {
    const auto left = static_cast<std::size_t>(part.x);
    const auto top = static_cast<std::size_t>(part.y);
    render::Image out{static_cast<int>(part.width), static_cast<int>(part.height), {}};
    const auto row = 3 * static_cast<std::size_t>(out.width);
    for (std::size_t y = top; y < top + static_cast<std::size_t>(out.height); ++y) {
        const auto from = 3 * (y * static_cast<std::size_t>(image.width) + left);
        const auto begin = image.rgb.begin() + static_cast<std::ptrdiff_t>(from);
        out.rgb.insert(out.rgb.end(), begin, begin + static_cast<std::ptrdiff_t>(row));
    }
    return out;
}

}  // namespace

render::Image Screen::picture(const model::State& state, const model::Results& results, int width, int height,
                              double scale, bool map_only) {
    const render::Canvas canvas(width, height);
    auto quiet = results;
    quiet.notices.clear();
    auto unpointed = state;
    unpointed.hovered.clear();
    unpointed.drawing = {};
    ScreenInput nobody;
    nobody.time_s = last_s_;
    auto remembered = memory_;
    memory_.keys = false;
    memory_.bare = map_only;
    memory_.menus = {};
    memory_.chooser = {};
    memory_.focus = {};
    static_cast<void>(draw(unpointed, quiet, width, height, scale, nobody, canvas.framebuffer()));
    const auto map = memory_.layout.map;
    const auto notes = memory_.layout.notes;
    memory_ = std::move(remembered);
    const auto image = canvas.read_image();
    if (!map_only) return image;
    auto part = map;
    if (notes.x == map.x && notes.width == map.width) part.height += notes.height;  // source and licence
    return cut(image, part);
}

}  // namespace app
