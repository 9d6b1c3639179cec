#include "geo/spatial/multiple_tests.h"

#include "geo/random.h"
#include "geo/spatial/contiguity.h"
#include "geo/spatial/near_points.h"
#include "geo/spatial/permutation.h"
#include "geo/table.h"
#include "tests/geo/real_data.h"
#include "tests/geo/support.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::adjusted;
using geo::Adjustment;
using geo::Alternative;
using geo::LocalMethod;
using geo::missing;
using geo::SpatialWeights;
using Values = std::vector<double>;

// p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05, 0.5, 0.001, 0.03), "fdr"), "bonferroni" in R
TEST(MultipleTests, are_adjusted_as_r_does) {
    const Values p{0.01, 0.02, 0.03, missing, 0.04, 0.05, 0.5, 0.001, 0.03, missing};
    const auto fdr = adjusted(p, Adjustment::fdr);
    const Values expected_fdr{0.04, 0.048, 0.048, missing, 0.05333333333333333, 0.05714285714285714,
                              0.5,  0.008, 0.048, missing};
    const auto bonferroni = adjusted(p, Adjustment::bonferroni);
    const Values expected_bonferroni{0.08, 0.16, 0.24, missing, 0.32, 0.4, 1, 0.008, 0.24, missing};
    for (std::size_t row = 0; row < p.size(); ++row) {
        if (std::isnan(p[row])) {
            EXPECT_TRUE(std::isnan(fdr[row]) && std::isnan(bonferroni[row]));
            continue;
        }
        EXPECT_NEAR(fdr[row], expected_fdr[row], 1e-15);
        EXPECT_NEAR(bonferroni[row], expected_bonferroni[row], 1e-15);
    }
    EXPECT_TRUE(test::same_values(adjusted(p, Adjustment::none), p));
    EXPECT_TRUE(adjusted({}, Adjustment::fdr).empty());
}

TEST(MultipleTests, the_smallest_p_that_is_asked_for_is_significant_once_adjusted) {
    for (const auto& [word, adjustment] : geo::adjustment_words()) {
        Values p(40, 1.0);
        p[7] = geo::needed_p(40, 0.05, adjustment);
        EXPECT_LE(adjusted(p, adjustment)[7], 0.05) << word;
        if (adjustment == Adjustment::none) continue;
        p[7] *= 1.001;
        EXPECT_GT(adjusted(p, adjustment)[7], 0.05) << word;
    }
    EXPECT_EQ(geo::needed_p(0, 0.05, Adjustment::fdr), 0.05);
}

/// Benjamini and Hochberg's own words: all p up to the largest k-th of n that is at most k / n alpha.
RC_GTEST_PROP(MultipleTests, flags_by_false_discovery_are_those_of_the_stepping_up, ()) {
    Values p;
    for (auto left = *rc::gen::inRange(1, 40); left > 0; --left) p.push_back(*rc::gen::inRange(1, 200) / 400.0);
    auto sorted = p;
    std::sort(sorted.begin(), sorted.end());
    const auto n = static_cast<double>(p.size());
    const double alpha = 0.1;
    double least = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
        if (sorted[k] <= static_cast<double>(k + 1) / n * alpha + 1e-12) least = sorted[k];
    }
    const auto fdr = adjusted(p, Adjustment::fdr);
    const auto bonferroni = adjusted(p, Adjustment::bonferroni);
    for (std::size_t row = 0; row < p.size(); ++row) {
        RC_ASSERT((fdr[row] <= alpha + 1e-12) == (p[row] <= least));
        RC_ASSERT(p[row] <= fdr[row]);
        RC_ASSERT(fdr[row] <= bonferroni[row] * (1 + 1e-15));
        RC_ASSERT(bonferroni[row] <= 1);
        for (std::size_t other = 0; other < p.size(); ++other) {
            if (p[row] <= p[other]) RC_ASSERT(fdr[row] <= fdr[other]);
        }
    }
}

void shuffle(Values& values, geo::RandomStream& random) {
    for (auto last = values.size(); last > 1; --last)
        std::swap(values[last - 1], values[static_cast<std::size_t>(random.uniform() * static_cast<double>(last))]);
}

/// In how many of so many shuffles anything at all is flagged.
double share_with_flags(LocalMethod method, const SpatialWeights& weights, Values values, std::size_t runs) {
    const auto islands = geo::facts(weights.links()).islands.size();
    std::size_t flagged = 0;
    for (std::size_t run = 0; run < runs; ++run) {
        geo::RandomStream random(2, 0, run);
        shuffle(values, random);
        const auto permutations = geo::permutations_for(weights.size() - islands, 0.05, Alternative::two_sided);
        const auto test = geo::conditional_permutation(method, weights, {values, values},
                                                       {.permutations = permutations, .enough = 20, .seed = run});
        const auto p = adjusted(test.p(Alternative::two_sided), Adjustment::fdr);
        flagged += std::any_of(p.begin(), p.end(), [](double one) { return one <= 0.05; }) ? 1 : 0;
    }
    return static_cast<double>(flagged) / static_cast<double>(runs);
}

