#pragma once

#include "geo/repair.h"
#include "geo/vector/source.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace real {

/// Where the real files lie, if they do.
inline std::filesystem::path data() {
    const char* named = std::getenv("LEEFBEELD_DATA");
    return named != nullptr && *named != '\0' ? named : TEST_SHARED;
}

/// All areas, made valid, of a file or of a folder of files.
inline geo::Polygons read(const std::filesystem::path& path) {
    geo::Polygons out;
    std::vector<geo::Source::Skipped> skipped;
    for (const auto& source : geo::Source::open(path, {}, skipped)) {
        if (!source.has_polygons()) continue;
        const auto rows = source.read({}, true);
        for (std::size_t area = 0; area < rows.polygons.size(); ++area) out.append(rows.polygons, area);
    }
    return geo::repair(std::move(out)).polygons;
}

}  // namespace real
