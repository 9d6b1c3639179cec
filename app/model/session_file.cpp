#include "app/model/session_file.h"

#include "app/model/choices_json.h"
#include "app/model/drawn.h"
#include "app/model/possible.h"
#include "app/model/reading_json.h"
#include "app/model/shown.h"
#include "geo/error.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/ranges.h>

namespace model {

namespace {

namespace fs = std::filesystem;

constexpr const char* format_name = "leefbeeld session";
constexpr std::size_t largest_bytes = 64 << 20;  // a session is a page of text; this is something else
constexpr int folders_up = 2;
constexpr std::size_t most_named = 5;

/// A name that is no path of this machine: GDAL's own ("/vsizip/..."), a database or a service.
bool is_foreign(const std::string& input) {
    std::error_code none;
    return input.starts_with("/vsi") || (input.find(':') != std::string::npos && !fs::exists(input, none));
}

/// Links above the file are followed, so that ".." means what it says; the file's own name stays.
fs::path placed(const fs::path& path) {
    std::error_code failed;
    const auto whole = fs::absolute(path, failed);
    if (failed) return path;
    const auto folder = fs::weakly_canonical(whole.parent_path(), failed);
    return failed ? whole.lexically_normal() : folder / whole.filename();
}

std::string named_from(const std::string& session, const std::string& input) {
    if (is_foreign(input)) return input;
    const auto file = placed(input);
    const auto relative = file.lexically_relative(placed(session).parent_path());
    const auto up = std::count(relative.begin(), relative.end(), "..");
    return relative.empty() || up > folders_up ? file.string() : relative.generic_string();
}

/// Finds the files a session names, and remembers what was not where it was.
class Finding {
public:
    explicit Finding(const std::string& session) : folder_(placed(session).parent_path()) {}

    [[nodiscard]] std::string file(const std::string& name) {
        if (name.empty() || is_foreign(name)) return name;
        const auto path = (fs::path(name).is_absolute() ? fs::path(name) : folder_ / name).lexically_normal();
        std::error_code none;
        if (fs::exists(path, none)) return path.string();
        const auto beside = folder_ / path.filename();
        if (!path.filename().empty() && fs::exists(beside, none)) {
            moved.push_back(path.filename().string());
            return beside.string();
        }
        missing.push_back(path.string());
        return path.string();
    }

    std::vector<std::string> moved;
    std::vector<std::string> missing;

private:
    fs::path folder_;
};

std::string listed(const std::vector<std::string>& names) {
    const auto shown = std::min(names.size(), most_named);
    const auto list = fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<long>(shown), ", "));
    return names.size() > shown ? list + fmt::format(", … ({})", names.size()) : list;
}

Json to_json(const Fingerprint& data) {
    Json levels = Json::array();
    for (const auto& [level, rows] : data.levels) levels.push_back({{"level", level}, {"rows", rows}});
    return {{"levels", levels}, {"measurements", data.measurements}};
}

Fingerprint fingerprint_from(const Json& json) {
    Fingerprint out;
    for (const auto& each : json.at("levels").get_ref<const Json::array_t&>()) {
        const auto rows = each.at("rows").get<double>();
        if (!(rows >= 0 && rows < 1e12)) geo::fail("{} rows", each.at("rows").dump());
        out.levels.emplace_back(each.at("level").get<std::string>(), static_cast<std::size_t>(rows));
    }
    json.at("measurements").get_to(out.measurements);
    return out;
}

/// What the file says, before any other file is looked for.
/// \throws Error, nlohmann's exceptions
SessionFile written_in(const Json& json) {
    SessionFile out;
    json.at("program").get_to(out.program);
    out.choices = choices_from(json.at("choices"));
    json.at("inputs").get_to(out.choices.load.inputs);
    if (out.choices.load.inputs.empty()) geo::fail("no inputs");
    out.choices.load.reading = reading_from(json.at("reading"));
    out.data = fingerprint_from(json.at("data"));
    return out;
}

/// Whether that much of it can be read.
template <typename Read>
bool is_sound(Read&& read) {
    try {
        static_cast<void>(read());
        return true;
    } catch (const std::exception&) {  // of the JSON, or Error
        return false;
    }
}

