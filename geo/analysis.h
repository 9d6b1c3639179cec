#pragma once

#include "geo/explain.h"
#include "geo/sentence.h"
#include "geo/vector/write.h"

#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace geo {

struct AnalysisOptions {
    bool statistics = false;  // spread, share up to the threshold, weight without a score
    std::vector<double> quantiles{std::begin(usual_quantiles), std::end(usual_quantiles)};
    std::string from;              // label; empty: no change
    std::string to;                // label; empty: the last
    std::string against;           // see References::find; empty: no gaps
    std::optional<int> threshold;  // see threshold_of()
    double limit_margin = usual_limit_margin;
    double min_weight = 0;  // areas with less behind their total are flagged
    bool across = false;    // changes also where the two are not comparable
    unsigned threads = 0;

    [[nodiscard]] bool any() const { return statistics || !from.empty() || !against.empty(); }
};

/// What explain() tells of one area, for every area of a level. \pre the assessment and the references outlive it
struct Analysis {
    const Assessment* level = nullptr;
    AnalysisOptions options;
    std::size_t threshold = 0;  // class that shares are told up to; 0 where all are of one class
    std::vector<std::vector<std::vector<Statistics>>> statistics;  // [dimension][measurement][area], or none
    std::vector<std::optional<Change>> changes;                    // [area], or none
    std::vector<std::optional<ShareChange>> shares;                // [area], or none
    std::vector<std::vector<std::optional<Gap>>> gaps;             // [measurement][area], or none
    Report report;                                                 // areas left out of them, and why
    Sentence refusal;  // why the level has no changes, or no gaps, at all; empty where it has
};

/// A measurement the level lacks, two that cannot be compared, or a reference that no area has leave it without changes
/// or gaps: see Analysis::refusal. \throws Error for a threshold that is no class
[[nodiscard]] Analysis analyse(const Assessment& level, const References& references, const AnalysisOptions& options);

/// Whether less weight is behind an area's total than was asked for. [area]; false without weights
[[nodiscard]] std::vector<bool> thin(const Assessment& level, std::size_t measurement, double min_weight);

/// level, code, measurement, dimension, n, weight, weight_without_score, mean, standard_deviation, least, q10 … q90,
/// most, up_to_class and share_up_to (where the dimension has that many classes), thin (1 under the minimum weight).
[[nodiscard]] OutputTable statistics_table(const std::vector<Analysis>& levels);
/// level, code, from, to, comparable, dimension, before, after, change, within, weights, entry, exit (from cells),
/// class of the total's change.
[[nodiscard]] OutputTable change_table(const std::vector<Analysis>& levels);
/// level, code, from, to, up_to_class, before, after, change and its parts, weight_before, weight_after, limit_margin,
/// least, most, vanishing (see LimitCheck).
[[nodiscard]] OutputTable share_change_table(const std::vector<Analysis>& levels);
/// level, code, from, to, class_from, class_to, part, weight_before, weight_after: weight that moved between classes,
/// or stayed.
[[nodiscard]] OutputTable transitions_table(const std::vector<Analysis>& levels);
/// level, code, measurement, reference (its code, or fixed), dimension, value, reference_value, difference.
[[nodiscard]] OutputTable gap_table(const std::vector<Analysis>& levels);

/// The same beside an area's other figures: change_2018_2024 (change_2012_2020_not_comparable), class_change_2018_2024,
/// and by measurement gap_2024, share_up_to_4_2024, thin_2024. \param wide of the same level, see wide_layer()
void add_columns(OutputTable& wide, const Analysis& level);

/// Those of them that were asked for.
[[nodiscard]] std::vector<OutputTable> analysis_tables(const std::vector<Analysis>& levels);

}  // namespace geo
