#include "geo/explain.h"

#include "geo/area_set.h"
#include "geo/reference.h"
#include "support.h"
#include "town.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>

namespace {

using geo::Assessment;
using geo::Change;
using geo::Dataset;
using geo::Gap;
using geo::Member;
using geo::missing;
using geo::Reference;
using geo::References;

constexpr double tolerance = 1e-12;

/// A random town with its assessments, and the references among them.
struct Scene {
    Dataset town = towns::any_town();
    geo::AssessOptions options = towns::by(towns::any_rule());
    std::deque<Assessment> levels;
    References references;

    Scene() {
        town.levels.push_back(towns::made_of({towns::any_members(town), towns::any_members(town)}));
        std::vector<const Assessment*> known;
        for (const auto& areas : town.levels) {
            try {
                levels.push_back(geo::assess(town, areas, options));
                known.push_back(&levels.back());
            } catch (const geo::Error&) {
                continue;  // not one scored cell in it
            }
        }
        references = References(town, std::move(known), options);
    }

    /// An area with a score at both measurements.
    [[nodiscard]] Reference any_area() const {
        std::vector<Reference> all;
        for (const auto& level : levels) {
            for (std::size_t area = 0; area < level.areas->size(); ++area) {
                bool scored = true;
                for (std::size_t m = 0; m < 2; ++m)
                    scored = scored && !std::isnan(level.values.values.column(level.total, m)[area]);
                if (scored) all.push_back({Reference::Kind::area, &level, area});
            }
        }
        RC_PRE(!all.empty());
        return all[*rc::gen::inRange<std::size_t>(0, all.size())];
    }
};

double largest(const Change& change) {
    double out = 1;
    for (const auto& part : change.parts) out = std::max(out, std::abs(part.split.change()));
    return out;
}

RC_GTEST_PROP(Explain, the_parts_of_a_gap_sum_to_the_gap_whatever_the_reference, ()) {
    const Scene scene;
    const auto area = scene.any_area();
    const auto other = scene.any_area();
    std::vector<std::string> all{"fixed", "all", "nl", other.code()};
    for (const auto& against : all) {
        const auto reference = scene.references.find(against, *area.level, area.area);
        for (std::size_t m = 0; m < 2; ++m) {
            const auto gap = geo::gap_of(*area.level, area.area, m, reference);
            RC_ASSERT(gap.parts.size() == 5u);
            RC_ASSERT(std::abs(gap.remainder()) <= tolerance);
            RC_ASSERT(std::abs(gap.sum() - gap.difference()) <= tolerance);
            for (std::size_t k = 1; k < gap.parts.size(); ++k)
                RC_ASSERT(std::abs(gap.parts[k - 1].difference()) >= std::abs(gap.parts[k].difference()));
        }
    }
}

RC_GTEST_PROP(Explain, a_gap_to_itself_is_none_and_two_areas_have_opposite_gaps, ()) {
    const Scene scene;
    const auto a = scene.any_area();
    const auto b = scene.any_area();
    const auto itself = geo::gap_of(*a.level, a.area, 1, a);
    RC_ASSERT(itself.difference() == 0);
    for (const auto& part : itself.parts) RC_ASSERT(part.difference() == 0);
    const auto there = geo::gap_of(*a.level, a.area, 1, b);
    const auto back = geo::gap_of(*b.level, b.area, 1, a);
    RC_ASSERT(there.difference() == -back.difference());
}

RC_GTEST_PROP(Explain, a_change_is_the_sum_of_its_dimensions_and_each_of_what_happened_to_its_cells, ()) {
    const Scene scene;
    const auto area = scene.any_area();
    geo::ExplainOptions options;
    options.measurement = 1;
    options.from = 0;
    const auto e = geo::explain(*area.level, area.area, {}, options);
    RC_ASSERT(e.change.has_value());
    const auto& change = *e.change;
    RC_ASSERT(change.split && change.comparable);
    RC_ASSERT(change.parts.size() == 5u);
    RC_ASSERT(std::abs(change.remainder()) <= tolerance * largest(change));
    RC_ASSERT(std::abs(change.total.split.remainder()) <= tolerance);
    double within = 0, weights = 0, entry = 0, exit = 0;
    for (const auto& part : change.parts) {
        RC_ASSERT(std::abs(part.split.remainder()) <= tolerance);
        within += part.split.within;
        weights += part.split.weights;
        entry += part.split.entry;
        exit += part.split.exit;
    }
    RC_ASSERT(std::abs(within - change.total.split.within) <= tolerance);
    RC_ASSERT(std::abs(weights - change.total.split.weights) <= tolerance);
    RC_ASSERT(std::abs(entry - change.total.split.entry) <= tolerance);
    RC_ASSERT(std::abs(exit - change.total.split.exit) <= tolerance);
    RC_ASSERT(e.share.has_value());
    RC_ASSERT(std::abs(e.share->split.remainder()) <= tolerance);
    RC_ASSERT(std::abs(e.share->moved.moved_into(4) - e.share->split.within) <= tolerance);
    const auto values = area.level->values.values;
    RC_ASSERT(
        test::same_value(change.total.split.before, values.column(towns::total, options.from.value())[area.area]));
    RC_ASSERT(test::same_value(change.total.split.after, values.column(towns::total, options.measurement)[area.area]));
}

RC_GTEST_PROP(Explain, its_shares_and_statistics_are_those_that_are_scored, ()) {
    const Scene scene;
    const auto area = scene.any_area();
    const auto& a = *area.level;
    geo::ExplainOptions options;
    options.measurement = 1;
    options.from = 0;
    options.threshold = *rc::gen::inRange<std::size_t>(1, 9);
    const auto e = geo::explain(a, area.area, {}, options);
    RC_ASSERT(test::same_value(e.statistics->mean, a.values.values.column(a.total, 1)[area.area]));
    RC_ASSERT(e.statistics->n == a.n.column(a.total, 1)[area.area]);
    for (std::size_t k = 0; k < 9; ++k)
        RC_ASSERT(test::same_value(e.statistics->class_weight[k], a.class_weight[k].column(0, 1)[area.area]));
    RC_ASSERT(std::abs(geo::share_up_to(e.statistics->class_weight, options.threshold) - e.share->split.after) <=
              tolerance);
}

RC_GTEST_PROP(Explain, two_disjoint_areas_as_one_are_their_gaps_merged_by_weight, ()) {
    const auto town = towns::any_town();
    const auto options = towns::by(towns::any_rule());
    std::vector<Member> first;
    std::vector<Member> second;
    for (const auto& member : towns::any_members(town))
        (*rc::gen::arbitrary<bool>() ? first : second).push_back(member);
    auto both = first;
    both.insert(both.end(), second.begin(), second.end());
    const auto set = towns::made_of({first, second, both});
    Assessment a;
    try {
        a = geo::assess(town, set, options);
    } catch (const geo::Error&) {
        RC_DISCARD("no scored cell in it");
    }
    for (std::size_t area = 0; area < 2; ++area) {
        for (std::size_t m = 0; m < 2; ++m) RC_PRE(!std::isnan(a.values.values.column(a.total, m)[area]));
    }
    geo::ExplainOptions ask;
    ask.measurement = 1;
    ask.from = 0;
    const auto x = geo::explain(a, 0, {}, ask);
    const auto y = geo::explain(a, 1, {}, ask);
    const auto z = geo::explain(a, 2, {}, ask);
    const auto merged = [](double p, double v, double q, double w) { return (p * v + q * w) / (p + q); };
    const auto part = [](const Gap& gap, const std::string& dimension) {
        return std::ranges::find(gap.parts, dimension, &geo::GapPart::dimension)->difference();
    };
    const double p = x.statistics->weight;
    const double q = y.statistics->weight;
    RC_ASSERT(std::abs(z.statistics->weight - (p + q)) <= tolerance * (p + q));
    RC_ASSERT(std::abs(z.gap.difference() - merged(p, x.gap.difference(), q, y.gap.difference())) <= tolerance);
    for (const auto& of : z.gap.parts)
        RC_ASSERT(std::abs(of.difference() - merged(p, part(x.gap, of.dimension), q, part(y.gap, of.dimension))) <=
                  tolerance);
    const auto& s = z.share->split;
    RC_ASSERT(std::abs(s.after - merged(p, x.share->split.after, q, y.share->split.after)) <= tolerance);
    RC_ASSERT(std::abs(s.before - merged(x.share->split.weight_before, x.share->split.before,
                                         y.share->split.weight_before, y.share->split.before)) <= tolerance);
    // A cell cut by the border between the two counts in both.
    RC_ASSERT(z.change->total.split.stayed <= x.change->total.split.stayed + y.change->total.split.stayed);
}

RC_GTEST_PROP(Explain, the_number_of_threads_changes_no_bit, ()) {
    Dataset town = towns::any_town();
    town.levels.push_back(towns::made_of({towns::any_members(town)}));
    RC_PRE(!town.levels[1].members[0].empty());
    auto options = towns::by(towns::any_rule());
    std::vector<double> seen[3];
    for (std::size_t t = 0; t < 3; ++t) {
        options.threads = test::thread_counts[t];
        Assessment a;
        try {
            a = geo::assess(town, town.levels[1], options);
        } catch (const geo::Error&) {
            RC_DISCARD("no scored cell in it");
        }
        for (std::size_t m = 0; m < 2; ++m) RC_PRE(!std::isnan(a.values.values.column(a.total, m)[0]));
        geo::ExplainOptions ask;
        ask.measurement = 1;
        ask.from = 0;
        const References references(town, {&a}, options);
        const auto e = geo::explain(a, 0, references.find("all", a, 0), ask);
        seen[t] = {e.gap.other, e.statistics->standard_deviation, e.share->split.change(), e.share->limit.least};
        for (const auto& part : e.gap.parts) seen[t].push_back(part.difference());
        for (const auto& part : e.change->parts) {
            for (const double v : {part.split.within, part.split.weights, part.split.entry, part.split.exit})
                seen[t].push_back(v);
        }
    }
    RC_ASSERT(test::same_values(seen[0], seen[1]) && test::same_values(seen[0], seen[2]));
}

/// Buurten of two municipalities that carry their own scores, in one model before 2018 and another since.
Dataset own_scored(bool weighted = true) {
    Dataset out;
    auto& areas = out.levels.emplace_back();
    areas.level = "buurt";
    areas.sources = {"buurten.csv"};
    areas.code = {"BU00010101", "BU00010102", "BU00020101"};
    areas.name = {"Noord", "Zuid", ""};
    areas.scores.values =
        geo::Table(towns::dimensions,
                   {{2012, "2.0", "2024"}, {2014, "3.0", "2024"}, {2018, "3.0", "2024"}, {2020, "3.0", "2024"}}, 3);
    for (std::size_t m = 0; m < 4; ++m) {
        for (std::size_t area = 0; area < 3; ++area) {
            if (area == 2 && m == 2) continue;
            const double v = 0.01 * static_cast<double>(area + 1) * static_cast<double>(m + 1);
            towns::set_score(areas.scores.values, m, area, {v, -v, 2 * v, 0.05, -0.1});
        }
    }
    if (weighted) areas.weights = {{"dwellings", 0, "buurten.csv", {10, 30, 20}, {}}};
    for (int k = 0; k < 3; ++k) areas.polygons.end_area();
    return out;
}

struct Own {
    Dataset dataset;
    Assessment a;
    References references;

