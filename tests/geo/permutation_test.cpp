#include "geo/spatial/permutation.h"

#include "geo/random.h"
#include "geo/table.h"
#include "tests/geo/support.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace {

using geo::Alternative;
using geo::LocalMethod;
using geo::missing;
using geo::Neighbours;
using geo::PermutationOptions;
using geo::PermutationTest;
using geo::SpatialWeights;
using geo::WeightStyle;
using Values = std::vector<double>;

constexpr LocalMethod methods[] = {LocalMethod::moran, LocalMethod::bivariate_moran, LocalMethod::geary,
                                   LocalMethod::gi, LocalMethod::gi_star};

/// The first rows have 1, 2, 3 ... neighbours, those that follow them; the rest have none.
Neighbours growing(std::size_t rows, std::size_t most, bool equal) {
    Neighbours out;
    for (std::size_t row = 0; row < rows; ++row) {
        std::vector<std::uint32_t> to;
        for (std::size_t k = 0; row < most && k <= row; ++k)
            to.push_back(static_cast<std::uint32_t>((row + k + 1) % rows));
        std::sort(to.begin(), to.end());
        out.to.insert(out.to.end(), to.begin(), to.end());
        out.end_row();
    }
    for (std::size_t link = 0; !equal && link < out.links(); ++link)
        out.weights.push_back(1 / (1.3 + static_cast<double>(link * 5 % 7)));
    return out;
}

SpatialWeights by_row(Neighbours links) {
    return geo::spatial_weights(std::move(links), WeightStyle::row);
}

/// The links of one row, and none of others.
Neighbours only(std::size_t row, const Neighbours& all) {
    Neighbours out;
    for (std::size_t at = 0; at < all.size(); ++at) {
        for (auto link = all.starts[row]; at == row && link < all.starts[row + 1]; ++link) {
            out.to.push_back(all.to[link]);
            if (!all.weights.empty()) out.weights.push_back(all.weights[link]);
        }
        out.end_row();
    }
    return out;
}

double choose(double n, double k) {
    if (k < 0 || k > n) return 0;
    return std::round(std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1)));
}

/// Calls use(values, how likely) for all that k draws out of `from` can give, in their order.
template <typename Use>
void each_draw(const Values& from, std::size_t k, Use&& use) {
    const auto low = *std::min_element(from.begin(), from.end());
    const auto high = *std::max_element(from.begin(), from.end());
    const auto m = static_cast<double>(from.size());
    const auto highs = static_cast<double>(std::count(from.begin(), from.end(), high));
    if (highs + static_cast<double>(std::count(from.begin(), from.end(), low)) == m) {
        Values values(k);
        for (std::uint32_t which = 0; which < 1U << k; ++which) {
            for (std::size_t j = 0; j < k; ++j) values[j] = (which >> j & 1U) != 0 ? high : low;
            const auto drawn = static_cast<double>(std::popcount(which));
            use(values, choose(m - static_cast<double>(k), highs - drawn) / choose(m, highs));
        }
        return;
    }
    std::vector<std::size_t> order(from.size());
    std::iota(order.begin(), order.end(), 0u);
    const auto likely = 1 / std::tgamma(m + 1);
    Values values(k);
    do {
        for (std::size_t j = 0; j < k; ++j) values[j] = from[order[j]];
        use(values, likely);
    } while (std::next_permutation(order.begin(), order.end()));
}

struct Exact {
    double greater = 0;
    double less = 0;
};

Exact exact(LocalMethod method, const SpatialWeights& weights, const Values& x, const Values& y, std::size_t row) {
    const auto& drawn = method == LocalMethod::bivariate_moran ? y : x;
    const auto mean = [](const Values& of) {
        return std::accumulate(of.begin(), of.end(), 0.0) / static_cast<double>(of.size());
    };
    const auto own = x[row] - mean(x);
    const auto score = [&](const Values& neighbours) {
        double sum = 0;
        for (std::size_t j = 0; j < neighbours.size(); ++j) {
            const auto w = weights.links().weight(weights.links().starts[row] + j);
            const auto apart = x[row] - neighbours[j];
            sum += w * (method == LocalMethod::geary ? apart * apart : neighbours[j] - mean(drawn));
        }
        return sum * (method == LocalMethod::moran || method == LocalMethod::bivariate_moran ? own : 1);
    };
    Values neighbours, others;
    for (const auto to : weights.links().of(row)) neighbours.push_back(drawn[to]);
    for (std::size_t j = 0; j < drawn.size(); ++j) {
        if (j != row) others.push_back(drawn[j]);
    }
    const auto observed = score(neighbours);
    Exact out;
    each_draw(others, neighbours.size(), [&](const Values& values, double likely) {
        const auto one = score(values);
        if (one >= observed - 1e-9) out.greater += likely;
        if (one <= observed + 1e-9) out.less += likely;
    });
    return out;
}

