#pragma once

#include "app/model/text.h"
#include "geo/explain.h"

#include <string>
#include <vector>

namespace model {

/// Figures under headings, as text of one language.
struct Figures {
    struct Heading {
        std::string text;
        bool number = false;  // set to the right
    };
    std::vector<Heading> headings;
    std::vector<std::vector<std::string>> rows;
};

/// A part of an explanation: what it says, the figures it says it from, and whether they add up.
struct Section {
    enum class Kind {
        state,
        why,
        classes,
        change,
        share,
        moves
    };
    std::string heading;
    std::vector<std::string> sentences;
    Figures figures;
    std::string check;  // "sum −0.255 ✓"; empty where there is nothing to add up
    Kind kind = Kind::state;
};

/// An explanation as people read it: in the terminal, in the window. Neutral words, no cause.
struct Explained {
    std::string title;                 // "Haven Noord (BU…), 2024"
    std::string basis;                 // cells, weight, rule of membership, edition
    std::vector<Section> sections;     // one of a kind, in the order of the kinds
    std::vector<std::string> caveats;  // series break, small weight, our own choices, the disclaimer

    /// Null where there is none.
    [[nodiscard]] const Section* find(Section::Kind kind) const;
};

struct ExplainedOptions {
    geo::Membership membership = geo::Membership::centroid;
    double min_weight = 0;  // under it, the area is flagged
};

[[nodiscard]] Explained explained(const geo::Explanation& explanation, const ExplainedOptions& options,
                                  Language language);

/// "the mean of Varrevoort (GM9001)", "the fixed reference of the 2024 edition": as it stands in a sentence.
[[nodiscard]] std::string reference_name(const geo::Reference& reference, const geo::Measurement& measurement,
                                         Language language);

/// The sentence a report quotes: the gap, and the dimensions with the largest parts in it.
[[nodiscard]] std::string gap_sentence(const geo::Explanation& explanation, Language language);

/// "weak or lower: 55.0 % (1,872 of 3,120)"; empty without statistics or classes to draw a line between.
[[nodiscard]] std::string low_share_line(const geo::Explanation& explanation, Language language);

/// "14 dwellings without a score"; empty where there are none.
[[nodiscard]] std::string without_score_line(const geo::Explanation& explanation, Language language);

/// A sum that does or does not come out: "−0.255 ✓", or "−0.255 ✗ (…)" with what is left. Rounding is no difference.
/// \param complete whether the parts rest on all that the whole rests on
[[nodiscard]] std::string check_text(double whole, double remainder, int decimals, Language language,
                                     bool complete = true);

}  // namespace model
