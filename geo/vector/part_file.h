#pragma once

#include <string>

namespace geo {

/// A file being written: lies beside its target under a temporary name until commit() renames it; removed if that never
/// comes.
class PartFile {
public:
    /// \param extension that drivers insist on, e.g. ".gpkg"
    PartFile(std::string target, const std::string& extension);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    /// \throws Error if the rename fails
    void commit();

private:
    std::string target_;
    std::string path_;
    bool done_ = false;
};

}  // namespace geo
