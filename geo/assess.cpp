#include "geo/assess.h"

#include "geo/error.h"
#include "geo/overlay.h"
#include "geo/parallel.h"
#include "geo/score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace geo {

namespace {

/// The Leefbaarometer's dimensions have published classes, unless the user names a scheme.
bool has_official_classes(const std::string& dimension, const AssessOptions& options) {
    return options.scheme.empty() && (is_known_dimension(dimension) || dimension == "class_dev");
}

/// The column that decides the class of a class dimension: afw for everything that is about the total.
std::size_t deciding_dimension(const Table& values, const std::string& class_dimension) {
    const auto afw = values.find_dimension("afw");
    const bool about_total = class_dimension == "lbm" || class_dimension == "class_dev";
    return about_total ? afw : values.find_dimension(class_dimension);
}

/// [class dimension][measurement]. Leefbaarometer dimensions have their tables by edition; limits for others come from
/// all measurements together, so that a class means the same every year.
void choose_tables(Assessment& out, const AssessOptions& options) {
    const auto& measurements = out.values.measurements;
    std::set<std::string> fallbacks;
    for (std::size_t d = 0; d < out.class_dimensions.size(); ++d) {
        const auto& dimension = out.class_dimensions[d];
        auto& tables = out.tables.emplace_back();
        if (has_official_classes(dimension, options)) {
            const bool is_total = dimension == "afw" || dimension == "lbm";
            for (const auto& m : measurements) {
                tables.push_back(class_table(is_total ? "judgement" : "deviation", m.edition));
                if (tables.back().edition != m.edition) fallbacks.insert(m.edition);
            }
            continue;
        }
        ClassTable table{options.scheme.empty() ? "quantile" : options.scheme, {}, {}, {}, {}};
        const auto decides = deciding_dimension(out.values, dimension);
        const auto from = decides < out.values.dimensions.size() ? decides : d;  // lbm may come without afw
        std::vector<WeightedColumn> columns;
        for (std::size_t m = 0; m < measurements.size(); ++m) {
            std::span<const double> weight;  // of areas with scores of their own what is known of how much they count
            if (table.scheme == "quantile" && out.aggregated) weight = out.weight.column(from, m);
            if (table.scheme == "quantile" && !out.aggregated && !out.units.weights.empty())
                weight = out.units.weights[m].values;
            columns.push_back({out.values.values.column(from, m), weight});
        }
        if (table.scheme == "quantile" || table.scheme == "equal") {
            const Distribution values(columns);
            table.limits = table.scheme == "quantile" ? quantile_limits(values, options.classes)
                                                      : equal_interval_limits(values, options.classes);
        } else {
            table.limits = options.limits;
        }
        for (std::size_t k = 0; k < table.classes(); ++k) {
            const auto label = table.limits.empty() ? std::string("all values")
                               : k == 0             ? fmt::format("< {:.6g}", table.limits.front())
                               : k == table.limits.size()
                                   ? fmt::format("≥ {:.6g}", table.limits.back())
                                   : fmt::format("{:.6g} – {:.6g}", table.limits[k - 1], table.limits[k]);
            table.labels_en.push_back(label);
            table.labels_nl.push_back(label);
            std::replace(table.labels_nl.back().begin(), table.labels_nl.back().end(), '.', ',');
        }
        tables.assign(measurements.size(), table);
        out.report.decided(out.areas->level, {},
                           Sentence("'{}' has {} classes by {} ({}), the same for all measurements", dimension,
                                    table.classes(), table.scheme,
                                    out.aggregated || (table.scheme == "quantile" && !out.units.weights.empty())
                                        ? Sentence("weighted")
                                        : Sentence("each area counts once")));
    }
    for (const auto& edition : fallbacks) {
        out.report.decided(out.areas->level, {},
                           Sentence("no class table for edition '{}': that of the newest edition is used", edition));
    }
}

Cube<std::uint8_t> classified(const Table& values, const std::vector<std::string>& class_dimensions,
                              const std::vector<std::vector<ClassTable>>& tables, unsigned threads) {
    Cube<std::uint8_t> out(class_dimensions.size(), values.measurements.size(), values.rows, no_class);
    const auto measurements = values.measurements.size();
    parallel_for(class_dimensions.size() * measurements, threads, [&](std::size_t job) {
        const auto c = job / measurements;
        const auto m = job % measurements;
        const auto d = deciding_dimension(values, class_dimensions[c]);
        if (d < values.dimensions.size()) classify(values.values.column(d, m), tables[c][m].limits, out.column(c, m));
    });
    return out;
}

/// The dimension that stands for the whole, and what it is the sum of.
void take_total(Assessment& out, const Scores& scores) {
    const auto& dimensions = scores.values.dimensions;
    const auto total = scores.values.find_dimension(scores.total.empty() ? "afw" : scores.total);
    out.total = total < dimensions.size() ? total : 0;
    out.class_dimensions = dimensions;
    out.parts = scores.parts;
    out.names = scores.names;
    if (dimensions[out.total] != "afw") return;
    out.class_dimensions.emplace_back("class_dev");
    for (const auto code : parts_of_total()) out.parts.push_back({std::string(code), 1});
}

/// Why an area has no value. Uninhabited: it has a place, and nowhere in it does anyone live, by what the source of the
/// weight says. Suppressed: the source withholds how many live there, or how they score. Missing: all else.
void explain_no_data(Assessment& out, const Box& extent) {
    const auto& areas = *out.areas;
    const auto& units = out.units;
    const auto& overlap = out.members;
    std::vector<bool> far_off(areas.size(), false);  // nothing is known of where no cell is near
    for (std::size_t area = 0; units.level == "cells" && area < areas.size(); ++area) {
        const auto box = bounds(areas.polygons, area);
        far_off[area] = !box.empty() && !meets(box, extent);
    }
    for (std::size_t m = 0; m < units.weights.size(); ++m) {
        const auto& weight = units.weights[m];
        const auto score = units.table().values.column(out.total, m);
        std::vector<double> withheld_weight(units.size(), 0.0);
        std::vector<double> withheld_score(units.size(), 0.0);
        // People live there, for there is a score or the source misses one, but the weight is not known.
        std::vector<double> unweighted(units.size(), 0.0);
        for (const auto unit : weight.suppressed) withheld_weight[unit] = 1;
        const auto& no_data = units.scores->no_data;
        for (std::size_t unit = 0; unit < units.size(); ++unit) {
            const auto told = no_data.empty() ? no_class : no_data.column(0, m)[unit];
            const bool lived_in = !std::isnan(score[unit]) || (units.level != "cells" && told == no_data_missing);
            unweighted[unit] = lived_in && std::isnan(weight.values[unit]) ? 1 : 0;
            withheld_score[unit] = told == no_data_suppressed ? 1 : 0;
        }
        const auto living = sum_cells(overlap, weight.values);
        const auto hidden_weight = sum_cells(overlap, withheld_weight);
        const auto hidden_score = sum_cells(overlap, withheld_score);
        const auto unknown_weight = sum_cells(overlap, unweighted);
        for (std::size_t area = 0; area < living.size(); ++area) {
            const bool drawn = areas.polygons.area_starts[area] < areas.polygons.area_starts[area + 1];
            const bool placed = drawn || areas.everything || (!areas.members.empty() && !areas.members[area].empty());
            const bool hidden = living[area] > 0 ? hidden_score[area] > 0 : hidden_weight[area] > 0;
            const bool empty = placed && !far_off[area] && !(living[area] > 0) && !(unknown_weight[area] > 0);
            for (std::size_t c = 0; c < out.class_dimensions.size(); ++c) {
                auto& code = out.classes.column(c, m)[area];
                if (code == no_data_missing)
                    code = hidden ? no_data_suppressed : empty ? no_data_uninhabited : no_data_missing;
            }
        }
    }
}

/// Cells of another place than the areas score nothing: that is a mistake, not a result.
void check_meeting(const Assessment& a, Membership rule) {
    const auto& scores = a.units.table();
    std::vector<double> scored(scores.rows, 0.0);
    for (std::size_t m = 0; m < scores.measurements.size(); ++m) {
        const auto column = scores.values.column(a.total, m);
        for (std::size_t unit = 0; unit < scored.size(); ++unit)
            scored[unit] = std::isnan(column[unit]) ? scored[unit] : 1.0;
    }
    const auto met = sum_cells(a.members, scored);
    if (std::any_of(met.begin(), met.end(), [](double n) { return n > 0; })) return;
    if (a.units.level != "cells")
        fail("{}: not one area of '{}' that its members hold has a score", a.areas->sources.front(), a.units.level);
    if (rule == Membership::centroid)
        fail(
            "{}: not one scored cell has its centre in an area of level '{}'; are both of one place, and is the CRS of "
            "the areas right?",
            a.areas->sources.front(), a.areas->level);
    fail(
        "{}: not one scored cell lies in an area of level '{}'; are both of one place, and is the CRS of the areas "
        "right?",
        a.areas->sources.front(), a.areas->level);
}

/// What the cells lose, or count for more than once, by lying in no area or in several.
void report_membership(Assessment& out, Membership rule) {
    constexpr double rounding = 1e-9;
    using enum Note::Kind;
    const auto& level = out.areas->level;
    const auto& table = out.units.table();
    const auto held = share_held(out.members, out.units.size());
    const auto label = labels(table.measurements);
    const bool whole = !out.areas->chosen && out.areas->members.empty() && out.units.level == "cells";
    for (std::size_t m = 0; m < label.size(); ++m) {
        const auto column = table.values.column(out.total, m);
        const auto& weight = out.units.weights[m];
        std::size_t outside = 0;
        std::size_t partly = 0;
        std::size_t several = 0;
        std::size_t unweighted = 0;
        for (std::size_t unit = 0; unit < column.size(); ++unit) {
            if (std::isnan(column[unit])) continue;
            outside += held[unit] == 0 ? 1u : 0u;
            partly += held[unit] > 0 && held[unit] < 1 - rounding ? 1u : 0u;
            several += held[unit] > 1 + rounding ? 1u : 0u;
            unweighted += std::isnan(weight.values[unit]) ? 1u : 0u;
        }
        const bool centroid = rule == Membership::centroid;
        if (whole) {
            out.report.count(unmatched, level, label[m],
                             centroid ? Sentence("scored cells whose centre lies in no area")
                                      : Sentence("scored cells that meet no area"),
                             outside);
            out.report.count(unmatched, level, label[m], Sentence("scored cells that lie partly outside all areas"),
                             partly);
        }
        out.report.count(unmatched, level, label[m],
                         centroid
                             ? Sentence("scored cells whose centre lies in more than one area (each counts them)")
                             : Sentence("scored cells that areas overlapping each other hold for more than the whole"),
                         several);
        out.report.count(
            unmatched, level, label[m],
            out.units.level == "cells"
                ? Sentence("scored cells without known {} (they weigh nothing)", weight_words(weight.use.name))
                : Sentence("scored areas of level '{}' without known {} (they weigh nothing)", out.units.level,
                           weight_words(weight.use.name)),
            unweighted);
    }
}

/// Adds the units up to the areas. \pre out.units
void add_up(const Dataset& dataset, const AssessOptions& options, Assessment& out) {
    const auto& scores = out.units.table();
    out.members = membership(dataset, *out.areas, out.units, options.membership, options.threads, out.report);
    out.membership = options.membership;
    const auto columns = out.units.weight_columns();
    for (const auto& weight : out.units.weights) out.weights.push_back(weight.use);
    out.aggregated = true;
    take_total(out, *out.units.scores);
    if (!options.may_miss) check_meeting(out, options.membership);

    const auto take = [&](const ShareRequest& shares) {
        auto sums = aggregate(out.members, scores, columns, shares, options.threads);
        out.values.rows = out.areas->size();
        out.values.values = std::move(sums.mean);
        out.weight = std::move(sums.weight);
        out.n = std::move(sums.n);
        out.class_weight = std::move(sums.class_weight);
    };
    out.values = Table(scores.dimensions, scores.measurements, 0);
    // Limits made from the data come from the areas' means, and units are classified like areas: so means come first.
    const bool official = std::all_of(scores.dimensions.begin(), scores.dimensions.end(),
                                      [&](const auto& d) { return has_official_classes(d, options); });
    if (!official) take({});
    choose_tables(out, options);
    ShareRequest shares;
    if (options.all_class_shares) {
        for (std::size_t d = 0; d < scores.dimensions.size(); ++d) shares.dimensions.push_back(d);
    } else {
        shares.dimensions = {out.total};
    }
    for (const auto d : shares.dimensions) {
        for (const auto& table : out.tables[d]) shares.class_count = std::max(shares.class_count, table.classes());
    }
    out.summed_classes = classified(scores, scores.dimensions, out.tables, options.threads);
    shares.classes = &out.summed_classes;
    take(shares);
    out.share_dimensions = shares.dimensions;
    out.classes = classified(out.values, out.class_dimensions, out.tables, options.threads);
    explain_no_data(out, dataset.cells.lattice.bounds());
    report_membership(out, options.membership);
}

void take_own_scores(const Dataset& dataset, const AssessOptions& options, Assessment& out) {
    const auto& scores = out.areas->scores;
    out.units = area_units(*out.areas, options.weight, out.report);
    out.members = membership(dataset, *out.areas, out.units, options.membership, options.threads, out.report);
    out.values = scores.values;
    take_total(out, scores);
    out.weights.resize(out.values.measurements.size());
    for (std::size_t m = 0; m < out.units.weights.size(); ++m) out.weights[m] = out.units.weights[m].use;
    choose_tables(out, options);
    out.classes = classified(out.values, out.class_dimensions, out.tables, options.threads);
    if (scores.no_data.empty()) return;
    for (std::size_t c = 0; c < out.class_dimensions.size(); ++c) {
        for (std::size_t m = 0; m < out.values.measurements.size(); ++m) {
            auto classes = out.classes.column(c, m);
            const auto told = scores.no_data.column(0, m);
            for (std::size_t area = 0; area < classes.size(); ++area) {
                if (classes[area] == no_data_missing && told[area] != no_class) classes[area] = told[area];
            }
        }
    }
}

void compare_published(Assessment& out) {
    const auto& published = out.areas->scores.published;
    if (published.measurements.empty() || out.aggregated) return;
    const auto label = labels(out.values.measurements);
    for (std::size_t c = 0; c < out.class_dimensions.size(); ++c) {
        const auto p = published.find_dimension(out.class_dimensions[c]);
        if (p == published.dimensions.size()) continue;
        for (std::size_t m = 0; m < out.values.measurements.size(); ++m) {
            const auto at =
                std::find(published.measurements.begin(), published.measurements.end(), out.values.measurements[m]);
            if (at == published.measurements.end()) continue;
            const auto theirs =
                published.values.column(p, static_cast<std::size_t>(at - published.measurements.begin()));
            const auto ours = out.classes.column(c, m);
            std::vector<std::string> different;
            std::size_t compared = 0;
            for (std::size_t area = 0; area < ours.size(); ++area) {
                if (std::isnan(theirs[area])) continue;
                ++compared;
                if (theirs[area] != ours[area]) different.push_back(out.areas->code[area]);
            }
            const auto count = different.size();
            out.report.checked(out.areas->level, label[m],
                               Sentence("{} of {} published classes of '{}' are met", compared - count, compared,
                                        out.class_dimensions[c]));
            out.report.count(Note::Kind::differs, out.areas->level, label[m],
                             Sentence("published classes of '{}' that differ from ours (the file keeps both)",
                                      out.class_dimensions[c]),
                             count, std::move(different));
        }
    }
}

void report_no_data(Assessment& out) {
    const auto label = labels(out.values.measurements);
    for (std::size_t m = 0; m < label.size(); ++m) {
        std::array<std::vector<std::string>, 256> codes;
        const auto classes = out.classes.column(out.total, m);
        for (std::size_t area = 0; area < classes.size(); ++area) {
            if (!no_data_name(classes[area]).empty()) codes[classes[area]].push_back(out.areas->code[area]);
        }
        for (const auto kind : no_data_kinds) {
            const auto count = codes[kind].size();
            out.report.count(Note::Kind::unmatched, out.areas->level, label[m],
                             Sentence("areas without a score: {}", no_data_reason(kind)), count,
                             std::move(codes[kind]));
        }
    }
}

}  // namespace

