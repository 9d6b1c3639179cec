#include "app/model/possible.h"

#include "app/model/drawn.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace model {

namespace {

/// As people write it, of whatever size.
std::string plain(double value, Language language) {
    auto out = fmt::format("{:.4g}", value);
    if (language == Language::dutch) std::replace(out.begin(), out.end(), '.', ',');
    return out;
}

std::vector<std::string> impossible_drawn(const Choices& choices, Language language) {
    std::vector<std::string> out;
    std::set<std::string> codes;
    for (const auto& area : choices.drawn) {
        const auto& name = area.name.empty() ? area.code : area.name;
        const auto corners = held_corners(area.corners.points()).size();
        if (area.code.empty()) {
            out.push_back(filled(language, "possible.drawn_no_code", name));
        } else if (codes.contains(area.code)) {
            out.push_back(filled(language, "possible.drawn_twice", name, area.code));
        } else if (corners < least_corners || codes.size() == most_drawn) {
            out.push_back(filled(language, corners < least_corners ? "possible.drawn_corners" : "possible.drawn_many",
                                 name, corners));
        } else {
            codes.insert(area.code);
        }
    }
    return out;
}

}  // namespace

bool are_limits(std::span<const double> limits) {
    const auto bad = [](double limit) { return !std::isfinite(limit); };
    const bool strict = std::adjacent_find(limits.begin(), limits.end(), std::greater_equal<>()) == limits.end();
    return strict && std::none_of(limits.begin(), limits.end(), bad) && limits.size() <= most_fixed_limits;
}

int held_classes(int classes) {
    return std::clamp(classes, 2, 12);
}

double held_hold_s(double hold_s) {
    return std::isfinite(hold_s) ? std::clamp(hold_s, 0.2, 10.0) : Playback().hold_s;
}

double held_opacity(double opacity) {
    return std::isfinite(opacity) ? std::clamp(opacity, 0.0, 1.0) : 1.0;
}

bool is_possible(const Sureness& sure) {
    constexpr double most_concentration = 1e6;
    return sure.unsure_above >= 0 && sure.unsure_above <= 1 && sure.concentration >= 1 &&
           sure.concentration <= most_concentration;
}

bool is_possible(const HotspotChoice& hotspots) {
    const auto& asked = hotspots.asked;
    const auto effect = asked.least_effect.value_or(0);
    return asked.alpha > 0 && asked.alpha < 1 && asked.permutations <= geo::most_permutations && effect >= 0 &&
           effect <= geo::most_effect;
}

bool is_possible(const DisplacementChoice& displacement) {
    using Kind = geo::NeighbourRule::Kind;
    return displacement.ring.kind == Kind::band || displacement.ring.kind == Kind::queen;
}

std::vector<std::string> impossible_values(const Choices& choices, Language language) {
    std::vector<std::string> out;
    const auto say = [&](const char* key, double value) {
        out.push_back(filled(language, key, plain(value, language)));
    };
    const auto scale = choices.view.metres_per_pixel;
    if (scale < closest_metres_per_pixel || scale > farthest_metres_per_pixel) say("possible.scale", scale);
    for (const auto& [dimension, weight] : choices.importance) {
        if (dimension.empty() || !is_importance(weight))
            out.push_back(
                filled(language, "possible.importance", dimension_name(language, dimension), plain(weight, language)));
    }
    const auto& scheme = choices.scheme;
    if (!are_limits(scheme.limits)) {
        std::string all;
        const auto shown = std::min(scheme.limits.size(), std::size_t{6});
        for (std::size_t i = 0; i < shown; ++i) all += (i > 0 ? "; " : "") + plain(scheme.limits[i], language);
        if (shown < scheme.limits.size()) all += "; …";
        out.push_back(filled(language, "possible.limits", all));
    } else if (held_classes(scheme.classes) != scheme.classes) {
        say("possible.classes", scheme.classes);
    }
    if (!is_weight(choices.faint_below)) say("possible.faint", choices.faint_below);
    if (!is_possible(choices.sure)) {
        const bool part = choices.sure.unsure_above >= 0 && choices.sure.unsure_above <= 1;
        say(part ? "possible.concentration" : "possible.unsure_above",
            part ? choices.sure.concentration : choices.sure.unsure_above);
    }
    if (!is_possible(choices.hotspots)) {
        const auto& asked = choices.hotspots.asked;
        if (!(asked.alpha > 0 && asked.alpha < 1))
            say("possible.alpha", asked.alpha);
        else if (asked.permutations > geo::most_permutations)
            say("possible.permutations", static_cast<double>(asked.permutations));
        else
            say("possible.effect", asked.least_effect.value_or(0));
    }
    if (held_hold_s(choices.playback.hold_s) != choices.playback.hold_s) say("possible.hold", choices.playback.hold_s);
    if (held_opacity(choices.opacity) != choices.opacity) say("possible.opacity", choices.opacity);
    std::set<std::pair<std::string, std::string>> layers;
    for (const auto& own : choices.own_layers) {
        const bool anew = !own.path.empty() && layers.insert({own.path, own.layer}).second;
        if (!anew) {
            out.push_back(filled(language, "possible.own_twice", own.path));
        } else if (held_opacity(own.opacity) != own.opacity) {
            out.push_back(filled(language, "possible.own_opacity", own.path, plain(own.opacity, language)));
        }
    }
    for (auto& drawn : impossible_drawn(choices, language)) out.push_back(std::move(drawn));
    return out;
}

std::vector<std::string> impossible_values(const Action& action, Language language) {
    Choices set;
    if (const auto* one = std::get_if<ImportanceSet>(&action)) set.importance[one->dimension] = one->weight;
    if (const auto* all = std::get_if<ImportancesChosen>(&action)) set.importance = all->importance;
    if (const auto* scheme = std::get_if<SchemeChosen>(&action)) set.scheme = scheme->scheme;
    if (const auto* faint = std::get_if<FaintChosen>(&action); faint != nullptr && !std::isnan(faint->below))
        set.faint_below = faint->below;
    if (const auto* sure = std::get_if<SureSet>(&action)) set.sure = sure->sure;
    if (const auto* hotspots = std::get_if<HotspotsSet>(&action)) set.hotspots = hotspots->hotspots;
    if (const auto* playback = std::get_if<PlaybackSet>(&action)) set.playback = playback->playback;
    if (const auto* opacity = std::get_if<OpacityChosen>(&action)) set.opacity = opacity->opacity;
    if (const auto* moved = std::get_if<ViewMoved>(&action); moved != nullptr && !(moved->metres_per_pixel > 0))
        set.view.metres_per_pixel = moved->metres_per_pixel;
    if (const auto* added = std::get_if<OwnLayerAdded>(&action)) set.own_layers = {added->own};
    if (const auto* changed = std::get_if<OwnLayerChanged>(&action)) set.own_layers = {changed->own};
    return impossible_values(set, language);
}

}  // namespace model
