#pragma once

#include "geo/vector/mapped_file.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// The bytes of a file, read-only: mapped where it lies on disk, read where GDAL has to unpack it.
class FileBytes {
public:
    /// \throws Error if it does not exist, is a directory, or cannot be read whole
    explicit FileBytes(const std::string& path);

    [[nodiscard]] std::string_view view() const {
        return mapped_ ? mapped_->view() : std::string_view(own_.data(), own_.size());
    }

    /// To be asked after reading. \throws Error if another program changed the file meanwhile
    void require_unchanged() const {
        if (mapped_) mapped_->require_unchanged();
    }

private:
    std::vector<char> own_;
    std::unique_ptr<MappedFile> mapped_;
};

/// A path as the user knows it: without the prefixes GDAL needs to unpack it.
[[nodiscard]] std::string shown_path(const std::string& path);

/// The first bytes of a file, at most `count`; fewer if it is shorter. \throws Error as above
[[nodiscard]] std::string file_head(const std::string& path, std::size_t count);

}  // namespace geo
