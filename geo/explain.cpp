#include "geo/explain.h"

#include "geo/error.h"
#include "geo/layout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace geo {

namespace {

/// A dimension that the total is made of, as an index of the table.
struct WeighedPart {
    std::size_t dimension;
    double factor;
};

/// What the total is the sum of; nothing unless all is there with a value.
template <typename HasValue>
std::vector<WeighedPart> parts_of(const Assessment& a, HasValue&& has_value) {
    std::vector<WeighedPart> out;
    for (const auto& part : a.parts) {
        const auto d = a.values.find_dimension(part.dimension);
        if (d == a.values.dimensions.size() || !has_value(d)) return {};
        out.push_back({d, part.factor});
    }
    return out;
}

/// What a part of the total, counting for `factor`, does to it.
ChangeSplit weighed(ChangeSplit split, double factor) {
    if (factor == 1) return split;
    for (double* value : {&split.before, &split.after, &split.within, &split.weights, &split.entry, &split.exit})
        *value *= factor;
    return split;
}

/// The reference's index of a measurement, found by what it is, for its level may have others; the number of its
/// measurements where it has not this one.
std::size_t same_measurement(const Assessment& a, std::size_t m, const Assessment& other) {
    const auto& all = other.values.measurements;
    return static_cast<std::size_t>(std::find(all.begin(), all.end(), a.values.measurements[m]) - all.begin());
}

void check_same_measurement(const Assessment& a, std::size_t m, const Assessment& other) {
    const auto& all = other.values.measurements;
    if (same_measurement(a, m, other) < all.size()) return;
    const auto& wanted = a.values.measurements[m];
    fail(
        "level '{}' has no scores of measurement {} (model version {}, edition {}), so it cannot be compared with at "
        "it; "
        "it has {}",
        other.areas->level, labels(a.values.measurements)[m], wanted.model_version.empty() ? "-" : wanted.model_version,
        wanted.edition.empty() ? "-" : wanted.edition, fmt::join(labels(all), ", "));
}

Moment moment_of(const Assessment& a, std::size_t dimension, std::size_t m) {
    return {a.units.table().values.column(dimension, m), a.units.weights[m].values};
}

std::string named(const Assessment& a, std::size_t area) {
    const auto& name = a.areas->name[area];
    return name.empty() ? fmt::format("'{}'", a.areas->code[area])
                        : fmt::format("'{}' ({})", a.areas->code[area], name);
}

/// An area that carries its own score: all change is its own, and nothing is known of what is inside.
ChangeSplit own_change(double before, double after) {
    ChangeSplit out{before, after, after - before, 0, 0, 0};
    out.stayed = 1;
    return out;
}

/// Parts of a sum by their size, equal ones by name.
template <typename Part, typename Size>
void largest_first(std::vector<Part>& parts, Size&& size) {
    std::sort(parts.begin(), parts.end(), [&](const Part& x, const Part& y) {
        const double of_x = std::abs(size(x));
        const double of_y = std::abs(size(y));
        return of_x != of_y ? of_x > of_y : x.dimension < y.dimension;
    });
}

}  // namespace

double Gap::sum() const {
    double out = 0;
    for (const auto& part : parts) out += part.difference();
    return out;
}

double Change::sum() const {
    double out = 0;
    for (const auto& part : parts) out += part.split.change();
    return out;
}

double reference_value(const Reference& reference, const Assessment& a, std::size_t dimension,
                       std::size_t measurement) {
    const auto* level = reference.level;
    if (level == nullptr) return 0.0;
    const auto m = same_measurement(a, measurement, *level);
    const auto d = level->values.find_dimension(a.values.dimensions[dimension]);
    const bool there = m < level->values.measurements.size() && d < level->values.dimensions.size();
    return there ? level->values.values.column(d, m)[reference.area] : missing;
}

