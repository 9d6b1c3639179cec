#include "app/page/png.h"

#include "geo/error.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <zlib.h>

namespace page {

namespace {

constexpr int rows_per_stripe = 64;
constexpr int level = 1;

void put(std::string& out, std::uint32_t number) {  // network order
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xff);
}

void put_chunk(std::string& out, const char* name, const std::string& data) {
    put(out, static_cast<std::uint32_t>(data.size()));
    const auto from = out.size();
    out += name;
    out += data;
    const auto* bytes = reinterpret_cast<const Bytef*>(out.data() + from);
    put(out, static_cast<std::uint32_t>(::crc32(0, bytes, static_cast<uInt>(out.size() - from))));
}

/// Rows [first, last), each preceded by its filter: what differs from the row above ("up"), which is nothing inside
/// areas; the first row of a stripe as it is but for the pixel before ("sub"), so that stripes need not wait for each
/// other.
std::vector<std::uint8_t> filtered(const Picture& picture, int first, int last) {
    const auto width = static_cast<std::size_t>(picture.width);
    std::vector<std::uint8_t> out;
    out.resize(static_cast<std::size_t>(last - first) * (3 * width + 1));
    auto* to = out.data();
    for (int y = first; y < last; ++y) {
        const auto* row = picture.pixels.data() + static_cast<std::size_t>(y) * width;
        const auto* above = row - width;
        *to++ = y == first ? 1 : 2;
        for (std::size_t x = 0; x < width; ++x) {
            const std::uint32_t before = y != first ? above[x] : x > 0 ? row[x - 1] : 0;
            *to++ = static_cast<std::uint8_t>((row[x] >> 16) - (before >> 16));
            *to++ = static_cast<std::uint8_t>((row[x] >> 8) - (before >> 8));
            *to++ = static_cast<std::uint8_t>(row[x] - before);
        }
    }
    return out;
}

struct Stripe {
    std::string bytes;  // deflated, ending at a byte
    uLong checksum = 0;
    std::size_t size = 0;  // before
};

Stripe deflated(const std::vector<std::uint8_t>& bytes, bool last) {
    z_stream stream{};
    if (::deflateInit2(&stream, level, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    Stripe out;
    out.size = bytes.size();
    out.checksum = ::adler32(1, bytes.data(), static_cast<uInt>(bytes.size()));
    out.bytes.resize(::deflateBound(&stream, static_cast<uLong>(bytes.size())) + 16);
    stream.next_in = const_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.bytes.data());
    stream.avail_out = static_cast<uInt>(out.bytes.size());
    const int result = ::deflate(&stream, last ? Z_FINISH : Z_SYNC_FLUSH);
    out.bytes.erase(out.bytes.size() - stream.avail_out);
    const bool whole = result == (last ? Z_STREAM_END : Z_OK) && stream.avail_in == 0;
    ::deflateEnd(&stream);
    if (!whole) geo::fail("a picture could not be compressed (zlib {})", result);
    return out;
}

}  // namespace

std::string png_bytes(const Picture& picture, double dots_per_inch, unsigned threads) {
    std::vector<Stripe> stripes(static_cast<std::size_t>((picture.height + rows_per_stripe - 1) / rows_per_stripe));
    geo::parallel_for(stripes.size(), threads, [&](std::size_t s) {
        const int first = static_cast<int>(s) * rows_per_stripe;
        const int last = std::min(first + rows_per_stripe, picture.height);
        stripes[s] = deflated(filtered(picture, first, last), last == picture.height);
    });
    std::string data{"\x78\x01"};  // zlib's header: deflate, window of 32 KiB, fastest
    uLong checksum = ::adler32(0, nullptr, 0);
    for (const auto& stripe : stripes) {
        data += stripe.bytes;
        checksum = ::adler32_combine(checksum, stripe.checksum, static_cast<z_off_t>(stripe.size));
    }
    put(data, static_cast<std::uint32_t>(checksum));

    std::string out{"\x89PNG\r\n\x1a\n"};
    std::string header;
    put(header, static_cast<std::uint32_t>(picture.width));
    put(header, static_cast<std::uint32_t>(picture.height));
    header += std::string{'\x08', '\x02', '\0', '\0', '\0'};  // 8 bits, RGB, no interlace
    put_chunk(out, "IHDR", header);
    put_chunk(out, "sRGB", std::string(1, '\0'));  // colours are as palettes give them, shown as they are
    if (dots_per_inch > 0) {
        std::string density;
        const auto per_metre = static_cast<std::uint32_t>(std::lround(dots_per_inch / 0.0254));
        put(density, per_metre);
        put(density, per_metre);
        density += '\x01';
        put_chunk(out, "pHYs", density);
    }
    put_chunk(out, "IDAT", data);
    put_chunk(out, "IEND", {});
    return out;
}

}  // namespace page
