#include "geo/area_index.h"

#include "shapes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::Point;
using geo::Polygons;

std::vector<std::uint32_t> all_by_looking(const Polygons& polygons, Point p) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t area = 0; area < polygons.size(); ++area) {
        if (geo::contains(polygons, area, p)) out.push_back(area);
    }
    return out;
}

RC_GTEST_PROP(AreaIndex, finds_what_looking_at_every_area_finds, ()) {
    const auto polygons = *rc::gen::arbitrary<bool>() ? shapes::any_areas(*rc::gen::inRange(0, 40), 1000)
                                                      : shapes::any_triangulation(*rc::gen::inRange(1, 5), 250, true);
    const geo::AreaIndex index(polygons);
    for (int k = 0; k < 40; ++k) {
        const auto any = [] {
            return *rc::gen::arbitrary<bool>() ? shapes::any_coordinate(1000) : shapes::any_part(-100, 1200);
        };
        const auto on_corner = !polygons.points.empty() && *rc::gen::inRange(0, 4) == 0;
        const auto p = on_corner ? polygons.points[*rc::gen::inRange<std::size_t>(0, polygons.points.size())]
                                 : Point{any(), any()};
        const auto expected = all_by_looking(polygons, p);
        RC_ASSERT(index.all_at(p) == expected);
        RC_ASSERT(index.at(p) == (expected.empty() ? std::nullopt : std::optional(expected.front())));
    }
}

TEST(AreaIndex, of_no_areas_finds_none) {
    EXPECT_FALSE(geo::AreaIndex().at({0, 0}));
    const auto empty = shapes::from_wkt({"EMPTY", "EMPTY"});
    EXPECT_TRUE(geo::AreaIndex(empty).all_at({0, 0}).empty());
}

TEST(AreaIndex, copes_with_areas_of_very_different_sizes_and_boxes_without_width) {
    Polygons polygons;
    shapes::add_ring_area(polygons, shapes::rectangle(0, 0, 300'000, 300'000));
    for (int k = 0; k < 2000; ++k) shapes::add_ring_area(polygons, shapes::rectangle(k, k, k + 1.5, k + 1));
    shapes::add_ring_area(polygons, {{5, 0}, {5, 10}, {5, 20}});
    const geo::AreaIndex index(polygons);
    EXPECT_EQ(index.all_at({1000.5, 1000.5}), (std::vector<std::uint32_t>{0, 1001}));
    EXPECT_EQ(index.at({250'000, 10}), 0u);
    const auto line = shapes::one_area({{5, 0}, {5, 10}, {5, 20}});
    EXPECT_FALSE(geo::AreaIndex(line).at({5, 10}));
}

}  // namespace
