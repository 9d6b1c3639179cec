#pragma once

#include "app/model/derive.h"
#include "app/ui/ui.h"
#include "tests/model/scenes.h"

#include <imgui.h>

#include <memory>
#include <string>
#include <vector>

/// A window without a window: the panels, a mouse and a keyboard, one change per frame (ImGui 1.86 loses more).
namespace hands {

class Window {
public:
    explicit Window(int width = 1280, int height = 720, float scale = 1) : width_(width), height_(height) {
        context_ = ImGui::CreateContext();
        fonts_ = ui::set_style(scale);
        unsigned char* pixels = nullptr;
        int across = 0;
        int down = 0;
        ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &across, &down);
    }
    ~Window() { ImGui::DestroyContext(context_); }
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    model::State state;
    model::Results results;
    ui::Memory memory;
    ui::Probe probe;
    ui::OverlayFacts facts;
    ui::Layout layout;
    std::string under;  // code of what lies under the cursor

    void resize(int width, int height) {
        width_ = width;
        height_ = height;
    }

    void lose_a_font() { fonts_.complete = false; }

    void load(std::shared_ptr<const model::Scene> scene) {
        model::apply(state, results, model::Opened{{"files"}});
        model::apply(state, results, model::Loaded{state.load.number, std::move(scene)});
        settle();
    }

    /// One frame. \return its actions, not yet applied
    model::Actions look() {
        auto& io = ImGui::GetIO();
        io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
        io.DeltaTime = 1.0F / 60;
        ui::Frame frame;
        frame.width = width_;
        frame.height = height_;
        frame.fonts = &fonts_;
        frame.typed = typed_;
        frame.typed.shift = shift_;
        frame.typed.ctrl = ctrl_;
        frame.facts = &facts;
        frame.shift = shift_;
        frame.ctrl = ctrl_;
        frame.probe = &probe;
        frame.code_at = [this](model::Pixel) { return under; };
        typed_ = {};
        model::Actions out;
        ImGui::NewFrame();
        layout = ui::draw(state, results, derive_(state, results), frame, memory, out);
        ImGui::Render();
        return out;
    }
    /// One frame, its actions applied. \return them
    model::Actions step() {
        auto out = look();
        for (const auto& action : out) model::apply(state, results, action);
        return out;
    }
    /// Until the layout has followed.
    void settle() {
        for (int i = 0; i < 4; ++i) step();
    }

    /// All that is written, in the window and behind each tab of the shelves.
    template <typename Look>
    void for_each_text(Look&& look_at) {
        settle();
        for (const auto* tab : {"", "shelf.left", "shelf.right"}) {
            if (*tab != 0 && !has(tab)) continue;
            if (*tab != 0) click(tab);
            settle();
            for (const auto& text : probe.texts) look_at(text);
        }
    }

    void move(float x, float y) {
#if IMGUI_VERSION_NUM >= 18700
        ImGui::GetIO().AddMousePosEvent(x, y);
#else
        ImGui::GetIO().MousePos = {x, y};
#endif
    }
    void press(bool down) {
#if IMGUI_VERSION_NUM >= 18700
        ImGui::GetIO().AddMouseButtonEvent(0, down);
#else
        ImGui::GetIO().MouseDown[0] = down;
#endif
    }
    void wheel(float notches) {
#if IMGUI_VERSION_NUM >= 18700
        ImGui::GetIO().AddMouseWheelEvent(0, notches);
#else
        ImGui::GetIO().MouseWheel = notches;
#endif
    }
    void hold(bool shift, bool ctrl) {
        shift_ = shift;
        ctrl_ = ctrl;
    }
    void type(char32_t character) {
        typed_.characters.push_back(character);
    }
    void type(ui::Key key) {
        typed_.keys.push_back(key);
    }
    void type(ui::Chord chord) {
        typed_.chords.push_back(chord);
    }
    /// A key in a frame of its own, applied.
    template <typename Stroke>
    model::Actions tap(Stroke stroke) {
        type(stroke);
        return step();
    }
    /// ASCII, a character a frame.
    model::Actions write(std::string_view text) {
        model::Actions out;
        for (const char character : text) {
            const auto more = tap(static_cast<char32_t>(character));
            out.insert(out.end(), more.begin(), more.end());
        }
        return out;
    }
    /// Tab until the ring is there. \return whether it came there
    bool tab_to(const std::string& name) {
        step();
        for (std::size_t i = 0; i <= memory.focus.order.size(); ++i) {
            if (memory.focus.ring && memory.focus.name == name) return true;
            tap(ui::Key::tab);
        }
        return false;
    }

    /// Presses and releases at a place; all actions of it, applied.
    model::Actions click(float x, float y) {
        model::Actions out;
        const auto keep = [&out](model::Actions more) { out.insert(out.end(), more.begin(), more.end()); };
        move(x, y);
        keep(step());
        keep(step());  // ImGui knows a frame later which panel is under the mouse
        press(true);
        keep(step());
        press(false);
        keep(step());
        return out;
    }
    /// The same in the middle of a control; nothing where there is none of that name.
    model::Actions click(const std::string& name) {
        const auto at = probe.items.find(name);
        if (at == probe.items.end()) return {};
        return click(at->second.x + at->second.width / 2, at->second.y + at->second.height / 2);
    }
    model::Actions click_map(double part_x, double part_y) {
        return click(layout.map.x + static_cast<float>(part_x) * layout.map.width,
                     layout.map.y + static_cast<float>(part_y) * layout.map.height);
    }

    [[nodiscard]] bool has(const std::string& name) const {
        return probe.items.contains(name);
    }
    [[nodiscard]] const model::Derived& derived() {
        return derive_(state, results);
    }

private:
    int width_;
    int height_;
    ImGuiContext* context_ = nullptr;
    ui::Fonts fonts_;
    model::Deriver derive_;
    ui::Typed typed_;
    bool shift_ = false;
    bool ctrl_ = false;
};

/// The first action of a kind; null where there is none.
template <typename Kind>
const Kind* first(const model::Actions& actions) {
    for (const auto& action : actions) {
        if (const auto* found = std::get_if<Kind>(&action)) return found;
    }
    return nullptr;
}

}  // namespace hands