void expect_exact(LocalMethod method, const SpatialWeights& weights, const Values& x, const Values& y) {
    constexpr std::size_t permutations = 20'000;
    const auto made =
        geo::conditional_permutation(method, weights, {x, y}, {.permutations = permutations, .seed = 12, .threads = 1});
    const auto two_sided = made.p(Alternative::two_sided);
    for (std::size_t row = 0; row < weights.size(); ++row) {
        if (weights.links().count(row) == 0) continue;
        SCOPED_TRACE(std::string(geo::word_of(geo::local_method_words(), method)) + " of " + std::to_string(row));
        const auto p = exact(method, weights, x, y, row);
        const auto error = [](double of) {
            return 4 * std::sqrt(std::max(0.0, of * (1 - of)) / permutations) + 1.0 / permutations;
        };
        EXPECT_NEAR(made.greater[row], p.greater, error(p.greater));
        EXPECT_NEAR(made.less[row], p.less, error(p.less));
        EXPECT_EQ(made.permutations[row], permutations);
        EXPECT_EQ(two_sided[row], std::min(1.0, 2 * std::min(made.greater[row], made.less[row])));
    }
}

TEST(Permutation, p_is_the_part_of_all_draws_that_is_as_extreme) {
    // From one neighbour to all others.
    const Values x{3, -1, 4, 1.5, -5, 9, 4, 0};
    const Values y{2, 7, 1, 8, 2.8, -1, 0.5, 3};
    for (const bool equal : {true, false}) {
        for (const auto method : methods) expect_exact(method, by_row(growing(8, 7, equal)), x, y);
    }
}

TEST(Permutation, p_counts_ties_on_both_sides_of_few_neighbours_and_of_many) {
    // Few of many rows are drawn in another way than many, or most of few.
    for (const std::size_t rows : {81u, 15u}) {
        Values x(rows, 0.1);
        for (std::size_t row = 0; row < rows; row += 3) x[row] = 0.7;
        const Values y(x.rbegin(), x.rend());
        for (const bool equal : {true, false}) {
            for (const auto method : methods) expect_exact(method, by_row(growing(rows, 12, equal)), x, y);
        }
    }
}

/// 300 rows in a ring, each with two to nine others near it. Values with a long tail, some the same.
struct Ring {
    SpatialWeights weights;
    Values values;

    explicit Ring(bool equal = true) {
        Neighbours links;
        geo::RandomStream random(3, 1, 4);
        for (std::uint32_t row = 0; row < 300; ++row) {
            std::vector<std::uint32_t> to;
            for (std::uint32_t k = 0; k < 2 + row % 8; ++k) to.push_back((row + 297 + (k < 3 ? k : k + 1)) % 300);
            std::sort(to.begin(), to.end());
            links.to.insert(links.to.end(), to.begin(), to.end());
            links.end_row();
            values.push_back(std::round(10 * std::exp(1.5 * random.normal() + std::sin(row / 15.0))));
        }
        for (std::size_t link = 0; !equal && link < links.links(); ++link)
            links.weights.push_back(0.5 + static_cast<double>(link % 4));
        weights = by_row(std::move(links));
    }
    [[nodiscard]] PermutationTest test(LocalMethod method, const PermutationOptions& options) const {
        return geo::conditional_permutation(method, weights, {values, values}, options);
    }
};

bool same(const PermutationTest& a, const PermutationTest& b) {
    return test::same_values(a.greater, b.greater) && test::same_values(a.less, b.less) &&
           a.permutations == b.permutations;
}

TEST(Permutation, is_the_same_on_any_number_of_threads_and_hangs_on_the_seed) {
    for (const bool equal : {true, false}) {
        const Ring ring(equal);
        for (const auto method : methods) {
            for (const std::size_t enough : {0u, 5u}) {
                PermutationOptions options{.permutations = 199, .enough = enough, .seed = 7, .threads = 1};
                const auto one = ring.test(method, options);
                for (const auto threads : {2u, 5u}) {
                    options.threads = threads;
                    EXPECT_TRUE(same(ring.test(method, options), one));
                }
                options.seed = 8;
                EXPECT_FALSE(same(ring.test(method, options), one));
            }
        }
    }
}

