#include "geo/hotspots.h"

#include "geo/error.h"
#include "geo/explain.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/ranges.h>

namespace geo {

namespace {

constexpr std::string_view change_of_words = "change:";

std::size_t dimension_of(const Assessment& level, std::string_view code) {
    const auto& table = level.values;
    const auto at = table.find_dimension(code);
    if (at == table.dimensions.size())
        fail("level '{}' has no scores '{}'; it has {}", level.areas->level, code, fmt::join(table.dimensions, ", "));
    return at;
}

/// "2018-2024", where labels may have a '-' themselves.
std::pair<std::size_t, std::size_t> change_between(const Assessment& level, std::string_view text) {
    const auto all = labels(level.values.measurements);
    for (std::size_t from = 0; from < all.size(); ++from) {
        if (!text.starts_with(all[from] + '-')) continue;
        const auto to = std::find(all.begin(), all.end(), text.substr(all[from].size() + 1));
        if (to != all.end()) return {from, static_cast<std::size_t>(to - all.begin())};
    }
    fail("'{}' is no change between two measurements of level '{}', FROM-TO; it has {}", text, level.areas->level,
         fmt::join(all, ", "));
}

bool can_carry(Inference inference, Adjustment adjustment) {
    return adjustment == Adjustment::none || inference != Inference::permutation;
}

class Analyser {
public:
    Analyser(const Dataset& dataset, const Assessment& level, const HotspotsAsked& asked, const HotspotsRun& run)
        : dataset_(dataset), level_(level), run_(run) {
        out_.level = &level;
        out_.asked = settled(asked, *level.areas);
        out_.concentration = level.areas->level == "cells";
        subject_ = subject_of(level, out_.asked);
        if (subject_.from) check_comparable(level, *subject_.from, subject_.to, Incomparable::refused);
    }

    LevelHotspots operator()() {
        out_.neighbours = std::make_shared<const Neighbours>(
            find_neighbours(dataset_, *level_.areas, *out_.asked.neighbours, out_.report, run_.threads));
        out_.facts = facts(*out_.neighbours);
        std::vector<std::size_t> when;
        const auto& measurements = level_.values.measurements;
        for (std::size_t m = out_.asked.over_time ? 0 : subject_.to; m < subject_.to; ++m) {
            if (comparable(measurements[m], measurements[subject_.to])) when.push_back(m);
        }
        when.push_back(subject_.to);
        for (const auto m : when) {
            out_.at.push_back(at(m, static_cast<double>(out_.at.size()) / static_cast<double>(when.size()),
                                 1 / static_cast<double>(when.size())));
            if (out_.stopped) break;
        }
        return std::move(out_);
    }

private:
    std::vector<double> column(std::size_t dimension, std::size_t measurement) const {
        if (run_.total && dimension == level_.total) return run_.total(measurement);
        const auto values = level_.values.values.column(dimension, measurement);
        return {values.begin(), values.end()};
    }

    /// \param done, part of all that is done before and by this
    HotspotsAt at(std::size_t measurement, double done, double part) {
        const auto& asked = out_.asked;
        HotspotsAt out;
        out.measurement = measurement;
        out.from = subject_.from;
        out.values = column(subject_.dimension, measurement);
        if (subject_.from) {
            const auto before = column(subject_.dimension, *subject_.from);
            for (std::size_t row = 0; row < before.size(); ++row) out.values[row] -= before[row];
        }
        if (!asked.with.empty()) {
            out.with = column(dimension_of(level_, asked.with), measurement);
            for (std::size_t row = 0; row < out.with.size(); ++row) {
                if (std::isnan(out.with[row]) || std::isnan(out.values[row])) out.with[row] = out.values[row] = missing;
            }
        }
        std::vector<bool> present(out.values.size());
        for (std::size_t row = 0; row < present.size(); ++row) {
            if (std::isinf(out.values[row]) || (!out.with.empty() && std::isinf(out.with[row])))
                fail("{}: the score of '{}' is infinite; no mean can be made with it", level_.areas->level,
                     level_.areas->code[row]);
            present[row] = !std::isnan(out.values[row]);
        }
        const bool all = std::find(present.begin(), present.end(), false) == present.end();
        const auto links =
            all ? out_.neighbours : std::make_shared<const Neighbours>(between(*out_.neighbours, present));
        out.links = links->links();
        for (std::size_t row = 0; row < present.size(); ++row)
            out.neighbours.push_back(static_cast<std::uint32_t>(links->count(row)));
        note_missing(out, present);

        const auto method = *asked.method;
        const auto weights = spatial_weights(links, *asked.style, method == LocalMethod::gi_star);
        const LocalValues values{out.values, out.with};
        out.local = local_statistics(method, weights, values, asked.divisor);
        tell_global(out, links);
        out.p.resize(out.values.size());
        for (std::size_t row = 0; row < out.p.size(); ++row) out.p[row] = normal_p(out.local.z[row], asked.alternative);
        refuse(out);
        if (!out.refusal.empty()) std::fill(out.p.begin(), out.p.end(), missing);
        if (out.refusal.empty() && *asked.inference != Inference::analytical) permute(out, weights, values, done, part);
        for (const auto p : out.p) out.tests += std::isnan(p) ? 0 : 1;
        out.adjusted_p = adjusted(out.p, *asked.adjustment);
        const auto tests = static_cast<double>(std::max<std::size_t>(out.tests, 1));
        out.smallest_adjusted_p =
            *asked.adjustment == Adjustment::none ? out.smallest_p : std::min(1.0, out.smallest_p * tests);
        out.outcomes = outcomes(method, weights, out.local, out.adjusted_p, asked.alpha, *asked.least_effect);
        if (run_.progress) run_.progress(done + part);
        return out;
    }

