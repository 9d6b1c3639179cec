#include "tests/render/made_scene.h"
#include "tests/render/render_test.h"

#include <cmath>
#include <memory>
#include <vector>

namespace {

using Overlay = RenderTest;

geo::Polygons squares(int count) {
    geo::Polygons out;
    for (int i = 0; i < count; ++i) {
        const double x = 100'000 + i * 1000.0;
        out.points.insert(out.points.end(), {{x, 400'000}, {x + 1000, 400'000}, {x + 1000, 401'000}, {x, 401'000}});
        out.end_ring();
        out.end_polygon();
        out.end_area();
    }
    return out;
}

std::shared_ptr<const geo::Strokes> line(std::vector<geo::Point> points) {
    geo::Lines lines;
    lines.points = std::move(points);
    lines.end_line();
    return std::make_shared<const geo::Strokes>(geo::line_strokes(lines));
}

std::shared_ptr<const geo::Ground> picture(int width, int height, const geo::Box& bounds, geo::Colour colour,
                                           std::uint8_t alpha = 255) {
    auto out = std::make_shared<geo::Ground>();
    *out = {width, height, {}, bounds};
    for (int i = 0; i < width * height; ++i) {
        for (const auto channel : {colour.red, colour.green, colour.blue})
            out->rgba.push_back(static_cast<std::uint8_t>(channel * alpha / 255));
        out->rgba.push_back(alpha);
    }
    return out;
}

constexpr geo::Colour red{200, 10, 20};

/// A map of three squares of 1 km with one thing laid on them, at 5 m a pixel.
struct Sheet {
    made::Map map = made::of_areas(squares(3), 1000);
    model::View view{{101'500, 400'500}, 5, 640, 240};
    std::vector<model::Laid> laid;
    render::MapRenderer renderer;

