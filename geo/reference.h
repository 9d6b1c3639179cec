#pragma once

#include "geo/assess.h"
#include "geo/sentence.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace geo {

/// What an area is compared with, at the same measurement. Always named: a gap to one reference says nothing of
/// another.
struct Reference {
    enum class Kind {
        fixed,         // of the edition: what its deviations are measured against, so 0 in every dimension
        everything,    // weighted mean of all that was read
        municipality,  // that the area lies in
        area           // any other
    };
    Kind kind = Kind::fixed;
    const Assessment* level = nullptr;  // null for the fixed one
    std::size_t area = 0;               // of that level

    [[nodiscard]] const std::string& code() const { return level->areas->code[area]; }
    [[nodiscard]] const std::string& name() const { return level->areas->name[area]; }
    friend bool operator==(const Reference&, const Reference&) = default;
};

/// Whether scores are deviations from a fixed reference: those of the Leefbaarometer are.
[[nodiscard]] bool has_fixed_reference(const Assessment& level);

/// The levels that references are found in: those that were assessed, and, made for it, the municipalities (by the
/// digits of codes) and all that was read. Refers to the dataset and the assessments.
class References {
public:
    References() = default;
    /// Never fails: a reference that cannot be had is refused when it is asked for.
    References(const Dataset& dataset, std::vector<const Assessment*> levels, const AssessOptions& options);

    /// \param against "fixed", "all" (or "nl"), "gemeente", or the code of an area
    /// \throws Error with the way out: where there is no such reference, or nothing says what its parts count for
    [[nodiscard]] Reference find(const std::string& against, const Assessment& level, std::size_t area) const;

    /// find("gemeente") for every area of a level; none where that is refused.
    [[nodiscard]] std::vector<std::optional<Reference>> municipalities(const Assessment& level) const;

    /// Every area of that code, in the order of the levels; "buurt:BU03630101" names the level too.
    [[nodiscard]] std::vector<Reference> areas_of(const std::string& code) const;

    /// Why there is no area of that code, where it would be a municipality or all that was read and its parts cannot be
    /// added up; empty if there is no such reason.
    [[nodiscard]] Sentence refusal_of(const std::string& code) const;

private:
    /// A level made for comparing, or why there is none.
    struct Made {
        Areas areas;
        Assessment assessment;
        Sentence refusal;
    };
    [[nodiscard]] Reference municipality_of(const Assessment& level, std::size_t area) const;

    const Dataset* dataset_ = nullptr;
    std::vector<const Assessment*> levels_;
    std::unique_ptr<Made> municipalities_;
    std::unique_ptr<Made> everything_;
    std::unordered_map<std::string, std::vector<Reference>> by_code_;  // each in the order of the levels
};

}  // namespace geo
