#include "geo/text_fold.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace geo {

namespace {

struct Free {
    void operator()(utf8proc_uint8_t* text) const { std::free(text); }
};

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool in_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (auto& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string folded(std::string_view text) {
    if (is_ascii(text)) return lower_ascii(text);
    utf8proc_uint8_t* made = nullptr;
    constexpr int options =
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
    const auto length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                     &made, static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<utf8proc_uint8_t, Free> held(made);
    if (length < 0) return lower_ascii(text);
    return {reinterpret_cast<const char*>(held.get()), static_cast<std::size_t>(length)};
}

std::string folded_words(std::string_view text) {
    const auto all = folded(text);
    std::string out;
    out.reserve(all.size());
    bool apart = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        // Typographic quotes and dashes (U+2010 .. U+2027) part words as their plain sisters do.
        const bool dash = all.compare(i, 2, "\xE2\x80") == 0 && i + 2 < all.size() &&
                          static_cast<unsigned char>(all[i + 2]) >= 0x90 &&
                          static_cast<unsigned char>(all[i + 2]) <= 0xA7;
        if (dash) i += 2;
        if (dash || !in_word(all[i])) {
            apart = true;
            continue;
        }
        if (apart && !out.empty()) out += ' ';
        apart = false;
        out += all[i];
    }
    return out;
}

}  // namespace geo
