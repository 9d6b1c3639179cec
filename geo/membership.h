#pragma once

#include "geo/overlay.h"
#include "geo/units.h"

#include <string>

namespace geo {

/// How cells belong to areas.
enum class Membership {
    centroid,  // whole, to the areas that hold their centre
    share      // to each area for the part of their square that lies inside
};

/// "centroid", "share"
[[nodiscard]] const char* name_of(Membership rule);

/// Which units lie in which areas. Areas made of others hold what their members hold, times the share of the member;
/// a unit is never held more than once: where members overlap by no more than slivers it is cut to 1 and counted in
/// the report. \throws Error where the members of an area overlap by more than that, naming two of them
[[nodiscard]] Overlap membership(const Dataset& dataset, const Areas& areas, const Units& units, Membership rule,
                                 unsigned threads, Report& report);

/// The areas that the units of areas made of others can be: those with scores of their own that the members are, or
/// that lie in them by their codes. \return null if there are none
[[nodiscard]] const Areas* units_within(const Dataset& dataset, const Areas& areas);

}  // namespace geo
