#pragma once

#include "app/model/looks.h"
#include "app/model/theme.h"

#include <cstdint>
#include <string>
#include <vector>

namespace model {

/// What an area is set against over time, and what it is made of: for drawing.
struct AreaSpread {
    /// A reference's figure at every measurement.
    struct Series {
        std::string label;           // "Municipality: Breda"
        std::vector<double> values;  // [measurements]; missing where it has none
    };
    struct Part {
        std::uint8_t code = 0;  // class byte
        geo::Colour colour;
        double share = 0;  // of the weight of all classes
        std::string text;  // "4 Weak: 22.1 %"
    };
    /// Shares per class of the total at one measurement, lowest class first; no parts where there are none.
    struct Bar {
        std::string label;
        bool break_before = false;
        bool shown = false;  // the measurement shown
        std::vector<Part> parts;
    };
    /// The weight of an area's units over the score, in bins of equal width.
    struct Bin {
        std::vector<Part> parts;  // by class, lowest first; share of the whole area
        double share = 0;         // of all parts
    };
    struct Limit {
        double value = 0;
        std::string label;  // of the class above it
    };

    std::vector<Series> references;
    std::vector<Bar> bars;
    double low = 0;  // of the first bin, in points of the score
    double high = 0;
    std::vector<Bin> bins;       // none where nothing is known of what is inside
    std::vector<Limit> limits;   // class limits between low and high, ascending
    std::size_t units = 0;       // with a score and a weight
    std::size_t unweighted = 0;  // with a score and no weight: in no bin
    std::string weight;          // "dwellings 2024"
};

/// \param theme what is shown; references are of its figure, the rest of the published total \pre row < layer.rows()
[[nodiscard]] AreaSpread spread_of(const Shown& shown, const Theme& theme, const Choices& choices, std::uint32_t row,
                                   Language language);

}  // namespace model
