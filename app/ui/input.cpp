#include "app/ui/input.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

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
    if (results.phase == model::Results::Phase::failed) {
        out.emplace_back(model::MessageDismissed{});
    } else if (!state.selected.empty()) {
        out.emplace_back(model::Selected{});
    }
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

void click(const Mouse& mouse, const model::State& state, model::View& view, Gesture& gesture, model::Actions& out) {
    if (gesture.second) {
        view = model::zoomed(view, 2, mouse.at);
        gesture.clicked_s = -std::numeric_limits<double>::infinity();
        return;
    }
    // Beside everything: nothing to add, and nothing to clear where nothing is selected.
    if (!mouse.code.empty() || (!gesture.ctrl && !state.selected.empty())) {
        out.emplace_back(model::Selected{mouse.code, gesture.ctrl});
    }
    gesture.clicked_s = mouse.time_s;
    gesture.clicked = mouse.at;
}

void release(const Mouse& mouse, const model::State& state, model::View& view, Gesture& gesture, model::Actions& out) {
    if (gesture.kind == Gesture::Kind::press) click(mouse, state, view, gesture, out);
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

void read_keys(const Typed& typed, const model::State& state, const model::Results& results,
               const model::Derived& derived, model::Actions& out) {
    Stepper stepper(derived);
    for (const auto character : typed.characters) {
        if (character == U' ') {
            if (derived.moments.size() > 1) out.emplace_back(model::PlayToggled{});
        } else if (character == U'f' || character == U'F') {
            if (derived.shown.scene != nullptr) out.emplace_back(model::Fitted{});
        } else if (character == U'l' || character == U'L') {
            out.emplace_back(model::LegendToggled{});
        } else if (character >= U'1' && character <= U'6') {
            const auto dimension = static_cast<std::size_t>(character - U'1');
            if (dimension < derived.dimensions.size()) {
                out.emplace_back(model::DimensionChosen{derived.dimensions[dimension]});
            }
        }
    }
    for (const auto key : typed.keys) {
        switch (key) {
            case Key::left:
                stepper.step(-1, out);
                break;
            case Key::right:
                stepper.step(1, out);
                break;
            case Key::home:
                stepper.go(0, out);
                break;
            case Key::end:
                stepper.last(out);
                break;
            case Key::escape:
                escape(state, results, out);
                break;
            case Key::f1:
                out.emplace_back(model::OverlayToggled{});
                break;
            default:
                break;
        }
    }
    for (const auto& chord : typed.chords) {
        if (chord == Chord{U'z', true} || chord == Chord{U'y'}) out.emplace_back(model::Redone{});
        if (chord == Chord{U'z'}) out.emplace_back(model::Undone{});
    }
}

void read_mouse(const Mouse& mouse, double scale, const model::State& state, Gesture& gesture, model::Actions& out) {
    auto view = state.view;
    if (mouse.pressed) {
        if (gesture.kind == Gesture::Kind::none) {
            const bool second = mouse.time_s - gesture.clicked_s <= double_click_s &&
                                distance(mouse.at, gesture.clicked) <= click_units * scale && !mouse.ctrl &&
                                !mouse.shift;
            gesture.kind = mouse.over ? Gesture::Kind::press : Gesture::Kind::elsewhere;
            gesture.from = gesture.at = mouse.at;
            gesture.shift = mouse.shift;
            gesture.ctrl = mouse.ctrl;
            gesture.second = second;
        }
        drag(mouse, scale, view, gesture);
    } else if (gesture.kind != Gesture::Kind::none) {
        drag(mouse, scale, view, gesture);
        release(mouse, state, view, gesture, out);
    }
    if (mouse.over && mouse.wheel != 0 && std::isfinite(mouse.wheel)) {
        view = model::zoomed(view, std::pow(wheel_factor, std::clamp(mouse.wheel, -20., 20.)), mouse.at);
    }
    if (view != state.view) out.emplace_back(model::ViewMoved{view.centre, view.metres_per_pixel});

    const bool hovering = mouse.over && (gesture.kind == Gesture::Kind::none || gesture.kind == Gesture::Kind::press);
    const auto& hovered = hovering ? mouse.code : std::string();
    if (hovered != state.hovered && gesture.kind != Gesture::Kind::pan) out.emplace_back(model::Hovered{hovered});
}

}  // namespace ui
