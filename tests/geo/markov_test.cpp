#include "geo/spatial/markov.h"

#include "geo/classify.h"
#include "tests/geo/support.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::chi_square_p;
using geo::TransitionCounts;
using Bytes = std::vector<std::uint8_t>;

TransitionCounts counts_of(std::size_t classes, std::vector<double> count) {
    TransitionCounts out(classes);
    out.count = std::move(count);
    return out;
}

bool near(double a, double b, double part = 1e-12) {
    return std::abs(a - b) <= part * std::max(std::abs(a), std::abs(b));
}

// R 4.2: pchisq(statistic, degrees, lower.tail = FALSE)
TEST(ChiSquare, is_what_r_says) {
    const auto expect = [](double statistic, double degrees, double p) {
        EXPECT_TRUE(near(chi_square_p(statistic, degrees), p)) << statistic << ", " << degrees;
    };
    expect(3.841458820694124, 1, 0.05);
    expect(1e-8, 1, 0.99992021154405275);
    expect(10, 3, 0.018566135463043233);
    expect(5, 10, 0.89117801891415127);
    expect(30, 7.5, 0.00014301587882904849);
    expect(0.02, 0.3, 0.46354416101345991);
    expect(0.001, 20, 1);
    expect(62, 60, 0.40465217903438905);
    expect(200.624, 60, 4.7158341526634822e-17);
    expect(100, 1, 1.5239706048321054e-23);
    expect(1400, 1, 2.1010145162641344e-306);
    expect(500, 576, 0.98999440467464972);
    expect(700, 576, 0.00029170053725954066);
    expect(40000, 39000, 0.00019057496613840216);
}

TEST(ChiSquare, of_one_and_two_degrees_is_the_closed_form_and_of_none_is_1) {
    for (const double x : {1e-6, 0.01, 0.7, 1.9, 2.1, 3.0, 8.0, 60.0, 400.0}) {
        EXPECT_TRUE(near(chi_square_p(x, 1), std::erfc(std::sqrt(x / 2)))) << x;
        EXPECT_TRUE(near(chi_square_p(x, 2), std::exp(-x / 2))) << x;
        EXPECT_EQ(chi_square_p(x, 0), 1);
    }
    EXPECT_EQ(chi_square_p(0, 5), 1);
    EXPECT_EQ(chi_square_p(0, 0), 1);
    EXPECT_EQ(chi_square_p(1e6, 10), 0);  // less than a double holds
}

TEST(Transitions, are_counted_from_class_to_class_and_leave_out_what_has_none) {
    const Bytes before{1, 1, 1, 2, 3, 1, geo::no_data_missing, 4, geo::no_class, 2};
    const Bytes after{1, 2, 2, 2, 1, geo::no_data_uninhabited, 1, 1, 1, 4};
    const auto moved = geo::class_transitions(before, after, 3);
    EXPECT_EQ(moved.count, (std::vector<double>{1, 2, 0, 0, 1, 0, 1, 0, 0}));
    EXPECT_EQ(moved.count[moved.at(1, 2)], 2);
    EXPECT_EQ(moved.from(1), 3);
    EXPECT_DOUBLE_EQ(moved.probability(1, 2), 2.0 / 3);
    EXPECT_EQ(moved.probability(3, 1), 1);
    EXPECT_TRUE(std::isnan(geo::class_transitions(before, after, 5).probability(5, 1)));
}

TEST(SpatialMarkov, of_two_contexts_is_what_a_hand_computes) {
    // from class 1: 8 stay and 2 go up among weak neighbours, 2 and 8 among strong ones; all 5 of class 2 stay.
    const auto markov = geo::spatial_markov({counts_of(2, {8, 2, 0, 5}), counts_of(2, {2, 8, 0, 0})});
    EXPECT_EQ(markov.all.count, (std::vector<double>{10, 10, 0, 5}));
    EXPECT_DOUBLE_EQ(markov.by_context[0].probability(1, 1), 0.8);
    EXPECT_DOUBLE_EQ(markov.chi_square, 4 * 10 * 0.3 * 0.3 / 0.5);
    EXPECT_DOUBLE_EQ(markov.likelihood_ratio, 2 * (16 * std::log(0.8 / 0.5) + 4 * std::log(0.2 / 0.5)));
    EXPECT_EQ(markov.degrees_of_freedom, 1);
    EXPECT_TRUE(near(markov.p_chi_square, 0.0072903580915356));  // chisq.test(rbind(c(8, 2), c(2, 8)), correct = FALSE)
}

