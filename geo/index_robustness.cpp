#include "geo/index_robustness.h"

#include "geo/composite/aggregate.h"
#include "geo/composite/compose.h"
#include "geo/composite/sensitivity.h"
#include "geo/composite/words.h"
#include "geo/error.h"
#include "geo/explain.h"
#include "geo/index_totals.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <set>

namespace geo {

namespace {

constexpr double scale_low = 1;  // of other normalisations: above 0, so that a geometric mean can be taken of them
constexpr double scale_high = 100;
constexpr std::size_t most_places = 1'000'000'000;  // 4 bytes each

/// An index as one says it is made, and what it is made of.
struct Basis {
    IndexModel model;
    Table treated;  // [indicators][measurements][units] before they are brought to a scale
    Table normalised;
    std::string reference;  // label of the measurement that makes the scale
    bool published = false;
    Sentence refusal;
};

/// The sum of its parts, as the source gives them.
Basis basis_of_parts(const Assessment& level) {
    Basis out;
    out.published = is_known_dimension(level.values.dimensions[level.total]);
    auto& model = out.model;
    const auto& table = level.units.table();
    model.name = level.values.dimensions[level.total];
    model.aggregation = Aggregation::sum;
    model.normalisation.method = Normalisation::Method::none;
    model.dimensions.push_back({model.name, {}, {}});
    std::vector<std::string> codes;
    for (const auto& part : level.parts) {
        if (table.find_dimension(part.dimension) == table.dimensions.size()) continue;
        Indicator indicator;
        indicator.code = part.dimension;
        indicator.parent = model.name;
        indicator.weight = part.factor;
        model.indicators.push_back(indicator);
        codes.push_back(part.dimension);
    }
    if (codes.size() < 2 || codes.size() < level.parts.size()) {
        out.refusal = Sentence(
            "'{}' of level '{}' is no index: what it is the sum of was not read; make an own index "
            "of columns by a model file (--index)",
            model.name, level.areas->level);
        return out;
    }
    Table parts(codes, table.measurements, table.rows);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        for (std::size_t m = 0; m < parts.measurements.size(); ++m) {
            const auto from = table.values.column(table.find_dimension(codes[i]), m);
            std::copy(from.begin(), from.end(), parts.values.column(i, m).begin());
        }
    }
    out.treated = parts;
    out.normalised = std::move(parts);
    return out;
}

Basis basis_of(const Dataset& dataset, const Assessment& level) {
    if (dataset.composition) {
        for (const auto& units : dataset.composition->units) {
            if (units.level == level.units.level && units.stages)
                return {dataset.composition->model,
                        units.stages->treated,
                        units.stages->normalised,
                        units.reference,
                        false,
                        {}};
        }
    }
    return basis_of_parts(level);
}

/// Parts with a weight beside which there is another.
bool has_siblings(const Parts& of) {
    return std::count_if(of.parts.begin(), of.parts.end(), [](const auto& p) { return p.weight > 0; }) > 1;
}

class Analyser {
public:
    Analyser(const Dataset& dataset, const Assessment& level, const RobustnessAsked& asked, const RobustnessRun& run)
        : level_(level), run_(run), basis_(basis_of(dataset, level)) {
        basis_.model = with_importance(std::move(basis_.model), run.importance);
        out_.level = &level;
        out_.asked = asked;
        out_.published = basis_.published;
        out_.refusal = basis_.refusal;
        const auto all = labels(level.values.measurements);
        out_.measurement = asked.measurement.empty() ? all.size() - 1 : measurement_of(level, asked.measurement);
        const auto reference = std::find(all.begin(), all.end(), basis_.reference);
        out_.reference = reference == all.end() ? out_.measurement : static_cast<std::size_t>(reference - all.begin());
        for (const auto& claim : asked.claims) add(claim);
    }