    explicit Own(bool weighted = true) : dataset(own_scored(weighted)), a(geo::assess(dataset, dataset.levels[0], {})) {
        references = References(dataset, {&a}, {});
    }
    [[nodiscard]] Reference find(const std::string& against, std::size_t area = 0) const {
        return references.find(against, a, area);
    }
};

TEST(Reference, the_fixed_one_is_zero_in_every_dimension) {
    const Own own;
    const auto gap = geo::gap_of(own.a, 1, 3, own.find("fixed", 1));
    EXPECT_EQ(gap.reference.kind, Reference::Kind::fixed);
    EXPECT_EQ(gap.other, 0);
    EXPECT_EQ(gap.difference(), own.a.values.values.column(own.a.total, 3)[1]);
    ASSERT_EQ(gap.parts.size(), 5u);
    EXPECT_EQ(gap.parts.front().dimension, "soc");
    for (const auto& part : gap.parts) EXPECT_EQ(part.reference, 0);
}

TEST(Reference, the_fixed_one_is_of_the_leefbaarometer_only) {
    Own own;
    auto& table = own.dataset.levels[0].scores.values;
    table.dimensions = {"a", "b", "c", "d", "e", "f", "g"};
    const auto a = geo::assess(own.dataset, own.dataset.levels[0], {});
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(own.references.find("fixed", a, 0)); },
                                   {"Leefbaarometer", "'a'", "--against all"}));
}

