#include "app/model/wording.h"

#include "geo/assets.h"
#include "geo/csv.h"
#include "geo/error.h"

#include <charconv>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace model {

namespace {

struct Word {
    double from;
    std::string nl;
    std::string en;
};
using Words = std::map<std::string, std::vector<Word>, std::less<>>;  // ascending

double limit_of(const std::vector<std::string>& row, bool first) {
    if (first && row[1].empty()) return -std::numeric_limits<double>::infinity();
    double out = 0;
    const auto end = row[1].data() + row[1].size();
    const auto read = std::from_chars(row[1].data(), end, out);
    if (read.ec != std::errc() || read.ptr != end) geo::fail("wording.csv: '{}' of '{}' is no number", row[1], row[0]);
    return out;
}

const Words& words() {
    static const Words read = [] {
        Words out;
        for (const auto& row :
             geo::parse_small_csv(geo::asset("wording.csv"), "wording.csv", {"about", "from", "nl", "en"})) {
            auto& list = out[row[0]];
            const double from = limit_of(row, list.empty());
            if (!list.empty() && !(from > list.back().from))
                geo::fail("wording.csv: the limits of '{}' do not ascend at {}", row[0], row[1]);
            list.push_back({from, row[2], row[3]});
        }
        return out;
    }();
    return read;
}

const Word& find(std::string_view about, double value) {
    const auto& list = words().find(about)->second;
    const auto* out = &list.front();
    for (const auto& word : list) {
        if (value >= word.from) out = &word;
    }
    return *out;
}

}  // namespace

std::string_view word_for(Language language, std::string_view about, double value) {
    const auto& word = find(about, value);
    return language == Language::dutch ? word.nl : word.en;
}

bool about_none(std::string_view about, double value) {
    return &find(about, value) == &find(about, 0);
}

}  // namespace model
