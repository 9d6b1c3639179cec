#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace geo {

/// The publication a source of Leefbaarometer scores belongs to.
struct Edition {
    std::string label;               // "2024"; empty if the source is no Leefbaarometer
    bool guessed = false;            // the latest year decided, among all editions or those of the constant
    std::optional<double> constant;  // lbm - afw, where both are there
};

/// Decides by the constant lbm - afw, the years in the file's name ("… 2002-2024.csv"), and the latest reference year.
/// \param lbm, afw [rows], either may be empty \param latest reference year in the source, 0 if unknown
[[nodiscard]] Edition detect_edition(const std::string& file, std::span<const double> lbm, std::span<const double> afw,
                                     int latest);

}  // namespace geo
