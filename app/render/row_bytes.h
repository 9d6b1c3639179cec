#pragma once

#include "app/render/gl.h"

#include <cstdint>
#include <span>

namespace render {

/// A byte per row in graphics memory, for shaders to look up: 2048 rows to a line, as a texture of one line would be
/// too long.
class RowBytes {
public:
    static constexpr int line = 2048;

    /// All of them anew. \throws Error if they are more than this OpenGL can hold
    void assign(std::span<const std::uint8_t> bytes);
    /// One of them. \pre row < the number assigned
    void set(std::uint32_t row, std::uint8_t byte);

    [[nodiscard]] const Texture& texture() const { return texture_; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    Texture texture_;
    int lines_ = 0;
    std::size_t size_ = 0;
};

}  // namespace render
