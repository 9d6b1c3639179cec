#include "geo/composite/robustness.h"

#include "geo/classify.h"
#include "geo/composite/compose.h"
#include "geo/composite/ranking.h"
#include "geo/random.h"
#include "tests/geo/support.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::missing;
using geo::WeightDraws;
using Values = std::vector<double>;
using Ranks = std::vector<std::uint32_t>;

/// A total of parts that are on one scale already, by their weights.
geo::IndexModel model_of(const Values& weights) {
    geo::IndexModel out;
    out.name = "own";
    out.dimensions = {{"total", "", ""}};
    out.normalisation.method = geo::Normalisation::Method::none;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        geo::Indicator indicator;
        indicator.code = std::string(1, static_cast<char>('a' + i));
        indicator.parent = "total";
        indicator.weight = weights[i];
        out.indicators.push_back(indicator);
    }
    return out;
}

/// \param parts [part][row]
geo::Table table_of(const std::vector<Values>& parts) {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < parts.size(); ++i) codes.emplace_back(1, static_cast<char>('a' + i));
    geo::Table out(codes, {{2020, {}, {}}}, parts[0].size());
    for (std::size_t i = 0; i < parts.size(); ++i)
        std::copy(parts[i].begin(), parts[i].end(), out.values.column(i, 0).begin());
    return out;
}

Values total(const geo::Table& parts, const geo::IndexModel& model) {
    const auto scores = geo::aggregated(parts, model, {});
    const auto values = scores.values.column(scores.dimensions.size() - 1, 0);
    return {values.begin(), values.end()};
}

geo::Robustness robust(const std::vector<Values>& parts, const geo::IndexModel& model, const WeightDraws& draws,
                       geo::RobustnessOptions options = {}, const geo::ClassShares& classes = {}) {
    const auto table = table_of(parts);
    const auto scores = total(table, model);
    const auto variant = [&](std::size_t which, std::span<double> out, std::span<double>) {
        const auto drawn = total(table, geo::drawn_weights(model, draws, which));
        std::copy(drawn.begin(), drawn.end(), out.begin());
    };
    return geo::robustness(scores, scores, classes, variant, options);
}

TEST(Ranking, places_the_highest_first_and_equal_values_together) {
    geo::Ranking ranking;
    const Values values{2, missing, -1, 5, 2, -0.0, 0.0, -1e300, 1e-300};
    Ranks ranks(values.size());
    geo::Ranking::ranks(values, ranking.order(values), ranks);
    EXPECT_EQ(ranks, (Ranks{2, 0, 7, 1, 2, 5, 5, 8, 4}));
    const Values none{missing, missing};
    ranks.resize(2);
    geo::Ranking::ranks(none, ranking.order(none), ranks);
    EXPECT_EQ(ranks, (Ranks{0, 0}));
}

RC_GTEST_PROP(Ranking, is_that_of_a_sort, (std::vector<double> values)) {
    geo::Ranking ranking;
    for (int again = 0; again < 2; ++again) {
        const auto order = ranking.order(values);
        std::vector<std::uint32_t> expected;
        for (std::uint32_t row = 0; row < values.size(); ++row) {
            if (!std::isnan(values[row])) expected.push_back(row);
        }
        std::stable_sort(expected.begin(), expected.end(), [&](auto a, auto b) { return values[a] > values[b]; });
        RC_ASSERT(Ranks(order.begin(), order.end()) == expected);
        std::reverse(values.begin(), values.end());
    }
}

TEST(RandomStream, draws_what_its_distributions_say) {
    constexpr int n = 200'000;
    for (const double shape : {0.3, 1.0, 7.5}) {
        geo::RandomStream random(1, 2, 3);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; ++i) {
            const double x = random.gamma(shape);
            sum += x;
            squares += x * x;
        }
        const double mean = sum / n;
        EXPECT_NEAR(mean, shape, 5 * std::sqrt(shape / n)) << shape;
        EXPECT_NEAR(squares / n - mean * mean, shape, 0.03 * shape + 0.02) << shape;
    }
    geo::RandomStream random(1, 2, 3);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; ++i) {
        const double x = random.normal();
        sum += x;
        squares += x * x;
    }
    EXPECT_NEAR(sum / n, 0, 0.012);
    EXPECT_NEAR(squares / n, 1, 0.02);
}

