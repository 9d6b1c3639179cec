#pragma once

#include "app/model/explanation.h"
#include "app/model/facts.h"
#include "geo/layout.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace model {

// What an explanation is written from. Private to app/model.

inline constexpr int score_decimals = 3;

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
        auto out = !name.empty() ? name : a.areas->everything ? word("reference.all_short") : a.areas->code[e.area];
        for (auto& c : out) c = static_cast<unsigned char>(c) < ' ' ? ' ' : c;  // a line end in a name ends no sentence
        return out;
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
        return liveability ? word("explain.liveability") : dimension_name(language, a, a.values.dimensions[a.total]);
    }
};

/// For a name in the middle of a sentence.
[[nodiscard]] std::string uncapitalised(std::string text);
void add_sentence(std::string& text, const std::string& sentence);
/// Whether figures as they are printed do not give the difference that is printed beside them.
[[nodiscard]] bool rounds_otherwise(double before, double after, double change, int decimals);
/// Says of which year the weights of a change are, where they are not of the measurement's own.
void add_weight_years(const About& about, std::vector<std::string>& sentences);
/// A part of 1 in percentage points, with its sign, and in percent.
[[nodiscard]] std::string points(const About& about, double part, int decimals);
[[nodiscard]] std::string percent(const About& about, double part, int decimals);

/// A change and its parts, times `scale`, as a row under split_headings().
[[nodiscard]] std::vector<std::string> split_row(const About& about, std::string name, const geo::ChangeSplit& split,
                                                 double scale, int decimals);
[[nodiscard]] std::vector<Figures::Heading> split_headings(const About& about, std::string first);

/// "weak or lower", or the number of the class where it has no name that goes into a sentence.
[[nodiscard]] std::string up_to_class(const About& about, std::size_t k);

// The sections. Those of a change need one, those of shares need areas made of others.
[[nodiscard]] Section state_section(const About& about);
[[nodiscard]] Section why_section(const About& about);
[[nodiscard]] Section classes_section(const About& about);
[[nodiscard]] Section change_section(const About& about);
[[nodiscard]] Section share_section(const About& about);
[[nodiscard]] Section moves_section(const About& about);

}  // namespace model
