#include "geo/explain.h"

#include "town.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace {

std::filesystem::path shared() {
    const char* elsewhere = std::getenv("LEEFBEELD_DATA");
    return elsewhere != nullptr && *elsewhere != '\0' ? elsewhere : TEST_SHARED;
}

TEST(RealExplain, every_published_row_keeps_its_identities_and_its_gap_and_changes_are_sums) {
    const auto file = shared() / "nl" / "leefbaarometer_buurt_2002_2020.csv.gz";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no " << file;
    geo::LoadOptions options;
    options.inputs = {file.string()};
    const auto dataset = geo::load(options);
    const auto a = geo::assess(dataset, dataset.levels.at(0), {});
    const auto lbm = a.values.find_dimension("lbm");
    std::size_t rows = 0;
    for (std::size_t area = 0; area < a.areas->size(); ++area) {
        for (std::size_t m = 0; m < a.values.measurements.size(); ++m) {
            const double afw = a.values.values.column(a.total, m)[area];
            if (a.values.measurements[m].model_version != "3.0" || std::isnan(afw)) continue;
            ++rows;
            const auto gap = geo::gap_of(a, area, m, {});
            ASSERT_EQ(gap.parts.size(), 5u) << a.areas->code[area];
            ASSERT_LE(std::abs(gap.remainder()), 1e-12) << a.areas->code[area];
            ASSERT_EQ(gap.difference(), afw) << a.areas->code[area];
            ASSERT_NEAR(a.values.values.column(lbm, m)[area] - afw, 4.102264851143685, 1e-9) << a.areas->code[area];
            const auto from = geo::earliest_comparable(a, area, m);
            if (from == m) continue;
            const auto change = geo::change_of(a, {}, area, from, m, std::nullopt);
            ASSERT_TRUE(change.comparable);
            ASSERT_EQ(change.parts.size(), 5u) << a.areas->code[area];
            ASSERT_LE(std::abs(change.remainder()), 1e-12) << a.areas->code[area];
        }
    }
    EXPECT_EQ(rows, 34293u);
}

}  // namespace
