#include "geo/membership.h"

#include "geo/area_set.h"
#include "support.h"
#include "town.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace {

using geo::Areas;
using geo::Dataset;
using geo::Member;
using geo::Membership;
using geo::Overlap;
using geo::Report;

geo::Units units_of(const Dataset& dataset) {
    Report report;
    return geo::cell_units(dataset, "", report);
}

Overlap members_of(const Dataset& dataset, const Areas& areas, Membership rule, unsigned threads = 1) {
    Report report;
    return geo::membership(dataset, areas, units_of(dataset), rule, threads, report);
}

bool same(const Overlap& a, const Overlap& b) {
    return a.areas == b.areas && a.runs == b.runs && test::same_values(a.share, b.share);
}

/// Two squares of 10 by 10 cells, the second `into` metres into the first.
Dataset two_squares(double into) {
    Dataset out;
    out.crs = geo::parse_crs(geo::cell_crs);
    std::vector<geo::Cell> cells;
    for (std::uint16_t x = 0; x < 22; ++x) {
        for (std::uint16_t y = 0; y < 10; ++y) cells.push_back({x, y});
    }
    out.cells.lattice = geo::Lattice(cells);
    out.cells.one_each.assign(cells.size(), 1.0);
    out.cells.scores.values = geo::Table({"afw"}, {{2024, "3.0", "2024"}}, cells.size());
    std::ranges::fill(out.cells.scores.values.values.column(0, 0), 0.1);
    out.cells.weights = {{"dwellings", 2024, "squares.gpkg", std::vector<double>(cells.size(), 2.0), {}}};
    auto& areas = out.levels.emplace_back();
    areas.level = "buurt";
    areas.sources = {"buurten.gpkg"};
    areas.code = {"BU00010001", "BU00010002"};
    areas.name = {"", ""};
    shapes::add_ring_area(areas.polygons, shapes::rectangle(0, 0, 1000, 1000));
    shapes::add_ring_area(areas.polygons, shapes::rectangle(1000 - into, 0, 2000 - into, 1000));
    return out;
}

RC_GTEST_PROP(Membership, an_area_made_of_members_is_their_union, ()) {
    const auto town = towns::any_town();
    const auto rule = towns::any_rule();
    std::vector<std::vector<Member>> members;
    geo::Polygons joined;
    for (int area = 0; area < 3; ++area) {
        members.push_back(towns::any_members(town));
        towns::append_joined(joined, town.levels[0], members.back());
    }
    const auto made = members_of(town, towns::made_of(members), rule);
    const auto& lattice = town.cells.lattice;
    const auto drawn = rule == Membership::share ? geo::overlay_by_share(joined, lattice, 1)
                                                 : geo::overlay_by_centroid(joined, lattice, 1);
    RC_ASSERT(towns::largest_difference(towns::dense(made, lattice.size()), towns::dense(drawn, lattice.size())) <=
              1e-9);
    for (std::size_t r = 0; r < made.runs.size(); ++r) RC_ASSERT(made.share_of(r) > 0 && made.share_of(r) <= 1);
}

RC_GTEST_PROP(Membership, neither_the_order_of_members_nor_the_number_of_threads_changes_a_bit, ()) {
    const auto town = towns::any_town();
    const auto rule = towns::any_rule();
    const std::vector members{towns::any_members(town), towns::any_members(town)};
    auto ordered = towns::made_of(members);
    const auto first = members_of(town, ordered, rule);
    for (const auto threads : test::thread_counts) RC_ASSERT(same(members_of(town, ordered, rule, threads), first));
    for (auto& area : ordered.members) area = towns::shuffled(area);
    const auto again = members_of(town, ordered, rule);
    RC_ASSERT(towns::largest_difference(towns::dense(again, town.cells.size()),
                                        towns::dense(first, town.cells.size())) <= 1e-15);
}

