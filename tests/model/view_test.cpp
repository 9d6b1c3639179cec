#include "app/model/view.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

model::View any_view() {
    return {{*rc::gen::inRange(-1000000, 1000000) / 3.0, *rc::gen::inRange(-1000000, 1000000) / 3.0},
            *rc::gen::inRange(1, 100000) / 97.0,
            *rc::gen::inRange(1, 4000),
            *rc::gen::inRange(1, 4000)};
}

model::Pixel any_pixel(const model::View& view) {
    return {*rc::gen::inRange(0, view.width + 1) * 1.0, *rc::gen::inRange(0, view.height + 1) * 1.0};
}

TEST(View, PutsItsCentreInTheMiddleAndNorthUp) {
    const model::View view{{1000, 2000}, 10, 200, 100};
    EXPECT_EQ(model::to_screen(view, {1000, 2000}), (model::Pixel{100, 50}));
    EXPECT_EQ(model::to_screen(view, {1010, 2020}), (model::Pixel{101, 48}));
}

RC_GTEST_PROP(View, ComesBackFromThePixelToTheSamePlace, ()) {
    const auto view = any_view();
    const auto pixel = any_pixel(view);
    const auto back = model::to_screen(view, model::to_world(view, pixel));
    RC_ASSERT(std::abs(back.x - pixel.x) < 1e-5 && std::abs(back.y - pixel.y) < 1e-5);
}

RC_GTEST_PROP(View, HoldsThePlaceUnderTheCursorWhileZooming, ()) {
    const auto view = any_view();
    const auto anchor = any_pixel(view);
    const double factor = *rc::gen::inRange(1, 400) / 100.0;
    const auto before = model::to_world(view, anchor);
    const auto closer = model::zoomed(view, factor, anchor);
    const auto after = model::to_screen(closer, before);
    RC_ASSERT(std::abs(after.x - anchor.x) < 1e-3 && std::abs(after.y - anchor.y) < 1e-3);
}

RC_GTEST_PROP(View, MovesWhatLayUnderOnePixelToTheOther, ()) {
    const auto view = any_view();
    const auto from = any_pixel(view);
    const auto to = any_pixel(view);
    const auto place = model::to_world(view, from);
    const auto now = model::to_screen(model::panned(view, from, to), place);
    RC_ASSERT(std::abs(now.x - to.x) < 1e-3 && std::abs(now.y - to.y) < 1e-3);
}

RC_GTEST_PROP(View, FittedShowsAllOfTheBox, ()) {
    const double x = *rc::gen::inRange(0, 300000) * 1.0;
    const double y = *rc::gen::inRange(300000, 600000) * 1.0;
    const geo::Box box{{x, y}, {x + *rc::gen::inRange(1, 100000), y + *rc::gen::inRange(1, 100000)}};
    const auto seen = model::visible(model::fitted(any_view(), box));
    RC_ASSERT(seen.min.x <= box.min.x && seen.min.y <= box.min.y && seen.max.x >= box.max.x && seen.max.y >= box.max.y);
}

TEST(View, StaysAsItIsForAnEmptyBox) {
    const model::View view{{1, 2}, 3, 4, 5};
    EXPECT_EQ(model::fitted(view, {}), view);
}

TEST(View, FitsASinglePointWithinItsLimits) {
    const auto view = model::fitted({{0, 0}, 1, 100, 100}, {{5, 5}, {5, 5}});
    EXPECT_EQ(view.centre, (geo::Point{5, 5}));
    EXPECT_EQ(view.metres_per_pixel, model::closest_metres_per_pixel);
}

TEST(View, ShowsWhatItShowedAfterItWasHidden) {
    const model::View view{{1000, 2000}, 10, 800, 600};
    const auto hidden = model::resized(view, 0, 0);
    EXPECT_EQ(hidden.width, 1);
    EXPECT_EQ(model::resized(hidden, 800, 600), view);
}

TEST(View, ComesBackThroughWindowsOfAnySize) {
    const model::View view{{1000, 2000}, 300, 976, 657};
    auto seen = view;
    for (const auto& [width, height] : {std::pair{1, 1}, {50, 50}, {8000, 4000}, {3, 900}, {976, 657}})
        seen = model::resized(seen, width, height);
    EXPECT_NEAR(seen.metres_per_pixel, 300, 1e-9);
}

RC_GTEST_PROP(View, KeepsTheMapInSight, ()) {
    const geo::Box box{{100000, 400000}, {103000, 401000}};
    auto view = any_view();
    view.width = std::max(view.width, 100);
    view.height = std::max(view.height, 100);
    view = model::held_to(view, box);
    const auto seen = model::visible(view);
    RC_ASSERT(seen.min.x < box.max.x && seen.max.x > box.min.x && seen.min.y < box.max.y && seen.max.y > box.min.y);
    RC_ASSERT(3000 / view.metres_per_pixel >= 39.999);
    RC_ASSERT(model::held_to(view, box) == view);
}

TEST(View, KeepsAsMuchInSightInALargerWindow) {
    const auto view = model::resized({{0, 0}, 10, 800, 600}, 1600, 1200);
    EXPECT_EQ(view.metres_per_pixel, 5);
}

RC_GTEST_PROP(View, NeverLeavesItsLimits, ()) {
    auto view = any_view();
    for (int i = 0; i < 50; ++i) view = model::zoomed(view, *rc::gen::element(0.01, 0.5, 2.0, 1000.0), any_pixel(view));
    RC_ASSERT(view.metres_per_pixel >= model::closest_metres_per_pixel);
    RC_ASSERT(view.metres_per_pixel <= model::farthest_metres_per_pixel);
}

}  // namespace
