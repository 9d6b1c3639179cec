#include "geo/spatial/permutation.h"

#include "geo/parallel.h"
#include "geo/random.h"
#include "geo/table.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cmath>
#include <mutex>
#include <utility>

namespace geo {

namespace {

constexpr std::uint64_t purpose = 0x6c6f63616cU;  // of the random numbers

/// Numbers below `bound`, each as likely as another (Lemire 2019).
class Below {
public:
    explicit Below(std::uint32_t bound) : bound_(bound), refused_((0U - bound) % bound) {}

    /// \param bits 32 random ones \return whether they give a number
    bool take(std::uint32_t bits, std::uint32_t& number) const {
        const auto product = static_cast<std::uint64_t>(bits) * bound_;
        number = static_cast<std::uint32_t>(product >> 32U);
        return static_cast<std::uint32_t>(product) >= refused_;
    }

private:
    std::uint32_t bound_;
    std::uint32_t refused_;
};

/// What is added up: a value as it is, or how far it is from the row's own, squared.
struct AsIs {
    double operator()(double value) const { return value; }
};
struct Apart {
    double own;
    double operator()(double value) const { return (own - value) * (own - value); }
};

struct Tally {
    std::uint32_t greater = 0;
    std::uint32_t less = 0;
    std::uint32_t drawn = 0;
    // Drawn when there were enough of each; 0: not yet
    std::uint32_t greater_done = 0;
    std::uint32_t less_done = 0;
};

/// One row that is being shuffled.
struct Shuffled {
    std::span<double> others;         // values of all other rows; as they were, after each draw
    std::span<const double> weights;  // [neighbours], or empty where all are alike
    double observed;
    double slack;  // less than this apart is equal: sums of the same numbers in another order
};

/// Draws that repeat a number are drawn again as a whole: quick as long as that is rare.
template <std::size_t K, bool weighted, typename Term>
struct Rejecting {
    const Shuffled& row;
    Term term;
    Below below;

    Rejecting(const Shuffled& shuffled, Term of, std::size_t)
        : row(shuffled), term(of), below(static_cast<std::uint32_t>(shuffled.others.size())) {}

    double draw(RandomStream& random) const {
        std::array<std::uint32_t, K + 1> number;
        for (;;) {
            bool fair = true;
            for (std::size_t j = 0; j < K; j += 2) {
                const auto bits = random.bits();
                fair &= below.take(static_cast<std::uint32_t>(bits), number[j]);
                fair &= below.take(static_cast<std::uint32_t>(bits >> 32U), number[j + 1]) || j + 1 == K;
            }
            bool twice = false;
            for (std::size_t a = 1; a < K; ++a) {
                for (std::size_t b = 0; b < a; ++b) twice |= number[a] == number[b];
            }
            if (fair && !twice) break;
        }
        double sum = 0;
        for (std::size_t j = 0; j < K; ++j) {
            const auto value = term(row.others[number[j]]);
            sum += weighted ? row.weights[j] * value : value;
        }
        return sum;
    }
};

/// The first k of a shuffle (Fisher and Yates), which is then undone.
template <bool weighted, typename Term>
struct Swapping {
    const Shuffled& row;
    Term term;
    std::vector<Below> below;
    mutable std::vector<std::uint32_t> swapped;

    Swapping(const Shuffled& shuffled, Term of, std::size_t k) : row(shuffled), term(of), swapped(k) {
        for (std::size_t j = 0; j < k; ++j) below.emplace_back(static_cast<std::uint32_t>(shuffled.others.size() - j));
    }

