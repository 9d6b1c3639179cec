#include "app/model/sections.h"

#include "app/model/wording.h"

#include <cmath>
#include <cstdlib>
#include <utility>

namespace model {

namespace {

constexpr int split_decimals = 4;  // parts of a change are small

/// The row that the others sum to; of a dimension on its own, its name.
std::string whole_name(const About& about) {
    return about.liveability ? about.word("explain.total") : about.subject();
}

}  // namespace

std::string uncapitalised(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

void add_sentence(std::string& text, const std::string& sentence) {
    text += ' ';
    text += sentence;
}

bool rounds_otherwise(double before, double after, double change, int decimals) {
    const auto printed = [&](double value) {
        return std::strtod(fmt::format("{:.{}f}", value, decimals).c_str(), nullptr);
    };
    return std::abs(printed(after) - printed(before) - printed(change)) > 1e-9;
}

void add_weight_years(const About& about, std::vector<std::string>& sentences) {
    for (const auto m : {about.e.change->from, about.e.change->to}) {
        const auto& use = about.a.weights[m];
        if (use.name == "cells" || use.date == about.a.values.measurements[m].date) continue;
        sentences.push_back(
            use.date != 0 ? about.say("explain.weight_of_other_year", about.labels[m], about.weight_word(), use.date)
                          : about.say("explain.weight_of_unknown_year", about.labels[m], about.weight_word()));
    }
}

std::string points(const About& about, double part, int decimals) {
    return number_text(about.language, 100 * part, decimals, true);
}

std::string percent(const About& about, double part, int decimals) {
    return fmt::format("{} %", number_text(about.language, 100 * part, decimals));
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

std::string up_to_class(const About& about, std::size_t k) {
    const auto& table = about.a.tables[about.a.total][about.e.measurement];
    if (!about.liveability) return about.say("explain.class_or_lower", k);
    return about.say("explain.or_lower",
                     uncapitalised(class_label(table, static_cast<std::uint8_t>(k), about.language)));
}

Section state_section(const About& about) {
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
    out.figures.rows.push_back({about.word("explain.deviation"), about.score(s.standard_deviation, false)});
    row(about.word("explain.least"), s.least);
    for (std::size_t q = 0; q < s.quantiles.size(); ++q)
        row(about.say("explain.quantile", std::lround(100 * geo::usual_quantiles[q])), s.quantiles[q]);
    row(about.word("explain.most"), s.most);
    return out;
}

Section why_section(const About& about) {
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
        out.figures.rows.push_back({dimension_name(about.language, about.a, part.dimension), about.score(part.area),
                                    about.score(part.reference), about.change(part.difference())});
    }
    out.figures.rows.push_back(
        {about.word("explain.total"), about.score(gap.area), about.score(gap.other), about.change(gap.difference())});
    out.check = check_text(gap.difference(), gap.remainder(), score_decimals, about.language, gap.complete);
    return out;
}

Section change_section(const About& about) {
    const auto& change = *about.e.change;
    const auto& from = about.labels[change.from];
    const auto& to = about.labels[change.to];
    Section out{about.say("explain.change", from, to), {}, {}, {}};
    const auto& total = change.total.split;
    const double difference = total.change();
    if (change.comparable) {
        out.sentences.push_back(about.say("explain.change_sentence", about.subject(), about.area_name(),
                                          word_for(about.language, about.kind("change"), difference), from, to,
                                          about.score(total.before), about.score(total.after),
                                          about.change(difference)));
    } else {
        out.sentences.push_back(about.say("explain.change_across", about.subject(), about.area_name(),
                                          about.score(total.before), from, about.score(total.after), to,
                                          about.change(difference)));
    }
    if (rounds_otherwise(total.before, total.after, difference, score_decimals))
        add_sentence(out.sentences.back(), about.word("explain.by_rounding_of_scores"));
    if (!change.comparable) out.sentences.push_back(about.say("explain.not_comparable", from, to));
    if (geo::is_class(change.change_class)) {
        out.sentences.push_back(about.say("explain.change_class",
                                          class_label(*about.e.change_classes, change.change_class, about.language)));
    }
    if (change.parts.empty() && about.liveability)
        out.sentences.push_back(about.say("explain.no_dimensions_of_two", from, to));
    if (change.split) {
        out.figures.headings = split_headings(about, about.word("explain.dimension"));
        for (const auto& part : change.parts)
            out.figures.rows.push_back(split_row(about, dimension_name(about.language, about.a, part.dimension),
                                                 part.split, 1, split_decimals));
        out.figures.rows.push_back(split_row(about, whole_name(about), total, 1, split_decimals));
        const auto weight = [&](std::size_t m) { return weight_text(about.language, about.a.weights[m]); };
        out.sentences.push_back(about.say("explain.weights_of_two", weight(change.from), from, weight(change.to), to));
        add_weight_years(about, out.sentences);
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
        for (const auto& part : change.parts) row(dimension_name(about.language, about.a, part.dimension), part.split);
        row(whole_name(about), total);
        if (about.a.areas->level != "cells") out.sentences.push_back(about.word("explain.no_split"));
    }
    // Both ways of adding up: over the dimensions, and over the parts of the change.
    double remainder = total.remainder();
    if (!change.parts.empty() && std::abs(change.remainder()) > std::abs(remainder)) remainder = change.remainder();
    for (const auto& part : change.parts) {
        if (std::abs(part.split.remainder()) > std::abs(remainder)) remainder = part.split.remainder();
    }
    out.check = check_text(difference, remainder, change.split ? split_decimals : score_decimals, about.language,
                           change.complete);
    return out;
}

}  // namespace model
