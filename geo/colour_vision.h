#pragma once

#include "geo/palette.h"

#include <cstddef>
#include <optional>
#include <span>

namespace geo {

/// Eyes that lack one kind of cones.
enum class Deficiency {
    protanopia,    // red
    deuteranopia,  // green
    tritanopia     // blue
};

/// How a colour looks to such an eye (Machado, Oliveira, Fernandes 2009, severity 1, on linear light).
[[nodiscard]] Colour simulated(Colour colour, Deficiency deficiency);

/// Two classes that look alike.
struct Confusion {
    Deficiency deficiency = Deficiency::protanopia;
    std::size_t first = 0;  // index into the colours
    std::size_t second = 0;
    double difference = 0;  // CIEDE2000
};

inline constexpr double least_difference = 3;  // CIEDE2000, of classes that lie apart on a map; our own choice

/// The two of these colours that are hardest to tell apart for one of the deficiencies, where that is below
/// least_difference although a full eye tells them apart by it.
[[nodiscard]] std::optional<Confusion> worst_confusion(std::span<const Colour> colours);

}  // namespace geo