TEST(Reference, a_municipality_is_the_weighted_mean_of_its_buurten_also_of_a_set_within_it) {
    const Own own;
    const auto reference = own.find("gemeente");
    EXPECT_EQ(reference.kind, Reference::Kind::municipality);
    EXPECT_EQ(reference.code(), "GM0001");
    const auto values = own.a.values.values.column(own.a.total, 3);
    EXPECT_DOUBLE_EQ(geo::gap_of(own.a, 0, 3, reference).other, (10 * values[0] + 30 * values[1]) / 40);
    const auto all = own.find("nl");
    EXPECT_EQ(all.kind, Reference::Kind::everything);
    EXPECT_DOUBLE_EQ(geo::gap_of(own.a, 0, 3, all).other, (10 * values[0] + 30 * values[1] + 20 * values[2]) / 60);

    const auto set = towns::made_of({{{0, 1, 1}}, {{0, 1, 1}, {0, 2, 1}}});
    const auto s = geo::assess(own.dataset, set, {});
    EXPECT_EQ(own.references.find("gemeente", s, 0).code(), "GM0001");
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(own.references.find("gemeente", s, 1)); },
                                   {"area-1", "2 municipalities", "GM0001, GM0002", "--against GM0001"}));
}

TEST(Reference, the_municipality_of_a_set_is_that_of_all_its_members_also_of_whole_municipalities) {
    Own own;
    auto& whole = own.dataset.levels.emplace_back();
    whole.level = "gemeenten";
    whole.sources = {"gemeenten.gpkg"};
    whole.code = {"GM0001", "1011"};
    whole.name = {"", ""};
    for (int k = 0; k < 2; ++k) whole.polygons.end_area();
    const auto set = towns::made_of({{{1, 0, 1}}, {{1, 0, 1}, {0, 2, 1}}, {{0, 2, 1}, {1, 1, 1}}});
    Assessment s;
    s.areas = &set;                                                            // nothing else is looked at
    const auto buurten = geo::assess(own.dataset, own.dataset.levels[0], {});  // where they lie now
    const References references(own.dataset, {&buurten}, {});
    EXPECT_EQ(references.find("gemeente", s, 0).code(), "GM0001");
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(references.find("gemeente", s, 1)); },
                                   {"area-1", "2 municipalities", "GM0001, GM0002"}));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(references.find("gemeente", s, 2)); },
                                   {"area-2", "does not tell", "--against CODE"}));
}