/// 5 %, and three errors of what so many runs can tell.
double allowed(std::size_t runs) {
    return 0.05 + 3 * std::sqrt(0.05 * 0.95 / static_cast<double>(runs));
}

/// How many p of a row that is chosen anew for each of so many shuffles lie in each twentieth.
std::vector<double> p_of_shuffles(LocalMethod method, const SpatialWeights& weights, Values values, std::size_t runs) {
    constexpr std::size_t permutations = 999;
    std::vector<double> out(20, 0);
    for (std::size_t run = 0; run < runs; ++run) {
        geo::RandomStream random(1, 0, run);
        shuffle(values, random);
        // The row alone has neighbours, so that no others are tested.
        std::size_t row = 0;
        do {
            row = static_cast<std::size_t>(random.uniform() * static_cast<double>(weights.size()));
        } while (weights.links().count(row) == 0);
        geo::Neighbours alone;
        alone.starts.assign(weights.size() + 1, 0);
        const auto of = weights.links().of(row);
        alone.to.assign(of.begin(), of.end());
        std::fill(alone.starts.begin() + static_cast<std::ptrdiff_t>(row) + 1, alone.starts.end(), of.size());
        const auto test =
            geo::conditional_permutation(method, geo::spatial_weights(std::move(alone), weights.style, weights.self),
                                         {values, values}, {.permutations = permutations, .seed = run, .threads = 1});
        const auto p = test.p(Alternative::two_sided)[row];
        const auto step = std::lround(p * (permutations + 1) / 2);  // 1 .. 500
        out[static_cast<std::size_t>(step - 1) / 25] += 1;
    }
    return out;
}

void expect_uniform(const std::vector<double>& counts, std::size_t runs) {
    const auto n = static_cast<double>(runs);
    for (std::size_t part = 0; part < counts.size(); ++part)
        EXPECT_NEAR(counts[part], n / 20, 4 * std::sqrt(n * 0.05 * 0.95)) << part;
}

TEST(Calibration, of_shuffled_values_with_a_long_tail_holds_uncorrected_and_after_correction) {
    std::vector<geo::Cell> cells;
    for (std::uint16_t column = 0; column < 10; ++column) {
        for (std::uint16_t row = 0; row < 10; ++row) cells.push_back({column, row});
    }
    const auto weights =
        geo::spatial_weights(geo::contiguous(geo::Lattice(cells), geo::Contiguity::queen), geo::WeightStyle::row);
    Values values;
    geo::RandomStream random(9, 0, 0);
    for (std::size_t row = 0; row < weights.size(); ++row) values.push_back(std::exp(2 * random.normal()));
    for (const auto method : {LocalMethod::moran, LocalMethod::geary}) {
        SCOPED_TRACE(geo::word_of(geo::local_method_words(), method));
        expect_uniform(p_of_shuffles(method, weights, values, 2000), 2000);
        EXPECT_LE(share_with_flags(method, weights, values, 200), allowed(200));
    }
}

/// Areas that share a corner, and a column of numbers.
struct Layer {
    SpatialWeights weights;
    Values values;
};

Layer layer(const std::filesystem::path& path, const std::string& column) {
    std::vector<geo::Source::Skipped> skipped;
    const auto source = std::move(geo::Source::open(path, {}, skipped).front());
    const auto& fields = source.fields();
    const auto at = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.name == column; });
    const auto field = static_cast<std::size_t>(at - fields.begin());
    auto rows = source.read({{field, geo::Field::Kind::number}}, true);
    return {geo::spatial_weights(geo::contiguous(rows.polygons, geo::Contiguity::queen, 0).neighbours,
                                 geo::WeightStyle::row),
            std::move(rows.table.columns[0].numbers)};
}

TEST(RealHotspots, of_shuffled_crime_in_columbus_are_as_many_as_chance_makes) {
    const auto path = real::data() / "stats/columbus.shp";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    const auto [weights, values] = layer(path, "crime");
    ASSERT_EQ(weights.size(), 49u);
    ASSERT_EQ(weights.links().links(), 236u);
    for (const auto method : {LocalMethod::moran, LocalMethod::geary}) {
        SCOPED_TRACE(geo::word_of(geo::local_method_words(), method));
        expect_uniform(p_of_shuffles(method, weights, values, 4000), 4000);
        EXPECT_LE(share_with_flags(method, weights, values, 1000), allowed(1000));
    }
}

TEST(RealHotspots, of_shuffled_homicides_in_counties_are_as_many_as_chance_makes) {
    const auto path = real::data() / "stats/natregimes.shp";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    const auto [weights, values] = layer(path, "HR60");
    ASSERT_EQ(weights.size(), 3085u);
    ASSERT_EQ(weights.links().links(), 18168u);
    for (const auto method : {LocalMethod::moran, LocalMethod::geary}) {
        SCOPED_TRACE(geo::word_of(geo::local_method_words(), method));
        expect_uniform(p_of_shuffles(method, weights, values, 4000), 4000);
        EXPECT_LE(share_with_flags(method, weights, values, 200), allowed(200));
    }
}

}  // namespace
