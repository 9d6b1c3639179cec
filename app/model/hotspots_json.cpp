#include "app/model/hotspots_json.h"

#include "app/model/json_members.h"
#include "geo/error.h"
#include "geo/words.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace model {

namespace {

using Json = nlohmann::ordered_json;

/// Calls part(key, member) for each of the members that are one value.
template <typename Asked, typename Part>
void each_value(Asked& asked, Part&& part) {
    part("on", asked.on);
    part("measurement", asked.measurement);
    part("with", asked.with);
    part("permutations", asked.permutations);
    part("seed", asked.seed);
    part("alpha", asked.alpha);
    part("over_time", asked.over_time);
    part("among", asked.among);
}

/// Calls part(key, words, member) for each of the members that are one of a few words.
template <typename Asked, typename Part>
void each_word(Asked& asked, Part&& part) {
    part("method", geo::local_method_words(), asked.method);
    part("weights_style", geo::weight_style_words(), asked.style);
    part("divisor", geo::divisor_words(), asked.divisor);
    part("alternative", geo::alternative_words(), asked.alternative);
    part("inference", geo::inference_words(), asked.inference);
    part("adjustment", geo::adjustment_words(), asked.adjustment);
}

template <typename Asked, typename Part>
void each_value_of_displacement(Asked& asked, Part&& part) {
    part("level", asked.level);
    part("change", asked.change);
    part("caliper", asked.caliper);
    part("candidates", asked.candidates);
    part("seed", asked.seed);
}

/// Takes a value that is one of its kind.
template <typename Value>
void take_value(JsonMembers& members, const char* key, Value& into) {
    using Kind = std::remove_cvref_t<Value>;
    constexpr bool whole = std::is_unsigned_v<Kind> && !std::is_same_v<Kind, bool>;
    members(key, [&](const Json& from) {
        // nlohmann's own conversion makes a whole number of any.
        if (whole && !from.is_number_unsigned()) members.refuse(key, from);
        from.get_to(into);
    });
}

template <typename T>
constexpr bool is_optional = false;
template <typename T>
constexpr bool is_optional<std::optional<T>> = true;

}  // namespace

Json hotspots_to_json(const geo::HotspotsAsked& asked) {
    Json out = Json::object();
    each_value(asked, [&](const char* key, const auto& value) { out[key] = value; });
    each_word(asked, [&](const char* key, const auto& words, const auto& member) {
        if constexpr (is_optional<std::remove_cvref_t<decltype(member)>>) {
            if (member) out[key] = geo::word_of(words, *member);
        } else {
            out[key] = geo::word_of(words, member);
        }
    });
    if (asked.least_effect) out["least_effect"] = *asked.least_effect;
    if (asked.neighbours) {
        out["neighbours"] = geo::to_text(*asked.neighbours);
        out["tolerance"] = asked.neighbours->tolerance;
    }
    return out;
}

geo::HotspotsAsked hotspots_from(const Json& json) {
    geo::HotspotsAsked out;
    JsonMembers take(json, "asked");
    each_value(out, [&](const char* key, auto& value) { take_value(take, key, value); });
    each_word(out, [&](const char* key, const auto& words, auto& member) {
        take(key, [&](const Json& from) {
            const auto word = from.get<std::string>();
            const auto kind = geo::kind_of(words, word);
            if (!kind) geo::fail("'{}' of hotspots is the unknown word '{}'", key, word);
            member = *kind;
        });
    });
    take("least_effect", [&](const Json& from) { out.least_effect = from.get<double>(); });
    take("neighbours", [&](const Json& from) { out.neighbours = geo::neighbour_rule(from.get<std::string>()); });
    take("tolerance", [&](const Json& from) {
        const auto tolerance = from.get<double>();
        if (!(tolerance >= 0)) take.refuse("tolerance", from);
        if (out.neighbours) out.neighbours->tolerance = tolerance;
    });
    take.end();
    return out;
}

Json displacement_to_json(const geo::DisplacementAsked& asked) {
    Json out = Json::object();
    each_value_of_displacement(asked, [&](const char* key, const auto& value) { out[key] = value; });
    out["ring"] = geo::to_text(asked.ring);
    return out;
}

geo::DisplacementAsked displacement_from(const Json& json) {
    geo::DisplacementAsked out;
    JsonMembers take(json, "displacement");
    each_value_of_displacement(out, [&](const char* key, auto& value) { take_value(take, key, value); });
    take("ring", [&](const Json& from) { out.ring = geo::ring_rule(from.get<std::string>()); });
    take.end();
    return out;
}

}  // namespace model
