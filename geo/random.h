#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace geo {

/// Random numbers that are the same whatever draws them, in whatever order. Every draw has a stream of its own, made of
/// a seed and what it is for; its n-th number is a hash of n. SplitMix64 (Steele, Lea and Flood 2014).
class RandomStream {
public:
    RandomStream(std::uint64_t seed, std::uint64_t what, std::uint64_t draw)
        : state_(mixed(mixed(mixed(seed) + what) + draw)) {}

    /// 64 of them, each 0 or 1.
    [[nodiscard]] std::uint64_t bits() { return mixed(state_ += step); }
    /// In (0, 1): never 0, so that it has a logarithm.
    [[nodiscard]] double uniform() { return (static_cast<double>(bits() >> 11U) + 0.5) * 0x1.0p-53; }
    /// Mean 0, standard deviation 1 (Box and Muller 1958).
    [[nodiscard]] double normal() {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }
    /// Of a scale of 1 (Marsaglia and Tsang 2000). \pre shape > 0
    [[nodiscard]] double gamma(double shape) {
        if (shape < 1) {
            const double more = gamma(shape + 1);
            return more * std::pow(uniform(), 1 / shape);
        }
        const double d = shape - 1.0 / 3;
        const double c = 1 / std::sqrt(9 * d);
        for (;;) {
            const double x = normal();
            const double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
            if (v > 0 && std::log(uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
        }
    }

private:
    static constexpr std::uint64_t step = 0x9e3779b97f4a7c15U;

    [[nodiscard]] static std::uint64_t mixed(std::uint64_t z) {
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }

    std::uint64_t state_;
};

}  // namespace geo
