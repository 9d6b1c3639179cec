#include "app/model/choices_json.h"

#include "app/model/hotspots_json.h"
#include "app/model/json_members.h"
#include "geo/error.h"
#include "geo/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace model {

namespace {

template <typename Kind>
using Named = std::pair<const char*, Kind>;

constexpr std::array<Named<Show>, 3> shows{
    {{"state", Show::state}, {"change", Show::change}, {"difference", Show::difference}}};
constexpr std::array<Named<Scheme::Kind>, 5> schemes{{{"published", Scheme::Kind::published},
                                                      {"quantile", Scheme::Kind::quantile},
                                                      {"equal", Scheme::Kind::equal_interval},
                                                      {"natural", Scheme::Kind::natural},
                                                      {"fixed", Scheme::Kind::fixed}}};
constexpr std::array<Named<Vision>, 4> visions{{{"full", Vision::full},
                                                {"protanopia", Vision::protanopia},
                                                {"deuteranopia", Vision::deuteranopia},
                                                {"tritanopia", Vision::tritanopia}}};
constexpr std::array<Named<Faint>, 3> faints{{{"no", Faint::no}, {"fade", Faint::fade}, {"pattern", Faint::pattern}}};
constexpr std::array<Named<Language>, 2> languages{{{"en", Language::english}, {"nl", Language::dutch}}};
constexpr std::array<Named<Finder::Kind>, 3> finders{
    {{"closed", Finder::Kind::closed}, {"areas", Finder::Kind::areas}, {"commands", Finder::Kind::commands}}};
constexpr std::array<Named<Drawing::Tool>, 3> tools{
    {{"none", Drawing::Tool::none}, {"polygon", Drawing::Tool::polygon}, {"lasso", Drawing::Tool::lasso}}};
constexpr std::array<Named<Exporting::What>, 4> exports{{{"automatic", Exporting::What::automatic},
                                                         {"shown", Exporting::What::shown},
                                                         {"selection", Exporting::What::selection},
                                                         {"everything", Exporting::What::everything}}};
constexpr std::array<Named<Errand::Kind>, 14> errands{{{"open", Errand::Kind::open_files},
                                                       {"open_session", Errand::Kind::open_session},
                                                       {"save_session", Errand::Kind::save_session},
                                                       {"save_session_as", Errand::Kind::save_session_as},
                                                       {"save_window", Errand::Kind::save_window},
                                                       {"save_map", Errand::Kind::save_map},
                                                       {"export_rows", Errand::Kind::export_rows},
                                                       {"export_drawn", Errand::Kind::export_drawn},
                                                       {"add_layer", Errand::Kind::add_layer},
                                                       {"open_model", Errand::Kind::open_model},
                                                       {"save_model", Errand::Kind::save_model},
                                                       {"copy_text", Errand::Kind::copy_text},
                                                       {"copy_table", Errand::Kind::copy_table},
                                                       {"copy_command", Errand::Kind::copy_command}}};

template <typename Kind, std::size_t n>
const char* name_in(const std::array<Named<Kind>, n>& names, Kind kind) {
    for (const auto& [name, each] : names) {
        if (each == kind) return name;
    }
    return names.front().first;
}

template <typename Kind, std::size_t n>
Kind found_in(const std::array<Named<Kind>, n>& names, const char* what, const std::string& wanted) {
    std::string all;
    for (const auto& [name, kind] : names) {
        if (wanted == name) return kind;
        all += all.empty() ? "" : ", ";
        all += name;
    }
    geo::fail("no {} '{}'; there is {}", what, wanted, all);
}

/// JSON has no number for what is missing.
Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

double number_from(const Json& json, const char* key) {
    const auto at = json.find(key);
    return at == json.end() || at->is_null() ? geo::missing : at->get<double>();
}

/// A whole number that an int holds: the conversion of any other is undefined.
int whole_from(const Json& json) {
    const auto number = json.get<double>();
    if (!(std::abs(number) < 1e9) || number != std::floor(number)) geo::fail("{} is not a whole number", json.dump());
    return static_cast<int>(number);
}

void read(const Json& json, const char* key, int& into) {
    if (const auto at = json.find(key); at != json.end()) into = whole_from(*at);
}

void read(const Json& json, const char* key, std::vector<std::uint8_t>& into) {
    const auto at = json.find(key);
    if (at == json.end()) return;
    into.clear();
    for (const auto& each : at->get_ref<const Json::array_t&>()) {
        const int number = whole_from(each);
        if (number < 0 || number > 255) geo::fail("{} is no class", number);
        into.push_back(static_cast<std::uint8_t>(number));
    }
}

template <typename Value>
void read(const Json& json, const char* key, Value& into) {
    if (const auto at = json.find(key); at != json.end()) into = at->template get<Value>();
}

}  // namespace

