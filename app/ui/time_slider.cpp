#include "app/ui/controls.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ui {

namespace {

struct Track {
    float left = 0;
    float right = 0;
    float y = 0;

    [[nodiscard]] float x(double position) const {
        return left + static_cast<float>(std::clamp(position, 0., 1.)) * (right - left);
    }
};

void play_button(Context& c, const Rect& at) {
    const auto touched = hit(c, "play", at);
    auto* list = ImGui::GetWindowDrawList();
    const ImVec2 middle{at.x + at.width / 2, at.y + at.height / 2};
    list->AddCircleFilled(middle, at.width / 2, touched.hovered ? c.ink.accent_hover : c.ink.accent, 48);
    const float half = c.px(6);
    if (c.state.playing) {
        const float bar = c.px(4);
        for (const float x : {middle.x - half + c.px(0.5F), middle.x + half - bar - c.px(0.5F)}) {
            list->AddRectFilled({x, middle.y - half}, {x + bar, middle.y + half}, c.ink.on_accent);
        }
    } else {
        list->AddTriangleFilled({middle.x - half + c.px(2), middle.y - half}, {middle.x + half + c.px(1), middle.y},
                                {middle.x - half + c.px(2), middle.y + half}, c.ink.on_accent);
    }
    if (touched.hovered) tooltip(c, c.text(c.state.playing ? "time.pause" : "time.play"));
    if (touched.clicked) c.out.emplace_back(model::PlayToggled{});
}

// Opens the card of how measurements are played.
void options_button(Context& c, const Rect& at) {
    const auto touched = hit(c, "time.options", at);
    auto* list = ImGui::GetWindowDrawList();
    if (touched.hovered || c.memory.time_options)
        list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.memory.time_options ? c.ink.chosen : c.ink.hover,
                            c.px(4));
    for (const float x : {-7.F, 0.F, 7.F}) {
        list->AddCircleFilled({at.x + at.width / 2 + c.px(x), at.y + at.height / 2}, c.px(2), c.ink.text, 12);
    }
    if (touched.hovered) tooltip(c, c.text("time.options"));
    if (touched.clicked) c.memory.time_options = !c.memory.time_options;
}

// The line from each moment to the next; an open place with two strokes where the series breaks.
void rail(Context& c, const Track& track) {
    auto* list = ImGui::GetWindowDrawList();
    const auto& moments = c.derived.moments;
    for (std::size_t i = 1; i < moments.size(); ++i) {
        const float from = track.x(moments[i - 1].position);
        const float to = track.x(moments[i].position);
        if (!moments[i].break_before) {
            list->AddLine({from, track.y}, {to, track.y}, c.ink.grab, c.px(3));
            continue;
        }
        const float middle = (from + to) / 2;
        const float open = std::min(c.px(4), (to - from) / 4);
        list->AddLine({from, track.y}, {middle - open, track.y}, c.ink.grab, c.px(3));
        list->AddLine({middle + open, track.y}, {to, track.y}, c.ink.grab, c.px(3));
        for (const float x : {middle - open, middle + open}) {
            list->AddLine({x - c.px(2), track.y + c.px(7)}, {x + c.px(2), track.y - c.px(7)}, c.ink.warning,
                          c.px(1.5F));
        }
    }
}

void handles(Context& c, const Track& track) {
    auto* list = ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < c.derived.moments.size(); ++i) {
        const auto& moment = c.derived.moments[i];
        const ImVec2 at{track.x(moment.position), track.y};
        if (i == c.derived.shown.measurement) {
            list->AddCircleFilled(at, c.px(9), c.ink.accent, 32);
            list->AddCircleFilled(at, c.px(3.5F), c.ink.on_accent, 24);
        } else if (moment.has_values) {
            list->AddCircleFilled(at, c.px(5), c.ink.muted, 24);
        } else {
            list->AddCircleFilled(at, c.px(5), c.ink.card, 24);
            list->AddCircle(at, c.px(5), c.ink.grab, 24, c.px(1.5F));
        }
    }
}

// The label of the moment shown always; of the others, from the last back, those that leave room.
void labels(Context& c, const Track& track, const Rect& panel) {
    const auto& moments = c.derived.moments;
    std::vector<Rect> taken;
    const float line = height_of(c, Face::regular);
    const auto label = [&](std::size_t i) {
        const bool shown = i == c.derived.shown.measurement;
        const auto face = shown ? Face::bold : Face::regular;
        const auto text = elided(c, face, moments[i].label, c.px(140));
        const float width = width_of(c, face, text);
        const float x = std::clamp(track.x(moments[i].position) - width / 2, panel.x + c.px(4),
                                   std::max(panel.x + c.px(4), panel.right() - width - c.px(6)));
        const Rect at{x, track.y + c.px(14), width, line};
        const float apart = c.px(8);
        const bool free = std::none_of(taken.begin(), taken.end(), [&](const Rect& other) {
            return at.x < other.right() + apart && other.x < at.right() + apart;
        });
        if (!free) return;
        taken.push_back(at);
        put(c, face, shown ? c.ink.accent : moments[i].has_values ? c.ink.text : c.ink.muted, text, at);
    };
    if (c.derived.shown.measurement < moments.size()) label(c.derived.shown.measurement);
    for (std::size_t i = moments.size(); i-- > 0;) {
        if (i != c.derived.shown.measurement) label(i);
    }
}

