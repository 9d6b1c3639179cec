#include "app/model/place_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

namespace model {

namespace {

struct Number {
    double value = 0;
    char towards = 0;  // 'n' or 'e' where a letter says so
};

/// Letters of a direction: of west and south the number is negative.
bool is_direction(char letter) {
    return std::string_view("nezwso").find(letter) != std::string_view::npos;
}

std::optional<double> number(std::string text) {
    const auto comma = text.find(',');
    if (comma != std::string::npos) text[comma] = '.';
    if (!text.empty() && text.front() == '+') text.erase(0, 1);
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    if (text.empty() || read.ec != std::errc() || read.ptr != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// "52.37n", "n52,37", "4.9".
std::optional<Number> directed(std::string text) {
    char letter = 0;
    if (!text.empty() && is_direction(text.back())) {
        letter = text.back();
        text.pop_back();
    } else if (!text.empty() && is_direction(text.front())) {
        letter = text.front();
        text.erase(0, 1);
    }
    const auto value = number(text);
    if (!value) return std::nullopt;
    const bool north = letter == 'n' || letter == 's' || letter == 'z';
    const bool back = letter == 's' || letter == 'z' || letter == 'w';
    return Number{back ? -*value : *value, letter == 0 ? char{0} : north ? 'n' : 'e'};
}

/// Lower case, degree signs away, blanks and semicolons as one blank; letters joined to the number before or after.
std::vector<std::string> tokens_of(std::string_view text) {
    std::vector<std::string> out(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("°")) {
            ++i;
        } else if (text[i] == ' ' || text[i] == ';' || text[i] == '\t') {
            if (!out.back().empty()) out.emplace_back();
        } else {
            out.back() += text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
        }
    }
    if (out.back().empty()) out.pop_back();
    return out;
}

std::optional<std::array<std::string, 2>> two_of(std::vector<std::string> tokens) {
    if (tokens.size() == 4) {
        const auto letter = [&](std::size_t i) { return tokens[i].size() == 1 && is_direction(tokens[i][0]); };
        const bool before = letter(0) && letter(2);
        const bool after = letter(1) && (letter(3) || tokens[3] == ",");
        if (!before && !after) return std::nullopt;
        tokens = {tokens[0] + tokens[1], tokens[2] + tokens[3]};
    }
    if (tokens.size() == 2) {
        if (tokens[0].ends_with(',')) tokens[0].pop_back();
        return std::array{tokens[0], tokens[1]};
    }
    if (tokens.size() != 1) return std::nullopt;
    const auto& all = tokens[0];  // commas part the numbers, and may stand in them too: the middle one parts
    std::vector<std::size_t> commas;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == ',') commas.push_back(i);
    }
    if (commas.size() != 1 && commas.size() != 3) return std::nullopt;
    const auto middle = commas[commas.size() / 2];
    return std::array{all.substr(0, middle), all.substr(middle + 1)};
}

bool holds(const geo::Box& box, geo::Point p) {
    return p.x >= box.min.x && p.x <= box.max.x && p.y >= box.min.y && p.y <= box.max.y;
}

}  // namespace

std::optional<Pair> parse_pair(std::string_view text) {
    constexpr std::size_t longest = 80;
    if (text.size() > longest) return std::nullopt;
    const auto two = two_of(tokens_of(text));
    if (!two) return std::nullopt;
    const auto a = directed((*two)[0]);
    const auto b = directed((*two)[1]);
    if (!a || !b) return std::nullopt;
    if (a->towards != 0 && a->towards == b->towards) return std::nullopt;
    Pair out{a->value, b->value, a->towards == 'n' || b->towards == 'e', a->towards == 'e' || b->towards == 'n'};
    if (out.north_first && out.east_first) return std::nullopt;
    return out;
}

std::optional<geo::Point> place_of(const Pair& pair, const geo::Box& bounds, const geo::Transform* from_degrees) {
    const bool said = pair.north_first || pair.east_first;
    if (const geo::Point own{pair.first, pair.second}; !said && holds(bounds, own)) return own;
    if (from_degrees == nullptr) return std::nullopt;
    const auto degrees = [&](double latitude, double longitude) -> std::optional<geo::Point> {
        if (std::abs(latitude) > 90 || std::abs(longitude) > 180) return std::nullopt;
        geo::Point at{longitude, latitude};
        if (from_degrees->apply({&at, 1}) != 0 || !holds(bounds, at)) return std::nullopt;
        return at;
    };
    if (!pair.east_first) {
        if (const auto at = degrees(pair.first, pair.second)) return at;
    }
    if (!pair.north_first) return degrees(pair.second, pair.first);
    return std::nullopt;
}

}  // namespace model
