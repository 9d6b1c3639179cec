#include "app/model/explanation.h"

#include "app/model/sections.h"
#include "app/model/wording.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace model {

namespace {

constexpr double smallest_told = 0.0005;  // rounds to nothing in a sentence

std::string basis_of(const About& about, const ExplainedOptions& options) {
    const auto& a = about.a;
    const auto& measurement = a.values.measurements[about.e.measurement];
    std::vector<std::string> parts;
    if (about.e.statistics) {
        const auto& s = *about.e.statistics;
        parts.push_back(about.say(a.units.level == "cells" ? "explain.cells" : "explain.units", about.count(s.n)));
        parts.push_back(
            fmt::format("{} {}", about.count(s.weight), weight_text(about.language, a.weights[about.e.measurement])));
        if (const auto without = without_score_line(about.e, about.language); !without.empty())
            parts.push_back(without);
        if (a.units.level == "cells" && !a.areas->everything)
            parts.push_back(
                about.word(options.membership == geo::Membership::share ? "explain.by_share" : "explain.by_centroid"));
    } else if (a.areas->level != "cells") {
        parts.push_back(about.word("explain.own_score"));
    }
    if (!measurement.model_version.empty() && about.leefbaarometer)
        parts.push_back(about.say("explain.version", measurement.model_version));
    if (!measurement.edition.empty()) parts.push_back(about.say("explain.edition", measurement.edition));
    return fmt::format("{}", fmt::join(parts, " · "));
}

}  // namespace

std::string check_text(double whole, double remainder, int decimals, Language language, bool complete) {
    constexpr double rounding = 1e-9;         // of our own sums
    constexpr double source_rounding = 5e-4;  // six values of four decimals may be off by this in sum
    const auto sum = number_text(language, whole - remainder, decimals, true);
    const double left = std::abs(remainder);
    if (left <= rounding * std::max(1.0, std::abs(whole))) return filled(language, "explain.adds_up", sum);
    const auto rest =
        left < 1e-6 ? fmt::format("< {}", number_text(language, 1e-6, 6)) : number_text(language, remainder, 6, true);
    if (complete && left <= source_rounding) return filled(language, "explain.adds_up_but", sum, rest);
    return filled(language, complete ? "explain.does_not_add_up" : "explain.not_all_divided", sum,
                  number_text(language, whole, decimals, true), rest);
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
    if (reference.kind != Kind::municipality) return filled(language, "reference.area", name);
    // One that was made of its areas is no more than those that were read.
    return filled(language,
                  reference.level->areas->members.empty() ? "reference.municipality" : "reference.municipality_made",
                  name);
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
        auto name = dimension_name(language, about.a, part.dimension);
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
    const auto k = e.threshold;
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
    const auto add = [&](Section::Kind kind, Section section) {
        section.kind = kind;
        out.sections.push_back(std::move(section));
    };
    add(Section::Kind::state, state_section(about));
    add(Section::Kind::why, why_section(about));
    if (e.statistics && e.threshold >= 1) add(Section::Kind::classes, classes_section(about));
    if (e.change) add(Section::Kind::change, change_section(about));
    if (e.share) {
        add(Section::Kind::share, share_section(about));
        add(Section::Kind::moves, moves_section(about));
    }
    if (e.statistics && e.statistics->weight < options.min_weight)
        out.caveats.push_back(about.say("explain.thin", about.count(e.statistics->weight), about.weight_word(),
                                        about.count(options.min_weight)));
    if (!e.statistics && about.a.areas->level != "cells")
        out.caveats.push_back(about.word("explain.no_cells_no_share"));
    if (!e.change && about.labels.size() > 1) out.caveats.push_back(about.say("explain.no_earlier", about.label()));
    out.caveats.push_back(about.word("explain.gap_is_no_cause"));
    out.caveats.push_back(about.word("explain.rounded"));
    out.caveats.push_back(about.word("explain.own_words"));
    out.caveats.push_back(about.word(about.leefbaarometer ? "disclaimer.leefbaarometer" : "disclaimer.other"));
    return out;
}

}  // namespace model