/// The first key of an object whose value cannot be read; empty where they can one by one.
template <typename Read>
std::string unsound_key(const Json& object, Read&& read) {
    if (!object.is_object()) return {};
    for (const auto& [key, value] : object.items()) {
        const Json alone{{key, value}};
        if (!is_sound([&] { return read(alone); })) return key;
    }
    return {};
}

/// What does not belong in a session, and the line it stands on, in our words.
/// \pre written_in(json) throws
std::string told_damage(const Json& json, const std::string& bytes, Language language) {
    std::string part;
    std::string key;
    for (const auto* name : {"program", "inputs", "reading", "data", "choices"}) {
        if (!json.contains(name)) return filled(language, "session.lacks", name);
    }
    if (!is_sound([&] { return choices_from(json["choices"]); })) {
        part = "choices";
        key = unsound_key(json["choices"], choices_from);
    } else if (!is_sound([&] { return reading_from(json["reading"]); })) {
        part = "reading";
        key = unsound_key(json["reading"], reading_from);
    } else if (!is_sound([&] { return fingerprint_from(json["data"]); })) {
        part = "data";
    } else {
        part = json["program"].is_string() ? "inputs" : "program";
    }
    const auto stands = [&](const std::string& name, std::size_t from) { return bytes.find('"' + name + "\":", from); };
    auto at = stands(part, 0);
    if (!key.empty() && at != std::string::npos) at = std::min(stands(key, at), bytes.size());
    if (at == std::string::npos || at == bytes.size()) return std::string(text(language, "session.damaged"));
    const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return filled(language, "session.damaged_line", count_text(language, static_cast<double>(line)),
                  key.empty() ? part : key);
}

/// \throws Error
SessionFile session_of(const Json& json, const std::string& bytes, const std::string& path, Language language) {
    SessionFile out;
    if (!is_sound([&] { return out = written_in(json); })) geo::fail("{}", told_damage(json, bytes, language));
    auto& reading = *out.choices.load.reading;

    Finding finding(path);
    for (auto& input : out.choices.load.inputs) input = finding.file(input);
    for (auto* file : files_beside(reading)) *file = finding.file(*file);
    if (auto& file = reading.index_file; !file.empty()) {  // the model itself is in the session
        Finding of_index(path);
        file = of_index.file(file);
        if (!of_index.missing.empty()) file.clear();
    }
    // Without files there are no figures; without an own layer there are.
    if (!finding.missing.empty()) {
        const auto* key = finding.missing.size() == 1 ? "session.one_missing" : "session.missing";
        geo::fail("{}", filled(language, key, listed(finding.missing)));
    }
    for (auto& own : out.choices.own_layers) own.path = finding.file(own.path);
    if (const auto values = impossible_values(out.choices, language); !values.empty())
        out.notes.push_back(filled(language, "session.impossible", listed(values)));
    if (!finding.moved.empty()) out.notes.push_back(filled(language, "session.beside", listed(finding.moved)));
    if (!finding.missing.empty())
        out.notes.push_back(filled(language, "session.layer_missing", listed(finding.missing)));
    return out;
}

}  // namespace

bool is_session(const std::string& path) {
    return fs::path(path).extension() == session_extension;
}

Fingerprint fingerprint_of(const Scene& scene) {
    Fingerprint out;
    for (const auto& layer : scene.layers) {
        out.levels.emplace_back(layer.level(), layer.rows());
        for (auto& label : geo::labels(layer.assessment.values.measurements)) {
            auto& all = out.measurements;
            if (std::find(all.begin(), all.end(), label) == all.end()) all.push_back(std::move(label));
        }
    }
    return out;
}

