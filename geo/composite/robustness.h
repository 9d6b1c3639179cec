#pragma once

#include "geo/composite/model.h"
#include "geo/table.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

/// What conclusions from an index hang on: our own analysis of weights and choices, not the error with which a score
/// was measured.
namespace geo {

/// Other weights than the given ones: those within each dimension are drawn around what the model says.
struct WeightDraws {
    enum class Method {
        dirichlet,  // shares with the given ones as their mean; the larger the concentration, the nearer to them
        uniform     // each within `spread` of the given one, then made to sum to 1
    };
    Method method = Method::dirichlet;
    double concentration = 100;  // a share s varies with standard deviation sqrt(s (1 - s) / (1 + concentration))
    double spread = 0.25;        // part of the weight, in [0, 1]
    std::uint64_t seed = 1;
    friend bool operator==(const WeightDraws&, const WeightDraws&) = default;
};

/// The model with the weights of one draw; a weight of 0 stays 0. \param draw any number: the same gives the same
[[nodiscard]] IndexModel drawn_weights(const IndexModel& model, const WeightDraws& draws, std::uint64_t draw);
/// The same for the weights within one dimension, others left as they are.
void draw_weights_within(IndexModel& model, std::size_t dimension, const WeightDraws& draws, std::uint64_t draw);

/// Another index of the same areas: the scores of the total. \param scores [rows], filled \param reference likewise at
/// the reference measurement, which makes the class limits
using Variant = std::function<void(std::size_t which, std::span<double> scores, std::span<double> reference)>;

/// How areas are classed whatever the index: by limits that give classes 1 .. k the weight that they have.
struct ClassShares {
    std::span<const double> weights;        // [rows] at the reference measurement; empty: each area counts once
    std::span<const std::uint8_t> classes;  // [rows] class bytes at the reference measurement
    std::size_t class_count = 0;            // 0: areas have no classes
};

struct RobustnessOptions {
    std::size_t variants = 1000;
    double coverage = 0.9;  // of an interval: 0.9 leaves out the lowest and the highest twentieth
    bool intervals = true;  // else only what each variant does to all areas is told
    unsigned threads = 0;
    std::stop_token stop = {};
    std::function<void(double)> progress = {};  // part done, from any thread, one call at a time
};

/// What variants do to places and classes. Of areas without a score in the index itself there is nothing.
struct Robustness {
    std::vector<std::uint32_t> rank;       // [rows] in the index itself: 1 is the highest; 0: no score
    std::vector<std::uint32_t> rank_low;   // [rows] the interval: the best place but for the best few
    std::vector<std::uint32_t> rank_high;  // [rows] ... the worst
    std::vector<double> class_differs;     // [rows] part of the variants that give another class
    std::vector<double> shift;             // [variants] mean over areas of how many places they are moved
    std::vector<std::uint32_t> most;       // [variants] ... the most
    std::vector<double> other_class;  // [variants] part of the areas that is of another class; missing without classes
    std::size_t variants = 0;
    bool stopped = false;
};

/// Compares an index with variants of it. The same on any number of threads. \param scores [rows] of the index itself
/// \param reference [rows] likewise at the reference measurement \pre all variants fill the same rows or fewer
[[nodiscard]] Robustness robustness(std::span<const double> scores, std::span<const double> reference,
                                    const ClassShares& classes, const Variant& variant,
                                    const RobustnessOptions& options);

/// The least weight that must be moved from some parts to others for a conclusion to turn, e.g. "A is weaker than B".
struct Turn {
    double moved = 0;            // part of all weight
    std::vector<double> shares;  // [parts] after it
};
/// \param shares [parts] of the weight, summing to 1 \param differences [parts] value of A less that of B, whose
/// weighted sum is not 0 \return none where no weights whatever turn it: A is ahead (or behind) in every part
[[nodiscard]] std::optional<Turn> least_turn(std::span<const double> shares, std::span<const double> differences);

}  // namespace geo