TEST(Robustness, draws_weights_with_the_given_mean_and_the_stated_spread) {
    const auto model = model_of({2, 1, 1, 0});
    constexpr std::size_t n = 20'000;
    WeightDraws draws;
    draws.concentration = 30;
    Values sum(4, 0.0), squares(4, 0.0);
    for (std::size_t d = 0; d < n; ++d) {
        const auto drawn = geo::drawn_weights(model, draws, d);
        double whole = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const double share = drawn.indicators[i].weight / 4;
            whole += share;
            sum[i] += share;
            squares[i] += share * share;
        }
        ASSERT_NEAR(whole, 1, 1e-12);
    }
    EXPECT_EQ(sum[3], 0);
    for (std::size_t i = 0; i < 3; ++i) {
        const double share = i == 0 ? 0.5 : 0.25;
        const double deviation = std::sqrt(share * (1 - share) / 31);
        EXPECT_NEAR(sum[i] / n, share, 5 * deviation / std::sqrt(n));
        EXPECT_NEAR(std::sqrt(squares[i] / n - sum[i] * sum[i] / n / n), deviation, 0.03 * deviation);
    }
    draws.method = WeightDraws::Method::uniform;
    draws.spread = 0.5;
    double low = 1;
    double high = 0;
    for (std::size_t d = 0; d < n; ++d) {
        const auto drawn = geo::drawn_weights(model, draws, d);
        low = std::min(low, drawn.indicators[0].weight / drawn.indicators[1].weight);
        high = std::max(high, drawn.indicators[0].weight / drawn.indicators[1].weight);
    }
    EXPECT_GT(low, 2 * 0.5 / 1.5);
    EXPECT_LT(high, 2 * 1.5 / 0.5);
    EXPECT_LT(low, 0.8);
    EXPECT_GT(high, 5);
}

TEST(Robustness, an_area_ahead_in_everything_keeps_its_place) {
    const auto made = robust({{9, 5, 1}, {8, 4, 3}}, model_of({1, 1}), {});
    EXPECT_EQ(made.rank, (Ranks{1, 2, 3}));
    EXPECT_EQ(made.rank_low, made.rank);
    EXPECT_EQ(made.rank_high, made.rank);
    for (const double shift : made.shift) EXPECT_EQ(shift, 0);
}

