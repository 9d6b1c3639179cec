#pragma once

#include <string>
#include <vector>

/// What a file chooser shows of a folder. No window and no ImGui.
namespace ui {

struct FolderEntry {
    std::string name;
    bool folder = false;
    friend bool operator==(const FolderEntry&, const FolderEntry&) = default;
};

struct Folder {
    std::string path;                  // in full
    std::vector<FolderEntry> entries;  // folders first, each by name without regard to case; no hidden ones
    std::string refusal;               // the system's reason, where it cannot be read
};

/// \param endings of files that are listed, lower case; empty: all. Folders always are, and so are files that are taken
/// for folders (".zip")
[[nodiscard]] Folder read_folder(const std::string& path, const std::vector<std::string>& endings);

/// The folder above; itself at the top.
[[nodiscard]] std::string above(const std::string& path);

/// What a typed name means in a folder: itself where it begins at the top or at home ("~/"), else within it.
[[nodiscard]] std::string within(const std::string& folder, const std::string& typed);

}  // namespace ui
