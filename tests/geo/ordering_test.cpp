#include "geo/ordering.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace {

TEST(Ordering, KeysRiseAsValuesDo) {
    const double none = std::numeric_limits<double>::infinity();
    const std::vector<double> rising{-none, -1e300, -2.5, -1e-310, 0, 1e-310, 0.1, 2.5, 1e300, none};
    for (std::size_t i = 1; i < rising.size(); ++i)
        EXPECT_LT(geo::ascending_key(rising[i - 1]), geo::ascending_key(rising[i]));
    EXPECT_EQ(geo::ascending_key(-0.0), geo::ascending_key(0.0));
}

/// Few and many rows, few and many distinct keys.
RC_GTEST_PROP(Ordering, is_that_of_a_stable_sort, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(0, 3000);
    const auto distinct = *rc::gen::element<std::uint64_t>(1, 3, 5000, std::uint64_t{1} << 63U);
    const auto above =
        *rc::gen::element<std::uint64_t>(0, 0xffU);  // in the first bits: the rest decides within 256 runs
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    std::vector<geo::Keyed> rows;
    for (std::size_t i = 0; i < size; ++i) {
        const auto mixed = (seed + i) * 0x9E3779B97F4A7C15U;
        const auto key = (mixed ^ (mixed >> 29U)) % distinct;
        const auto first = (mixed & above) << 56U;
        rows.push_back({key % (std::uint64_t{1} << 56U) | first, static_cast<std::uint32_t>(i)});
    }
    auto wanted = rows;
    std::stable_sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    geo::sort_by_key(rows);
    for (std::size_t i = 0; i < size; ++i) {
        RC_ASSERT(rows[i].key == wanted[i].key);
        RC_ASSERT(rows[i].row == wanted[i].row);
    }
}

}  // namespace