const char* name_of(Show show) {
    return name_in(shows, show);
}
const char* name_of(Vision vision) {
    return name_in(visions, vision);
}
const char* name_of(Faint faint) {
    return name_in(faints, faint);
}
const char* name_of(Language language) {
    return name_in(languages, language);
}
const char* name_of(Finder::Kind kind) {
    return name_in(finders, kind);
}
const char* name_of(Drawing::Tool tool) {
    return name_in(tools, tool);
}
const char* name_of(Exporting::What what) {
    return name_in(exports, what);
}
const char* name_of(Errand::Kind kind) {
    return name_in(errands, kind);
}
Show show_from(const std::string& name) {
    return found_in(shows, "show", name);
}
Vision vision_from(const std::string& name) {
    return found_in(visions, "vision", name);
}
Faint faint_from(const std::string& name) {
    return found_in(faints, "faint", name);
}
Language language_from(const std::string& name) {
    return found_in(languages, "language", name);
}
Finder::Kind finder_from(const std::string& name) {
    return found_in(finders, "finder", name);
}
Drawing::Tool tool_from(const std::string& name) {
    return found_in(tools, "tool", name);
}
Exporting::What exporting_from(const std::string& name) {
    return found_in(exports, "export", name);
}
Errand::Kind errand_from(const std::string& name) {
    return found_in(errands, "errand", name);
}

Json to_json(const Scheme& scheme) {
    return {{"kind", name_in(schemes, scheme.kind)},
            {"classes", scheme.classes},
            {"by_rows", scheme.by_rows},
            {"limits", scheme.limits}};
}

Scheme scheme_from(const Json& json) {
    Scheme out;
    std::string kind = name_in(schemes, out.kind);
    read(json, "kind", kind);
    out.kind = found_in(schemes, "scheme", kind);
    read(json, "classes", out.classes);
    read(json, "by_rows", out.by_rows);
    read(json, "limits", out.limits);
    return out;
}

Json to_json(const OwnLayer& own) {
    return {{"path", own.path},       {"layer", own.layer},     {"label", own.label},  {"under", own.under},
            {"visible", own.visible}, {"opacity", own.opacity}, {"colour", own.colour}};
}

OwnLayer own_layer_from(const Json& json) {
    OwnLayer out;
    out.path = json.at("path").get<std::string>();
    read(json, "layer", out.layer);
    read(json, "label", out.label);
    read(json, "under", out.under);
    read(json, "visible", out.visible);
    read(json, "opacity", out.opacity);
    read(json, "colour", out.colour);
    return out;
}

Json to_json(std::span<const geo::Point> corners) {
    auto out = Json::array();
    for (const auto& at : corners) {  // JSON has no number for a corner that is nowhere
        if (std::isfinite(at.x) && std::isfinite(at.y)) out.push_back(Json::array({at.x, at.y}));
    }
    return out;
}

std::vector<geo::Point> corners_from(const Json& json) {
    std::vector<geo::Point> out;
    for (const auto& at : json.get_ref<const Json::array_t&>())
        out.push_back({at.at(0).get<double>(), at.at(1).get<double>()});
    return out;
}

Json to_json(const DrawnArea& area) {
    return {{"code", area.code}, {"name", area.name}, {"crs", area.crs}, {"corners", to_json(area.corners.points())}};
}

DrawnArea drawn_from(const Json& json) {
    DrawnArea out;
    out.code = json.at("code").get<std::string>();
    read(json, "name", out.name);
    read(json, "crs", out.crs);
    out.corners = corners_from(json.at("corners"));
    return out;
}

