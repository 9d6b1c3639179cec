#include "app/render/row_bytes.h"

#include <algorithm>
#include <cassert>

namespace render {

namespace {

void write(int x, int y, int width, int height, const std::uint8_t* bytes) {
    glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, byte_texel.format, byte_texel.type, bytes);
}

}  // namespace

void RowBytes::assign(std::span<const std::uint8_t> bytes) {
    const int whole = static_cast<int>(bytes.size() / line);
    const int rest = static_cast<int>(bytes.size() % line);
    const int lines = std::max(whole + (rest > 0 ? 1 : 0), 1);
    if (lines != lines_) {
        texture_ = make_texture(byte_texel, line, lines, "a table of classes");
        lines_ = lines;
    }
    size_ = bytes.size();
    glBindTexture(GL_TEXTURE_2D, texture_.get());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    if (whole > 0) write(0, 0, line, whole, bytes.data());
    if (rest > 0) write(0, whole, rest, 1, bytes.data() + std::ptrdiff_t{whole} * line);
}

void RowBytes::set(std::uint32_t row, std::uint8_t byte) {
    assert(row < size_);
    glBindTexture(GL_TEXTURE_2D, texture_.get());
    write(static_cast<int>(row % line), static_cast<int>(row / line), 1, 1, &byte);
}

}  // namespace render
