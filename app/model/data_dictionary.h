#pragma once

#include "app/model/looks.h"
#include "app/model/text.h"
#include "geo/vector/write.h"

#include <span>
#include <string>
#include <vector>

namespace model {

/// Gives tables and their columns titles, descriptions and units in one language (assets/columns.csv), and the columns
/// of codes the lists of what each code means. \return those lists, ascending by name
[[nodiscard]] std::vector<geo::CodeList> describe(std::span<geo::OutputTable> tables, Language language);

/// A style for every column of classes of a layer, in its own colours, named as people call it: the total of the last
/// measurement is the one that opens, or the last hotspots, or what the map shows, where a layer has those. \param
/// tables those without borders have none \param shown of what the map shows \param title what that is
[[nodiscard]] std::vector<geo::TableStyle> layer_styles(std::span<const geo::OutputTable> tables, Language language,
                                                        const Colouring& shown = {}, const std::string& title = {});

}  // namespace model
