#include "app/ui/input.h"

#include "app/model/commands.h"
#include "app/model/drawn.h"
#include "app/ui/text_edit.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double lasso_units = 4;  // between its points

double distance(model::Pixel a, model::Pixel b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

// Steps within one frame add up, although the state has not yet followed.
class Stepper {
public:
    explicit Stepper(const model::Derived& derived)
        : moments_(derived.moments), at_(static_cast<long>(derived.shown.measurement)) {}

    void go(long moment, model::Actions& out) {
        if (moments_.empty()) return;
        const long to = std::clamp(moment, 0L, static_cast<long>(moments_.size()) - 1);
        if (to == at_) return;
        at_ = to;
        out.emplace_back(model::MeasurementChosen{moments_[static_cast<std::size_t>(to)].label});
    }
    void step(long by, model::Actions& out) { go(at_ + by, out); }
    void last(model::Actions& out) { go(static_cast<long>(moments_.size()) - 1, out); }

private:
    const std::vector<model::Moment>& moments_;
    long at_;
};

void escape(const model::State& state, const model::Results& results, model::Actions& out) {
    if (results.phase == model::Results::Phase::failed || !results.notices.empty()) {
        out.emplace_back(model::MessageDismissed{});
    } else if (!state.selected.empty()) {
        out.emplace_back(model::Selected{});
    }
}

std::string_view name_of(Key key) {
    switch (key) {
        case Key::left:
            return "left";
        case Key::right:
            return "right";
        case Key::up:
            return "up";
        case Key::down:
            return "down";
        case Key::home:
            return "home";
        case Key::end:
            return "end";
        case Key::f1:
            return "f1";
        default:
            return "other";
    }
}

using Tool = model::Drawing::Tool;

/// Keys of who draws a polygon; several in one frame add up.
class Corners {
public:
    explicit Corners(const model::State& state) : drawing_(state.drawing) {}

    [[nodiscard]] bool draws() const { return drawing_.tool != Tool::none; }
    /// \return whether it was for the drawing
    bool press(Key key, model::Actions& out) {
        if (!draws()) return false;
        if (key == Key::escape) {
            drawing_ = {};
            out.emplace_back(model::DrawingSet{});
            return true;
        }
        if (drawing_.tool != Tool::polygon) return false;
        if (key == Key::backspace && !drawing_.corners.empty()) {
            drawing_.corners.pop_back();
            out.emplace_back(model::DrawingSet{drawing_});
        } else if (key == Key::enter && drawing_.corners.size() >= model::least_corners) {
            out.emplace_back(model::AreaDrawn{drawing_.corners});
            drawing_ = {};
        }
        return key == Key::backspace || key == Key::enter;
    }

private:
    model::Drawing drawing_;
};

bool closes(const model::Drawing& drawing, const model::View& view, model::Pixel at, double scale) {
    return drawing.tool == Tool::polygon && drawing.corners.size() >= model::least_corners &&
           distance(model::to_screen(view, drawing.corners.front()), at) <= corner_units * scale;
}

/// A click, by who draws a polygon.
void put_corner(const Mouse& mouse, double scale, const model::State& state, Gesture& gesture, model::Actions& out) {
    auto drawing = state.drawing;
    const bool enough = drawing.corners.size() >= model::least_corners;
    if ((gesture.second && enough) || closes(drawing, state.view, mouse.at, scale)) {
        out.emplace_back(model::AreaDrawn{std::move(drawing.corners)});
        gesture.clicked_s = -std::numeric_limits<double>::infinity();
        return;
    }
    if (gesture.second) return;
    drawing.corners.push_back(model::to_world(state.view, mouse.at));
    out.emplace_back(model::DrawingSet{std::move(drawing)});
    gesture.clicked_s = mouse.time_s;
    gesture.clicked = mouse.at;
}

/// Another point of the lasso, where the mouse has moved on from the last.
void follow_lasso(const Mouse& mouse, double scale, const model::View& view, Gesture& gesture) {
    if (!gesture.path.empty() && distance(gesture.last, mouse.at) < lasso_units * scale) return;
    gesture.path.push_back(model::to_world(view, mouse.at));
    gesture.last = mouse.at;
}

// What is pressed becomes a click, a pan or a box once it is released or has moved far enough.
void drag(const Mouse& mouse, double scale, model::View& view, Gesture& gesture) {
    if (gesture.kind == Gesture::Kind::press && distance(gesture.from, mouse.at) > click_units * scale) {
        gesture.kind = gesture.shift ? Gesture::Kind::box : Gesture::Kind::pan;
    }
    if (gesture.kind == Gesture::Kind::pan) view = model::panned(view, gesture.at, mouse.at);
    // A press that may still be a click holds the map still, and a pan then starts from where it was pressed.
    if (gesture.kind != Gesture::Kind::press) gesture.at = mouse.at;
}

void click(const Mouse& mouse, double scale, const model::State& state, model::View& view, Gesture& gesture,
           model::Actions& out) {
    if (state.drawing.tool == Tool::polygon) return put_corner(mouse, scale, state, gesture, out);
    if (state.drawing.tool == Tool::lasso) return;
    if (gesture.second) {
        view = model::zoomed(view, 2, mouse.at);
        gesture.clicked_s = -std::numeric_limits<double>::infinity();
        return;
    }
    if (!mouse.drawn.empty()) {
        out.emplace_back(model::Selected{mouse.drawn, gesture.ctrl, model::drawn_level});
    } else if (!mouse.code.empty() || (!gesture.ctrl && !state.selected.empty())) {
        // Beside everything: nothing to add, and nothing to clear where nothing is selected.
        out.emplace_back(model::Selected{mouse.code, gesture.ctrl});
    }
    gesture.clicked_s = mouse.time_s;
    gesture.clicked = mouse.at;
}

void release(const Mouse& mouse, double scale, const model::State& state, model::View& view, Gesture& gesture,
             model::Actions& out) {
    if (gesture.kind == Gesture::Kind::press) click(mouse, scale, state, view, gesture, out);
    if (gesture.kind == Gesture::Kind::lasso && gesture.path.size() >= model::least_corners)
        out.emplace_back(model::AreaDrawn{std::move(gesture.path)});
    gesture.path.clear();
    if (gesture.kind == Gesture::Kind::box) {
        geo::Box box;
        box.extend(model::to_world(view, gesture.from));
        box.extend(model::to_world(view, gesture.at));
        view = model::fitted(view, box);
    }
    gesture.kind = Gesture::Kind::none;
}

}  // namespace

