#pragma once

#include "app/model/state.h"
#include "app/model/text.h"

#include <string>
#include <vector>

namespace app {

struct WindowOptions {
    model::SceneOptions scene;
    std::vector<model::OwnLayer> own_layers;              // laid on the map from the start
    model::Actions first;                                 // what opens the first files
    std::string program;                                  // version, for session files
    model::Language language = model::Language::english;  // where the settings name none
    bool language_asked = false;                          // it goes before the settings
    std::string settings;                                 // file of what is kept between sessions; empty: nothing is
    std::string record;                                   // file the actions are written to; empty: none
    int width = 1280;                                     // of the window, in units of the monitor's scale
    int height = 800;
};

/// Opens the window and stays until it is closed. The window is there before any file is read; a file that fails leaves
/// its sentence in it. \throws Error if there is no display, or no OpenGL 3.3, or the record cannot be written
void run_window(const WindowOptions& options);

}  // namespace app
