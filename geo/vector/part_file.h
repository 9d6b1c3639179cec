#pragma once

#include "geo/error.h"

#include <cerrno>
#include <string>

namespace geo {

/// What becomes of a file that has the name of one being written.
enum class Existing {
    replaced,
    kept  // nobody asked for it to go; it may have come only while the new one was made
};

/// A file being written: lies beside its target under a temporary name until commit() puts it on the disk and renames
/// it; removed if that never comes. What a killed program left of one earlier is removed too.
class PartFile {
public:
    /// \param extension that drivers insist on, e.g. ".gpkg"
    /// \throws Error where there is no such directory, or another program has the target open as a database: replacing
    /// it would leave that program's journal beside a file it does not belong to
    PartFile(std::string target, const std::string& extension, Existing existing = Existing::replaced);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    /// A file that the driver makes beside it and takes away at its end: whatever ends the program, none stays.
    /// \param ending instead of the extension, e.g. "_temp.fgb"
    void expect_beside(const std::string& ending);
    /// Puts what was written on the disk, so that commit() has only to rename. \throws Error
    void sync() const;
    /// After it, a power cut leaves the old file or the new one, whole. \throws Error if it fails; and where a file
    /// that is kept has the name: then this one has another, beside it, which the sentence tells
    void commit();
    /// Gives it a name for good, on the disk, unless something has that; may be done again with another name.
    /// \return whether it has it now \throws Error where that fails
    bool take_name(const std::string& name);

private:
    std::string target_;
    std::string path_;
    std::string beside_;
    Existing existing_;
    bool done_ = false;
};

/// Whether a file that this thread was writing was given up while its disk was full. Asking forgets it.
[[nodiscard]] bool met_full_disk();

/// Does what writes a file. Where that fails with the disk full it says so, whatever the library made of it.
template <typename Job>
auto naming_full_disk(const std::string& path, Job&& job) {
    static_cast<void>(met_full_disk());
    try {
        return job();
    } catch (const Error&) {
        if (met_full_disk()) fail("{}: {}", path, system_reason(ENOSPC));
        throw;
    }
}

/// While it exists no other run of ours that asks for the same puts files of its own in place in a folder: those of a
/// set stay together. A folder that cannot be held so (some network shares) is not.
class FolderHeld {
public:
    explicit FolderHeld(const std::string& path);  // of a file in it
    ~FolderHeld();
    FolderHeld(const FolderHeld&) = delete;
    FolderHeld& operator=(const FolderHeld&) = delete;

private:
    int folder_;
};

/// The n-th other name for a file whose own is taken: "scored.gpkg" -> "scored-2.gpkg" for 2.
[[nodiscard]] std::string other_name(const std::string& path, int n);
/// \param kept_as the name that what was made has now \throws Error that says so
[[noreturn]] void fail_name_taken(const std::string& path, const std::string& kept_as);

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
