#include "app/model/text.h"

#include "geo/assess.h"

#include "geo/assets.h"
#include "geo/csv.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>

#include <fmt/args.h>
#include <fmt/format.h>

namespace model {

namespace {

using Table = std::map<std::string, std::array<std::string, 2>, std::less<>>;  // key -> english, dutch

const Table& table() {
    static const Table read = [] {
        Table out;
        for (auto& row : geo::parse_small_csv(geo::asset("translations.csv"), "translations.csv", {"key", "nl", "en"}))
            out[row[0]] = {row[2], row[1]};
        return out;
    }();
    return read;
}

/// English pattern -> Dutch pattern.
const std::map<std::string, std::string, std::less<>>& sentences() {
    static const auto read = [] {
        std::map<std::string, std::string, std::less<>> out;
        for (auto& row : geo::parse_small_csv(geo::asset("sentences.csv"), "sentences.csv", {"en", "nl"}))
            out.emplace(std::move(row[0]), std::move(row[1]));
        return out;
    }();
    return read;
}

/// A pattern for values that are text already: "{:.2f}" -> "{}".
std::string plain(std::string_view pattern) {
    std::string out;
    bool inside = false;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const char c = pattern[at];
        if (!inside && (c == '{' || c == '}') && at + 1 < pattern.size() && pattern[at + 1] == c) {
            out.append(2, c);
            ++at;
            continue;
        }
        inside = c == '{' || (inside && c != '}');
        if (!inside || c == '{') out += c;
    }
    return out;
}

std::string named(Language language, std::string_view group, const std::string& code) {
    const auto at = table().find(fmt::format("{}.{}", group, code));
    return at == table().end() ? code : at->second[language == Language::dutch ? 1 : 0];
}

}  // namespace

std::string_view text(Language language, std::string_view key) {
    const auto at = table().find(key);
    return at == table().end() ? key : std::string_view(at->second[language == Language::dutch ? 1 : 0]);
}

std::string told(Language language, const geo::Sentence& sentence) {
    if (language == Language::english) return sentence.text();
    if (sentence.pattern().empty()) {
        auto out = sentence.text();
        if (sentence.decimal()) std::replace(out.begin(), out.end(), '.', ',');
        return out;
    }
    const auto at = sentences().find(sentence.pattern());
    fmt::dynamic_format_arg_store<fmt::format_context> values;
    for (const auto& value : sentence.values()) values.push_back(told(language, value));
    return fmt::vformat(at == sentences().end() ? plain(sentence.pattern()) : at->second, values);
}

std::string told_whole(Language language, const geo::Sentence& sentence) {
    auto out = told(language, sentence);
    if (out.empty()) return out;
    if (out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 'a' + 'A');
    if (std::string_view(".!?").find(out.back()) == std::string_view::npos) out += '.';
    return out;
}

Language language_of_locale() {
    for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        return std::string_view(value).starts_with("nl") ? Language::dutch : Language::english;
    }
    return Language::english;
}

std::string level_name(Language language, const std::string& level) {
    auto out = named(language, "level", level);
    if (out != level || out.empty()) return out;
    // Of a set, as its file is called: "focusgebieden_2024".
    std::replace(out.begin(), out.end(), '_', ' ');
    if (out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
}

std::string dimension_name(Language language, const std::string& dimension) {
    return named(language, "dimension", dimension);
}

std::string dimension_name(Language language, const geo::Assessment& level, const std::string& dimension) {
    const auto at = level.names.find(dimension);
    return at == level.names.end() ? dimension_name(language, dimension) : at->second;
}

std::string count_text(Language language, double number) {
    if (std::isnan(number)) return "–";
    const auto digits = fmt::format("{:.0f}", std::abs(number));
    std::string out = number < -0.5 ? "−" : "";
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += language == Language::dutch ? '.' : ',';
        out += digits[i];
    }
    return out;
}

std::string number_text(Language language, double number, int decimals, bool sign) {
    if (std::isnan(number)) return "–";
    auto digits = fmt::format("{:.{}f}", std::abs(number), decimals);
    const bool zero = digits.find_first_not_of("0.") == std::string::npos;
    if (language == Language::dutch) {
        if (const auto point = digits.find('.'); point != std::string::npos) digits[point] = ',';
    }
    if (zero) return digits;
    return (number < 0 ? "−" : sign ? "+" : "") + digits;
}

std::string short_text(Language language, double number) {
    constexpr int most = 6;
    int decimals = 0;
    const auto is_short = [&] {
        const auto unit = std::pow(10, decimals);
        return std::abs(std::round(number * unit) / unit - number) <= 1e-9;
    };
    while (decimals < most && !is_short()) ++decimals;
    return number_text(language, number, decimals);
}

std::string percent_text(Language language, double part) {
    if (std::isnan(part)) return "–";
    if (part > 0 && part < 0.0005) return "< " + number_text(language, 0.1, 1) + " %";  // few, but not none
    return number_text(language, 100 * part, 1) + " %";
}

std::string p_text(Language language, double p) {
    constexpr double small = 1e-4;
    if (std::isnan(p)) return {};
    if (p == 0) return "< 1e-300";
    if (p >= small) return number_text(language, p, 4);
    auto out = fmt::format("{:.1e}", p);
    if (language == Language::dutch) std::replace(out.begin(), out.end(), '.', ',');
    return out;
}

}  // namespace model
