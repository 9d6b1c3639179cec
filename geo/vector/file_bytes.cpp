#include "geo/vector/file_bytes.h"

#include "geo/error.h"
#include "geo/vector/gdal.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include <cpl_vsi.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace geo {

namespace {

bool is_virtual(const std::string& path) { return path.starts_with("/vsi"); }

struct VsiRelease {
    void operator()(VSILFILE* file) const { VSIFCloseL(file); }
};
using VsiPtr = std::unique_ptr<VSILFILE, VsiRelease>;

/// A descriptor that closes itself.
struct Descriptor {
    int fd = -1;
    explicit Descriptor(const std::string& path) : fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (fd < 0) fail("{}: {}", path, errno == ENOENT ? "no such file" : std::strerror(errno));
    }
    ~Descriptor() { ::close(fd); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
};

VsiPtr open_virtual(const std::string& path) {
    VsiPtr file(VSIFOpenL(path.c_str(), "rb"));
    if (!file) fail("{}: no such file", path);
    return file;
}

}  // namespace

FileBytes::FileBytes(const std::string& path) {
    if (is_virtual(path)) {
        gdal::start();
        const gdal::Messages messages;
        const auto file = open_virtual(path);
        std::size_t size = 0;
        for (std::size_t step = 1 << 20;; step *= 2) {
            own_.resize(size + step);
            const auto got = VSIFReadL(own_.data() + size, 1, step, file.get());
            size += got;
            if (got < step) break;
        }
        own_.resize(size);
        if (messages.failed() || VSIFEofL(file.get()) == 0) {
            fail("{}: damaged or cut off after {} bytes; fetch it again", path, size);
        }
        view_ = {own_.data(), own_.size()};
        return;
    }
    const Descriptor file(path);
    struct stat info {};
    if (::fstat(file.fd, &info) != 0) fail("{}: {}", path, std::strerror(errno));
    if (S_ISDIR(info.st_mode)) fail("{}: a directory, not a file", path);
    if (info.st_size == 0) return;
    void* at = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, file.fd, 0);
    if (at == MAP_FAILED) fail("{}: {}", path, std::strerror(errno));
    mapped_ = true;
    view_ = {static_cast<const char*>(at), static_cast<std::size_t>(info.st_size)};
}

FileBytes::~FileBytes() {
    if (mapped_) ::munmap(const_cast<char*>(view_.data()), view_.size());
}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : view_(std::exchange(other.view_, {})), own_(std::move(other.own_)), mapped_(std::exchange(other.mapped_, false)) {}

std::string file_head(const std::string& path, std::size_t count) {
    std::string head(count, '\0');
    if (is_virtual(path)) {
        gdal::start();
        const gdal::Messages messages;
        head.resize(VSIFReadL(head.data(), 1, count, open_virtual(path).get()));
        return head;
    }
    const Descriptor file(path);
    const auto got = ::read(file.fd, head.data(), count);
    if (got < 0) fail("{}: {}", path, errno == EISDIR ? "a directory, not a file" : std::strerror(errno));
    head.resize(static_cast<std::size_t>(got));
    return head;
}

}  // namespace geo
