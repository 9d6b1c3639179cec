#include "geo/vector/file_bytes.h"

#include "geo/error.h"
#include "geo/vector/gdal.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

#include <cpl_vsi.h>
#include <fcntl.h>
#include <unistd.h>

namespace geo {

namespace {

bool is_virtual(const std::string& path) {
    return path.starts_with("/vsi");
}

struct VsiRelease {
    void operator()(VSILFILE* file) const { VSIFCloseL(file); }
};
using VsiPtr = std::unique_ptr<VSILFILE, VsiRelease>;

/// A descriptor that closes itself.
struct Descriptor {
    int fd = -1;
    explicit Descriptor(const std::string& path) : fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (fd < 0) fail("{}: {}", path, system_reason(errno));
    }
    ~Descriptor() { ::close(fd); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
};

/// Uncompressed size modulo 2^32, as the last four bytes of a gzip file tell (RFC 1952).
std::uint32_t gzip_size(const std::string& path) {
    const VsiPtr file(VSIFOpenL(path.c_str(), "rb"));
    std::uint8_t bytes[4] = {};
    if (!file || VSIFSeekL(file.get(), 0, SEEK_END) != 0 || VSIFTellL(file.get()) < 18) return 0;
    VSIFSeekL(file.get(), VSIFTellL(file.get()) - 4, SEEK_SET);
    if (VSIFReadL(bytes, 1, 4, file.get()) != 4) return 0;
    return bytes[0] | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 | std::uint32_t{bytes[3]} << 24;
}

/// GDAL reads a file that was cut off up to where it ends, without a word; the size it should have tells.
bool whole(const std::string& path, std::size_t size) {
    constexpr std::string_view gzip = "/vsigzip/";
    if (path.starts_with(gzip)) return gzip_size(path.substr(gzip.size())) == static_cast<std::uint32_t>(size);
    VSIStatBufL info;
    return VSIStatL(path.c_str(), &info) == 0 && static_cast<std::size_t>(info.st_size) == size;
}

VsiPtr open_virtual(const std::string& path) {
    VsiPtr file(VSIFOpenL(path.c_str(), "rb"));
    if (!file) fail("{}: no such file", shown_path(path));
    return file;
}

}  // namespace

std::string shown_path(const std::string& path) {
    std::string_view out = path;
    for (const std::string_view prefix : {"/vsigzip/", "/vsizip/", "/vsimem/"}) {
        if (out.starts_with(prefix)) out.remove_prefix(prefix.size());
    }
    return std::string(out);
}

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
        if (messages.failed() || !whole(path, size))
            fail("{}: damaged or cut off after {} bytes; fetch it again", shown_path(path), size);
        return;
    }
    mapped_ = std::make_unique<MappedFile>(path);
}

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
    if (got < 0) fail("{}: {}", path, system_reason(errno));
    head.resize(static_cast<std::size_t>(got));
    return head;
}

}  // namespace geo
