#pragma once

#include "app/model/commands.h"
#include "app/model/place_names.h"
#include "app/model/state.h"
#include "geo/crs.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace model {

/// One answer to what was typed.
struct Hit {
    std::string text;  // "Haven Noord"
    std::string note;  // "Neighbourhood · Breda", or the keys of a command
    std::string code;  // of an area or cell; empty for others
    Action action;
    std::string own;  // command that is the window's own; action counts for nothing then
    bool checked = false;
    std::optional<geo::Point> place = {};  // that is no area: to be marked
};

struct Found {
    std::vector<Hit> hits;  // the best first
    std::size_t more = 0;   // that are not among them
    std::string nothing;    // a sentence where there are none
};

inline constexpr std::size_t most_hits = 12;

/// Areas of all levels and sets, and places by coordinates or the id of a grid cell. What is typed is looked for in
/// names and codes, without case and diacritics: whole names and codes first, then their beginnings, beginnings of
/// words, also with words of the municipality ("haven breda"), at last any part. Larger areas go before smaller ones.
/// A municipality that was not read, but that areas lie in, is gone to.
class AreaFinder {
public:
    explicit AreaFinder(const Scene& scene, const PlaceNames& names);

    /// \param view for how close to go to a place; \param shown names what lies there
    [[nodiscard]] Found operator()(std::string_view text, const View& view, const Layer* shown,
                                   Language language) const;

private:
    [[nodiscard]] std::string municipality(std::size_t layer, std::size_t row) const;
    struct Town;  // a municipality to go to
    [[nodiscard]] std::vector<Town> towns(std::string_view text, const View& view, Language language) const;
    void add_place(std::string_view text, const View& view, const Layer* shown, Language language, Found& out) const;

    const Scene* scene_;
    const PlaceNames* names_;
    std::unique_ptr<const geo::Transform> from_degrees_;  // null where the CRS is not known
    const Layer* municipalities_ = nullptr;               // with borders, where there are any
};

/// Commands that can be done now, by any words of them; all where nothing is typed.
[[nodiscard]] Found find_commands(std::string_view text, const std::vector<Command>& commands, Language language);

}  // namespace model
