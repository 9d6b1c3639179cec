#include "geo/spatial/mann_kendall.h"

#include "tests/geo/support.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::KendallDistributions;
using geo::missing;
using geo::trend;
using Values = std::vector<double>;
using Ties = std::vector<std::size_t>;

/// 0, 1, 2 ...
Values years_for(const Values& values) {
    Values out(values.size());
    std::iota(out.begin(), out.end(), 0.0);
    return out;
}

geo::TrendTest trend_of(const Values& values) {
    return trend(values, years_for(values));
}

long long rising_less_falling(const Values& values) {
    long long s = 0;
    for (std::size_t j = 0; j < values.size(); ++j) {
        for (std::size_t i = 0; i < j; ++i) s += values[j] > values[i] ? 1 : values[j] < values[i] ? -1 : 0;
    }
    return s;
}

/// The values 0 .. groups - 1, each as often as it is tied.
Values values_of(const Ties& ties) {
    Values out;
    for (std::size_t g = 0; g < ties.size(); ++g) out.insert(out.end(), ties[g], static_cast<double>(g));
    return out;
}

/// Every way to write n as a sum of sizes, largest first.
void add_partitions(std::size_t n, std::size_t most, Ties& so_far, std::vector<Ties>& out) {
    if (n == 0) out.push_back(so_far);
    for (auto size = std::min(n, most); size > 0; --size) {
        so_far.push_back(size);
        add_partitions(n - size, size, so_far, out);
        so_far.pop_back();
    }
}

double factorial(std::size_t n) {
    return std::tgamma(static_cast<double>(n) + 1);
}

TEST(MannKendall, is_what_all_orders_of_up_to_eight_values_say_whatever_their_ties) {
    KendallDistributions distributions;
    for (std::size_t n = 2; n <= 8; ++n) {
        std::vector<Ties> all_ties;
        Ties so_far;
        add_partitions(n, n, so_far, all_ties);
        for (const auto& ties : all_ties) {
            auto values = values_of(ties);
            std::vector<long long> sums;  // each order of a multiset once: all are equally often those of the whole
            do {
                sums.push_back(rising_less_falling(values));
            } while (std::next_permutation(values.begin(), values.end()));
            const auto most = *std::max_element(sums.begin(), sums.end());
            for (auto s = -most; s <= most; s += 2) {
                const auto as_large =
                    std::count_if(sums.begin(), sums.end(), [&](auto other) { return std::abs(other) >= std::abs(s); });
                const double expected = static_cast<double>(as_large) / static_cast<double>(sums.size());
                ASSERT_EQ(distributions.p(ties, s), expected) << n << " values, s " << s;
            }
            const auto sorted = trend_of(values_of(ties));
            ASSERT_EQ(sorted.s, most);
            ASSERT_EQ(sorted.p, sorted.smallest_p);
            ASSERT_EQ(sorted.p, distributions.p(ties, most));
        }
    }
}

// 2 P(S >= s) by R 4.2: k <- function(s, n) 2 * .Call(stats:::C_pKendall, (n * (n - 1) / 2 - s) / 2, n)
TEST(MannKendall, without_ties_is_what_r_says) {
    KendallDistributions distributions;
    const auto p = [&](long long s, std::size_t n) { return distributions.p(Ties(n, 1), s); };
    EXPECT_NEAR(p(18, 8), 0.031150793650793651, 1e-15);
    EXPECT_NEAR(p(20, 9), 0.044615299823633159, 1e-15);
    EXPECT_NEAR(p(23, 10), 0.04662257495590829, 1e-15);
    EXPECT_NEAR(p(62, 20), 0.046768936749894588, 1e-15);
    EXPECT_NEAR(p(300, 60), 0.056277058315713287, 1e-14);
    EXPECT_NEAR(p(700, 60) / 4.5910647588148908e-06, 1, 1e-12);
    // cor.test(1:7, c(2, 1, 4, 3, 7, 5, 6), method = "kendall")$p.value
    EXPECT_NEAR(trend_of({2, 1, 4, 3, 7, 5, 6}).p, 0.069047619047619024, 1e-15);
}

// One-sided and in three decimals, as tables print it (Kendall 1975, Gilbert 1987).
TEST(MannKendall, is_what_printed_tables_say) {
    KendallDistributions distributions;
    const auto one_sided = [&](std::size_t n, long long s) { return distributions.p(Ties(n, 1), s) / 2; };
    EXPECT_NEAR(one_sided(4, 6), 0.042, 5e-4);
    EXPECT_NEAR(one_sided(4, 4), 0.167, 5e-4);
    EXPECT_NEAR(one_sided(5, 8), 0.042, 5e-4);
    EXPECT_NEAR(one_sided(6, 11), 0.028, 5e-4);
    EXPECT_NEAR(one_sided(7, 13), 0.035, 5e-4);
    EXPECT_NEAR(one_sided(8, 16), 0.031, 5e-4);
    EXPECT_NEAR(one_sided(9, 18), 0.038, 5e-4);
    EXPECT_NEAR(one_sided(10, 21), 0.036, 5e-4);
}

