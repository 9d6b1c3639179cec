#include "geo/spatial/local.h"

#include "geo/table.h"
#include "tests/geo/links.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::Alternative;
using geo::Divisor;
using geo::LocalMethod;
using geo::missing;
using geo::Neighbours;
using geo::Outcome;
using geo::SpatialWeights;
using geo::WeightStyle;
using links::Lists;
using links::of_lists;
using Values = std::vector<double>;
using Matrix = std::vector<Values>;
using Outcomes = std::vector<Outcome>;

constexpr LocalMethod methods[] = {LocalMethod::moran, LocalMethod::bivariate_moran, LocalMethod::geary,
                                   LocalMethod::gi, LocalMethod::gi_star};

/// Of one to four neighbours; not all links go both ways.
const Lists six{{1, 2}, {0, 2, 3}, {0}, {1, 4, 5}, {2, 3, 5}, {0, 1, 2, 3}};

/// Rows that count the same, links that do, and links of which none does, with and without the row itself.
std::vector<SpatialWeights> weightings() {
    Values kernel(of_lists(six).links());
    for (std::size_t link = 0; link < kernel.size(); ++link)
        kernel[link] = 1 / (1.2 + static_cast<double>(link * 7 % 5));
    std::vector<SpatialWeights> out;
    for (const bool self : {false, true}) {
        for (const auto& weights : {Values{}, kernel}) {
            for (const auto style : {WeightStyle::row, WeightStyle::binary})
                out.push_back(geo::spatial_weights(of_lists(six, weights), style, self));
        }
    }
    return out;
}

/// All weights, those of the rows themselves on the diagonal.
Matrix matrix(const SpatialWeights& weights) {
    Matrix out(weights.size(), Values(weights.size(), 0.0));
    for (std::size_t row = 0; row < out.size(); ++row) {
        double sum = weights.self ? 1 : 0;
        out[row][row] = sum;
        for (auto link = weights.links().starts[row]; link < weights.links().starts[row + 1]; ++link)
            sum += out[row][weights.links().to[link]] = weights.links().weight(link);
        if (weights.style != WeightStyle::row) continue;
        for (auto& weight : out[row]) weight /= sum;
    }
    return out;
}

double mean(const Values& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double m2(const Values& x, Divisor divisor) {
    double out = 0;
    for (const auto v : x) out += (v - mean(x)) * (v - mean(x));
    return out / (static_cast<double>(x.size()) - (divisor == Divisor::n ? 0 : 1));
}

/// \param y for bivariate Moran
double by_definition(LocalMethod method, const Matrix& w, const Values& x, const Values& y, Divisor divisor,
                     std::size_t row) {
    double lag = 0, apart = 0, near = 0, other_lag = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
        if (j == row) continue;
        lag += w[row][j] * (x[j] - mean(x));
        other_lag += w[row][j] * (y[j] - mean(y));
        apart += w[row][j] * (x[row] - x[j]) * (x[row] - x[j]);
        near += w[row][j] * x[j];
    }
    const auto z = x[row] - mean(x);
    switch (method) {
        case LocalMethod::moran:
            return z * lag / m2(x, divisor);
        case LocalMethod::bivariate_moran:
            return z * other_lag / std::sqrt(m2(x, divisor) * m2(y, divisor));
        case LocalMethod::geary:
            return apart / m2(x, divisor);
        case LocalMethod::gi:
            return near;
        case LocalMethod::gi_star:
            break;
    }
    return near + w[row][row] * x[row];
}

struct Moments {
    double expectation = 0;
    double variance = 0;
};

/// Over all ways to shuffle the values of all rows but this one; for Gi* of all rows.
Moments enumerated(LocalMethod method, const Matrix& w, const Values& x, const Values& y, Divisor divisor,
                   std::size_t row) {
    std::vector<std::size_t> moved;
    for (std::size_t j = 0; j < x.size(); ++j) {
        if (j != row || method == LocalMethod::gi_star) moved.push_back(j);
    }
    auto from = moved;
    auto shuffled_x = x;
    auto shuffled_y = y;
    Values all;
    do {
        for (std::size_t j = 0; j < moved.size(); ++j) {
            if (method != LocalMethod::bivariate_moran) shuffled_x[moved[j]] = x[from[j]];
            shuffled_y[moved[j]] = y[from[j]];
        }
        all.push_back(by_definition(method, w, shuffled_x, shuffled_y, divisor, row));
    } while (std::next_permutation(from.begin(), from.end()));
    return {mean(all), m2(all, Divisor::n)};
}

