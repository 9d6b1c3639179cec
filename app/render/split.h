#pragma once

namespace render {

/// A number as two floats, so that a sum with one of like size keeps the small part too: large numbers are subtracted
/// from each other on the graphics card, where they cancel without loss; see areas.vert.
struct Split {
    float high;
    float low;
    explicit Split(double number)
        : high(static_cast<float>(number)), low(static_cast<float>(number - static_cast<double>(high))) {}
};

}  // namespace render
