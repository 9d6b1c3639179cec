#pragma once

#include "app/model/shown.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace model {

/// A name that may be written on the map.
struct MapName {
    enum class Kind {
        area,
        set,    // of areas someone chose
        place,  // of an own layer
        point   // of a dot of one: written beside it
    };
    Kind kind = Kind::area;
    std::string text;
    geo::Point at;      // metres
    double across = 0;  // metres, from west to east, of what it names
    double clear = 0;   // metres around `at` that no border crosses
};

/// Names in and around the view, the most important first: those of outlined sets, then of own layers, then of the
/// areas shown, by what they count for and then by their size. The order does not depend on the view, so that what is
/// written stays as the map is moved; only what is too small for a letter is left out. Remembers the order.
class Names {
public:
    /// \return at most `most`; lives until the next call
    [[nodiscard]] std::span<const MapName> in_view(const Shown& shown, const State& state, const Results& results,
                                                   std::size_t most = 400);

private:
    std::vector<std::shared_ptr<const void>> made_from_;
    std::vector<std::string> from_;  // levels, and labels of own layers
    const void* layer_ = nullptr;
    std::size_t measurement_ = 0;
    std::vector<MapName> all_;  // in order
    std::optional<View> view_;  // that in_view_ is of
    std::vector<MapName> in_view_;
};

}  // namespace model