// Kullback, Kupperman and Ku 1962, table 9.2, of which PySAL's giddy tests the statistic, 160.96060031170782. The cell
// that is 0 in both takes a degree off their 30. The rest by R: for each row from, chisq.test(rbind(one[from, ],
// two[from, ]), correct = FALSE) without empty columns, statistics and parameters summed; the likelihood ratio from its
// $expected; p by pchisq(statistic, degrees, lower.tail = FALSE).
TEST(SpatialMarkov, is_what_is_published) {
    const auto one = counts_of(6, {22, 11, 24, 2,  2,  7,  5,  23, 15, 3,  42, 6,  4, 21, 190, 25, 20, 34,
                                   0,  2,  14, 56, 14, 28, 32, 15, 20, 10, 56, 14, 5, 22, 31,  18, 13, 134});
    const auto two = counts_of(6, {3, 6,  9,  3,   0,  8,  1,  9,  3, 12, 27,  5,  2, 9, 208, 32, 5,  18,
                                   0, 14, 32, 108, 40, 40, 22, 14, 9, 26, 224, 14, 1, 5, 13,  53, 13, 116});
    const auto markov = geo::spatial_markov({one, two});
    EXPECT_TRUE(near(markov.likelihood_ratio, 160.96060031170782));
    EXPECT_TRUE(near(markov.chi_square, 158.40593281131859));
    EXPECT_EQ(markov.degrees_of_freedom, 29);
    EXPECT_TRUE(near(markov.p_likelihood_ratio, 3.0879724899450140e-20));
    EXPECT_TRUE(near(markov.p_chi_square, 8.9531954999713700e-20));
}

// Counts of the tests of PySAL's giddy (discretised incomes of 48 states of the US 1929-2009, by the class that most
// neighbours have); statistics by R as above.
TEST(SpatialMarkov, of_four_contexts_is_what_r_says) {
    const auto markov = geo::spatial_markov({
        counts_of(4, {92, 88, 75, 95, 50, 55, 52, 35, 45, 48, 58, 48, 45, 32, 39, 51}),
        counts_of(4, {54, 43, 40, 51, 92, 97, 91, 89, 44, 49, 56, 55, 40, 35, 75, 50}),
        counts_of(4, {67, 51, 43, 58, 41, 58, 56, 35, 86, 88, 140, 89, 42, 56, 61, 73}),
        counts_of(4, {56, 51, 39, 38, 50, 49, 50, 45, 41, 61, 55, 46, 93, 77, 87, 89}),
    });
    EXPECT_TRUE(near(markov.chi_square, 41.82338869740557641));
    EXPECT_TRUE(near(markov.likelihood_ratio, 41.34132122272406917));
    EXPECT_EQ(markov.degrees_of_freedom, 36);
    EXPECT_TRUE(near(markov.p_chi_square, 0.23266578254823919));
    EXPECT_TRUE(near(markov.p_likelihood_ratio, 0.24871499520627355));
}

TEST(SpatialMarkov, counts_degrees_of_freedom_only_where_places_start_and_go) {
    // Class 1 starts in three contexts and goes to two classes, class 2 in two and to three, class 3 nowhere: 2 + 2.
    const auto markov = geo::spatial_markov({
        counts_of(3, {8, 2, 0, 3, 6, 1, 0, 0, 0}),
        counts_of(3, {5, 5, 0, 0, 0, 0, 0, 0, 0}),
        counts_of(3, {1, 3, 0, 1, 4, 5, 0, 0, 0}),
        TransitionCounts(3),
    });
    EXPECT_EQ(markov.degrees_of_freedom, 4);
    EXPECT_TRUE(near(markov.chi_square, 8.112380952380952692));
    EXPECT_TRUE(near(markov.likelihood_ratio, 8.591841747546663299));
    EXPECT_TRUE(near(markov.p_chi_square, 0.087547204878835536));
    EXPECT_TRUE(near(markov.p_likelihood_ratio, 0.072151731459105292));
}

TEST(SpatialMarkov, without_transitions_or_of_one_context_has_nothing_to_say) {
    for (const auto& markov : {geo::spatial_markov({TransitionCounts(3), TransitionCounts(3)}),
                               geo::spatial_markov({counts_of(2, {3, 4, 5, 6})}),
                               geo::spatial_markov(std::vector<geo::MarkovStep>{}, 3, 2)}) {
        EXPECT_EQ(markov.chi_square, 0);
        EXPECT_EQ(markov.likelihood_ratio, 0);
        EXPECT_EQ(markov.degrees_of_freedom, 0);
        EXPECT_TRUE(std::isnan(markov.p_chi_square));
        EXPECT_TRUE(std::isnan(markov.p_likelihood_ratio));
    }
}

