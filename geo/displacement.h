#pragma once

#include "geo/assess.h"
#include "geo/change.h"
#include "geo/neighbour_rule.h"
#include "geo/output_table.h"
#include "geo/sentence.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// Whether improvement in a focus area went together with decline around it ("waterbedeffect"), and how often that
/// happens around areas that nobody chose. Our own comparison: it shows what coincides, not what causes what.
namespace geo {

struct DisplacementAsked {
    std::string level;   // of the focus areas
    std::string change;  // as HotspotsAsked::on has it: change:2018-2024, change:2018-2024:won
    /// What lies around an area: units no further than band:METRES from one of it, centre to centre, or queen:ORDER
    /// links away.
    NeighbourRule ring{.kind = NeighbourRule::Kind::band, .distance = 500};
    double caliper =
        0.2;  // how near a placebo's score before must be, in standard deviations of those of all candidates
    std::size_t candidates = 2000;  // centres that placebos are grown from, drawn from all units
    std::uint64_t seed = 1;
    friend bool operator==(const DisplacementAsked&, const DisplacementAsked&) = default;
};

/// What may lie around an area. \throws Error for any other rule of neighbours, or none
[[nodiscard]] NeighbourRule ring_rule(std::string_view text);

/// Scores within an area, or around it.
struct DisplacementPart {
    ChangeSplit split;      // change() is what is told
    std::size_t units = 0;  // cells or areas in it
};

/// An area that nobody chose: the units nearest to one of them, as much weight as the focus area had, none of them in
/// or around a focus area or in another placebo of it, and with a score before like its own.
struct Placebo {
    std::string centre;  // code of the unit it was grown from
    DisplacementPart inside;
    DisplacementPart ring;
};

struct DisplacementOf {
    std::uint32_t area = 0;
    DisplacementPart inside;
    DisplacementPart ring;
    std::vector<Point> ring_centres;  // of the units in the ring
    std::vector<Placebo> placebos;
    double caliper = missing;      // in points of the score
    double inside_part = missing;  // part of the placebos that rose as much inside, or more
    double ring_part = missing;    // ... whose ring fell as much, or more
    double both_part = missing;    // ... that rose inside while their ring fell
    Sentence refusal;              // why nothing is told; else empty

    /// Of m placebos, g as extreme: (g + 1) / (m + 1). Missing without.
    [[nodiscard]] double p_of(double part) const {
        const auto m = static_cast<double>(placebos.size());
        return (part * m + 1) / (m + 1);
    }
};

struct LevelDisplacement {
    const Assessment* level = nullptr;
    DisplacementAsked asked;
    std::size_t dimension = 0;
    std::size_t from = 0;
    std::size_t to = 0;
    std::vector<DisplacementOf> areas;
};

struct DisplacementRun {
    unsigned threads = 0;
    std::stop_token stop = {};
    std::function<void(double)> progress = {};
};

/// \pre dataset and level outlive the result; the ring is as ring_rule() gives it \throws Error for a level that is
/// made of nothing (areas with scores of their own), a change that cannot be told
[[nodiscard]] LevelDisplacement displacement_of(const Dataset& dataset, const Assessment& level,
                                                const DisplacementAsked& asked, const DisplacementRun& run);

/// Whether it improved inside, as far as three decimals tell: else there is nothing to be displaced.
[[nodiscard]] bool improved(const DisplacementOf& area);
/// Whether improvement inside went together with decline around it, and of how many areas elsewhere as much is true.
[[nodiscard]] Sentence words_of(const LevelDisplacement& level, const DisplacementOf& area);
/// That nothing of it says what caused what, and that of many areas some look rare by chance.
[[nodiscard]] Sentence displacement_caution(const LevelDisplacement& level);

/// level, code, from, measurement, dimension, ring_rule, inside_before, inside_after, inside_change, ring_before,
/// ring_after, ring_change, ring_units, placebos, inside_part, ring_part, both_part, ring_p, caliper, seed, in_words,
/// caution.
[[nodiscard]] OutputTable displacement_table(const LevelDisplacement& of);
/// level, code, from, measurement, placebo, centre, inside_before, inside_change, ring_change.
[[nodiscard]] OutputTable placebos_table(const LevelDisplacement& of);

}  // namespace geo
