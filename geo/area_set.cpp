#include "geo/area_set.h"

#include "geo/error.h"
#include "geo/geos.h"
#include "geo/layout.h"
#include "geo/membership.h"
#include "geo/parallel.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace geo {

namespace {

/// The union of the members of one area.
Polygons united(const Dataset& dataset, const std::vector<Member>& members) {
    Polygons whole;
    for (const auto& member : members) whole.append(dataset.levels[member.level].polygons, member.area);
    whole.area_starts = {0, static_cast<std::uint32_t>(whole.polygon_starts.size() - 1)};  // all of them one area
    if (members.size() < 2) return whole;
    const auto parts = geos::to_geos(whole, 0);
    const geos::GeometryPtr joined(parts ? GEOSUnaryUnion_r(geos::context(), parts.get()) : nullptr);
    if (!joined) return whole;  // drawn with its inner borders, which is no reason to have no figures
    Polygons out;
    geos::append_area(out, joined.get());
    orient(out);
    return out;
}

/// The level with the most areas whose codes tell which area of `level` they lie in; where there are cells, one that is
/// drawn goes before those that are not, for they hold none.
std::optional<std::uint32_t> finest_below(const Dataset& dataset, const std::string& level) {
    std::optional<std::uint32_t> best;
    const auto rank = [&](const Areas& areas) {
        return std::pair(!dataset.cells.scores.empty() && areas.has_polygons(), areas.size());
    };
    for (std::uint32_t l = 0; l < dataset.levels.size(); ++l) {
        const auto& areas = dataset.levels[l];
        if (!areas.members.empty()) continue;
        if (std::all_of(areas.code.begin(), areas.code.end(),
                        [&](const auto& c) { return code_above(c, level).empty(); }))
            continue;
        if (!best || rank(areas) > rank(dataset.levels[*best])) best = l;
    }
    return best;
}

}  // namespace

const Column* names_above(const Areas& areas, const std::string& level) {
    const std::vector<std::string> known = level == "gemeente" ? std::vector<std::string>{"gm_naam", "gemeentenaam"}
                                                               : std::vector<std::string>{"wk_naam", "wijknaam"};
    for (const auto& column : areas.attributes) {
        const auto name = lower_ascii(column.name);
        if (column.type == Column::Type::text && std::find(known.begin(), known.end(), name) != known.end())
            return &column;
    }
    return nullptr;
}

void unite_members(const Dataset& dataset, Areas& areas, unsigned threads) {
    std::vector<Polygons> parts(areas.size());
    parallel_for(parts.size(), threads, [&](std::size_t area) { parts[area] = united(dataset, areas.members[area]); });
    areas.polygons = {};
    for (const auto& part : parts) areas.polygons.append(part, 0);
}

Areas dissolved(const Dataset& dataset, const std::string& level, bool borders, unsigned threads) {
    const auto below = finest_below(dataset, level);
    if (!below) {
        fail(
            "no level has codes that tell which area of level '{}' its areas lie in (such as BU03630101); add a file "
            "with the areas of level '{}' themselves",
            level, level);
    }
    const auto& from = dataset.levels[*below];
    const auto* names = names_above(from, level);
    Areas out;
    out.level = level;
    out.sources = from.sources;
    std::map<std::string, std::uint32_t> index;
    for (std::uint32_t area = 0; area < from.size(); ++area) index.emplace(code_above(from.code[area], level), 0u);
    index.erase(std::string());
    for (auto& [code, row] : index) {
        row = static_cast<std::uint32_t>(out.size());
        out.code.push_back(code);
    }
    out.name.resize(out.size());
    out.members.resize(out.size());
    for (std::uint32_t area = 0; area < from.size(); ++area) {
        const auto found = index.find(code_above(from.code[area], level));
        if (found == index.end()) continue;
        out.members[found->second].push_back({*below, area, 1});
        if (names != nullptr && out.name[found->second].empty()) out.name[found->second] = names->text(area);
    }
    if (borders && from.has_polygons()) {
        unite_members(dataset, out, threads);
    } else {
        for (std::size_t area = 0; area < out.size(); ++area) out.polygons.end_area();
    }
    return out;
}

Areas everything(const Dataset& dataset) {
    Areas out;
    out.level = everything_level;
    out.code = {everything_level};
    out.name = {""};
    out.everything = true;
    out.polygons.end_area();
    if (!dataset.cells.scores.empty()) {
        out.sources = {"cells"};
        return out;
    }
    const auto* below = units_within(dataset, out);
    if (below == nullptr) fail("there are no scores, so there is nothing to add up");
    out.sources = below->sources;
    return out;
}

}  // namespace geo
