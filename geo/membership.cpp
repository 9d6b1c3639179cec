#include "geo/membership.h"

#include "geo/error.h"
#include "geo/layout.h"
#include "geo/parallel.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace geo {

namespace {

/// Part of what an area holds that its members may hold twice, and still be no more than slivers along borders that
/// were simplified one by one.
constexpr double sliver = 0.01;
/// Part of what one member holds that is no sliver, however little it is of the whole: it lies within another.
constexpr double nested = 0.5;
constexpr double rounding = 1e-9;  // of a cell

/// A stretch of units that a member brings to an area.
struct Piece {
    std::uint32_t begin;
    std::uint32_t end;
    double share;
    std::uint32_t member;  // of the area
};
using Pieces = std::vector<std::vector<Piece>>;  // [areas]

/// What cells the members bring.
Pieces pieces_of_cells(const Dataset& dataset, const Areas& areas, Membership rule, unsigned threads) {
    struct Use {
        std::uint32_t area, member;
        double share;
    };
    std::map<std::uint32_t, std::unordered_map<std::uint32_t, std::vector<Use>>> uses;  // level, area of that level
    for (std::uint32_t area = 0; area < areas.size(); ++area) {
        for (std::uint32_t k = 0; k < areas.members[area].size(); ++k) {
            const auto& member = areas.members[area][k];
            uses[member.level][member.area].push_back({area, k, member.share});
        }
    }
    Pieces out(areas.size());
    for (const auto& [level, by_area] : uses) {
        const auto& polygons = dataset.levels[level].polygons;
        const auto overlap = rule == Membership::share ? overlay_by_share(polygons, dataset.cells.lattice, threads)
                                                       : overlay_by_centroid(polygons, dataset.cells.lattice, threads);
        for (std::size_t r = 0; r < overlap.runs.size(); ++r) {
            const auto& run = overlap.runs[r];
            const auto found = by_area.find(run.area);
            if (found == by_area.end()) continue;
            for (const auto& use : found->second)
                out[use.area].push_back({run.begin, run.end, use.share * overlap.share_of(r), use.member});
        }
    }
    return out;
}

/// What areas with scores of their own the members bring.
Pieces pieces_of_areas(const Dataset& dataset, const Areas& areas, const Areas& units) {
    std::map<std::string, std::vector<std::uint32_t>> below;  // code of a higher level
    for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
        for (const auto* level : {"wijk", "gemeente"}) {
            if (auto code = code_above(units.code[unit], level); !code.empty()) below[std::move(code)].push_back(unit);
        }
    }
    Pieces out(areas.size());
    for (std::size_t area = 0; area < areas.size(); ++area) {
        for (std::uint32_t k = 0; k < areas.members[area].size(); ++k) {
            const auto& member = areas.members[area][k];
            const auto& level = dataset.levels[member.level];
            if (&level == &units) {
                out[area].push_back({member.area, member.area + 1, member.share, k});
                continue;
            }
            const auto found = below.find(level.code[member.area]);
            if (found == below.end()) {
                fail(
                    "area '{}' of '{}' has the member '{}', and no area of level '{}', where the scores are, lies in "
                    "it",
                    areas.code[area], areas.level, level.code[member.area], units.level);
            }
            for (const auto unit : found->second) out[area].push_back({unit, unit + 1, member.share, k});
        }
    }
    return out;
}

/// What a member brings to its area.
struct Brought {
    double held = 0;          // units' worth
    double surplus = 0;       // of them, that the area holds more than once
    double most = 0;          // in one unit
    std::uint32_t other = 0;  // the member that has that unit too
};

/// One area's runs, each unit once.
struct Joined {
    std::vector<Overlap::Run> runs;
    std::vector<double> share;
    double held = 0;               // units' worth
    double surplus = 0;            // how much of them the members hold more than once
    std::vector<Brought> members;  // [members of the area]
};

Joined join(const std::vector<Piece>& pieces, std::uint32_t area, std::size_t members) {
    struct Held {
        std::uint32_t unit;
        std::uint32_t member;
        double share;
    };
    std::vector<Held> all;
    for (const auto& piece : pieces) {
        for (auto unit = piece.begin; unit < piece.end; ++unit) all.push_back({unit, piece.member, piece.share});
    }
    std::sort(all.begin(), all.end(),
              [](const Held& a, const Held& b) { return a.unit != b.unit ? a.unit < b.unit : a.member < b.member; });
    Joined out;
    out.members.resize(members);
    for (std::size_t i = 0; i < all.size();) {
        double share = 0;
        const auto first = i;
        for (; i < all.size() && all[i].unit == all[first].unit; ++i) {
            share += all[i].share;
            out.members[all[i].member].held += all[i].share;
        }
        const double surplus = share - 1;
        if (surplus > rounding) {
            out.surplus += surplus;
            for (auto k = first; k < i; ++k) {
                auto& member = out.members[all[k].member];
                member.surplus += surplus;
                if (surplus <= member.most) continue;
                member.most = surplus;
                member.other = all[k == first ? i - 1 : first].member;
            }
        }
        // What the parts of a whole cell add up to is one, but for rounding.
        if (share > 1 - rounding) share = 1;
        out.held += share;
        const auto unit = all[first].unit;
        if (!out.runs.empty() && out.runs.back().end == unit && out.share.back() == share) {
            ++out.runs.back().end;
        } else {
            out.runs.push_back({unit, unit + 1, area});
            out.share.push_back(share);
        }
    }
    return out;
}

