#include "app/model/explanation.h"

#include "app/model/facts.h"
#include "app/model/wording.h"
#include "geo/layout.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include <fmt/format.h>

namespace model {

namespace {

constexpr int score_decimals = 3;
constexpr int split_decimals = 4;         // parts of a change are small
constexpr double smallest_told = 0.0005;  // rounds to nothing in a sentence
constexpr std::size_t most_moves = 12;    // told one by one

/// Everything that a section is made from.
struct About {
    const geo::Explanation& e;
    Language language;
    const geo::Assessment& a;
    std::vector<std::string> labels;  // of the measurements
    bool leefbaarometer;
    bool liveability;  // the total, not one of its dimensions

    About(const geo::Explanation& explanation, Language in)
        : e(explanation),
          language(in),
          a(*explanation.level),
          labels(geo::labels(a.values.measurements)),
          leefbaarometer(geo::is_known_dimension(a.values.dimensions[a.total])),
          liveability(a.values.dimensions[a.total] == "afw" || a.values.dimensions[a.total] == "lbm") {}

    template <typename... Args>
    [[nodiscard]] std::string say(std::string_view key, const Args&... args) const {
        return filled(language, key, args...);
    }
    [[nodiscard]] std::string word(std::string_view key) const { return std::string(text(language, key)); }
    [[nodiscard]] std::string score(double value, bool sign = true) const {
        return number_text(language, value, score_decimals, sign && leefbaarometer);
    }
    [[nodiscard]] std::string change(double value) const { return number_text(language, value, score_decimals, true); }
    [[nodiscard]] std::string count(double value) const { return count_text(language, value); }
    [[nodiscard]] const std::string& label() const { return labels[e.measurement]; }
    [[nodiscard]] std::string weight_word() const {
        const geo::WeightUse use{a.weights[e.measurement].name, 0, {}};
        return weight_text(language, use);
    }
    [[nodiscard]] std::string area_name() const {
        const auto& name = a.areas->name[e.area];
        return !name.empty() ? name : a.areas->everything ? word("reference.all_short") : a.areas->code[e.area];
    }
    /// The words for a figure of this score.
    [[nodiscard]] std::string kind(std::string_view about) const {
        return leefbaarometer ? std::string(about) : fmt::format("other_{}", about);
    }
    /// The key that speaks of what is added up.
    [[nodiscard]] std::string_view of_units(std::string_view cells, std::string_view areas) const {
        return a.units.level == "cells" ? cells : areas;
    }
    [[nodiscard]] std::string subject() const {
        return liveability ? word("explain.liveability") : dimension_name(language, a.values.dimensions[a.total]);
    }
};

/// For a name in the middle of a sentence.
std::string uncapitalised(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

void add_sentence(std::string& text, const std::string& sentence) {
    text += ' ';
    text += sentence;
}

std::string points(const About& about, double part, int decimals) {
    return number_text(about.language, 100 * part, decimals, true);
}

std::string percent(const About& about, double part, int decimals) {
    return fmt::format("{} %", number_text(about.language, 100 * part, decimals));
}

/// Whole percents, as letters to parliament have them, unless too little would be left of the change.
int percent_decimals(double change) {
    return std::abs(change) >= 0.01 ? 0 : 1;
}

/// In percent, as it is printed: of two equally near the same one.
double rounded(double part, int decimals) {
    return std::strtod(fmt::format("{:.{}f}", 100 * part, decimals).c_str(), nullptr);
}

Section state_of(const About& about) {
    const auto& a = about.a;
    const auto m = about.e.measurement;
    const auto& table = a.tables[a.total][m];
    const auto code = a.classes.column(a.total, m)[about.e.area];
    Section out{about.word("explain.state"), {}, {}, {}};
    const auto value = about.score(a.values.values.column(a.total, m)[about.e.area]);
    const auto name = class_label(table, code, about.language);
    if (about.liveability) {
        out.sentences.push_back(about.say("explain.state_score", about.area_name(), uncapitalised(name), code,
                                          table.classes(), value,
                                          reference_name({}, a.values.measurements[m], about.language)));
    } else {
        out.sentences.push_back(
            about.say("explain.state_value", about.subject(), about.area_name(), value, code, table.classes(), name));
    }
    if (!about.e.statistics) return out;
    const auto& s = *about.e.statistics;
    const auto row = [&](std::string name_of_row, double figure) {
        out.figures.rows.push_back({std::move(name_of_row), about.score(figure)});
    };
    out.figures.headings = {{about.say("explain.spread", about.weight_word()), false}, {about.label(), true}};
    row(about.word("explain.mean"), s.mean);
    row(about.word("explain.deviation"), s.standard_deviation);
    row(about.word("explain.least"), s.least);
    for (std::size_t q = 0; q < s.quantiles.size(); ++q)
        row(about.say("explain.quantile", std::lround(100 * geo::usual_quantiles[q])), s.quantiles[q]);
    row(about.word("explain.most"), s.most);
    return out;
}

Section why_of(const About& about) {
    const auto& gap = about.e.gap;
    const auto& measurement = about.a.values.measurements[about.e.measurement];
    const auto reference = reference_name(gap.reference, measurement, about.language);
    Section out{about.say("explain.why", reference), {}, {}, {}};
    out.sentences.push_back(gap_sentence(about.e, about.language));
    if (gap.parts.empty()) {
        if (about.liveability) out.sentences.push_back(about.say("explain.no_dimensions", about.label()));
        return out;
    }
    out.figures.headings = {{about.word("explain.dimension"), false},
                            {about.word("explain.area"), true},
                            {about.word("explain.reference"), true},
                            {about.word("explain.difference"), true}};
    for (const auto& part : gap.parts) {
        out.figures.rows.push_back({dimension_name(about.language, part.dimension), about.score(part.area),
                                    about.score(part.reference), about.change(part.difference())});
    }
    out.figures.rows.push_back(
        {about.word("explain.total"), about.score(gap.area), about.score(gap.other), about.change(gap.difference())});
    out.check = check_text(gap.difference(), gap.remainder(), score_decimals, about.language);
    return out;
}

std::vector<std::string> split_row(const About& about, std::string name, const geo::ChangeSplit& split, double scale,
                                   int decimals) {
    const auto figure = [&](double part) { return number_text(about.language, scale * part, decimals, true); };
    return {std::move(name),       figure(split.change()), figure(split.within),
            figure(split.weights), figure(split.entry),    figure(split.exit)};
}

std::vector<Figures::Heading> split_headings(const About& about, std::string first) {
    return {{std::move(first), false},
            {about.word("explain.change_column"), true},
            {about.word(about.of_units("explain.within", "explain.within_areas")), true},
            {about.word("explain.weights"), true},
            {about.word(about.of_units("explain.entry", "explain.entry_areas")), true},
            {about.word(about.of_units("explain.exit", "explain.exit_areas")), true}};
}

Section change_of(const About& about) {
    const auto& change = *about.e.change;
    const auto& from = about.labels[change.from];
    const auto& to = about.labels[change.to];
    Section out{about.say("explain.change", from, to), {}, {}, {}};
    const auto& total = change.total.split;
    const double difference = total.change();
    out.sentences.push_back(about.say("explain.change_sentence", about.subject(), about.area_name(),
                                      word_for(about.language, about.kind("change"), difference), from, to,
                                      about.score(total.before), about.score(total.after), about.change(difference)));
    if (!change.comparable) {
        out.sentences.push_back(about.say("explain.not_comparable", from, to));
    } else if (geo::is_class(change.change_class)) {
        out.sentences.push_back(about.say("explain.change_class",
                                          class_label(*about.e.change_classes, change.change_class, about.language)));
    }
    if (change.parts.empty() && about.liveability)
        out.sentences.push_back(about.say("explain.no_dimensions_of_two", from, to));
    if (change.split) {
        out.figures.headings = split_headings(about, about.word("explain.dimension"));
        for (const auto& part : change.parts)
            out.figures.rows.push_back(
                split_row(about, dimension_name(about.language, part.dimension), part.split, 1, split_decimals));
        out.figures.rows.push_back(split_row(about, about.word("explain.total"), total, 1, split_decimals));
        const auto weight = [&](std::size_t m) { return weight_text(about.language, about.a.weights[m]); };
        out.sentences.push_back(about.say("explain.weights_of_two", weight(change.from), from, weight(change.to), to));
        out.sentences.push_back(about.say(about.of_units("explain.stayed", "explain.stayed_areas"),
                                          about.count(total.stayed), about.count(total.entered),
                                          about.count(total.left)));
        if (total.entered + total.left > 0) out.sentences.push_back(about.word("explain.entered_means"));
    } else {
        out.figures.headings = {{about.word("explain.dimension"), false},
                                {from, true},
                                {to, true},
                                {about.word("explain.change_column"), true}};
        const auto row = [&](std::string name, const geo::ChangeSplit& split) {
            out.figures.rows.push_back(
                {std::move(name), about.score(split.before), about.score(split.after), about.change(split.change())});
        };
        for (const auto& part : change.parts) row(dimension_name(about.language, part.dimension), part.split);
        row(about.word("explain.total"), total);
        if (about.a.areas->level != "cells") out.sentences.push_back(about.word("explain.no_split"));
    }
    // Both ways of adding up: over the dimensions, and over the parts of the change.
    double remainder = total.remainder();
    if (!change.parts.empty() && std::abs(change.remainder()) > std::abs(remainder)) remainder = change.remainder();
    for (const auto& part : change.parts) {
        if (std::abs(part.split.remainder()) > std::abs(remainder)) remainder = part.split.remainder();
    }
    out.check = check_text(difference, remainder, change.split ? split_decimals : score_decimals, about.language);
    return out;
}

/// "weak or lower", or the number of the class where it has no name that goes into a sentence.
std::string up_to_class(const About& about, std::size_t k) {
    const auto& table = about.a.tables[about.a.total][about.e.measurement];
    if (!about.liveability) return about.say("explain.class_or_lower", k);
    return about.say("explain.or_lower",
                     uncapitalised(class_label(table, static_cast<std::uint8_t>(k), about.language)));
}

/// What a share is the share of: "weak or lower liveability".
std::string low_scores(const About& about, std::size_t k) {
    if (!about.liveability) return up_to_class(about, k);
    const auto& table = about.a.tables[about.a.total][about.e.measurement];
    return about.say("explain.low_liveability",
                     uncapitalised(class_label(table, static_cast<std::uint8_t>(k), about.language)));
}

std::string share_sentence(const About& about, const geo::ShareChange& share) {
    const auto& split = share.split;
    const double change = split.change();
    const int decimals = percent_decimals(change);
    const auto behind = [&](double part, double weight) {
        return about.say("explain.part_of", percent(about, part, decimals), about.count(part * weight),
                         about.count(weight));
    };
    const bool same = about_none("share_change", 100 * change);
    auto out = about.say(same ? "explain.share_same" : "explain.share_moved", about.weight_word(),
                         low_scores(about, share.threshold), word_for(about.language, "share_change", 100 * change),
                         behind(split.before, split.weight_before), behind(split.after, split.weight_after),
                         points(about, change, decimals));
    const double of_rounded = rounded(split.after, decimals) - rounded(split.before, decimals);
    if (std::abs(of_rounded - rounded(change, decimals)) > 1e-9) add_sentence(out, about.word("explain.by_rounding"));
    return out;
}

std::vector<std::string> limit_sentences(const About& about, const geo::ShareChange& share) {
    const auto& limit = share.limit;
    const auto margin = about.score(share.margin, false);
    const auto& change = *about.e.change;
    std::vector<std::string> out;
    out.push_back(about.say("explain.near_limit", about.labels[change.from], about.count(limit.weight_near_before),
                            about.labels[change.to], about.count(limit.weight_near_after), about.weight_word(),
                            margin));
    if (limit.least == limit.most) {
        if (limit.weight_near_before > 0 || limit.weight_near_after > 0)
            out.push_back(about.word("explain.limit_is_clear"));
        return out;
    }
    auto moved = about.say("explain.limit_moved", margin, points(about, limit.least, 1), points(about, limit.most, 1));
    const double vanishing = limit.vanishing();
    if (vanishing > 1) {
        add_sentence(moved, about.word("explain.turns_round"));
    } else if (!std::isnan(vanishing)) {
        add_sentence(moved, about.say("explain.vanishes", percent(about, vanishing, 0)));
    }
    out.push_back(std::move(moved));
    return out;
}

Section share_of(const About& about) {
    const auto& share = *about.e.share;
    Section out{about.say("explain.share", up_to_class(about, share.threshold)), {}, {}, {}};
    out.sentences.push_back(share_sentence(about, share));
    for (auto& sentence : limit_sentences(about, share)) out.sentences.push_back(std::move(sentence));
    out.figures.headings = split_headings(about, about.word("explain.percentage_points"));
    out.figures.rows.push_back(split_row(about, up_to_class(about, share.threshold), share.split, 100, 2));
    out.check = check_text(100 * share.split.change(), 100 * share.split.remainder(), 2, about.language);
    return out;
}

/// What moved between classes, largest first.
Section moves_of(const About& about) {
    const auto& moved = about.e.share->moved;
    const auto& change = *about.e.change;
    const auto& table = about.a.tables[about.a.total][change.to];
    struct Move {
        std::size_t from, to;
        double part, before, after;
    };
    std::vector<Move> moves;
    for (std::size_t from = 1; from <= moved.classes; ++from) {
        for (std::size_t to = 1; to <= moved.classes; ++to) {
            const auto i = moved.at(from, to);
            if (from != to && moved.part[i] > 0)
                moves.push_back({from, to, moved.part[i], moved.weight_before[i], moved.weight_after[i]});
        }
    }
    std::stable_sort(moves.begin(), moves.end(), [](const Move& x, const Move& y) { return x.part > y.part; });
    Section out{about.word("explain.moves"), {}, {}, {}};
    double up = 0;
    double down = 0;
    for (const auto& move : moves) (move.to > move.from ? up : down) += move.part;
    out.sentences.push_back(about.say(about.of_units("explain.moves_sentence", "explain.moves_sentence_areas"),
                                      percent(about, up, 1), percent(about, down, 1)));
    out.figures.headings = {{about.labels[change.from], false},
                            {about.labels[change.to], false},
                            {about.say("explain.weight_at", about.weight_word(), about.labels[change.from]), true},
                            {about.say("explain.weight_at", about.weight_word(), about.labels[change.to]), true},
                            {about.word("explain.percentage_points"), true}};
    const auto name = [&](std::size_t k) {
        return fmt::format("{} {}", k, class_label(table, static_cast<std::uint8_t>(k), about.language));
    };
    for (std::size_t i = 0; i < std::min(moves.size(), most_moves); ++i) {
        const auto& move = moves[i];
        out.figures.rows.push_back({name(move.from), name(move.to), about.count(move.before), about.count(move.after),
                                    number_text(about.language, 100 * move.part, 1)});
    }
    if (moves.size() > most_moves) out.sentences.push_back(about.say("explain.more_moves", moves.size() - most_moves));
    return out;
}

/// The share of every class.
Section classes_of(const About& about, double threshold) {
    const auto& s = *about.e.statistics;
    const auto& table = about.a.tables[about.a.total][about.e.measurement];
    Section out{about.say("explain.classes", about.label()), {}, {}, {}};
    out.figures.headings = {
        {about.word("explain.class"), false}, {about.weight_word(), true}, {about.word("explain.part"), true}};
    double sum = 0;
    for (const double weight : s.class_weight) sum += weight;
    for (std::size_t k = 1; k <= s.class_weight.size(); ++k) {
        const double weight = s.class_weight[k - 1];
        out.figures.rows.push_back(
            {fmt::format("{} {}", k, class_label(table, static_cast<std::uint8_t>(k), about.language)),
             about.count(weight), percent(about, weight / sum, 1)});
    }
    const auto k = static_cast<std::size_t>(threshold);
    const double share = geo::share_up_to(s.class_weight, k);
    out.figures.rows.push_back({up_to_class(about, k), about.count(share * sum), percent(about, share, 1)});
    return out;
}

/// Class that shares are told up to: that of the share's change, or the usual one; 0 where there is no class above.
std::size_t threshold_of(const About& about) {
    if (about.e.share) return about.e.share->threshold;
    const auto classes = about.a.tables[about.a.total][about.e.measurement].classes();
    return std::min(geo::weak_or_lower, classes - 1);
}

std::string basis_of(const About& about, const ExplainedOptions& options) {
    const auto& a = about.a;
    const auto& measurement = a.values.measurements[about.e.measurement];
    std::vector<std::string> parts;
    if (about.e.statistics) {
        const auto& s = *about.e.statistics;
        parts.push_back(about.say(a.units.level == "cells" ? "explain.cells" : "explain.units", about.count(s.n)));
        parts.push_back(
            fmt::format("{} {}", about.count(s.weight), weight_text(about.language, a.weights[about.e.measurement])));
        if (s.weight_without_value > 0)
            parts.push_back(about.say("explain.without_score", about.count(s.weight_without_value)));
        if (a.units.level == "cells" && !a.areas->everything)
            parts.push_back(
                about.word(options.membership == geo::Membership::share ? "explain.by_share" : "explain.by_centroid"));
    } else if (a.areas->level != "cells") {
        parts.push_back(about.word("explain.own_score"));
    }
    if (!measurement.model_version.empty()) parts.push_back(about.say("explain.version", measurement.model_version));
    if (!measurement.edition.empty()) parts.push_back(about.say("explain.edition", measurement.edition));
    return fmt::format("{}", fmt::join(parts, " · "));
}

}  // namespace

std::string check_text(double whole, double remainder, int decimals, Language language) {
    constexpr double rounding = 1e-9;         // of our own sums
    constexpr double source_rounding = 5e-4;  // six values of four decimals may be off by this in sum
    const auto sum = number_text(language, whole - remainder, decimals, true);
    const double left = std::abs(remainder);
    if (left <= rounding * std::max(1.0, std::abs(whole))) return filled(language, "explain.adds_up", sum);
    if (left <= source_rounding)
        return filled(language, "explain.adds_up_but", sum, number_text(language, remainder, 6, true));
    return filled(language, "explain.does_not_add_up", sum, number_text(language, whole, decimals, true),
                  number_text(language, remainder, 6, true));
}

std::string reference_name(const geo::Reference& reference, const geo::Measurement& measurement, Language language) {
    using Kind = geo::Reference::Kind;
    if (reference.kind == Kind::fixed)
        return measurement.edition.empty() ? std::string(text(language, "reference.fixed_unknown"))
                                           : filled(language, "reference.fixed", measurement.edition);
    if (reference.kind == Kind::everything || reference.level->areas->everything)
        return std::string(text(language, "reference.all"));
    const auto name =
        reference.name().empty() ? reference.code() : fmt::format("{} ({})", reference.name(), reference.code());
    return filled(language, reference.kind == Kind::municipality ? "reference.municipality" : "reference.area", name);
}

std::string gap_sentence(const geo::Explanation& e, Language language) {
    const About about(e, language);
    const auto& gap = e.gap;
    const double difference = gap.difference();
    const auto reference = reference_name(gap.reference, about.a.values.measurements[e.measurement], language);
    auto out =
        about.say("explain.gap", about.subject(), about.area_name(), word_for(language, about.kind("gap"), difference),
                  reference, about.score(gap.area), about.score(gap.other), about.change(difference));
    const auto named = [&](const geo::GapPart& part, bool first) {
        auto name = dimension_name(language, part.dimension);
        return fmt::format("{} ({})", first ? name : uncapitalised(name), about.change(part.difference()));
    };
    std::vector<std::string> with;
    std::vector<std::string> against;
    const bool none = about_none(about.kind("gap"), difference);
    for (const auto& part : gap.parts) {
        if (std::abs(part.difference()) < smallest_told) continue;
        const bool same_side = none || part.difference() * difference > 0;
        (same_side ? with : against).push_back(named(part, !none && same_side && with.empty()));
    }
    if (none) {
        if (!with.empty()) add_sentence(out, about.say("explain.by_dimension", fmt::join(with, ", ")));
        return out;
    }
    if (with.size() == 1) add_sentence(out, about.say("explain.largest", with[0]));
    if (with.size() > 1) add_sentence(out, about.say("explain.largest_then", with[0], with[1]));
    if (!against.empty()) add_sentence(out, about.say("explain.other_side", fmt::join(against, ", ")));
    return out;
}

std::string low_share_line(const geo::Explanation& e, Language language) {
    const About about(e, language);
    const auto k = threshold_of(about);
    if (!e.statistics || k < 1) return {};
    const auto& s = *e.statistics;
    const double whole = std::accumulate(s.class_weight.begin(), s.class_weight.end(), 0.0);
    const double share = geo::share_up_to(s.class_weight, k);
    return fmt::format(
        "{}: {}", up_to_class(about, k),
        about.say("explain.part_of", percent(about, share, 1), about.count(share * whole), about.count(whole)));
}

std::string without_score_line(const geo::Explanation& e, Language language) {
    if (!e.statistics || !(e.statistics->weight_without_value > 0)) return {};
    const About about(e, language);
    return about.say("explain.without_score",
                     fmt::format("{} {}", about.count(e.statistics->weight_without_value), about.weight_word()));
}

const Section* Explained::find(Section::Kind kind) const {
    const auto at = std::find_if(sections.begin(), sections.end(), [&](const auto& s) { return s.kind == kind; });
    return at == sections.end() ? nullptr : &*at;
}

Explained explained(const geo::Explanation& e, const ExplainedOptions& options, Language language) {
    const About about(e, language);
    Explained out;
    const auto& code = about.a.areas->code[e.area];
    out.title = about.area_name() == code ? fmt::format("{}, {}", code, about.label())
                                          : fmt::format("{} ({}), {}", about.area_name(), code, about.label());
    out.basis = basis_of(about, options);
    const auto threshold = threshold_of(about);
    const auto add = [&](Section::Kind kind, Section section) {
        section.kind = kind;
        out.sections.push_back(std::move(section));
    };
    add(Section::Kind::state, state_of(about));
    add(Section::Kind::why, why_of(about));
    if (e.statistics && threshold >= 1) add(Section::Kind::classes, classes_of(about, static_cast<double>(threshold)));
    if (e.change) add(Section::Kind::change, change_of(about));
    if (e.share) {
        add(Section::Kind::share, share_of(about));
        add(Section::Kind::moves, moves_of(about));
    }
    if (e.statistics && e.statistics->weight < options.min_weight)
        out.caveats.push_back(about.say("explain.thin", about.count(e.statistics->weight), about.weight_word(),
                                        about.count(options.min_weight)));
    out.caveats.push_back(about.word("explain.gap_is_no_cause"));
    out.caveats.push_back(about.word("explain.rounded"));
    out.caveats.push_back(about.word("explain.own_words"));
    out.caveats.push_back(about.word(about.leefbaarometer ? "disclaimer.leefbaarometer" : "disclaimer.other"));
    return out;
}

}  // namespace model