RC_GTEST_PROP(Membership, merging_members_to_one_area_first_changes_nothing, ()) {
    auto town = towns::any_town();
    const auto rule = towns::any_rule();
    const auto members = towns::any_members(town);
    RC_PRE(!members.empty());
    auto& merged = town.levels.emplace_back();
    merged.level = "merged";
    merged.sources = {"merged.gpkg"};
    merged.code = {"M1", "M2"};
    merged.name = {"", ""};
    const auto half = members.begin() + static_cast<std::ptrdiff_t>(members.size() / 2);
    towns::append_joined(merged.polygons, town.levels[0], {members.begin(), half});
    towns::append_joined(merged.polygons, town.levels[0], {half, members.end()});
    const auto made = members_of(town, towns::made_of({members, {{1, 0, 1}, {1, 1, 1}}}), rule);
    const auto both = towns::dense(made, town.cells.size());
    RC_ASSERT(towns::largest_difference({both[0]}, {both[1]}) <= 1e-9);
}

RC_GTEST_PROP(Membership, the_share_of_a_member_scales_what_it_brings, ()) {
    const auto town = towns::any_town();
    const auto rule = towns::any_rule();
    auto members = towns::any_members(town);
    std::vector<std::vector<double>> expected(1, std::vector<double>(town.cells.size(), 0.0));
    const auto whole = towns::dense(members_of(town, town.levels[0], rule), town.cells.size());
    for (auto& member : members) {
        member.share = *rc::gen::inRange(1, 65) / 64.0;
        for (std::size_t cell = 0; cell < town.cells.size(); ++cell)
            expected[0][cell] += member.share * whole[member.area][cell];
    }
    const auto made = members_of(town, towns::made_of({members}), rule);
    RC_ASSERT(towns::largest_difference(towns::dense(made, town.cells.size()), expected) <= 1e-9);
}

RC_GTEST_PROP(Membership, scoring_an_area_is_merging_its_members_by_their_weights, ()) {
    const auto town = towns::any_town();
    const auto options = towns::by(towns::any_rule());
    const auto set = towns::made_of({towns::any_members(town)});
    RC_PRE(!set.members[0].empty());
    const auto parts = geo::assess(town, town.levels[0], options);
    geo::Assessment whole;
    try {
        whole = geo::assess(town, set, options);
    } catch (const geo::Error&) {
        RC_DISCARD("no scored cell in it");
    }
    for (std::size_t d = 0; d < towns::dimensions.size(); ++d) {
        for (std::size_t m = 0; m < 2; ++m) {
            double sum = 0;
            double weight = 0;
            for (const auto& member : set.members[0]) {
                const double w = parts.weight.column(d, m)[member.area];
                weight += w;
                if (w > 0) sum += w * parts.values.values.column(d, m)[member.area];
            }
            RC_ASSERT(std::abs(whole.weight.column(d, m)[0] - weight) <= 1e-9);
            const double mean = whole.values.values.column(d, m)[0];
            if (weight > 0) {
                RC_ASSERT(std::abs(mean - sum / weight) <= 1e-12);
            } else {
                RC_ASSERT(std::isnan(mean));
            }
            for (std::size_t k = 0; d == towns::total && k < whole.class_weight.size(); ++k) {
                double in_class = 0;
                for (const auto& member : set.members[0]) in_class += parts.class_weight[k].column(0, m)[member.area];
                RC_ASSERT(std::abs(whole.class_weight[k].column(0, m)[0] - in_class) <= 1e-9);
            }
        }
    }
}

RC_GTEST_PROP(Membership, all_that_was_read_holds_every_cell_also_those_outside_all_areas, ()) {
    const auto town = towns::any_town();
    const auto all = geo::everything(town);
    const auto held = towns::dense(members_of(town, all, towns::any_rule()), town.cells.size());
    RC_ASSERT(held.size() == 1u);
    RC_ASSERT(std::ranges::all_of(held[0], [](double share) { return share == 1; }));
    const auto a = geo::assess(town, all, {});
    for (std::size_t m = 0; m < 2; ++m) {
        double sum = 0;
        double weight = 0;
        const auto values = town.cells.scores.values.values.column(towns::total, m);
        for (std::size_t cell = 0; cell < values.size(); ++cell) {
            const double w = town.cells.weights[m].values[cell];
            if (std::isnan(values[cell]) || std::isnan(w)) continue;
            sum += w * values[cell];
            weight += w;
        }
        RC_ASSERT(std::abs(a.values.values.column(towns::total, m)[0] - sum / weight) <= 1e-12);
    }
}