    LevelRobustness operator()() {
        const auto scores = level_.values.values.column(level_.total, out_.measurement);
        if (const auto places = scores.size() * out_.asked.count; places > most_places)
            fail("{} draws of {} areas are {} places to keep, and {} are the most: choose fewer draws",
                 out_.asked.count, scores.size(), places, most_places);
        if (out_.refusal.empty() && std::all_of(scores.begin(), scores.end(), [](double v) { return std::isnan(v); }))
            out_.refusal = Sentence("level '{}' has no scores of measurement {}", level_.areas->level,
                                    labels(level_.values.measurements)[out_.measurement]);
        if (!out_.refusal.empty()) return std::move(out_);
        prepare();
        draw();
        choose();
        weigh_factors();
        for (auto& answer : out_.claims) {
            turn(answer);
            if (std::isnan(answer.difference)) answer.supported = missing;
        }
        find_limits();
        return std::move(out_);
    }

private:
    /// An index like the own one: other weights or means, on one of the scales.
    struct Other {
        IndexModel model;
        std::size_t scale = 0;
    };

    void add(const Claim& claim) {
        const auto& codes = level_.areas->code;
        const auto need = [&](const std::string& code) {
            if (std::find(codes.begin(), codes.end(), code) == codes.end())
                fail("no area of level '{}' has the code '{}'", level_.areas->level, code);
        };
        need(claim.area);
        if (claim.kind == Claim::Kind::weaker) {
            need(claim.other);
            if (claim.area == claim.other) fail("'{}' cannot be weaker than itself; name another area", claim.area);
        } else {
            if (measurement_of(level_, claim.other) == out_.measurement)
                fail("'{}' cannot have improved since {}, the measurement that is told of; name an earlier one",
                     claim.area, claim.other);
            check_comparable(level_, measurement_of(level_, claim.other), out_.measurement, Incomparable::refused);
        }
        out_.claims.push_back({claim, false, missing, missing, {}, {}, {}});
    }

    [[nodiscard]] std::size_t row_of(const std::string& code) const {
        const auto& codes = level_.areas->code;
        return static_cast<std::size_t>(std::find(codes.begin(), codes.end(), code) - codes.begin());
    }

    /// The scales there are: the model's own first.
    void prepare() {
        needed_ = {out_.measurement, out_.reference};
        for (const auto& answer : out_.claims) {
            if (answer.claim.kind == Claim::Kind::improved) needed_.insert(measurement_of(level_, answer.claim.other));
        }
        scales_.push_back(std::make_unique<IndexTotals>(level_, basis_.normalised, needed_));
        using Method = Normalisation::Method;
        for (const auto method : {Method::min_max, Method::percentile_rank, Method::z}) {
            const bool own = std::all_of(
                basis_.model.indicators.begin(), basis_.model.indicators.end(),
                [&](const auto& indicator) { return normalisation_of(basis_.model, indicator).method == method; });
            if (own) continue;
            ChoiceEffect told{ChoiceEffect::Kind::normalisation,
                              std::string(word_of(normalisation_words(), method)),
                              missing,
                              missing,
                              missing,
                              {}};
            auto model = with_aggregation(basis_.model, Aggregation::arithmetic);  // of the scale nothing hangs on it
            model.reference = basis_.reference.empty() ? each_measurement : basis_.reference;
            model.imputation = {};
            model.outliers = {};
            model.normalisation = {method, scale_low, scale_high};
            for (auto& indicator : model.indicators) {
                indicator.imputation.reset();
                indicator.outliers.reset();
                indicator.normalisation.reset();
            }
            try {
                ComposeOptions options;
                options.threads = run_.threads;
                auto totals =
                    std::make_unique<IndexTotals>(level_, compose(basis_.treated, model, options).normalised, needed_);
                if (needs_sign() && totals->any_negative()) {
                    told.refusal = no_such_mean();
                    out_.choices.push_back(std::move(told));
                    continue;
                }
                scales_.push_back(std::move(totals));
                add_choice({basis_.model, scales_.size() - 1}, std::move(told));
            } catch (const Error& error) {
                told.refusal = error.sentence();
                out_.choices.push_back(std::move(told));
            }
        }
        for (std::size_t s = 0; s < scales_.size(); ++s) negative_.push_back(scales_[s]->any_negative());
        own_.resize(level_.areas->size());
        own_at_reference_.resize(own_.size());
        evaluate({basis_.model, 0}, own_, own_at_reference_);
        const auto r = out_.reference;
        const auto& table = level_.tables[level_.total][r];
        shares_.classes = level_.classes.column(level_.total, r);
        shares_.class_count = table.labels_en.empty() ? 0 : table.classes();
        if (level_.aggregated) {
            shares_.weights = level_.weight.column(level_.total, r);
        } else if (!level_.units.weights.empty()) {
            shares_.weights = level_.units.weights[r].values;
        }
    }

