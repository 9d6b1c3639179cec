#pragma once

#include "geo/palette.h"

#include <string>
#include <vector>

namespace geo {

/// A class, or a kind of no-data, as a legend has it.
struct StyleCategory {
    std::string value;  // "3" of the column of classes, or a word of the column of reasons
    bool reason = false;
    std::string label;
    NoDataStyle look;
};

/// How a GIS draws a layer by one of its columns of classes.
struct LayerStyle {
    std::string name;
    std::string description;
    std::string class_column;   // whole numbers
    std::string reason_column;  // words: why there is no class; empty: every row without one is "missing"
    std::vector<StyleCategory> categories;
    bool outlined = true;  // a thin line around each area
};

/// As QGIS 3 reads it: categories of the class, or where there is none of the reason. Not graduated: that renderer puts
/// a value on a limit into the lower class.
[[nodiscard]] std::string qml(const LayerStyle& style);

/// OGC Styled Layer Descriptor 1.0.0, a rule per category. Patterns of no-data are left out: SLD 1.0 has them only as
/// pictures beside the file. \param layer its name
[[nodiscard]] std::string sld(const LayerStyle& style, const std::string& layer);

}  // namespace geo