TEST(Membership, half_of_a_buurt_in_each_of_two_areas_is_half_of_its_weight_in_both) {
    const auto dataset = two_squares(0);
    const auto set = towns::made_of({{{0, 0, 0.5}}, {{0, 0, 0.5}, {0, 1, 1}}});
    for (const auto rule : {Membership::centroid, Membership::share}) {
        const auto a = geo::assess(dataset, set, towns::by(rule));
        EXPECT_DOUBLE_EQ(a.weight.column(0, 0)[0], 100);
        EXPECT_DOUBLE_EQ(a.weight.column(0, 0)[1], 300);
        EXPECT_DOUBLE_EQ(a.values.values.column(0, 0)[0], 0.1);
    }
}

TEST(Membership, members_that_overlap_are_refused_and_both_are_named) {
    const auto dataset = two_squares(100);
    const auto set = towns::made_of({{{0, 0, 1}, {0, 1, 1}}});
    for (const auto rule : {Membership::centroid, Membership::share}) {
        EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(members_of(dataset, set, rule)); },
                                       {"set.csv", "area-0", "BU00010001", "BU00010002", "leave one out"}));
    }
}

TEST(Membership, a_member_that_stands_there_twice_is_refused_by_name) {
    const auto dataset = two_squares(0);
    const auto set = towns::made_of({{{0, 1, 1}}, {{0, 0, 1}, {0, 0, 0.5}}});
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(members_of(dataset, set, Membership::centroid)); },
                                   {"set.csv", "area-1", "BU00010001", "twice"}));
}

TEST(Membership, a_small_member_within_a_large_one_is_refused_however_small) {
    auto dataset = two_squares(0);
    auto& inner = dataset.levels.emplace_back();
    inner.level = "inner";
    inner.sources = {"inner.gpkg"};
    inner.code = {"I1"};
    inner.name = {""};
    shapes::add_ring_area(inner.polygons, shapes::rectangle(100, 100, 200, 200));  // one cell of two hundred
    const auto set = towns::made_of({{{0, 0, 1}, {0, 1, 1}, {1, 0, 1}}});
    for (const auto rule : {Membership::centroid, Membership::share}) {
        EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(members_of(dataset, set, rule)); },
                                       {"set.csv", "area-0", "BU00010001", "I1"}));
    }
}

TEST(Membership, slivers_between_members_are_counted_once_and_reported) {
    const auto dataset = two_squares(8);  // 0.4 % of what both hold
    const auto set = towns::made_of({{{0, 0, 1}, {0, 1, 1}}});
    Report report;
    const auto overlap = geo::membership(dataset, set, units_of(dataset), Membership::share, 1, report);
    const auto held = towns::dense(overlap, dataset.cells.size())[0];
    EXPECT_EQ(*std::ranges::max_element(held), 1);
    ASSERT_EQ(report.notes.size(), 1u);
    EXPECT_EQ(report.notes[0].kind, geo::Note::Kind::repaired);
    EXPECT_EQ(report.notes[0].count, 1u);
    EXPECT_EQ(report.notes[0].examples, std::vector<std::string>{"area-0"});
    EXPECT_NE(report.notes[0].what.text().find("slivers"), std::string::npos);
    EXPECT_DOUBLE_EQ(std::accumulate(held.begin(), held.end(), 0.0), 199.2);
}