    void evaluate(const Other& other, std::span<double> scores, std::span<double> reference) const {
        const Aggregator by(other.model);
        (*scales_[other.scale])(by, out_.measurement, scores);
        if (reference.data() != scores.data()) (*scales_[other.scale])(by, out_.reference, reference);
    }

    [[nodiscard]] std::span<const double> own_reference() const {
        return out_.reference == out_.measurement ? std::span<const double>(own_) : own_at_reference_;
    }

    [[nodiscard]] RobustnessOptions options(std::size_t variants, double from, double to) const {
        RobustnessOptions out;
        out.variants = variants;
        out.coverage = out_.asked.coverage;
        out.threads = run_.threads;
        out.stop = run_.stop;
        if (run_.progress) out.progress = [this, from, to](double part) { run_.progress(from + (to - from) * part); };
        return out;
    }

    void draw() {
        const auto& asked = out_.asked;
        std::vector<std::vector<std::uint8_t>> holds(out_.claims.size(), std::vector<std::uint8_t>(asked.count, 0));
        const auto variant = [&](std::size_t which, std::span<double> scores, std::span<double> reference) {
            const Other other{drawn_weights(basis_.model, asked.draws, which), 0};
            evaluate(other, scores, reference);
            for (std::size_t c = 0; c < out_.claims.size(); ++c)
                holds[c][which] = difference(out_.claims[c].claim, other, scores) > 0 ? 1 : 0;
        };
        out_.drawn = robustness(own_, own_reference(), shares_, variant, options(asked.count, 0, 0.5));
        for (std::size_t c = 0; c < out_.claims.size(); ++c) {
            const auto held = std::count(holds[c].begin(), holds[c].end(), 1);
            if (asked.count > 0)
                out_.claims[c].supported = static_cast<double>(held) / static_cast<double>(asked.count);
        }
    }

    /// Above 0 where the claim holds. \param scores of the measurement
    [[nodiscard]] double difference(const Claim& claim, const Other& other, std::span<const double> scores) const {
        const auto area = row_of(claim.area);
        if (claim.kind == Claim::Kind::weaker) return scores[row_of(claim.other)] - scores[area];
        std::vector<double> before(own_.size());
        (*scales_[other.scale])(Aggregator(other.model), measurement_of(level_, claim.other), before);
        return scores[area] - before[area];
    }

    void add_choice(Other other, ChoiceEffect told) {
        others_.push_back(std::move(other));
        out_.choices.push_back(std::move(told));
        told_.push_back(out_.choices.size() - 1);
    }

    /// Each other choice alone.
    void choose() {
        const auto parts = parts_of(basis_.model);
        for (std::size_t d = 0; d < parts.size(); ++d) {
            if (!has_siblings(parts[d])) continue;
            for (const auto& part : parts[d].parts) {
                if (!(part.weight > 0)) continue;
                auto model = basis_.model;
                auto& weight =
                    part.indicator ? model.indicators[part.index].weight : model.dimensions[part.index].weight;
                weight = 0;
                const auto& code =
                    part.indicator ? model.indicators[part.index].code : model.dimensions[part.index].code;
                add_choice({model, 0}, {ChoiceEffect::Kind::left_out, code, missing, missing, missing, {}});
            }
        }
        for (const auto& aggregation : aggregations()) {
            ChoiceEffect told{ChoiceEffect::Kind::aggregation,
                              std::string(word_of(aggregation_words(), aggregation)),
                              missing,
                              missing,
                              missing,
                              {}};
            if (negative_[0] && aggregation != Aggregation::arithmetic) {
                told.refusal = no_such_mean();
                out_.choices.push_back(std::move(told));
                continue;
            }
            add_choice({with_aggregation(basis_.model, aggregation), 0}, std::move(told));
        }
        auto how = options(others_.size(), 0.5, 0.6);
        how.intervals = false;
        const auto made = robustness(
            own_, own_reference(), shares_,
            [&](std::size_t which, std::span<double> scores, std::span<double> reference) {
                evaluate(others_[which], scores, reference);
            },
            how);
        for (std::size_t v = 0; v < others_.size() && !made.stopped; ++v) {
            auto& told = out_.choices[told_[v]];
            told.mean_shift = made.shift[v];
            told.most_shift = made.most[v];
            told.other_class = made.other_class[v];
        }
    }

