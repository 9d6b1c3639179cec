#include "geo/sums.h"

#include "cells.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <vector>

#ifdef LEEFBEELD_AVX2

namespace {

/// Sums over the first four dimensions, and [class byte][area] of the weights.
struct Added {
    std::vector<geo::Sums> sums;
    std::vector<std::vector<double>> class_weights;
};

Added add_with(decltype(geo::add_runs)& add_runs, const cells::Input& in) {
    Added out{std::vector<geo::Sums>(in.overlap.areas), {256, std::vector<double>(in.overlap.areas)}};
    geo::CellColumns columns{};
    columns.weights = in.weights[0].data();
    const auto last = in.scores.dimensions.size() - 1;
    for (std::size_t c = 0; c < geo::side_by_side; ++c)
        columns.values[c] = in.scores.values.column(std::min(c, last), 0).data();
    columns.classes[0] = in.classes.column(0, 0).data();
    for (std::size_t byte = 0; byte < 256; ++byte) columns.class_weights[0][byte] = out.class_weights[byte].data();
    add_runs(in.overlap.runs.data(), in.overlap.runs.size(), in.overlap.share.data(), columns, out.sums.data());
    return out;
}

RC_GTEST_PROP(Sums, wide_registers_give_the_same_to_the_last_bit, ()) {
    if (!__builtin_cpu_supports("avx2")) return;
    auto in = cells::random_input(*rc::gen::arbitrary<std::uint32_t>(), 4, *rc::gen::inRange<std::size_t>(1, 40));
    for (auto& w : in.weights[0]) w /= 7;
    for (std::size_t r = 0; r < in.overlap.runs.size(); ++r)
        in.overlap.share.push_back(*rc::gen::inRange(1, 101) / 100.0);
    const auto narrow = add_with(geo::add_runs, in);
    const auto wide = add_with(geo::add_runs_avx2, in);
    RC_ASSERT(std::memcmp(narrow.sums.data(), wide.sums.data(), narrow.sums.size() * sizeof(geo::Sums)) == 0);
    RC_ASSERT(narrow.class_weights == wide.class_weights);
}

}  // namespace

#endif
