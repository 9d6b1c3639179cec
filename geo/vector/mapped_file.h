#pragma once

#include <string>
#include <string_view>

#include <sys/stat.h>

namespace geo {

/// A file as it lies on disk, read-only, in memory as it is read. Another program may change it meanwhile: where it has
/// become shorter, what is gone reads as zeros (without this the system would end the program), and
/// require_unchanged() tells.
class MappedFile {
public:
    /// \throws Error if it does not exist, is a directory, or cannot be read
    explicit MappedFile(const std::string& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    [[nodiscard]] std::string_view view() const { return view_; }

    /// \throws Error if it is not as it was when it was opened
    void require_unchanged() const;

private:
    std::string path_;
    int file_ = -1;
    struct stat opened_ {};
    std::string_view view_;
};

}  // namespace geo
