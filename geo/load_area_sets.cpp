#include "geo/area_set.h"
#include "geo/error.h"
#include "geo/loading.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <set>
#include <unordered_map>

namespace geo {

namespace {

/// Rows of a file with sets of areas. Codes are text, so that leading zeros live.
struct SetRows {
    std::string label;
    std::string level;
    std::vector<std::string> area, name, member, member_level;
    std::vector<std::string> share;  // empty where the file leaves it out: the whole member
};

SetRows read_rows(const Source& source, const Layout& layout, unsigned threads) {
    const auto& fields = source.fields();
    std::vector<Field> wanted;
    const auto want = [&](const char* name, Field::Kind kind) -> std::optional<std::size_t> {
        const auto field = find_field(fields, name);
        if (!field) return std::nullopt;
        wanted.push_back({*field, kind});
        return wanted.size() - 1;
    };
    const auto area = want("area_id", Field::Kind::text);
    const auto member = want("member_code", Field::Kind::text);
    const auto name = want("name", Field::Kind::text);
    const auto level = want("member_level", Field::Kind::text);
    const auto share = want("share", Field::Kind::text);
    const auto rows = source.read(wanted, false, {}, threads).table;
    if (const auto dropped = rows.dropped_short + rows.dropped_long; dropped > 0) {
        fail(
            "{}: rows with too few or too many fields: {}, the first of them {}; a comma inside a value needs quotes "
            "round it, "
            "or a member would be lost",
            source.label(), dropped, rows.first_dropped);
    }
    SetRows out;
    out.label = source.label();
    out.level = layout.level;
    const auto text = [&](std::optional<std::size_t> column, std::size_t row) {
        return column ? rows.columns[*column].text(row) : std::string();
    };
    for (std::size_t row = 0; row < rows.rows; ++row) {
        out.area.push_back(text(area, row));
        out.member.push_back(text(member, row));
        out.name.push_back(text(name, row));
        out.member_level.push_back(text(level, row));
        out.share.push_back(text(share, row));
    }
    return out;
}

using CodeIndex = std::unordered_map<std::string, std::uint32_t>;

/// Finds members by level and code, in the levels that were read.
class MemberFinder {
public:
    explicit MemberFinder(const Dataset& dataset) : dataset_(&dataset) {
        for (const auto& areas : dataset.levels) {
            auto& index = indices_.emplace_back();
            for (std::uint32_t area = 0; area < areas.size(); ++area) index.emplace(areas.code[area], area);
        }
    }

    /// The area itself; where its level was not read, or has no borders that could hold the cells there are, those of
    /// the finest level that lie in it by their codes. None if there is no such area. \param level "" is any
    [[nodiscard]] std::vector<Member> find(const std::string& level, const std::string& code, double share) const {
        std::vector<Member> undrawn;
        for (std::uint32_t l = 0; l < indices_.size(); ++l) {
            const auto& areas = dataset_->levels[l];
            if (!areas.members.empty() || (!level.empty() && lower_ascii(areas.level) != lower_ascii(level))) continue;
            const auto found = indices_[l].find(code);
            if (found == indices_[l].end()) continue;
            if (holds_units(areas)) return {{l, found->second, share}};
            if (undrawn.empty()) undrawn = {{l, found->second, share}};
        }
        const std::string above(level_of_code(code));
        if (above.empty() || (!level.empty() && lower_ascii(above) != lower_ascii(level))) return undrawn;
        std::vector<Member> best;
        for (std::uint32_t l = 0; l < indices_.size(); ++l) {
            const auto& areas = dataset_->levels[l];
            if (!areas.members.empty() || !holds_units(areas)) continue;
            std::vector<Member> parts;
            for (std::uint32_t area = 0; area < areas.size(); ++area) {
                if (code_above(areas.code[area], above) == code) parts.push_back({l, area, share});
            }
            if (parts.size() > best.size()) best = std::move(parts);
        }
        return best.empty() ? undrawn : best;
    }

    [[nodiscard]] const Dataset& dataset() const { return *dataset_; }

    /// Name of a level that has the code, or that such a code is of; empty if none.
    [[nodiscard]] std::string level_with(const std::string& code) const {
        for (std::uint32_t l = 0; l < indices_.size(); ++l) {
            if (dataset_->levels[l].members.empty() && indices_[l].contains(code)) return dataset_->levels[l].level;
        }
        return find({}, code, 1).empty() ? std::string() : std::string(level_of_code(code));
    }

private:
    /// Whether what is added up can be found in areas of this level.
    [[nodiscard]] bool holds_units(const Areas& areas) const {
        return dataset_->cells.scores.empty() || areas.has_polygons();
    }

