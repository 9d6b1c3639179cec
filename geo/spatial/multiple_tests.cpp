#include "geo/spatial/multiple_tests.h"

#include <algorithm>
#include <cmath>

namespace geo {

const Words<Adjustment>& adjustment_words() {
    static const Words<Adjustment> words{
        {"none", Adjustment::none}, {"fdr", Adjustment::fdr}, {"bonferroni", Adjustment::bonferroni}};
    return words;
}

std::vector<double> adjusted(std::span<const double> p, Adjustment adjustment) {
    std::vector<double> out(p.begin(), p.end());
    if (adjustment == Adjustment::none) return out;
    std::vector<std::size_t> order;
    for (std::size_t row = 0; row < p.size(); ++row) {
        if (!std::isnan(p[row])) order.push_back(row);
    }
    const auto tests = static_cast<double>(order.size());
    if (adjustment == Adjustment::bonferroni) {
        for (const auto row : order) out[row] = std::min(1.0, tests * p[row]);
        return out;
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    double least = 1;
    for (auto rank = order.size(); rank-- > 0;) {
        least = std::min(least, p[order[rank]] * (tests / static_cast<double>(rank + 1)));
        out[order[rank]] = least;
    }
    return out;
}

double needed_p(std::size_t tests, double alpha, Adjustment adjustment) {
    return adjustment == Adjustment::none ? alpha : alpha / static_cast<double>(std::max<std::size_t>(tests, 1));
}

}  // namespace geo
