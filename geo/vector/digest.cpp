#include "geo/vector/digest.h"

#include "geo/error.h"
#include "geo/vector/file_bytes.h"
#include "geo/vector/gdal.h"
#include "geo/vector/write.h"

#include <array>
#include <filesystem>
#include <memory>
#include <vector>

#include <cpl_vsi.h>
#include <openssl/evp.h>

namespace geo {

namespace {

constexpr std::size_t chunk = 1 << 20;

struct ContextFree {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FileClose {
    void operator()(VSILFILE* file) const { VSIFCloseL(file); }
};

class Sha256 {
public:
    Sha256() : context_(EVP_MD_CTX_new()) {
        if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
            fail("SHA-256 is not to be had from OpenSSL");
    }
    void add(const void* bytes, std::size_t count) {
        if (EVP_DigestUpdate(context_.get(), bytes, count) != 1) fail("SHA-256 failed in OpenSSL");
    }
    [[nodiscard]] std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int size = 0;
        if (EVP_DigestFinal_ex(context_.get(), digest.data(), &size) != 1) fail("SHA-256 failed in OpenSSL");
        std::string out;
        for (unsigned int i = 0; i < size; ++i) out += fmt::format("{:02x}", digest[i]);
        return out;
    }

private:
    std::unique_ptr<EVP_MD_CTX, ContextFree> context_;
};

}  // namespace

std::string whole_text(const std::string& path) {
    return std::string(FileBytes(path).view());
}

FileFacts facts_of(const std::string& path) {
    gdal::start();
    VSIStatBufL stat{};
    if (VSIStatL(path.c_str(), &stat) != 0) fail("{}: cannot be looked at; is it gone?", path);
    return {path, static_cast<std::uint64_t>(stat.st_size), static_cast<long long>(stat.st_mtime)};
}

std::string file_on_disk(const std::string& gdal_name) {
    auto path = gdal_name;
    for (const std::string_view prefix : {"/vsizip/", "/vsigzip/"}) {
        if (path.starts_with(prefix)) path.erase(0, prefix.size());
    }
    // Anything else that begins so is no file, and to ask for it may be to ask the network.
    if (path.starts_with("/vsi") && !path.starts_with("/vsimem/")) return {};
    gdal::start();
    for (std::filesystem::path at(path); !at.empty(); at = at.parent_path()) {
        VSIStatBufL stat{};
        if (VSIStatL(at.c_str(), &stat) == 0 && VSI_ISREG(stat.st_mode)) return at.string();
        if (at == at.parent_path()) break;
    }
    return {};
}

std::string sha256(std::string_view bytes) {
    Sha256 digest;
    digest.add(bytes.data(), bytes.size());
    return digest.hex();
}

std::string sha256_of_file(const std::string& path, const std::stop_token& stop) {
    gdal::start();
    const std::unique_ptr<VSILFILE, FileClose> file(VSIFOpenL(path.c_str(), "rb"));
    if (!file) fail("{}: cannot be read to tell its SHA-256", path);
    Sha256 digest;
    std::vector<char> bytes(chunk);
    while (true) {
        if (stop.stop_requested()) throw WritingStopped();
        const auto count = VSIFReadL(bytes.data(), 1, bytes.size(), file.get());
        digest.add(bytes.data(), count);
        if (count < bytes.size()) break;
    }
    if (VSIFEofL(file.get()) == 0) fail("{}: cannot be read whole to tell its SHA-256", path);
    return digest.hex();
}

}  // namespace geo