TEST(Local, statistics_have_the_moments_of_all_ways_to_shuffle_the_values) {
    const Values y{2, 7, 1, 8, 2.8, -1};
    for (const auto& x : {Values{3, -1, 4, 1.5, -5, 9}, Values{2, 2, 0, 5, 0, 2}}) {
        for (const auto& weights : weightings()) {
            const auto w = matrix(weights);
            for (const auto method : methods) {
                for (const auto divisor : {Divisor::n, Divisor::n_less_1}) {
                    const auto made = geo::local_statistics(method, weights, {x, y}, divisor);
                    EXPECT_EQ(made.n, 6u);
                    for (std::size_t row = 0; row < 6; ++row) {
                        SCOPED_TRACE(std::string(geo::word_of(geo::local_method_words(), method)) + " of " +
                                     std::to_string(row));
                        const auto statistic = by_definition(method, w, x, y, divisor, row);
                        const auto moments = enumerated(method, w, x, y, divisor, row);
                        EXPECT_NEAR(made.statistic[row], statistic, 1e-12);
                        EXPECT_NEAR(made.expectation[row], moments.expectation, 1e-12);
                        EXPECT_NEAR(made.variance[row], moments.variance, 1e-11);
                        EXPECT_NEAR(made.deviation[row], x[row] - mean(x), 1e-14);
                        EXPECT_NEAR(made.z[row], (statistic - moments.expectation) / std::sqrt(moments.variance),
                                    1e-11);
                    }
                }
            }
        }
    }
}

TEST(Local, statistics_of_a_chain_are_what_can_be_worked_out_by_hand) {
    const auto chain = geo::spatial_weights(of_lists({{1}, {0, 2}, {1}}), WeightStyle::row);
    const Values values{1, 2, 6};  // mean 3, deviations -2 -1 3, their squares 14 together
    const auto middle = [&](LocalMethod method, Divisor divisor = Divisor::n) {
        return geo::local_statistics(method, chain, {values, values}, divisor).statistic[1];
    };
    EXPECT_NEAR(middle(LocalMethod::moran), -0.5 / 14 * 3, 1e-15);
    EXPECT_NEAR(middle(LocalMethod::moran, Divisor::n_less_1), -0.5 / 14 * 2, 1e-15);
    EXPECT_NEAR(middle(LocalMethod::bivariate_moran), -0.5 / 14 * 3, 1e-15);
    EXPECT_NEAR(middle(LocalMethod::geary), 8.5 / 14 * 3, 1e-14);
    EXPECT_EQ(middle(LocalMethod::gi), 3.5);
    const auto own = geo::spatial_weights(of_lists({{1}, {0, 2}, {1}}), WeightStyle::row, true);
    const auto star = geo::local_statistics(LocalMethod::gi_star, own, {values}, Divisor::n);
    EXPECT_NEAR(star.statistic[0], 1.5, 1e-15);
    EXPECT_NEAR(star.lag[0], -1.5, 1e-15);
    EXPECT_NEAR(star.statistic[1], 3, 1e-15);
    // Ord and Getis: (1.5 - 3) / sqrt(14 / 3 (3 / 2 - 1) / 2)
    EXPECT_NEAR(star.z[0], -1.5 / std::sqrt(14.0 / 3 * 0.5 / 2), 1e-14);
    EXPECT_TRUE(std::isnan(star.z[1]));  // all there are
}

TEST(Local, the_divisor_changes_moran_and_geary_by_its_ratio_and_no_z) {
    const Values x{3, -1, 4, 1.5, -5, 9};
    const Values y{2, 7, 1, 8, 2.8, -1};
    for (const auto method : methods) {
        const auto weights = geo::spatial_weights(of_lists(six), WeightStyle::row);
        const auto by_n = geo::local_statistics(method, weights, {x, y}, Divisor::n);
        const auto by_less = geo::local_statistics(method, weights, {x, y}, Divisor::n_less_1);
        const bool sums = method == LocalMethod::gi || method == LocalMethod::gi_star;
        for (std::size_t row = 0; row < 6; ++row) {
            EXPECT_NEAR(by_less.statistic[row], by_n.statistic[row] * (sums ? 1 : 5.0 / 6), 1e-13);
            EXPECT_NEAR(by_less.z[row], by_n.z[row], 1e-12);
        }
    }
}

