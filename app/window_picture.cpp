#include "app/window_picture.h"

namespace app {

page::Picture picture_of(const render::Image& image) {
    page::Picture out{image.width, image.height, {}};
    out.pixels.reserve(image.rgb.size() / 3);
    for (std::size_t i = 0; i < image.rgb.size(); i += 3)
        out.pixels.push_back(page::packed({image.rgb[i], image.rgb[i + 1], image.rgb[i + 2]}));
    return out;
}

}  // namespace app
