#include "geo/orientation.h"

#include <array>

namespace geo {

namespace {

/// A sum without rounding: of doubles that do not overlap, smallest first (Shewchuk's expansion).
class ExactSum {
public:
    void add(double value) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            const double sum = value + parts_[i];
            const double from_part = sum - value;
            const double lost = (value - (sum - from_part)) + (parts_[i] - from_part);
            if (lost != 0) parts_[kept++] = lost;
            value = sum;
        }
        if (value != 0) parts_[kept++] = value;
        size_ = kept;
    }

    void add_product(double a, double b) {
        const double product = a * b;
        add(std::fma(a, b, -product));
        add(product);
    }

    /// The largest part outweighs all others.
    [[nodiscard]] int sign() const { return size_ == 0 ? 0 : parts_[size_ - 1] > 0 ? 1 : -1; }

private:
    std::array<double, 13> parts_{};
    std::size_t size_ = 0;
};

}  // namespace

int exact_orientation(Point a, Point b, Point c) {
    ExactSum determinant;
    determinant.add_product(a.x, b.y);
    determinant.add_product(-a.y, b.x);
    determinant.add_product(b.x, c.y);
    determinant.add_product(-b.y, c.x);
    determinant.add_product(c.x, a.y);
    determinant.add_product(-c.y, a.x);
    return determinant.sign();
}

}  // namespace geo