Gap gap_of(const Assessment& a, std::size_t area, std::size_t m, const Reference& reference) {
    Gap out;
    out.reference = reference;
    out.area = a.values.values.column(a.total, m)[area];
    const Assessment* level = reference.level;
    if (level != nullptr) check_same_measurement(a, m, *level);
    const std::size_t there = level == nullptr ? 0 : same_measurement(a, m, *level);
    const auto value_there = [&](std::size_t d) { return reference_value(reference, a, d, m); };
    out.other = value_there(a.total);
    if (std::isnan(out.other))
        fail("{} has no score of measurement {}, so it cannot be compared with", named(*level, reference.area),
             labels(a.values.measurements)[m]);
    const auto parts = parts_of(a, [&](std::size_t d) {
        return !std::isnan(a.values.values.column(d, m)[area]) && !std::isnan(value_there(d));
    });
    const auto units_of = [](const Assessment& of, std::size_t d, std::size_t at, std::size_t row) {
        return of.aggregated ? of.n.column(d, at)[row] : 1u;
    };
    for (const auto& [d, factor] : parts) {
        out.parts.push_back(
            {a.values.dimensions[d], factor * a.values.values.column(d, m)[area], factor * value_there(d)});
        out.complete = out.complete && units_of(a, d, m, area) == units_of(a, a.total, m, area);
        if (level == nullptr) continue;
        const auto at = level->values.find_dimension(a.values.dimensions[d]);
        out.complete = out.complete && units_of(*level, at, there, reference.area) ==
                                           units_of(*level, level->total, there, reference.area);
    }
    largest_first(out.parts, [](const GapPart& part) { return part.difference(); });
    return out;
}

std::size_t measurement_of(const Assessment& a, const std::string& label) {
    const auto all = labels(a.values.measurements);
    const auto at = std::find(all.begin(), all.end(), label);
    if (at == all.end())
        fail("level '{}' has no measurement '{}'; it has {}", a.areas->level, label, fmt::join(all, ", "));
    return static_cast<std::size_t>(at - all.begin());
}

bool comparable(const Measurement& a, const Measurement& b) {
    // Two of the Leefbaarometer whose model nobody names may be of two models.
    const bool unknown = !a.edition.empty() && a.model_version.empty();
    return a.model_version == b.model_version && a.edition == b.edition && !unknown;
}

std::size_t earliest_comparable(const Assessment& a, std::size_t area, std::size_t to) {
    const auto& all = a.values.measurements;
    std::size_t out = to;
    for (std::size_t m = to; m-- > 0;) {
        const bool scored = !std::isnan(a.values.values.column(a.total, m)[area]);
        if (comparable(all[m], all[to]) && scored) out = m;
    }
    return out;
}

std::optional<ClassTable> change_classes(const Assessment& a, std::size_t to) {
    if (a.values.dimensions[a.total] != "afw") return std::nullopt;
    return class_table("change", a.values.measurements[to].edition);
}

void check_comparable(const Assessment& a, std::size_t from, std::size_t to, Incomparable how) {
    const auto label = labels(a.values.measurements);
    const auto& x = a.values.measurements[from];
    const auto& y = a.values.measurements[to];
    if (from == to) fail("measurement {} cannot have changed since itself; name another with --from", label[to]);
    if (x.date > y.date) fail("--from {} is later than --to {}; name the earlier one first", label[from], label[to]);
    if (how == Incomparable::taken || comparable(x, y)) return;
    const auto known = [](const std::string& text) {
        return text.empty() ? Sentence("unknown") : Sentence::verbatim(text);
    };
    fail("{} and {} are not comparable: model version {} and {}, edition {} and {}; choose two of one series{}",
         label[from], label[to], known(x.model_version), known(y.model_version), known(x.edition), known(y.edition),
         how == Incomparable::offered ? Sentence(", or add --across-editions to have the difference all the same")
                                      : Sentence());
}

Change change_of(const Assessment& a, const Members& members, std::size_t area, std::size_t from, std::size_t to,
                 const std::optional<ClassTable>& classes) {
    const auto label = labels(a.values.measurements);
    Change out;
    out.from = from;
    out.to = to;
    out.comparable = comparable(a.values.measurements[from], a.values.measurements[to]);
    out.split = a.aggregated;
    const auto& total = a.values.values;
    for (const auto m : {from, to}) {
        if (std::isnan(total.column(a.total, m)[area]))
            fail("{} has no score of measurement {}, so there is no change to tell", named(a, area), label[m]);
    }
    const auto split = [&](std::size_t d) {
        return a.aggregated ? split_change(members, moment_of(a, d, from), moment_of(a, d, to))
                            : own_change(total.column(d, from)[area], total.column(d, to)[area]);
    };
    out.total = {a.values.dimensions[a.total], split(a.total)};
    const auto parts = parts_of(a, [&](std::size_t d) {
        return !std::isnan(total.column(d, from)[area]) && !std::isnan(total.column(d, to)[area]);
    });
    for (const auto& [d, factor] : parts) {
        out.parts.push_back({a.values.dimensions[d], weighed(split(d), factor)});
        const auto& part = out.parts.back().split;
        const auto& whole = out.total.split;
        out.complete =
            out.complete && part.stayed == whole.stayed && part.entered == whole.entered && part.left == whole.left;
    }
    largest_first(out.parts, [](const DimensionChange& part) { return part.split.change(); });
    const double change = out.total.split.change();
    if (classes && out.comparable) classify(std::span(&change, 1), classes->limits, std::span(&out.change_class, 1));
    return out;
}

