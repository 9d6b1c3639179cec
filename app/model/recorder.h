#pragma once

#include "app/model/state.h"

#include <fstream>
#include <string>

namespace model {

/// Writes a session as it goes, a line per action (session.h), so that a crash leaves what led to it.
class Recorder {
public:
    /// \param path empty: nothing is written \throws Error if it exists or cannot be made
    explicit Recorder(const std::string& path);

    /// \throws Error if it cannot be written
    void write(const Action& action);

private:
    std::string path_;
    std::ofstream file_;
};

}  // namespace model
