#include "geo/vector/part_file.h"

#include "geo/error.h"
#include "geo/vector/write.h"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace geo {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_stem = 100;  // bytes: with what is added, names of 255 must do
constexpr auto left_behind = std::chrono::minutes(10);
constexpr const char* companions[] = {"", "-journal", "-wal", "-shm"};

/// The files being written, where a signal handler can find them; empty where there is none. A format of several files
/// has some at once.
constexpr std::size_t unfinished_files = 8;
char unfinished[unfinished_files][4096];

void remember_unfinished(const std::string& path) {
    for (auto& place : unfinished) {
        if (place[0] != '\0' || path.size() >= sizeof place) continue;
        std::memcpy(place, path.c_str(), path.size() + 1);
        return;
    }
}

void forget_unfinished(const std::string& path) {
    for (auto& place : unfinished) {
        if (path == place) place[0] = '\0';
    }
}

class Descriptor {
public:
    explicit Descriptor(const char* path) : number_(::open(path, O_RDONLY | O_CLOEXEC)) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return number_; }

private:
    int number_;
};

/// Whether a program holds one of SQLite's locks on it ("File Locking And Concurrency In SQLite Version 3", 3.0).
bool is_locked(const std::string& database) {
    const Descriptor file(database.c_str());
    if (file.get() < 0) return false;
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 0x40000000;
    lock.l_len = 512;
    return ::fcntl(file.get(), F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

void check_not_open_elsewhere(const std::string& target) {
    std::error_code none;
    for (const auto* journal : {"-wal", "-journal"}) {
        if (!fs::exists(target + journal, none)) continue;
        fail(
            "{}: another program has it open, or left changes of it in '{}{}'; close it there (QGIS: remove its "
            "layers), or write to another name",
            target, target, journal);
    }
    if (fs::exists(target, none) && is_locked(target))
        fail("{}: another program has it open; close it there, or write to another name", target);
}

/// Parts of the same target that nobody is writing any more: their program is gone, and they have long been as they
/// are (on a shared folder it may run on another machine).
void remove_left_behind(const fs::path& folder, const std::string& before, const std::string& after) {
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        const auto name = at->path().filename().string();
        if (!name.starts_with(before) || !name.ends_with(after) || name.size() <= before.size() + after.size())
            continue;
        const auto digits = std::string_view(name).substr(before.size(), name.size() - before.size() - after.size());
        int process = 0;
        const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), process);
        if (error != std::errc() || rest != digits.data() + digits.size() || process <= 0) continue;
        if (::kill(process, 0) == 0 || errno != ESRCH) continue;
        std::error_code unknown;
        const auto written = fs::last_write_time(at->path(), unknown);
        if (unknown || fs::file_time_type::clock::now() - written < left_behind) continue;
        for (const auto* companion : companions) std::remove((at->path().string() + companion).c_str());
    }
}

void put_on_disk(const std::string& path, const std::string& name) {
    const Descriptor file(path.c_str());
    // A file system that cannot do it says EINVAL; then there is nothing more to be done.
    if (file.get() < 0 || (::fsync(file.get()) != 0 && errno != EINVAL)) fail("{}: {}", name, system_reason(errno));
}

fs::path folder_of(const fs::path& target) {
    return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

/// What a file being written leaves to whoever catches its failure: by then its room is free again.
thread_local bool full_disk = false;

bool is_full(const fs::path& folder) {
    constexpr std::uintmax_t room = 64 * 1024;
    std::error_code failed;
    const auto space = fs::space(folder, failed);
    return !failed && space.available < room;
}

bool is_there(const std::string& path) {
    struct stat found {};
    return ::lstat(path.c_str(), &found) == 0;
}

/// Renames where nothing has the new name. \return whether it did; else errno says why, EEXIST where something has it
bool rename_to_new(const std::string& from, const std::string& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    // NFS and some others cannot do that, but will not link to a name that is taken.
    if (::link(from.c_str(), to.c_str()) == 0) {
        ::unlink(from.c_str());
        return true;
    }
    if (errno == EEXIST) return false;
    // Without links either (FAT behind FUSE) nothing closes the gap between looking and renaming.
    if (is_there(to)) {
        errno = EEXIST;
        return false;
    }
    return std::rename(from.c_str(), to.c_str()) == 0;
}

}  // namespace

void remove_unfinished_file() {
    for (const auto& place : unfinished) {
        if (place[0] != '\0') ::unlink(place);
    }
}

