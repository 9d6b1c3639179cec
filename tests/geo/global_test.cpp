#include "geo/spatial/global.h"

#include "geo/table.h"
#include "tests/geo/links.h"
#include "tests/geo/support.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace {

using geo::Alternative;
using geo::GlobalMethod;
using geo::missing;
using geo::Neighbours;
using geo::SpatialWeights;
using geo::WeightStyle;
using links::of_lists;
using Values = std::vector<double>;

constexpr GlobalMethod methods[] = {GlobalMethod::moran, GlobalMethod::geary, GlobalMethod::getis_ord};

/// Seven rows; 2 knows 0 but not the other way, and nothing else of 6.
const links::Lists seven{{1, 5}, {0, 2, 3}, {0, 1, 3}, {1, 2}, {5, 6}, {0, 4}, {}};

/// Rows that count the same, links that do, and links of which none does.
std::vector<SpatialWeights> weightings() {
    Values weights(of_lists(seven).links());
    for (std::size_t link = 0; link < weights.size(); ++link)
        weights[link] = 1 / (1.5 + static_cast<double>(link * link));
    return {geo::spatial_weights(of_lists(seven), WeightStyle::row),
            geo::spatial_weights(of_lists(seven), WeightStyle::binary),
            geo::spatial_weights(of_lists(seven, weights), WeightStyle::row),
            geo::spatial_weights(of_lists(seven, weights), WeightStyle::binary)};
}

/// Moran: n / S0 sum w z z / sum z^2. Geary: (n - 1) / 2 S0 sum w (x - x)^2 / sum z^2. G: sum w x x / sum of x x.
double by_definition(GlobalMethod method, const SpatialWeights& weights, const Values& x) {
    const auto n = static_cast<double>(x.size());
    const auto mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
    double s0 = 0, near = 0, apart = 0, squares = 0, products = 0, all_products = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        squares += (x[i] - mean) * (x[i] - mean);
        for (std::size_t j = 0; j < x.size(); ++j) all_products += i == j ? 0 : x[i] * x[j];
        for (auto link = weights.links().starts[i]; link < weights.links().starts[i + 1]; ++link) {
            const auto j = weights.links().to[link];
            const auto w = weights.weight(i, link);
            s0 += w;
            near += w * (x[i] - mean) * (x[j] - mean);
            apart += w * (x[i] - x[j]) * (x[i] - x[j]);
            products += w * x[i] * x[j];
        }
    }
    if (method == GlobalMethod::moran) return n / s0 * near / squares;
    if (method == GlobalMethod::geary) return (n - 1) / (2 * s0) * apart / squares;
    return products / all_products;
}

/// Of every order of the values.
Values of_all_orders(GlobalMethod method, const SpatialWeights& weights, const Values& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0u);
    Values out;
    Values x(values.size());
    do {
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = values[order[i]];
        out.push_back(by_definition(method, weights, x));
    } while (std::next_permutation(order.begin(), order.end()));
    return out;
}

TEST(GlobalStatistic, has_the_mean_and_variance_of_all_orders_of_the_values) {
    for (const auto& values : {Values{3, 1, 4, 1.5, 9, 2.6, 5}, Values{0, 0, 0, 40, 1, 1, 2}}) {
        for (const auto& weights : weightings()) {
            for (const auto method : methods) {
                const auto all = of_all_orders(method, weights, values);
                const auto n = static_cast<double>(all.size());
                const auto mean = std::accumulate(all.begin(), all.end(), 0.0) / n;
                double variance = 0;
                for (const auto one : all) variance += (one - mean) * (one - mean) / n;
                const auto made = geo::global_statistic(method, weights, values, {});
                EXPECT_EQ(made.n, 7u);
                EXPECT_NEAR(made.value, by_definition(method, weights, values), 1e-13);
                EXPECT_NEAR(made.expectation, mean, 1e-13);
                EXPECT_NEAR(made.variance, variance, 1e-12);
                EXPECT_NEAR(made.z, (made.value - mean) / std::sqrt(variance), 1e-10);
                EXPECT_EQ(made.p, geo::normal_p(made.z, Alternative::two_sided));
                EXPECT_TRUE(std::isnan(made.permutation_p));
            }
        }
    }
}

TEST(GlobalStatistic, of_a_chain_is_what_can_be_worked_out_by_hand) {
    const Values values{1, 2, 4, 5};
    const auto chain = geo::spatial_weights(of_lists({{1}, {0, 2}, {1, 3}, {2}}), WeightStyle::binary);
    const auto of = [&](GlobalMethod method) { return geo::global_statistic(method, chain, values, {}); };
    // Deviations -2 -1 1 2: products 2 -1 2, their squares 10 together; apart 1 2 1.
    EXPECT_DOUBLE_EQ(of(GlobalMethod::moran).value, 4.0 / 6 * 2 * 3 / 10);
    EXPECT_DOUBLE_EQ(of(GlobalMethod::moran).expectation, -1.0 / 3);
    EXPECT_DOUBLE_EQ(of(GlobalMethod::geary).value, 3.0 / 12 * 2 * 6 / 10);
    EXPECT_DOUBLE_EQ(of(GlobalMethod::getis_ord).value, 2.0 * (2 + 8 + 20) / (144 - 46));
    EXPECT_DOUBLE_EQ(of(GlobalMethod::getis_ord).expectation, 6.0 / 12);
}

