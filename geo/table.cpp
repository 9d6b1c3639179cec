#include "geo/table.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace geo {

std::vector<std::string> labels(std::span<const Measurement> measurements) {
    std::vector<std::string> out;
    for (const auto& m : measurements) {
        std::set<std::string> versions;
        std::set<std::string> editions;
        for (const auto& other : measurements) {
            if (other.date != m.date) continue;
            versions.insert(other.model_version);
            editions.insert(other.edition);
        }
        auto label = fmt::format("{}", m.date);
        if (versions.size() > 1) label += "_v" + m.model_version;
        if (editions.size() > 1) label += "_ed" + m.edition;
        out.push_back(std::move(label));
    }
    return out;
}

std::vector<bool> series_breaks(std::span<const Measurement> measurements) {
    std::vector<bool> out(measurements.size(), false);
    for (std::size_t m = 1; m < measurements.size(); ++m) {
        out[m] = measurements[m].model_version != measurements[m - 1].model_version ||
                 measurements[m].edition != measurements[m - 1].edition;
    }
    return out;
}

std::size_t Table::find_dimension(std::string_view code) const {
    return static_cast<std::size_t>(std::find(dimensions.begin(), dimensions.end(), code) - dimensions.begin());
}

}  // namespace geo