    /// Others than that of all dimensions; a sum and an arithmetic mean give one order.
    [[nodiscard]] std::vector<Aggregation> aggregations() const {
        std::set<Aggregation> own;
        for (const auto& of : parts_of(basis_.model))
            own.insert(of.aggregation == Aggregation::sum ? Aggregation::arithmetic : of.aggregation);
        std::vector<Aggregation> out;
        for (const auto aggregation : {Aggregation::arithmetic, Aggregation::geometric, Aggregation::harmonic}) {
            if (own.size() > 1 || !own.contains(aggregation)) out.push_back(aggregation);
        }
        return out;
    }

    [[nodiscard]] static Sentence no_such_mean() {
        return Sentence("indicators are negative on their scale, and no such mean can be taken of them");
    }
    /// Whether a mean of the model is geometric or harmonic.
    [[nodiscard]] bool needs_sign() const { return !Aggregator(basis_.model).linear(); }

    [[nodiscard]] static IndexModel with_aggregation(IndexModel model, Aggregation aggregation) {
        model.aggregation = aggregation;
        for (auto& dimension : model.dimensions) dimension.aggregation.reset();
        return model;
    }

    /// All factors at once.
    void weigh_factors() {
        const auto n = out_.asked.samples;
        if (n < 2) return;
        const auto parts = parts_of(basis_.model);
        std::vector<std::size_t> weighed;  // dimensions whose weights are a factor
        for (std::size_t d = 0; d < parts.size(); ++d) {
            if (!has_siblings(parts[d])) continue;
            weighed.push_back(d);
            out_.factors.push_back({"weights", basis_.model.dimensions[d].code});
        }
        // Means that need positive values go with scales that have them, whatever is drawn.
        std::vector<std::size_t> scales;
        std::vector<std::optional<Aggregation>> means{std::nullopt};  // the model's own
        for (std::size_t s = 0; s < scales_.size(); ++s) {
            if (s == 0 || !negative_[s] || negative_[0]) scales.push_back(s);
        }
        for (const auto aggregation : aggregations()) {
            if (!negative_[0] || aggregation == Aggregation::arithmetic) means.emplace_back(aggregation);
        }
        if (scales.size() > 1) out_.factors.push_back({"normalisation"});
        if (means.size() > 1) out_.factors.push_back({"aggregation"});
        const auto k = out_.factors.size();
        if (k == 0) return;
        const auto made_of = [&](std::span<const double> at) {
            Other other{basis_.model, 0};
            std::size_t f = 0;
            for (const auto d : weighed)
                draw_weights_within(other.model, d, out_.asked.draws, std::bit_cast<std::uint64_t>(at[f++]));
            const auto pick = [&](std::size_t choices) {
                return std::min(choices - 1, static_cast<std::size_t>(at[f++] * static_cast<double>(choices)));
            };
            if (scales.size() > 1) other.scale = scales[pick(scales.size())];
            if (means.size() > 1) {
                if (const auto mean = means[pick(means.size())])
                    other.model = with_aggregation(std::move(other.model), *mean);
            }
            return other;
        };
        const SensitivityDesign design{n, k, out_.asked.draws.seed};
        auto how = options(design.size(), 0.6, 1);
        how.intervals = false;
        const auto made = robustness(
            own_, own_reference(), {},
            [&](std::size_t which, std::span<double> scores, std::span<double> reference) {
                evaluate(made_of(design.at(which)), scores, reference);
            },
            how);
        if (made.stopped) return;
        const auto shares = variance_shares(design, made.shift);
        for (std::size_t f = 0; f < k; ++f) out_.factors[f].share = shares[f];
    }