Json to_json(const Filter& filter) {
    return {{"text", filter.text},
            {"classes", filter.classes},
            {"least", number(filter.least)},
            {"most", number(filter.most)},
            {"within", filter.within}};
}

Filter filter_from(const Json& json) {
    Filter out;
    read(json, "text", out.text);
    read(json, "classes", out.classes);
    out.least = number_from(json, "least");
    out.most = number_from(json, "most");
    read(json, "within", out.within);
    return out;
}

Json to_json(const Playback& playback) {
    return {{"hold_s", playback.hold_s}, {"loop", playback.loop}, {"trail", playback.trail}};
}

Playback playback_from(const Json& json) {
    Playback out;
    read(json, "hold_s", out.hold_s);
    read(json, "loop", out.loop);
    read(json, "trail", out.trail);
    return out;
}

Json to_json(const Comfort& comfort) {
    return {{"language", name_of(comfort.language)},
            {"text_size", std::isfinite(comfort.text_size) ? comfort.text_size : 1.0},
            {"contrast", comfort.contrast},
            {"reduced_motion", comfort.reduced_motion}};
}

Comfort comfort_from(const Json& json) {
    Comfort out;
    if (const auto at = json.find("language"); at != json.end()) out.language = language_from(at->get<std::string>());
    if (const double size = number_from(json, "text_size"); !std::isnan(size)) out.text_size = size;
    read(json, "contrast", out.contrast);
    read(json, "reduced_motion", out.reduced_motion);
    return out;
}

Json to_json(const Sureness& sure) {
    return {{"shown", sure.shown},
            {"mark", name_of(sure.mark)},
            {"unsure_above", sure.unsure_above},
            {"concentration", sure.concentration}};
}

Sureness sureness_from(const Json& json) {
    Sureness out;
    read(json, "shown", out.shown);
    if (const auto at = json.find("mark"); at != json.end()) out.mark = faint_from(at->get<std::string>());
    read(json, "unsure_above", out.unsure_above);
    read(json, "concentration", out.concentration);
    return out;
}

namespace {

const geo::Words<HotspotChoice::Told>& told_words() {
    using Told = HotspotChoice::Told;
    static const geo::Words<Told> words{{"now", Told::now}, {"low", Told::low}, {"high", Told::high}};
    return words;
}

}  // namespace

Json to_json(const HotspotChoice& hotspots) {
    return {{"shown", hotspots.shown},
            {"told", geo::word_of(told_words(), hotspots.told)},
            {"asked", hotspots_to_json(hotspots.asked)}};
}

HotspotChoice hotspot_choice_from(const Json& json) {
    HotspotChoice out;
    JsonMembers take(json, "hotspots");
    take("shown", [&](const Json& from) { from.get_to(out.shown); });
    take("told", [&](const Json& from) {
        const auto told = from.get<std::string>();
        const auto known = geo::kind_of(told_words(), told);
        if (!known) geo::fail("hotspots are told of '{}'; there are now, low, high", told);
        out.told = *known;
    });
    take("asked", [&](const Json& from) { out.asked = hotspots_from(from); });
    take.end();
    const auto& asked = out.asked;
    if (!asked.on.empty() || !asked.measurement.empty() || asked.over_time || !asked.among.empty())
        geo::fail(
            "what hotspots in the window are of is what is shown: 'on', 'measurement', 'over_time' and 'among' "
            "cannot be asked for");
    geo::check_second(asked);
    return out;
}

Json to_json(const DisplacementChoice& displacement) {
    return {{"shown", displacement.shown}, {"ring", geo::to_text(displacement.ring)}};
}

DisplacementChoice displacement_choice_from(const Json& json) {
    DisplacementChoice out;
    JsonMembers take(json, "displacement");
    take("shown", [&](const Json& from) { from.get_to(out.shown); });
    take("ring", [&](const Json& from) { out.ring = geo::ring_rule(from.get<std::string>()); });
    take.end();
    return out;
}

