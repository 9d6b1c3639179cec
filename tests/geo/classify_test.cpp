#include "geo/classify.h"

#include "geo/table.h"

#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace {

using Values = std::vector<double>;

Values quantile_limits(const Values& values, const Values& weights, std::size_t classes) {
    return geo::quantile_limits(geo::Distribution({{values, weights}}), classes);
}

Values equal_interval_limits(const Values& values, std::size_t classes) {
    return geo::equal_interval_limits(geo::Distribution({{values}}), classes);
}

using geo::class_table;

std::uint8_t class_of(double value, const std::vector<double>& limits) {
    std::uint8_t out = geo::no_class;
    geo::classify(std::span(&value, 1), limits, std::span(&out, 1));
    return out;
}

std::vector<double> any_limits() {
    const auto set = *rc::gen::container<std::set<int>>(rc::gen::inRange(-100, 100));
    std::vector<double> out;
    for (const int limit : set) out.push_back(limit / 16.0);
    return out;
}

RC_GTEST_PROP(Classify, a_larger_value_is_in_no_lower_class, ()) {
    const auto limits = any_limits();
    const double a = *rc::gen::inRange(-2000, 2000) / 256.0;
    const double b = *rc::gen::inRange(-2000, 2000) / 256.0;
    RC_ASSERT((a <= b) == (class_of(a, limits) <= class_of(b, limits)) || class_of(a, limits) == class_of(b, limits));
    RC_ASSERT(class_of(a, limits) >= 1 && class_of(a, limits) <= limits.size() + 1);
}

RC_GTEST_PROP(Classify, a_value_on_a_limit_is_in_the_class_above_it_and_the_one_just_below_is_not, ()) {
    const auto limits = any_limits();
    RC_PRE(!limits.empty());
    const auto k = *rc::gen::inRange<std::size_t>(0, limits.size());
    RC_ASSERT(class_of(limits[k], limits) == k + 2);
    RC_ASSERT(class_of(std::nextafter(limits[k], -INFINITY), limits) == k + 1);
}

TEST(Classify, what_is_no_number_is_in_no_class) {
    const std::vector<double> values{0.5, geo::missing, INFINITY, -INFINITY};
    std::vector<std::uint8_t> classes(4);
    geo::classify(values, std::vector{0.0}, classes);
    EXPECT_EQ(classes,
              (std::vector<std::uint8_t>{2, geo::no_data_missing, geo::no_data_outside, geo::no_data_outside}));
    EXPECT_EQ(class_of(3.0, {}), 1);
    for (const auto code :
         {geo::no_data_missing, geo::no_data_uninhabited, geo::no_data_suppressed, geo::no_data_outside}) {
        EXPECT_FALSE(geo::is_class(code));
        EXPECT_NE(geo::no_data_name(code), "");
    }
    EXPECT_FALSE(geo::is_class(geo::no_class));
    EXPECT_TRUE(geo::is_class(geo::most_classes));
    EXPECT_EQ(geo::no_data_name(9), "");
}

TEST(ClassTable, the_judgement_has_nine_classes_with_the_published_limits) {
    const auto table = class_table("judgement", "2024");
    EXPECT_EQ(table.classes(), 9u);
    EXPECT_EQ(table.edition, "2024");
    EXPECT_EQ(table.limits, (std::vector{-0.428, -0.3538, -0.2815, -0.1640, -0.1030, 0.01015, 0.08955, 0.16796}));
    EXPECT_EQ(table.labels_nl,
              (std::vector<std::string>{"Zeer onvoldoende", "Ruim onvoldoende", "Onvoldoende", "Zwak", "Voldoende",
                                        "Ruim voldoende", "Goed", "Zeer goed", "Uitstekend"}));
    EXPECT_EQ(table.labels_en.size(), 9u);
    EXPECT_EQ(class_table("deviation", "2024").limits,
              (std::vector{-0.2352, -0.156792, -0.0784, -0.0392, 0.03919, 0.07839, 0.156775, 0.2352}));
}

