#include "geo/edition.h"

#include "geo/classify.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <regex>

namespace geo {

Edition detect_edition(const std::string& file, std::span<const double> lbm, std::span<const double> afw, int latest) {
    Edition out;
    for (std::size_t r = 0; r < std::min(lbm.size(), afw.size()); ++r) {
        if (std::isnan(lbm[r]) || std::isnan(afw[r])) continue;
        out.constant = lbm[r] - afw[r];
        break;
    }
    static const std::regex years("(\\d{4})-(\\d{4})");
    std::smatch found;
    const auto name = std::filesystem::path(file).filename().string();
    const std::string named = std::regex_search(name, found, years) ? found[2].str() : std::string();
    const auto candidates = out.constant ? editions_with_constant(*out.constant) : std::vector<std::string>();
    const auto is_candidate = [&](const std::string& label) {
        return std::find(candidates.begin(), candidates.end(), label) != candidates.end();
    };
    const auto year = latest != 0 ? std::to_string(latest) : std::string();
    if (candidates.size() == 1) {
        out.label = candidates.front();
    } else if (is_candidate(named) || (candidates.empty() && !named.empty())) {
        out.label = named;
    } else if (is_candidate(year)) {
        out.label = year;
    } else {
        // The first edition that could hold the latest year; without a constant the year itself.
        const auto first = std::lower_bound(candidates.begin(), candidates.end(), year);
        out.label = first != candidates.end() ? *first : year;
        out.guessed = true;
    }
    return out;
}

}  // namespace geo
