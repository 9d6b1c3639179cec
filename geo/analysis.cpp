#include "geo/analysis.h"

#include "geo/error.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace geo {

namespace {

void tell_statistics(Analysis& out, const MembersByArea& members) {
    const auto& a = *out.level;
    out.statistics.resize(a.values.dimensions.size());
    for (std::size_t d = 0; d < a.values.dimensions.size(); ++d) {
        for (std::size_t m = 0; m < a.values.measurements.size(); ++m) {
            const auto& table = a.tables[d][m];
            out.statistics[d].push_back(statistics(members, a.units.table().values.column(d, m),
                                                   a.units.weights[m].values, a.unit_classes().column(d, m),
                                                   table.classes(), out.options.quantiles, out.options.threads));
        }
    }
}

void tell_changes(Analysis& out, const MembersByArea& members) {
    const auto& a = *out.level;
    const auto& options = out.options;
    const auto to = options.to.empty() ? a.values.measurements.size() - 1 : measurement_of(a, options.to);
    const auto from = measurement_of(a, options.from);
    check_comparable(a, from, to, options.across ? Incomparable::taken : Incomparable::offered);
    const auto classes = change_classes(a, to);
    const auto before = a.values.values.column(a.total, from);
    const auto after = a.values.values.column(a.total, to);
    out.changes.resize(a.areas->size());
    const bool shares = a.aggregated && out.threshold > 0;
    if (shares) out.shares.resize(a.areas->size());
    parallel_for(a.areas->size(), options.threads, [&](std::size_t area) {
        if (std::isnan(before[area]) || std::isnan(after[area])) return;
        out.changes[area] = change_of(a, members[area], area, from, to, classes);
        if (shares) out.shares[area] = share_change_of(a, members[area], from, to, out.threshold, options.limit_margin);
    });
    std::vector<std::string> without;
    for (std::size_t area = 0; area < a.areas->size(); ++area) {
        if (!out.changes[area]) without.push_back(a.areas->code[area]);
    }
    const auto count = without.size();
    const auto label = labels(a.values.measurements);
    out.report.count(Note::Kind::unmatched, a.areas->level, fmt::format("{}-{}", label[from], label[to]),
                     Sentence("areas without a score at both measurements: no change is told"), count,
                     std::move(without));
    if (!comparable(a.values.measurements[from], a.values.measurements[to]))
        out.report.decided(
            a.areas->level, fmt::format("{}-{}", label[from], label[to]),
            Sentence("the two are not comparable (another model version or edition); changes are given all the "
                     "same, as asked"));
}

void tell_gaps(Analysis& out, const References& references) {
    const auto& a = *out.level;
    const auto label = labels(a.values.measurements);
    std::map<std::string, std::pair<Sentence, std::vector<std::string>>> refused;  // by what they have in common
    std::size_t told = 0;
    out.gaps.assign(label.size(), std::vector<std::optional<Gap>>(a.areas->size()));
    for (std::size_t area = 0; area < a.areas->size(); ++area) {
        const auto refuse = [&](const Error& error) {
            auto& [why, codes] = refused[error.sentence().pattern()];
            if (codes.empty()) why = error.sentence();
            if (codes.empty() || codes.back() != a.areas->code[area]) codes.push_back(a.areas->code[area]);
        };
        try {
            const auto reference = references.find(out.options.against, a, area);
            for (std::size_t m = 0; m < label.size(); ++m) {
                if (std::isnan(a.values.values.column(a.total, m)[area])) continue;
                try {
                    out.gaps[m][area] = gap_of(a, area, m, reference);
                    ++told;
                } catch (const Error& error) {
                    refuse(error);
                }
            }
        } catch (const Error& error) {
            refuse(error);
        }
    }
    if (told == 0 && !refused.empty()) out.refusal = refused.begin()->second.first;
    for (auto& [text, of] : refused) {
        auto& [why, codes] = of;
        const auto count = codes.size();
        out.report.count(Note::Kind::unmatched, a.areas->level, {},
                         count == 1
                             ? Sentence("areas without a gap to '{}': {}", out.options.against, why)
                             : Sentence("areas without a gap to '{}'; of the first: {}", out.options.against, why),
                         count, std::move(codes));
    }
}

}  // namespace

std::vector<bool> thin(const Assessment& a, std::size_t m, double min_weight) {
    std::vector<bool> out(a.areas->size(), false);
    if (!a.aggregated) return out;
    const auto weight = a.weight.column(a.total, m);
    for (std::size_t area = 0; area < out.size(); ++area) out[area] = weight[area] > 0 && weight[area] < min_weight;
    return out;
}

Analysis analyse(const Assessment& level, const References& references, const AnalysisOptions& options) {
    Analysis out;
    out.level = &level;
    out.options = options;
    out.threshold = threshold_of(level, options.threshold);
    const MembersByArea members(level.members);
    if (options.statistics && level.aggregated) tell_statistics(out, members);
    if (options.statistics && !level.aggregated)
        out.report.decided(
            level.areas->level, {},
            Sentence("the areas carry their own scores: there are no statistics of what is inside them"));
    if (options.min_weight > 0 && !level.aggregated)
        out.report.decided(level.areas->level, {},
                           Sentence("the areas carry their own scores: none is flagged for little weight behind it"));
    try {
        if (!options.from.empty()) tell_changes(out, members);
    } catch (const Error& error) {
        out.changes.clear();
        out.shares.clear();
        out.refusal = error.sentence();
        out.report.count(Note::Kind::unmatched, level.areas->level, {},
                         Sentence("levels without changes: {}", error.sentence()), 1);
    }
    if (!options.against.empty()) tell_gaps(out, references);
    return out;
}

}  // namespace geo