    void note_missing(const HotspotsAt& at, const std::vector<bool>& present) {
        const auto label = labels(level_.values.measurements)[at.measurement];
        const auto& codes = level_.areas->code;
        std::size_t without = 0;
        std::vector<std::string> lonely;
        for (std::size_t row = 0; row < present.size(); ++row) {
            if (!present[row])
                ++without;
            else if (at.neighbours[row] == 0)
                lonely.push_back(codes[row]);
        }
        out_.report.count(Note::Kind::dropped, level_.areas->level, label,
                          Sentence("rows without a value: no hotspots"), without);
        const auto count = lonely.size();
        out_.report.count(Note::Kind::unmatched, level_.areas->level, label,
                          Sentence("islands: no neighbour with a value, so nothing is told of them"), count,
                          std::move(lonely));
    }

    void tell_global(HotspotsAt& at, const std::shared_ptr<const Neighbours>& links) {
        const auto weights = spatial_weights(links, *out_.asked.style);
        GlobalOptions options{
            .alternative = out_.asked.alternative, .seed = out_.asked.seed, .threads = run_.threads, .stop = run_.stop};
        // As many links are looked at as local permutations draw.
        if (*out_.asked.inference != Inference::analytical) options.permutations = usual_permutations;
        for (const auto& [word, method] : global_method_words()) {
            static_cast<void>(word);
            at.global.push_back(global_statistic(method, weights, at.values, options));
        }
    }

    void refuse(HotspotsAt& at) const {
        const auto& level = level_.areas->level;
        const auto label = labels(level_.values.measurements)[at.measurement];
        constexpr std::size_t fewest = 3;
        double least = std::numeric_limits<double>::infinity();
        double most = -least;
        for (const auto& column : {at.values, at.with}) {
            for (const auto value : column) {
                if (std::isnan(value)) continue;
                least = std::min(least, value);
                most = std::max(most, value);
            }
        }
        if (at.local.n == 0)
            at.refusal = Sentence("no row of level '{}' has a value at {}", level, label);
        else if (at.local.n < fewest)
            at.refusal =
                Sentence("rows of level '{}' with a value at {}: {}, too few for a pattern", level, label, at.local.n);
        else if (least == most)
            at.refusal =
                Sentence("all {} values of level '{}' at {} are equal: there is no pattern", at.local.n, level, label);
        else if (at.links == 0)
            at.refusal =
                Sentence("no two rows of level '{}' with a value at {} are neighbours: all are islands", level, label);
        else if (std::all_of(at.local.z.begin(), at.local.z.end(), [](double z) { return std::isnan(z); }))
            at.refusal = untested(at);
        if (at.refusal.empty()) return;
        std::fill(at.p.begin(), at.p.end(), missing);
    }

    /// Why no row has a deviate although values differ and some are neighbours.
    Sentence untested(const HotspotsAt& at) const {
        const auto& level = level_.areas->level;
        bool all = true;
        for (const auto count : at.neighbours) all = all && (count == 0 || count + 1 == at.local.n);
        return all ? Sentence(
                         "each row of level '{}' has all others as neighbours: wherever the values lay, it would "
                         "be the same",
                         level)
                   : Sentence("the values of level '{}' are too large or too small to reckon with", level);
    }

