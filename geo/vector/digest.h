#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

namespace geo {

/// A file that was read, as it then lay on the disk.
struct FileFacts {
    std::string path;  // as it was opened; of what lies in a zip, the zip
    std::uint64_t bytes = 0;
    long long modified = 0;  // seconds since 1970
    friend bool operator==(const FileFacts&, const FileFacts&) = default;
};

/// All bytes of a file that is no table. \throws Error if it cannot be read
[[nodiscard]] std::string whole_text(const std::string& path);

/// \throws Error if it cannot be looked at
[[nodiscard]] FileFacts facts_of(const std::string& path);

/// The plain file that holds what GDAL names so: "/vsizip/a.zip/b.gpkg" lies in "a.zip". Empty where there is none.
[[nodiscard]] std::string file_on_disk(const std::string& gdal_name);

/// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// The same of a file, or of what was mounted as one (mount_memory_file()). \throws Error if it cannot be read
/// \throws WritingStopped where a stop was asked for
[[nodiscard]] std::string sha256_of_file(const std::string& path, const std::stop_token& stop = {});

}  // namespace geo