    double draw(RandomStream& random) const {
        auto* values = row.others.data();
        double sum = 0;
        std::uint64_t bits = 0;
        bool half = false;
        for (std::size_t j = 0; j < swapped.size(); ++j) {
            std::uint32_t number = 0;
            do {
                bits = half ? bits >> 32U : random.bits();
                half = !half;
            } while (!below[j].take(static_cast<std::uint32_t>(bits), number));
            swapped[j] = static_cast<std::uint32_t>(j) + number;
            const auto value = values[swapped[j]];
            values[swapped[j]] = values[j];
            values[j] = value;
            const auto added = term(value);
            sum += weighted ? row.weights[j] * added : added;
        }
        for (auto j = swapped.size(); j-- > 0;) std::swap(values[j], values[swapped[j]]);
        return sum;
    }
};

template <typename Draws>
void count(const Draws& draws, RandomStream random, const PermutationOptions& options, Tally& tally) {
    const auto high = draws.row.observed - draws.row.slack;
    const auto low = draws.row.observed + draws.row.slack;
    std::uint32_t greater = 0;
    std::uint32_t less = 0;
    if (options.enough == 0) {
        for (std::size_t n = 0; n < options.permutations; ++n) {
            const auto sum = draws.draw(random);
            greater += sum >= high ? 1 : 0;
            less += sum <= low ? 1 : 0;
        }
        tally = {greater, less, static_cast<std::uint32_t>(options.permutations), 0, 0};
        return;
    }
    std::uint32_t drawn = 0;
    std::uint32_t greater_done = 0;
    std::uint32_t less_done = 0;
    while (drawn < options.permutations && (greater_done == 0 || less_done == 0)) {
        const auto sum = draws.draw(random);
        ++drawn;
        greater += sum >= high ? 1 : 0;
        less += sum <= low ? 1 : 0;
        if (greater_done == 0 && greater >= options.enough) greater_done = drawn;
        if (less_done == 0 && less >= options.enough) less_done = drawn;
    }
    tally = {greater, less, drawn, greater_done, less_done};
}

template <bool weighted, typename Term>
void count_for(std::size_t k, const Shuffled& row, Term term, const RandomStream& random,
               const PermutationOptions& options, Tally& tally) {
    // Whole draws are repeated where k numbers of m hold one twice: in about k^2 / 2m of them.
    const bool rarely_twice = k * k <= row.others.size();
    const auto reject = [&]<std::size_t K>() {
        count(Rejecting<K, weighted, Term>(row, term, k), random, options, tally);
    };
    switch (rarely_twice ? k : 0) {
        case 1:
            return reject.template operator()<1>();
        case 2:
            return reject.template operator()<2>();
        case 3:
            return reject.template operator()<3>();
        case 4:
            return reject.template operator()<4>();
        case 5:
            return reject.template operator()<5>();
        case 6:
            return reject.template operator()<6>();
        case 7:
            return reject.template operator()<7>();
        case 8:
            return reject.template operator()<8>();
        default:
            return count(Swapping<weighted, Term>(row, term, k), random, options, tally);
    }
}

double part(std::uint32_t extreme, std::uint32_t done, std::uint32_t drawn, std::size_t enough) {
    if (done != 0) return static_cast<double>(enough) / done;
    return (extreme + 1.0) / (drawn + 1.0);
}

}  // namespace

std::vector<double> PermutationTest::p(Alternative alternative) const {
    if (alternative == Alternative::greater) return greater;
    if (alternative == Alternative::less) return less;
    std::vector<double> out(greater.size());
    for (std::size_t row = 0; row < out.size(); ++row)
        out[row] = std::isnan(greater[row]) ? missing : std::min(1.0, 2 * std::min(greater[row], less[row]));
    return out;
}

PermutationTest conditional_permutation(LocalMethod method, const SpatialWeights& weights, const LocalValues& values,
                                        const PermutationOptions& options) {
    const auto rows = weights.size();
    const auto& drawn_from = method == LocalMethod::bivariate_moran ? values.other : values.values;
    assert(drawn_from.size() == rows && options.permutations > 0);
    PermutationTest out{std::vector<double>(rows, missing), std::vector<double>(rows, missing),
                        std::vector<std::uint32_t>(rows, 0)};

    // Values less their mean: sums of large numbers would hide ties, and Moran has to know which side is which.
    const bool moran = method == LocalMethod::moran || method == LocalMethod::bivariate_moran;
    const auto own_deviation = deviations(values.values);
    const auto drawn_deviation = deviations(drawn_from);
    std::vector<double> pool;
    std::vector<std::uint32_t> place(rows, 0);  // in the pool
    double largest = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        if (std::isnan(drawn_deviation[row])) continue;
        place[row] = static_cast<std::uint32_t>(pool.size());
        pool.push_back(drawn_deviation[row]);
        largest = std::max(largest, std::abs(drawn_deviation[row]));
    }