/// Two wijken without scores, of buurten that have their own.
Dataset own_scored_buurten() {
    Dataset out;
    auto& buurten = out.levels.emplace_back();
    buurten.level = "buurt";
    buurten.sources = {"buurten.csv"};
    buurten.code = {"BU00010101", "BU00010102", "BU00010201", "BU0001AB01"};
    buurten.name = {"", "", "", ""};
    buurten.scores.values = geo::Table({"afw"}, {{2024, "3.0", "2024"}}, 4);
    std::ranges::copy(std::vector{0.1, 0.4, -0.2, 0.3}, buurten.scores.values.values.column(0, 0).begin());
    buurten.weights = {{"dwellings", 2024, "buurten.csv", {10, 20, 40, 80}, {}}};
    for (int k = 0; k < 4; ++k) buurten.polygons.end_area();
    auto& wijken = out.levels.emplace_back();
    wijken.level = "wijk";
    wijken.sources = {"wijken.gpkg"};
    wijken.code = {"WK000101", "WK000102", "WK0001AB", "WK000999"};
    wijken.name = {"", "", "", ""};
    for (int k = 0; k < 4; ++k) wijken.polygons.end_area();
    return out;
}

TEST(Membership, members_of_a_higher_level_hold_the_scored_areas_that_lie_in_them_by_code) {
    const auto dataset = own_scored_buurten();
    const auto set = towns::made_of({{{1, 0, 1}, {1, 2, 1}}, {{1, 0, 0.5}, {0, 2, 1}}});
    const auto a = geo::assess(dataset, set, {});
    EXPECT_EQ(a.units.level, "buurt");
    EXPECT_DOUBLE_EQ(a.values.values.column(0, 0)[0], (10 * 0.1 + 20 * 0.4 + 80 * 0.3) / 110);
    EXPECT_DOUBLE_EQ(a.values.values.column(0, 0)[1], (5 * 0.1 + 10 * 0.4 - 40 * 0.2) / 55);
    EXPECT_EQ(a.n.column(0, 0)[0], 3u);
}

TEST(Membership, a_wijk_and_a_buurt_within_it_are_refused_by_code_too) {
    const auto dataset = own_scored_buurten();
    const auto set = towns::made_of({{{1, 0, 1}, {0, 1, 1}}});
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::assess(dataset, set, {})); },
                                   {"area-0", "WK000101", "BU00010102"}));
}

TEST(Membership, a_member_without_scored_areas_in_it_is_refused_by_name) {
    const auto dataset = own_scored_buurten();
    const auto set = towns::made_of({{{1, 3, 1}}});
    EXPECT_TRUE(
        test::fails_saying([&] { static_cast<void>(geo::assess(dataset, set, {})); }, {"area-0", "WK000999", "buurt"}));
}

TEST(Membership, scores_of_the_members_own_level_go_before_those_of_a_level_that_has_nothing_to_do_with_them) {
    auto dataset = own_scored_buurten();
    auto& other = dataset.levels.emplace_back();  // more areas than there are buurten, and none in the wijken by code
    other.level = "pc4";
    other.sources = {"pc4.csv"};
    for (int k = 0; k < 9; ++k) {
        other.code.push_back(fmt::format("10{:02}", k));
        other.name.emplace_back();
        other.polygons.end_area();
    }
    other.scores.values = geo::Table({"afw"}, {{2024, "3.0", "2024"}}, 9);
    std::ranges::fill(other.scores.values.values.column(0, 0), 0.9);
    const auto set = towns::made_of({{{0, 0, 1}, {0, 1, 1}}, {{1, 1, 1}}});
    const auto a = geo::assess(dataset, set, {});
    EXPECT_DOUBLE_EQ(a.values.values.column(0, 0)[0], (10 * 0.1 + 20 * 0.4) / 30);
    EXPECT_DOUBLE_EQ(a.values.values.column(0, 0)[1], -0.2);
}

TEST(Membership, cells_go_to_members_that_are_drawn) {
    auto dataset = two_squares(0);
    for (const auto rule : {Membership::centroid, Membership::share}) {
        const auto a = geo::assess(dataset, towns::made_of({{{0, 0, 1}}, {{0, 1, 1}}}), towns::by(rule));
        EXPECT_EQ(a.n.column(0, 0)[0], 100u);
        EXPECT_EQ(a.n.column(0, 0)[1], 100u);
    }
}

}  // namespace