Assessment assess(const Dataset& dataset, const Areas& areas, const AssessOptions& options) {
    Assessment out;
    out.areas = &areas;
    const bool cells = !dataset.cells.scores.empty() && areas.can_hold_cells() && areas.level != "cells";
    const bool made_of_others = !areas.members.empty() || areas.everything;
    if (options.own_scores && areas.scores.empty() && !made_of_others) {
        fail("level '{}' ({}) has no scores of its own, which --own-scores asks for", areas.level,
             areas.sources.front());
    }
    if (cells && !options.own_scores) {
        if (!areas.scores.empty()) {
            out.report.decided(areas.level, {},
                               Sentence("the areas also carry scores of their own; they are made from the cells here "
                                        "(--own-scores takes theirs)"));
        }
        out.units = cell_units(dataset, options.weight, out.report);
        add_up(dataset, options, out);
    } else if (!areas.scores.empty()) {
        take_own_scores(dataset, options, out);
    } else if (const auto* below = made_of_others ? units_within(dataset, areas) : nullptr) {
        out.units = area_units(*below, options.weight, out.report);
        if (out.units.weights.empty()) {
            fail(
                "'{}' is made of areas of level '{}', and nothing says how much each of those counts: name a column "
                "of the layer with their borders by --weight (their dwellings, say), or add grid cells with scores and "
                "dwellings",
                areas.level, below->level);
        }
        add_up(dataset, options, out);
    } else {
        if (!dataset.cells.scores.empty())
            fail(
                "level '{}' ({}) has no scores of its own, and no borders that could hold the scored cells: add a file "
                "with scores or with borders",
                areas.level, areas.sources.front());
        fail("level '{}' ({}) has no scores of its own and there are no scored cells: add a file with scores",
             areas.level, areas.sources.front());
    }
    compare_published(out);
    report_no_data(out);
    return out;
}

}  // namespace geo