std::string session_bytes(const SessionFile& session, const std::string& path) {
    auto choices = session.choices;
    auto reading = choices.load.reading.value_or(Reading{});
    for (auto& own : choices.own_layers) own.path = named_from(path, own.path);
    for (auto* file : files_beside(reading)) *file = named_from(path, *file);
    if (!reading.index_file.empty()) reading.index_file = named_from(path, reading.index_file);
    auto inputs = choices.load.inputs;
    for (auto& input : inputs) input = named_from(path, input);
    const Json json{{"format", format_name},      {"version", session_version},  {"program", session.program},
                    {"inputs", inputs},           {"reading", to_json(reading)}, {"data", to_json(session.data)},
                    {"choices", to_json(choices)}};
    try {
        return json.dump(1);  // ends with the brace that closes it: what is cut off is no session
    } catch (const Json::exception&) {
        geo::fail("{}: a file in it has a name that is not UTF-8, and a session cannot hold that", path);
    }
}

SessionFile session_from(const std::string& bytes, const std::string& path, Language language) {
    const auto refuse = [&](const char* key) { geo::fail("{}: {}", path, text(language, key)); };
    const auto json = Json::parse(bytes, nullptr, false);
    const bool named = json.is_object() && json.contains("format") && json["format"] == format_name;
    if (json.is_discarded()) {
        // The name stands at the start, so that what is left of a session still says that it was one.
        refuse(bytes.find(format_name) < 64 ? "session.cut_off" : "session.none");
    }
    if (!named || !json.contains("version") || !json["version"].is_number_unsigned()) refuse("session.none");
    if (json["version"] > session_version) {
        const auto program = json.contains("program") && json["program"].is_string()
                                 ? json["program"].get<std::string>()
                                 : std::string("?");
        geo::fail("{}: {}", path, filled(language, "session.newer", program));
    }
    try {
        return session_of(json, bytes, path, language);
    } catch (const geo::Error& error) {
        geo::fail("{}: {}", path, error.sentence());
    }
}

SessionFile read_session_file(const std::string& path, Language language) {
    std::ifstream file(path, std::ios::binary);
    std::error_code failed;
    if (!file || fs::is_directory(path, failed)) geo::fail("{}: {}", path, text(language, "session.unreadable"));
    if (const auto size = fs::file_size(path, failed); !failed && size > largest_bytes)
        geo::fail("{}: {}", path, text(language, "session.none"));
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (file.bad()) geo::fail("{}: {}", path, text(language, "session.unreadable"));
    return session_from(bytes, path, language);
}

std::vector<std::string> told_differences(const Fingerprint& saved, const Choices& choices, const Results& results,
                                          Language language) {
    std::vector<std::string> out;
    if (results.scene == nullptr) return out;
    const auto now = fingerprint_of(*results.scene);
    std::vector<std::string> parts;
    for (const auto& [level, rows] : saved.levels) {
        const auto at =
            std::find_if(now.levels.begin(), now.levels.end(), [&](const auto& l) { return l.first == level; });
        const auto had = count_text(language, static_cast<double>(rows));
        const auto name = level_name(language, level);
        if (at == now.levels.end()) {
            parts.push_back(filled(language, "session.level_gone", name));
        } else if (at->second != rows) {
            parts.push_back(filled(language, "session.level_differs", name, had,
                                   count_text(language, static_cast<double>(at->second))));
        }
    }
    std::vector<std::string> gone;
    for (const auto& label : saved.measurements) {
        const auto& all = now.measurements;
        if (std::find(all.begin(), all.end(), label) == all.end()) gone.push_back(label);
    }
    if (!gone.empty()) parts.push_back(filled(language, "session.measurements_gone", listed(gone)));
    if (!parts.empty())
        out.push_back(filled(language, "session.other_data", fmt::format("{}", fmt::join(parts, "; "))));
    std::vector<std::string> elsewhere;
    for (const auto& area : choices.drawn) {
        if (!lies_on(area, *results.scene)) elsewhere.push_back(fmt::format("{} ({})", area.name, area.crs));
    }
    if (!elsewhere.empty())
        out.push_back(
            filled(language, "session.drawn_elsewhere", crs_name(results.scene->dataset.crs), listed(elsewhere)));
    auto unknown = unknown_sentence(unknown_names(choices, results), language);
    if (!unknown.empty()) out.push_back(std::move(unknown));
    return out;
}

std::string unknown_sentence(const std::vector<std::string>& names, Language language) {
    if (names.empty()) return {};
    return filled(language, "session.unknown", listed(names));
}

}  // namespace model
