#pragma once

#include "geo/assess.h"
#include "geo/composite/robustness.h"
#include "geo/composite/sensitivity.h"
#include "geo/output_table.h"
#include "geo/sentence.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

/// What the conclusions from an index hang on: our own analysis of weights and choices, not the error with which a
/// score was measured.
namespace geo {

/// A conclusion from an index: one area is weaker than another, or has improved since a measurement.
struct Claim {
    enum class Kind {
        weaker,
        improved
    };
    Kind kind = Kind::weaker;
    std::string area;   // code
    std::string other;  // code; of an improvement the label of the earlier measurement
    friend bool operator==(const Claim&, const Claim&) = default;
};

struct RobustnessAsked {
    std::string measurement;  // label; empty: the last
    WeightDraws draws;
    std::size_t count = 1000;   // draws of weights
    double coverage = 0.9;      // of the intervals of ranks
    std::size_t samples = 256;  // rows of each of the two samples that effects of factors are told from; 0: none
    std::vector<Claim> claims;
    friend bool operator==(const RobustnessAsked&, const RobustnessAsked&) = default;
};

/// Whether numbers of what is asked for are within what can be done: 1 to 100,000 draws, up to 10,000 samples, a
/// concentration above 0, a spread from 0 to 1, a coverage above 0 and below 1.
[[nodiscard]] bool is_possible(const RobustnessAsked& asked);

/// What one other choice does to all areas.
struct ChoiceEffect {
    enum class Kind {
        left_out,       // an indicator or a dimension counts for nothing
        normalisation,  // all indicators by another
        aggregation     // all dimensions by another
    };
    Kind kind = Kind::left_out;
    std::string choice;           // code, or the word of model files
    double mean_shift = missing;  // places that an area is moved, on average
    double most_shift = missing;
    double other_class = missing;  // part of the areas
    Sentence refusal;              // why it cannot be made; else empty
};

[[nodiscard]] const char* name_of(ChoiceEffect::Kind kind);

/// How much of the variance of the average shift of ranks is one factor's, with all varied at once.
struct FactorEffect {
    std::string factor;   // "weights", "normalisation", "aggregation"
    std::string of = {};  // of weights: the dimension within which they are
    VarianceShare share{missing, missing, missing, missing};
};

struct ClaimAnswer {
    Claim claim;
    bool holds = false;           // in the index itself
    double difference = missing;  // of the totals: other less area, or later less earlier
    double supported = missing;   // part of the draws of weights in which it holds
    struct PartShare {
        std::string part;
        double before, after;
    };
    std::optional<double> moved;    // the least part of all weight that turns it, moved between indicators; none: no
                                    // weights do
    std::vector<PartShare> shares;  // of the indicators in the total, before and after that
    Sentence refusal;               // why no weights can be told; else empty
};

/// Of the areas of one level.
struct LevelRobustness {
    const Assessment* level = nullptr;
    RobustnessAsked asked;
    std::size_t measurement = 0;
    std::size_t reference = 0;  // measurement whose shares per class the class limits of other indices keep
    bool published = false;     // of the parts that the source gives, not of a model
    Robustness drawn;
    std::vector<double> to_limit;  // [areas] the nearest class limit less the score: negative where it lies below
    std::vector<ChoiceEffect> choices;
    std::vector<FactorEffect> factors;
    std::vector<ClaimAnswer> claims;
    Sentence refusal;  // why there is nothing to tell at all; else empty
};

struct RobustnessRun {
    unsigned threads = 0;
    std::stop_token stop = {};
    std::function<void(double)> progress = {};      // part done
    std::map<std::string, double> importance = {};  // weights of parts are multiplied by these, see with_importance()
};

/// Of an own index by its model (whose stages must have been kept), of the Leefbaarometer and of an own index that was
/// read again by the parts its total is the sum of. The same on any number of threads. Stopped, what is there is of no
/// use. \throws Error for a measurement or area of a claim that the level lacks
[[nodiscard]] LevelRobustness robustness_of(const Dataset& dataset, const Assessment& level,
                                            const RobustnessAsked& asked, const RobustnessRun& run);

/// level, code, measurement, rank, rank_low, rank_high, class_differs, to_limit.
[[nodiscard]] OutputTable robustness_table(const std::vector<LevelRobustness>& levels);
/// level, measurement, choice_kind, choice, mean_shift, most_shift, other_class, why_not.
[[nodiscard]] OutputTable robustness_choices_table(const std::vector<LevelRobustness>& levels);
/// level, measurement, factor, of, first_order, first_order_error, total_order, total_order_error, samples.
[[nodiscard]] OutputTable sensitivity_table(const std::vector<LevelRobustness>& levels);
/// level, measurement, conclusion (weaker, improved), area, other, holds, difference, supported, moved, part,
/// share_before, share_after: a row for each part of the total.
[[nodiscard]] OutputTable conclusions_table(const std::vector<LevelRobustness>& levels);
/// Those that have rows, and how the weights were drawn: draws, method, concentration or spread, coverage, seed.
[[nodiscard]] std::vector<OutputTable> robustness_tables(const std::vector<LevelRobustness>& levels);

/// rank_2024, rank_low_2024, rank_high_2024, class_differs_2024, to_limit_2024 beside an area's other figures.
/// \param wide of the same level, see wide_layer()
void add_columns(OutputTable& wide, const LevelRobustness& level);

}  // namespace geo