TEST(Reference, one_that_cannot_be_had_is_refused_with_the_way_out) {
    const Own own(false);
    EXPECT_TRUE(
        test::fails_saying([&] { static_cast<void>(own.find("gemeente")); }, {"GM0001", "'buurt'", "--weight"}));
    for (const auto* all : {"all", "nl"})
        EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(own.find(all)); }, {"all that was read", "--weight"}));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(own.find("GM0002")); }, {"GM0002", "--weight"}));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(own.find("BU99")); }, {"BU99", "fixed, all and gemeente"}));
    EXPECT_EQ(own.find("BU00020101").area, 2u);
}

TEST(Reference, a_level_that_happens_to_be_called_all_is_not_all_that_was_read) {
    Dataset dataset = own_scored();
    dataset.levels[0].level = "all";
    const auto a = geo::assess(dataset, dataset.levels[0], {});
    const References references(dataset, {&a}, {});
    EXPECT_EQ(references.find("all", a, 0).kind, Reference::Kind::everything);
    Dataset without = own_scored(false);
    without.levels[0].level = "all";
    const auto b = geo::assess(without, without.levels[0], {});
    const References none(without, {&b}, {});
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(none.find("all", b, 0)); }, {"--weight"}));
}

TEST(Reference, a_municipality_is_not_compared_with_itself) {
    const Own own;
    const auto found = own.references.areas_of("GM0001");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(
        test::fails_saying([&] { static_cast<void>(own.references.find("gemeente", *found[0].level, found[0].area)); },
                           {"GM0001", "municipality itself", "--against all"}));
}

TEST(Reference, one_without_that_measurement_or_without_a_score_of_it_is_refused) {
    Own own;
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::gap_of(own.a, 0, 2, own.find("BU00020101"))); },
                                   {"BU00020101", "no score of measurement 2018"}));
    auto& other = own.dataset.levels.emplace_back();
    other.level = "pc4";
    other.sources = {"pc4.csv"};
    other.code = {"1011"};
    other.name = {""};
    other.polygons.end_area();
    other.scores.values = geo::Table({"lbm", "afw"}, {{2020, "3.0", "2022"}}, 1);
    std::ranges::fill(other.scores.values.values.column(1, 0), 0.1);
    const auto b = geo::assess(own.dataset, other, {});
    EXPECT_TRUE(test::fails_saying(
        [&] {
            static_cast<void>(geo::gap_of(own.a, 0, 3, {Reference::Kind::area, &b, 0}));
        },
        {"level 'pc4'", "2020", "edition 2024"}));
}