/// B is ahead where the second of two weights is over 0.6; a uniform draw of both within half of what they are.
TEST(Robustness, of_two_areas_is_what_the_closed_form_says) {
    WeightDraws draws;
    draws.method = WeightDraws::Method::uniform;
    draws.spread = 0.5;
    geo::RobustnessOptions options;
    options.variants = 40'000;
    // a share of the second over 0.6 means w2 > 1.5 w1, with w1 and w2 uniform in [0.5, 1.5]: a triangle of
    // base 1/2 (w1 from 0.5 to 1) and height 0.75 (w2 from 0.75 to 1.5).
    const double expected = 0.5 * 0.5 * 0.75;
    const std::vector<std::uint8_t> codes{2, 1};
    const geo::ClassShares classes{{}, codes, 2};
    const auto made = robust({{3, 0}, {0, 2}}, model_of({1, 1}), draws, options, classes);
    EXPECT_EQ(made.rank, (Ranks{1, 2}));
    const double turned = std::accumulate(made.shift.begin(), made.shift.end(), 0.0) / 40'000;
    EXPECT_NEAR(turned, expected, 5 * std::sqrt(expected * (1 - expected) / 40'000));
    EXPECT_EQ(made.class_differs[0], turned);  // of two areas in two classes another place is another class
    EXPECT_EQ(made.class_differs[1], turned);
    EXPECT_EQ(made.rank_low, (Ranks{1, 1}));  // 19 % is more than the twentieth that is left out
    EXPECT_EQ(made.rank_high, (Ranks{2, 2}));
    options.coverage = 0.5;
    const auto narrow = robust({{3, 0}, {0, 2}}, model_of({1, 1}), draws, options, classes);
    EXPECT_EQ(narrow.rank_high, (Ranks{1, 2}));
}

TEST(Robustness, leaves_areas_without_a_score_out) {
    const auto made = robust({{3, missing, 0}, {0, 1, 2}}, model_of({1, 1}), {});
    EXPECT_EQ(made.rank, (Ranks{1, 0, 2}));
    EXPECT_EQ(made.rank_low[1], 0u);
    EXPECT_EQ(made.rank_high[1], 0u);
}

TEST(Robustness, ends_where_it_is_stopped) {
    std::stop_source stop;
    geo::RobustnessOptions options;
    options.stop = stop.get_token();
    stop.request_stop();
    EXPECT_TRUE(robust({{1, 2}, {2, 1}}, model_of({1, 1}), {}, options).stopped);
}

RC_GTEST_PROP(Robustness, is_the_same_on_any_number_of_threads_and_whatever_the_order_of_areas, ()) {
    const auto areas = *rc::gen::inRange<std::size_t>(2, 40);
    std::vector<Values> parts(*rc::gen::inRange<std::size_t>(2, 5));
    for (auto& part : parts) {
        for (std::size_t row = 0; row < areas; ++row) part.push_back(*rc::gen::inRange(0, 50));
    }
    const auto model = model_of(Values(parts.size(), 1.0));
    WeightDraws draws;
    draws.concentration = 5;
    draws.seed = *rc::gen::arbitrary<std::uint64_t>();
    std::vector<std::uint8_t> codes;
    const auto scores = total(table_of(parts), model);
    for (const double score : scores) codes.push_back(score < 15 ? 1 : score < 30 ? 2 : 3);
    geo::RobustnessOptions options;
    options.variants = 50;
    options.threads = 1;
    const auto one = robust(parts, model, draws, options, {{}, codes, 3});
    for (const auto threads : test::thread_counts) {
        options.threads = threads;
        const auto many = robust(parts, model, draws, options, {{}, codes, 3});
        RC_ASSERT(many.rank_low == one.rank_low);
        RC_ASSERT(many.rank_high == one.rank_high);
        RC_ASSERT(many.class_differs == one.class_differs);
        RC_ASSERT(many.shift == one.shift);
    }
    auto turned = parts;
    for (auto& part : turned) std::reverse(part.begin(), part.end());
    std::reverse(codes.begin(), codes.end());
    const auto other = robust(turned, model, draws, options, {{}, codes, 3});
    for (std::size_t row = 0; row < areas; ++row) {
        RC_ASSERT(other.rank_low[areas - 1 - row] == one.rank_low[row]);
        RC_ASSERT(other.rank_high[areas - 1 - row] == one.rank_high[row]);
        RC_ASSERT(other.class_differs[areas - 1 - row] == one.class_differs[row]);
        RC_ASSERT(one.rank_low[row] <= one.rank_high[row]);
    }
}

TEST(LeastTurn, moves_weight_from_where_the_lead_is_to_where_the_lag_is) {
    const auto turn = geo::least_turn(Values{0.5, 0.25, 0.25}, Values{4, 0, -2});
    ASSERT_TRUE(turn);
    EXPECT_NEAR(turn->moved, 0.25, 1e-12);  // (4 - -2) for each part moved, of a lead of 1.5
    EXPECT_EQ(turn->shares, (Values{0.25, 0.25, 0.5}));
    const auto other = geo::least_turn(Values{0.5, 0.25, 0.25}, Values{-4, 0, 2});
    ASSERT_TRUE(other);
    EXPECT_EQ(other->shares, turn->shares);
    EXPECT_FALSE(geo::least_turn(Values{0.5, 0.5}, Values{1, 2}));
    const auto all = geo::least_turn(Values{0.5, 0.5, 0}, Values{3, 1, -0.125});
    ASSERT_TRUE(all);
    EXPECT_NEAR(all->shares[0], 0, 1e-12);
}

RC_GTEST_PROP(LeastTurn, ends_where_the_two_are_even_and_no_smaller_move_does, ()) {
    const auto n = *rc::gen::inRange<std::size_t>(2, 6);
    Values shares, differences;
    for (std::size_t p = 0; p < n; ++p) {
        shares.push_back(*rc::gen::inRange(0, 10));
        differences.push_back(*rc::gen::inRange(-10, 11));
    }
    shares[0] += 1;
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share /= sum;
    const double gap = std::inner_product(shares.begin(), shares.end(), differences.begin(), 0.0);
    RC_PRE(std::abs(gap) > 1e-9);
    const auto turn = geo::least_turn(shares, differences);
    const bool can = std::any_of(differences.begin(), differences.end(), [&](double d) { return d * gap <= 0; });
    RC_ASSERT(turn.has_value() == can);
    if (!turn) return;
    RC_ASSERT(std::abs(std::inner_product(turn->shares.begin(), turn->shares.end(), differences.begin(), 0.0)) < 1e-9);
    RC_ASSERT(std::abs(std::accumulate(turn->shares.begin(), turn->shares.end(), 0.0) - 1) < 1e-12);
    double moved = 0;
    for (std::size_t p = 0; p < n; ++p) {
        RC_ASSERT(turn->shares[p] > -1e-12);
        moved += std::abs(turn->shares[p] - shares[p]) / 2;
    }
    RC_ASSERT(std::abs(moved - turn->moved) < 1e-12);
    // Moving a little less, in any way that is tried, leaves the lead where it was.
    for (int attempt = 0; attempt < 20; ++attempt) {
        auto other = shares;
        double left = turn->moved * 0.999;
        while (left > 1e-9) {
            const auto from = *rc::gen::inRange<std::size_t>(0, n);
            const auto to = *rc::gen::inRange<std::size_t>(0, n);
            const double step = std::min({left, other[from], 0.2});
            other[from] -= step;
            other[to] += step;
            left -= std::max(step, turn->moved / 50);
        }
        RC_ASSERT(std::inner_product(other.begin(), other.end(), differences.begin(), 0.0) * gap > 0);
    }
}

}  // namespace
