#include "app/cli/output_file.h"

#include "geo/error.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace cli {

namespace {

/// Whether a file that exists is an input, by itself or as part of a folder.
bool is_input(const std::filesystem::path& file, const std::string& input) {
    std::error_code ignored;
    if (std::filesystem::equivalent(file, input, ignored)) return true;
    return std::filesystem::is_directory(input, ignored) &&
           std::filesystem::equivalent(std::filesystem::canonical(file, ignored).parent_path(), input, ignored);
}

}  // namespace

std::string extension_of(const std::string& file) {
    auto extension = std::filesystem::path(file).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

std::vector<std::string> read_by(const geo::LoadOptions& load) {
    auto out = load.inputs;
    out.insert(out.end(), load.sets.begin(), load.sets.end());
    if (!load.neighbours.empty()) out.push_back(load.neighbours);
    if (!load.index_file.empty()) out.push_back(load.index_file);
    return out;
}

std::string behind_link(const std::string& path) {
    std::error_code failed;
    if (!std::filesystem::is_symlink(path, failed) || std::filesystem::exists(path, failed)) return path;
    const auto to = std::filesystem::read_symlink(path, failed);
    return failed ? path : (std::filesystem::path(path).parent_path() / to).string();
}

void check_output(std::string& output, const std::vector<std::string>& inputs, bool overwrite) {
    output = behind_link(output);
    const auto folder = std::filesystem::path(output).parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder)) {
        geo::fail("{}: there is no directory '{}'", output, folder.string());
    }
    if (std::filesystem::is_directory(output)) geo::fail("{}: a directory; name a file in it", output);
    if (!std::filesystem::exists(output)) return;
    for (const auto& input : inputs) {
        if (is_input(output, input)) geo::fail("{}: is an input; choose another output", output);
    }
    if (!std::filesystem::is_regular_file(output)) geo::fail("{}: not a plain file; choose another output", output);
    if (!overwrite) geo::fail("{}: exists already; add --overwrite to replace it", output);
    output = std::filesystem::canonical(output).string();
}

void write_whole(const std::string& output, const std::string& bytes, geo::Existing existing) {
    geo::PartFile part(output, extension_of(output), existing);
    errno = 0;
    std::ofstream out(part.path(), std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) geo::fail("{}: cannot be written ({})", output, errno != 0 ? std::strerror(errno) : "disk full?");
    part.commit();
}

}  // namespace cli
