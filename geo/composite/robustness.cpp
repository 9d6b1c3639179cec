#include "geo/composite/robustness.h"

#include "geo/classify.h"
#include "geo/composite/ranking.h"
#include "geo/own_index.h"
#include "geo/parallel.h"
#include "geo/random.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

namespace geo {

namespace {

/// Weights within one dimension, as they are drawn: in the order of the model.
void draw_within(std::vector<double*>& weights, const WeightDraws& draws, RandomStream& random) {
    double sum = 0;
    for (const auto* weight : weights) sum += *weight;
    for (auto* weight : weights) {
        if (*weight == 0) continue;
        *weight = draws.method == WeightDraws::Method::dirichlet
                      ? random.gamma(draws.concentration * *weight / sum)
                      : *weight * (1 + draws.spread * (2 * random.uniform() - 1));
    }
    double drawn = 0;
    for (const auto* weight : weights) drawn += *weight;
    // What the dimension's weights sum to stays as it was: a sum is then on the scale it was on.
    for (auto* weight : weights) *weight *= drawn > 0 ? sum / drawn : 1;
}

std::uint8_t class_of(double value, std::span<const double> limits) {
    const auto above = std::upper_bound(limits.begin(), limits.end(), value);
    return static_cast<std::uint8_t>(above - limits.begin() + 1);
}

/// Places and classes of one index.
class Placing {
public:
    explicit Placing(const ClassShares& classes) : classes_(classes) {}

