#include "geo/spatial/markov.h"

#include "geo/classify.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace geo {

namespace {

bool is_one_of(std::uint8_t code, std::size_t classes) {
    return is_class(code) && code <= classes;
}

/// The regularised upper incomplete gamma function Q(a, x). \pre a > 0 and x > 0
double upper_gamma(long double a, long double x) {
    constexpr long double close = 1e-15L;
    const long double front = std::exp(a * std::log(x) - x - std::lgamma(a));
    if (x < a + 1) {
        // Series, Abramowitz and Stegun 6.5.29: of what lies below, which is not near 1 here.
        long double term = 1 / a;
        long double sum = term;
        for (long double n = a + 1; term > close * sum; ++n) {
            term *= x / n;
            sum += term;
        }
        return static_cast<double>(1 - front * sum);
    }
    // Continued fraction, Abramowitz and Stegun 6.5.31, its even part, by the method of Lentz.
    long double b = x + 1 - a;
    long double c = std::numeric_limits<long double>::infinity();
    long double d = 1 / b;
    long double value = d;
    long double change = 0;
    for (long double n = 1; std::abs(change - 1) > close; ++n) {
        const long double numerator = n * (a - n);
        b += 2;
        d = 1 / (b + numerator * d);
        c = b + numerator / c;
        change = c * d;
        value *= change;
    }
    return static_cast<double>(front * value);
}

void test_homogeneity(SpatialMarkov& markov) {
    const auto classes = markov.all.classes;
    for (std::size_t from = 1; from <= classes; ++from) {
        std::size_t contexts = 0;
        std::size_t reached = 0;
        for (const auto& context : markov.by_context) contexts += context.from(from) > 0 ? 1u : 0u;
        for (std::size_t to = 1; to <= classes; ++to)
            reached += markov.all.count[markov.all.at(from, to)] > 0 ? 1u : 0u;
        if (contexts == 0) continue;
        markov.degrees_of_freedom += static_cast<double>((contexts - 1) * (reached - 1));
        for (const auto& context : markov.by_context) {
            const double starting = context.from(from);
            for (std::size_t to = 1; to <= classes; ++to) {
                const double expected = markov.all.probability(from, to);
                if (starting == 0 || expected == 0) continue;
                const double part = context.probability(from, to);
                markov.chi_square += starting * (part - expected) * (part - expected) / expected;
                if (part > 0) markov.likelihood_ratio += 2 * starting * part * std::log(part / expected);
            }
        }
    }
    markov.likelihood_ratio = std::max(markov.likelihood_ratio, 0.0);  // by rounding
    if (markov.degrees_of_freedom == 0) return;
    markov.p_likelihood_ratio = chi_square_p(markov.likelihood_ratio, markov.degrees_of_freedom);
    markov.p_chi_square = chi_square_p(markov.chi_square, markov.degrees_of_freedom);
}

}  // namespace

double TransitionCounts::from(std::size_t from_class) const {
    double sum = 0;
    for (std::size_t to = 1; to <= classes; ++to) sum += count[at(from_class, to)];
    return sum;
}

double TransitionCounts::probability(std::size_t from_class, std::size_t to_class) const {
    const double all = from(from_class);
    return all > 0 ? count[at(from_class, to_class)] / all : missing;
}

TransitionCounts class_transitions(std::span<const std::uint8_t> before, std::span<const std::uint8_t> after,
                                   std::size_t classes) {
    assert(before.size() == after.size());
    TransitionCounts out(classes);
    for (std::size_t row = 0; row < before.size(); ++row) {
        if (!is_one_of(before[row], classes) || !is_one_of(after[row], classes)) continue;
        ++out.count[out.at(before[row], after[row])];
    }
    return out;
}

SpatialMarkov spatial_markov(std::span<const MarkovStep> steps, std::size_t classes, std::size_t contexts) {
    std::vector<TransitionCounts> by_context(contexts, TransitionCounts(classes));
    for (const auto& step : steps) {
        assert(step.before.size() == step.after.size() && step.before.size() == step.context.size());
        for (std::size_t row = 0; row < step.before.size(); ++row) {
            const auto from = step.before[row];
            const auto to = step.after[row];
            const auto context = step.context[row];
            if (!is_one_of(from, classes) || !is_one_of(to, classes) || !is_one_of(context, contexts)) continue;
            auto& counts = by_context[context - 1u];
            ++counts.count[counts.at(from, to)];
        }
    }
    return spatial_markov(std::move(by_context));
}

SpatialMarkov spatial_markov(std::vector<TransitionCounts> by_context) {
    assert(!by_context.empty());
    SpatialMarkov out;
    out.by_context = std::move(by_context);
    out.all = TransitionCounts(out.by_context.front().classes);
    for (const auto& context : out.by_context) {
        assert(context.classes == out.all.classes);
        for (std::size_t i = 0; i < context.count.size(); ++i) out.all.count[i] += context.count[i];
    }
    test_homogeneity(out);
    return out;
}

double chi_square_p(double statistic, double degrees_of_freedom) {
    assert(statistic >= 0 && degrees_of_freedom >= 0);
    if (statistic == 0 || degrees_of_freedom == 0) return 1;
    return upper_gamma(degrees_of_freedom / 2, statistic / 2);
}

}  // namespace geo