    const Dataset* dataset_;
    std::vector<CodeIndex> indices_;  // [levels]
};

std::string levels_of(const Dataset& dataset) {
    std::vector<std::string> names;
    for (const auto& areas : dataset.levels) names.push_back(areas.level);
    return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

double share_of(const SetRows& rows, std::size_t row) {
    auto text = rows.share[row];
    if (text.empty()) return 1;
    std::replace(text.begin(), text.end(), ',', '.');  // a decimal comma
    double share = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), share);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || std::isnan(share))
        fail("{}: area '{}', member '{}': the share '{}' is no number; write a part of 1, such as 0.5", rows.label,
             rows.area[row], rows.member[row], rows.share[row]);
    if (share > 0 && share <= 1) return share;
    fail("{}: area '{}', member '{}': a share of {}; it must be above 0 and not above 1", rows.label, rows.area[row],
         rows.member[row], share);
}

void add_row(const SetRows& rows, std::size_t row, const MemberFinder& members, Areas& areas, std::uint32_t area,
             std::vector<std::size_t>& unknown) {
    if (areas.name[area].empty()) areas.name[area] = rows.name[row];
    const double share = share_of(rows, row);
    auto found = members.find(rows.member_level[row], rows.member[row], share);
    if (found.empty()) unknown.push_back(row);
    for (const auto& member : found) {
        for (const auto& other : areas.members[area]) {
            if (other.level == member.level && other.area == member.area) {
                const auto& held = members.dataset().levels[member.level].code[member.area];
                if (held == rows.member[row])
                    fail("{}: area '{}' has the member '{}' twice; leave one out, or it would count twice", rows.label,
                         areas.code[area], rows.member[row]);
                fail(
                    "{}: area '{}': the member '{}' holds '{}', which another member has brought already; leave one "
                    "out, or it would count twice",
                    rows.label, areas.code[area], rows.member[row], held);
            }
        }
    }
    areas.members[area].insert(areas.members[area].end(), found.begin(), found.end());
}

/// The first of the rows whose member is nowhere.
[[noreturn]] void refuse(const SetRows& rows, const std::vector<std::size_t>& unknown, const MemberFinder& members,
                         const Dataset& dataset) {
    const auto row = unknown.front();
    if (const auto level = members.level_with(rows.member[row]); !level.empty()) {
        fail(
            "{}: area '{}', member '{}': its row says level '{}', and it is of level '{}'; mend member_level, or leave "
            "it empty",
            rows.label, rows.area[row], rows.member[row], rows.member_level[row], level);
    }
    const auto more = unknown.size() > 1 ? Sentence(", nor the codes of {} more rows", unknown.size() - 1) : Sentence();
    fail(
        "{}: no area has the code '{}', which area '{}' has as a member{}; the levels read are {}; add a file with the "
        "areas of that level and year, or mend the code",
        rows.label, rows.member[row], rows.area[row], more, levels_of(dataset));
}

Areas areas_of(const SetRows& rows, const Dataset& dataset, Report& report) {
    Areas out;
    out.level = rows.level;
    out.sources = {rows.label};
    out.chosen = true;
    const MemberFinder members(dataset);
    CodeIndex index;
    std::vector<std::size_t> unknown;  // rows
    std::vector<std::string> without;
    std::size_t nameless = 0;
    for (std::size_t row = 0; row < rows.area.size(); ++row) {
        if (rows.area[row].empty()) {
            ++nameless;
            continue;
        }
        const auto [at, fresh] = index.emplace(rows.area[row], static_cast<std::uint32_t>(out.size()));
        if (fresh) {
            out.code.push_back(rows.area[row]);
            out.name.emplace_back();
            out.members.emplace_back();
        }
        if (rows.member[row].empty()) {
            without.push_back(rows.area[row]);
            if (out.name[at->second].empty()) out.name[at->second] = rows.name[row];
        } else {
            add_row(rows, row, members, out, at->second, unknown);
        }
    }
    if (!unknown.empty()) refuse(rows, unknown, members, dataset);
    if (without.size() == rows.area.size()) {
        fail(
            "{}: not one area has a member: fill in member_code (such as BU03630101 or WK036301), a row for each "
            "member",
            rows.label);
    }
    report.count(Note::Kind::dropped, rows.label, {}, Sentence("rows without area_id"), nameless);
    const auto count = without.size();
    report.count(Note::Kind::unmatched, rows.label, {},
                 Sentence("rows without a member (they add nothing to their area)"), count, std::move(without));
    return out;
}

}  // namespace