    void permute(HotspotsAt& at, const SpatialWeights& weights, const LocalValues& values, double done, double part) {
        const auto& asked = out_.asked;
        std::size_t tests = 0;
        for (std::size_t row = 0; row < weights.size(); ++row) tests += weights.links().count(row) > 0 ? 1 : 0;
        PermutationOptions options{
            .permutations = asked.permutations, .seed = asked.seed, .threads = run_.threads, .stop = run_.stop};
        if (*asked.inference == Inference::adaptive) {
            options.enough = usual_enough;
            const auto needed =
                permutations_for(*asked.adjustment == Adjustment::none ? 1 : tests, asked.alpha, asked.alternative);
            if (options.permutations == 0)
                options.permutations = std::clamp(needed, usual_permutations, most_permutations);
        }
        if (run_.progress) options.progress = [&](double of) { run_.progress(done + part * of); };
        auto test = conditional_permutation(*asked.method, weights, values, options);
        out_.stopped = out_.stopped || test.stopped;
        at.p = test.p(asked.alternative);
        // Where one value is extreme, most orders lie on one side of the mean of all: what is rare on that side is no
        // sign of what the outcome would say, which goes by the mean.
        for (std::size_t row = 0; row < at.p.size(); ++row) {
            const auto z = at.local.z[row];
            if (std::isnan(z) || std::isnan(at.p[row])) continue;
            const auto side = z > 0 ? test.greater[row] : test.less[row];
            const bool other = asked.alternative == (z > 0 ? Alternative::less : Alternative::greater);
            at.p[row] = other ? 1 : asked.alternative == Alternative::two_sided ? std::min(1.0, 2 * side) : side;
        }
        // Where all others are neighbours, every permutation is as observed: that is no evidence of anything.
        for (std::size_t row = 0; row < at.p.size(); ++row) {
            if (std::isnan(at.local.z[row])) at.p[row] = missing;
        }
        at.permutations = std::move(test.permutations);
        at.most_permutations = options.permutations;
        at.smallest_p = smallest_p(options.permutations, asked.alternative);
    }

    const Dataset& dataset_;
    const Assessment& level_;
    const HotspotsRun& run_;
    HotspotsSubject subject_;
    LevelHotspots out_;
};

}  // namespace

const Words<Inference>& inference_words() {
    static const Words<Inference> words{{"analytical", Inference::analytical},
                                        {"permutation", Inference::permutation},
                                        {"adaptive", Inference::adaptive}};
    return words;
}

void check_second(const HotspotsAsked& asked) {
    if (asked.method == LocalMethod::bivariate_moran && asked.with.empty())
        fail("bivariate Moran needs a second dimension: --with, or 'with' in a session");
    if (asked.method && asked.method != LocalMethod::bivariate_moran && !asked.with.empty())
        fail("a second dimension is for bivariate Moran only");
}

HotspotsAsked settled(HotspotsAsked asked, const Areas& areas) {
    const bool cells = areas.level == "cells";
    if (!asked.method)
        asked.method = !asked.with.empty() ? LocalMethod::bivariate_moran
                       : cells             ? LocalMethod::gi_star
                                           : LocalMethod::moran;
    check_second(asked);
    if (!asked.neighbours) asked.neighbours = usual_rule(areas);
    if (!asked.style) asked.style = *asked.method == LocalMethod::gi_star ? WeightStyle::binary : WeightStyle::row;
    if (!asked.inference) asked.inference = cells ? Inference::analytical : Inference::adaptive;
    if (!asked.adjustment)
        asked.adjustment = *asked.inference == Inference::permutation ? Adjustment::none : Adjustment::fdr;
    if (!asked.least_effect) asked.least_effect = cells ? usual_effect_of_cells : 0;
    if (!(*asked.least_effect >= 0 && *asked.least_effect <= most_effect))
        fail("a least effect of {} standard deviations; it lies between 0 and {}", *asked.least_effect, most_effect);
    if (*asked.inference == Inference::permutation && asked.permutations == 0) asked.permutations = usual_permutations;
    if (*asked.inference == Inference::analytical && asked.permutations != 0)
        fail("analytical p-values need no permutations");
    if (asked.permutations > most_permutations)
        fail("{} permutations; {} are the most", asked.permutations, most_permutations);
    if (!(asked.alpha > 0 && asked.alpha < 1)) fail("a significance level of {}; it lies between 0 and 1", asked.alpha);
    if (!can_carry(*asked.inference, *asked.adjustment))
        fail(
            "the p-values of a fixed number of permutations cannot carry an adjustment for many tests: the smallest "
            "that {} permutations can give is {:g}; draw them adaptively, or take analytical ones",
            asked.permutations, smallest_p(asked.permutations, asked.alternative));
    return asked;
}

HotspotsSubject subject_of(const Assessment& level, const HotspotsAsked& asked) {
    HotspotsSubject out{level.total, {}, level.values.measurements.size() - 1};
    if (!asked.measurement.empty()) out.to = measurement_of(level, asked.measurement);
    if (!asked.on.starts_with(change_of_words)) {
        if (!asked.on.empty()) out.dimension = dimension_of(level, asked.on);
        return out;
    }
    if (!asked.measurement.empty()) fail("'{}' names its measurements; no other can be asked for", asked.on);
    if (asked.over_time) fail("'{}' is a change already; over time, name the scores alone", asked.on);
    auto text = std::string_view(asked.on).substr(change_of_words.size());
    const auto colon = text.find(':');
    if (colon != std::string_view::npos) out.dimension = dimension_of(level, text.substr(colon + 1));
    std::tie(out.from, out.to) = change_between(level, text.substr(0, colon));
    if (*out.from >= out.to) fail("'{}': a change goes from an earlier measurement to a later one", asked.on);
    return out;
}

LevelHotspots hotspots_of(const Dataset& dataset, const Assessment& level, const HotspotsAsked& asked,
                          const HotspotsRun& run) {
    return Analyser(dataset, level, asked, run)();
}

}  // namespace geo