TEST(ClassTable, published_records_come_out_in_their_published_classes) {
    struct Record {
        double afw, won, fys, vrz, soc, onv;
        int kscore, kafw, kwon, kfys, kvrz, ksoc, konv;
    };
    const Record records[] = {
        {0.5226, 0.0320, 0.0011, 0.6321, -0.0582, -0.0844, 9, 9, 5, 5, 9, 4, 3},  // E1213N4879 Grachtengordel-West
        {0.189053, -0.011174, 0.0343143, 0.310165, -0.0306654, -0.113587, 9, 8, 5, 5, 9, 5,
         3}};  // BU00140000 Binnenstad-Noord
    const auto judgement = class_table("judgement", "2024").limits;
    const auto deviation = class_table("deviation", "2024").limits;
    for (const auto& r : records) {
        EXPECT_EQ(class_of(r.afw, judgement), r.kscore);
        EXPECT_EQ(class_of(r.afw, deviation), r.kafw);
        EXPECT_EQ(class_of(r.won, deviation), r.kwon);
        EXPECT_EQ(class_of(r.fys, deviation), r.kfys);
        EXPECT_EQ(class_of(r.vrz, deviation), r.kvrz);
        EXPECT_EQ(class_of(r.soc, deviation), r.ksoc);
        EXPECT_EQ(class_of(r.onv, deviation), r.konv);
        EXPECT_NEAR(r.won + r.fys + r.vrz + r.soc + r.onv, r.afw, 1e-6);
    }
    EXPECT_EQ(class_of(0.0272893, judgement), 7);  // GM0014 Groningen
    EXPECT_EQ(class_of(0.0272893, deviation), 5);
}

TEST(ClassTable, the_values_next_to_the_gaps_between_published_classes_are_on_the_right_side) {
    // Largest value of class k and smallest of class k + 1 among all buurten and gemeenten of the 2024 edition.
    const double gaps[][2] = {{-0.43239, -0.42422}, {-0.35462, -0.35304}, {-0.28190, -0.28102}, {-0.16422, -0.16388},
                              {-0.10309, -0.10285}, {0.01011, 0.01018},   {0.08952, 0.08958},   {0.16794, 0.16798}};
    const auto limits = class_table("judgement", "2024").limits;
    for (std::size_t k = 0; k < 8; ++k) {
        EXPECT_EQ(class_of(gaps[k][0], limits), k + 1);
        EXPECT_EQ(class_of(gaps[k][1], limits), k + 2);
    }
}

TEST(ClassTable, an_edition_without_a_table_gets_the_newest_and_says_so) {
    for (const auto* edition : {"2030", "1998", ""}) {
        const auto table = class_table("judgement", edition);
        EXPECT_EQ(table.edition, "2024");
        EXPECT_EQ(table.limits, class_table("judgement", "2024").limits);
    }
    EXPECT_EQ(class_table("judgement", "2020").edition, "2020");
    const std::string csv =
        "scheme,edition,class,from,label_nl,label_en\ns,2020,1,,a,a\ns,2020,2,1,b,b\ns,2024 2026,1,,c,c\ns,2024 "
        "2026,2,2,d,d\n";
    EXPECT_EQ(class_table(csv, "t.csv", "s", "2020").limits, std::vector{1.0});
    EXPECT_EQ(class_table(csv, "t.csv", "s", "2024").limits, std::vector{2.0});
    EXPECT_EQ(class_table(csv, "t.csv", "s", "2022").edition, "2026");
}