    void operator()(std::span<const double> scores, std::span<const double> reference, std::span<std::uint32_t> ranks,
                    std::span<std::uint8_t> codes) {
        Ranking::ranks(scores, ranking_.order(scores), ranks);
        if (codes.empty()) return;
        const auto limits = limits_keeping_shares(reference, classes_.weights, classes_.classes, classes_.class_count);
        for (std::size_t row = 0; row < scores.size(); ++row)
            codes[row] = std::isnan(scores[row]) ? no_class : class_of(scores[row], limits);
    }

private:
    const ClassShares& classes_;
    Ranking ranking_;
};

}  // namespace

void draw_weights_within(IndexModel& model, std::size_t dimension, const WeightDraws& draws, std::uint64_t draw) {
    std::vector<double*> weights;
    for (auto& indicator : model.indicators) {
        if (indicator.parent == model.dimensions[dimension].code) weights.push_back(&indicator.weight);
    }
    for (auto& other : model.dimensions) {
        if (other.parent == model.dimensions[dimension].code) weights.push_back(&other.weight);
    }
    RandomStream random(draws.seed, dimension, draw);
    draw_within(weights, draws, random);
}

IndexModel drawn_weights(const IndexModel& model, const WeightDraws& draws, std::uint64_t draw) {
    auto out = model;
    for (std::size_t d = 0; d < model.dimensions.size(); ++d) draw_weights_within(out, d, draws, draw);
    return out;
}

Robustness robustness(std::span<const double> scores, std::span<const double> reference, const ClassShares& classes,
                      const Variant& variant, const RobustnessOptions& options) {
    const auto rows = scores.size();
    const bool same = reference.data() == scores.data();
    const bool classed = classes.class_count > 1;
    Robustness out;
    out.variants = options.variants;
    out.rank.resize(rows);
    std::vector<std::uint8_t> own_class(classed ? rows : 0);
    Placing place(classes);
    place(scores, reference, out.rank, own_class);

    std::vector<std::uint32_t> ranks(options.intervals ? rows * options.variants : 0);  // [variant][row]
    std::vector<std::uint32_t> others(rows, 0);  // variants that give another class
    std::vector<std::uint32_t> classified(rows, 0);
    out.shift.assign(options.variants, 0);
    out.most.assign(options.variants, 0);
    out.other_class.assign(options.variants, missing);
    std::size_t done = 0;
    // A few variants to a job, so that each counts by itself before it adds to the rest.
    constexpr std::size_t together = 16;
    std::mutex mutex;
    parallel_for((options.variants + together - 1) / together, options.threads, [&](std::size_t job) {
        std::vector<double> values(rows), at_reference(same ? 0 : rows);
        std::vector<std::uint8_t> code(own_class.size());
        std::vector<std::uint32_t> other(rows, 0), any(rows, 0), ranked(options.intervals ? 0 : rows);
        Placing placing(classes);
        for (std::size_t v = job * together; v < std::min(options.variants, (job + 1) * together); ++v) {
            if (options.stop.stop_requested()) return;
            variant(v, values, same ? std::span<double>(values) : std::span<double>(at_reference));
            const auto rank = options.intervals ? std::span(ranks).subspan(v * rows, rows) : std::span(ranked);
            placing(values, same ? values : at_reference, rank, code);
            std::uint64_t moved = 0;
            std::uint64_t compared = 0;
            std::uint64_t differ = 0;
            for (std::size_t row = 0; row < rows; ++row) {
                if (rank[row] == 0 || out.rank[row] == 0) continue;
                const auto places = rank[row] > out.rank[row] ? rank[row] - out.rank[row] : out.rank[row] - rank[row];
                moved += places;
                out.most[v] = std::max(out.most[v], places);
                ++compared;
                if (!classed) continue;
                ++any[row];
                const bool differs = code[row] != own_class[row];
                other[row] += differs ? 1u : 0u;
                differ += differs ? 1u : 0u;
            }
            if (classed && compared > 0)
                out.other_class[v] = static_cast<double>(differ) / static_cast<double>(compared);
            out.shift[v] = compared == 0 ? 0 : static_cast<double>(moved) / static_cast<double>(compared);
        }
        const std::scoped_lock lock(mutex);
        for (std::size_t row = 0; row < rows; ++row) {
            others[row] += other[row];
            classified[row] += any[row];
        }
        done += std::min(options.variants, (job + 1) * together) - job * together;
        if (options.progress) options.progress(static_cast<double>(done) / static_cast<double>(options.variants));
    });
    out.stopped = options.stop.stop_requested();
    if (out.stopped || !options.intervals) return out;

    out.rank_low.assign(rows, 0);
    out.rank_high.assign(rows, 0);
    out.class_differs.assign(rows, missing);
    constexpr std::size_t block = 64;
    parallel_for((rows + block - 1) / block, options.threads, [&](std::size_t job) {
        std::vector<std::uint32_t> of_row;
        for (std::size_t row = job * block; row < std::min(rows, (job + 1) * block); ++row) {
            if (out.rank[row] == 0) continue;
            of_row.clear();
            for (std::size_t v = 0; v < options.variants; ++v) {
                if (const auto rank = ranks[v * rows + row]; rank != 0) of_row.push_back(rank);
            }
            if (classified[row] > 0)
                out.class_differs[row] = static_cast<double>(others[row]) / static_cast<double>(classified[row]);
            if (of_row.empty()) continue;
            // Of 1000 places and a coverage of 0.9 the 51st and the 950th: between them and with them are 900.
            const auto n = of_row.size();
            const auto left_out =
                static_cast<std::size_t>(std::floor(static_cast<double>(n) * (1 - options.coverage) / 2 + 1e-9));
            const auto at = [&](std::size_t i) {
                std::nth_element(of_row.begin(), of_row.begin() + static_cast<std::ptrdiff_t>(i), of_row.end());
                return of_row[i];
            };
            out.rank_low[row] = at(std::min(left_out, (n - 1) / 2));
            out.rank_high[row] = at(std::max(n - 1 - std::min(left_out, n - 1), n / 2));
        }
    });
    return out;
}

std::optional<Turn> least_turn(std::span<const double> shares, std::span<const double> differences) {
    double gap = 0;
    for (std::size_t p = 0; p < shares.size(); ++p) gap += shares[p] * differences[p];
    const double sign = gap < 0 ? -1 : 1;
    // Turned when the sum is 0: weight goes from where A is most ahead to where it is most behind.
    std::vector<std::size_t> order(shares.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return sign * differences[a] > sign * differences[b]; });
    Turn out{0, {shares.begin(), shares.end()}};
    double left = sign * gap;
    const auto to = order.back();
    for (const auto from : order) {
        const double gain = sign * (differences[from] - differences[to]);
        if (!(left > 0) || !(gain > 0)) break;
        const double moved = std::min(shares[from], left / gain);
        out.shares[from] -= moved;
        out.shares[to] += moved;
        out.moved += moved;
        left -= moved * gain;
    }
    constexpr double rounding = 1e-12;
    if (left > rounding * std::abs(gap)) return std::nullopt;
    return out;
}

}  // namespace geo
