#pragma once

#include "app/model/state.h"

#include <string>
#include <vector>

namespace ui {

/// A file to be chosen, for an errand. The desktop's chooser and our own both understand it.
struct Choosing {
    model::Errand::Kind kind = model::Errand::Kind::open_files;
    std::string title;                      // of the chooser, in the user's language
    std::string folder;                     // where to begin
    std::string name;                       // suggested, of a file that is to be written; with its ending
    bool save = false;                      // else one that exists
    std::vector<std::string> endings = {};  // ".gpkg", to begin with; empty: any file
};

}  // namespace ui
