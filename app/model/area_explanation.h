#pragma once

#include "app/model/explanation.h"
#include "app/model/state.h"
#include "geo/palette.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace model {

/// Why one area stands where it stands, against the reference chosen, and how it got there: as `explain` tells it, and
/// the figures of that as a panel draws them.
struct AreaExplanation {
    /// A part of a sum, from zero on; its figure as the tables have it.
    struct Bar {
        std::string name;
        double value = 0;
        std::string text;
    };
    /// Something that can be chosen, as an action names it and as people do.
    struct Choice {
        std::string name;
        std::string label;
        bool chosen = false;
    };
    struct ClassShare {
        std::uint8_t code = 0;
        std::string text;  // "4 Weak: 1,234 dwellings, 22.1 %"
        geo::Colour colour;
        double share = 0;
    };

    std::optional<geo::Explanation> explanation;
    std::string refusal;  // one sentence, where there is no explanation
    Explained words;
    std::string reference;            // "the fixed reference of the 2024 edition"
    std::vector<Choice> references;   // that this area can be compared with, and the one chosen
    std::vector<Choice> baselines;    // earlier measurements, ascending
    std::string baseline_note;        // where the one asked for cannot be had
    std::vector<Bar> why;             // largest first
    std::vector<Bar> change;          // by dimension, largest first
    std::vector<Bar> split;           // within, weights, entry, exit; empty for areas with scores of their own
    std::vector<ClassShare> classes;  // lowest first; likewise
    std::string low_share;            // "weak or lower: 55.0 % (1,872 of 3,120)"
    std::string without_score;        // "14 dwellings without a score"
};

/// \param compare_from label of an earlier measurement; where it cannot be compared, or is empty, the earliest that can
/// \pre scene.references != nullptr; row < layer.rows()
[[nodiscard]] AreaExplanation explanation_of(const Scene& scene, const Layer& layer, std::uint32_t row,
                                             std::size_t measurement, const std::string& reference,
                                             const std::string& compare_from, Language language);

}  // namespace model