/// The member that overlaps others by more than slivers; size() of the members if none does.
std::size_t overlapping(const Joined& joined) {
    const auto& all = joined.members;
    for (std::size_t k = 0; k < all.size(); ++k) {
        if (all[k].surplus > nested * all[k].held) return k;
    }
    if (!(joined.surplus > sliver * joined.held)) return all.size();
    const auto most =
        std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.most < b.most; });
    return static_cast<std::size_t>(most - all.begin());
}

Overlap in_order(const std::vector<Joined>& areas) {
    struct Shared {
        Overlap::Run run;
        double share;
    };
    std::vector<Shared> all;
    for (const auto& area : areas) {
        for (std::size_t r = 0; r < area.runs.size(); ++r) all.push_back({area.runs[r], area.share[r]});
    }
    std::sort(all.begin(), all.end(), [](const Shared& a, const Shared& b) {
        return a.run.begin != b.run.begin ? a.run.begin < b.run.begin : a.run.area < b.run.area;
    });
    Overlap out{areas.size(), {}, {}};
    const bool whole = std::all_of(all.begin(), all.end(), [](const Shared& s) { return s.share == 1; });
    for (const auto& [run, share] : all) {
        out.runs.push_back(run);
        if (!whole) out.share.push_back(share);
    }
    return out;
}

Overlap of_members(const Dataset& dataset, const Areas& areas, const Pieces& pieces, const std::string& unit_level,
                   unsigned threads, Report& report) {
    std::vector<Joined> joined(areas.size());
    parallel_for(joined.size(), threads, [&](std::size_t area) {
        joined[area] = join(pieces[area], static_cast<std::uint32_t>(area), areas.members[area].size());
    });
    std::vector<std::string> cut;
    for (std::size_t area = 0; area < joined.size(); ++area) {
        const auto& j = joined[area];
        if (const auto k = overlapping(j); k < j.members.size()) {
            const auto name = [&](std::size_t of) {
                const auto& member = areas.members[area][of];
                return dataset.levels[member.level].code[member.area];
            };
            const auto a = name(std::min<std::size_t>(k, j.members[k].other));
            const auto b = name(std::max<std::size_t>(k, j.members[k].other));
            fail("{}: the members of area '{}' overlap, so {} of them would count more than once{}; leave one out",
                 areas.sources.front(), areas.code[area], unit_level,
                 a == b ? Sentence(": '{}' stands there twice", a) : Sentence(": '{}' and '{}' do", a, b));
        }
        if (j.surplus > 0) cut.push_back(areas.code[area]);
    }
    const auto count = cut.size();
    report.count(Note::Kind::repaired, areas.level, {},
                 Sentence("areas whose members overlap by slivers along their borders (counted once)"), count,
                 std::move(cut));
    return in_order(joined);
}

Overlap of_everything(std::size_t units) {
    Overlap out{1, {}, {}};
    if (units > 0) out.runs.push_back({0, static_cast<std::uint32_t>(units), 0});
    return out;
}

Overlap each_its_own(std::size_t units) {
    Overlap out{units, {}, {}};
    for (std::uint32_t unit = 0; unit < units; ++unit) out.runs.push_back({unit, unit + 1, unit});
    return out;
}

}  // namespace

const char* name_of(Membership rule) {
    return rule == Membership::share ? "share" : "centroid";
}

const Areas* units_within(const Dataset& dataset, const Areas& areas) {
    std::set<std::string_view> made_of;  // levels of the members
    for (const auto& members : areas.members) {
        for (const auto& member : members) made_of.insert(dataset.levels[member.level].level);
    }
    const auto lies_in_members = [&](const Areas& level) {
        return areas.everything || made_of.contains(level.level) ||
               std::any_of(made_of.begin(), made_of.end(), [&](auto above) {
                   return std::any_of(level.code.begin(), level.code.end(),
                                      [&](const auto& code) { return !code_above(code, above).empty(); });
               });
    };
    // The finest that has scores: members of a higher level are looked up in it by their codes.
    const Areas* best = nullptr;
    bool best_lies_in = false;
    for (const auto& level : dataset.levels) {
        if (!level.members.empty() || level.scores.empty() || &level == &areas) continue;
        const bool lies_in = lies_in_members(level);
        if (best != nullptr && std::pair(lies_in, level.size()) <= std::pair(best_lies_in, best->size())) continue;
        best = &level;
        best_lies_in = lies_in;
    }
    return best;
}

Overlap membership(const Dataset& dataset, const Areas& areas, const Units& units, Membership rule, unsigned threads,
                   Report& report) {
    if (units.scores == &areas.scores) return each_its_own(units.size());
    if (areas.everything) return of_everything(units.size());
    const bool cells = units.scores == &dataset.cells.scores;
    if (!areas.members.empty()) {
        const auto pieces = cells ? pieces_of_cells(dataset, areas, rule, threads)
                                  : pieces_of_areas(dataset, areas, *units_within(dataset, areas));
        return of_members(dataset, areas, pieces, units.level, threads, report);
    }
    return rule == Membership::share ? overlay_by_share(areas.polygons, dataset.cells.lattice, threads)
                                     : overlay_by_centroid(areas.polygons, dataset.cells.lattice, threads);
}

}  // namespace geo