std::size_t nearest(const std::vector<model::Moment>& moments, const Track& track, float x) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < moments.size(); ++i) {
        if (std::abs(track.x(moments[i].position) - x) < std::abs(track.x(moments[best].position) - x)) best = i;
    }
    return best;
}

void touch(Context& c, const Track& track, const Rect& panel) {
    const auto& moments = c.derived.moments;
    const Rect area{track.left - c.px(12), panel.y + c.px(4), track.right - track.left + c.px(24),
                    panel.height - c.px(8)};
    const auto touched = hit(c, "time", area);
    if (c.frame.probe != nullptr) {
        for (const auto& moment : moments) {
            const float x = track.x(moment.position);
            c.frame.probe->items["moment." + moment.label] = {x - c.px(4), track.y - c.px(4), c.px(8), c.px(8)};
        }
    }
    const float x = ImGui::GetIO().MousePos.x;
    c.memory.sliding = touched.held;
    if (touched.held || (touched.clicked && !touched.by_key)) {  // its keys are the arrows, which are everyone's
        const auto to = nearest(moments, track, x);
        if (to != c.derived.shown.measurement) c.out.emplace_back(model::MeasurementChosen{moments[to].label});
        return;
    }
    if (!touched.hovered) return;
    const auto under = nearest(moments, track, x);
    if (std::abs(track.x(moments[under].position) - x) <= c.px(9)) {
        if (!moments[under].has_values) tooltip(c, filled(c.text("time.no_values"), moments[under].label));
        return;
    }
    for (std::size_t i = 1; i < moments.size(); ++i) {
        const float middle = (track.x(moments[i - 1].position) + track.x(moments[i].position)) / 2;
        if (moments[i].break_before && std::abs(middle - x) <= c.px(12)) {
            tooltip(c, filled(c.text("time.break"), moments[i - 1].label, moments[i].label));
        }
    }
}

}  // namespace

void time_slider(Context& c) {
    const auto& at = c.layout.bottom;
    if (at.empty() || c.derived.moments.size() < 2) return;
    begin(c, "time", at, c.ink.card, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    edge(c, {at.x, at.y, at.width, 0});
    const bool labelled = at.height >= std::round(c.px(slider_height));
    const float size = c.px(34);
    float left = at.x + c.px(18);
    play_button(c, {left, at.y + (at.height - size) / 2, size, size});
    left += size + c.px(8);
    options_button(c, {left, at.y + (at.height - c.px(28)) / 2, c.px(28), c.px(28)});
    left += c.px(28) + c.px(12);
    const float inset = c.px(26);  // half a label stands out at the ends
    Track track{left + inset, at.right() - c.px(18) - inset, at.y + (labelled ? c.px(25) : at.height / 2)};
    track.right = std::max(track.right, track.left + 1);
    touch(c, track, at);
    rail(c, track);
    handles(c, track);
    if (labelled) labels(c, track, {left, at.y, at.right() - left, at.height});
    end();
}

void time_options(Context& c) {
    if (!c.memory.time_options || c.layout.bottom.empty() || c.derived.moments.size() < 2) return;
    const float width = std::min(c.px(300), static_cast<float>(c.frame.width) - c.px(16));
    const float inner = width - 2 * c.px(14);
    const auto loop = c.text("time.loop");
    const auto trail = c.text("time.trail");
    const auto note = c.text(c.state.reduced_motion ? "time.no_fade" : "time.fade");
    const float height = c.px(150) + wrapped_height(c, Face::regular, loop, inner - c.px(26)) +
                         wrapped_height(c, Face::regular, trail, inner - c.px(26)) +
                         wrapped_height(c, Face::small, note, inner);
    const Rect at{c.px(8), std::max(c.layout.bottom.y - height - c.px(8), c.layout.map.y), width, height};
    begin_over(c, "time card", at);
    heading(c, c.text("time.options"));
    const auto set = [&](const model::Playback& playback) { c.out.emplace_back(model::PlaybackSet{playback}); };
    auto playback = c.state.playback;
    const auto seconds = filled(c.text("time.seconds"), model::number_text(c.state.language, playback.hold_s, 1));
    const auto line = row(c, height_of(c, Face::regular) + c.px(2));
    put(c, Face::regular, c.ink.text, c.text("time.hold"), line);
    put(c, Face::small, c.ink.muted, seconds, line, Align::right);
    if (const auto hold = slider(c, "time.hold", playback.hold_s, {.least = 0.4, .most = 5, .step = 0.2, .usual = 1.2},
                                 row(c, c.px(20)))) {
        playback.hold_s = std::round(*hold * 10) / 10;
        set(playback);
    }
    gap(c, 6);
    if (toggle(c, "time.loop", loop, playback.loop)) {
        playback.loop = !playback.loop;
        set(playback);
    }
    if (toggle(c, "time.trail", trail, playback.trail)) {
        playback.trail = !playback.trail;
        set(playback);
    }
    gap(c, 4);
    paragraph(c, Face::small, c.ink.muted, note);
    end_over();
}

}  // namespace ui