TEST(ClassTable, a_broken_table_is_refused_by_name) {
    const std::string header = "scheme,edition,class,from,label_nl,label_en\n";
    const auto broken = [](const std::string& csv, std::initializer_list<std::string_view> says) {
        return test::fails_saying([&] { static_cast<void>(class_table(csv, "mine.csv", "s", "2024")); }, says);
    };
    EXPECT_TRUE(broken(header + "s,2024,1,,a,a\ns,2024,2,0.5,b,b\ns,2024,3,0.1,c,c\n", {"mine.csv", "'0.1'", "3"}));
    EXPECT_TRUE(broken(header + "s,2024,1,,a,a\ns,2024,2,0.5,b,b\ns,2024,3,0.5,c,c\n", {"mine.csv", "'0.5'", "3"}));
    EXPECT_TRUE(broken(header + "s,2024,1,,a,a\ns,2024,2,high,b,b\n", {"mine.csv", "'high'"}));
    EXPECT_TRUE(broken(header + "s,2024,1,,a,a\ns,2024,2,,b,b\n", {"mine.csv"}));
    EXPECT_TRUE(broken(header + "s,2024,1,,a,a\ns,2024,3,0.5,c,c\n", {"mine.csv", "class 3", "class 2"}));
    EXPECT_TRUE(broken(header + "s,2024,2,0.5,b,b\ns,2024,1,,a,a\n", {"mine.csv", "class 2"}));
    EXPECT_TRUE(broken(header + "other,2024,1,,a,a\n", {"mine.csv", "'s'"}));
    EXPECT_TRUE(broken("scheme,edition,class,from,label\ns,2024,1,,a\n", {"mine.csv", "label_nl"}));
    EXPECT_TRUE(broken(header + "s,2024,1,,a\n", {"mine.csv", "row 1"}));
    EXPECT_TRUE(broken(header, {"mine.csv"}));
    EXPECT_TRUE(broken("", {"mine.csv"}));
    EXPECT_TRUE(
        test::fails_saying([] { static_cast<void>(class_table("kscore", "2024")); }, {"class_tables.csv", "'kscore'"}));
}

TEST(Editions, a_constant_names_the_editions_that_have_it) {
    EXPECT_EQ(geo::editions_with_constant(4.102264851143685), (std::vector<std::string>{"2020", "2022"}));
    EXPECT_EQ(geo::editions_with_constant(4.0456), std::vector<std::string>{"2024"});
    EXPECT_EQ(geo::editions_with_constant(4.5682 - 0.5226), std::vector<std::string>{"2024"});
    EXPECT_TRUE(geo::editions_with_constant(4.1940).empty());
    EXPECT_TRUE(geo::editions_with_constant(geo::missing).empty());
}

TEST(Editions, an_edition_has_the_constant_that_names_it) {
    for (const auto* edition : {"2020", "2022", "2024"}) {
        const auto named = geo::editions_with_constant(geo::constant_of_edition(edition));
        EXPECT_EQ(std::ranges::count(named, edition), 1) << edition;
    }
    EXPECT_TRUE(std::isnan(geo::constant_of_edition("2018")));
}

std::vector<double> any_values() {
    auto out = *rc::gen::container<std::vector<double>>(
        rc::gen::map(rc::gen::inRange(-20, 20), [](int v) { return v / 4.0; }));
    if (*rc::gen::arbitrary<bool>()) out.push_back(geo::missing);
    return out;
}

RC_GTEST_PROP(Quantiles, distinct_values_fall_apart_in_classes_as_equal_as_can_be, ()) {
    const auto classes = *rc::gen::inRange<std::size_t>(1, 10);
    const auto size = *rc::gen::inRange<std::size_t>(classes, 100);
    std::vector<double> values;
    for (std::size_t i = 0; i < size; ++i) values.push_back(static_cast<double>(i * 37 % 101));
    const auto limits = quantile_limits(values, {}, classes);
    RC_ASSERT(limits.size() == classes - 1);
    std::vector<std::size_t> count(classes);
    for (const double value : values) ++count[class_of(value, limits) - 1u];
    const auto [low, high] = std::ranges::minmax(count);
    RC_ASSERT(high - low <= 1);
}

