#include "geo/colour_vision.h"

#include "geo/colour_space.h"

#include <array>

namespace geo {

namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

constexpr Matrix protan{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deutan{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix tritan{
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

const Matrix& matrix_of(Deficiency deficiency) {
    switch (deficiency) {
        case Deficiency::protanopia:
            return protan;
        case Deficiency::deuteranopia:
            return deutan;
        case Deficiency::tritanopia:
            break;
    }
    return tritan;
}

}  // namespace

Colour simulated(Colour colour, Deficiency deficiency) {
    const auto& matrix = matrix_of(deficiency);
    const auto seen = to_linear(colour);
    Rgb out{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) out[row] += matrix[row][column] * seen[column];
    }
    return from_linear(out);
}

std::optional<Confusion> worst_confusion(std::span<const Colour> colours) {
    std::optional<Confusion> worst;
    for (const auto deficiency : {Deficiency::deuteranopia, Deficiency::protanopia, Deficiency::tritanopia}) {
        for (std::size_t a = 0; a < colours.size(); ++a) {
            for (std::size_t b = a + 1; b < colours.size(); ++b) {
                const double seen =
                    colour_difference(simulated(colours[a], deficiency), simulated(colours[b], deficiency));
                const bool alike =
                    seen < least_difference && colour_difference(colours[a], colours[b]) >= least_difference;
                if (alike && (!worst || seen < worst->difference)) worst = Confusion{deficiency, a, b, seen};
            }
        }
    }
    return worst;
}

}  // namespace geo