TEST(Explain, without_dimensions_a_gap_has_no_parts) {
    Own own;
    std::ranges::fill(own.a.values.values.column(4, 3), missing);
    const auto gap = geo::gap_of(own.a, 0, 3, {});
    EXPECT_TRUE(gap.parts.empty());
    EXPECT_FALSE(std::isnan(gap.difference()));
}

TEST(Explain, the_earliest_comparable_measurement_is_of_the_same_series_and_has_a_score) {
    const Own own;
    EXPECT_EQ(geo::earliest_comparable(own.a, 0, 3), 1u);
    EXPECT_EQ(geo::earliest_comparable(own.a, 2, 3), 1u);  // 2018 has no score, 2014 has
    EXPECT_EQ(geo::earliest_comparable(own.a, 0, 1), 1u);
    EXPECT_EQ(geo::earliest_comparable(own.a, 0, 0), 0u);
}

TEST(Explain, measurements_of_two_series_are_compared_only_when_asked) {
    const Own own;
    geo::ExplainOptions options;
    options.measurement = 3;
    options.from = 0;
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::explain(own.a, 0, {}, options)); },
                                   {"2012", "2020", "2.0", "3.0", "--across-editions"}));
    options.across = true;
    const auto e = geo::explain(own.a, 0, {}, options);
    EXPECT_FALSE(e.change->comparable);
    options.from = 3;
    EXPECT_TRUE(
        test::fails_saying([&] { static_cast<void>(geo::explain(own.a, 0, {}, options)); }, {"2020", "--from"}));
}

TEST(Explain, a_measurement_without_a_score_is_refused) {
    const Own own;
    geo::ExplainOptions options;
    options.measurement = 2;
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::explain(own.a, 2, {}, options)); },
                                   {"BU00020101", "2018", "missing", "nothing to explain"}));
    options.measurement = 3;
    options.from = 2;
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::explain(own.a, 2, {}, options)); },
                                   {"BU00020101", "2018", "no change to tell"}));
}

TEST(Explain, the_change_of_a_score_of_its_own_has_no_split_but_its_dimensions) {
    const Own own;
    geo::ExplainOptions options;
    options.measurement = 3;
    options.from = 1;
    const auto e = geo::explain(own.a, 1, {}, options);
    EXPECT_FALSE(e.statistics.has_value());
    EXPECT_FALSE(e.share.has_value());
    ASSERT_TRUE(e.change.has_value());
    EXPECT_FALSE(e.change->split);
    EXPECT_EQ(e.change->parts.size(), 5u);
    EXPECT_LE(std::abs(e.change->remainder()), tolerance);
    EXPECT_DOUBLE_EQ(e.change->total.split.change(), 0.08);
    EXPECT_EQ(e.change->change_class, 7);  // 0.0784 and up
    EXPECT_EQ(e.change_classes->scheme, "change");
}

TEST(Explain, a_threshold_is_a_class_below_the_highest) {
    const Own own;
    for (const int k : {1, 8}) EXPECT_EQ(geo::threshold_of(own.a, k), static_cast<std::size_t>(k));
    for (const int k : {-1, 0, 9, 200})
        EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::threshold_of(own.a, k)); },
                                       {fmt::format("{} is no class", k), "judgement", "1 to 8"}));
    EXPECT_EQ(geo::threshold_of(own.a), geo::weak_or_lower);
}

TEST(Explain, an_area_that_holds_no_cell_is_told_so) {
    Dataset dataset;
    dataset.crs = geo::parse_crs(geo::cell_crs);
    dataset.cells.lattice = geo::Lattice(std::vector<geo::Cell>{{0, 0}});
    dataset.cells.one_each = {1};
    dataset.cells.scores.values = geo::Table(towns::dimensions, {{2024, "3.0", "2024"}}, 1);
    towns::set_score(dataset.cells.scores.values, 0, 0, {0.1, 0.1, 0, 0, 0});
    dataset.cells.weights = {{"dwellings", 2024, "squares.gpkg", {5}, {}}};
    auto& areas = dataset.levels.emplace_back();
    areas.level = "plan";
    areas.sources = {"plan.geojson"};
    areas.code = {"here", "away"};
    areas.name = {"", ""};
    shapes::add_ring_area(areas.polygons, shapes::rectangle(0, 0, 100, 100));
    shapes::add_ring_area(areas.polygons, shapes::rectangle(5000, 0, 5100, 100));
    const auto a = geo::assess(dataset, areas, {});
    EXPECT_NO_THROW(static_cast<void>(geo::explain(a, 0, {}, {})));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::explain(a, 1, {}, {})); },
                                   {"'away'", "2024", "none of the grid cells"}));
}

}  // namespace
