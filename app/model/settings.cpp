#include "app/model/settings.h"

#include "app/model/choices_json.h"
#include "geo/error.h"
#include "geo/vector/part_file.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace model {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_bytes = 1 << 20;

/// \throws Error, nlohmann's exceptions
Settings settings_from(const Json& json, Language usual) {
    if (!json.is_object()) geo::fail("no settings");
    Settings out;
    out.comfort.language = usual;
    if (const auto at = json.find("comfort"); at != json.end()) {
        if (!at->is_object()) geo::fail("no comfort");
        // Only a language that was chosen stands there.
        out.comfort = comfort_from(*at);
        if (!at->contains("language")) out.comfort.language = usual;
        const double size = out.comfort.text_size;
        out.comfort.text_size = std::isfinite(size) ? std::clamp(size, 0.8, 2.0) : 1.0;
    }
    if (const auto at = json.find("recent"); at != json.end()) {
        const auto all = at->get<std::vector<std::vector<std::string>>>();
        for (auto files = all.rbegin(); files != all.rend(); ++files) add_recent(out, *files);
    }
    return out;
}

}  // namespace

void add_recent(Settings& settings, const std::vector<std::string>& files) {
    if (files.empty()) return;
    std::erase(settings.recent, files);
    settings.recent.insert(settings.recent.begin(), files);
    if (settings.recent.size() > most_recent) settings.recent.resize(most_recent);
}

std::string settings_path() {
    constexpr const char* file = "leefbeeld/settings.json";
    const char* config = std::getenv("XDG_CONFIG_HOME");
    if (config != nullptr && fs::path(config).is_absolute()) return (fs::path(config) / file).string();
    const char* home = std::getenv("HOME");
    if (home != nullptr && fs::path(home).is_absolute()) return (fs::path(home) / ".config" / file).string();
    return {};
}

Settings read_settings(const std::string& path, Language usual, std::string& problem) {
    problem.clear();
    Settings out;
    out.comfort.language = usual;
    std::error_code failed;
    if (path.empty() || !fs::exists(path, failed)) return out;
    try {
        std::ifstream file(path, std::ios::binary);
        if (!file || fs::file_size(path) > largest_bytes) geo::fail("{}: cannot be read", path);
        const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        return settings_from(Json::parse(bytes), usual);
    } catch (const std::exception&) {
        problem = filled(usual, "settings.broken", path);
    }
    return out;
}

void write_settings(const Settings& settings, const std::string& path) {
    std::error_code failed;
    fs::create_directories(fs::path(path).parent_path(), failed);
    if (failed) geo::fail("{}: {}", fs::path(path).parent_path().string(), failed.message());
    const Json json{{"comfort", to_json(settings.comfort)}, {"recent", settings.recent}};
    const auto text = json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
    geo::PartFile part(path, ".json");
    std::ofstream out(part.path(), std::ios::binary);
    out << text;
    out.close();
    if (!out) geo::fail("{}: cannot be written", path);
    part.commit();
}

}  // namespace model
