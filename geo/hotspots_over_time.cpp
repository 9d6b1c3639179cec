#include "geo/hotspots_over_time.h"

#include "geo/classify.h"
#include "geo/hotspot_classes.h"
#include "geo/hotspot_tables.h"
#include "geo/row_builder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace geo {

namespace {

bool is_told(Outcome outcome) {
    return outcome != Outcome::no_value && outcome != Outcome::island && outcome != Outcome::untested;
}

Trend trend_of(const TrendTest& intensity, double alpha) {
    if (!(intensity.p <= alpha) || intensity.s == 0) return Trend::none;
    return intensity.s > 0 ? Trend::up : Trend::down;
}

/// Of the neighbours' mean, by the limits of the level's own classes.
std::vector<std::uint8_t> context_of(const Neighbours& neighbours, const HotspotsAt& at, const ClassTable& classes) {
    std::vector<double> mean(at.values.size(), missing);
    for (std::size_t row = 0; row < mean.size(); ++row) {
        double sum = 0;
        double weight = 0;
        for (auto link = neighbours.starts[row]; link < neighbours.starts[row + 1]; ++link) {
            const auto value = at.values[neighbours.to[link]];
            if (std::isnan(value)) continue;
            sum += neighbours.weight(link) * value;
            weight += neighbours.weight(link);
        }
        if (weight > 0) mean[row] = sum / weight;
    }
    std::vector<std::uint8_t> out(mean.size());
    classify(mean, classes.limits, out);
    return out;
}

struct Span {
    std::string dimension;
    std::string from;
    std::string to;
};

Span span_of(const HotspotsOverTime& of) {
    const auto& values = of.of->level->values;
    const auto label = labels(values.measurements);
    return {values.dimensions[subject_of(*of.of->level, of.of->asked).dimension], label[of.measurements.front()],
            label[of.measurements.back()]};
}

void add_key(RowBuilder& rows, const HotspotsOverTime& of) {
    const auto span = span_of(of);
    rows.text("level", of.of->level->areas->level);
    rows.text("dimension", span.dimension);
    rows.text("from", span.from);
    rows.text("measurement", span.to);
}

std::string code_of(const Categories& categories, std::size_t category) {
    return category == Categories::unknown ? std::string() : categories.all()[category].code;
}

}  // namespace

ClassTransitions class_transitions(const LevelHotspots& of, const std::vector<std::string>& among) {
    ClassTransitions out;
    const auto& level = *of.level;
    const auto dimension = subject_of(level, of.asked).dimension;
    if (level.values.dimensions[dimension] == "lbm") return out;  // its classes are decided from another dimension, afw
    const auto& tables = level.tables[dimension];
    const auto& classes = tables[of.at.back().measurement];
    // Classes whose limits change are other classes.
    for (const auto& at : of.at) {
        if (classes.labels_en.empty() || tables[at.measurement].limits != classes.limits) return out;
    }
    std::vector<bool> chosen(level.values.rows, among.empty());
    for (const auto& code : among) {
        const auto& codes = level.areas->code;
        const auto at = std::find(codes.begin(), codes.end(), code);
        if (at != codes.end()) chosen[static_cast<std::size_t>(at - codes.begin())] = true;
    }
    const auto classes_at = [&](const HotspotsAt& at) {
        std::vector<std::uint8_t> column(level.values.rows);
        classify(at.values, classes.limits, column);
        for (std::size_t row = 0; row < column.size(); ++row) {
            if (!chosen[row]) column[row] = no_class;
        }
        return column;
    };
    std::vector<std::vector<std::uint8_t>> columns;
    std::vector<std::vector<std::uint8_t>> contexts;
    for (const auto& at : of.at) {
        columns.push_back(classes_at(at));
        contexts.push_back(context_of(*of.neighbours, at, classes));
    }
    std::vector<MarkovStep> steps;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) steps.push_back({columns[i], columns[i + 1], contexts[i]});
    for (std::size_t row = 0; row < level.values.rows; ++row) {
        out.rows += std::any_of(steps.begin(), steps.end(), [&](const MarkovStep& step) {
            return is_class(step.before[row]) && is_class(step.after[row]) && is_class(step.context[row]);
        });
    }
    out.classes = classes;
    if (out.rows == 0) return out;
    out.counts = spatial_markov(steps, classes.classes(), classes.classes());
    return out;
}

HotspotsOverTime over_time(const LevelHotspots& level) {
    HotspotsOverTime out;
    out.of = &level;
    const auto& measurements = level.level->values.measurements;
    std::vector<double> years;
    for (const auto& at : level.at) {
        out.measurements.push_back(at.measurement);
        years.push_back(measurements[at.measurement].date);
    }
    out.smallest_p = smallest_trend_p(level.at.size());
    const auto count = level.neighbours->size();
    const auto categories = hotspot_categories();
    // Gi and Gi* say by their sign which values come together; Moran rises, and Geary falls, with either.
    const bool geary = *level.asked.method == LocalMethod::geary;
    const bool gi = *level.asked.method == LocalMethod::gi || *level.asked.method == LocalMethod::gi_star;
    const double low_sign = gi || geary ? -1 : 1;
    const double high_sign = geary ? -1 : 1;
    KendallDistributions distributions;
    std::vector<double> scores(level.at.size());
    std::vector<double> low(level.at.size());
    std::vector<double> high(level.at.size());
    for (std::size_t row = 0; row < count; ++row) {
        std::string low_sequence;
        std::string high_sequence;
        for (std::size_t i = 0; i < level.at.size(); ++i) {
            const auto& at = level.at[i];
            scores[i] = at.values[row];
            const auto z = at.local.z[row];
            low[i] = low_sign * z;
            high[i] = high_sign * z;
            if (!is_told(at.outcomes[row])) continue;
            low_sequence += is_low(at.outcomes[row]) ? '1' : '0';
            high_sequence += is_high(at.outcomes[row]) ? '1' : '0';
        }
        out.trend.push_back(trend(scores, years, distributions));
        out.low_intensity.push_back(trend(low, years, distributions));
        out.high_intensity.push_back(trend(high, years, distributions));
        // What a place was before says nothing of what it is when nothing is known of it.
        const bool known = is_told(level.at.back().outcomes[row]);
        const auto of = [&](const std::string& sequence, const TrendTest& intensity) {
            return known ? categories.of(sequence, trend_of(intensity, level.asked.alpha)) : Categories::unknown;
        };
        out.low.push_back(of(low_sequence, out.low_intensity.back()));
        out.high.push_back(of(high_sequence, out.high_intensity.back()));
        out.low_sequence.push_back(std::move(low_sequence));
        out.high_sequence.push_back(std::move(high_sequence));
    }
    out.transitions = class_transitions(level, level.asked.among);
    return out;
}