RC_GTEST_PROP(Quantiles, limits_ascend_and_are_values, ()) {
    // A limit that is a value of the data, with classify() putting it above, cannot split equal values.
    const auto values = any_values();
    const auto limits = quantile_limits(values, {}, *rc::gen::inRange<std::size_t>(1, 10));
    RC_ASSERT(std::adjacent_find(limits.begin(), limits.end(), std::greater_equal<>()) == limits.end());
    for (const double limit : limits) RC_ASSERT(std::ranges::count(values, limit) > 0);
    if (!limits.empty()) RC_ASSERT(std::ranges::any_of(values, [&](double v) { return v < limits.front(); }));
}

RC_GTEST_PROP(Quantiles, a_weight_of_one_is_no_weight_and_whole_weights_repeat_the_value, ()) {
    const auto values = any_values();
    const auto classes = *rc::gen::inRange<std::size_t>(1, 8);
    RC_ASSERT(quantile_limits(values, std::vector<double>(values.size(), 1), classes) ==
              quantile_limits(values, {}, classes));
    std::vector<double> weights;
    std::vector<double> repeated;
    for (const double value : values) {
        const auto times = *rc::gen::inRange(0, 5);
        weights.push_back(times);
        repeated.insert(repeated.end(), static_cast<std::size_t>(times), value);
    }
    RC_ASSERT(quantile_limits(values, weights, classes) == quantile_limits(repeated, {}, classes));
}

TEST(Quantiles, what_has_no_weight_or_no_value_does_not_count) {
    const std::vector<double> values{1, 2, 3, 4, 99, geo::missing, INFINITY, 98};
    const std::vector<double> weights{1, 1, 1, 1, 0, 1, 1, geo::missing};
    EXPECT_EQ(quantile_limits(values, weights, 2), std::vector{3.0});
    EXPECT_EQ(quantile_limits(values, weights, 4), (std::vector{2.0, 3.0, 4.0}));
}

TEST(Quantiles, fewer_distinct_values_than_classes_give_fewer_classes) {
    EXPECT_EQ(quantile_limits(std::vector<double>{1, 1, 1, 2}, {}, 5), std::vector{2.0});
    EXPECT_TRUE(quantile_limits(std::vector<double>{7, 7, 7}, {}, 5).empty());
    EXPECT_TRUE(quantile_limits(std::vector<double>{geo::missing}, {}, 5).empty());
    EXPECT_TRUE(quantile_limits(std::vector<double>{}, {}, 5).empty());
    EXPECT_TRUE(quantile_limits(std::vector<double>{1, 2, 3}, {}, 1).empty());
}

TEST(EqualIntervals, limits_cut_the_range_in_equal_parts) {
    EXPECT_EQ(equal_interval_limits(std::vector<double>{10, 0, 3, geo::missing, INFINITY}, 5),
              (std::vector{2.0, 4.0, 6.0, 8.0}));
    EXPECT_TRUE(equal_interval_limits(std::vector<double>{4, 4}, 5).empty());
    EXPECT_TRUE(equal_interval_limits(std::vector<double>{}, 5).empty());
    EXPECT_TRUE(equal_interval_limits(std::vector<double>{1, 2}, 1).empty());
}

RC_GTEST_PROP(EqualIntervals, the_smallest_value_is_in_the_first_class_and_the_largest_in_the_last, ()) {
    const auto values = any_values();
    const auto limits = equal_interval_limits(values, *rc::gen::inRange<std::size_t>(1, 10));
    RC_PRE(!limits.empty());
    RC_ASSERT(std::adjacent_find(limits.begin(), limits.end(), std::greater_equal<>()) == limits.end());
    double low = INFINITY, high = -INFINITY;
    for (const double v : values) low = std::fmin(low, v), high = std::fmax(high, v);
    RC_ASSERT(class_of(low, limits) == 1);
    RC_ASSERT(class_of(high, limits) == limits.size() + 1);
}

}  // namespace