PartFile::PartFile(std::string target, const std::string& extension, Existing existing)
    : target_(std::move(target)), existing_(existing) {
    const fs::path full(target_);
    const auto folder = folder_of(full);
    if (!fs::is_directory(folder)) fail("{}: there is no directory '{}'", target_, folder.string());
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        fail("{}: nothing may be written in the folder '{}'", target_, folder.string());
    const bool stays = existing_ == Existing::kept && is_there(target_);
    if (!stays) check_not_open_elsewhere(target_);
    const auto before = fmt::format(".{}.", full.stem().string().substr(0, longest_stem));
    const auto after = ".part" + extension;
    remove_left_behind(folder, before, after);
    path_ = (folder / fmt::format("{}{}{}", before, ::getpid(), after)).string();
    std::remove(path_.c_str());
    remember_unfinished(path_);
}

void PartFile::expect_beside(const std::string& ending) {
    const fs::path part(path_);
    const auto stem = part.stem().string();  // ".scored.123.part"
    const auto before = stem.substr(0, stem.rfind('.', stem.rfind('.') - 1) + 1);
    remove_left_behind(part.parent_path(), before, ".part" + ending);
    beside_ = (part.parent_path() / (stem + ending)).string();
    remember_unfinished(beside_);
}

PartFile::~PartFile() {
    full_disk = full_disk || (!done_ && is_full(folder_of(path_)));
    if (!beside_.empty()) {
        forget_unfinished(beside_);
        std::remove(beside_.c_str());
    }
    forget_unfinished(path_);
    if (done_) return;
    for (const auto* companion : companions) std::remove((path_ + companion).c_str());
}

void PartFile::sync() const {
    put_on_disk(path_, target_);
}

bool PartFile::take_name(const std::string& name) {
    const auto before = path_;
    if (!rename_to_new(before, name)) {
        if (errno == EEXIST) return false;
        fail("{}: {}", name, system_reason(errno));
    }
    path_ = name;
    done_ = true;
    forget_unfinished(before);
    put_on_disk(folder_of(name).string(), name);
    return true;
}

void PartFile::commit() {
    sync();
    if (existing_ == Existing::kept) {
        if (!is_there(target_)) {
            check_not_open_elsewhere(target_);
            if (take_name(target_)) return;
        }
        for (int n = 2;; ++n) {
            const auto other = other_name(target_, n);
            if (take_name(other)) fail_name_taken(target_, other);
        }
    }
    check_not_open_elsewhere(target_);
    struct stat old {};  // who may read the old file may read the new one, and nobody else
    if (::stat(target_.c_str(), &old) == 0) static_cast<void>(::chmod(path_.c_str(), old.st_mode & 07777U));
    if (std::rename(path_.c_str(), target_.c_str()) != 0) fail("{}: {}", target_, system_reason(errno));
    done_ = true;
    put_on_disk(folder_of(target_).string(), target_);
}

bool met_full_disk() {
    return std::exchange(full_disk, false);
}

FolderHeld::FolderHeld(const std::string& path)
    : folder_(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (folder_ >= 0) static_cast<void>(::flock(folder_, LOCK_EX));
}

FolderHeld::~FolderHeld() {
    if (folder_ >= 0) ::close(folder_);
}

std::string other_name(const std::string& path, int n) {
    const fs::path whole(path);
    return (whole.parent_path() / fmt::format("{}-{}{}", whole.stem().string(), n, whole.extension().string()))
        .string();
}

void fail_name_taken(const std::string& path, const std::string& kept_as) {
    fail(
        "{}: a file of this name came while this one was made, and stays as it is; what was made is kept as '{}' (with "
        "--overwrite it takes the place of what is there)",
        path, kept_as);
}

TemporaryFile::TemporaryFile(const std::string& stem, const std::string& extension) {
    std::error_code failed;
    const auto folder = fs::temp_directory_path(failed);
    if (failed) fail("there is no folder for temporary files (TMPDIR): {}", failed.message());
    auto name = (folder / (stem + "-XXXXXX" + extension)).string();
    const int file = ::mkstemps(name.data(), static_cast<int>(extension.size()));
    if (file < 0) fail("{}: {}", folder.string(), system_reason(errno));
    ::close(file);
    path_ = name;
    remember_unfinished(path_);
}

TemporaryFile::~TemporaryFile() {
    forget_unfinished(path_);
    std::remove(path_.c_str());
}

}  // namespace geo
