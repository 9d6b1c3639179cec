#include "geo/reference.h"

#include "geo/area_set.h"
#include "geo/error.h"
#include "geo/layout.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace geo {

namespace {

constexpr const char* municipality_level = "gemeente";

/// The municipalities an area lies in, by its own code or those of its members; none where one of these does not tell.
std::set<std::string> municipalities_of(const Dataset& dataset, const Areas& areas, std::size_t area) {
    std::set<std::string> out;
    const auto add = [&](const std::string& code) {
        out.insert(level_of_code(code) == municipality_level ? code : code_above(code, municipality_level));
    };
    if (areas.members.empty() || areas.members[area].empty()) {
        add(areas.code[area]);
    } else {
        for (const auto& member : areas.members[area]) add(dataset.levels[member.level].code[member.area]);
    }
    return out.contains({}) ? std::set<std::string>{} : out;
}

}  // namespace

bool has_fixed_reference(const Assessment& level) {
    return is_known_dimension(level.values.dimensions[level.total]) &&
           level.values.find_dimension("afw") < level.values.dimensions.size();
}

References::References(const Dataset& dataset, std::vector<const Assessment*> levels, const AssessOptions& options)
    : dataset_(&dataset), levels_(std::move(levels)) {
    const auto make = [&](auto&& areas) {
        auto made = std::make_unique<Made>();
        try {
            made->areas = areas();
            made->assessment = assess(dataset, made->areas, options);
        } catch (const Error& error) {
            made->refusal = error.sentence();
        }
        return made;
    };
    const auto has = [&](auto&& test) {
        return std::any_of(levels_.begin(), levels_.end(), [&](const auto* a) { return test(*a->areas); });
    };
    if (!has([](const Areas& areas) { return areas.level == municipality_level; })) {
        municipalities_ = make([&] { return dissolved(dataset, municipality_level, false, options.threads); });
        if (municipalities_->refusal.empty()) levels_.push_back(&municipalities_->assessment);
    }
    if (!has([](const Areas& areas) { return areas.everything; })) {
        everything_ = make([&] { return everything(dataset); });
        if (everything_->refusal.empty()) levels_.push_back(&everything_->assessment);
    }
    for (const auto* level : levels_) {
        for (std::size_t area = 0; area < level->areas->size(); ++area)
            by_code_[level->areas->code[area]].push_back({Reference::Kind::area, level, area});
    }
}

std::vector<Reference> References::areas_of(const std::string& code) const {
    if (const auto at = by_code_.find(code); at != by_code_.end()) return at->second;
    const auto colon = code.find(':');
    if (colon == std::string::npos) return {};
    const auto at = by_code_.find(code.substr(colon + 1));
    if (at == by_code_.end()) return {};
    auto out = at->second;
    std::erase_if(out, [&](const Reference& area) { return area.level->areas->level != code.substr(0, colon); });
    return out;
}

Sentence References::refusal_of(const std::string& code) const {
    if (code == everything_level && everything_ != nullptr) return everything_->refusal;
    const bool municipality = level_of_code(code) == municipality_level;
    return municipality && municipalities_ != nullptr ? municipalities_->refusal : Sentence();
}

Reference References::municipality_of(const Assessment& level, std::size_t area) const {
    const auto& code = level.areas->code[area];
    if (level.areas->level == municipality_level)
        fail(
            "'{}' is a municipality itself: compare it with all that was read (--against all), or with an area by its "
            "code",
            code);
    const auto found = municipalities_of(*dataset_, *level.areas, area);
    if (found.empty())
        fail(
            "the code '{}' does not tell in which municipality the area lies; name the area to compare with by its "
            "code (--against CODE)",
            code);
    if (found.size() > 1)
        fail("area '{}' lies in {} municipalities ({}); name one of them (--against {})", code, found.size(),
             fmt::join(found, ", "), *found.begin());
    for (const auto& reference : areas_of(*found.begin())) {
        if (reference.level->areas->level == municipality_level)
            return {Reference::Kind::municipality, reference.level, reference.area};
    }
    const bool refused = municipalities_ != nullptr && !municipalities_->refusal.empty();
    fail("the municipality {} cannot be compared with: {}", *found.begin(),
         refused ? municipalities_->refusal : Sentence("it is not among the areas read"));
}

Reference References::find(const std::string& against, const Assessment& level, std::size_t area) const {
    if (against == "fixed") {
        if (!has_fixed_reference(level))
            fail(
                "only the Leefbaarometer has a fixed reference, and '{}' is none of its scores; compare with all that "
                "was read (--against all), or with an area by its code",
                level.values.dimensions[level.total]);
        return {};
    }
    if (against == municipality_level) return municipality_of(level, area);
    const bool all = against == everything_level || against == "nl";
    const auto found = areas_of(all ? everything_level : against);
    if (!all && found.size() > 1)
        fail("the code '{}' is in {} levels; name one: --against {}:{}", against, found.size(),
             found.front().level->areas->level, against);
    if (!all && !found.empty()) return found.front();
    for (const auto& reference : found) {
        if (reference.level->areas->everything) return {Reference::Kind::everything, reference.level, reference.area};
    }
    if (all) fail("all that was read has no mean: {}", refusal_of(everything_level));
    if (const auto why = refusal_of(against); !why.empty()) fail("'{}' cannot be compared with: {}", against, why);
    fail("no area has the code '{}' to compare with; fixed, all and gemeente are the other references", against);
}

std::vector<std::optional<Reference>> References::municipalities(const Assessment& level) const {
    const auto& areas = *level.areas;
    std::vector<std::optional<Reference>> out(areas.size());
    std::string before;
    for (std::size_t area = 0; area < out.size(); ++area) {
        const auto code = areas.members.empty() ? code_above(areas.code[area], municipality_level) : std::string();
        if (!code.empty() && code == before) {  // areas of one municipality mostly come in a row
            out[area] = out[area - 1];
            continue;
        }
        before = code;
        try {
            out[area] = municipality_of(level, area);
        } catch (const Error&) {
            out[area] = std::nullopt;
        }
    }
    return out;
}

}  // namespace geo