Json to_json(const Choices& choices) {
    Json out{{"view",
              {{"x", choices.view.centre.x},
               {"y", choices.view.centre.y},
               {"metres_per_pixel", choices.view.metres_per_pixel},
               {"width", choices.view.width},
               {"height", choices.view.height}}},
             {"fit", choices.fit_on_load},
             {"level", choices.level},
             {"dimension", choices.dimension},
             {"measurement", choices.measurement},
             {"selected", choices.selected},
             {"selected_level", choices.selected_level},
             {"reference", choices.reference},
             {"compare_from", choices.compare_from},
             {"show", name_of(choices.show)},
             {"importance", choices.importance},
             {"index_from", choices.index_from},
             {"scheme", to_json(choices.scheme)},
             {"palette", choices.palette},
             {"vision", name_of(choices.vision)},
             {"outlines", choices.outlines},
             {"labels", choices.labels},
             {"faint", {{"how", name_of(choices.faint)}, {"below", choices.faint_below}}},
             {"sure", to_json(choices.sure)},
             {"hotspots", to_json(choices.hotspots)},
             {"displacement", to_json(choices.displacement)},
             {"own_layers", Json::array()},
             {"opacity", choices.opacity},
             {"drawn", Json::array()},
             {"table", choices.table},
             {"filter", to_json(choices.filter)},
             {"sorting", {{"column", choices.sorting.column}, {"descending", choices.sorting.descending}}},
             {"playback", to_json(choices.playback)},
             {"legend", choices.legend}};
    for (const auto& own : choices.own_layers) out["own_layers"].push_back(to_json(own));
    for (const auto& area : choices.drawn) out["drawn"].push_back(to_json(area));
    return out;
}

Choices choices_from(const Json& json) {
    Choices out;
    if (const auto at = json.find("view"); at != json.end()) {
        View view;
        view.centre = {at->at("x").get<double>(), at->at("y").get<double>()};
        view.metres_per_pixel = at->at("metres_per_pixel").get<double>();
        const bool somewhere =
            std::isfinite(view.centre.x) && std::isfinite(view.centre.y) && std::isfinite(view.metres_per_pixel);
        if (!somewhere || !(view.metres_per_pixel > 0)) geo::fail("the view is nowhere");
        read(*at, "width", view.width);
        read(*at, "height", view.height);
        view.width = std::max(view.width, 1);
        view.height = std::max(view.height, 1);
        out.view = view;
    }
    read(json, "fit", out.fit_on_load);
    read(json, "level", out.level);
    read(json, "dimension", out.dimension);
    read(json, "measurement", out.measurement);
    read(json, "selected", out.selected);
    read(json, "selected_level", out.selected_level);
    read(json, "reference", out.reference);
    read(json, "compare_from", out.compare_from);
    if (const auto at = json.find("show"); at != json.end()) out.show = show_from(at->get<std::string>());
    read(json, "importance", out.importance);
    read(json, "index_from", out.index_from);
    if (const auto at = json.find("scheme"); at != json.end()) out.scheme = scheme_from(*at);
    read(json, "palette", out.palette);
    if (const auto at = json.find("vision"); at != json.end()) out.vision = vision_from(at->get<std::string>());
    read(json, "outlines", out.outlines);
    read(json, "labels", out.labels);
    if (const auto at = json.find("faint"); at != json.end()) {
        out.faint = faint_from(at->at("how").get<std::string>());
        read(*at, "below", out.faint_below);
    }
    if (const auto at = json.find("sure"); at != json.end()) out.sure = sureness_from(*at);
    if (const auto at = json.find("hotspots"); at != json.end()) out.hotspots = hotspot_choice_from(*at);
    if (const auto at = json.find("displacement"); at != json.end()) out.displacement = displacement_choice_from(*at);
    if (const auto at = json.find("own_layers"); at != json.end()) {
        for (const auto& own : *at) out.own_layers.push_back(own_layer_from(own));
    }
    read(json, "opacity", out.opacity);
    if (const auto at = json.find("drawn"); at != json.end()) {
        for (const auto& area : *at) out.drawn.push_back(drawn_from(area));
    }
    read(json, "table", out.table);
    if (const auto at = json.find("filter"); at != json.end()) out.filter = filter_from(*at);
    if (const auto at = json.find("sorting"); at != json.end()) {
        read(*at, "column", out.sorting.column);
        read(*at, "descending", out.sorting.descending);
    }
    if (const auto at = json.find("playback"); at != json.end()) out.playback = playback_from(*at);
    read(json, "legend", out.legend);
    return out;
}

}  // namespace model
