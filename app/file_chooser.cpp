#include "app/file_chooser.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace app {

namespace {

namespace fs = std::filesystem;

bool is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

/// Full path of a program; empty where it is not there.
std::string found(std::string_view program, std::string_view path) {
    while (!path.empty()) {
        const auto end = std::min(path.find(':'), path.size());
        const auto file = fs::path(path.substr(0, end)) / program;
        if (file.is_absolute() && ::access(file.c_str(), X_OK) == 0) return file.string();
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return {};
}

/// "*.gpkg *.csv"
std::string patterns(const ui::Choosing& choosing) {
    std::string out;
    for (const auto& ending : choosing.endings) out += (out.empty() ? "*" : " *") + ending;
    return out;
}

}  // namespace

std::vector<std::string> chooser_words(const ui::Choosing& choosing, const std::string& path) {
    if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")) return {};
    const auto start = (fs::path(choosing.folder) / choosing.name).string();
    const bool filtered = !choosing.endings.empty();
    const auto zenity = found("zenity", path);
    const auto kdialog = found("kdialog", path);
    const char* desktop = std::getenv("XDG_CURRENT_DESKTOP");
    const bool kde = desktop != nullptr && std::string_view(desktop).find("KDE") != std::string_view::npos;
    if (!kdialog.empty() && (kde || zenity.empty())) {
        std::vector<std::string> out{kdialog, "--title", choosing.title,
                                     choosing.save ? "--getsavefilename" : "--getopenfilename", start};
        if (filtered) out.push_back(patterns(choosing));
        return out;
    }
    if (zenity.empty()) return {};
    std::vector<std::string> out{zenity, "--file-selection", "--title=" + choosing.title, "--filename=" + start};
    // A folder is told from a file by the slash at its end.
    if (choosing.name.empty() && !out.back().ends_with('/')) out.back() += '/';
    if (choosing.save) {
        out.emplace_back("--save");
        out.emplace_back("--confirm-overwrite");
    }
    if (filtered) out.push_back("--file-filter=" + patterns(choosing));
    return out;
}

FileChooser::~FileChooser() {
    const std::scoped_lock lock(mutex_);
    if (running_ && process_ > 0) ::kill(process_, SIGTERM);  // then its output ends, and with it the thread
}

bool FileChooser::open(const ui::Choosing& choosing) {
    {
        const std::scoped_lock lock(mutex_);
        if (running_) return true;
    }
    const char* path = std::getenv("PATH");
    auto words = chooser_words(choosing, path != nullptr ? path : "");
    if (words.empty()) return false;
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int process = -1;
    const int failed = ::posix_spawn(&process, words.front().c_str(), &files, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    ::close(ends[1]);
    if (failed != 0) {
        ::close(ends[0]);
        return false;
    }
    if (thread_.joinable()) thread_.join();  // of the one before, which has ended
    running_ = true;
    process_ = process;
    thread_ = std::jthread([this, output = ends[0], process, kind = choosing.kind] { read(output, process, kind); });
    return true;
}

void FileChooser::read(int output, int process, model::Errand::Kind kind) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto count = ::read(output, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    ::close(output);
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    const auto end = text.find('\n');  // a name may hold one only at its end's cost
    text.resize(std::min(end, text.size()));
    {
        const std::scoped_lock lock(mutex_);
        running_ = false;
        process_ = -1;
        // Cancelling is no failure, and nothing to tell of.
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && !text.empty()) chosen_ = model::Errand{kind, text};
    }
    if (wake_) wake_();
}

std::optional<model::Errand> FileChooser::poll() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(chosen_, std::nullopt);
}

}  // namespace app