std::size_t threshold_of(const Assessment& a, std::optional<int> asked) {
    std::size_t least = most_classes;
    for (const auto& table : a.tables[a.total]) {
        const auto classes = table.classes();
        least = std::min(least, classes);
        if (!asked || (*asked >= 1 && static_cast<std::size_t>(*asked) < classes)) continue;
        if (classes == 1) fail("there is but one class, so there is no share in classes 1 to {} to tell", *asked);
        fail("{} is no class of the {} scheme to draw a line above: it has classes 1 to {}, so choose 1 to {}", *asked,
             table.scheme, classes, classes - 1);
    }
    return asked ? static_cast<std::size_t>(*asked) : std::min(weak_or_lower, least - 1);
}

ShareChange share_change_of(const Assessment& a, const Members& members, std::size_t from, std::size_t to,
                            std::size_t threshold, double margin) {
    const auto classes = [&](std::size_t m) { return a.unit_classes().column(a.total, m); };
    const auto weights = [&](std::size_t m) { return a.units.weights[m].values; };
    const auto limit = [&](std::size_t m) { return a.tables[a.total][m].limits[threshold - 1]; };
    ShareChange out;
    out.threshold = threshold;
    out.margin = margin;
    out.split = split_share_change(members, classes(from), weights(from), classes(to), weights(to), threshold);
    out.moved =
        transitions(members, classes(from), weights(from), classes(to), weights(to), a.tables[a.total][to].classes());
    out.limit =
        check_limit(members, moment_of(a, a.total, from), limit(from), moment_of(a, a.total, to), limit(to), margin);
    return out;
}

Statistics statistics_of(const Assessment& a, const Members& members, std::size_t dimension, std::size_t m) {
    return statistics(members, a.units.table().values.column(dimension, m), a.units.weights[m].values,
                      a.unit_classes().column(dimension, m), a.tables[dimension][m].classes(), usual_quantiles);
}

Explanation explain(const Assessment& a, std::size_t area, const Reference& reference, const ExplainOptions& options) {
    const MembersByArea by_area(a.members);
    return explain(a, by_area[area], area, reference, options);
}

Explanation explain(const Assessment& a, const Members& members, std::size_t area, const Reference& reference,
                    const ExplainOptions& options) {
    const auto m = options.measurement;
    if (const auto code = a.classes.column(a.total, m)[area]; !is_class(code)) {
        const bool empty = a.aggregated && members.runs.empty();
        fail("{} has no score of measurement {} ({}{}), so there is nothing to explain", named(a, area),
             labels(a.values.measurements)[m], no_data_reason(code),
             !empty                     ? Sentence()
             : a.units.level == "cells" ? Sentence(": it holds none of the grid cells")
                                        : Sentence(": it holds none of the areas with scores"));
    }
    const auto threshold = std::min(options.threshold, a.tables[a.total][m].classes() - 1);
    Explanation out{&a, area, m, threshold, {}, gap_of(a, area, m, reference), {}, {}, {}};
    if (a.aggregated) out.statistics = statistics_of(a, members, a.total, m);
    if (!options.from) return out;
    check_comparable(a, *options.from, m, options.across ? Incomparable::taken : Incomparable::offered);
    out.change_classes = change_classes(a, m);
    out.change = change_of(a, members, area, *options.from, m, out.change_classes);
    if (a.aggregated && threshold > 0)
        out.share = share_change_of(a, members, *options.from, m, options.threshold, options.limit_margin);
    return out;
}

}  // namespace geo
