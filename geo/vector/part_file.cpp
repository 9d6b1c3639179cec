#include "geo/vector/part_file.h"

#include "geo/error.h"
#include "geo/vector/write.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <unistd.h>

namespace geo {

namespace {

/// The file being written, where a signal handler can find it; empty if none is. The program writes one at a time.
char unfinished[4096];

void remember_unfinished(const std::string& path) {
    if (path.size() < sizeof unfinished) std::memcpy(unfinished, path.c_str(), path.size() + 1);
}

}  // namespace

void remove_unfinished_file() {
    if (unfinished[0] != '\0') ::unlink(unfinished);
}

PartFile::PartFile(std::string target, const std::string& extension) : target_(std::move(target)) {
    const std::filesystem::path full(target_);
    const auto folder = full.has_parent_path() ? full.parent_path() : std::filesystem::path(".");
    if (!std::filesystem::is_directory(folder)) fail("{}: there is no directory '{}'", target_, folder.string());
    path_ = (folder / fmt::format(".{}.{}.part{}", full.stem().string(), ::getpid(), extension)).string();
    std::remove(path_.c_str());
    remember_unfinished(path_);
}

PartFile::~PartFile() {
    unfinished[0] = '\0';
    if (done_) return;
    for (const auto* suffix : {"", "-journal", "-wal", "-shm"}) std::remove((path_ + suffix).c_str());
}

void PartFile::commit() {
    if (std::rename(path_.c_str(), target_.c_str()) != 0) fail("{}: {}", target_, std::strerror(errno));
    done_ = true;
}

}  // namespace geo
