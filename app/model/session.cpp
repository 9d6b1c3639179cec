#include "app/model/session.h"
#include "app/model/index_file.h"

#include "app/model/choices_json.h"
#include "app/model/possible.h"
#include "geo/error.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <utility>

namespace model {

namespace {

template <typename... Types>
struct Overloaded : Types... {
    using Types::operator()...;
};
template <typename... Types>
Overloaded(Types...) -> Overloaded<Types...>;

/// A layer that JSON can hold: it has no number for an opacity that is none.
OwnLayer held(OwnLayer own) {
    if (!std::isfinite(own.opacity)) own.opacity = 1;
    return own;
}

Json json_of(const Action& action) {
    return std::visit(
        Overloaded{
            [](const Opened& a) {
                return Json{{"do", "open"}, {"inputs", a.inputs}};
            },
            [](const LoadCancelled&) {
                return Json{{"do", "cancel"}};
            },
            [](const MapResized& a) {
                Json out{{"do", "resize"}, {"width", a.width}, {"height", a.height}};
                if (a.centre && std::isfinite(a.centre->x) && std::isfinite(a.centre->y)) {
                    out["x"] = a.centre->x;
                    out["y"] = a.centre->y;
                }
                return out;
            },
            [](const ViewMoved& a) {
                const bool finite =
                    std::isfinite(a.centre.x) && std::isfinite(a.centre.y) && std::isfinite(a.metres_per_pixel);
                if (!finite) return Json();  // moves nothing, and JSON has no such number
                return Json{
                    {"do", "view"}, {"x", a.centre.x}, {"y", a.centre.y}, {"metres_per_pixel", a.metres_per_pixel}};
            },
            [](const Fitted&) {
                return Json{{"do", "fit"}};
            },
            [](const LevelChosen& a) {
                return Json{{"do", "level"}, {"level", a.level}};
            },
            [](const DimensionChosen& a) {
                return Json{{"do", "dimension"}, {"code", a.code}};
            },
            [](const MeasurementChosen& a) {
                return Json{{"do", "measurement"}, {"label", a.label}};
            },
            [](const Hovered& a) {
                return Json{{"do", "hover"}, {"code", a.code}};
            },
            [](const Selected& a) {
                Json out{{"do", "select"}, {"code", a.code}, {"add", a.add}};
                if (!a.level.empty()) out["level"] = a.level;
                return out;
            },
            [](const AreaFound& a) {
                return Json{{"do", "find"}, {"level", a.level}, {"code", a.code}};
            },
            [](const ReferenceChosen& a) {
                return Json{{"do", "reference"}, {"against", a.against}};
            },
            [](const BaselineChosen& a) {
                return Json{{"do", "baseline"}, {"label", a.label}};
            },
            [](const ShowChosen& a) {
                return Json{{"do", "show"}, {"show", name_of(a.show)}};
            },
            [](const ImportanceSet& a) {
                if (!std::isfinite(a.weight)) return Json();  // sets nothing
                return Json{{"do", "importance"}, {"dimension", a.dimension}, {"weight", a.weight}};
            },
            [](const ImportancesChosen& a) {
                const auto bad = [](const auto& each) { return !std::isfinite(each.second); };
                if (std::any_of(a.importance.begin(), a.importance.end(), bad)) return Json();
                return Json{{"do", "importances"}, {"importance", a.importance}};
            },
            [](const IndexFromChosen& a) {
                return Json{{"do", "index_from"}, {"label", a.label}};
            },
            [](const SchemeChosen& a) {
                const auto bad = [](double limit) { return !std::isfinite(limit); };
                if (std::any_of(a.scheme.limits.begin(), a.scheme.limits.end(), bad)) return Json();
                return Json{{"do", "scheme"}, {"scheme", to_json(a.scheme)}};
            },
            [](const ModelChosen& a) {
                return Json{{"do", "model"}, {"model", a.model ? to_toml(*a.model) : std::string()}, {"file", a.file}};
            },
            [](const HotspotsSet& a) {
                return Json{{"do", "hotspots"}, {"hotspots", to_json(a.hotspots)}};
            },
            [](const DisplacementSet& a) {
                return Json{{"do", "displacement"}, {"displacement", to_json(a.displacement)}};
            },
            [](const SureSet& a) {
                return Json{{"do", "sure"}, {"sure", to_json(a.sure)}};
            },
            [](const PaletteChosen& a) {
                return Json{{"do", "palette"}, {"name", a.name}};
            },
            [](const VisionChosen& a) {
                return Json{{"do", "vision"}, {"vision", name_of(a.vision)}};
            },
            [](const OutlineToggled& a) {
                return Json{{"do", "outline"}, {"level", a.level}};
            },
            [](const LabelsToggled&) {
                return Json{{"do", "labels"}};
            },
            [](const FaintChosen& a) {
                if (!std::isfinite(a.below)) return Json{{"do", "faint"}, {"faint", name_of(a.faint)}};
                return Json{{"do", "faint"}, {"faint", name_of(a.faint)}, {"below", a.below}};
            },
            [](const OwnLayerAdded& a) {
                return Json{{"do", "own_layer"}, {"own", to_json(held(a.own))}};
            },
            [](const OwnLayerRemoved& a) {
                return Json{{"do", "own_layer_remove"}, {"path", a.path}, {"layer", a.layer}};
            },
            [](const OwnLayerChanged& a) {
                Json out{{"do", "own_layer_change"}, {"own", to_json(held(a.own))}};
                if (a.was) out["was"] = *a.was;
                return out;
            },
            [](const OwnLayerMoved& a) {
                return Json{{"do", "own_layer_move"}, {"path", a.path}, {"layer", a.layer}, {"by", a.by}};
            },
            [](const DrawingSet& a) {
                return Json{
                    {"do", "drawing"}, {"tool", name_of(a.drawing.tool)}, {"corners", to_json(a.drawing.corners)}};
            },
            [](const AreaDrawn& a) {
                return Json{{"do", "draw"}, {"corners", to_json(a.corners)}, {"name", a.name}};
            },
            [](const DrawnRenamed& a) {
                return Json{{"do", "drawn_name"}, {"code", a.code}, {"name", a.name}};
            },
            [](const DrawnRemoved& a) {
                return Json{{"do", "drawn_remove"}, {"code", a.code}};
            },
            [](const OpacityChosen& a) {
                if (!std::isfinite(a.opacity)) return Json();  // changes nothing
                return Json{{"do", "opacity"}, {"opacity", a.opacity}};
            },
            [](const TableToggled&) {
                return Json{{"do", "table"}};
            },
            [](const FilterSet& a) {
                return Json{{"do", "filter"}, {"filter", to_json(a.filter)}};
            },
            [](const SortedBy& a) {
                return Json{{"do", "sort"}, {"column", a.column}};
            },
            [](const PlayToggled&) {
                return Json{{"do", "play"}};
            },
            [](const PlaybackSet& a) {
                auto playback = a.playback;
                if (!std::isfinite(playback.hold_s)) playback.hold_s = Playback().hold_s;
                return Json{{"do", "playback"}, {"playback", to_json(playback)}};
            },
            [](const LegendToggled&) {
                return Json{{"do", "legend"}};
            },
            [](const OverlayToggled&) {
                return Json{{"do", "overlay"}};
            },
            [](const LanguageChosen& a) {
                return Json{{"do", "language"}, {"language", name_of(a.language)}};
            },
            [](const ComfortSet& a) {
                return Json{{"do", "comfort"}, {"comfort", to_json(a.comfort)}};
            },
            [](const SectionToggled& a) {
                return Json{{"do", "section"}, {"section", a.section}};
            },
            [](const FinderSet& a) {
                return Json{{"do", "finder"}, {"finder", name_of(a.finder.kind)}, {"text", a.finder.text}};
            },
            [](const Undone&) {
                return Json{{"do", "undo"}};
            },
            [](const Redone&) {
                return Json{{"do", "redo"}};
            },
            [](const ErrandAsked& a) {
                return Json{{"do", "errand"}, {"errand", name_of(a.errand.kind)}, {"path", a.errand.path}};
            },
            [](const ExportingSet& a) {
                return Json{{"do", "exporting"},
                            {"open", a.exporting.open},
                            {"what", name_of(a.exporting.what)},
                            {"cells", a.exporting.cells},
                            {"redacted", a.exporting.redacted}};
            },
            [](const WritingStopped&) {
                return Json{{"do", "stop_writing"}};
            },
            [](const MessageDismissed&) {
                return Json{{"do", "dismiss"}};
            },
            [](const LoadProgressed&) { return Json(); },
            [](const Loaded&) { return Json(); },
            [](const LoadFailed&) { return Json(); },
            [](const SessionRestored&) { return Json(); },
            [](const Noticed&) { return Json(); },
            [](const WritingProgressed&) { return Json(); },
            [](const BordersMade&) { return Json(); },
            [](const InnerPointsFound&) { return Json(); },
            [](const OwnLayerRead&) { return Json(); },
            [](const DrawnScored&) { return Json(); },
            [](const SureProgressed&) { return Json(); },
            [](const SureTold&) { return Json(); },
            [](const HotspotsProgressed&) { return Json(); },
            [](const HotspotsTold&) { return Json(); },
            [](const DisplacementProgressed&) { return Json(); },
            [](const DisplacementTold&) { return Json(); },
        },
        action);
}

using Reader = Action (*)(const Json&);

/// What stands at a key. \param from how it is read \throws Error that names the key
template <typename From>
auto read(const Json& line, const char* key, From&& from) {
    const auto at = line.find(key);
    if (at == line.end()) geo::fail("it lacks \"{}\"", key);
    try {
        return from(*at);
    } catch (const Json::exception&) {
        constexpr std::size_t most = 60;
        const auto value = at->dump(-1, ' ', false, Json::error_handler_t::replace);
        geo::fail("\"{}\" cannot be {}", key,
                  value.size() > most ? geo::Sentence("what it is") : geo::Sentence::verbatim(value));
    }
}

template <typename Value>
Value need(const Json& line, const char* key) {
    return read(line, key, [](const Json& value) { return value.get<Value>(); });
}

/// A whole number that an int holds: the conversion of any other is undefined.
int whole(const Json& line, const char* key) {
    const auto number = need<double>(line, key);
    constexpr double least = std::numeric_limits<int>::min();
    constexpr double most = std::numeric_limits<int>::max();
    if (!(number >= least && number <= most) || number != std::floor(number))
        geo::fail("\"{}\" cannot be {}", key, number);
    return static_cast<int>(number);
}

template <typename Value>
Value may(const Json& line, const char* key, Value otherwise) {
    return line.contains(key) ? need<Value>(line, key) : otherwise;
}

std::string word(const Json& line, const char* key) {
    return need<std::string>(line, key);
}

std::string word_or_none(const Json& line, const char* key) {
    return may<std::string>(line, key, {});
}

/// What each line means, in the order in which they are named to whoever asks for another.
const std::vector<std::pair<const char*, Reader>>& readers() {
    static const std::vector<std::pair<const char*, Reader>> all{
        {"open", [](const Json& l) -> Action { return Opened{need<std::vector<std::string>>(l, "inputs")}; }},
        {"cancel", [](const Json&) -> Action { return LoadCancelled{}; }},
        {"resize",
         [](const Json& l) -> Action {
             MapResized out{whole(l, "width"), whole(l, "height")};
             if (l.contains("x")) out.centre = geo::Point{need<double>(l, "x"), need<double>(l, "y")};
             return out;
         }},
        {"view",
         [](const Json& l) -> Action {
             return ViewMoved{{need<double>(l, "x"), need<double>(l, "y")}, need<double>(l, "metres_per_pixel")};
         }},
        {"fit", [](const Json&) -> Action { return Fitted{}; }},
        {"level", [](const Json& l) -> Action { return LevelChosen{word(l, "level")}; }},
        {"dimension", [](const Json& l) -> Action { return DimensionChosen{word(l, "code")}; }},
        {"measurement", [](const Json& l) -> Action { return MeasurementChosen{word(l, "label")}; }},
        {"hover", [](const Json& l) -> Action { return Hovered{word(l, "code")}; }},
        {"select",
         [](const Json& l) -> Action {
             return Selected{word(l, "code"), may(l, "add", false), word_or_none(l, "level")};
         }},
        {"find",
         [](const Json& l) -> Action {
             return AreaFound{word(l, "level"), word(l, "code")};
         }},
        {"reference", [](const Json& l) -> Action { return ReferenceChosen{word(l, "against")}; }},
        {"baseline", [](const Json& l) -> Action { return BaselineChosen{word(l, "label")}; }},
        {"show", [](const Json& l) -> Action { return ShowChosen{show_from(word(l, "show"))}; }},
        {"importance",
         [](const Json& l) -> Action {
             return ImportanceSet{word(l, "dimension"), need<double>(l, "weight")};
         }},
        {"importances",
         [](const Json& l) -> Action {
             return ImportancesChosen{need<std::map<std::string, double>>(l, "importance")};
         }},
        {"index_from", [](const Json& l) -> Action { return IndexFromChosen{word(l, "label")}; }},
        {"scheme", [](const Json& l) -> Action { return SchemeChosen{read(l, "scheme", scheme_from)}; }},
        {"model",
         [](const Json& l) -> Action {
             const auto toml = word(l, "model");
             ModelChosen out;
             if (!toml.empty()) out.model = index_from(toml, "the model of the index");
             if (l.contains("file")) out.file = word(l, "file");
             return out;
         }},
        {"hotspots", [](const Json& l) -> Action { return HotspotsSet{read(l, "hotspots", hotspot_choice_from)}; }},
        {"displacement",
         [](const Json& l) -> Action { return DisplacementSet{read(l, "displacement", displacement_choice_from)}; }},
        {"sure", [](const Json& l) -> Action { return SureSet{read(l, "sure", sureness_from)}; }},
        {"palette", [](const Json& l) -> Action { return PaletteChosen{word(l, "name")}; }},
        {"vision", [](const Json& l) -> Action { return VisionChosen{vision_from(word(l, "vision"))}; }},
        {"outline", [](const Json& l) -> Action { return OutlineToggled{word(l, "level")}; }},
        {"labels", [](const Json&) -> Action { return LabelsToggled{}; }},
        {"faint",
         [](const Json& l) -> Action {
             return FaintChosen{faint_from(word(l, "faint")), may(l, "below", geo::missing)};
         }},
        {"own_layer", [](const Json& l) -> Action { return OwnLayerAdded{read(l, "own", own_layer_from)}; }},
        {"own_layer_remove",
         [](const Json& l) -> Action {
             return OwnLayerRemoved{word(l, "path"), word_or_none(l, "layer")};
         }},
        {"own_layer_change",
         [](const Json& l) -> Action {
             OwnLayerChanged out{read(l, "own", own_layer_from)};
             if (l.contains("was")) out.was = word(l, "was");
             return out;
         }},
        {"own_layer_move",
         [](const Json& l) -> Action {
             return OwnLayerMoved{word(l, "path"), word_or_none(l, "layer"), whole(l, "by")};
         }},
        {"drawing",
         [](const Json& l) -> Action {
             return DrawingSet{{tool_from(word(l, "tool")),
                                l.contains("corners") ? read(l, "corners", corners_from) : std::vector<geo::Point>{}}};
         }},
        {"draw",
         [](const Json& l) -> Action {
             return AreaDrawn{read(l, "corners", corners_from), word_or_none(l, "name")};
         }},
        {"drawn_name",
         [](const Json& l) -> Action {
             return DrawnRenamed{word(l, "code"), word(l, "name")};
         }},
        {"drawn_remove", [](const Json& l) -> Action { return DrawnRemoved{word(l, "code")}; }},
        {"opacity", [](const Json& l) -> Action { return OpacityChosen{need<double>(l, "opacity")}; }},
        {"table", [](const Json&) -> Action { return TableToggled{}; }},
        {"filter", [](const Json& l) -> Action { return FilterSet{read(l, "filter", filter_from)}; }},
        {"sort", [](const Json& l) -> Action { return SortedBy{word(l, "column")}; }},
        {"play", [](const Json&) -> Action { return PlayToggled{}; }},
        {"playback", [](const Json& l) -> Action { return PlaybackSet{read(l, "playback", playback_from)}; }},
        {"legend", [](const Json&) -> Action { return LegendToggled{}; }},
        {"overlay", [](const Json&) -> Action { return OverlayToggled{}; }},
        {"language", [](const Json& l) -> Action { return LanguageChosen{language_from(word(l, "language"))}; }},
        {"comfort", [](const Json& l) -> Action { return ComfortSet{read(l, "comfort", comfort_from)}; }},
        {"section", [](const Json& l) -> Action { return SectionToggled{word(l, "section")}; }},
        {"finder",
         [](const Json& l) -> Action {
             return FinderSet{{finder_from(word(l, "finder")), word_or_none(l, "text")}};
         }},
        {"undo", [](const Json&) -> Action { return Undone{}; }},
        {"redo", [](const Json&) -> Action { return Redone{}; }},
        {"errand",
         [](const Json& l) -> Action {
             return ErrandAsked{{errand_from(word(l, "errand")), word_or_none(l, "path")}};
         }},
        {"exporting",
         [](const Json& l) -> Action {
             return ExportingSet{{may(l, "open", true), exporting_from(may<std::string>(l, "what", "automatic")),
                                  may(l, "cells", false), may(l, "redacted", false)}};
         }},
        {"stop_writing", [](const Json&) -> Action { return WritingStopped{}; }},
        {"dismiss", [](const Json&) -> Action { return MessageDismissed{}; }}};
    return all;
}

Action from_json(const Json& line) {
    if (!line.is_object()) geo::fail("not a line of a recorded session, such as {{\"do\":\"fit\"}}");
    const auto what = word(line, "do");
    std::string names;
    for (const auto& [name, reader] : readers()) {
        if (what == name) {
            try {
                return reader(line);
            } catch (const geo::Error& error) {
                geo::fail("'{}': {}", what, error.sentence());
            }
        }
        names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
    }
    geo::fail("no action '{}'; there is {}", what, names);
}

}  // namespace

std::optional<std::string> to_line(const Action& action) {
    const auto json = json_of(action);
    if (json.is_null()) return std::nullopt;
    // A path is bytes, not always UTF-8: what is not becomes a sign that it was not.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Action from_line(std::string_view line, std::string_view where) {
    try {
        return from_json(Json::parse(line, nullptr, false));  // of what is no JSON, a value that is no object
    } catch (const geo::Error& error) {
        geo::fail("{}: {}", where, error.sentence());
    }
}

Actions read_session(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) geo::fail("{}: cannot be opened", path);
    Actions out;
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto where = fmt::format("{}, line {}", path, number);
        out.push_back(from_line(line, where));
        if (const auto values = impossible_values(out.back(), Language::english); !values.empty())
            geo::fail("{}: it sets what cannot be: {}", where, fmt::join(values, ", "));
    }
    if (!file.eof()) geo::fail("{}: cannot be read", path);
    return out;
}

}  // namespace model
