#pragma once

#include "app/model/scene.h"
#include "app/model/state.h"
#include "app/render/image.h"

#include <string>
#include <vector>

namespace app {

struct ReplayOptions {
    model::SceneOptions scene;                // inputs: take the place of the first ones the session opens
    model::Actions session;                   // may be empty
    bool opens = false;                       // it opens files itself
    std::string program;                      // version, for session files
    std::vector<model::OwnLayer> own_layers;  // laid on the map besides those of the session
    bool picture = false;                     // of the whole window at the end
    int width = 1280;                         // framebuffer pixels
    int height = 800;
    double scale = 1;  // of the monitor
    model::Language language = model::Language::english;
};

struct Replayed {
    model::State state;
    model::Results results;
    std::vector<std::string> unknown;   // names the session used that the scene does not have
    std::vector<std::string> notices;   // what errands said
    std::vector<std::string> failures;  // of them, what failed
    std::vector<std::string> copied;    // to the clipboard, which is not there
    render::Image picture;              // where asked for
};

/// Goes through a session without a window or display, waiting for every load; then draws what a window of that size
/// would show. \throws Error if a picture is wanted and there is no EGL or OpenGL 3.3
[[nodiscard]] Replayed replay(const ReplayOptions& options);

}  // namespace app
