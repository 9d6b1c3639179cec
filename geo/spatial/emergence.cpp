#include "geo/spatial/emergence.h"

#include "geo/assets.h"
#include "geo/csv.h"
#include "geo/error.h"

#include <array>
#include <cassert>

namespace geo {

namespace {

constexpr std::size_t most_known = 10;  // measurements
constexpr std::array trends{Trend::up, Trend::down, Trend::none};
constexpr std::array<std::string_view, 3> trend_words{"up", "down", "none"};

/// Where a short sequence stands: its bits after a leading 1, which tells 01 from 1.
std::size_t place_of(std::string_view sequence, Trend trend) {
    std::size_t bits = 1;
    for (const char c : sequence) bits = 2 * bits + (c == '1' ? 1 : 0);
    return bits * trends.size() + static_cast<std::size_t>(trend);
}

std::string sequence_of(std::size_t length, std::size_t bits) {
    std::string out(length, '0');
    for (std::size_t i = 0; i < length; ++i) {
        if ((bits >> (length - 1 - i)) % 2 == 1) out[i] = '1';
    }
    return out;
}

std::optional<Trend> trend_of(std::string_view word, std::string_view name, std::string_view category) {
    if (word == "any") return {};
    for (std::size_t t = 0; t < trends.size(); ++t) {
        if (word == trend_words[t]) return trends[t];
    }
    fail("{}: the trend '{}' of category '{}' is none of any, up, down, none", name, word, category);
}

std::regex regex_of(const std::string& pattern, std::string_view name, std::string_view category) {
    try {
        return std::regex(pattern);
    } catch (const std::regex_error&) {
        fail("{}: the pattern '{}' of category '{}' is no regular expression", name, pattern, category);
    }
}

}  // namespace

Categories::Categories(std::string_view csv, std::string_view name) {
    for (const auto& row :
         parse_small_csv(csv, name, {"category", "pattern", "trend", "nl", "en", "about_nl", "about_en"})) {
        rules_.push_back({regex_of(row[1], name, row[0]), trend_of(row[2], name, row[0])});
        categories_.push_back({row[0], row[3], row[4], row[5], row[6]});
    }
    known_.assign(trends.size() << (most_known + 1), unknown);
    for (std::size_t length = 1; length <= most_known; ++length) {
        for (std::size_t bits = 0; bits < std::size_t{1} << length; ++bits) {
            const auto sequence = sequence_of(length, bits);
            for (std::size_t t = 0; t < trends.size(); ++t) {
                const auto fits = fitting(sequence, trends[t]);
                if (fits.empty())
                    fail("{}: no category fits the sequence {} with trend {}", name, sequence, trend_words[t]);
                if (fits.size() > 1) {
                    fail("{}: the categories '{}' and '{}' both fit the sequence {} with trend {}", name,
                         categories_[fits[0]].code, categories_[fits[1]].code, sequence, trend_words[t]);
                }
                known_[place_of(sequence, trends[t])] = fits[0];
            }
        }
    }
}

std::vector<std::size_t> Categories::fitting(std::string_view sequence, Trend trend) const {
    std::vector<std::size_t> out;
    for (std::size_t r = 0; r < rules_.size(); ++r) {
        if (rules_[r].trend && *rules_[r].trend != trend) continue;
        if (std::regex_match(sequence.begin(), sequence.end(), rules_[r].pattern)) out.push_back(r);
    }
    return out;
}

std::size_t Categories::of(std::string_view sequence, Trend trend) const {
    assert(sequence.find_first_not_of("01") == std::string_view::npos);
    if (sequence.size() <= most_known) return known_[place_of(sequence, trend)];
    const auto fits = fitting(sequence, trend);
    return fits.empty() ? unknown : fits[0];
}

Categories hotspot_categories() {
    return Categories(asset("hotspot_categories.csv"), "hotspot_categories.csv");
}

}  // namespace geo
