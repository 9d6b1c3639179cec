#include "app/page/picture.h"

#include "geo/parallel.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace page {

namespace {

constexpr int pixels_per_strip = 16;
constexpr std::int64_t fine_pixels = 4'000'000;     // up to so many, 3 x 3 points for each
constexpr std::int64_t coarse_pixels = 40'000'000;  // up to so many 2 x 2, beyond one
constexpr int rows_at_once = 32;                    // so that what is written stays in the nearest cache
constexpr int most_border = 8;                      // points
constexpr int most_points = 4;                      // a side, for cells smaller than a pixel

/// Points along the side of a pixel.
int points_per_pixel(const Shapes& shapes, const geo::RasterGrid& grid) {
    const auto pixels = std::int64_t{grid.width} * grid.height;
    const int most = pixels <= fine_pixels ? 3 : pixels <= coarse_pixels ? 2 : 1;
    if (shapes.cells == nullptr || most == 1) return most;
    const auto wanted = std::ceil(grid.side / geo::cell_size);  // a point for every cell
    return std::clamp(static_cast<int>(wanted), 2, most == 3 ? most_points : most);
}

/// How borders look at this scale: points wide, and how much of their colour (of 256) is seen.
struct Border {
    int width = 0;  // 0: none
    std::uint32_t strength = 0;
};

Border border_of(const Shapes& shapes, double side_px, int points, int scale) {
    const double smallest = shapes.cells != nullptr ? 10 : 2.5;  // units; below that they would cover what they part
    const double units = side_px / scale;
    if (units < smallest) return {};
    // From a third of a unit, faint, to 0.9 where an area fills a hand.
    const double near = std::clamp(std::log2(units / smallest) / 5, 0.0, 1.0);
    const double wanted = (0.35 + 0.55 * near) * scale * points;
    const int width = std::clamp(static_cast<int>(std::lround(wanted)), 1, most_border);
    const double strength = std::min(1.0, wanted / width) * (0.45 + 0.45 * near);
    return {width, static_cast<std::uint32_t>(std::lround(256 * strength))};
}

/// `part` of 256 of colour b over colour a; red and blue at a time.
std::uint32_t mixed(std::uint32_t a, std::uint32_t b, std::uint32_t part) {
    const auto channels = [&](std::uint32_t mask) {
        return ((a & mask) * (256 - part) + (b & mask) * part) >> 8 & mask;
    };
    return channels(0x00ff00ff) | channels(0x0000ff00);
}

class Painter {
public:
    Painter(const geo::RasterGrid& grid, std::span<const std::uint8_t> classes,
            std::span<const geo::NoDataStyle, 256> palette, const PictureStyle& style, int points, Border border,
            bool sparse)
        : grid_(grid),
          palette_(palette),
          style_(style),
          ground_(packed(style.ground)),
          line_(packed(style.border)),
          points_(points),
          border_(border),
          sparse_(sparse) {
        class_of_.reserve(classes.size() + 1);
        class_of_.push_back(0);  // of nothing
        class_of_.insert(class_of_.end(), classes.begin(), classes.end());
        for (std::size_t code = 0; code < 256; ++code) {
            colour_[code] = packed(palette[code].ground);
            patterned_[code] = palette[code].pattern != geo::Pattern::plain;
        }
    }

    /// Pixels [first, last) of every row. \param ids of their points, [columns][rows], with border columns more
    void paint(int first, int last, std::span<const std::uint32_t> ids, Picture& picture) const {
        const auto points = static_cast<std::size_t>(points_);
        const auto rows = static_cast<std::size_t>(grid_.height) * points;
        const auto reach = points + static_cast<std::size_t>(border_.width);
        std::array<std::uint32_t, rows_at_once * most_points + most_border> differs;
        for (int top = 0; top < grid_.height; top += rows_at_once) {
            const int bottom = std::min(top + rows_at_once, grid_.height);
            const auto from = static_cast<std::size_t>(top) * points;
            const auto count = std::min(static_cast<std::size_t>(bottom) * points + reach - points, rows) - from;
            for (int x = first; x < last; ++x) {
                const auto* column = ids.data() + static_cast<std::size_t>(x - first) * points * rows + from;
                compare(column, rows, reach, std::span(differs).first(count));
                auto* out = picture.pixels.data() + static_cast<std::ptrdiff_t>(top) * picture.width + x;
                for (int y = top; y < bottom; ++y, out += picture.width) {
                    const auto row = static_cast<std::size_t>(y - top) * points;
                    const auto end = std::min(row + reach, count);
                    std::uint32_t any = 0;
                    for (auto r = row; r < end; ++r) any |= differs[r];
                    *out = any == 0 ? colour(column[row], x, y) : blended(column + row, rows, rows - from - row, x, y);
                }
            }
        }
    }

private:
    /// For each row whether its ids differ among `columns` columns, or the first of them from the one above: loops the
    /// compiler makes wide, for most pixels lie within one area. Where in doubt a pixel is blended, to the same colour.
    static void compare(const std::uint32_t* ids, std::size_t rows, std::size_t columns,
                        std::span<std::uint32_t> differs) {
        differs[0] = 0;
        for (std::size_t r = 1; r < differs.size(); ++r) differs[r] = ids[r] ^ ids[r - 1];
        for (std::size_t c = 1; c < columns; ++c) {
            const auto* other = ids + c * rows;
            for (std::size_t r = 0; r < differs.size(); ++r) differs[r] |= ids[r] ^ other[r];
        }
    }

