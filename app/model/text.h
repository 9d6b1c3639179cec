#pragma once

#include "geo/sentence.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace geo {
struct Assessment;
}

namespace model {

enum class Language {
    english,
    dutch
};

/// The text of a key in assets/translations.csv; the key itself where there is none (a test sees to that).
[[nodiscard]] std::string_view text(Language language, std::string_view key);

/// The text of a key with its {} filled in.
template <typename... Args>
[[nodiscard]] std::string filled(Language language, std::string_view key, const Args&... args) {
    return fmt::format(fmt::runtime(text(language, key)), args...);
}

/// A sentence of what lies below, from assets/sentences.csv; in English where it is not there (a test sees to that).
[[nodiscard]] std::string told(Language language, const geo::Sentence& sentence);
/// The same to stand among others: with a capital and a full stop.
[[nodiscard]] std::string told_whole(Language language, const geo::Sentence& sentence);

/// The language of LC_ALL, LC_MESSAGES or LANG: Dutch for nl…, else English.
[[nodiscard]] Language language_of_locale();

/// A level or dimension as people call it: "buurt" -> "Neighbourhoods", "won" -> "Housing stock"; its own name where it
/// is not a known one.
[[nodiscard]] std::string level_name(Language language, const std::string& level);
[[nodiscard]] std::string dimension_name(Language language, const std::string& dimension);
/// One of a level: of an own index as its model has it.
[[nodiscard]] std::string dimension_name(Language language, const geo::Assessment& level, const std::string& dimension);

/// Numbers as the language writes them: "12,147" or "12.147"; "−0.255" or "−0,255" with a sign always where asked for;
/// "14.1 %" or "14,1 %". A missing number is "–".
[[nodiscard]] std::string count_text(Language language, double number);
[[nodiscard]] std::string number_text(Language language, double number, int decimals, bool sign = false);
/// With as many decimals as it has, up to six.
[[nodiscard]] std::string short_text(Language language, double number);
[[nodiscard]] std::string percent_text(Language language, double part);
/// A probability: "0.0250", "4.2e-06", "< 1e-300"; empty where it is missing.
[[nodiscard]] std::string p_text(Language language, double p);

}  // namespace model