Outcomes outcomes_of(LocalMethod method, const SpatialWeights& weights, const geo::LocalStatistics& statistics,
                     Alternative alternative = Alternative::two_sided, double alpha = 0.05) {
    Values p;
    for (const auto z : statistics.z) p.push_back(geo::normal_p(z, alternative));
    return geo::outcomes(method, weights, statistics, p, alpha);
}

bool is_none(const Values& values) {
    return std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); });
}

TEST(Local, values_that_are_all_the_same_tell_nothing) {
    for (const double value : {0.0, 0.1, -1e9 / 3}) {
        const Values same(6, value);
        for (const auto& weights : weightings()) {
            for (const auto method : methods) {
                const auto made = geo::local_statistics(method, weights, {same, same}, Divisor::n);
                EXPECT_TRUE(is_none(made.z));
                EXPECT_EQ(made.deviation, Values(6, 0.0));
                EXPECT_EQ(outcomes_of(method, weights, made), Outcomes(6, Outcome::untested));
            }
        }
    }
}

TEST(Local, a_row_tells_nothing_where_all_others_are_its_neighbours_or_have_one_value) {
    Lists all(40);
    for (std::uint32_t row = 0; row < 40; ++row) {
        for (std::uint32_t other = 0; other < 40; ++other) {
            if (row != other) all[row].push_back(other);
        }
    }
    Values values(40);
    for (std::size_t row = 0; row < 40; ++row) values[row] = 1000 + 0.1 * static_cast<double>(row * row % 17);
    for (const auto style : {WeightStyle::row, WeightStyle::binary}) {
        const auto weights = geo::spatial_weights(of_lists(all), style, true);
        for (const auto method : methods) {
            const auto made = geo::local_statistics(method, weights, {values, values}, Divisor::n);
            EXPECT_TRUE(is_none(made.z));
            EXPECT_FALSE(std::isnan(made.statistic[7]));
            EXPECT_EQ(outcomes_of(method, weights, made), Outcomes(40, Outcome::untested));
        }
    }
    Lists ring(500);
    for (std::uint32_t row = 0; row < 500; ++row) ring[row] = {(row + 499) % 500, (row + 1) % 500};
    for (const double away : {0.1, 12345.6}) {
        Values one_other(500, 0.1);
        one_other[250] = away;
        const auto weights = geo::spatial_weights(of_lists(ring), WeightStyle::row);
        for (const auto method : {LocalMethod::moran, LocalMethod::geary, LocalMethod::gi}) {
            const auto made = geo::local_statistics(method, weights, {one_other}, Divisor::n);
            EXPECT_TRUE(std::isnan(made.z[250]));
            EXPECT_EQ(std::isnan(made.z[251]), away == 0.1);
        }
    }
}

TEST(Local, islands_and_rows_without_a_value_have_no_statistic) {
    const Values values{1, 2, missing, 6, 50};
    auto links = of_lists({{1, 2}, {0, 2, 3}, {1}, {1}, {2}});
    links = geo::between(links, {true, true, false, true, true});
    const Values without{1, 2, 6, 50};
    const auto smaller = of_lists({{1}, {0, 2}, {1}, {}});
    for (const auto method : methods) {
        const auto weights = geo::spatial_weights(links, WeightStyle::row, true);
        const auto made = geo::local_statistics(method, weights, {values, values}, Divisor::n);
        EXPECT_EQ(made.n, 4u);
        const auto expected = geo::local_statistics(method, geo::spatial_weights(smaller, WeightStyle::row, true),
                                                    {without, without}, Divisor::n);
        for (const std::size_t row : {0u, 1u, 3u}) EXPECT_EQ(made.z[row], expected.z[row == 3 ? 2 : row]);
        for (const std::size_t row : {2u, 4u}) {
            for (const auto* column : {&made.lag, &made.statistic, &made.expectation, &made.variance, &made.z})
                EXPECT_TRUE(std::isnan((*column)[row]));
        }
        EXPECT_TRUE(std::isnan(made.deviation[2]));
        EXPECT_NEAR(made.deviation[4], 50 - 59.0 / 4, 1e-14);
        const auto told = geo::outcomes(method, weights, made, Values(5, 1.0), 0.05);
        EXPECT_EQ(told, (Outcomes{Outcome::not_significant, Outcome::not_significant, Outcome::no_value,
                                  Outcome::not_significant, Outcome::island}));
    }
}

