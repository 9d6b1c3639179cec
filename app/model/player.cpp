#include "app/model/player.h"

#include <algorithm>

namespace model {

Actions Player::tick(const State& state, const Derived& derived, double now_s) {
    if (!state.playing || derived.moments.size() < 2) {
        since_s_ = -1;
        return state.playing ? Actions{PlayToggled{}} : Actions{};
    }
    const bool begins = since_s_ < 0;
    const bool at_end = derived.shown.measurement + 1 == derived.moments.size();
    hold_s_ = state.playback.hold_s;
    if (begins) {
        since_s_ = now_s;
        if (at_end) return {MeasurementChosen{derived.moments.front().label}};
        return {};
    }
    if (now_s < since_s_ + hold_s_) return {};
    since_s_ = now_s;
    if (at_end && !state.playback.loop) return {PlayToggled{}};
    return {MeasurementChosen{stepped(derived, 1, true)}};
}

double Player::wait_s(double now_s) const {
    return since_s_ < 0 ? 0.001 : std::max(since_s_ + hold_s_ - now_s, 0.001);
}

bool may_fade(const State& state, const Derived& derived, std::size_t from, std::size_t to) {
    if (state.reduced_motion || from == to || std::max(from, to) >= derived.moments.size()) return false;
    for (auto m = std::min(from, to) + 1; m <= std::max(from, to); ++m) {
        if (derived.moments[m].break_before) return false;
    }
    return true;
}

}  // namespace model