// From the q-multinomial coefficient in whole numbers of any length, by products and divisions of polynomials.
TEST(MannKendall, is_exact_for_up_to_sixty_values_with_ties) {
    KendallDistributions distributions;
    const auto expect = [&](const Ties& ties, long long s, double p) {
        EXPECT_NEAR(distributions.p(ties, s) / p, 1, 1e-12) << s;
    };
    expect(Ties(20, 1), 190, 8.22063524662433e-19);
    expect(Ties(60, 1), 300, 0.056277058315715285);
    expect(Ties(60, 1), 1770, 2.4035609872986452e-82);
    expect({5, 1, 1, 7, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 80, 0.1554054464068185);
    expect(Ties(6, 10), 400, 0.009314955116722154);
    expect({20, 20, 20}, -600, 2.916352317582561e-05);
    expect({30, 30}, 300, 0.02633196030257938);
    expect(Ties(30, 2), 350, 0.02548158517504221);
    expect({59, 1}, 59, 2.0 / 60);  // the one that differs is first or last
    expect({59, 1}, 41, 20.0 / 60);
}

TEST(MannKendall, of_more_values_is_the_normal_approximation) {
    KendallDistributions distributions;
    EXPECT_NEAR(distributions.p(Ties(61, 1), 300), 0.062607552278640233, 3e-4);  // exact, by R as above
    EXPECT_NEAR(distributions.p(Ties(100, 1), 500), 0.13753850168964019, 3e-4);
    // 2 * pnorm(-299 / sqrt((61 * 60 * 127 - 30 * 2 * 9) / 18))
    auto ties = Ties(30, 2);
    ties.push_back(1);
    EXPECT_NEAR(distributions.p(ties, 300), 0.062640700692099566, 1e-14);
    Values rising(100);
    std::iota(rising.begin(), rising.end(), 0.0);
    const auto test = trend_of(rising);
    EXPECT_EQ(test.s, 4950);
    EXPECT_EQ(test.p, test.smallest_p);
    EXPECT_LT(test.p, 1e-40);
    EXPECT_EQ(trend_of(Values(100, 3.0)).p, 1);
}

TEST(MannKendall, four_values_can_give_no_less_than_a_twelfth) {
    const auto test = trend_of({1, 2, 3, 4});
    EXPECT_EQ(test.n, 4u);
    EXPECT_EQ(test.s, 6);
    EXPECT_DOUBLE_EQ(test.p, 2.0 / 24);
    EXPECT_EQ(test.smallest_p, test.p);
    EXPECT_EQ(trend_of({1, 3, 2, 4}).smallest_p, test.p);
    EXPECT_DOUBLE_EQ(trend_of({1, 3, 3, 4}).smallest_p, 2.0 / 12);
    EXPECT_EQ(geo::smallest_trend_p(0), 1);
    EXPECT_EQ(geo::smallest_trend_p(1), 1);
    EXPECT_EQ(geo::smallest_trend_p(2), 1);
    for (std::size_t n = 2; n <= 20; ++n) {
        EXPECT_DOUBLE_EQ(geo::smallest_trend_p(n), 2 / factorial(n));
        EXPECT_DOUBLE_EQ(geo::smallest_trend_p(n), trend_of(years_for(Values(n))).smallest_p);
    }
}

TEST(MannKendall, of_fewer_than_two_values_or_of_equal_ones_has_nothing_to_say) {
    for (const auto& values : {Values{}, Values{3}, Values{missing, 3, missing}}) {
        const auto test = trend_of(values);
        EXPECT_EQ(test.n, values.empty() ? 0u : 1u);
        EXPECT_EQ(test.s, 0);
        EXPECT_EQ(test.p, 1);
        EXPECT_EQ(test.smallest_p, 1);
        EXPECT_TRUE(std::isnan(test.slope));
    }
    const auto level = trend_of({2, 2, 2, 2});
    EXPECT_EQ(level.s, 0);
    EXPECT_EQ(level.p, 1);
    EXPECT_EQ(level.smallest_p, 1);
    EXPECT_EQ(level.slope, 0);
}

TEST(MannKendall, leaves_missing_values_out_with_their_year) {
    const auto test = trend(Values{1, missing, 2, 8, missing, 6}, Values{2008, 2012, 2014, 2016, 2018, 2020});
    const auto without = trend(Values{1, 2, 8, 6}, Values{2008, 2014, 2016, 2020});
    EXPECT_EQ(test.n, 4u);
    EXPECT_EQ(test.s, without.s);
    EXPECT_EQ(test.p, without.p);
    EXPECT_EQ(test.slope, without.slope);
}

TEST(MannKendall, has_the_median_slope_over_the_true_years) {
    // slopes 1/6, 7/8, 5/12, 6/2, 4/6, -2/4: between 5/12 and 4/6
    const auto test = trend(Values{1, 2, 8, 6}, Values{2008, 2014, 2016, 2020});
    EXPECT_DOUBLE_EQ(test.slope, (5.0 / 12 + 4.0 / 6) / 2);
    EXPECT_EQ(trend(Values{1, 2, 9}, Values{2008, 2014, 2016}).slope, 1);  // 1/6, 7/2, 8/8
    const Values years{2002, 2008, 2012, 2014, 2016, 2018, 2020, 2022, 2024};
    Values line;
    for (const double year : years) line.push_back(0.25 * (year - 2000) - 3);
    EXPECT_EQ(trend(line, years).slope, 0.25);
    line[4] = 1e6;  // one value far out moves a median little
    EXPECT_NEAR(trend(line, years).slope, 0.25, 1e-12);
}

/// A series at whole years, some values missing, some tied.
struct Series {
    Values values, years;
};
Series any_series() {
    Series out;
    double year = 2000;
    const auto n = *rc::gen::inRange<std::size_t>(0, 12);
    for (std::size_t i = 0; i < n; ++i) {
        year += *rc::gen::inRange(1, 5);
        out.years.push_back(year);
        out.values.push_back(*rc::gen::inRange(0, 6) == 0 ? missing : *rc::gen::inRange(-8, 9));
    }
    return out;
}

RC_GTEST_PROP(MannKendall, turns_its_sign_with_time, ()) {
    const auto series = any_series();
    auto back = series;
    std::reverse(back.values.begin(), back.values.end());
    std::reverse(back.years.begin(), back.years.end());
    for (double& year : back.years) year = -year;
    const auto test = trend(series.values, series.years);
    const auto turned = trend(back.values, back.years);
    RC_ASSERT(turned.s == -test.s);
    RC_ASSERT(turned.p == test.p);
    RC_ASSERT(turned.smallest_p == test.smallest_p);
    RC_ASSERT(test::same_value(turned.slope + 0.0, 0.0 - test.slope));
}

RC_GTEST_PROP(MannKendall, does_not_see_a_constant_and_scales_with_values_and_time, ()) {
    const auto series = any_series();
    auto moved = series;
    for (double& value : moved.values) value = 4 * (value + 100);
    for (double& year : moved.years) year = 2 * year - 1000;
    const auto test = trend(series.values, series.years);
    const auto other = trend(moved.values, moved.years);
    RC_ASSERT(other.n == test.n);
    RC_ASSERT(other.s == test.s);
    RC_ASSERT(other.p == test.p);
    RC_ASSERT(other.smallest_p == test.smallest_p);
    RC_ASSERT(test::same_value(other.slope, 2 * test.slope));
}

RC_GTEST_PROP(MannKendall, has_a_p_that_is_a_part_of_all_orders, ()) {
    const auto series = any_series();
    const auto test = trend(series.values, series.years);
    RC_ASSERT(test.p >= test.smallest_p && test.p <= 1);
    RC_ASSERT(test.smallest_p >= geo::smallest_trend_p(test.n) * (1 - 1e-12));
    const double orders = test.p * factorial(test.n);
    RC_ASSERT(std::abs(orders - std::round(orders)) <= 1e-12 * orders);
    if (test.n > 1) RC_ASSERT(test.slope == 0 || test.s == 0 || (test.slope > 0) == (test.s > 0));
}

RC_GTEST_PROP(MannKendall, of_many_series_is_that_of_each, ()) {
    KendallDistributions distributions;
    for (int i = 0; i < 20; ++i) {
        const auto series = any_series();
        const auto alone = trend(series.values, series.years);
        const auto test = trend(series.values, series.years, distributions);
        RC_ASSERT(test.n == alone.n && test.s == alone.s);
        RC_ASSERT(test::same_value(test.p, alone.p));
        RC_ASSERT(test::same_value(test.smallest_p, alone.smallest_p));
        RC_ASSERT(test::same_value(test.slope, alone.slope));
    }
}

}  // namespace