// pnorm(-1.5), 2 * pnorm(-8.3) in R
TEST(Local, p_of_a_normal_deviate_is_what_r_says) {
    EXPECT_NEAR(geo::normal_p(1.5, Alternative::greater), 0.066807201268858071, 1e-16);
    EXPECT_NEAR(geo::normal_p(-1.5, Alternative::less), 0.066807201268858071, 1e-16);
    EXPECT_NEAR(geo::normal_p(-1.5, Alternative::greater), 1 - 0.066807201268858071, 1e-15);
    EXPECT_NEAR(geo::normal_p(1.5, Alternative::two_sided), 0.13361440253771614, 1e-16);
    EXPECT_NEAR(geo::normal_p(-8.3, Alternative::two_sided) / 1.041113948978051e-16, 1, 1e-12);
    for (const auto& [word, alternative] : geo::alternative_words()) {
        EXPECT_TRUE(std::isnan(geo::normal_p(missing, alternative))) << word;
        EXPECT_EQ(geo::normal_p(0, alternative), alternative == Alternative::two_sided ? 1 : 0.5) << word;
    }
}

/// Each row beside the next.
Neighbours chain(std::size_t rows) {
    Lists out(rows);
    for (std::uint32_t row = 0; row < rows; ++row) {
        if (row > 0) out[row].push_back(row - 1);
        if (row + 1 < rows) out[row].push_back(row + 1);
    }
    return of_lists(out);
}

TEST(Local, outcomes_say_on_which_side_of_its_mean_a_row_is_and_on_which_its_neighbours_are) {
    // A row of high values, one of low ones, and a low and a high one among others.
    const Values values{9, 8, 9, 1, 9, 5, 1, 2, 1, 8, 1};
    const auto weights = geo::spatial_weights(chain(values.size()), WeightStyle::row);
    const auto of = [&](LocalMethod method) {
        const auto made = geo::local_statistics(method, weights, {values, values}, Divisor::n);
        EXPECT_EQ(geo::outcomes(method, weights, made, Values(11, 0.06), 0.05), Outcomes(11, Outcome::not_significant));
        EXPECT_EQ(geo::outcomes(method, weights, made, Values(11, missing), 0.05), Outcomes(11, Outcome::untested));
        return geo::outcomes(method, weights, made, Values(11, 0.05), 0.05);
    };
    for (const auto method : {LocalMethod::moran, LocalMethod::bivariate_moran}) {
        const auto made = of(method);
        EXPECT_EQ(made[1], Outcome::high_high);
        EXPECT_EQ(made[3], Outcome::low_high);
        EXPECT_EQ(made[7], Outcome::low_low);
        EXPECT_EQ(made[9], Outcome::high_low);
    }
    const auto geary = of(LocalMethod::geary);
    EXPECT_EQ(geary[1], Outcome::high_high);
    EXPECT_EQ(geary[3], Outcome::unlike);
    EXPECT_EQ(geary[7], Outcome::low_low);
    EXPECT_EQ(geary[9], Outcome::unlike);
    const auto gi = of(LocalMethod::gi);
    EXPECT_EQ(gi[3], Outcome::high);  // itself left out
    EXPECT_EQ(gi[1], Outcome::high);
    EXPECT_EQ(gi[7], Outcome::low);
    EXPECT_EQ(gi[9], Outcome::low);
}

TEST(Local, the_effect_is_how_far_the_mean_of_the_neighbours_lies_from_that_of_all) {
    const Values x{3, -1, 4, 1.5, -5, 9};
    const Values y{2, 7, 1, 8, 2.8, -1};
    for (const auto& weights : weightings()) {
        for (const auto method : methods) {
            const bool star = method == LocalMethod::gi_star;
            const auto own = geo::spatial_weights(weights.neighbours, weights.style, star);
            const auto made = geo::local_statistics(method, own, {x, y}, Divisor::n_less_1);
            const auto& of = method == LocalMethod::bivariate_moran ? y : x;
            for (std::size_t row = 0; row < 6; ++row) {
                double sum = star ? of[row] : 0;
                double count = star ? 1 : 0;
                for (auto link = own.links().starts[row]; link < own.links().starts[row + 1]; ++link) {
                    sum += own.links().weight(link) * of[own.links().to[link]];
                    count += own.links().weight(link);
                }
                EXPECT_NEAR(made.effect[row], (sum / count - mean(of)) / std::sqrt(m2(of, Divisor::n)), 1e-14);
            }
        }
    }
}