void recognise_set(const std::string& file, std::vector<Source> sources, std::vector<Incoming>& out,
                   std::vector<SetSource>& sets) {
    Sentence refused;
    for (auto& source : sources) {
        LayoutHints hints;
        hints.level = std::filesystem::path(file).stem().string();
        auto layout =
            recognise(source.file(), source.layer(), source.fields(), source.sample(100), source.has_polygons(), hints);
        if (layout.rows == Layout::Rows::members) {
            sets.push_back({std::move(source), std::move(layout), true});
            return;
        }
        // Areas drawn by hand seldom have a column that is called a code.
        for (const auto* name : {"area_id", "id", "fid", "naam", "name", "gebied", "area"}) {
            if (layout.rows != Layout::Rows::unknown || !source.has_polygons()) break;
            if (!find_field(source.fields(), name)) continue;
            hints.code = name;
            layout = recognise(source.file(), source.layer(), source.fields(), source.sample(100), true, hints);
        }
        if (layout.rows == Layout::Rows::areas && source.has_polygons()) {
            layout.scores.clear();  // a set is scored, it does not bring scores
            layout.classes.clear();
            layout.no_data.clear();
            layout.own_weights.clear();
            out.push_back(plan(std::move(source), std::move(layout)));
            out.back().chosen = true;
            return;
        }
        refused = field_names(source.fields());
    }
    fail(
        "{}: no set of areas: neither a table with area_id and member_code, nor polygons with a code or name; it has "
        "{}",
        file, refused.empty() ? Sentence("no layer") : refused);
}

void check_set_levels(const std::vector<Incoming>& incoming) {
    for (const auto& set : incoming) {
        if (!set.chosen) continue;
        for (const auto& other : incoming) {
            if (&other != &set && other.layout.rows == Layout::Rows::areas && other.layout.level == set.layout.level)
                fail("{}: there is another level '{}' already; give the file another name", set.source.label(),
                     set.layout.level);
        }
    }
}

void load_area_sets(const std::vector<SetSource>& sources, const LoadOptions& options, Dataset& dataset) {
    std::vector<Areas> made;
    for (const auto& [source, layout, must] : sources) {
        try {
            auto areas = areas_of(read_rows(source, layout, options.threads), dataset, dataset.report);
            bool drawn = true;
            for (const auto& members : areas.members) {
                for (const auto& member : members) drawn = drawn && dataset.levels[member.level].has_polygons();
            }
            if (drawn) {
                unite_members(dataset, areas, options.threads);
            } else {
                for (std::size_t area = 0; area < areas.size(); ++area) areas.polygons.end_area();
            }
            made.push_back(std::move(areas));
        } catch (const Error& error) {
            if (must) throw;
            dataset.report.count(Note::Kind::dropped, source.label(), {},
                                 Sentence("sets of areas that cannot be made: {}", error.sentence()), 1);
        }
    }
    for (auto& areas : made) {
        for (const auto& other : dataset.levels) {
            if (other.level == areas.level)
                fail("{}: there is another level '{}' already; give the file another name", areas.sources.front(),
                     areas.level);
        }
        dataset.levels.push_back(std::move(areas));
    }
}

void add_dissolved(const std::string& level, const LoadOptions& options, Dataset& dataset) {
    for (const auto& there : dataset.levels) {
        if (there.level == level) fail("level '{}' is among the files already: nothing to dissolve", level);
    }
    if (level == everything_level) {
        dataset.levels.push_back(everything(dataset));
        return;
    }
    auto made = dissolved(dataset, level, true, options.threads);
    const auto& below = dataset.levels[made.members.front().front().level];
    std::vector<std::string> left_out;
    for (const auto& code : below.code) {
        if (code_above(code, level).empty()) left_out.push_back(code);
    }
    const auto count = left_out.size();
    dataset.report.count(Note::Kind::unmatched, below.level, {},
                         Sentence("areas whose codes do not tell in which {} they lie (they are in none)", level),
                         count, std::move(left_out));
    dataset.levels.push_back(std::move(made));
}

}  // namespace geo
