#pragma once

#include "geo/change.h"
#include "geo/reference.h"
#include "geo/statistics.h"

#include <optional>
#include <string>
#include <vector>

namespace geo {

/// A dimension's part of a gap, in points of the total: of an own index what it counts for there.
struct GapPart {
    std::string dimension;
    double area = missing;
    double reference = missing;
    [[nodiscard]] double difference() const { return area - reference; }
};

/// How far an area's total lies from a reference at the same measurement: a sum over the dimensions, since the total is
/// one. A gap says where the difference lies, not what caused it.
struct Gap {
    Reference reference;
    double area = missing;
    double other = missing;      // the reference's total
    std::vector<GapPart> parts;  // largest difference first, of equal ones by name; none where there are no dimensions
    bool complete = true;        // whether every unit with a total has all dimensions, here and in the reference

    [[nodiscard]] double difference() const { return area - other; }
    [[nodiscard]] double sum() const;
    /// What the parts leave: rounding, and cells with a total but without dimensions.
    [[nodiscard]] double remainder() const { return difference() - sum(); }
};

/// What a reference has of a dimension at a measurement, both of `a`: 0 for the fixed one; `missing` where it has none.
[[nodiscard]] double reference_value(const Reference& reference, const Assessment& a, std::size_t dimension,
                                     std::size_t measurement);

/// \throws Error where the reference has no score of that measurement, or the two have different scores
[[nodiscard]] Gap gap_of(const Assessment& a, std::size_t area, std::size_t measurement, const Reference& reference);

/// The change of one dimension, or of the total.
struct DimensionChange {
    std::string dimension;
    ChangeSplit split;
};

/// How an area's score changed between two measurements, each with its own weights.
struct Change {
    std::size_t from = 0;  // measurements
    std::size_t to = 0;
    bool comparable = true;  // of one model version and edition; else the change has no class
    bool complete = true;    // whether every unit with a total has all dimensions
    bool split = true;       // false for areas with scores of their own: nothing is known of what is inside
    DimensionChange total;
    std::vector<DimensionChange> parts;    // largest change first, of equal ones by name; none where there are none
    std::uint8_t change_class = no_class;  // of the total's change, by the table given

    [[nodiscard]] double sum() const;  // of the parts' changes
    [[nodiscard]] double remainder() const { return total.split.change() - sum(); }
};

/// The measurement of a label. \throws Error naming those there are
[[nodiscard]] std::size_t measurement_of(const Assessment& a, const std::string& label);

/// Whether values of the two measurements may be compared: one model version, which of the Leefbaarometer must be
/// known, and one edition.
[[nodiscard]] bool comparable(const Measurement& a, const Measurement& b);

/// The earliest measurement that is comparable with `to` and in which the area has a score; `to` if none other.
[[nodiscard]] std::size_t earliest_comparable(const Assessment& a, std::size_t area, std::size_t to);

/// Classes of the change of a total, scheme "change": our own choice. Nothing is classified for other scores than the
/// Leefbaarometer's.
[[nodiscard]] std::optional<ClassTable> change_classes(const Assessment& a, std::size_t to);

/// What is done with two measurements that are not comparable.
enum class Incomparable {
    taken,    // asked for
    offered,  // refused, saying how to ask for it
    refused
};
/// \throws Error unless the second is later, and the two are comparable or taken all the same
void check_comparable(const Assessment& a, std::size_t from, std::size_t to, Incomparable how);

/// \param members of the area, from a.members \param classes see change_classes()
/// \throws Error where the area lacks a score at either
[[nodiscard]] Change change_of(const Assessment& a, const Members& members, std::size_t area, std::size_t from,
                               std::size_t to, const std::optional<ClassTable>& classes);

/// The share of the weight in classes 1 .. threshold of the total, how it changed, and how far that hangs on the limit.
struct ShareChange {
    std::size_t threshold = 4;  // "weak or lower"
    double margin = 0;          // by which limits are moved, in points of the score
    ChangeSplit split;          // before, after: the shares
    Transitions moved;
    LimitCheck limit;
};

/// \pre a.aggregated, and the threshold is a class of the total below the highest
[[nodiscard]] ShareChange share_change_of(const Assessment& a, const Members& members, std::size_t from, std::size_t to,
                                          std::size_t threshold, double margin);

/// With the quantiles of usual_quantiles. \pre a.aggregated
[[nodiscard]] Statistics statistics_of(const Assessment& a, const Members& members, std::size_t dimension,
                                       std::size_t measurement);
inline constexpr double usual_quantiles[] = {0.1, 0.25, 0.5, 0.75, 0.9};

inline constexpr std::size_t weak_or_lower = 4;     // classes 1 .. 4 of the judgement scheme
inline constexpr double usual_limit_margin = 0.01;  // points of the score; our own choice

/// The class that shares are told up to: that asked for, or weak or lower if there are as many classes; 0 where all are
/// of one class. \throws Error unless it is a class of the total below the highest
[[nodiscard]] std::size_t threshold_of(const Assessment& a, std::optional<int> asked = {});

struct ExplainOptions {
    std::size_t measurement = 0;      // of the state, and the later one of the change
    std::optional<std::size_t> from;  // the earlier one; none: no change is told
    std::size_t threshold = weak_or_lower;
    double limit_margin = usual_limit_margin;
    bool across = false;  // also where the two are not comparable
};

/// Why an area stands where it stands, and how it got there from an earlier measurement.
struct Explanation {
    const Assessment* level = nullptr;
    std::size_t area = 0;
    std::size_t measurement = 0;
    std::size_t threshold = 0;             // class that shares are told up to; 0 where all are of one class
    std::optional<Statistics> statistics;  // of the total; none for areas with scores of their own
    Gap gap;
    std::optional<Change> change;
    std::optional<ClassTable> change_classes;
    std::optional<ShareChange> share;  // none for areas with scores of their own, nor where all are of one class
};

/// \throws Error where the area has no score of the measurement, and as gap_of(), change_of() and share_change_of() do
[[nodiscard]] Explanation explain(const Assessment& a, std::size_t area, const Reference& reference,
                                  const ExplainOptions& options);

/// The same, for who explains more than one area. \param members of the area, from a.members
[[nodiscard]] Explanation explain(const Assessment& a, const Members& members, std::size_t area,
                                  const Reference& reference, const ExplainOptions& options);

}  // namespace geo
