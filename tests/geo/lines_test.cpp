#include "geo/lines.h"
#include "geo/strokes.h"
#include "tests/geo/shapes.h"
#include "tests/geo/support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace {

double length(std::span<const geo::Point> line) {
    double out = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        out += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    return out;
}

using Edge = std::pair<std::pair<double, double>, std::pair<double, double>>;

Edge edge(geo::Point a, geo::Point b) {
    const std::pair p(a.x, a.y);
    const std::pair q(b.x, b.y);
    return {std::min(p, q), std::max(p, q)};
}

std::set<Edge> edges_of(const geo::Polygons& polygons) {
    std::set<Edge> out;
    for (std::uint32_t r = 0; r + 1 < polygons.ring_starts.size(); ++r) {
        const auto ring = polygons.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const auto next = ring[(i + 1) % ring.size()];
            if (!(ring[i] == next)) out.insert(edge(ring[i], next));
        }
    }
    return out;
}

double distance_to(const geo::StrokeLevel& level, geo::Point origin, geo::Point p) {
    double out = 1e300;
    for (const auto& s : level.segments) {
        const double ax = origin.x + static_cast<double>(s.ax);
        const double ay = origin.y + static_cast<double>(s.ay);
        const double dx = origin.x + static_cast<double>(s.bx) - ax;
        const double dy = origin.y + static_cast<double>(s.by) - ay;
        const double square = dx * dx + dy * dy;
        const double t = square > 0 ? std::clamp(((p.x - ax) * dx + (p.y - ay) * dy) / square, 0.0, 1.0) : 0;
        out = std::min(out, std::hypot(p.x - ax - t * dx, p.y - ay - t * dy));
    }
    return out;
}

}  // namespace

TEST(Borders, are_each_one_line_where_two_areas_share_them) {
    geo::Polygons two;
    shapes::add_ring_area(two, shapes::rectangle(0, 0, 1, 1));
    shapes::add_ring_area(two, shapes::rectangle(1, 0, 2, 1));
    const auto lines = geo::borders(two);
    ASSERT_EQ(lines.size(), 3u);  // left, shared, right
    double sum = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) sum += length(lines.line(i));
    EXPECT_DOUBLE_EQ(sum, 7);
}

TEST(Borders, close_rings_that_meet_no_other) {
    const auto lines = geo::borders(shapes::one_area(shapes::rectangle(0, 0, 1, 1)));
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines.line(0).size(), 5u);
    EXPECT_EQ(lines.line(0).front(), lines.line(0).back());
    EXPECT_EQ(geo::borders({}).size(), 0u);
}

RC_GTEST_PROP(BordersProperty, hold_every_edge_once, ()) {
    geo::Polygons polygons;
    const int count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i) {
        // On few places, so that many are shared, and rings cross and touch themselves.
        std::vector<geo::Point> ring;
        const int corners = *rc::gen::inRange(1, 9);
        for (int k = 0; k < corners; ++k)
            ring.push_back({1.0 * *rc::gen::inRange(0, 4), 1.0 * *rc::gen::inRange(0, 4)});
        shapes::add_ring_area(polygons, ring);
    }
    const auto lines = geo::borders(polygons);
    std::map<Edge, int> seen;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto line = lines.line(i);
        RC_ASSERT(line.size() >= 2);
        for (std::size_t k = 1; k < line.size(); ++k) ++seen[edge(line[k - 1], line[k])];
    }
    const auto wanted = edges_of(polygons);
    RC_ASSERT(seen.size() == wanted.size());
    for (const auto& [each, times] : seen) RC_ASSERT(times == 1 && wanted.contains(each));
}

RC_GTEST_PROP(StrokesProperty, leave_no_point_of_a_long_line_further_away_than_the_detail, ()) {
    geo::Lines lines;
    const int count = *rc::gen::inRange(1, 4);
    const int points = *rc::gen::inRange(2000, 4000);
    for (int i = 0; i < count; ++i) {
        double x = 1000.0 * i;
        double y = 0;
        for (int k = 0; k < points; ++k) {
            lines.points.push_back({x, y});
            x += *rc::gen::inRange(0, 5);
            y += *rc::gen::inRange(-4, 5);
        }
        lines.end_line();
    }
    const auto strokes = geo::line_strokes(lines);
    RC_ASSERT(strokes.levels.front().detail == 0);
    for (std::size_t l = 0; l < strokes.levels.size(); ++l) {
        const auto& level = strokes.levels[l];
        std::uint32_t next = 0;
        for (const auto& run : level.runs) {
            RC_ASSERT(run.first == next);
            next += run.count;
        }
        RC_ASSERT(next == level.segments.size());
        if (l > 0) RC_ASSERT(10 * level.segments.size() <= 6 * strokes.levels[l - 1].segments.size());
        for (std::size_t k = 0; k < lines.points.size(); k += 97)
            RC_ASSERT(distance_to(level, strokes.origin, lines.points[k]) <= level.detail + 0.01);
    }
}

