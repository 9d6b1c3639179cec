#pragma once

#include "app/model/theme.h"
#include "geo/palette.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace model {

/// How a row is drawn, by a byte; of a class the ground only.
using Palette = std::array<geo::NoDataStyle, 256>;

/// Which colours stand for classes.
struct Colouring {
    std::string palette;  // empty or unknown: the scheme's own
    Vision vision = Vision::full;
    friend bool operator==(const Colouring&, const Colouring&) = default;
};

/// What a colour looks like to such an eye.
[[nodiscard]] geo::Colour seen(geo::Colour colour, Vision vision);

/// Styles of a table's classes and of the kinds of no-data, by class byte.
[[nodiscard]] Palette styles_of(const geo::ClassTable& table, const Colouring& colouring);

/// One of them.
[[nodiscard]] geo::NoDataStyle style_of(const geo::ClassTable& table, const Colouring& colouring, std::uint8_t code);

/// A look is a class byte, with these added where the table has no more than most_looked classes. No-data has no other
/// looks than its own.
inline constexpr std::size_t most_looked = 59;
inline constexpr std::uint8_t look_faint = 64;    // little weighs in it
inline constexpr std::uint8_t look_trail = 128;   // its class is another than at the measurement before
inline constexpr std::uint8_t look_left_out = 0;  // by the filter

/// styles_of() with the other looks beside it.
[[nodiscard]] Palette palette_of(const geo::ClassTable& table, const Colouring& colouring, Faint faint);

/// What makes a row look other than its class says. Empty spans ask for nothing.
struct LookRequest {
    std::span<const std::uint8_t> kept = {};  // [rows] 0: left out by the filter
    std::span<const double> weight = {};      // [rows]; those below `faint_below` are faint
    double faint_below = 0;
    std::span<const std::uint8_t> before = {};  // [rows] classes at the measurement before, of the same table
    std::span<const double> unsure = {};        // [rows]; those above `unsure_above` are faint too
    double unsure_above = 1;
    [[nodiscard]] bool empty() const { return kept.empty() && weight.empty() && unsure.empty() && before.empty(); }
};

/// \return [rows]
[[nodiscard]] std::vector<std::uint8_t> looks_of(std::span<const std::uint8_t> classes, std::size_t class_count,
                                                 const LookRequest& request);

}  // namespace model
