#include "geo/vector/short_names.h"

#include "geo/text_fold.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace geo {

namespace {

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_plain(std::string_view name) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_letter_or_digit(c) || c == '_'; });
}

/// Its runs of letters and digits, without diacritics; what is no Latin is left out.
std::vector<std::string> words_of(const std::string& name) {
    std::vector<std::string> out;
    bool within = false;
    for (const char c : is_plain(name) ? name : folded(name)) {
        const bool part = is_letter_or_digit(c);
        if (part && !within) out.emplace_back();
        if (part) out.back() += c;
        within = part;
    }
    return out;
}

bool is_year(const std::string& word) {
    return word.size() == 4 && (word.starts_with("19") || word.starts_with("20")) &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Makes the longest word a letter shorter, the first of equals: a vowel within it goes before its end.
void shorten(std::vector<std::string>& words) {
    auto& word =
        *std::max_element(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    const auto vowel = word.find_last_of("aeiouAEIOU");
    word.erase(vowel == std::string::npos || vowel == 0 ? word.size() - 1 : vowel, 1);
}

/// The words in at most `room` bytes, with underscores between as long as there is room for them.
std::string joined(std::vector<std::string> words, std::size_t room) {
    const auto letters = [&] {
        return std::accumulate(words.begin(), words.end(), std::size_t{0},
                               [](auto n, const auto& w) { return n + w.size(); });
    };
    while (!words.empty() && letters() + words.size() - 1 > room && letters() > words.size()) shorten(words);
    auto out = fmt::format("{}", fmt::join(words, "_"));
    if (out.size() > room) std::erase(out, '_');
    return out.substr(0, room);
}

/// What a name is made of: words, and all from the first year on, with years in two digits and nothing between.
struct Parts {
    std::vector<std::string> words;
    std::string year;  // "2024"; empty where there is none, or more behind it
    std::string tail;  // "24", "1824", "18v20"
};

Parts parts_of(const std::string& name) {
    Parts out;
    out.words = words_of(name);
    const auto first = std::find_if(out.words.begin(), out.words.end(), is_year);
    if (first != out.words.end() && first + 1 == out.words.end()) out.year = *first;
    for (auto word = first; word != out.words.end(); ++word) out.tail += is_year(*word) ? word->substr(2) : *word;
    out.words.erase(first, out.words.end());
    return out;
}

/// \param number to make it distinct; 0: none
std::string short_name(const Parts& parts, std::size_t longest, std::size_t number) {
    constexpr std::size_t least_room = 3;
    const auto mark = number == 0 ? std::string() : std::to_string(number);
    const auto with = [&](std::string tail) {
        tail.resize(std::min(tail.size(), longest - least_room - 1));
        const auto end = tail.empty() ? mark : mark + "_" + tail;
        const auto head = joined(parts.words, longest - std::min(longest, end.size()));
        return head.empty() ? "n" + end : head + end;
    };
    const auto whole = fmt::format("{}{}_{}", fmt::join(parts.words, "_"), mark, parts.year);
    if (!parts.year.empty() && !parts.words.empty() && whole.size() <= longest) return whole;
    return with(parts.tail).substr(0, longest);
}

}  // namespace

std::vector<std::string> short_names(std::span<const std::string> names, std::size_t longest) {
    std::vector<std::string> out(names.size());
    std::unordered_set<std::string> taken;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i].size() <= longest && is_plain(names[i]) && taken.insert(lower_ascii(names[i])).second)
            out[i] = names[i];
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!out[i].empty()) continue;
        const auto parts = parts_of(names[i]);
        for (std::size_t number = 0; out[i].empty(); number = std::max<std::size_t>(number + 1, 2)) {
            const auto name = short_name(parts, longest, number);
            if (taken.insert(lower_ascii(name)).second) out[i] = name;
        }
    }
    return out;
}

std::string_view first_bytes(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    return text.substr(0, bytes);
}

}  // namespace geo