TEST(Permutation, of_two_rows_that_are_alike_are_not_drawn_alike) {
    Neighbours links;
    links.to = {2, 3, 4, 2, 3, 4};
    links.starts = {0, 3, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6};
    const Values values{0, 0, 3, 5, 2, 7, 1, 9, 2, 4, 8, 0};
    const auto made = geo::conditional_permutation(LocalMethod::gi, by_row(links), {values}, {.permutations = 9999});
    EXPECT_NE(made.greater[0], made.greater[1]);
    EXPECT_NEAR(made.greater[0], made.greater[1], 0.03);
}

TEST(Permutation, p_counts_what_was_observed_as_one_more) {
    Values values;  // no two sums of them are the same
    for (int i = 0; i < 12; ++i) values.push_back(std::ldexp(1, i));
    const auto weights = by_row(growing(12, 6, true));
    const auto made = geo::conditional_permutation(LocalMethod::gi, weights, {values}, {.permutations = 9});
    const auto all =
        geo::conditional_permutation(LocalMethod::gi, weights, {values}, {.permutations = 9, .enough = 10});
    for (std::size_t row = 0; row < 6; ++row) {
        const auto extreme = std::round(10 * made.greater[row]);
        EXPECT_EQ(made.greater[row], extreme / 10);
        EXPECT_GE(extreme, 1);
        EXPECT_GE(std::round(10 * (made.greater[row] + made.less[row])), 11);  // 9 and one more of each
        EXPECT_EQ(all.greater[row], made.greater[row]);
    }
}

TEST(Permutation, of_a_row_does_not_hang_on_which_others_are_tested) {
    for (const bool equal : {true, false}) {
        const Ring ring(equal);
        for (const auto method : methods) {
            const PermutationOptions options{.permutations = 99, .threads = 1};
            const auto all = ring.test(method, options);
            for (const std::size_t row : {0u, 63u, 64u, 150u, 298u, 299u}) {
                auto alone = ring;
                alone.weights = by_row(only(row, ring.weights.links()));
                const auto made = alone.test(method, options);
                EXPECT_EQ(made.greater[row], all.greater[row]) << row;
                EXPECT_EQ(made.less[row], all.less[row]) << row;
                EXPECT_EQ(made.permutations[(row + 1) % 300], 0u);
            }
        }
    }
}

TEST(Permutation, of_moran_gi_and_gi_star_finds_the_same_rows_unusual) {
    const Ring ring;
    const PermutationOptions options{.permutations = 99};
    const auto p = [&](LocalMethod method) { return ring.test(method, options).p(Alternative::two_sided); };
    EXPECT_EQ(p(LocalMethod::moran), p(LocalMethod::gi));
    EXPECT_EQ(p(LocalMethod::gi_star), p(LocalMethod::gi));
    EXPECT_NE(p(LocalMethod::geary), p(LocalMethod::gi));
}

TEST(Permutation, of_a_row_at_the_mean_moran_tells_nothing) {
    const auto weights = by_row(growing(7, 6, true));
    const Values values{0, -3, 1, 2, 5, -4, -1};  // 0 is the mean
    for (const auto method : {LocalMethod::moran, LocalMethod::bivariate_moran}) {
        const auto made = geo::conditional_permutation(method, weights, {values, values}, {.permutations = 50});
        EXPECT_EQ(made.greater[0], 1);
        EXPECT_EQ(made.less[0], 1);
        EXPECT_LT(made.p(Alternative::greater)[2] + made.p(Alternative::less)[2], 2);
    }
    // Nor does anything where all values are the same.
    for (const auto method : methods) {
        const Values same(7, 0.1);
        const auto made = geo::conditional_permutation(method, weights, {same, same}, {.permutations = 50});
        for (std::size_t row = 0; row < 6; ++row) EXPECT_EQ(made.p(Alternative::two_sided)[row], 1);
    }
}