Typed take_typed(std::deque<Stroke>& strokes) {
    Typed out;
    for (; !strokes.empty(); strokes.pop_front()) {
        const auto& next = strokes.front();
        const bool held = out.keys.empty() || (next.shift == out.shift && next.ctrl == out.ctrl);
        if (const auto* character = std::get_if<char32_t>(&next.what)) {
            if (!out.keys.empty() || !out.chords.empty()) break;
            out.characters.push_back(*character);
        } else if (const auto* key = std::get_if<Key>(&next.what)) {
            if (!held || !out.chords.empty()) break;
            out.keys.push_back(*key);
            out.shift = next.shift;
            out.ctrl = next.ctrl;
        } else {
            out.chords.push_back(std::get<Chord>(next.what));
        }
    }
    return out;
}

std::vector<std::string> read_keys(const Typed& typed, const model::State& state, const model::Results& results,
                                   const model::Derived& derived, model::Actions& out) {
    std::vector<std::string> own;
    if (typed.empty()) return own;
    const auto commands = model::commands(state, results, derived);
    const auto press = [&](const std::string& key) {
        const auto* command = model::command_of_key(commands, key);
        if (command == nullptr || !command->enabled) return;
        if (command->action) {
            out.push_back(*command->action);
        } else {
            own.push_back(command->id);
        }
    };
    for (const auto character : typed.characters) {
        const auto lower = character >= U'A' && character <= U'Z' ? character - U'A' + U'a' : character;
        press(lower == U' ' ? "space" : utf8(lower));
    }
    Stepper stepper(derived);
    Corners corners(state);
    for (const auto key : typed.keys) {
        if (corners.press(key, out)) {
            continue;
        } else if (key == Key::escape) {
            escape(state, results, out);
        } else if (typed.shift || typed.ctrl) {
            press(model::key_name(name_of(key), typed.ctrl, typed.shift));
        } else if (key == Key::left || key == Key::right) {
            stepper.step(key == Key::left ? -1 : 1, out);
        } else if (key == Key::home) {
            stepper.go(0, out);
        } else if (key == Key::end) {
            stepper.last(out);
        } else {
            press(std::string(name_of(key)));
        }
    }
    for (const auto& chord : typed.chords) press(model::key_name(utf8(chord.character), true, chord.shift));
    return own;
}

