#pragma once

#include "app/model/state.h"

#include <cmath>
#include <span>
#include <string>
#include <vector>

/// What values of a choice can be: what actions make, and what a session file is held to.
namespace model {

inline constexpr double most_importance = 1e6;
inline constexpr std::size_t most_fixed_limits = 30;  // class limits typed by hand

/// Dwellings, say.
[[nodiscard]] inline bool is_weight(double weight) {
    return std::isfinite(weight) && weight >= 0;
}
[[nodiscard]] inline bool is_importance(double weight) {
    return is_weight(weight) && weight <= most_importance;
}
/// Finite, ascending, and not too many.
[[nodiscard]] bool are_limits(std::span<const double> limits);
[[nodiscard]] int held_classes(int classes);
[[nodiscard]] double held_hold_s(double hold_s);
[[nodiscard]] double held_opacity(double opacity);
[[nodiscard]] bool is_possible(const Sureness& sure);
[[nodiscard]] bool is_possible(const HotspotChoice& hotspots);
[[nodiscard]] bool is_possible(const DisplacementChoice& displacement);

/// Those of choices read from a file that are left out or changed when they are restored, each in a few words.
[[nodiscard]] std::vector<std::string> impossible_values(const Choices& choices, Language language);
/// Likewise what an action read from a file sets: it would be left out or changed without a word.
[[nodiscard]] std::vector<std::string> impossible_values(const Action& action, Language language);

}  // namespace model
