#pragma once

#include "app/model/derive.h"

namespace model {

/// Goes through the measurements, holding each as long as State::playback says. Knows no clock but the one it is told.
class Player {
public:
    /// What is due at a time that never runs back: the next measurement; or, after the last where it does not loop, the
    /// end of playing. Playing that begins at the last begins again from the first.
    [[nodiscard]] Actions tick(const State& state, const Derived& derived, double now_s);

    /// Seconds until something may be due, above 0.
    [[nodiscard]] double wait_s(double now_s) const;

private:
    double since_s_ = -1;  // when the measurement shown came; negative: not playing
    double hold_s_ = 0;
};

/// Seconds that one measurement takes to become another on the map.
inline constexpr double cross_fade_s = 0.18;

/// Whether the map may fade from one measurement into another: never across a series break, nor where motion is to be
/// reduced. \param from, to indices into derived.moments
[[nodiscard]] bool may_fade(const State& state, const Derived& derived, std::size_t from, std::size_t to);

}  // namespace model
