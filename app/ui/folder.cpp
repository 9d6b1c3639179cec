#include "app/ui/folder.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

namespace ui {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_entries = 20000;  // a folder with more is not gone through by eye

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

}  // namespace

Folder read_folder(const std::string& path, const std::vector<std::string>& endings) {
    Folder out;
    std::error_code failed;
    const auto whole = fs::absolute(path, failed).lexically_normal();
    out.path = failed ? path : whole.string();
    if (out.path.size() > 1 && out.path.ends_with('/')) out.path.pop_back();
    auto at = fs::directory_iterator(out.path, failed);
    for (; !failed && at != fs::directory_iterator() && out.entries.size() < most_entries; at.increment(failed)) {
        auto name = at->path().filename().string();
        if (name.starts_with('.')) continue;
        std::error_code none;
        const bool folder = at->is_directory(none);
        const auto ending = lower(at->path().extension().string());
        const bool wanted = endings.empty() || std::find(endings.begin(), endings.end(), ending) != endings.end();
        if (folder || wanted) out.entries.push_back({std::move(name), folder});
    }
    if (failed) out.refusal = failed.message();
    std::sort(out.entries.begin(), out.entries.end(), [](const FolderEntry& a, const FolderEntry& b) {
        if (a.folder != b.folder) return a.folder;
        const auto x = lower(a.name);
        const auto y = lower(b.name);
        return x != y ? x < y : a.name < b.name;
    });
    return out;
}

std::string above(const std::string& path) {
    const auto parent = fs::path(path).parent_path().string();
    return parent.empty() ? path : parent;
}

std::string within(const std::string& folder, const std::string& typed) {
    const char* home = std::getenv("HOME");
    if (home != nullptr && typed == "~") return home;
    if (home != nullptr && typed.starts_with("~/"))
        return (fs::path(home) / typed.substr(2)).lexically_normal().string();
    return (fs::path(folder) / typed).lexically_normal().string();
}

}  // namespace ui
