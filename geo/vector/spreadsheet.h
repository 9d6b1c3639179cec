#pragma once

#include "geo/sentence.h"
#include "geo/vector/write.h"

#include <span>
#include <string>
#include <vector>

namespace geo {

/// Private to geo/vector: as write_format() says. A sheet per table, its name made to fit; then, where the columns are
/// described, the sheets "columns" and "codes" with what they mean.
std::vector<Sentence> write_xlsx(const std::string& path, std::span<const OutputTable> tables,
                                 const Accompaniment& with, const Watch& watch);
std::vector<Sentence> write_ods(const std::string& path, std::span<const OutputTable> tables, const Accompaniment& with,
                                const Watch& watch);

/// Names of sheets: at most 31 UTF-16 units, none of []:*?/\, no apostrophe at an end, distinct in any case.
[[nodiscard]] std::vector<std::string> sheet_names(std::span<const std::string> names);

}  // namespace geo
