#include "geo/vector/mapped_file.h"

#include "geo/error.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <mutex>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace geo {

namespace {

/// Files in memory, where the signal handler finds them: it may look at nothing that takes a lock.
struct Region {
    std::atomic<std::uintptr_t> begin{0};  // 0: free
    std::atomic<std::uintptr_t> end{0};
};
std::array<Region, 256> regions;
std::mutex regions_mutex;  // of those who enter and leave

/// A page that the file no longer has becomes one of zeros. Any other bus error ends the program as ever.
void fill_lost_page(int number, siginfo_t* info, void* /*context*/) {
    const auto at = reinterpret_cast<std::uintptr_t>(info->si_addr);
    for (const auto& region : regions) {
        if (at < region.begin || at >= region.end) continue;
        const auto page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
        void* page = reinterpret_cast<void*>(at / page_size * page_size);
        if (::mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) return;
    }
    std::signal(number, SIG_DFL);
}

/// \return false where there is no room
bool enter(std::string_view bytes) {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action {};
        action.sa_sigaction = fill_lost_page;
        action.sa_flags = SA_SIGINFO;
        ::sigaction(SIGBUS, &action, nullptr);
    });
    const std::scoped_lock lock(regions_mutex);
    for (auto& region : regions) {
        if (region.begin != 0) continue;
        region.end = reinterpret_cast<std::uintptr_t>(bytes.data()) + bytes.size();
        region.begin = reinterpret_cast<std::uintptr_t>(bytes.data());
        return true;
    }
    return false;
}

void leave(std::string_view bytes) {
    const std::scoped_lock lock(regions_mutex);
    for (auto& region : regions) {
        if (region.begin == reinterpret_cast<std::uintptr_t>(bytes.data())) region.begin = 0;
    }
}

bool same(const struct stat& a, const struct stat& b) {
    return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

MappedFile::MappedFile(const std::string& path) : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0) fail("{}: {}", path, system_reason(errno));
    const auto refuse = [&](const Sentence& why) {
        ::close(file_);
        fail("{}: {}", path, why);
    };
    if (::fstat(file_, &opened_) != 0) refuse(system_reason(errno));
    if (S_ISDIR(opened_.st_mode)) refuse(system_reason(EISDIR));
    if (opened_.st_size == 0) return;
    const auto size = static_cast<std::size_t>(opened_.st_size);
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file_, 0);
    if (at == MAP_FAILED) refuse(system_reason(errno));
    view_ = {static_cast<const char*>(at), size};
    if (!enter(view_)) {
        ::munmap(at, size);
        refuse(Sentence("too many files at once"));
    }
}

MappedFile::~MappedFile() {
    if (!view_.empty()) {
        leave(view_);
        ::munmap(const_cast<char*>(view_.data()), view_.size());
    }
    ::close(file_);
}

void MappedFile::require_unchanged() const {
    struct stat now {};
    if (::fstat(file_, &now) == 0 && same(opened_, now)) return;
    fail("{}: it was changed by another program while it was being read; open it again", path_);
}

}  // namespace geo
