#include "app/ui/labels.h"
#include "tests/ui/hands.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using model::MapName;

bool overlap(const ui::Rect& a, const ui::Rect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

ui::Extent extent_of(const MapName& name) {
    return {7.F * static_cast<float>(name.text.size()), 12};
}

std::vector<MapName> grid_of_names(int side, double metres) {
    std::vector<MapName> out;
    for (int i = 0; i < side * side; ++i) {
        // In an order that has nothing to do with where they lie.
        const int k = (i * 37) % (side * side);
        out.push_back({MapName::Kind::area,
                       "Buurt " + std::to_string(k),
                       {(k % side) * metres, (k / side) * metres},
                       metres,
                       metres / 2});
    }
    return out;
}

void expect_apart(const std::vector<ui::PlacedLabel>& placed) {
    for (std::size_t i = 0; i < placed.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k)
            EXPECT_FALSE(overlap(placed[i].at, placed[k].at)) << placed[i].name << " and " << placed[k].name;
    }
}

}  // namespace

TEST(Labels, do_not_overlap_at_any_zoom_or_scale_and_the_first_is_there) {
    const auto names = grid_of_names(30, 500);
    const ui::Rect map{304, 38, 1000, 700};
    for (const float scale : {1.F, 1.5F, 2.F}) {
        for (const double mpp : {1., 3., 5., 8., 12., 20.}) {
            const model::View view{names.front().at, mpp, 1000, 700};
            const auto placed = ui::place_labels(names, view, map, scale, {}, extent_of);
            expect_apart(placed);
            const bool carries = 1.5 * 500 / mpp >= 7.0 * static_cast<double>(names.front().text.size());
            EXPECT_EQ(!placed.empty() && placed.front().name == 0, carries) << mpp;
        }
    }
}

TEST(Labels, are_not_written_where_something_else_lies) {
    const auto names = grid_of_names(10, 1000);
    const ui::Rect map{0, 0, 1000, 700};
    const model::View view{{5000, 5000}, 10, 1000, 700};
    const auto free = ui::place_labels(names, view, map, 1, {}, extent_of);
    const std::vector<ui::Rect> taken{{0, 0, 500, 700}};
    const auto placed = ui::place_labels(names, view, map, 1, taken, extent_of);
    EXPECT_LT(placed.size(), free.size());
    for (const auto& label : placed) EXPECT_FALSE(overlap(label.at, taken.front()));
}

TEST(Labels, stay_where_they_are_in_the_world_when_the_map_is_moved) {
    const auto names = grid_of_names(40, 300);
    const ui::Rect map{0, 0, 900, 600};
    model::View view{{6000, 6000}, 5, 900, 600};
    const auto before = ui::place_labels(names, view, map, 1, {}, extent_of);
    view.centre.x += 40 * view.metres_per_pixel;
    const auto after = ui::place_labels(names, view, map, 1, {}, extent_of);
    for (const auto& label : before) {
        const auto moved = label.at.x - 40;
        if (moved + label.at.width < 0) continue;
        const auto at =
            std::find_if(after.begin(), after.end(), [&](const auto& each) { return each.name == label.name; });
        ASSERT_NE(at, after.end()) << label.name;
        EXPECT_NEAR(at->at.x, moved, 1);
    }
}

TEST(Labels, of_dots_stand_beside_them_and_alike_names_apart) {
    std::vector<MapName> names{{MapName::Kind::point, "Halte", {100, 100}, 0, 0}};
    for (int i = 0; i < 4; ++i) names.push_back({MapName::Kind::place, "Singel", {100.0 + 60 * i, 0}, 400, 100});
    const ui::Rect map{0, 0, 600, 400};
    const auto placed = ui::place_labels(names, {{200, 100}, 1, 600, 400}, map, 1, {}, extent_of);
    ASSERT_GE(placed.size(), 2u);
    EXPECT_GT(placed.front().at.x, 205);
    EXPECT_EQ(std::count_if(placed.begin(), placed.end(), [](const auto& label) { return label.name > 0; }), 1);
}

RC_GTEST_PROP(LabelsProperty, never_overlap, ()) {
    std::vector<MapName> names;
    const int count = *rc::gen::inRange(0, 60);
    for (int i = 0; i < count; ++i) {
        const auto kind = static_cast<MapName::Kind>(*rc::gen::inRange(0, 4));
        names.push_back({kind,
                         std::string(static_cast<std::size_t>(*rc::gen::inRange(1, 20)), 'a'),
                         {1.0 * *rc::gen::inRange(-500, 500), 1.0 * *rc::gen::inRange(-500, 500)},
                         1.0 * *rc::gen::inRange(0, 900),
                         1.0 * *rc::gen::inRange(0, 300)});
    }
    const double mpp = *rc::gen::inRange(1, 40) / 10.0;
    const auto placed = ui::place_labels(names, {{}, mpp, 640, 480}, {10, 20, 640, 480}, 1, {}, extent_of);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) RC_ASSERT(!overlap(placed[i].at, placed[k].at));
    }
}

TEST(LabelsPanel, are_switched_on_and_written_on_the_map) {
    hands::Window window(1280, 1400);
    window.load(scenes::areas_of_cells());
    window.click("section.outlines");
    window.settle();
    ASSERT_TRUE(window.has("names"));
    EXPECT_NE(hands::first<model::LabelsToggled>(window.click("names")), nullptr);
    EXPECT_TRUE(window.state.labels);
    EXPECT_TRUE(window.probe.labels.empty());  // where they go is not known yet
    const auto* layer = window.derived().shown.layer;
    const auto& polygons = layer->assessment.areas->polygons;
    model::apply(window.state, window.results,
                 model::InnerPointsFound{window.results.scene, layer->level(),
                                         std::make_shared<const model::InnerPoints>(geo::inner_points(polygons))});
    window.settle();
    ASSERT_EQ(window.probe.labels.size(), 3u);
    const auto& map = window.layout.map;
    for (const auto& [text, at] : window.probe.labels) {
        EXPECT_TRUE(map.holds(at.x, at.y)) << text;
        EXPECT_TRUE(map.holds(at.right(), at.bottom())) << text;
    }
}