TEST(GlobalStatistic, is_as_often_as_extreme_by_permutation_as_in_all_orders) {
    const Values values{3, 1, 4, 1.5, 9, 2.6, 5};
    constexpr std::size_t permutations = 20'000;
    for (const auto& weights : weightings()) {
        for (const auto method : methods) {
            const auto all = of_all_orders(method, weights, values);
            const auto observed = by_definition(method, weights, values);
            const auto part = [&](auto&& is_extreme) {
                return static_cast<double>(std::count_if(all.begin(), all.end(), is_extreme)) /
                       static_cast<double>(all.size());
            };
            const auto greater = part([&](double one) { return one >= observed - 1e-9; });
            const auto less = part([&](double one) { return one <= observed + 1e-9; });
            const auto p = [&](Alternative alternative, unsigned threads) {
                return geo::global_statistic(
                           method, weights, values,
                           {.alternative = alternative, .permutations = permutations, .seed = 5, .threads = threads})
                    .permutation_p;
            };
            const auto error = [](double of) {
                return 4 * std::sqrt(of * (1 - of) / permutations) + 1.0 / permutations;
            };
            const auto more = p(Alternative::greater, 1);
            const auto fewer = p(Alternative::less, 1);
            EXPECT_NEAR(more, greater, error(greater));
            EXPECT_NEAR(fewer, less, error(less));
            EXPECT_EQ(p(Alternative::two_sided, 1), std::min(1.0, 2 * std::min(more, fewer)));
            EXPECT_EQ(p(Alternative::greater, 2), more);
            EXPECT_EQ(p(Alternative::greater, 5), more);
        }
    }
}

TEST(GlobalStatistic, leaves_out_rows_without_a_neighbour_or_a_value) {
    auto lists = seven;
    lists.insert(lists.end(), {{}, {}});
    Values values{3, 1, 4, 1.5, 9, 2.6, 5};
    for (const auto method : methods) {
        const geo::GlobalOptions options{.permutations = 99};
        const auto without =
            geo::global_statistic(method, geo::spatial_weights(of_lists(seven), WeightStyle::row), values, options);
        auto more = values;
        more.insert(more.end(), {-1e6, missing});
        const auto with =
            geo::global_statistic(method, geo::spatial_weights(of_lists(lists), WeightStyle::row), more, options);
        EXPECT_EQ(with.n, 7u);
        EXPECT_EQ(with.value, without.value);
        EXPECT_EQ(with.z, without.z);
        EXPECT_EQ(with.permutation_p, without.permutation_p);
        EXPECT_EQ(with.permutations, 99u);
    }
}

TEST(GlobalStatistic, does_not_change_with_the_unit_of_the_values_and_geary_and_moran_with_their_zero) {
    const Values values{3, 1, 4, 1.5, 9, 2.6, 5};
    for (const auto& weights : weightings()) {
        for (const auto method : methods) {
            const geo::GlobalOptions options{.permutations = 200};
            const auto made = geo::global_statistic(method, weights, values, options);
            auto other = values;
            for (auto& v : other) v = (method == GlobalMethod::getis_ord ? 0 : 1e5) + 1e-3 * v;
            const auto moved = geo::global_statistic(method, weights, other, options);
            EXPECT_NEAR(moved.value, made.value, 1e-7);
            EXPECT_NEAR(moved.z, made.z, 1e-6);
            EXPECT_EQ(moved.permutation_p, made.permutation_p);
        }
    }
}

TEST(GlobalStatistic, by_permutation_does_not_change_with_the_unit_of_the_weights) {
    const Values values{3, 1, 4, 1.5, 9, 2.6, 5};
    for (const auto method : methods) {
        const auto p = [&](double weight) {
            const auto links = of_lists(seven, Values(of_lists(seven).links(), weight));
            return geo::global_statistic(method, geo::spatial_weights(links, WeightStyle::binary), values,
                                         {.permutations = 200})
                .permutation_p;
        };
        EXPECT_EQ(p(1e-14), p(1));  // as of distances squared
        EXPECT_LT(p(1), 1);
    }
}

TEST(GlobalStatistic, is_missing_where_it_is_not_defined) {
    const auto undefined = [](GlobalMethod method, const std::vector<std::vector<std::uint32_t>>& lists,
                              const Values& values) {
        const auto weights = geo::spatial_weights(of_lists(lists), WeightStyle::row);
        const auto made = geo::global_statistic(method, weights, values, {.permutations = 99});
        return std::isnan(made.value) && std::isnan(made.expectation) && std::isnan(made.variance) &&
               std::isnan(made.z) && std::isnan(made.p) && std::isnan(made.permutation_p) && made.permutations == 0;
    };
    for (const auto method : methods) {
        EXPECT_TRUE(undefined(method, seven, Values(7, 0.1)));
        EXPECT_TRUE(undefined(method, {{1}, {0, 2}, {1}, {}}, {1, 2, 4, 8}));
        EXPECT_TRUE(undefined(method, {{}, {}}, {1, missing}));
        EXPECT_TRUE(undefined(method, {}, {}));
    }
    const Values below{3, 1, 4, 1.5, -9, 2.6, 5};
    EXPECT_TRUE(undefined(GlobalMethod::getis_ord, seven, below));
    EXPECT_FALSE(undefined(GlobalMethod::moran, seven, below));
}

TEST(GlobalStatistic, tells_nothing_where_all_are_neighbours_of_all) {
    const auto all = geo::spatial_weights(
        of_lists({{1, 2, 3, 4}, {0, 2, 3, 4}, {0, 1, 3, 4}, {0, 1, 2, 4}, {0, 1, 2, 3}}), WeightStyle::row);
    for (const auto method : methods) {
        const auto made = geo::global_statistic(method, all, Values{3, 1, 4, 1.5, 9.3}, {.permutations = 50});
        EXPECT_NEAR(made.value, made.expectation, 1e-12);
        EXPECT_TRUE(std::isnan(made.z));
        EXPECT_TRUE(std::isnan(made.p));
        EXPECT_EQ(made.permutation_p, 1);
    }
}

}  // namespace
