#pragma once

#include "geo/hotspots.h"
#include "geo/output_table.h"
#include "geo/spatial/emergence.h"
#include "geo/spatial/mann_kendall.h"
#include "geo/spatial/markov.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace geo {

/// Steps of areas from class to class, from one measurement to the next, by the class of the neighbours' mean before.
struct ClassTransitions {
    std::optional<SpatialMarkov>
        counts;            // none where the classes are not the same at all measurements, or there is one
    std::size_t rows = 0;  // areas with a class at two measurements one after the other
    ClassTable classes;
};

/// What places are over a few measurements: by whether they were among low or high values that come together at each,
/// and by their own scores. Measurements across a series break are never put together.
struct HotspotsOverTime {
    const LevelHotspots* of = nullptr;
    std::vector<std::size_t> measurements;   // ascending
    std::vector<std::string> low_sequence;   // [rows] a 1 for each measurement among low ones, 0 else; those without
                                             // a value, or without a neighbour, left out
    std::vector<std::string> high_sequence;  // [rows]
    std::vector<std::size_t> low;            // [rows] into hotspot_categories().all(), or Categories::unknown: where
                                             // nothing is told of the last measurement
    std::vector<std::size_t> high;           // [rows]
    std::vector<TrendTest> trend;            // [rows] of the score, in points a year
    std::vector<TrendTest> low_intensity;    // [rows] of how strongly low values come together: up is stronger
    std::vector<TrendTest> high_intensity;   // [rows]
    double smallest_p = 1;                   // of a trend over so many measurements, without ties
    ClassTransitions transitions;            // of the areas asked for
};

/// \param among codes; empty: all. Those that the level lacks are passed over \pre level was made over time
[[nodiscard]] ClassTransitions class_transitions(const LevelHotspots& level, const std::vector<std::string>& among);

/// \pre level was made over time, and outlives the result
[[nodiscard]] HotspotsOverTime over_time(const LevelHotspots& level);

/// "With 4 measurements no trend can be significant at 5 %: the smallest p is 0.083"; else empty.
[[nodiscard]] Sentence too_few_for_a_trend(const HotspotsOverTime& of);

/// level, code, dimension, from, measurement, low_category, low_sequence, high_category, high_sequence, slope,
/// kendall_s, n, trend_p, smallest_trend_p.
[[nodiscard]] OutputTable over_time_table(const std::vector<HotspotsOverTime>& levels);
/// level, dimension, from, measurement, context_class (of the neighbours' mean; missing: all together), class_from,
/// class_to, count, probability.
[[nodiscard]] OutputTable markov_table(const std::vector<HotspotsOverTime>& levels);
/// level, dimension, from, measurement, test (likelihood_ratio, chi_square), statistic, degrees_of_freedom, p.
[[nodiscard]] OutputTable markov_tests_table(const std::vector<HotspotsOverTime>& levels);

/// Those of them that have rows.
[[nodiscard]] std::vector<OutputTable> over_time_tables(const std::vector<HotspotsOverTime>& levels);

/// hotspot_low_2014_2024, hotspot_high_2014_2024, slope_2014_2024, trend_p_2014_2024 beside an area's other figures.
void add_columns(OutputTable& wide, const HotspotsOverTime& of);

}  // namespace geo
