#include "geo/composite/sensitivity.h"

#include "geo/table.h"

#include <cmath>
#include <functional>
#include <numbers>

#include <gtest/gtest.h>

namespace {

std::vector<geo::VarianceShare> shares(std::size_t rows, std::size_t factors,
                                       const std::function<double(const std::vector<double>&)>& of,
                                       std::uint64_t seed = 1) {
    const geo::SensitivityDesign design{rows, factors, seed};
    std::vector<double> results;
    for (std::size_t p = 0; p < design.size(); ++p) results.push_back(of(design.at(p)));
    return geo::variance_shares(design, results);
}

TEST(Sensitivity, of_a_sum_each_has_its_own_variance) {
    // f = sum(c x): the variance of c x is c^2 / 12.
    const std::vector<double> c{1, 2, 4, 0};
    const auto told = shares(20000, c.size(), [&](const auto& x) {
        double out = 100;  // a level that has nothing to do with it
        for (std::size_t i = 0; i < c.size(); ++i) out += c[i] * x[i];
        return out;
    });
    for (std::size_t i = 0; i < c.size(); ++i) {
        const double share = c[i] * c[i] / 21;
        EXPECT_NEAR(told[i].first, share, 0.02) << i;
        EXPECT_NEAR(told[i].total, share, 0.02) << i;
        EXPECT_LT(told[i].first_error, 0.02);
    }
    EXPECT_EQ(told[3].first, 0);
    EXPECT_EQ(told[3].total, 0);
}

TEST(Sensitivity, of_the_function_of_ishigami_it_is_the_known_one) {
    // sin x + 7 sin^2 y + 0.1 z^4 sin x on (-pi, pi): first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437
    // (Ishigami and Homma 1990).
    const auto at = [](double u) { return std::numbers::pi * (2 * u - 1); };
    const auto told = shares(50000, 3, [&](const auto& u) {
        const double x = at(u[0]);
        const double y = at(u[1]);
        const double z = at(u[2]);
        return std::sin(x) + 7 * std::sin(y) * std::sin(y) + 0.1 * std::pow(z, 4) * std::sin(x);
    });
    const double first[] = {0.3139, 0.4424, 0};
    const double total[] = {0.5576, 0.4424, 0.2437};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(told[i].first, first[i], 0.02) << i;
        EXPECT_NEAR(told[i].total, total[i], 0.02) << i;
    }
}

TEST(Sensitivity, errors_are_those_that_other_seeds_show) {
    std::vector<double> firsts;
    double told = 0;
    constexpr int runs = 60;
    for (int seed = 1; seed <= runs; ++seed) {
        const auto share = shares(
            200, 2, [](const auto& x) { return x[0] + 2 * x[0] * x[1]; }, static_cast<std::uint64_t>(seed))[0];
        firsts.push_back(share.first);
        told += share.first_error / runs;
    }
    double mean = 0;
    for (const double f : firsts) mean += f / runs;
    double squares = 0;
    for (const double f : firsts) squares += (f - mean) * (f - mean) / (runs - 1);
    EXPECT_NEAR(told, std::sqrt(squares), 0.4 * told);
}

TEST(Sensitivity, what_does_not_vary_has_no_shares) {
    const auto told = shares(50, 2, [](const auto&) { return 3.0; });
    EXPECT_TRUE(std::isnan(told[0].first));
    EXPECT_TRUE(std::isnan(told[1].total_error));
}

TEST(Sensitivity, points_lie_within_and_do_not_depend_on_who_asks_first) {
    const geo::SensitivityDesign design{10, 3, 7};
    const auto last = design.at(design.size() - 1);
    for (std::size_t p = 0; p < design.size(); ++p) {
        for (const double u : design.at(p)) {
            EXPECT_GT(u, 0);
            EXPECT_LT(u, 1);
        }
    }
    EXPECT_EQ(design.at(design.size() - 1), last);
    // The first sample with its second factor from the second sample.
    EXPECT_EQ(design.at(3 * 10 + 4)[0], design.at(4)[0]);
    EXPECT_EQ(design.at(3 * 10 + 4)[1], design.at(10 + 4)[1]);
    EXPECT_EQ(design.at(3 * 10 + 4)[2], design.at(4)[2]);
}

}  // namespace
