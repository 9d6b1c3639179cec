#include "geo/colour_space.h"

#include <algorithm>
#include <cmath>

namespace geo {

namespace {

constexpr Lab white{0.95047, 1.0, 1.08883};  // D65
constexpr double epsilon = 216.0 / 24389.0;
constexpr double kappa = 24389.0 / 27.0;

double linear(std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint8_t encoded(double c) {
    c = std::clamp(c, 0.0, 1.0);
    const double s = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::lround(255 * s));
}

}  // namespace

Lab to_lab(Colour colour) {
    const double r = linear(colour.red);
    const double g = linear(colour.green);
    const double b = linear(colour.blue);
    const Lab xyz{0.4124564 * r + 0.3575761 * g + 0.1804375 * b, 0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
                  0.0193339 * r + 0.1191920 * g + 0.9503041 * b};
    Lab f;
    for (std::size_t i = 0; i < 3; ++i) {
        const double t = xyz[i] / white[i];
        f[i] = t > epsilon ? std::cbrt(t) : (kappa * t + 16) / 116;
    }
    return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

Colour from_lab(Lab lab) {
    const double fy = (lab[0] + 16) / 116;
    const Lab f{fy + lab[1] / 500, fy, fy - lab[2] / 200};
    Lab xyz;
    for (std::size_t i = 0; i < 3; ++i) {
        const double cube = f[i] * f[i] * f[i];
        xyz[i] = white[i] * (cube > epsilon ? cube : (116 * f[i] - 16) / kappa);
    }
    return {encoded(3.2404542 * xyz[0] - 1.5371385 * xyz[1] - 0.4985314 * xyz[2]),
            encoded(-0.9692660 * xyz[0] + 1.8760108 * xyz[1] + 0.0415560 * xyz[2]),
            encoded(0.0556434 * xyz[0] - 0.2040259 * xyz[1] + 1.0572252 * xyz[2])};
}

Rgb to_linear(Colour colour) {
    return {linear(colour.red), linear(colour.green), linear(colour.blue)};
}

Colour from_linear(const Rgb& rgb) {
    return {encoded(rgb[0]), encoded(rgb[1]), encoded(rgb[2])};
}

double colour_difference(Colour a, Colour b) {
    constexpr double pi = 3.14159265358979323846;
    const auto first = to_lab(a);
    const auto second = to_lab(b);
    const auto power7 = [](double c) { return std::pow(c, 7); };
    constexpr double twenty_five7 = 6103515625.0;
    const double mean_chroma = (std::hypot(first[1], first[2]) + std::hypot(second[1], second[2])) / 2;
    const double g = 0.5 * (1 - std::sqrt(power7(mean_chroma) / (power7(mean_chroma) + twenty_five7)));
    const double a1 = (1 + g) * first[1];
    const double a2 = (1 + g) * second[1];
    const double c1 = std::hypot(a1, first[2]);
    const double c2 = std::hypot(a2, second[2]);
    const auto hue = [&](double x, double y) {
        if (x == 0 && y == 0) return 0.0;
        const double h = std::atan2(y, x);
        return h < 0 ? h + 2 * pi : h;
    };
    const double h1 = hue(a1, first[2]);
    const double h2 = hue(a2, second[2]);
    double dh = h2 - h1;
    if (c1 * c2 == 0) dh = 0;
    if (dh > pi) dh -= 2 * pi;
    if (dh < -pi) dh += 2 * pi;
    const double dl = second[0] - first[0];
    const double dc = c2 - c1;
    const double big_dh = 2 * std::sqrt(c1 * c2) * std::sin(dh / 2);
    const double l = (first[0] + second[0]) / 2;
    const double c = (c1 + c2) / 2;
    double h = h1 + h2;
    if (c1 * c2 != 0) {
        h = std::abs(h1 - h2) <= pi ? h / 2 : (h < 2 * pi ? (h + 2 * pi) / 2 : (h - 2 * pi) / 2);
    }
    const double degree = pi / 180;
    const double t = 1 - 0.17 * std::cos(h - 30 * degree) + 0.24 * std::cos(2 * h) +
                     0.32 * std::cos(3 * h + 6 * degree) - 0.20 * std::cos(4 * h - 63 * degree);
    const double turn = (h / degree - 275) / 25;
    const double rotation = 30 * degree * std::exp(-turn * turn);
    const double rc = 2 * std::sqrt(power7(c) / (power7(c) + twenty_five7));
    const double from50 = (l - 50) * (l - 50);
    const double sl = 1 + 0.015 * from50 / std::sqrt(20 + from50);
    const double sc = 1 + 0.045 * c;
    const double sh = 1 + 0.015 * c * t;
    const double rt = -std::sin(2 * rotation) * rc;
    const double x = dl / sl;
    const double y = dc / sc;
    const double z = big_dh / sh;
    return std::sqrt(std::max(x * x + y * y + z * z + rt * y * z, 0.0));
}

}  // namespace geo
