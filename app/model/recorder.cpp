#include "app/model/recorder.h"

#include "app/model/session.h"
#include "geo/error.h"

#include <filesystem>

namespace model {

Recorder::Recorder(const std::string& path) : path_(path) {
    if (path.empty()) return;
    if (std::filesystem::exists(path)) geo::fail("{}: exists already; choose another name for the record", path);
    file_.open(path, std::ios::binary);
    if (!file_) geo::fail("{}: cannot be made; is there such a directory, and may you write there?", path);
}

void Recorder::write(const Action& action) {
    if (path_.empty()) return;
    const auto line = to_line(action);
    if (!line) return;
    file_ << *line << '\n' << std::flush;
    if (!file_) geo::fail("{}: cannot be written", path_);
}

}  // namespace model
