#pragma once

#include "geo/assess.h"
#include "geo/neighbour_rule.h"
#include "geo/report.h"
#include "geo/sentence.h"
#include "geo/spatial/global.h"
#include "geo/spatial/multiple_tests.h"
#include "geo/spatial/permutation.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Where high and low values come together: of areas as a test, of grid cells as a description, for scores of
/// neighbouring cells are alike by construction.
namespace geo {

/// Where p-values come from.
enum class Inference {
    analytical,   // of the normal deviate
    permutation,  // as many permutations of each row
    adaptive      // more the smaller p is
};
/// "analytical", "permutation", "adaptive".
[[nodiscard]] const Words<Inference>& inference_words();

/// What is left empty is decided by the level, see settled().
struct HotspotsAsked {
    std::string on;  // dimension, or change:FROM-TO of the total, or change:FROM-TO:DIMENSION; empty: the total
    std::string measurement;  // label; empty: the last. Of a change it must be empty
    std::optional<LocalMethod> method;
    std::string with;  // of bivariate Moran: the dimension whose neighbours are looked at
    std::optional<NeighbourRule> neighbours;
    std::optional<WeightStyle> style;
    Divisor divisor = Divisor::n;
    Alternative alternative = Alternative::two_sided;
    std::optional<Inference> inference;
    std::size_t permutations = 0;  // of each row; adaptive: the most; 0: 999, or as many as a single row needs
    std::uint64_t seed = 1;
    double alpha = 0.05;
    std::optional<Adjustment> adjustment;
    std::optional<double> least_effect;   // standard deviations that neighbours lie from the mean of all, at least
    bool over_time = false;               // of that measurement and all before it that are comparable with it
    std::vector<std::string> among = {};  // codes: over time, of the transitions between classes only those; empty: all
    bool operator==(const HotspotsAsked&) const = default;
};

/// Bivariate Moran needs a second dimension, and no other method has one. \throws Error telling it
void check_second(const HotspotsAsked& asked);
/// With everything decided: cells by Gi*, areas by local Moran; row-standardised, of Gi* binary; cells analytical,
/// areas adaptive; adjusted by the false discovery rate unless p-values cannot carry it; cells by a
/// standard deviation at least, for with so many neighbours the least difference is significant.
/// \throws Error for what cannot go together: adjusted p of a fixed number of permutations, numbers out of range; as
/// check_second()
[[nodiscard]] HotspotsAsked settled(HotspotsAsked asked, const Areas& areas);

inline constexpr std::size_t most_permutations = 10'000'000;
inline constexpr std::size_t usual_permutations = 999;
inline constexpr double usual_effect_of_cells = 1;
inline constexpr double most_effect = 100;
inline constexpr std::size_t usual_enough = 20;  // as extreme ones, of adaptive permutations

/// Of one measurement, or of one change.
struct HotspotsAt {
    std::size_t measurement = 0;
    std::optional<std::size_t> from = {};   // of a change
    std::vector<std::uint32_t> neighbours;  // [rows] how many with a value
    std::size_t links = 0;                  // among the rows with a value
    std::vector<double> values;             // [rows]
    std::vector<double> with;               // [rows] of bivariate Moran
    LocalStatistics local;
    std::vector<double> p;           // [rows] not adjusted; of permutations on the side on which the statistic lies
    std::vector<double> adjusted_p;  // [rows] the same where nothing was adjusted
    std::vector<std::uint32_t> permutations;  // [rows] or empty
    std::vector<Outcome> outcomes;            // [rows]
    std::vector<GlobalStatistic> global;      // Moran, Geary, Getis and Ord
    std::size_t most_permutations = 0;        // that a row could be given
    std::size_t tests = 0;                    // rows with a p
    double smallest_p = 0;                    // that can be had at all; 0: any
    double smallest_adjusted_p = 0;           // that a row alone can have; with others, fdr gives less
    Sentence refusal;  // why there is nothing to tell, e.g. all values are equal; outcomes are then untested
};

struct LevelHotspots {
    const Assessment* level = nullptr;
    HotspotsAsked asked;                           // settled
    bool concentration = false;                    // of cells: a description, no test
    std::shared_ptr<const Neighbours> neighbours;  // of all rows
    NeighbourFacts facts;                          // likewise
    std::vector<HotspotsAt> at;                    // ascending; the last is the one asked for
    Report report;
    Sentence refusal;  // why there is nothing to tell of the level at all; else empty
    bool stopped = false;
};

struct HotspotsRun {
    unsigned threads = 0;
    std::stop_token stop = {};
    std::function<void(double)> progress = {};  // part done
    /// Scores of the total in place of the level's own, as where other weights are tried. [rows] of a measurement
    std::function<std::vector<double>(std::size_t)> total = {};
};

/// The same on any number of threads. Stopped, what is there is of no use. \throws Error for a dimension or measurement
/// that the level lacks, for measurements that cannot be compared, as settled() and find_neighbours()
[[nodiscard]] LevelHotspots hotspots_of(const Dataset& dataset, const Assessment& level, const HotspotsAsked& asked,
                                        const HotspotsRun& run);

/// What is told of, for people: "afw", "change of won from 2018 to 2024".
struct HotspotsSubject {
    std::size_t dimension = 0;
    std::optional<std::size_t> from;
    std::size_t to = 0;
};
/// \throws Error for a dimension or measurement that the level lacks
[[nodiscard]] HotspotsSubject subject_of(const Assessment& level, const HotspotsAsked& asked);

}  // namespace geo
