#pragma once

#include "app/model/state.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

/// A session as a file (.leefbeeld, JSON): which files, how they are read, what was chosen. Handed to someone else
/// together with its files, it opens there: it names them relative to itself.
namespace model {

inline constexpr int session_version = 1;
inline constexpr const char* session_extension = ".leefbeeld";

[[nodiscard]] bool is_session(const std::string& path);  // by its name

/// By what one sees that files are not those a session was saved with.
struct Fingerprint {
    std::vector<std::pair<std::string, std::size_t>> levels;  // and how many areas or cells each has
    std::vector<std::string> measurements;                    // labels of all levels, in the order of the scene
    friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

[[nodiscard]] Fingerprint fingerprint_of(const Scene& scene);

struct SessionFile {
    Choices choices;  // of load: inputs as they are found from here, and how to read them
    Fingerprint data;
    std::string program;             // version that wrote it
    std::vector<std::string> notes;  // sentences: files that were found elsewhere
};

/// The bytes of a session file that will lie at `path`. Files beside it, under it or up to two folders above it are
/// named relative to it, others in full. \param reading how choices.load.inputs were read \throws Error for a path that
/// is not UTF-8
[[nodiscard]] std::string session_bytes(const SessionFile& session, const std::string& path);

/// \param path where the bytes came from \throws Error, one sentence in `language`: of a newer version, cut off, no
/// session, or with files that are neither where they were nor beside it
[[nodiscard]] SessionFile session_from(const std::string& bytes, const std::string& path, Language language);

/// The same from the file. \throws Error as above, or if it cannot be read
[[nodiscard]] SessionFile read_session_file(const std::string& path, Language language);

/// One sentence about names that choose nothing; empty where there are none.
[[nodiscard]] std::string unknown_sentence(const std::vector<std::string>& names, Language language);

/// What the scene of a session's files lacks: sentences, none where all is as it was.
[[nodiscard]] std::vector<std::string> told_differences(const Fingerprint& saved, const Choices& choices,
                                                        const Results& results, Language language);

}  // namespace model
