#include "app/page/png.h"

#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>

namespace {

page::Picture any_picture() {
    page::Picture out;
    out.width = *rc::gen::inRange(1, 200);
    out.height = *rc::gen::inRange(1, 200);
    const auto colours = *rc::gen::inRange(1, 5);
    auto state = *rc::gen::arbitrary<std::uint32_t>();
    for (int i = 0; i < out.width * out.height; ++i) {
        state = state * 1664525 + 1013904223;
        out.pixels.push_back(state % 7 == 0 ? state >> 8
                                            : 0x404040u * (state >> 16 & 3) % static_cast<unsigned>(colours));
    }
    return out;
}

RC_GTEST_PROP(Png, it_reads_back_to_the_same_pixels, ()) {
    const auto picture = any_picture();
    const auto read = pages::decoded(page::png_bytes(picture, 150, 1));
    RC_ASSERT(read.width == picture.width);
    RC_ASSERT(read.height == picture.height);
    RC_ASSERT(read.pixels == picture.pixels);
}

/// Its chunks are as long as the standard (PNG, 3rd edition) has them.
TEST(Png, has_chunks_of_their_proper_length) {
    page::Picture picture;
    picture.width = picture.height = 2;
    picture.pixels.assign(4, 0x102030);
    const auto bytes = page::png_bytes(picture, 96, 1);
    std::map<std::string, std::size_t> length;
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(bytes[at + i]);
        length[bytes.substr(at + 4, 4)] = size;
        at += 12 + size;
    }
    EXPECT_EQ(length.at("IHDR"), 13U);
    EXPECT_EQ(length.at("sRGB"), 1U);
    EXPECT_EQ(length.at("pHYs"), 9U);
    EXPECT_EQ(length.at("IEND"), 0U);
}

RC_GTEST_PROP(Png, any_number_of_threads_gives_the_same_bytes, ()) {
    const auto picture = any_picture();
    const auto one = page::png_bytes(picture, 0, 1);
    RC_ASSERT(page::png_bytes(picture, 0, 2) == one);
    RC_ASSERT(page::png_bytes(picture, 0, 8) == one);
}

}  // namespace
