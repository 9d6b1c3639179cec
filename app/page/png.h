#pragma once

#include "app/page/picture.h"

#include <string>

namespace page {

/// A picture as the bytes of a PNG, RGB. Made in stripes, on several threads; the same for any number of them.
/// \param dots_per_inch noted in the file; 0: nothing is
[[nodiscard]] std::string png_bytes(const Picture& picture, double dots_per_inch, unsigned threads = 0);

}  // namespace page