    render::FrameStats draw(double scale = 1) {
        auto picture = map.picture(view);
        picture.laid = laid;
        return renderer.draw(picture, {.content_scale = scale});
    }
    [[nodiscard]] geo::Colour at(geo::Point world) const {
        const auto p = model::to_screen(view, world);
        return renderer.read_image().at(static_cast<int>(p.x), static_cast<int>(p.y));
    }
};

TEST_F(Overlay, DrawsALineWhereItLiesAndNothingFivePixelsBeside) {
    for (const double scale : {1.0, 2.0}) {
        Sheet sheet;
        // Level, across pixel centres; from 101 km + 2.5 m to 102 km.
        sheet.laid.push_back({.lines = line({{100'600, 400'502.5}, {102'400, 400'502.5}}), .colour = red, .width = 3});
        const auto stats = sheet.draw(scale);
        EXPECT_TRUE(stats.overlay_pass);
        EXPECT_EQ(stats.segments, 1u);
        const auto image = sheet.renderer.read_image();
        const auto from = model::to_screen(sheet.view, {100'600, 400'502.5});
        const auto to = model::to_screen(sheet.view, {102'400, 400'502.5});
        const int y = static_cast<int>(from.y);
        const int beside = static_cast<int>(5 * scale);
        for (int x = static_cast<int>(from.x) + 1; x < static_cast<int>(to.x); ++x) {
            ASSERT_EQ(image.at(x, y), red) << x;
            const auto area = image.at(x, y + beside);
            ASSERT_EQ(area, image.at(x, y - beside)) << x;
            ASSERT_NE(area, red) << x;
            // The light band lies between.
            ASSERT_GT(image.at(x, y + static_cast<int>(2 * scale + 0.5)).green, area.green) << x;
        }
        EXPECT_NE(image.at(static_cast<int>(from.x - 4 * scale), y), red);
        EXPECT_NE(image.at(static_cast<int>(to.x + 4 * scale), y), red);
    }
}

TEST_F(Overlay, IsRoundWhereLinesMeetAndEnd) {
    Sheet sheet;
    sheet.view.metres_per_pixel = 1;
    const geo::Point corner{101'500.5, 400'500.5};
    sheet.laid.push_back(
        {.lines = line({{101'420.5, 400'500.5}, corner, {101'500.5, 400'420.5}}), .colour = red, .width = 20});
    sheet.draw();
    const auto distance = [&](geo::Point p) {
        const double level = p.x <= corner.x ? std::abs(p.y - corner.y) : 1e9;
        const double steep = p.y <= corner.y ? std::abs(p.x - corner.x) : 1e9;
        return std::min({level, steep, std::hypot(p.x - corner.x, p.y - corner.y)});
    };
    const auto image = sheet.renderer.read_image();
    for (int y = 80; y < 160; ++y) {
        for (int x = 280; x < 360; ++x) {
            const auto away = distance(model::to_world(sheet.view, {x + 0.5, y + 0.5}));
            if (away < 9) {
                ASSERT_EQ(image.at(x, y), red) << x << ", " << y;
            } else if (away > 11.5) {
                ASSERT_NE(image.at(x, y), red) << x << ", " << y;
            }
        }
    }
}

TEST_F(Overlay, DrawsDotsAsDiscs) {
    Sheet sheet;
    const std::vector<geo::Point> dots{{101'502.5, 400'502.5}, {102'002.5, 400'302.5}};
    sheet.laid.push_back({.dots = std::make_shared<const geo::Strokes>(geo::dot_strokes(dots)), .colour = red});
    EXPECT_EQ(sheet.draw().segments, 2u);
    for (const auto& dot : dots) {
        EXPECT_EQ(sheet.at(dot), red);
        EXPECT_EQ(sheet.at({dot.x + 10, dot.y}), red);
        EXPECT_NE(sheet.at({dot.x + 45, dot.y}), red);
        EXPECT_EQ(sheet.at({dot.x + 45, dot.y}), sheet.at({dot.x + 60, dot.y}));
    }
}

TEST_F(Overlay, LeavesIdsAndPickingAlone) {
    Sheet sheet;
    sheet.draw();
    const auto ids = sheet.renderer.read_ids();
    const auto before = sheet.renderer.read_image();
    sheet.laid.push_back({.lines = line({{100'000, 400'000}, {103'000, 401'000}}), .colour = red});
    auto stats = sheet.draw();
    EXPECT_FALSE(stats.id_pass);
    EXPECT_EQ(sheet.renderer.read_ids(), ids);
    EXPECT_EQ(sheet.renderer.pick(model::to_screen(sheet.view, {101'500, 400'500})), 1u);
    EXPECT_NE(sheet.renderer.read_image().rgb, before.rgb);
    sheet.laid.clear();
    stats = sheet.draw();
    EXPECT_FALSE(stats.id_pass);
    EXPECT_EQ(sheet.renderer.read_image().rgb, before.rgb);
}

TEST_F(Overlay, IsNotDrawnAgainForAnotherMeasurementOrAHover) {
    Sheet sheet;
    sheet.laid.push_back({.lines = line({{100'000, 400'500}, {103'000, 400'500}}), .colour = red, .width = 3});
    sheet.draw();
    auto picture = sheet.map.picture(sheet.view);
    picture.laid = sheet.laid;
    const std::vector<std::uint8_t> others{7, 8, 9};
    picture.looks = others;
    auto stats = sheet.renderer.draw(picture);
    EXPECT_TRUE(stats.colour_pass);
    EXPECT_FALSE(stats.overlay_pass);
    EXPECT_EQ(stats.segments, 0u);
    EXPECT_EQ(sheet.at({101'500, 400'500}), red);
    EXPECT_EQ(sheet.at({101'500, 400'700}), sheet.map.colours[8].ground);
    const auto plain = sheet.renderer.read_image();
    picture.hovered = 1;
    stats = sheet.renderer.draw(picture);
    EXPECT_FALSE(stats.overlay_pass || stats.colour_pass);
    EXPECT_GT(sheet.at({101'500, 400'500}).red, 190);  // under the veil of what is hovered
    EXPECT_LT(sheet.at({101'500, 400'500}).green, 80);
    EXPECT_NE(sheet.at({101'500, 400'700}), sheet.map.colours[8].ground);
    picture.hovered = model::Derived::none;
    sheet.renderer.draw(picture);
    EXPECT_EQ(sheet.renderer.read_image().rgb, plain.rgb);
    // Another colour is ink only.
    sheet.laid[0].colour = {0, 90, 200};
    stats = sheet.renderer.draw(picture);
    EXPECT_TRUE(stats.overlay_pass);
    EXPECT_EQ(stats.segments, 0u);
    EXPECT_EQ(sheet.at({101'500, 400'500}), (geo::Colour{0, 90, 200}));
    picture.view.centre.x += 10;
    EXPECT_EQ(sheet.renderer.draw(picture).segments, 1u);
}

TEST_F(Overlay, LetsThroughWhatLiesUnderTheAreas) {
    Sheet sheet;
    const geo::Colour blue{20, 40, 220};
    const geo::Box box{{100'500, 399'000}, {102'500, 402'000}};
    sheet.laid.push_back({.ground = picture(16, 16, box, blue), .under = true});
    for (const double opacity : {1.0, 0.5, 0.0}) {
        auto shown = sheet.map.picture(sheet.view);
        shown.laid = sheet.laid;
        shown.opacity = opacity;
        sheet.renderer.draw(shown);
        const auto fill = sheet.map.colours[2].ground;
        const auto mixed = [&](int top, int low) { return top * opacity + low * (1 - opacity); };
        const auto at = sheet.at({101'500, 400'500});
        EXPECT_NEAR(at.red, mixed(fill.red, blue.red), 2) << opacity;
        EXPECT_NEAR(at.blue, mixed(fill.blue, blue.blue), 2) << opacity;
        EXPECT_EQ(sheet.at({101'500, 401'050}), blue) << opacity;  // no area there
        EXPECT_EQ(sheet.at({103'040, 400'500}), render::Style{}.ground) << opacity;
        EXPECT_EQ(sheet.renderer.pick(model::to_screen(sheet.view, {101'500, 400'500})), 1u);
    }
}

TEST_F(Overlay, LaysAPictureWhereItLiesTheRightWayUp) {
    Sheet sheet;
    auto two = std::make_shared<geo::Ground>();  // the upper half green, the lower half red
    *two = {8, 8, {}, {{101'000, 400'000}, {102'000, 401'000}}};
    for (int i = 0; i < 64; ++i) {
        const bool upper = i < 32;
        for (const int value : {upper ? 0 : 255, upper ? 255 : 0, 0, 255})
            two->rgba.push_back(static_cast<std::uint8_t>(value));
    }
    sheet.laid.push_back({.ground = two});
    sheet.draw();
    EXPECT_EQ(sheet.at({101'500, 400'900}), (geo::Colour{0, 255, 0}));
    EXPECT_EQ(sheet.at({101'500, 400'100}), (geo::Colour{255, 0, 0}));
    EXPECT_EQ(sheet.at({100'980, 400'900}), sheet.map.colours[1].ground);
    EXPECT_EQ(sheet.at({102'020, 400'900}), sheet.map.colours[3].ground);
}

TEST_F(Overlay, ShowsTheClosePartOfAPictureInItsPlaceAndNotTwice) {
    Sheet sheet;
    const geo::Box all{{100'000, 400'000}, {103'000, 401'000}};
    const geo::Box part{{101'200, 400'200}, {101'800, 400'800}};
    sheet.laid.push_back(
        {.ground = picture(8, 8, all, {0, 0, 200}), .close = picture(8, 8, part, {0, 200, 0}), .opacity = 0.5});
    sheet.draw();
    const auto fill = sheet.map.colours[2].ground;
    const auto at = sheet.at({101'500, 400'500});
    EXPECT_NEAR(at.red, fill.red / 2.0, 2);
    EXPECT_NEAR(at.green, fill.green / 2.0 + 100, 2);
    EXPECT_NEAR(at.blue, fill.blue / 2.0, 2);
    EXPECT_NEAR(sheet.at({101'900, 400'500}).blue, fill.blue / 2.0 + 100, 2);
}

TEST_F(Overlay, TellsCentimetresApartFarFromTheOrigin) {
    Sheet sheet;
    sheet.view = {{102'999, 400'999}, 0.02, 640, 240};
    // From 3 km away: its end alone lies in sight.
    const auto strokes = line({{100'000, 400'999.01}, {102'999.01, 400'999.01}});
    sheet.laid.push_back({.lines = strokes, .colour = red, .width = 3});
    sheet.draw();
    const auto image = sheet.renderer.read_image();
    const auto p = model::to_screen(sheet.view, {102'998, 400'999.01});
    int first = -1;
    int last = -1;
    for (int y = 0; y < 240; ++y) {
        if (image.at(static_cast<int>(p.x), y) != red) continue;
        if (first < 0) first = y;
        last = y;
    }
    ASSERT_GE(first, 0);
    EXPECT_NEAR((first + last) / 2.0, p.y, 1.6);
    EXPECT_LE(last - first, 4);
}

TEST_F(Overlay, GivesBackItsMemory) {
    Sheet sheet;
    const auto before = sheet.draw().buffer_bytes;
    sheet.laid.push_back({.lines = line({{100'000, 400'500}, {103'000, 400'500}}), .colour = red});
    EXPECT_GT(sheet.draw().buffer_bytes, before);
    sheet.laid.clear();
    EXPECT_EQ(sheet.draw().buffer_bytes, before);
}

TEST_F(Overlay, FollowsASizeThatChanges) {
    Sheet sheet;
    sheet.laid.push_back({.lines = line({{100'000, 400'502.5}, {103'000, 400'502.5}}), .colour = red, .width = 3});
    sheet.laid.push_back({.ground = picture(4, 4, {{101'000, 400'000}, {102'000, 400'400}}, {9, 9, 9}), .under = true});
    for (const int width : {640, 320, 1, 900}) {
        sheet.view.width = width;
        EXPECT_EQ(sheet.draw().segments, 1u);
        EXPECT_EQ(sheet.renderer.read_image().at(width / 2, 119), red);
    }
}

}  // namespace
