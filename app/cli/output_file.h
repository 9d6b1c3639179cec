#pragma once

#include "geo/dataset.h"
#include "geo/vector/part_file.h"

#include <string>
#include <vector>

namespace cli {

/// What stands after the last dot, in lower case: ".gpkg"; empty where there is none.
[[nodiscard]] std::string extension_of(const std::string& file);

/// Before anything is read: nobody waits for a run that cannot be kept. Becomes the file itself where it is a link to
/// one: what a link points to is replaced, not the link. \throws Error if it cannot be written, is an input, or exists
/// and may not be overwritten
void check_output(std::string& output, const std::vector<std::string>& inputs, bool overwrite);

/// Every file that loading is told to read: inputs and sets of areas.
[[nodiscard]] std::vector<std::string> read_by(const geo::LoadOptions& load);

/// Where a link points to nothing yet: what it points to, which is what is written; else the path itself.
[[nodiscard]] std::string behind_link(const std::string& path);

/// What `--overwrite` says.
[[nodiscard]] inline geo::Existing existing(bool overwrite) {
    return overwrite ? geo::Existing::replaced : geo::Existing::kept;
}

/// Writes a file under a temporary name and renames it. \throws Error if that fails; then nothing is left of it, but
/// where another file that is kept has the name: see geo::PartFile
void write_whole(const std::string& output, const std::string& bytes, geo::Existing existing);

}  // namespace cli
