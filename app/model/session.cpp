#include "app/model/session.h"

#include "geo/error.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

namespace model {

namespace {

using Json = nlohmann::ordered_json;

template <typename... Types>
struct Overloaded : Types... {
    using Types::operator()...;
};
template <typename... Types>
Overloaded(Types...) -> Overloaded<Types...>;

const char* code_of(Language language) {
    return language == Language::dutch ? "nl" : "en";
}

Json to_json(const Action& action) {
    return std::visit(
        Overloaded{
            [](const Opened& a) {
                return Json{{"do", "open"}, {"inputs", a.inputs}};
            },
            [](const LoadCancelled&) {
                return Json{{"do", "cancel"}};
            },
            [](const MapResized& a) {
                return Json{{"do", "resize"}, {"width", a.width}, {"height", a.height}};
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
                return Json{{"do", "select"}, {"code", a.code}, {"add", a.add}};
            },
            [](const ReferenceChosen& a) {
                return Json{{"do", "reference"}, {"against", a.against}};
            },
            [](const BaselineChosen& a) {
                return Json{{"do", "baseline"}, {"label", a.label}};
            },
            [](const PlayToggled&) {
                return Json{{"do", "play"}};
            },
            [](const LegendToggled&) {
                return Json{{"do", "legend"}};
            },
            [](const OverlayToggled&) {
                return Json{{"do", "overlay"}};
            },
            [](const LanguageChosen& a) {
                return Json{{"do", "language"}, {"language", code_of(a.language)}};
            },
            [](const MessageDismissed&) {
                return Json{{"do", "dismiss"}};
            },
            [](const LoadProgressed&) { return Json(); },
            [](const Loaded&) { return Json(); },
            [](const LoadFailed&) { return Json(); },
        },
        action);
}

Action from_json(const Json& line) {
    const auto& what = line.at("do").get_ref<const std::string&>();
    if (what == "open") return Opened{line.at("inputs").get<std::vector<std::string>>()};
    if (what == "cancel") return LoadCancelled{};
    if (what == "resize") return MapResized{line.at("width").get<int>(), line.at("height").get<int>()};
    if (what == "view") {
        return ViewMoved{{line.at("x").get<double>(), line.at("y").get<double>()},
                         line.at("metres_per_pixel").get<double>()};
    }
    if (what == "fit") return Fitted{};
    if (what == "level") return LevelChosen{line.at("level").get<std::string>()};
    if (what == "dimension") return DimensionChosen{line.at("code").get<std::string>()};
    if (what == "measurement") return MeasurementChosen{line.at("label").get<std::string>()};
    if (what == "hover") return Hovered{line.at("code").get<std::string>()};
    if (what == "select") return Selected{line.at("code").get<std::string>(), line.value("add", false)};
    if (what == "reference") return ReferenceChosen{line.at("against").get<std::string>()};
    if (what == "baseline") return BaselineChosen{line.at("label").get<std::string>()};
    if (what == "play") return PlayToggled{};
    if (what == "legend") return LegendToggled{};
    if (what == "overlay") return OverlayToggled{};
    if (what == "language") {
        const auto language = line.at("language").get<std::string>();
        if (language != "nl" && language != "en") geo::fail("no language '{}'; there is en, nl", language);
        return LanguageChosen{language == "nl" ? Language::dutch : Language::english};
    }
    if (what == "dismiss") return MessageDismissed{};
    geo::fail(
        "no action '{}'; there is open, cancel, resize, view, fit, level, dimension, measurement, hover, select, "
        "reference, baseline, play, legend, overlay, language, dismiss",
        what);
}

}  // namespace

std::optional<std::string> to_line(const Action& action) {
    const auto json = to_json(action);
    if (json.is_null()) return std::nullopt;
    // A path is bytes, not always UTF-8: what is not becomes a sign that it was not.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Action from_line(std::string_view line, std::string_view where) {
    try {
        return from_json(Json::parse(line));
    } catch (const Json::exception& error) {
        geo::fail("{}: not a line of a recorded session ({})", where, error.what());
    } catch (const geo::Error& error) {
        geo::fail("{}: {}", where, error.what());
    }
}

Actions read_session(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) geo::fail("{}: cannot be opened", path);
    Actions out;
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        out.push_back(from_line(line, fmt::format("{}, line {}", path, number)));
    }
    if (!file.eof()) geo::fail("{}: cannot be read", path);
    return out;
}

}  // namespace model