TEST(Local, low_and_high_can_be_asked_to_be_far_from_the_mean) {
    const Values values{9, 8, 9, 1, 9, 5, 1, 2, 1, 8, 1};
    const auto weights = geo::spatial_weights(chain(values.size()), WeightStyle::row);
    for (const auto method : methods) {
        const auto made = geo::local_statistics(method, weights, {values, values}, Divisor::n);
        const auto all = geo::outcomes(method, weights, made, Values(11, 0.0), 0.05);
        const auto some = geo::outcomes(method, weights, made, Values(11, 0.0), 0.05, 0.9);
        std::size_t fewer = 0;
        for (std::size_t row = 0; row < 11; ++row) {
            const bool unlike = all[row] == Outcome::unlike || all[row] == Outcome::alike;
            const bool far = std::abs(made.effect[row]) >= 0.9;
            EXPECT_EQ(some[row], unlike || far ? all[row] : Outcome::not_significant);
            fewer += some[row] != all[row] ? 1 : 0;
        }
        EXPECT_GT(fewer, 0u);
        EXPECT_LT(fewer, 11u);
    }
}

/// Twelve rows with a few neighbours each, some the same, and whole numbers as values. To be called within a property.
struct Any {
    SpatialWeights weights;
    Values x, y;
};

Any any() {
    Lists lists(12);
    for (std::uint32_t row = 0; row < 12; ++row) {
        for (std::uint32_t other = 0; other < 12; ++other) {
            if (row != other && *rc::gen::inRange(0, 4) == 0) lists[row].push_back(other);
        }
    }
    Any out;
    for (int i = 0; i < 12; ++i) {
        out.x.push_back(*rc::gen::inRange(-20, 20));
        out.y.push_back(*rc::gen::inRange(-20, 20));
    }
    out.weights = geo::spatial_weights(of_lists(lists), *rc::gen::element(WeightStyle::row, WeightStyle::binary),
                                       *rc::gen::arbitrary<bool>());
    return out;
}

bool nearly(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-8 * (1 + std::abs(a));
}

RC_GTEST_PROP(Local, no_z_changes_with_the_unit_of_the_values_or_their_zero, ()) {
    const auto one = any();
    const double factor = *rc::gen::element(1e-3, 1.0, 7.0, 1e5);
    const double more = *rc::gen::inRange(-1000, 1000);
    auto other = one;
    for (auto* values : {&other.x, &other.y}) {
        for (auto& v : *values) v = factor * (v + more);
    }
    for (const auto method : methods) {
        const auto before = geo::local_statistics(method, one.weights, {one.x, one.y}, Divisor::n);
        const auto after = geo::local_statistics(method, other.weights, {other.x, other.y}, Divisor::n);
        for (std::size_t row = 0; row < 12; ++row) RC_ASSERT(nearly(before.z[row], after.z[row]));
    }
}

Outcome mirrored(Outcome outcome) {
    switch (outcome) {
        case Outcome::high_high:
            return Outcome::low_low;
        case Outcome::low_low:
            return Outcome::high_high;
        case Outcome::high_low:
            return Outcome::low_high;
        case Outcome::low_high:
            return Outcome::high_low;
        case Outcome::high:
            return Outcome::low;
        case Outcome::low:
            return Outcome::high;
        default:
            return outcome;
    }
}

RC_GTEST_PROP(Local, what_is_high_is_low_of_the_values_with_the_other_sign, ()) {
    const auto one = any();
    auto other = one;
    for (auto* values : {&other.x, &other.y}) {
        for (auto& v : *values) v = -v;
    }
    for (const auto method : methods) {
        const auto before = geo::local_statistics(method, one.weights, {one.x, one.y}, Divisor::n);
        const auto after = geo::local_statistics(method, one.weights, {other.x, other.y}, Divisor::n);
        const auto told = outcomes_of(method, one.weights, before, Alternative::two_sided, 0.5);
        const auto turned = outcomes_of(method, one.weights, after, Alternative::two_sided, 0.5);
        const bool sums = method == LocalMethod::gi || method == LocalMethod::gi_star;
        for (std::size_t row = 0; row < 12; ++row) {
            RC_ASSERT(nearly(before.z[row], sums ? -after.z[row] : after.z[row]));
            const bool on_neither_side = std::abs(before.deviation[row]) < 1e-9 || std::abs(before.lag[row]) < 1e-9;
            if (on_neither_side || std::abs(before.z[row]) < 1e-9) continue;
            RC_ASSERT(turned[row] == mirrored(told[row]));
        }
    }
}

}  // namespace