    const auto stretch = std::max<std::size_t>(64, rows / 1024);  // each with values of its own to shuffle
    const auto stretches = (rows + stretch - 1) / stretch;
    std::atomic<bool> stopped{false};
    std::mutex mutex;
    std::size_t done = 0;
    parallel_for(stretches, options.threads, [&](std::size_t at) {
        auto others = pool;
        std::vector<double> row_weights;
        for (auto row = at * stretch; row < std::min(rows, (at + 1) * stretch); ++row) {
            const auto k = weights.links().count(row);
            if (k == 0) continue;
            if (stopped || options.stop.stop_requested()) {
                stopped = true;
                return;
            }
            const auto own = pool[place[row]];
            const auto neighbours = weights.links().of(row);
            row_weights.clear();
            double magnitude = 0;
            double observed = 0;
            const auto term = [&](double value) {
                return method == LocalMethod::geary ? Apart{own}(value) : AsIs{}(value);
            };
            for (std::size_t j = 0; j < k; ++j) {
                const auto weight = weights.links().weight(weights.links().starts[row] + j);
                if (!weights.links().weights.empty()) row_weights.push_back(weight);
                observed += weight * term(pool[place[neighbours[j]]]);
                magnitude += weight;
            }
            // The last value in the place of the row's own: what is left is all others.
            others[place[row]] = others.back();
            const auto most = method == LocalMethod::geary ? 4 * largest * largest : largest;
            const Shuffled shuffled{std::span(others).first(pool.size() - 1), row_weights, observed,
                                    1e-13 * magnitude * most};
            const RandomStream random(options.seed, purpose, row);
            Tally tally;
            const auto run = [&]<bool weighted>() {
                if (method == LocalMethod::geary)
                    count_for<weighted>(k, shuffled, Apart{own}, random, options, tally);
                else
                    count_for<weighted>(k, shuffled, AsIs{}, random, options, tally);
            };
            if (row_weights.empty())
                run.template operator()<false>();
            else
                run.template operator()<true>();
            others[place[row]] = own;

            auto greater = part(tally.greater, tally.greater_done, tally.drawn, options.enough);
            auto less = part(tally.less, tally.less_done, tally.drawn, options.enough);
            if (moran) {
                const auto factor = own_deviation[row];
                if (factor < 0) std::swap(greater, less);
                if (factor == 0) greater = less = 1;  // I is 0 whatever the others are
            }
            out.greater[row] = greater;
            out.less[row] = less;
            out.permutations[row] = tally.drawn;
        }
        if (options.progress) {
            const std::scoped_lock lock(mutex);
            options.progress(static_cast<double>(++done) / static_cast<double>(stretches));
        }
    });
    out.stopped = stopped;
    return out;
}

double smallest_p(std::size_t permutations, Alternative alternative) {
    const auto one = 1 / (static_cast<double>(permutations) + 1);
    return alternative == Alternative::two_sided ? std::min(1.0, 2 * one) : one;
}

std::size_t permutations_for(std::size_t tests, double alpha, Alternative alternative) {
    const auto sides = alternative == Alternative::two_sided ? 2.0 : 1.0;
    return static_cast<std::size_t>(std::ceil(sides * static_cast<double>(std::max<std::size_t>(tests, 1)) / alpha));
}

}  // namespace geo
