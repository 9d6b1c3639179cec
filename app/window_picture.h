#pragma once

#include "app/page/picture.h"
#include "app/render/image.h"

namespace app {

/// What the window shows, as a picture that can be written.
[[nodiscard]] page::Picture picture_of(const render::Image& image);

}  // namespace app