Sentence too_few_for_a_trend(const HotspotsOverTime& of) {
    const auto alpha = of.of->asked.alpha;
    if (of.smallest_p <= alpha) return {};
    if (of.measurements.size() == 1) return Sentence("with one measurement there is no trend");
    return Sentence("with {} measurements no trend can be significant at {:g} %: the smallest p is {:.3g}",
                    of.measurements.size(), 100 * alpha, of.smallest_p);
}

OutputTable over_time_table(const std::vector<HotspotsOverTime>& levels) {
    const auto categories = hotspot_categories();
    RowBuilder rows;
    for (const auto& of : levels) {
        const auto& areas = *of.of->level->areas;
        for (std::size_t row = 0; row < of.trend.size(); ++row) {
            const auto& trend = of.trend[row];
            add_key(rows, of);
            rows.text("code", areas.code[row]);
            rows.text("low_category", code_of(categories, of.low[row]));
            rows.text("low_sequence", of.low_sequence[row]);
            rows.text("high_category", code_of(categories, of.high[row]));
            rows.text("high_sequence", of.high_sequence[row]);
            rows.whole("n", static_cast<double>(trend.n));
            rows.number("slope", trend.slope);
            rows.whole("kendall_s", static_cast<double>(trend.s));
            rows.number("trend_p", trend.p);
            rows.number("smallest_trend_p", trend.smallest_p);
        }
    }
    return std::move(rows).table("hotspots_over_time", {{"n", "measurements_with_value"}});
}

OutputTable markov_table(const std::vector<HotspotsOverTime>& levels) {
    RowBuilder rows;
    for (const auto& of : levels) {
        if (!of.transitions.counts) continue;
        const auto add = [&](double context, const TransitionCounts& counts) {
            for (std::size_t from = 1; from <= counts.classes; ++from) {
                for (std::size_t to = 1; to <= counts.classes; ++to) {
                    add_key(rows, of);
                    rows.whole("context_class", context);
                    rows.whole("class_from", static_cast<double>(from));
                    rows.whole("class_to", static_cast<double>(to));
                    rows.whole("count", counts.count[counts.at(from, to)]);
                    rows.number("probability", counts.probability(from, to));
                }
            }
        };
        add(missing, of.transitions.counts->all);
        for (std::size_t context = 0; context < of.transitions.counts->by_context.size(); ++context)
            add(static_cast<double>(context + 1), of.transitions.counts->by_context[context]);
    }
    return std::move(rows).table("class_markov");
}

OutputTable markov_tests_table(const std::vector<HotspotsOverTime>& levels) {
    RowBuilder rows;
    for (const auto& of : levels) {
        if (!of.transitions.counts) continue;
        const auto add = [&](const char* test, double statistic, double p) {
            add_key(rows, of);
            rows.text("test", test);
            rows.number("statistic", statistic);
            rows.number("degrees_of_freedom", of.transitions.counts->degrees_of_freedom);
            rows.number("p", p);
        };
        add("likelihood_ratio", of.transitions.counts->likelihood_ratio, of.transitions.counts->p_likelihood_ratio);
        add("chi_square", of.transitions.counts->chi_square, of.transitions.counts->p_chi_square);
    }
    return std::move(rows).table("class_markov_tests");
}

std::vector<OutputTable> over_time_tables(const std::vector<HotspotsOverTime>& levels) {
    std::vector<OutputTable> out;
    for (auto* make : {over_time_table, markov_table, markov_tests_table}) {
        if (auto table = make(levels); table.rows() > 0) out.push_back(std::move(table));
    }
    return out;
}

void add_columns(OutputTable& wide, const HotspotsOverTime& of) {
    const auto span = span_of(of);
    const auto when = fmt::format("{}_{}", span.from, span.to);
    const Meaning about{.dimension = span.dimension, .measurement = span.to, .from = span.from};
    const auto last = outcome_bytes(*of.of, of.of->at.back());
    add_class_columns(wide, "hotspot_low", when, about, category_classes(false), category_bytes(of.low, last));
    add_class_columns(wide, "hotspot_high", when, about, category_classes(true), category_bytes(of.high, last));
    const auto add = [&](const std::string& what, auto&& value_of) {
        std::vector<double> values;
        for (const auto& trend : of.trend) values.push_back(value_of(trend));
        auto name = what + '_' + when;
        keep_free(wide, name);
        auto meaning = about;
        meaning.term = what + "_of";
        wide.columns.emplace_back(number_column(std::move(name), std::move(values)), std::move(meaning));
    };
    add("slope", [](const TrendTest& trend) { return trend.slope; });
    add("trend_p", [](const TrendTest& trend) { return trend.n < 2 ? missing : trend.p; });
}

}  // namespace geo
