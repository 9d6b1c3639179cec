#include "geo/sentence.h"

#include <cassert>
#include <utility>

namespace geo {

Sentence Sentence::verbatim(std::string words) {
    Sentence out;
    out.text_ = std::move(words);
    return out;
}

Sentence::Sentence(std::string_view pattern, std::vector<Sentence> values, fmt::format_args args)
    : pattern_(pattern), values_(std::move(values)) {
    std::size_t value = 0;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const char c = pattern[at];
        if (c == '{' && pattern[at + 1] != '{') {
            const auto end = pattern.find('}', at);
            assert(end != std::string_view::npos && value < values_.size());
            auto& filled = values_[value];
            // A value is told as the pattern asks ("{:.2f}") in every language.
            if (filled.pattern_.empty() && filled.text_.empty())
                filled.text_ = fmt::vformat(fmt::format("{{{}{}}}", value, pattern.substr(at + 1, end - at - 1)), args);
            text_ += filled.text_;
            ++value;
            at = end;
            continue;
        }
        if (c == '{' || c == '}') ++at;
        text_ += c;
    }
    assert(value == values_.size());
}

}  // namespace geo
