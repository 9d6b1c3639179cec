#include "app/page/picture.h"

#include "support.h"
#include "tests/geo/shapes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace {

constexpr geo::Colour magenta{255, 0, 255};
constexpr geo::Colour green{20, 120, 40};

std::array<geo::NoDataStyle, 256> all_of(geo::Colour colour) {
    std::array<geo::NoDataStyle, 256> out;
    out.fill({colour, colour, geo::Pattern::plain});
    return out;
}

page::Picture draw(const geo::Polygons& areas, const geo::RasterGrid& grid, const std::vector<std::uint8_t>& classes,
                   std::span<const geo::NoDataStyle, 256> palette, page::PictureStyle style = {},
                   unsigned threads = 1) {
    page::Shapes shapes;
    shapes.areas = &areas;
    shapes.typical_side = 400;
    return page::draw_picture(shapes, grid, classes, palette, style, threads);
}

RC_GTEST_PROP(Picture, neighbours_of_one_colour_leave_nothing_between_them, ()) {
    const auto areas = shapes::any_triangulation(5, 400, false);
    const double side = *rc::gen::inRange(2, 200);
    const int pixels = std::max(1, static_cast<int>(2000 / side) - 1);
    page::PictureStyle style;
    style.ground = magenta;
    style.border = green;
    const auto picture =
        draw(areas, {0, 2000, side, pixels, pixels}, std::vector<std::uint8_t>(areas.size(), 1), all_of(green), style);
    RC_ASSERT(
        std::all_of(picture.pixels.begin(), picture.pixels.end(), [](auto p) { return p == page::packed(green); }));
}

TEST(Picture, the_edge_of_an_area_is_a_mixture) {
    const auto areas = shapes::one_area({{0, 0}, {1000, 0}, {1000, 1000}});
    const auto picture = draw(areas, {0, 1000, 10, 100, 100}, {1}, all_of({0, 0, 0}));
    std::set<std::uint32_t> seen(picture.pixels.begin(), picture.pixels.end());
    EXPECT_TRUE(seen.contains(0u));
    EXPECT_TRUE(seen.contains(0xffffffu));
    EXPECT_GT(seen.size(), 2u);
    for (const auto p : seen) EXPECT_EQ(p & 0xff, p >> 16) << "greys only";
}

TEST(Picture, borders_are_drawn_between_areas_and_not_around_them) {
    geo::Polygons areas;
    shapes::add_ring_area(areas, shapes::rectangle(0, 0, 500, 1000));
    shapes::add_ring_area(areas, shapes::rectangle(500, 0, 1000, 1000));
    page::PictureStyle style;
    style.ground = {0, 0, 0};
    style.border = magenta;
    const auto picture = draw(areas, {0, 1000, 10, 100, 100}, {1, 1}, all_of(green), style);
    for (int y = 0; y < 100; ++y) {
        EXPECT_NE(pages::pixel_at(picture, 49, y), page::packed(green));
        for (const int x : {0, 10, 90, 99}) EXPECT_EQ(pages::pixel_at(picture, x, y), page::packed(green));
    }
}

TEST(Picture, no_data_is_drawn_with_its_pattern) {
    const auto areas = shapes::one_area(shapes::rectangle(-100, -100, 1100, 1100));
    auto palette = all_of(green);
    palette[geo::no_data_missing] = {{250, 250, 250}, {10, 10, 10}, geo::Pattern::stripes};
    const auto picture = draw(areas, {0, 1000, 10, 100, 100}, {geo::no_data_missing}, palette);
    for (int y = 0; y < 100; ++y) {
        for (int x = 0; x < 100; ++x)
            ASSERT_EQ(pages::pixel_at(picture, x, y) == 0x0a0a0a, geo::has_ink(geo::Pattern::stripes, x, y));
    }
}

TEST(Picture, cells_far_smaller_than_a_pixel_are_all_seen) {
    for (std::uint16_t column = 0; column < 40; ++column) {
        const std::vector<geo::Cell> one{{column, 7}};
        const geo::Lattice lattice(one);
        page::Shapes shapes;
        shapes.cells = &lattice;
        shapes.typical_side = geo::cell_size;
        const std::vector<std::uint8_t> classes{1};
        const auto picture = page::draw_picture(shapes, {0, 4000, 330, 13, 13}, classes, all_of(green), {}, 1);
        EXPECT_TRUE(std::any_of(picture.pixels.begin(), picture.pixels.end(), [](auto p) { return p != 0xffffff; }))
            << column;
    }
}

TEST(Picture, any_number_of_threads_gives_the_same) {
    pages::Town town;
    const auto& derived = town.derived();
    const auto box = town.extent();
    const geo::RasterGrid grid{box.min.x, box.max.y, (box.max.x - box.min.x) / 333, 333, 257};
    const auto& areas = derived.shown.layer->assessment.areas->polygons;
    page::Shapes shapes;
    shapes.areas = &areas;
    shapes.typical_side = derived.shown.layer->typical_side;
    const auto one = page::draw_picture(shapes, grid, derived.classes, derived.palette, {}, 1);
    for (const unsigned threads : {2u, 8u})
        EXPECT_EQ(page::draw_picture(shapes, grid, derived.classes, derived.palette, {}, threads).pixels, one.pixels);
}

}  // namespace