Typed meant_for_later(const Typed& typed, const std::vector<model::Command>& commands) {
    Typed out;
    for (const auto character : typed.characters) {
        const auto lower = character >= U'A' && character <= U'Z' ? character - U'A' + U'a' : character;
        const auto* command = model::command_of_key(commands, lower == U' ' ? "space" : utf8(lower));
        const bool dimension = character >= U'1' && character <= U'6';
        if (command != nullptr ? !command->enabled : dimension) out.characters.push_back(character);
    }
    if (typed.shift || typed.ctrl) return out;
    for (const auto key : typed.keys) {
        if (key == Key::left || key == Key::right || key == Key::home || key == Key::end) out.keys.push_back(key);
    }
    return out;
}

void read_mouse(const Mouse& mouse, double scale, const model::State& state, Gesture& gesture, model::Actions& out) {
    auto view = state.view;
    if (mouse.pressed) {
        if (gesture.kind == Gesture::Kind::none) {
            const bool second = mouse.time_s - gesture.clicked_s <= double_click_s &&
                                distance(mouse.at, gesture.clicked) <= click_units * scale && !mouse.ctrl &&
                                !mouse.shift;
            const bool lasso = state.drawing.tool == Tool::lasso && !mouse.shift;
            gesture.kind = !mouse.over ? Gesture::Kind::elsewhere : lasso ? Gesture::Kind::lasso : Gesture::Kind::press;
            gesture.path.clear();
            gesture.from = gesture.at = mouse.at;
            gesture.shift = mouse.shift;
            gesture.ctrl = mouse.ctrl;
            gesture.second = second;
        }
        drag(mouse, scale, view, gesture);
    } else if (gesture.kind != Gesture::Kind::none) {
        drag(mouse, scale, view, gesture);
    }
    const bool lasso = gesture.kind == Gesture::Kind::lasso;
    if (lasso && state.drawing.tool != Tool::lasso) {  // stopped by a key
        gesture.kind = Gesture::Kind::elsewhere;
        gesture.path.clear();
    } else if (lasso) {
        follow_lasso(mouse, scale, view, gesture);
    }
    if (!mouse.pressed && gesture.kind != Gesture::Kind::none) release(mouse, scale, state, view, gesture, out);
    if (mouse.over && mouse.wheel != 0 && std::isfinite(mouse.wheel)) {
        view = model::zoomed(view, std::pow(wheel_factor, std::clamp(mouse.wheel, -20., 20.)), mouse.at);
    }
    if (view != state.view) out.emplace_back(model::ViewMoved{view.centre, view.metres_per_pixel});

    gesture.mouse = mouse.at;
    gesture.over = mouse.over;
    gesture.closes = mouse.over && closes(state.drawing, view, mouse.at, scale);
    const bool draws = state.drawing.tool != Tool::none;
    gesture.drawn = draws ? std::string() : mouse.drawn;
    const bool hovering = mouse.over && !draws && mouse.drawn.empty() &&
                          (gesture.kind == Gesture::Kind::none || gesture.kind == Gesture::Kind::press);
    const auto& hovered = hovering ? mouse.code : mouse.listed;
    if (hovered != state.hovered && gesture.kind != Gesture::Kind::pan) out.emplace_back(model::Hovered{hovered});
}

}  // namespace ui