TEST(Strokes, keep_one_of_many_small_lines_in_a_square) {
    geo::Lines lines;
    for (int i = 0; i < 20'000; ++i) {
        const double x = i % 200;
        const double y = i / 200;
        lines.points.insert(lines.points.end(), {{x, y}, {x + 0.3, y}});
        lines.end_line();
    }
    const auto strokes = geo::line_strokes(lines);
    ASSERT_GE(strokes.levels.size(), 2u);
    EXPECT_EQ(strokes.levels[0].segments.size(), 20'000u);
    const auto& coarse = strokes.levels[1];
    EXPECT_EQ(coarse.detail, 2);
    EXPECT_NEAR(static_cast<double>(coarse.segments.size()), 5000, 200);
    for (std::size_t i = 0; i < lines.size(); i += 113)
        EXPECT_LT(distance_to(coarse, strokes.origin, lines.line(i).front()), 3);
}

TEST(Strokes, are_the_same_for_any_number_of_threads) {
    geo::Lines lines;
    for (int i = 0; i < 50; ++i) {
        for (int k = 0; k < 600; ++k) lines.points.push_back({k * 3.0 + i, 40.0 * i + 9 * std::sin(k * 0.37 + i)});
        lines.end_line();
    }
    const auto one = geo::line_strokes(lines, 1);
    for (const auto threads : test::thread_counts) {
        const auto many = geo::line_strokes(lines, threads);
        ASSERT_EQ(many.levels.size(), one.levels.size());
        for (std::size_t l = 0; l < one.levels.size(); ++l) {
            const auto same = [](const geo::Segment& a, const geo::Segment& b) {
                return a.ax == b.ax && a.ay == b.ay && a.bx == b.bx && a.by == b.by;
            };
            EXPECT_TRUE(std::equal(one.levels[l].segments.begin(), one.levels[l].segments.end(),
                                   many.levels[l].segments.begin(), many.levels[l].segments.end(), same));
        }
    }
}

TEST(Strokes, thin_out_dots_but_keep_some_of_everywhere) {
    std::vector<geo::Point> dots;
    for (int i = 0; i < 40'000; ++i) dots.push_back({(i % 200) * 0.5, (i / 200) * 0.5});
    const auto strokes = geo::dot_strokes(dots);
    ASSERT_GE(strokes.levels.size(), 2u);
    EXPECT_EQ(strokes.levels[0].segments.size(), dots.size());
    for (const auto& level : strokes.levels) {
        for (std::size_t i = 0; i < dots.size(); i += 1001)
            EXPECT_LE(distance_to(level, strokes.origin, dots[i]), level.detail * 1.42);
    }
}

TEST(Strokes, are_drawn_as_fine_as_seen_or_coarser_where_there_are_very_many) {
    geo::Strokes strokes;
    for (const double detail : {0.0, 1.0, 4.0, 16.0}) {
        geo::StrokeLevel level{detail, {}, {}};
        level.segments.resize(detail == 0 ? 1000 : detail == 1 ? 400 : 100);
        level.runs.push_back({{{0, 0}, {10, 10}}, 0, static_cast<std::uint32_t>(level.segments.size())});
        strokes.levels.push_back(level);
    }
    const geo::Box sight{{0, 0}, {5, 5}};
    EXPECT_EQ(geo::stroke_level(strokes, sight, 1, 0.3, 1.5, 5000), 0u);
    EXPECT_EQ(geo::stroke_level(strokes, sight, 4, 0.3, 1.5, 5000), 1u);
    EXPECT_EQ(geo::stroke_level(strokes, sight, 100, 0.3, 1.5, 5000), 3u);
    EXPECT_EQ(geo::stroke_level(strokes, sight, 1, 0.3, 1.5, 500), 1u);
    EXPECT_EQ(geo::stroke_level(strokes, {{20, 20}, {30, 30}}, 1, 0.3, 1.5, 500), 0u);  // none in sight
}

TEST(Strokes, of_nothing_are_nothing) {
    EXPECT_TRUE(geo::line_strokes({}).empty());
    EXPECT_TRUE(geo::dot_strokes({}).empty());
}
