#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// Values and what each weighs. A row counts where its value is finite and its weight above 0.
struct WeightedColumn {
    std::span<const double> values;        // [rows]
    std::span<const double> weights = {};  // [rows], or empty: each row counts 1
};

/// A value, or values taken together, and what has them.
struct WeightedValue {
    double least = 0;
    double mean = 0;  // weighted
    double weight = 0;
};

/// How the weight of columns taken together (one for each measurement, say) lies over their values. Rows are counted
/// in buckets of equal width and put in order only in those that a question is about: a few passes over the rows, but
/// n log n where outliers leave most of them in one bucket. The number of threads changes nothing in the answers.
class Distribution {
public:
    /// \param columns live as long as this \param threads 0: one per processor
    explicit Distribution(std::vector<WeightedColumn> columns, unsigned threads = 0);

    [[nodiscard]] double low() const { return low_; }  // above high() where no row counts
    [[nodiscard]] double high() const { return high_; }
    [[nodiscard]] double weight() const { return weight_; }

    /// For each of these weights the value that follows the smallest one that has at least that weight at or below it;
    /// low() for a weight of nothing, infinite where no value follows. A shortfall of 1e-12 of the whole weight counts
    /// as rounding.
    [[nodiscard]] std::vector<double> following(std::span<const double> weights) const;

    /// The distinct values, ascending. More than `most` are taken together: those in a bucket of range / most, or,
    /// where a bucket holds a 256th of the weight or more, in so many of about equal weight as are its part of `most`.
    /// \return [at most 2 most + 256]
    [[nodiscard]] std::vector<WeightedValue> values(std::size_t most) const;

private:
    /// Rows begin .. end - 1 of a column: what one thread counts at a time.
    struct Chunk {
        std::size_t column = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    template <typename Visit>
    void for_each(const Chunk& chunk, Visit&& visit) const;
    [[nodiscard]] std::vector<WeightedValue> distinct(std::size_t most) const;

    std::vector<WeightedColumn> columns_;
    std::vector<Chunk> chunks_;
    unsigned threads_;
    double low_;
    double high_;
    double weight_ = 0;
};

}  // namespace geo
