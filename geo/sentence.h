#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

namespace geo {

/// A sentence for a reader. It is written in English and keeps what it was made of, so that another language can tell
/// it: nothing below the window knows in which one it is read.
class Sentence {
public:
    /// Says nothing.
    Sentence() = default;
    /// \param pattern English, with a {} for each of the values, in their order; {{ and }} are braces. A value that is
    /// a sentence itself can be told in another language too.
    template <typename... Values>
    explicit Sentence(fmt::format_string<Values...> pattern, Values&&... values)
        : Sentence(std::string_view(fmt::string_view(pattern).data(), fmt::string_view(pattern).size()),
                   {as_value(values)...}, fmt::make_format_args(values...)) {}
    /// Words that are the same in every language: a name, or what another program says.
    [[nodiscard]] static Sentence verbatim(std::string words);

    [[nodiscard]] const std::string& text() const { return text_; }  // in English
    [[nodiscard]] bool empty() const { return text_.empty(); }
    /// What it was made of. Empty for words that are the same in every language.
    [[nodiscard]] const std::string& pattern() const { return pattern_; }
    [[nodiscard]] const std::vector<Sentence>& values() const { return values_; }
    /// Whether these words are a number with a decimal point, which another language may write as a comma.
    [[nodiscard]] bool decimal() const { return decimal_; }

    friend bool operator==(const Sentence& a, const Sentence& b) { return a.text_ == b.text_; }
    friend bool operator==(const Sentence& a, std::string_view b) { return a.text_ == b; }

private:
    Sentence(std::string_view pattern, std::vector<Sentence> values, fmt::format_args args);

    template <typename Value>
    static Sentence as_value(const Value& value) {
        if constexpr (std::is_same_v<Value, Sentence>) {
            return value;
        } else {
            Sentence out;
            out.decimal_ = std::is_floating_point_v<Value>;
            return out;
        }
    }

    std::string pattern_;
    std::string text_;
    std::vector<Sentence> values_;
    bool decimal_ = false;
};

}  // namespace geo

template <>
struct fmt::formatter<geo::Sentence> : fmt::formatter<std::string_view> {
    template <typename Context>
    auto format(const geo::Sentence& sentence, Context& context) const {
        return fmt::formatter<std::string_view>::format(sentence.text(), context);
    }
};
