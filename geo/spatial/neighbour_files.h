#pragma once

#include "geo/spatial/weights.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Neighbours as files of other programs hold them (GeoDa, PySAL, spdep): GAL is a list of neighbours per row, GWT a
/// line per link, "from to number".
namespace geo {

/// What a GWT's numbers are taken for.
enum class GwtNumbers {
    ignored,  // GeoDa writes distances there
    weights
};

struct ReadNeighbours {
    Neighbours neighbours;             // of the codes
    std::vector<std::string> unknown;  // codes in the file that are none of these, each once, in its order
    std::size_t absent = 0;            // codes that the file has no row of: without neighbours
    std::size_t selves = 0;            // links of a row with itself, left out
};

/// By its text: a GAL if its second line holds two words, a GWT if three. \param name for messages \param codes
/// distinct \throws Error naming the line: no such file, a row twice, a link twice, a weight that is no number above 0
[[nodiscard]] ReadNeighbours read_neighbours(std::string_view text, const std::string& name,
                                             std::span<const std::string> codes, GwtNumbers numbers);

/// \param layer, key what the head of the file calls the table and its codes \throws Error where a code has blanks in
/// it, which such files cannot hold
[[nodiscard]] std::string to_gal(const Neighbours& neighbours, std::span<const std::string> codes,
                                 const std::string& layer, const std::string& key);
/// With what each link counts for.
[[nodiscard]] std::string to_gwt(const Neighbours& neighbours, std::span<const std::string> codes,
                                 const std::string& layer, const std::string& key);

}  // namespace geo