    /// The least weight that turns a claim, moved between indicators.
    void turn(ClaimAnswer& answer) {
        const auto& claim = answer.claim;
        const auto& table = level_.values;
        const bool weaker = claim.kind == Claim::Kind::weaker;
        const auto area = row_of(claim.area);
        const auto other = weaker ? row_of(claim.other) : area;
        const auto before = weaker ? out_.measurement : measurement_of(level_, claim.other);
        const auto value = [&](std::size_t d, bool first) {  // of what is more where the claim holds, or of the other
            return first == weaker ? table.values.column(d, before)[other]
                                   : table.values.column(d, out_.measurement)[area];
        };
        answer.difference = value(level_.total, true) - value(level_.total, false);
        answer.holds = answer.difference > 0;
        if (std::isnan(answer.difference)) {
            answer.refusal = Sentence("there is no score to compare");
            return;
        }
        const Aggregator by(basis_.model);
        if (!by.linear()) {
            answer.refusal = Sentence("the total is no sum of its parts, so that no weight can be told that turns it");
            return;
        }
        double whole = 0;
        double sum = 0;
        std::vector<double> shares, differences;
        for (std::size_t i = 0; i < basis_.model.indicators.size(); ++i) {
            const double factor = by.factors()[i];
            if (!(factor > 0)) continue;
            const auto& code = basis_.model.indicators[i].code;
            const auto d = table.find_dimension(code);
            const double difference = d < table.dimensions.size() ? value(d, true) - value(d, false) : missing;
            if (std::isnan(difference)) {
                answer.refusal =
                    Sentence("a part of the total is missing, so that no weight can be told that turns it");
                return;
            }
            whole += factor;
            sum += factor * difference;
            shares.push_back(factor);
            differences.push_back(difference);
            answer.shares.push_back({code, factor, missing});
        }
        constexpr double rounding = 1e-6;
        if (std::abs(sum - answer.difference) > rounding * (std::abs(sum) + std::abs(answer.difference)) + 1e-12) {
            answer.shares.clear();
            answer.refusal =
                Sentence("some cells lack a part of the total, so that no weight can be told that turns it");
            return;
        }
        for (double& share : shares) share /= whole;
        const auto turned = answer.difference == 0 ? std::optional(Turn{0, shares}) : least_turn(shares, differences);
        if (turned) answer.moved = turned->moved;
        for (std::size_t p = 0; p < shares.size(); ++p) {
            answer.shares[p].before = shares[p];
            if (turned) answer.shares[p].after = turned->shares[p];
        }
    }

    void find_limits() {
        const auto scores = level_.values.values.column(level_.total, out_.measurement);
        const auto& limits = level_.tables[level_.total][out_.measurement].limits;
        out_.to_limit.assign(scores.size(), missing);
        for (std::size_t area = 0; area < scores.size(); ++area) {
            for (const double limit : limits) {
                const double distance = limit - scores[area];
                auto& nearest = out_.to_limit[area];
                if (std::isfinite(distance) && !(std::abs(nearest) <= std::abs(distance))) nearest = distance;
            }
        }
    }

    const Assessment& level_;
    const RobustnessRun& run_;
    Basis basis_;
    LevelRobustness out_;
    std::set<std::size_t> needed_;
    std::vector<std::unique_ptr<IndexTotals>> scales_;
    std::vector<bool> negative_;  // [scales]
    std::vector<double> own_, own_at_reference_;
    ClassShares shares_;
    std::vector<Other> others_;      // choices that can be made
    std::vector<std::size_t> told_;  // [others_] into out_.choices
};

}  // namespace

bool is_possible(const RobustnessAsked& asked) {
    constexpr std::size_t most_draws = 100'000;
    constexpr std::size_t most_samples = 10'000;
    constexpr double most_concentration = 1e9;
    const auto& draws = asked.draws;
    return asked.count >= 1 && asked.count <= most_draws && asked.samples <= most_samples && draws.concentration > 0 &&
           draws.concentration <= most_concentration && draws.spread >= 0 && draws.spread <= 1 && asked.coverage > 0 &&
           asked.coverage < 1;
}

LevelRobustness robustness_of(const Dataset& dataset, const Assessment& level, const RobustnessAsked& asked,
                              const RobustnessRun& run) {
    return Analyser(dataset, level, asked, run)();
}

}  // namespace geo
