#pragma once

#include "geo/composite/model.h"
#include "geo/composite/outliers.h"
#include "geo/merge.h"
#include "geo/report.h"
#include "geo/table.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace geo {

/// What an index is made of, stage by stage: [indicator or dimension][measurement][row].
struct Composed {
    Table imputed;                   // indicators as they came, with what was put in for missing ones
    Table treated;                   // without outliers
    Table normalised;                // on one scale, more is better
    Table scores;                    // dimensions, in order_of(), the total last
    Cube<std::uint8_t> was_imputed;  // [indicator][measurement][row] 1 where a value was put in
    Cube<std::uint8_t> incomplete;   // [dimension of scores][measurement][row] 1 where a part of it was left out
    std::vector<std::vector<Treatment>> treatments;  // [indicator][measurement]
    Report report;
};

struct ComposeOptions {
    RowName row_name;  // of a row, for messages
    /// Words of a column, for imputation by group: [rows], equal numbers for equal words, Column::no_word where there
    /// is none.
    std::map<std::string, std::vector<std::uint32_t>> groups;
    unsigned threads = 0;
};

/// Makes an index of its indicators. \param indicators [dimensions: the model's indicators, in its order]
/// \throws Error where an indicator cannot be brought to the scale (no values, all equal, no target, goalposts), has
/// negative values under a geometric or harmonic mean, or the reference measurement is not there; and as order_of()
[[nodiscard]] Composed compose(const Table& indicators, const IndexModel& model, const ComposeOptions& options);

/// The last stage alone: the means of indicators that are on one scale. \param normalised [indicator] \param incomplete
/// filled as Composed::incomplete \throws Error for negative values under a geometric or harmonic mean; as order_of()
[[nodiscard]] Table aggregated(const Table& normalised, const IndexModel& model, const ComposeOptions& options,
                               Cube<std::uint8_t>* incomplete = nullptr);

}  // namespace geo