    [[nodiscard]] std::uint32_t colour(std::uint32_t id, int x, int y) const {
        if (id == 0) return ground_;
        const auto code = class_of_[id];
        if (patterned_[code] && geo::has_ink(palette_[code].pattern, x, y, style_.scale))
            return packed(palette_[code].ink);
        return colour_[code];
    }

    [[nodiscard]] std::uint32_t blended(const std::uint32_t* at, std::size_t rows, std::size_t below, int x,
                                        int y) const {
        const auto width = static_cast<std::size_t>(border_.width);
        const auto points = static_cast<std::size_t>(points_);
        std::uint32_t outer = 0;  // sums of red and blue, which have 16 bits each, and of green
        std::uint32_t green = 0;
        std::uint32_t count = 0;
        for (std::size_t c = 0; c < points; ++c) {
            for (std::size_t r = 0; r < points; ++r) {
                const auto* point = at + c * rows + r;
                auto seen = colour(*point, x, y);
                if (width > 0 && *point != 0) {
                    const auto down = std::min(width, below - 1 - r);
                    const auto differs = [&](std::uint32_t other) { return other != *point && other != 0; };
                    if (differs(point[width * rows]) || differs(point[down]) || differs(point[width * rows + down]))
                        seen = mixed(seen, line_, border_.strength);
                }
                if (sparse_ && *point == 0) continue;
                outer += seen & 0x00ff00ff;
                green += seen >> 8 & 0xff;
                ++count;
            }
        }
        if (count == 0) return ground_;
        const auto mean = [&](std::uint32_t sum) { return (sum + count / 2) / count; };
        const auto seen = mean(outer >> 16) << 16 | mean(green) << 8 | mean(outer & 0xffff);
        if (!sparse_) return seen;
        return mixed(ground_, seen, std::min(256u, 512u * count / static_cast<std::uint32_t>(points * points)));
    }

    const geo::RasterGrid& grid_;
    std::span<const geo::NoDataStyle, 256> palette_;
    const PictureStyle& style_;
    std::uint32_t ground_;
    std::uint32_t line_;
    int points_;
    Border border_;
    bool sparse_;  // what covers half a pixel fills it: cells far smaller than a pixel would pale to nothing
    std::vector<std::uint8_t> class_of_;  // [rows + 1] by id
    std::array<std::uint32_t, 256> colour_{};
    std::array<bool, 256> patterned_{};
};

}  // namespace

Picture draw_picture(const Shapes& shapes, const geo::RasterGrid& grid, std::span<const std::uint8_t> classes,
                     std::span<const geo::NoDataStyle, 256> palette, const PictureStyle& style, unsigned threads) {
    assert((shapes.areas == nullptr) != (shapes.cells == nullptr));
    const int points = points_per_pixel(shapes, grid);
    const auto border = border_of(shapes, shapes.typical_side / grid.side, points, style.scale);
    const geo::RasterGrid fine{grid.left, grid.top, grid.side / points, grid.width * points, grid.height * points};
    const geo::Strips strips{pixels_per_strip * points, border.width};
    const auto raster = shapes.areas != nullptr ? geo::IdRaster(*shapes.areas, fine, strips, threads)
                                                : geo::IdRaster(*shapes.cells, fine, strips);
    Picture picture{grid.width, grid.height, {}};
    picture.pixels.resize(static_cast<std::size_t>(grid.width) * static_cast<std::size_t>(grid.height));
    const bool sparse = shapes.cells != nullptr && grid.side > geo::cell_size;
    const Painter painter(grid, classes, palette, style, points, border, sparse);
    geo::parallel_for(raster.strip_count(), threads, [&](std::size_t s) {
        thread_local std::vector<std::uint32_t> ids;
        raster.strip(s, ids);
        const int first = static_cast<int>(s) * pixels_per_strip;
        painter.paint(first, std::min(first + pixels_per_strip, grid.width), ids, picture);
    });
    return picture;
}

}  // namespace page