TEST(SpatialMarkov, leaves_out_rows_without_a_class_or_a_context) {
    const Bytes before{1, 1, 2, geo::no_data_missing, 1, 3};
    const Bytes after{1, 2, 2, 1, geo::no_class, 1};
    const Bytes context{1, geo::no_data_missing, 3, 1, 1, 1};
    const geo::MarkovStep step{before, after, context};
    const auto markov = geo::spatial_markov({&step, 1}, 2, 2);
    EXPECT_EQ(markov.all.count, (std::vector<double>{1, 0, 0, 0}));
    EXPECT_EQ(markov.by_context[0].count, markov.all.count);
}

std::vector<TransitionCounts> any_counts() {
    const auto classes = *rc::gen::inRange<std::size_t>(1, 6);
    std::vector<TransitionCounts> out(*rc::gen::inRange<std::size_t>(1, 6), TransitionCounts(classes));
    for (auto& context : out) {
        for (double& count : context.count) count = *rc::gen::inRange(0, 3) == 0 ? 0 : *rc::gen::inRange(0, 40);
    }
    return out;
}

RC_GTEST_PROP(SpatialMarkov, of_identical_contexts_is_0_and_p_is_1_where_anything_is_tested, ()) {
    const auto one = any_counts().front();
    auto twice = one;
    for (double& count : twice.count) count *= 2;
    for (const auto& markov : {geo::spatial_markov({one, one, one}), geo::spatial_markov({one, twice})}) {
        RC_ASSERT(markov.chi_square == 0);
        RC_ASSERT(markov.likelihood_ratio == 0);
        for (const auto p : {markov.p_chi_square, markov.p_likelihood_ratio})
            RC_ASSERT((markov.degrees_of_freedom > 0 ? p == 1 : std::isnan(p)));
    }
}

RC_GTEST_PROP(SpatialMarkov, has_probabilities_that_sum_to_1_and_contexts_that_sum_to_all, ()) {
    const auto markov = geo::spatial_markov(any_counts());
    const auto classes = markov.all.classes;
    for (std::size_t from = 1; from <= classes; ++from) {
        double sum = 0;
        for (std::size_t to = 1; to <= classes; ++to) {
            sum += markov.all.probability(from, to);
            double count = 0;
            for (const auto& context : markov.by_context) count += context.count[context.at(from, to)];
            RC_ASSERT(count == markov.all.count[markov.all.at(from, to)]);
        }
        RC_ASSERT((markov.all.from(from) > 0 ? near(sum, 1) : std::isnan(sum)));
    }
    RC_ASSERT(markov.chi_square >= 0 && markov.likelihood_ratio >= 0);
    const auto p = markov.p_chi_square;
    RC_ASSERT((markov.degrees_of_freedom > 0 ? p >= 0 && p <= 1 : std::isnan(p)));
}

RC_GTEST_PROP(SpatialMarkov, does_not_see_the_order_of_contexts, ()) {
    auto counts = any_counts();
    const auto markov = geo::spatial_markov(counts);
    std::reverse(counts.begin(), counts.end());
    const auto turned = geo::spatial_markov(counts);
    RC_ASSERT(turned.degrees_of_freedom == markov.degrees_of_freedom);
    RC_ASSERT(near(turned.chi_square, markov.chi_square));
    RC_ASSERT(std::abs(turned.likelihood_ratio - markov.likelihood_ratio) < 1e-10);
}

RC_GTEST_PROP(SpatialMarkov, of_several_pairs_adds_them_up, ()) {
    const auto rows = *rc::gen::inRange<std::size_t>(0, 50);
    std::vector<Bytes> columns(6);
    for (auto& column : columns) {
        for (std::size_t row = 0; row < rows; ++row)
            column.push_back(*rc::gen::elementOf(Bytes{1, 2, 3, 4, geo::no_class, geo::no_data_missing}));
    }
    const std::vector<geo::MarkovStep> steps{{columns[0], columns[1], columns[2]},
                                             {columns[3], columns[4], columns[5]}};
    const auto both = geo::spatial_markov(steps, 4, 3);
    const auto first = geo::spatial_markov(std::span(steps).first(1), 4, 3);
    const auto second = geo::spatial_markov(std::span(steps).last(1), 4, 3);
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t i = 0; i < 16; ++i) {
            RC_ASSERT(both.by_context[c].count[i] == first.by_context[c].count[i] + second.by_context[c].count[i]);
        }
    }
    // With a context everywhere, all transitions are those of the pair.
    const Bytes alike(rows, 2);
    const geo::MarkovStep step{columns[0], columns[1], alike};
    RC_ASSERT(geo::spatial_markov({&step, 1}, 4, 3).all.count ==
              geo::class_transitions(columns[0], columns[1], 4).count);
}

}  // namespace
