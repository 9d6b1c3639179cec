#pragma once

#include <string>

namespace geo {

/// A file being written: lies beside its target under a temporary name until commit() puts it on the disk and renames
/// it; removed if that never comes. What a killed program left of one earlier is removed too.
class PartFile {
public:
    /// \param extension that drivers insist on, e.g. ".gpkg"
    /// \throws Error where there is no such directory, or another program has the target open as a database: replacing
    /// it would leave that program's journal beside a file it does not belong to
    PartFile(std::string target, const std::string& extension);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    /// Puts what was written on the disk, so that commit() has only to rename. \throws Error
    void sync() const;
    /// After it, a power cut leaves the old file or the new one, whole. \throws Error if it fails
    void commit();

private:
    std::string target_;
    std::string path_;
    bool done_ = false;
};

/// A name in the folder for temporary files that no other program has; what is written there goes with it, and when a
/// signal ends the program.
class TemporaryFile {
public:
    /// \throws Error where there is no such folder or it may not be written to
    TemporaryFile(const std::string& stem, const std::string& extension);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace geo
