#include "geo/spatial/neighbour_files.h"

#include "geo/error.h"
#include "geo/words.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace geo {

namespace {

constexpr std::string_view blanks = " \t\r";

/// A line, cut at blanks.
struct Line {
    std::size_t number = 0;  // 1 is the first
    std::vector<std::string_view> words;
};

std::vector<Line> lines(std::string_view text) {
    std::vector<Line> out;
    for (std::size_t number = 1; !text.empty(); ++number) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        Line cut{number, {}};
        for (;;) {
            const auto begin = line.find_first_not_of(blanks);
            if (begin == std::string_view::npos) break;
            line.remove_prefix(begin);
            cut.words.push_back(line.substr(0, line.find_first_of(blanks)));
            line.remove_prefix(cut.words.back().size());
        }
        out.push_back(std::move(cut));
    }
    return out;
}

/// Rows as they are found, in any order.
class Reader {
public:
    Reader(std::string name, std::span<const std::string> codes) : name_(std::move(name)), links_(codes.size()) {
        for (std::uint32_t row = 0; row < codes.size(); ++row) rows_.emplace(codes[row], row);
    }

    void read_gal(std::span<const Line> all) {
        std::set<std::string_view> told;
        for (std::size_t at = 1; at < all.size(); ++at) {
            const auto& head = all[at];
            if (head.words.empty()) continue;
            const auto count = head.words.size() == 2 ? number_of<std::size_t>(head.words[1]) : std::nullopt;
            if (!count)
                fail("{}: line {}: a row starts with its code and how many neighbours it has", name_, head.number);
            if (!told.insert(head.words[0]).second)
                fail("{}: line {}: '{}' has a row already", name_, head.number, head.words[0]);
            const auto row = find(head.words[0]);
            std::size_t found = 0;
            while (found < *count && at + 1 < all.size()) {
                for (const auto word : all[++at].words) {
                    add(row, find(word), 1, all[at]);
                    ++found;
                }
            }
            if (found != *count)
                fail("{}: line {}: '{}' says {} neighbours, and {} follow", name_, head.number, head.words[0], *count,
                     found);
            if (row) present_.insert(*row);
        }
    }

    void read_gwt(std::span<const Line> all, GwtNumbers numbers) {
        for (const auto& line : all.subspan(1)) {
            if (line.words.empty()) continue;
            const auto number = line.words.size() == 3 ? number_of<double>(line.words[2]) : std::nullopt;
            if (!number) fail("{}: line {}: a link is two codes and a number", name_, line.number);
            const bool weighs = numbers == GwtNumbers::weights;
            if (weighs && !(*number > 0 && std::isfinite(*number)))
                fail("{}: line {}: a weight of {}; weights are above 0", name_, line.number, line.words[2]);
            const auto row = find(line.words[0]);
            add(row, find(line.words[1]), weighs ? *number : 1, line);
            if (row) present_.insert(*row);
        }
    }

    ReadNeighbours finish(bool weighted) && {
        ReadNeighbours out;
        for (auto& row : links_) {
            for (const auto& [other, weight] : row) {
                out.neighbours.to.push_back(other);
                if (weighted) out.neighbours.weights.push_back(weight);
            }
            out.neighbours.end_row();
        }
        out.unknown = std::move(unknown_);
        out.absent = links_.size() - present_.size();
        out.selves = selves_;
        return out;
    }

private:
    std::optional<std::uint32_t> find(std::string_view code) {
        const auto at = rows_.find(std::string(code));
        if (at != rows_.end()) return at->second;
        if (unknown_codes_.emplace(code).second) unknown_.emplace_back(code);
        return std::nullopt;
    }

    void add(std::optional<std::uint32_t> row, std::optional<std::uint32_t> other, double weight, const Line& line) {
        if (!row || !other) return;
        if (*row == *other) {
            ++selves_;
        } else if (!links_[*row].emplace(*other, weight).second) {
            fail("{}: line {}: a link stands there twice", name_, line.number);
        }
    }

    std::string name_;
    std::unordered_map<std::string, std::uint32_t> rows_;
    std::vector<std::map<std::uint32_t, double>> links_;
    std::set<std::uint32_t> present_;
    std::set<std::string, std::less<>> unknown_codes_;
    std::vector<std::string> unknown_;
    std::size_t selves_ = 0;
};

void check_codes(std::span<const std::string> codes) {
    for (const auto& code : codes) {
        if (code.empty() || code.find_first_of(" \t\r\n") != std::string::npos)
            fail("the code '{}' cannot stand in a file of neighbours, whose words are parted by blanks", code);
    }
}

std::string one_word(const std::string& text) {
    auto out = text.empty() ? std::string("areas") : text;
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }, '_');
    return out;
}

std::string head_of(const Neighbours& neighbours, const std::string& layer, const std::string& key) {
    return fmt::format("0 {} {} {}\n", neighbours.size(), one_word(layer), one_word(key));
}

}  // namespace

ReadNeighbours read_neighbours(std::string_view text, const std::string& name, std::span<const std::string> codes,
                               GwtNumbers numbers) {
    constexpr std::string_view mark = "\xef\xbb\xbf";  // of UTF-8
    if (text.substr(0, mark.size()) == mark) text.remove_prefix(mark.size());
    const auto all = lines(text);
    const auto head = all.empty() ? 0 : all[0].words.size();
    if (head != 1 && head != 4)
        fail("{}: no file of neighbours (GAL, GWT): it would start with how many rows there are", name);
    if (!number_of<std::size_t>(all[0].words[head == 1 ? 0 : 1]))
        fail("{}: line 1: '{}' is no number of rows", name, all[0].words[head == 1 ? 0 : 1]);
    const auto second = std::find_if(all.begin() + 1, all.end(), [](const Line& line) { return !line.words.empty(); });
    const bool gwt = second != all.end() && second->words.size() == 3;
    Reader reader(name, codes);
    if (gwt)
        reader.read_gwt(all, numbers);
    else if (numbers == GwtNumbers::weights && second != all.end())
        fail("{}: it holds no weights; only a GWT does", name);
    else
        reader.read_gal(all);
    return std::move(reader).finish(gwt && numbers == GwtNumbers::weights);
}

std::string to_gal(const Neighbours& neighbours, std::span<const std::string> codes, const std::string& layer,
                   const std::string& key) {
    check_codes(codes);
    auto out = head_of(neighbours, layer, key);
    for (std::size_t row = 0; row < neighbours.size(); ++row) {
        fmt::format_to(std::back_inserter(out), "{} {}\n", codes[row], neighbours.count(row));
        const char* between = "";
        for (const auto other : neighbours.of(row)) {
            fmt::format_to(std::back_inserter(out), "{}{}", between, codes[other]);
            between = " ";
        }
        out += '\n';
    }
    return out;
}

std::string to_gwt(const Neighbours& neighbours, std::span<const std::string> codes, const std::string& layer,
                   const std::string& key) {
    check_codes(codes);
    auto out = head_of(neighbours, layer, key);
    for (std::size_t row = 0; row < neighbours.size(); ++row) {
        for (auto link = neighbours.starts[row]; link < neighbours.starts[row + 1]; ++link)
            fmt::format_to(std::back_inserter(out), "{} {} {}\n", codes[row], codes[neighbours.to[link]],
                           neighbours.weight(link));
    }
    return out;
}

}  // namespace geo
