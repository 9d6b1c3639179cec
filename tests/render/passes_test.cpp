#include "app/render/canvas.h"
#include "tests/render/made_scene.h"
#include "tests/render/render_test.h"

#include <string>

namespace {

using Passes = RenderTest;

geo::Polygons squares(int count, double side) {
    geo::Polygons out;
    for (int i = 0; i < count; ++i) {
        const double x = 100'000 + i * side;
        out.points.insert(out.points.end(),
                          {{x, 400'000}, {x + side, 400'000}, {x + side, 400'000 + side}, {x, 400'000 + side}});
        out.end_ring();
        out.end_polygon();
        out.end_area();
    }
    return out;
}

made::Map row_of(int count) {
    return made::of_areas(squares(count, 1000), 1000);
}

TEST_F(Passes, AreDoneOnlyWhereDue) {
    render::MapRenderer renderer;
    auto map = row_of(3);
    auto picture = map.picture(map.view(300, 100));
    auto stats = renderer.draw(picture);
    EXPECT_TRUE(stats.uploaded && stats.id_pass && stats.colour_pass);
    EXPECT_GT(stats.triangles, 0u);
    EXPECT_GT(stats.buffer_bytes, 0u);
    const auto bytes = stats.buffer_bytes;

    stats = renderer.draw(picture);
    EXPECT_FALSE(stats.uploaded || stats.id_pass || stats.colour_pass);

    const std::vector<std::uint8_t> others{9, 8, 7};
    picture.looks = others;
    stats = renderer.draw(picture);
    EXPECT_TRUE(stats.colour_pass);
    EXPECT_FALSE(stats.uploaded || stats.id_pass);
    EXPECT_EQ(renderer.read_image().at(50, 50), map.colours[9].ground);

    picture.hovered = 1;
    stats = renderer.draw(picture);
    EXPECT_FALSE(stats.uploaded || stats.id_pass || stats.colour_pass);

    auto palette = map.colours;
    palette[9].ground = {1, 2, 3};
    picture.palette = &palette;
    stats = renderer.draw(picture);
    EXPECT_TRUE(stats.colour_pass);
    EXPECT_FALSE(stats.uploaded || stats.id_pass);
    EXPECT_EQ(renderer.read_image().at(50, 50), (geo::Colour{1, 2, 3}));

    picture.view.centre.x += 1;
    stats = renderer.draw(picture);
    EXPECT_TRUE(stats.id_pass && stats.colour_pass);
    EXPECT_FALSE(stats.uploaded);
    EXPECT_EQ(stats.buffer_bytes, bytes);
}

TEST_F(Passes, GoBackToWhatWasWhenNothingIsHovered) {
    render::MapRenderer renderer;
    auto map = row_of(4);
    auto picture = map.picture(map.view(400, 120));
    renderer.draw(picture);
    const auto before = renderer.read_image();
    const std::vector<std::uint32_t> selected{2};
    for (const std::uint32_t hovered : {0u, 1u, 3u}) {
        picture.hovered = hovered;
        picture.selected = selected;
        renderer.draw(picture);
        EXPECT_NE(renderer.read_image().rgb, before.rgb);
    }
    picture.hovered = model::Derived::none;
    picture.selected = {};
    renderer.draw(picture);
    EXPECT_EQ(renderer.read_image().rgb, before.rgb);
    // Rows that the layer does not have mark nothing.
    const std::vector<std::uint32_t> strange{4, 4'000'000'000u};
    picture.selected = strange;
    picture.hovered = 4;
    renderer.draw(picture);
    EXPECT_EQ(renderer.read_image().rgb, before.rgb);
}

TEST_F(Passes, RingWhatIsSelectedAndLeaveItsInsideAsItIs) {
    auto map = row_of(3);
    for (const double scale : {1.0, 2.0}) {
        render::MapRenderer renderer;
        auto picture = map.picture(map.view(600, 200));
        const std::vector<std::uint32_t> selected{1};
        picture.selected = selected;
        renderer.draw(picture, {.content_scale = scale});
        const auto image = renderer.read_image();
        const auto border = static_cast<int>(model::to_screen(picture.view, {101'000, 400'500}).x);
        int dark = 0;
        for (int x = border - 10; x < border + 10; ++x) {
            const auto c = image.at(x, 100);
            if (c.red < 60 && c.green < 60 && c.blue < 70) ++dark;
        }
        EXPECT_GE(dark, 2 * scale);
        EXPECT_LE(dark, 3 * scale);
        EXPECT_EQ(image.at(300, 100), map.colours[2].ground);
        EXPECT_EQ(image.at(border - 20, 100), map.colours[1].ground);
    }
}

TEST_F(Passes, DrawPatternsToThePixelAsTheLibrarySays) {
    auto map = row_of(1);
    auto view = map.view(90, 70);
    view.metres_per_pixel = 1;  // all of it inside the area
    for (const auto code : {geo::no_data_missing, geo::no_data_uninhabited, geo::no_data_suppressed,
                            geo::no_data_outside, std::uint8_t{0}}) {
        map.classes[0] = code;
        const auto style = geo::no_data_style(code);
        for (const int scale : {1, 2, 3}) {
            for (const int supersampling : {1, 2, 3}) {
                render::MapRenderer renderer;
                renderer.draw(map.picture(view),
                              {.content_scale = static_cast<double>(scale), .supersampling = supersampling});
                const auto image = renderer.read_image();
                for (int y = 0; y < view.height; ++y) {
                    for (int x = 0; x < view.width; ++x) {
                        const bool ink = geo::has_ink(style.pattern, x, y, scale);
                        ASSERT_EQ(image.at(x, y), ink ? style.ink : style.ground)
                            << "class byte " << int{code} << ", scale " << scale << ", pixel " << x << ", " << y;
                    }
                }
            }
        }
    }
}

TEST_F(Passes, AverageEdgesWhereAskedFor) {
    auto map = row_of(1);
    auto view = map.view(200, 100);
    view.metres_per_pixel = 20;
    view.centre.x += 5;  // the edges run through the middle of pixels
    render::MapRenderer renderer;
    renderer.draw(map.picture(view), {.supersampling = 2});
    const auto image = renderer.read_image();
    ASSERT_EQ(image.width, 200);
    const auto edge = static_cast<int>(model::to_screen(view, {101'000, 400'500}).x);
    const auto at = image.at(edge, 50);
    EXPECT_NE(at, map.colours[1].ground);
    EXPECT_NE(at, render::Style{}.ground);
    EXPECT_EQ(image.at(edge - 4, 50), map.colours[1].ground);
    EXPECT_EQ(image.at(edge + 2, 50), render::Style{}.ground);
    EXPECT_EQ(renderer.pick({edge - 1.0, 50}), 0u);
}

TEST_F(Passes, DrawLinesOnlyBetweenAreasThatAreLargeOnTheScreen) {
    render::MapRenderer renderer;
    auto map = row_of(20);
    map.classes.assign(20, 5);
    auto view = map.view(400, 100);  // areas of 19 pixels
    const auto lines = [&] {
        renderer.draw(map.picture(view));
        const auto image = renderer.read_image();
        int out = 0;
        for (int x = 100; x < 300; ++x) out += image.at(x, 50) == map.colours[5].ground ? 0 : 1;
        return out;
    };
    EXPECT_NEAR(lines(), 10, 1);
    view.metres_per_pixel = 1000.0 / 5;
    view.height = 400;
    EXPECT_EQ(renderer.draw(map.picture(view)).colour_pass, true);
    const auto image = renderer.read_image();
    for (int x = 160; x < 240; ++x) EXPECT_EQ(image.at(x, 200), map.colours[5].ground) << x;
}

TEST_F(Passes, ShowTheMapTheRightWayUpInAWindow) {
    render::MapRenderer renderer;
    auto map = row_of(2);
    const auto view = map.view(60, 40);
    renderer.draw(map.picture(view));
    const auto drawn = renderer.read_image();
    const render::Canvas canvas(100, 80);
    renderer.show(canvas.framebuffer(), 30, 10, 100, 80);
    const auto shown = canvas.read_image();
    for (int y = 0; y < 80; ++y) {
        for (int x = 0; x < 100; ++x) {
            const bool within = x >= 30 && x < 90 && y >= 10 && y < 50;
            ASSERT_EQ(shown.at(x, y), within ? drawn.at(x - 30, y - 10) : render::Style{}.ground) << x << ", " << y;
        }
    }
}

TEST_F(Passes, DrawTheGroundWhereThereIsNoLayer) {
    render::MapRenderer renderer;
    const render::Style style{.ground = {10, 20, 30}};
    const render::Picture nothing{.view = {.centre = {}, .metres_per_pixel = 1, .width = 7, .height = 5}};
    EXPECT_TRUE(renderer.draw(nothing, style).colour_pass);
    EXPECT_EQ(renderer.read_image().at(6, 4), style.ground);
    EXPECT_FALSE(renderer.pick({3, 3}));
    EXPECT_FALSE(renderer.draw(nothing, style).id_pass);
    // And a layer with nothing in it.
    const auto empty = made::of_areas({}, 0);
    renderer.draw(empty.picture(nothing.view), style);
    EXPECT_EQ(renderer.read_image().at(0, 0), style.ground);
}

TEST_F(Passes, TakeASizeOfOnePixelAndOfNone) {
    render::MapRenderer renderer;
    const auto map = row_of(1);
    auto view = map.view(1, 1);
    renderer.draw(map.picture(view));
    EXPECT_EQ(renderer.read_image().at(0, 0), map.colours[1].ground);
    EXPECT_EQ(renderer.pick({0.5, 0.5}), 0u);
    EXPECT_FALSE(renderer.pick({-1, 0}));
    EXPECT_FALSE(renderer.pick({0, 1}));
    view.width = 0;
    const auto stats = renderer.draw(map.picture(view));
    EXPECT_FALSE(stats.id_pass || stats.colour_pass);
}

TEST_F(Passes, SayThatAMapIsTooLarge) {
    render::MapRenderer renderer;
    const auto map = row_of(1);
    auto view = map.view(200'000, 10);
    try {
        renderer.draw(map.picture(view));
        FAIL() << "drew 200 000 pixels";
    } catch (const geo::Error& error) {
        EXPECT_NE(std::string(error.what()).find("a map of 200000 x 10 pixels is larger than this OpenGL can hold"),
                  std::string::npos)
            << error.what();
    }
    EXPECT_FALSE(renderer.pick({0, 0}));
    view = map.view(20, 10);
    renderer.draw(map.picture(view));
    EXPECT_EQ(renderer.read_image().at(10, 5), map.colours[1].ground);
}

TEST_F(Passes, ForgetASceneThatIsGone) {
    render::MapRenderer renderer;
    for (int count = 1; count < 6; ++count) {
        const auto map = row_of(count);
        const auto view = map.view(60 * count, 60);
        EXPECT_TRUE(renderer.draw(map.picture(view)).uploaded);
        const auto last = static_cast<std::uint32_t>(count - 1);
        EXPECT_EQ(renderer.pick(model::to_screen(view, {100'000 + 1000.0 * last + 500, 400'500})), last);
        EXPECT_EQ(renderer.read_image().at(60 * count - 30, 30), map.colours[static_cast<std::size_t>(count)].ground);
    }
}

}  // namespace
