#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// The bytes of a file, read-only: mapped where it lies on disk, read where GDAL has to unpack it.
class FileBytes {
public:
    /// \throws Error if it does not exist, is a directory, or cannot be read whole
    explicit FileBytes(const std::string& path);
    ~FileBytes();
    FileBytes(FileBytes&& other) noexcept;
    FileBytes& operator=(FileBytes&&) = delete;

    [[nodiscard]] std::string_view view() const { return view_; }

private:
    std::string_view view_;
    std::vector<char> own_;
    bool mapped_ = false;
};

/// A path as the user knows it: without the prefixes GDAL needs to unpack it.
[[nodiscard]] std::string shown_path(const std::string& path);

/// The first bytes of a file, at most `count`; fewer if it is shorter. \throws Error as above
[[nodiscard]] std::string file_head(const std::string& path, std::size_t count);

}  // namespace geo