TEST(Permutation, islands_and_rows_without_a_value_have_none_and_are_not_drawn) {
    auto links = growing(8, 6, false);
    const auto smaller = by_row(links);
    links.end_row();
    links.end_row();
    const auto weights = by_row(links);
    const Values x{3, -1, 4, 1.5, -5, 9, 4, 0};
    auto more = x;
    more.insert(more.end(), {missing, missing});
    for (const auto method : methods) {
        const auto made = geo::conditional_permutation(method, weights, {more, more}, {.permutations = 99});
        const auto without = geo::conditional_permutation(method, smaller, {x, x}, {.permutations = 99});
        for (std::size_t row = 0; row < 6; ++row) {
            EXPECT_EQ(made.greater[row], without.greater[row]);
            EXPECT_EQ(made.less[row], without.less[row]);
        }
        for (std::size_t row = 6; row < 10; ++row) {
            EXPECT_TRUE(std::isnan(made.greater[row]) && std::isnan(made.less[row]));
            EXPECT_TRUE(std::isnan(made.p(Alternative::two_sided)[row]));
            EXPECT_EQ(made.permutations[row], 0u);
        }
    }
}

TEST(Permutation, draws_no_more_than_enough_where_that_is_asked) {
    for (const bool equal : {true, false}) {
        const Ring ring(equal);
        for (const auto method : methods) {
            constexpr std::size_t most = 20'000;
            constexpr std::size_t enough = 400;
            const auto fixed = ring.test(method, {.permutations = most, .seed = 1});
            const auto made = ring.test(method, {.permutations = most, .enough = enough, .seed = 2});
            std::size_t early = 0;
            for (std::size_t row = 0; row < 300; ++row) {
                const auto smaller = std::min(made.greater[row], made.less[row]);
                const auto drawn = made.permutations[row];
                ASSERT_LE(drawn, most);
                ASSERT_GE(2 * smaller, geo::smallest_p(most, Alternative::two_sided));
                ASSERT_LE(std::max(made.greater[row], made.less[row]), 1);
                if (smaller == 1) continue;
                if (drawn < most) {
                    ++early;
                    ASSERT_EQ(smaller, static_cast<double>(enough) / drawn);  // the side that took longest
                }
                for (const auto& [a, b] :
                     {std::pair(made.greater[row], fixed.greater[row]), std::pair(made.less[row], fixed.less[row])}) {
                    const auto error = b * std::sqrt((1 - b) / enough) + std::sqrt(b * (1 - b) / most);
                    ASSERT_NEAR(a, b, 4 * error + 2.0 / most) << row;
                }
            }
            EXPECT_GT(early, 200u);
            EXPECT_LT(early, 300u);
        }
    }
}

TEST(Permutation, stops_where_that_is_asked_and_tells_how_far_it_is) {
    const Ring ring;
    std::stop_source stop;
    PermutationOptions options{.permutations = 9};
    options.stop = stop.get_token();
    std::vector<double> told;
    options.progress = [&](double done) { told.push_back(done); };
    EXPECT_FALSE(ring.test(LocalMethod::gi, options).stopped);
    ASSERT_EQ(told.size(), 5u);  // 300 rows, 64 together
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_EQ(told.back(), 1);
    options.progress = [&](double) { stop.request_stop(); };
    options.threads = 1;
    const auto made = ring.test(LocalMethod::gi, options);
    EXPECT_TRUE(made.stopped);
    EXPECT_EQ(made.permutations[63], 9u);
    EXPECT_EQ(made.permutations[64], 0u);
    EXPECT_TRUE(std::isnan(made.greater[64]));
}

TEST(Permutation, so_many_are_needed_that_the_smallest_p_can_be_significant) {
    EXPECT_DOUBLE_EQ(geo::smallest_p(999, Alternative::greater), 0.001);
    EXPECT_DOUBLE_EQ(geo::smallest_p(999, Alternative::two_sided), 0.002);
    EXPECT_EQ(geo::smallest_p(0, Alternative::two_sided), 1);
    EXPECT_EQ(geo::permutations_for(49, 0.05, Alternative::two_sided), 1960u);
    EXPECT_EQ(geo::permutations_for(49, 0.05, Alternative::less), 980u);
    for (const std::size_t tests : {1u, 7u, 3085u}) {
        for (const auto& [word, alternative] : geo::alternative_words()) {
            const auto permutations = geo::permutations_for(tests, 0.05, alternative);
            EXPECT_LE(geo::smallest_p(permutations, alternative), 0.05 / static_cast<double>(tests)) << word;
            EXPECT_GT(geo::smallest_p(permutations - 2, alternative), 0.05 / static_cast<double>(tests)) << word;
        }
    }
}

}  // namespace
